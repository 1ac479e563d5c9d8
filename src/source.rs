//! Input files and places in them.

use std::fmt;
use std::sync::OnceLock;

/// A half-open range of bytes in a [`Source`].
///
/// Offsets are 32 bits wide: no input larger than 4 GiB is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The place of what stands in no file: of the stand-in for a value that could not be read.
    pub const NOWHERE: Self = Self::new(u32::MAX, u32::MAX);

    /// Whether it is the place of what stands in no file.
    pub fn is_nowhere(self) -> bool {
        self == Self::NOWHERE
    }

    /// The span from `start` up to but without `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both `self` and `other`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A line and a column, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from one.
    pub line: u32,
    /// The column in characters, from one.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// A file that is no text.
#[derive(Debug, thiserror::Error)]
#[error("not UTF-8 text")]
pub struct NotUtf8 {
    /// What comes before the first byte that is not UTF-8, so that the place can be shown.
    pub before: Source,
}

/// The text of one input file, under the name by which the user knows it.
#[derive(Debug, Default)]
pub struct Source {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A source from its name (a path as the user wrote it) and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        }
    }

    /// A source from its name and its bytes; a byte order mark is left out.
    ///
    /// # Errors
    ///
    /// A source that holds what comes before the first byte that is not UTF-8.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, NotUtf8> {
        const BYTE_ORDER_MARK: char = '\u{feff}';
        let name = name.into();
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
            NotUtf8 {
                before: Self::new(name.clone(), before.trim_start_matches(BYTE_ORDER_MARK)),
            }
        })?;
        Ok(match text.strip_prefix(BYTE_ORDER_MARK) {
            Some(text) => Self::new(name, text),
            None => Self::new(name, text),
        })
    }

    /// The name by which messages call this source.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`, or the empty string where the span does not lie in the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or_default()
    }

    /// Line and column of a byte offset, in time logarithmic in the number of lines.
    ///
    /// An offset behind the end of the text is taken for the end.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset);
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self
            .text
            .get(start..end)
            .map_or(0, |before| before.chars().count());
        Position {
            line: saturating_u32(line.max(1)),
            column: saturating_u32(column + 1),
        }
    }

    /// The bytes of the line with this number (from one), without its line end.
    ///
    /// A number past the last line gives the empty span at the end of the text.
    pub fn line_span(&self, line: u32) -> Span {
        let starts = self.line_starts();
        let end = saturating_u32(self.text.len());
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = starts.get(index) else {
            return Span::new(end, end);
        };
        let stop = starts.get(index + 1).copied().unwrap_or(end);
        let text = self.slice(Span::new(start, stop));
        Span::new(
            start,
            start + saturating_u32(text.trim_end_matches(['\n', '\r']).len()),
        )
    }

    /// How many lines the text has; at least one.
    pub fn line_count(&self) -> u32 {
        saturating_u32(self.line_starts().len())
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
            std::iter::once(0)
                .chain(newlines.map(|(index, _)| saturating_u32(index + 1)))
                .collect()
        })
    }
}

fn saturating_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
