//! What is to be reported about faults.

use crate::analysis::faults::{Faults, Impact, Pairs, Step};
use crate::model::{Element, JourneyIndex, Topology};

/// What breaks when one element fails, or two.
pub struct Losses<'a> {
    /// The model.
    pub topology: &'a Topology,
    /// What breaks when one element fails.
    pub faults: &'a Faults,
    /// The pairs that stop each journey together, if they were asked for.
    pub pairs: Option<&'a Pairs>,
}

/// What breaks when several elements fail at once.
pub struct Loss {
    /// What fails.
    pub failed: Vec<Element>,
    /// For each journey the impact and the reason; neither for one that goes on.
    pub impacts: Vec<(JourneyIndex, Option<Impact>, Vec<Step>)>,
}
