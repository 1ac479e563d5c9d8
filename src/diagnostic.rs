//! A problem of an input file: what is wrong, where, and what to do about it.
//!
//! Models, rule files and configuration report their problems alike. How a diagnostic looks on a
//! terminal is decided in `report`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::source::{NotUtf8, Span};

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The file cannot be used.
    Error,
    /// The file can be used, but probably does not say what its author meant.
    Warning,
}

/// One problem of one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Whether the file can be used all the same.
    pub level: Level,
    /// What is wrong, as one line without a full stop.
    pub message: String,
    /// Where it is wrong; `None` where the file as a whole is.
    pub span: Option<Span>,
    /// A few words on what stands there or was expected there; may be empty.
    pub label: String,
    /// Other places that belong to the problem, each with a few words.
    pub related: Vec<(Span, String)>,
    /// What to do, such as "did you mean `haproxy`?".
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(message: impl Into<String>, span: Span) -> Self {
        Self::new(Level::Error, message, Some(span))
    }

    /// An error of the file as a whole.
    pub fn file_error(message: impl Into<String>) -> Self {
        Self::new(Level::Error, message, None)
    }

    /// A warning about the file as a whole.
    pub fn file_warning(message: impl Into<String>) -> Self {
        Self::new(Level::Warning, message, None)
    }

    /// A warning at `span`.
    pub fn warning(message: impl Into<String>, span: Span) -> Self {
        Self::new(Level::Warning, message, Some(span))
    }

    fn new(level: Level, message: impl Into<String>, span: Option<Span>) -> Self {
        Self {
            level,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Says beside the place what stands there or was expected there.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that belongs to the problem.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The problems of one file as they are found, each once, up to a bound: a hostile file could have millions.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    noted: BTreeMap<(Span, String), Diagnostic>,
    /// Whether there were more than can be kept.
    overflowed: bool,
}

impl Problems {
    /// How many problems are kept.
    pub const MOST: usize = 1_000;

    /// Adds a problem, unless the same one is known for the same place, or it is about a stand-in: that the value could
    /// not be read has been noted, and what follows from it is not worth telling.
    pub fn note(&mut self, mut problem: Diagnostic) {
        if problem.span.is_some_and(Span::is_nowhere) {
            return;
        }
        problem.related.retain(|(place, _)| !place.is_nowhere());
        let key = (problem.span.unwrap_or_default(), problem.message.clone());
        if self.noted.len() < Self::MOST {
            self.noted.entry(key).or_insert(problem);
        } else if !self.noted.contains_key(&key) {
            self.overflowed = true;
        }
    }

    /// Whether any of them makes the file useless.
    pub fn has_error(&self) -> bool {
        self.overflowed || self.noted.values().any(|problem| problem.level == Level::Error)
    }

    /// All problems in the order of places.
    pub fn sorted(self) -> Vec<Diagnostic> {
        let overflow = self.overflowed.then(|| {
            let most = Self::MOST;
            Diagnostic::file_error(format!(
                "there are more than {most} problems; the others are not listed"
            ))
        });
        self.noted.into_values().chain(overflow).collect()
    }
}

impl From<Diagnostic> for Problems {
    fn from(problem: Diagnostic) -> Self {
        let mut problems = Self::default();
        problems.note(problem);
        problems
    }
}

impl From<&NotUtf8> for Diagnostic {
    /// The problem, to be shown at the end of [`NotUtf8::before`].
    fn from(error: &NotUtf8) -> Self {
        let end = u32::try_from(error.before.text().len()).unwrap_or(u32::MAX);
        Self::error("the file is not UTF-8 text", Span::new(end, end))
            .label("the next byte belongs to no character")
            .help("save it with the encoding UTF-8")
    }
}

/// The known word that a reader most likely meant by `written`, if one is close enough.
///
/// Close enough is a Damerau-Levenshtein distance of at most a third of the longer word (and at least one), the
/// same word but for case, hyphens and underscores, or a word that begins with the written three letters or more.
/// Ties go to the longest common beginning, and then to the first in `known`.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SHORTEST_BEGINNING: usize = 3;
    let folded = fold(written);
    let length = written.chars().count();
    let candidates = known.into_iter().filter_map(|word| {
        let common = written.chars().zip(word.chars());
        let common = common.take_while(|(left, right)| left == right).count();
        let distance = if fold(word) == folded {
            0
        } else {
            strsim::damerau_levenshtein(written, word)
        };
        let longer = length.max(word.chars().count());
        let is_close = distance <= (longer / 3).max(1) && distance < longer;
        let is_beginning = common == length && length >= SHORTEST_BEGINNING;
        (is_close || is_beginning).then_some((distance, Reverse(common), word))
    });
    candidates
        .min_by_key(|&(distance, common, _)| (distance, common))
        .map(|(.., word)| word)
}

fn fold(word: &str) -> String {
    word.chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}
