//! Where the journeys of a circuit begin, and what a block of faults does to them.

use std::collections::BTreeMap;

use super::circuit::{Circuit, GateIndex};
use super::impact::Impact;
use super::shortcuts::Shortcuts;
use super::simulation::Simulation;
use super::word::Word;
use crate::model::{Element, JourneyIndex};

/// The journeys of a circuit, and how far they work with nothing failed.
#[derive(Debug)]
pub(super) struct Entries {
    /// In the order of gates, then of journeys.
    entries: Vec<Entry>,
}

/// Where one journey begins.
#[derive(Clone, Copy, Debug)]
struct Entry {
    gate: GateIndex,
    journey: JourneyIndex,
    /// The first policy under which the journey fails with nothing failed.
    fails_at: Option<Impact>,
}

impl Entry {
    /// Whether the journey works with nothing failed and nobody's help.
    fn works(&self) -> bool {
        self.tells(Impact::Brief)
    }

    /// Whether a failure of the journey under this policy says something about what has failed.
    fn tells(&self, policy: Impact) -> bool {
        self.fails_at
            .is_none_or(|fails_at| fails_at > policy.max(Impact::Brief))
    }
}

impl Entries {
    pub(super) fn new(circuit: &Circuit) -> Self {
        let mut entries: Vec<_> = circuit
            .entries
            .iter()
            .map(|&(journey, gate)| Entry {
                gate,
                journey,
                fails_at: None,
            })
            .collect();
        entries.sort_unstable_by_key(|entry| (entry.gate, entry.journey));
        if !circuit.broken.is_empty() {
            let mut simulation = Simulation::new(circuit);
            for &policy in Impact::ALL {
                simulation.begin(circuit, policy);
                simulation.run(circuit);
                for entry in &mut entries {
                    if entry.fails_at.is_none() && !simulation.fails(entry.gate).is_none() {
                        entry.fails_at = Some(policy);
                    }
                }
            }
        }
        Self { entries }
    }

    /// The journeys that work with nothing failed and nobody's help.
    pub(super) fn working(&self) -> impl Iterator<Item = JourneyIndex> {
        self.entries
            .iter()
            .filter(|entry| entry.works())
            .map(|entry| entry.journey)
    }

    /// Those of them that begin at a gate.
    pub(super) fn working_at(&self, gate: GateIndex) -> impl Iterator<Item = JourneyIndex> {
        self.at(gate)
            .filter(|entry| entry.works())
            .map(|entry| entry.journey)
    }

    /// Whether a failure of a journey under this policy says something about what has failed.
    pub(super) fn tells(&self, gate: GateIndex, journey: JourneyIndex, policy: Impact) -> bool {
        self.at(gate)
            .any(|entry| entry.journey == journey && entry.tells(policy))
    }

    /// The impacts of a block of faults.
    pub(super) fn impacts(
        &self,
        circuit: &Circuit,
        simulation: &mut Simulation,
        shortcuts: &mut Shortcuts,
        block: &[(Element, GateIndex)],
    ) -> Vec<(Element, JourneyIndex, Impact)> {
        let mut impacts = Vec::new();
        let mut known: BTreeMap<GateIndex, Word> = BTreeMap::new();
        for &policy in Impact::ALL {
            if policy != Impact::Outage && !circuit.differs_at(policy) {
                continue;
            }
            simulation.begin(circuit, policy);
            for (bit, &(_, gate)) in block.iter().enumerate() {
                simulation.fail(circuit, gate, Word::bit(bit));
            }
            simulation.run_with_shortcuts(circuit, shortcuts);
            let entered = simulation
                .touched()
                .iter()
                .filter(|&&gate| circuit.is_entry(gate));
            for &gate in entered {
                let fails = simulation.fails(gate) & Word::first(block.len());
                let known = known.entry(gate).or_default();
                let new = fails & !*known;
                *known |= fails;
                for entry in self.at(gate).filter(|entry| entry.tells(policy)) {
                    impacts.extend(new.ones().map(|bit| (block[bit].0, entry.journey, policy)));
                }
            }
        }
        impacts
    }

    fn at(&self, gate: GateIndex) -> impl Iterator<Item = &Entry> {
        let first = self.entries.partition_point(|entry| entry.gate < gate);
        self.entries[first..]
            .iter()
            .take_while(move |entry| entry.gate == gate)
    }
}
