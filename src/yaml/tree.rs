//! The tree of a file: one flat list of values, parents before children.

use super::scalar::Scalar;
use super::value::{Spanned, Value};
use crate::source::Span;

/// The place of a value in its [`Tree`].
pub(super) type Place = u32;

/// All values of one document.
///
/// A value is followed by everything inside it, so that a tree is two allocations, whatever its size. Texts lie in
/// the source where they stand there letter by letter, and in one common buffer otherwise.
#[derive(Debug)]
pub(super) struct Tree<'source> {
    source: &'source str,
    copied: String,
    values: Vec<Node>,
}

/// One value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) content: Content,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// A scalar.
    Scalar {
        /// Where its text lies.
        text: Span,
        /// Whether the text lies in the buffer of copied texts rather than in the source.
        copied: bool,
        /// Whether it is written without quotes, so that it may be a number.
        plain: bool,
    },
    /// A list.
    List {
        /// The place behind its last item.
        end: Place,
    },
    /// A mapping; keys and values take turns.
    Map {
        /// The place behind its last value.
        end: Place,
    },
    /// What the value at this place is.
    Alias(Place),
    /// A key that has been reported and whose entry is to be skipped.
    RejectedKey {
        /// The place of its value.
        end: Place,
        /// Whether the mapping has the same key before, rather than one that cannot be read.
        duplicate: bool,
    },
}

impl<'source> Tree<'source> {
    /// A tree without values.
    pub(super) fn new(source: &'source str) -> Self {
        Self {
            source,
            copied: String::new(),
            values: Vec::new(),
        }
    }

    /// The tree of a value that has been read before.
    pub(super) fn from_value(value: &Spanned<Value>) -> Tree<'static> {
        let mut tree = Tree::new("");
        tree.push_value(value);
        tree
    }

    /// Recursion is bounded: a value is no deeper than the limits under which it was read.
    fn push_value(&mut self, value: &Spanned<Value>) {
        let span = value.span;
        match &value.value {
            Value::Null => self.push_copied(span, "null", true),
            Value::Bool(truth) => self.push_copied(span, if *truth { "true" } else { "false" }, true),
            Value::Integer(number) => self.push_copied(span, &number.to_string(), true),
            Value::Float(number) => self.push_copied(span, &float_text(*number), true),
            Value::Text(text) => self.push_copied(span, text, false),
            Value::List(items) => {
                let place = self.push(span, Content::List { end: 0 });
                for item in items {
                    self.push_value(item);
                }
                self.close(place, span);
            }
            Value::Map(entries) => {
                let place = self.push(span, Content::Map { end: 0 });
                for (key, value) in entries {
                    self.push_copied(key.span, &key.value, false);
                    self.push_value(value);
                }
                self.close(place, span);
            }
        }
    }

    /// Appends a value.
    pub(super) fn push(&mut self, span: Span, content: Content) -> Place {
        let place = self.next_place();
        self.values.push(Node { span, content });
        place
    }

    /// Appends a scalar whose text does not stand in the source as it is.
    pub(super) fn push_copied(&mut self, span: Span, text: &str, plain: bool) {
        let start = offset(self.copied.len());
        self.copied.push_str(text);
        let text = Span::new(start, offset(self.copied.len()));
        self.push(
            span,
            Content::Scalar {
                text,
                copied: true,
                plain,
            },
        );
    }

    /// Ends the list or mapping at `place` behind the value that was appended last.
    pub(super) fn close(&mut self, place: Place, span: Span) {
        let behind = self.next_place();
        let node = &mut self.values[place as usize];
        node.span = span;
        if let Content::List { end } | Content::Map { end } = &mut node.content {
            *end = behind;
        }
    }

    /// Marks a key as one whose entry is to be skipped.
    pub(super) fn reject_key(&mut self, key: Place, duplicate: bool) {
        let end = self.end(key);
        self.values[key as usize].content = Content::RejectedKey { end, duplicate };
    }

    /// The place that the next value will take.
    pub(super) fn next_place(&self) -> Place {
        offset(self.values.len())
    }

    /// The offset behind the value that was appended last.
    pub(super) fn last_end(&self) -> u32 {
        self.values.last().map_or(0, |node| node.span.end)
    }

    /// The value at a place.
    pub(super) fn node(&self, place: Place) -> Node {
        self.values[place as usize]
    }

    /// The place of the value that an alias names, and any other place itself.
    pub(super) fn resolve(&self, place: Place) -> Place {
        match self.node(place).content {
            Content::Alias(target) => target,
            _ => place,
        }
    }

    /// The place behind the value at `place` and everything in it.
    pub(super) fn end(&self, place: Place) -> Place {
        match self.node(place).content {
            Content::List { end } | Content::Map { end } | Content::RejectedKey { end, .. } => end,
            Content::Scalar { .. } | Content::Alias(_) => place + 1,
        }
    }

    /// The text of a scalar as a reader sees it, without quotes; of any other value, nothing.
    pub(super) fn text(&self, place: Place) -> &str {
        match self.node(place).content {
            Content::Scalar { text, copied, .. } => {
                let buffer = if copied { &self.copied } else { self.source };
                buffer
                    .get(text.start as usize..text.end as usize)
                    .unwrap_or_default()
            }
            _ => "",
        }
    }

    /// What the scalar at `place` stands for; `None` for a list or a mapping.
    pub(super) fn scalar(&self, place: Place) -> Option<Scalar<'_>> {
        match self.node(place).content {
            Content::Scalar { plain: true, .. } => Some(Scalar::plain(self.text(place))),
            Content::Scalar { plain: false, .. } => Some(Scalar::Text(self.text(place))),
            _ => None,
        }
    }

    /// A place to point at that is not longer than a line: the value, or else its first key or item.
    pub(super) fn short_span(&self, place: Place) -> Span {
        let node = self.node(place);
        let text = self.source.get(node.span.start as usize..node.span.end as usize);
        match node.content {
            Content::List { end } | Content::Map { end }
                if end > place + 1 && text.is_none_or(|text| text.contains('\n')) =>
            {
                self.node(place + 1).span
            }
            _ => node.span,
        }
    }
}

/// Offsets are 32 bits wide: `parse` refuses what is longer.
fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A number as YAML writes it, so that it is read as a number again.
fn float_text(number: f64) -> String {
    if number.is_nan() {
        ".nan".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { ".inf" } else { "-.inf" }.to_owned()
    } else {
        format!("{number:?}")
    }
}
