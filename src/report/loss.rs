//! What is to be reported about faults.

use crate::analysis::faults::{Faults, Impact, Step};
use crate::model::{Element, JourneyIndex, Topology};

/// What breaks when one element fails, or two.
pub struct Losses<'a> {
    /// The model.
    pub topology: &'a Topology,
    /// What breaks when one element fails.
    pub faults: &'a Faults,
    /// For each journey the pairs that stop it together, if they were asked for.
    pub pairs: Option<Vec<Vec<(Element, Element)>>>,
}

/// What breaks when several elements fail at once.
pub struct Loss {
    /// What fails.
    pub failed: Vec<Element>,
    /// For each journey the impact and the reason; neither for one that goes on.
    pub impacts: Vec<(JourneyIndex, Option<Impact>, Vec<Step>)>,
}

/// The identifiers of two elements, in order.
pub(crate) fn sorted_pair(topology: &Topology, first: Element, second: Element) -> [&str; 2] {
    let mut pair = [topology.element_id(first), topology.element_id(second)];
    pair.sort_unstable();
    pair
}
