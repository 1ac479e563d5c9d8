//! The problems of one file, as they are found.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Problems in the order in which they were found, up to a bound: a hostile file could have millions.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    noted: Vec<Diagnostic>,
    dropped: bool,
}

impl Problems {
    const MOST: usize = 10_000;

    /// The problems found by an earlier step.
    pub(super) fn new(noted: Vec<Diagnostic>) -> Self {
        Self {
            noted,
            dropped: false,
        }
    }

    /// Adds a problem.
    pub(super) fn note(&mut self, problem: Diagnostic) {
        if self.noted.len() < Self::MOST {
            self.noted.push(problem);
        } else {
            self.dropped = true;
        }
    }

    /// All problems in the order of places, each once.
    pub(super) fn sorted(mut self) -> Vec<Diagnostic> {
        let place = |problem: &Diagnostic| problem.span.map_or((0, 0), |span: Span| (span.start, span.end));
        self.noted
            .sort_by(|left, right| (place(left), &left.message).cmp(&(place(right), &right.message)));
        self.noted.dedup();
        if self.dropped {
            let message = format!(
                "there are more than {} problems; the others are not listed",
                Self::MOST
            );
            self.noted.push(Diagnostic::file_error(message));
        }
        self.noted
    }
}
