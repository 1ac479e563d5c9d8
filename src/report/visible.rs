//! Making text from outside safe to show.

use std::borrow::Cow;
use std::fmt::Write;

/// The text with every character that a terminal or a reader would act on, rather than see, made visible.
///
/// Control characters become the pictures that Unicode has for them; the marks that turn the direction of writing
/// and characters without any width become their number. Each character is replaced by itself, whatever stands
/// around it, so a beginning of the text becomes a beginning of the result.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if !is_hidden(character) {
            shown.push(character);
        } else if let Some(picture) = control_picture(character) {
            shown.push(picture);
        } else {
            // Writing to a string does not fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(character));
        }
    }
    Cow::Owned(shown)
}

/// The text as one line: every run of white space becomes one space, then [`visible`].
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    visible(&words.join(" ")).into_owned()
}

/// Whether a terminal or a reader acts on a character, rather than to show or see it.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            // Turn the direction of writing.
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Break lines, or cannot be seen at all.
            | '\u{00ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
        // The last two of each plane are no characters, and XML has no way to write the first pair.
        || u32::from(character) & 0xfffe == 0xfffe
}

fn control_picture(character: char) -> Option<char> {
    match u32::from(character) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{one_line, visible};

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in ["", "visitor -> haproxy", "größer als 世界 🙂", "a|b<c>&*_"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn what_acts_on_a_reader_is_shown_instead() {
        assert_eq!(visible("\u{1b}[31mred\u{7f}"), "␛[31mred␡");
        assert_eq!(visible("\u{9b}31m"), "<U+009B>31m");
        assert_eq!(visible("abc\u{202e}cba"), "abc<U+202E>cba");
        assert_eq!(visible("a\u{200b}b\u{feff}"), "a<U+200B>b<U+FEFF>");
        assert_eq!(visible("\u{fffe}\u{10ffff}"), "<U+FFFE><U+10FFFF>");
        assert_eq!(visible("a\r\nb"), "a␍␊b");
    }

    #[test]
    fn lines_become_one() {
        assert_eq!(one_line("  a\n  b\t\u{1b}c\n"), "a b ␛c");
    }
}
