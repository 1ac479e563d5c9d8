//! Rules, checked and ready to be run.

use std::collections::BTreeSet;

use super::facts::{Fact, Sort};
use super::message::Message;
use super::pattern::Pattern;
use crate::finding::Severity;
use crate::model::{Concern, Date, Topology};
use crate::source::Source;
use crate::yaml::{Spanned, Value};

/// What a configuration makes of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is run as it is written.
    #[default]
    AsWritten,
    /// Whatever it finds is this bad.
    Severity(Severity),
    /// It is not run.
    Disabled,
}

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
    /// The file that it stands in.
    pub source: Source,
    /// Whether it is built in.
    pub is_shipped: bool,
    /// What the configuration makes of it.
    pub standing: Standing,
    pub(super) cases: Vec<Case>,
}

impl Rule {
    /// The severities beside its own that cases and variants give to some of what it finds, worst first.
    pub fn other_severities(&self) -> Vec<Severity> {
        let variants = |case: &Case| {
            case.variants
                .iter()
                .filter_map(|variant| variant.severity)
                .collect()
        };
        let cases = self.cases.iter();
        let given: BTreeSet<_> = cases
            .flat_map(|case| std::iter::once(case.severity).chain::<Vec<_>>(variants(case)))
            .filter(|&severity| severity != self.severity)
            .collect();
        given.into_iter().rev().collect()
    }

    /// Whether it is run on a model: the configuration does not disable it, and the model is not silent on its concern.
    pub fn is_run_on(&self, topology: &Topology) -> bool {
        self.standing != Standing::Disabled && !topology.out_of_scope.contains(&self.concern)
    }

    /// How bad it is where no variant says otherwise, as it is run; `None` where it is not.
    pub const fn effective_severity(&self) -> Option<Severity> {
        match self.standing {
            Standing::AsWritten => Some(self.severity),
            Standing::Severity(severity) => Some(severity),
            Standing::Disabled => None,
        }
    }
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
    /// Where they begin; those that end at the same target share one finding.
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
