//! Why a value could not be read, and how to say so.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use super::scalar::Scalar;
use super::tree::{Content, Place, Tree};
use crate::diagnostic::{Diagnostic, nearest};

/// Why a value could not be read. What stands there instead is known where the failure is turned into a problem.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// The problem has been noted already.
    Noted,
    /// Not even a stand-in would do.
    NoStandIn,
    /// A mapping lacks this key.
    MissingKey(&'static str),
    /// Something else was expected.
    Expected(String),
    /// The text is none of the known words.
    UnknownWord(&'static [&'static str]),
    /// Anything else.
    Message(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noted | Self::NoStandIn => formatter.write_str("not readable"),
            Self::MissingKey(key) => write!(formatter, "missing key `{key}`"),
            Self::Expected(expected) => write!(formatter, "expected {expected}"),
            Self::UnknownWord(words) => write!(formatter, "expected {}", one_of(words)),
            Self::Message(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::Expected(expected.to_string())
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::Expected(expected.to_string())
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::UnknownWord(expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::MissingKey(field)
    }
}

impl Failure {
    /// The problem at a value; `key` is the key under which the value stands.
    pub(super) fn diagnostic(self, tree: &Tree<'_>, place: Place, key: Option<Place>) -> Diagnostic {
        let span = tree.short_span(place);
        let place = tree.resolve(place);
        match self {
            Self::Expected(expected) => {
                let found = found(tree, place);
                let problem = Diagnostic::error(format!("expected {expected}, found {found}"), span)
                    .label(format!("expected {expected}"));
                match tree.scalar(place) {
                    Some(Scalar::Integer(_) | Scalar::Float(_) | Scalar::Bool(_)) if expected == TEXT => {
                        problem.help(format!("put it in quotes: \"{}\"", tree.text(place)))
                    }
                    Some(Scalar::Null) => problem.help("write a value, or leave it out"),
                    _ => problem,
                }
            }
            Self::UnknownWord(words) => {
                let written = tree.text(place);
                let message = match key.map(|key| tree.text(key)).filter(|key| !key.is_empty()) {
                    Some(key) => format!("unknown value `{}` for `{key}`", shortened(written)),
                    None => format!("unknown value `{}`", shortened(written)),
                };
                Diagnostic::error(message, span)
                    .label("unknown value")
                    .help(suggestion(written, words))
            }
            other => Diagnostic::error(other.to_string(), span),
        }
    }
}

/// What a text is called in messages.
pub(super) const TEXT: &str = "a text";

/// "did you mean" where a known word is near, and all known words otherwise.
pub(super) fn suggestion(written: &str, known: &[&'static str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("expected {}", one_of(known)),
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [word] => format!("`{word}`"),
        [words @ .., last] => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", words.join(", "))
        }
    }
}

/// What stands at a place, in a user's words.
fn found(tree: &Tree<'_>, place: Place) -> String {
    match tree.scalar(place) {
        Some(Scalar::Null) => "nothing".to_owned(),
        Some(Scalar::Bool(truth)) => format!("`{truth}`"),
        Some(Scalar::Integer(_) | Scalar::Float(_)) => {
            format!("the number `{}`", shortened(tree.text(place)))
        }
        Some(Scalar::Text(text)) => format!("the text `{}`", shortened(text)),
        None if matches!(tree.node(place).content, Content::Map { .. }) => "a mapping".to_owned(),
        None => "a list".to_owned(),
    }
}

/// The beginning of a text that is too long for a message.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
