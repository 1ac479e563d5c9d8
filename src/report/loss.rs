//! What is to be reported about faults.

use crate::analysis::faults::{CutSets, Faults, Pairs, TooComplex, Unknown, Uptime};
use crate::model::{Element, Topology};

/// What breaks when one element fails, or two.
pub struct Losses<'a> {
    /// The model.
    pub topology: &'a Topology,
    /// What breaks when one element fails.
    pub faults: &'a Faults,
    /// The pairs that stop each journey together, if they were asked for.
    pub pairs: Option<&'a Pairs>,
    /// The minimal cut sets of each journey, if they were asked for.
    pub cut_sets: Option<&'a AllCutSets>,
    /// How much of the time each journey works.
    pub uptimes: &'a [Result<Uptime, Unknown>],
}

/// The minimal cut sets of each journey.
pub struct AllCutSets {
    /// The size of the largest that were asked for.
    pub order: u32,
    /// Those of each journey, as far as they are known.
    pub of_journeys: Vec<Result<CutSets, TooComplex>>,
}

/// The identifiers of sets of elements: smaller sets first, and all in order.
pub(super) fn sorted_sets<'a>(topology: &'a Topology, sets: &[Vec<Element>]) -> Vec<Vec<&'a str>> {
    let ids = sets.iter().map(|set| {
        let mut ids: Vec<_> = set.iter().map(|&element| topology.element_id(element)).collect();
        ids.sort_unstable();
        ids
    });
    let mut sorted: Vec<_> = ids.collect();
    sorted.sort_unstable_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    sorted
}
