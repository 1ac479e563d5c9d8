//! Rules, checked and ready to be run.

use super::facts::{Fact, Sort};
use super::message::Message;
use super::pattern::Pattern;
use crate::finding::Severity;
use crate::model::{Concern, Date};
use crate::yaml::{Spanned, Value};

/// One rule.
pub struct Rule {
    /// Identifier: a noun phrase that names the defect.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// How bad it is, where no variant says otherwise.
    pub severity: Severity,
    /// What it is about; a model that lists it as out of scope is not asked.
    pub concern: Concern,
    /// Why it matters.
    pub why: String,
    /// How to mend it.
    pub fix: String,
    /// What others say about it: standards, guides, books.
    pub references: Vec<String>,
    /// Models with what the rule finds in them.
    pub examples: Examples,
    /// The rules to which a finding about the same element gives way.
    pub yields_to: Vec<String>,
    pub(super) cases: Vec<Case>,
}

/// What to look at, and when to speak of it.
pub(super) struct Case {
    pub(super) each: Sort,
    pub(super) condition: Pattern,
    pub(super) path: Option<PathSearch>,
    /// Entities that agree in this fact share one finding.
    pub(super) one_per: Option<&'static Fact>,
    pub(super) severity: Severity,
    pub(super) message: Message,
    pub(super) variants: Vec<Variant>,
}

/// What holds instead where a further pattern holds.
pub(super) struct Variant {
    pub(super) condition: Pattern,
    pub(super) severity: Option<Severity>,
    pub(super) message: Option<Message>,
}

/// Which paths to look for.
pub(super) struct PathSearch {
    pub(super) source: Pattern,
    pub(super) target: Pattern,
    /// What the last connection must be like.
    pub(super) last: Pattern,
    pub(super) avoided_components: Option<Pattern>,
    pub(super) avoided_connections: Option<Pattern>,
    pub(super) one_per: OnePer,
}

/// What paths have in common of which only the shortest is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnePer {
    /// The border that the last connection crosses.
    Border,
    /// Where they begin.
    Source,
    /// Where they end.
    Target,
}

/// Models with what a rule finds in them.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Models in which the rule finds something.
    pub flagged: Vec<Example>,
    /// Models in which it finds nothing, though one might think that it should.
    pub clean: Vec<Example>,
}

/// A model with what a rule finds in it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The model, in the topology format.
    pub model: Spanned<Value>,
    /// The identifiers of the elements at which the rule finds something.
    pub expect: Vec<String>,
    /// The day on which the example is audited, where that matters.
    pub today: Option<Date>,
}
