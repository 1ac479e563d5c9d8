//! The smallest sets of failures that stop a journey.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::faults::{self, TooComplex};
use crate::model::Topology;
use crate::report::loss::sorted_sets;

/// The minimal cut sets of one journey: the sets of elements whose loss together stops it until it is repaired, while
/// the loss of any part of them does not.
#[derive(Serialize, JsonSchema)]
pub(super) struct CutSets<'a> {
    /// The size of the largest that were asked for.
    #[schemars(range(min = 1, max = faults::MOST_IN_A_CUT_SET))]
    order: u32,
    /// How many there are of each size, from one element up; null where it would take too long to work them out.
    counts: Option<Vec<u64>>,
    /// The sets, smaller ones first, each sorted.
    sets: Vec<Vec<&'a str>>,
    /// Whether sets are missing from the list.
    truncated: bool,
}

impl<'a> CutSets<'a> {
    pub(super) fn new(
        topology: &'a Topology,
        order: u32,
        cut_sets: &Result<faults::CutSets, TooComplex>,
    ) -> Self {
        match cut_sets {
            Ok(faults::CutSets { counts, sets }) => Self {
                order,
                counts: Some(counts.clone()),
                sets: sorted_sets(topology, sets),
                truncated: counts.iter().sum::<u64>() > sets.len() as u64,
            },
            Err(TooComplex) => Self {
                order,
                counts: None,
                sets: Vec::new(),
                truncated: true,
            },
        }
    }
}
