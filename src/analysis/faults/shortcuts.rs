//! What the loss of a bottleneck does to the journeys, remembered from one block of faults to the next.

use super::circuit::{Circuit, GateIndex};
use super::impact::Impact;
use super::simulation::Simulation;

/// For gates through which alone some faults reached further, the entries that fail with the gate.
///
/// Without it, a long chain of needs would be walked once for each block of faults.
#[derive(Debug, Default)]
pub(super) struct Shortcuts {
    /// For each policy and gate, the place in `lists` plus one; zero where nothing is known.
    places: [Vec<u32>; Impact::ALL.len()],
    lists: Vec<Vec<GateIndex>>,
    passed: Vec<GateIndex>,
}

impl Shortcuts {
    /// Longer lists of entries are not kept.
    const LONGEST: usize = 8;

    /// The entries that fail with a gate, if that is known.
    pub(super) fn known(&self, policy: Impact, gate: GateIndex) -> Option<&[GateIndex]> {
        let place = self.places[policy as usize].get(gate as usize)?.checked_sub(1)?;
        Some(&self.lists[place as usize])
    }

    /// Notes a gate through which alone the faults of a run reach further.
    pub(super) fn pass(&mut self, gate: GateIndex) {
        self.passed.push(gate);
    }

    /// Learns from a run that has ended what the loss of the gates does that it passed.
    pub(super) fn learn(&mut self, policy: Impact, circuit: &Circuit, simulation: &Simulation) {
        let entries: Vec<_> = simulation
            .touched()
            .iter()
            .copied()
            .filter(|&gate| circuit.is_entry(gate))
            .collect();
        for gate in self.passed.drain(..) {
            let Some(fault) = simulation.fails(gate).ones().next() else {
                continue;
            };
            let mut failing: Vec<_> = entries
                .iter()
                .copied()
                .filter(|&entry| simulation.fails(entry).contains(fault))
                .collect();
            if failing.len() > Self::LONGEST {
                continue;
            }
            failing.sort_unstable();
            if self.lists.last() != Some(&failing) {
                self.lists.push(failing);
            }
            let places = &mut self.places[policy as usize];
            if places.is_empty() {
                places.resize(circuit.len(), 0);
            }
            places[gate as usize] =
                u32::try_from(self.lists.len()).expect("there are fewer lists than gates and policies");
        }
    }
}
