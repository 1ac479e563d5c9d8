//! References to files, percent-encoded.
//!
//! Source: RFC 3986, sections 2.1 and 3.3.

use std::fmt::Write;

/// The path of a file as a reference relative to the folder of the run: with slashes, and without `./` before it.
pub(super) fn path_reference(name: &str) -> String {
    let name = name.strip_prefix("./").unwrap_or(name);
    if cfg!(windows) {
        encode(&name.replace('\\', "/"), |byte| {
            is_unreserved(byte) || byte == b'/'
        })
    } else {
        encode(name, |byte| is_unreserved(byte) || byte == b'/')
    }
}

/// The name of a file as a reference that stays within its folder.
pub(super) fn name_reference(name: &str) -> String {
    encode(name, is_unreserved)
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn encode(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if stays(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{name_reference, path_reference};

    #[test]
    fn paths_become_references() {
        assert_eq!(path_reference("./models/shop.yaml"), "models/shop.yaml");
        assert_eq!(
            path_reference("a b/größe#1.yaml"),
            "a%20b/gr%C3%B6%C3%9Fe%231.yaml"
        );
        assert_eq!(path_reference("../x:y.yaml"), "../x%3Ay.yaml");
    }

    #[test]
    fn names_stay_in_their_folder() {
        assert_eq!(name_reference("a b)/../c.svg"), "a%20b%29%2F..%2Fc.svg");
    }
}
