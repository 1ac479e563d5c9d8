//! How JSON is laid out and which characters are written as escapes.

use std::io::{self, Write};

use serde_json::ser::{Formatter, PrettyFormatter};

use crate::report::visible::is_hidden;

/// Indented JSON in which every character that a terminal or a reader would act on, rather than see, is an escape:
/// programs read the same text, and nobody is deceived who looks at it.
#[derive(Default)]
pub(super) struct Visible {
    layout: PrettyFormatter<'static>,
}

/// Hands what concerns the layout on.
macro_rules! laid_out {
    ( $( $name:ident ( $($flag:ident: bool)? ) ),+ $(,)? ) => { $(
        fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $flag: bool)?) -> io::Result<()> {
            self.layout.$name(writer $(, $flag)?)
        }
    )+ };
}

impl Formatter for Visible {
    laid_out! {
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first: bool),
        begin_object_value(),
        end_object_value(),
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        const DELETE: u8 = 0x7f;
        // Of ASCII characters, serde_json has escaped all that act but one.
        if fragment.is_ascii() && !fragment.as_bytes().contains(&DELETE) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut written = 0;
        for (place, letter) in fragment.char_indices().filter(|&(_, letter)| is_hidden(letter)) {
            writer.write_all(&fragment.as_bytes()[written..place])?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = place + letter.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}
