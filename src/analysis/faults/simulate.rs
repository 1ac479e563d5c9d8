//! Every single fault of every journey.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::build::Builder;
use super::circuit::Circuit;
use super::entries::Entries;
use super::impact::Impact;
use super::needs::Needs;
use super::results::Faults;
use super::shortcuts::Shortcuts;
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
    // Nearest to the entries first: what is learned there serves the faults further away.
    let blocks: Vec<Vec<_>> = circuit
        .faults
        .par_chunks(Word::BITS)
        .rev()
        .with_min_len(16)
        .map_init(
            || (Simulation::new(circuit), Shortcuts::default()),
            |(simulation, shortcuts), block| entries.impacts(circuit, simulation, shortcuts, block),
        )
        .collect();
    Outcome {
        working: entries.working().collect(),
        impacts: blocks.concat(),
    }
}
