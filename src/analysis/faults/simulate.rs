//! Every single fault of every journey.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::build::Builder;
use super::circuit::{Circuit, GateIndex};
use super::impact::Impact;
use super::needs::Needs;
use super::results::Faults;
use super::simulation::Simulation;
use super::word::Word;
use crate::model::{Element, Index, JourneyIndex, Mode, ServedJourneys, Threshold, Topology};

/// Works out the impact of each fault on each journey.
///
/// Evaluates the circuit of each journey for many faults at once, one bit for each; only what a fault reaches is
/// looked at. Exact for every kind of redundancy and for circles. The time is at
/// most the number of faults times the size of the circuit, divided by the width of a word; far less where
/// redundancy absorbs faults.
pub fn simulate(topology: &Topology) -> Faults {
    let needs = Needs::new(topology);
    let outcomes: Vec<Outcome> = audiences(topology)
        .par_iter()
        .map_init(
            || Builder::new(topology, &needs),
            |builder, journeys| outcome(&builder.circuit(journeys)),
        )
        .collect();
    let mut works = vec![false; topology.journeys.len()];
    let mut impacts = Vec::new();
    for mut outcome in outcomes {
        for journey in outcome.working {
            works[journey.place()] = true;
        }
        impacts.append(&mut outcome.impacts);
    }
    Faults::new(topology, works, impacts)
}

/// Journeys that differ by nothing but where they begin, together: they share one circuit.
pub(super) fn audiences(topology: &Topology) -> Vec<Vec<JourneyIndex>> {
    let mut singled_out = BTreeSet::new();
    for connection in topology.connections.values() {
        if let ServedJourneys::Only(journeys) = &connection.serves {
            singled_out.extend(journeys.iter().copied());
        }
    }
    for cluster in topology.clusters.values() {
        if let Some(threshold) = threshold(&cluster.mode) {
            singled_out.extend(threshold.by_journey.keys().copied());
        }
    }
    let mut audiences: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (index, journey) in topology.journeys.iter() {
        let own = singled_out.contains(&index).then_some(index);
        audiences.entry((own, journey.access)).or_default().push(index);
    }
    audiences.into_values().collect()
}

const fn threshold(mode: &Mode) -> Option<&Threshold> {
    match mode {
        Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => Some(min_available),
        Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => None,
    }
}

/// What the faults do to the journeys of one circuit.
struct Outcome {
    working: Vec<JourneyIndex>,
    impacts: Vec<(Element, JourneyIndex, Impact)>,
}

fn outcome(circuit: &Circuit) -> Outcome {
    let entries = Entries::new(circuit);
    let blocks: Vec<Vec<_>> = circuit
        .faults
        .par_chunks(Word::BITS)
        .map_init(
            || Simulation::new(circuit),
            |simulation, block| entries.impacts(circuit, simulation, block),
        )
        .collect();
    Outcome {
        working: entries.working(),
        impacts: blocks.concat(),
    }
}

/// Where the journeys of a circuit begin, and how far they work with nothing failed.
struct Entries {
    /// In the order of gates.
    by_gate: Vec<Entry>,
    /// For each gate, whether a journey begins there.
    is_entry: Vec<bool>,
}

struct Entry {
    gate: GateIndex,
    journey: JourneyIndex,
    /// The first policy under which the journey fails with nothing failed.
    fails_at: Option<Impact>,
}

impl Entries {
    fn new(circuit: &Circuit) -> Self {
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
        let mut is_entry = vec![false; circuit.len()];
        for entry in &entries {
            is_entry[entry.gate as usize] = true;
        }
        if !circuit.broken.is_empty() {
            let mut simulation = Simulation::new(circuit);
            simulation.begin(circuit);
            for &policy in Impact::ALL {
                simulation.run(circuit, policy);
                for entry in &mut entries {
                    if entry.fails_at.is_none() && !simulation.fails(entry.gate).is_none() {
                        entry.fails_at = Some(policy);
                    }
                }
            }
        }
        Self {
            by_gate: entries,
            is_entry,
        }
    }

    fn working(&self) -> Vec<JourneyIndex> {
        self.by_gate
            .iter()
            .filter(|entry| entry.works())
            .map(|entry| entry.journey)
            .collect()
    }

    /// The impacts of a block of faults.
    fn impacts(
        &self,
        circuit: &Circuit,
        simulation: &mut Simulation,
        block: &[(Element, GateIndex)],
    ) -> Vec<(Element, JourneyIndex, Impact)> {
        simulation.begin(circuit);
        for (bit, &(_, gate)) in block.iter().enumerate() {
            simulation.fail(circuit, gate, Word::bit(bit));
        }
        let faults = Word::first(block.len());
        let mut impacts = Vec::new();
        let mut known: BTreeMap<GateIndex, Word> = BTreeMap::new();
        for &policy in Impact::ALL {
            simulation.run(circuit, policy);
            for &gate in simulation.touched() {
                if !self.is_entry[gate as usize] {
                    continue;
                }
                let fails = simulation.fails(gate) & faults;
                let known = known.entry(gate).or_default();
                let new = fails & !*known;
                *known = fails;
                if new.is_none() {
                    continue;
                }
                for entry in self.at(gate).filter(|entry| entry.tells(policy)) {
                    impacts.extend(new.ones().map(|bit| (block[bit].0, entry.journey, policy)));
                }
            }
        }
        impacts
    }

    fn at(&self, gate: GateIndex) -> impl Iterator<Item = &Entry> {
        let first = self.by_gate.partition_point(|entry| entry.gate < gate);
        self.by_gate[first..]
            .iter()
            .take_while(move |entry| entry.gate == gate)
    }
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
