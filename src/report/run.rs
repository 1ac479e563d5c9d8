//! What one run of the program has to show: every model, audited or refused, and whatever kept it from more.

use std::borrow::Cow;

use crate::audit::Audit;
use crate::audit::change::{Before, Comparison, Fixed};
use crate::config::Threshold;
use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, Severity};
use crate::rules::Catalogue;
use crate::source::{Source, Span};

/// What one run comes to.
#[derive(Debug, Default)]
pub struct Run<'a> {
    /// What became of each model, in the order in which they were named or found.
    pub outcomes: Vec<Outcome<'a>>,
    /// What could not be used and is no model of the run: a path, a configuration, a rule file, an earlier version.
    pub errors: Vec<Refused<'a>>,
    /// The models that were there in what the findings are compared with, and have gone since.
    pub gone: Vec<Gone<'a>>,
}

/// What became of one model.
#[derive(Debug)]
pub enum Outcome<'a> {
    /// It was audited.
    Audited(Audited<'a>),
    /// It could not be.
    Refused(Refused<'a>),
}

/// An audit, with what it is to be judged by.
#[derive(Clone, Copy)]
pub struct Audited<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// The rules that were run.
    pub catalogue: &'a Catalogue,
    /// The mildest severity that fails the run.
    pub threshold: Threshold,
    /// What the findings are compared with, if they are.
    pub past: Option<Past<'a>>,
}

/// What the findings of an audit are compared with.
#[derive(Clone, Copy, Debug)]
pub struct Past<'a> {
    /// What it is called: a revision, or the file of a baseline or of an earlier version.
    pub name: &'a str,
    /// What each finding was before.
    pub comparison: &'a Comparison<'a>,
    /// Whether only what is new or worse fails the run.
    pub only_new_fails: bool,
}

/// A finding, and what it means for the run.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What it was before, if that is known.
    pub before: Option<Before>,
    /// Whether it fails the run.
    pub fails: bool,
}

/// Input that could not be used.
#[derive(Debug)]
pub struct Refused<'a> {
    /// What it was to be used for.
    pub role: Role,
    /// The file or folder, as it was named.
    pub name: Cow<'a, str>,
    /// Its text, if it could be read.
    pub source: Option<&'a Source>,
    /// What is wrong with it.
    pub problems: Cow<'a, [Diagnostic]>,
}

/// What input is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is audited.
    Model,
    /// Models are found in it, judged by it or compared with it.
    Other,
}

impl Role {
    /// What input in this role that cannot be used is called, where findings are called by their rules.
    pub const fn check(self) -> &'static str {
        match self {
            Self::Model => "invalid-model",
            Self::Other => "bad-input",
        }
    }
}

/// A model that has gone, and with it what was found in it.
#[derive(Debug)]
pub struct Gone<'a> {
    /// The file, as a user would have named it.
    pub name: &'a str,
    /// What it was there in: a revision.
    pub since: &'a str,
    /// What was found in it; nothing, if it could not be audited then.
    pub fixed: Vec<Fixed<'a>>,
}

impl<'a> Run<'a> {
    /// The models that were audited.
    pub fn audited(&self) -> impl Iterator<Item = Audited<'a>> {
        self.outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Audited(audited) => Some(*audited),
            Outcome::Refused(_) => None,
        })
    }

    /// The models that could not be audited.
    pub fn refused(&self) -> impl Iterator<Item = &Refused<'a>> {
        self.outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Audited(_) => None,
            Outcome::Refused(refused) => Some(refused),
        })
    }

    /// Everything that could not be used, models last.
    pub fn unusable(&self) -> impl Iterator<Item = &Refused<'a>> {
        self.errors.iter().chain(self.refused())
    }

    /// Whether something could not be used, and no model was audited: a run of which nothing can be told but that.
    pub fn is_void(&self) -> bool {
        self.audited().next().is_none() && self.unusable().next().is_some()
    }

    /// What was found before and has gone with its model, in the order of the models.
    pub fn gone_findings(&self) -> impl Iterator<Item = &Fixed<'a>> {
        self.gone.iter().flat_map(|gone| &gone.fixed)
    }
}

impl Outcome<'_> {
    /// The file, as it was named.
    pub fn name(&self) -> &str {
        match self {
            Self::Audited(audited) => audited.audit.source.name(),
            Self::Refused(refused) => &refused.name,
        }
    }
}

impl<'a> Audited<'a> {
    /// The findings, in the order of the audit.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = Judged<'a>> + use<'a> {
        let Self { threshold, past, .. } = *self;
        let findings = self.audit.findings.iter().enumerate();
        findings.map(move |(place, finding)| {
            let before = past.and_then(|past| past.comparison.findings.get(place).copied());
            let only_new_fails = past.is_some_and(|past| past.only_new_fails);
            let is_excused = only_new_fails && !is_for_the_worse(before, finding.severity);
            Judged {
                finding,
                before,
                fails: threshold.is_reached_by(finding.severity) && !is_excused,
            }
        })
    }
}

/// Whether a finding of this severity is new, or was milder before.
fn is_for_the_worse(before: Option<Before>, severity: Severity) -> bool {
    before.is_none_or(|before| before.is_new() || before.milder_than(severity).is_some())
}

impl Judged<'_> {
    /// Whether there is a past, and this is nothing new and no worse in it.
    pub fn is_old(&self) -> bool {
        !is_for_the_worse(self.before, self.finding.severity)
    }

    /// What it was before, in a word or two, where there is a past: `new`, `no longer accepted`, `was low`, `unchanged`.
    pub fn was(&self) -> Option<String> {
        Some(match self.before? {
            Before::Absent => "new".to_owned(),
            Before::Accepted => "no longer accepted".to_owned(),
            Before::Open(was) if was == self.finding.severity => "unchanged".to_owned(),
            Before::Open(was) => format!("was {was}"),
        })
    }
}

impl std::fmt::Debug for Audited<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Audited")
            .field("model", &self.audit.source.name())
            .field("threshold", &self.threshold)
            .finish_non_exhaustive()
    }
}

/// Lines and columns of a span, all counted from one; the end lies behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

impl Region {
    pub(super) fn new(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl Refused<'_> {
    /// Where one of its problems stands.
    pub(super) fn region(&self, problem: &Diagnostic) -> Option<Region> {
        Some(Region::new(self.source?, problem.span?))
    }
}
