//! What could not be used.

use schemars::JsonSchema;
use serde::Serialize;

use super::findings::Location;
use crate::diagnostic::Diagnostic;
use crate::report::run::{self, Refused};
use crate::report::visible::one_line;

/// One reason why something could not be used.
#[derive(Serialize, JsonSchema)]
pub(super) struct Problem<'a> {
    /// What it was to be used for.
    role: Role,
    /// The file or folder, as it was named.
    file: &'a str,
    /// Where in the file it is wrong; null where it is the file as a whole.
    location: Option<Location<'a>>,
    /// What is wrong, as one line.
    message: String,
    /// What to do about it.
    help: Option<String>,
}

/// What input is used for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Role {
    /// It is audited.
    Model,
    /// Models are found in it, judged by it or compared with it.
    Other,
}

impl<'a> Problem<'a> {
    /// What is wrong with something that could not be used.
    pub(super) fn all(refused: &'a Refused<'a>) -> impl Iterator<Item = Self> {
        refused.problems.iter().map(|problem| Self::new(refused, problem))
    }

    fn new(refused: &'a Refused<'a>, problem: &Diagnostic) -> Self {
        Self {
            role: match refused.role {
                run::Role::Model => Role::Model,
                run::Role::Other => Role::Other,
            },
            file: &refused.name,
            location: refused
                .source
                .zip(problem.span)
                .map(|(source, span)| Location::new(source, span)),
            message: one_line(&problem.message),
            help: problem.help.as_deref().map(one_line),
        }
    }
}
