//! Command lines to copy.

use std::ffi::OsStr;

/// A word as a shell takes it for one argument: as it is, or in quotes where the shell would act on it.
pub(super) fn argument(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let is_plain = |letter: char| letter.is_alphanumeric() || "_./=:,@%+-".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A file as an argument, which is none of the options of its command.
pub(super) fn file_argument(file: &OsStr) -> String {
    let options_end = if file.to_string_lossy().starts_with('-') {
        "-- "
    } else {
        ""
    };
    format!("{options_end}{}", argument(file))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{argument, file_argument};

    #[test]
    fn words_stay_words() {
        for (word, written) in [
            ("models/shop.yaml", "models/shop.yaml"),
            ("two words.yaml", "'two words.yaml'"),
            ("it's; rm -r $HOME", r"'it'\''s; rm -r $HOME'"),
            ("", "''"),
        ] {
            assert_eq!(argument(OsStr::new(word)), written);
        }
        assert_eq!(file_argument(OsStr::new("-x.yaml")), "-- -x.yaml");
    }
}
