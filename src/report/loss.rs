//! What is to be reported about faults.

use crate::analysis::faults::{Faults, Pairs};
use crate::model::Topology;

/// What breaks when one element fails, or two.
pub struct Losses<'a> {
    /// The model.
    pub topology: &'a Topology,
    /// What breaks when one element fails.
    pub faults: &'a Faults,
    /// The pairs that stop each journey together, if they were asked for.
    pub pairs: Option<&'a Pairs>,
}
