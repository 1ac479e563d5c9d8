//! What is asked again and again and so is worked out once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use super::Truth;
use crate::analysis::reach::Reached;
use crate::model::{ClusterIndex, Index};

/// Answers that many entities share, for the patterns of one catalogue and one model.
pub struct Memory {
    slots: Vec<OnceLock<Slot>>,
}

/// The shared answers of one part of a pattern.
pub(super) enum Slot {
    /// For each cluster, of its members or of the connections that name it.
    Clusters(Clusters),
    /// For each component, of all that it reaches.
    Reach(Reach),
    /// Running totals over the components by place.
    Places(Totals),
}

/// What is known of each cluster so far.
pub(super) struct Clusters(Vec<AtomicU8>);

/// What is known of all that each component reaches.
pub(super) struct Reach {
    pub(super) answers: Vec<Truth>,
    /// The ways to the nearest component of which the pattern holds, from each.
    pub(super) ways: Reached,
}

/// How many components by place, up to each, are not counted as yes, and how many as no.
pub(super) struct Totals {
    pub(super) not_yes: Vec<u32>,
    pub(super) no: Vec<u32>,
}

impl Memory {
    /// An empty memory for this many slots.
    pub fn new(slots: usize) -> Self {
        Self {
            slots: (0..slots).map(|_| OnceLock::new()).collect(),
        }
    }

    pub(super) fn slot(&self, slot: usize, fill: impl FnOnce() -> Slot) -> &Slot {
        self.slots[slot].get_or_init(fill)
    }
}

impl Clusters {
    pub(super) fn new(clusters: usize) -> Self {
        Self((0..clusters).map(|_| AtomicU8::new(0)).collect())
    }

    /// The answer for a cluster. Threads that ask at the same time work out the same.
    pub(super) fn answer(&self, cluster: ClusterIndex, work_out: impl FnOnce() -> Truth) -> Truth {
        let known = &self.0[cluster.place()];
        match known.load(Ordering::Relaxed) {
            1 => Truth::No,
            2 => Truth::Unknown,
            3 => Truth::Yes,
            _ => {
                let truth = work_out();
                known.store(truth as u8 + 1, Ordering::Relaxed);
                truth
            }
        }
    }
}
