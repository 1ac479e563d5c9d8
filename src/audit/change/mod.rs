//! Two audits to what the change between them did.
//!
//! Both sides are to be judged by the same rules and the same configuration, so that only the model can be the reason
//! for a difference.

mod attributes;
mod elements;
mod findings;
mod journeys;
mod pairs;
mod union;

pub use elements::{ChangedElement, ChangedKey, ElementChanges};
pub(super) use findings::Known;
pub use findings::{Before, Comparison, Fixed};
pub use journeys::{JourneyChange, MovedImpact, Presence};
pub use union::{Fate, Union};

use super::Audit;
use crate::analysis::faults::Defaults;
use pairs::Pairs;

/// What the change from one version of a model to another did.
#[derive(Debug)]
pub struct Change<'a> {
    /// The version before; none where there was no model before.
    pub base: Option<&'a Audit>,
    /// The version after.
    pub head: &'a Audit,
    /// Which findings are new, and which are gone.
    pub findings: Comparison<'a>,
    /// Which elements came, went and changed.
    pub elements: ElementChanges,
    /// The journeys for which something moved, by identifier.
    pub journeys: Vec<JourneyChange>,
}

impl<'a> Change<'a> {
    /// Compares two versions of a model; without the first, everything is new.
    ///
    /// `defaults` are the availabilities of what states none. The time is that of working out both availabilities; all
    /// else is linear in the two models and their findings, but for sorting.
    pub fn new(base: Option<&'a Audit>, head: &'a Audit, defaults: &Defaults) -> Self {
        let pairs = base.map(|base| Pairs::new(&base.topology, &head.topology));
        Self {
            findings: Comparison::with_pairs(base.zip(pairs.as_ref()), head),
            elements: elements::changes(base.zip(pairs.as_ref()), head),
            journeys: journeys::changes(base, head, defaults),
            base,
            head,
        }
    }
}
