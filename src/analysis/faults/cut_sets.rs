//! The smallest sets of failures that stop a journey.

use super::build::Builder;
use super::impact::Impact;
use super::needs::Needs;
use super::results::Faults;
use super::simulate::audiences;
use super::unfold::{Effort, Unfolder};
use crate::analysis::decision::Family;
use crate::model::{Element, Index, Topology};

/// The minimal cut sets of one journey: the sets of elements whose loss together is an outage, while the loss of any
/// part of them is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutSets {
    /// How many there are of each size, from one element up.
    pub counts: Vec<u64>,
    /// The smallest of them, smaller ones first, each in the order of elements.
    pub sets: Vec<Vec<Element>>,
}

/// The answer to a question is not known, because it would take too long to work out exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooComplex;

/// The largest size of cut sets that can be asked for.
pub const MOST_IN_A_CUT_SET: u32 = 8;

/// For each journey, its minimal cut sets of at most `order` elements, up to [`MOST_IN_A_CUT_SET`]; all are counted,
/// and the first `most` listed. A journey that does not work with nothing failed has none.
///
/// Those of one element are the faults whose impact is an outage, those of two the [`pairs`](super::pairs()). The
/// minimal cut sets of each gate are worked out from those of its inputs; sets that are too large are dropped on the
/// way, so that the time depends on how many small ones there are, not on the size of the model alone. It is bounded:
/// what would take longer is [`TooComplex`].
///
/// Source: A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40, 1993.
pub fn cut_sets(
    topology: &Topology,
    faults: &Faults,
    order: u32,
    most: usize,
) -> Vec<Result<CutSets, TooComplex>> {
    let order = order.clamp(1, MOST_IN_A_CUT_SET);
    let none = CutSets {
        counts: vec![0; order as usize],
        sets: Vec::new(),
    };
    let mut found = vec![Ok(none); topology.journeys.len()];
    let needs = Needs::new(topology);
    let mut builder = Builder::new(topology, &needs);
    let mut effort = Effort::new();
    for audience in audiences(topology) {
        let circuit = builder.circuit(&audience);
        let family = Family::new(order, Effort::MOST_NODES);
        let mut unfolder = Unfolder::new(&circuit, [Impact::Outage], family);
        for &(journey, entry) in circuit
            .entries
            .iter()
            .filter(|&&(journey, _)| faults.works(journey))
        {
            let of_journey = unfolder.unfold(
                &mut effort,
                entry,
                |_| true,
                |view| {
                    let [root] = view.roots;
                    let counts = view.algebra.counts(root)?;
                    let sets = view.algebra.sets(root, most);
                    let elements = sets.into_iter().map(|set| {
                        let mut set: Vec<_> =
                            set.into_iter().map(|variable| view.element(variable)).collect();
                        set.sort_unstable();
                        set
                    });
                    Ok(CutSets {
                        counts,
                        sets: elements.collect(),
                    })
                },
            );
            found[journey.place()] = of_journey.map_err(|_| TooComplex);
        }
    }
    found
}
