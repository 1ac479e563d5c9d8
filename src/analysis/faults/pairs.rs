//! Pairs of faults that stop a journey together, while neither does alone.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::build::Builder;
use super::circuit::{Circuit, GateIndex};
use super::entries::Entries;
use super::impact::Impact;
use super::needs::{Needs, Rows};
use super::results::Faults;
use super::simulate::audiences;
use super::simulation::Simulation;
use super::word::Word;
use crate::model::{Element, Index, JourneyIndex, Topology};

/// For each journey, the pairs of elements whose loss together is an outage while the loss of neither alone is.
#[derive(Clone, Debug)]
pub struct Pairs {
    of_journeys: Vec<JourneyPairs>,
}

/// The pairs that stop one journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JourneyPairs {
    /// How many there are.
    pub total: u64,
    /// The first of them in the order of identifiers, those of each pair in order too.
    pub listed: Vec<(Element, Element)>,
}

impl Pairs {
    /// The pairs that stop a journey.
    pub fn of(&self, journey: JourneyIndex) -> &JourneyPairs {
        &self.of_journeys[journey.place()]
    }
}

/// Works out every pair of every journey, given the single faults, and lists at most `most` for each journey.
///
/// Exact. Two faults do more together than apart only if they meet: at a gate that each of them harms and that
/// withstands each alone. So each fault is simulated alone first, to learn where it can meet others; and then, with
/// it, those that it meets, a word of them at a time. The time is linear in the pairs that meet times what they
/// reach, divided by the width of a word; the memory in the places where faults can meet and the pairs that are
/// listed.
pub fn pairs(topology: &Topology, faults: &Faults, most: usize) -> Pairs {
    let needs = Needs::new(topology);
    let tallies: Vec<Tally> = audiences(topology)
        .par_iter()
        .map_init(
            || Builder::new(topology, &needs),
            |builder, journeys| Search::new(topology, faults, &builder.circuit(journeys)).run(most),
        )
        .collect();
    let mut of_journeys = vec![JourneyPairs::default(); topology.journeys.len()];
    for (journey, found) in tallies.into_iter().flatten() {
        of_journeys[journey.place()] = found;
    }
    Pairs { of_journeys }
}

/// What was found for each journey that has a pair.
type Tally = BTreeMap<JourneyIndex, JourneyPairs>;

/// The place of an element among those that can be part of a pair.
type Suspect = u32;

/// The search for the pairs of the journeys of one circuit.
struct Search<'a> {
    circuit: &'a Circuit,
    faults: &'a Faults,
    entries: Entries,
    /// What can be part of a pair, with the gate that then fails first, in the order of identifiers.
    suspects: Vec<(Element, GateIndex)>,
    /// For each suspect, the gates that it harms and that withstand it.
    harms: Rows<GateIndex>,
    /// For each gate, the suspects that harm it and that it withstands, in order.
    withstands: Rows<Suspect>,
}

impl<'a> Search<'a> {
    fn new(topology: &Topology, faults: &'a Faults, circuit: &'a Circuit) -> Self {
        let entries = Entries::new(circuit);
        let working = entries.working().map(|journey| circuit.entry(journey));
        let matters = circuit.below(working, |input| input.active.contains(Impact::Outage));
        let suspects = suspects(topology, faults, circuit, &entries, &matters);
        let meetings = meetings(circuit, &matters, &suspects);
        let harms = meetings.iter().map(|&(suspect, gate)| (suspect as usize, gate));
        let harms = Rows::new(suspects.len(), harms.collect());
        let withstands = meetings.iter().map(|&(suspect, gate)| (gate as usize, suspect));
        let withstands = Rows::new(circuit.len(), withstands.collect());
        Self {
            circuit,
            faults,
            entries,
            suspects,
            harms,
            withstands,
        }
    }

    fn run(&self, most: usize) -> Tally {
        (0..self.suspects.len())
            .into_par_iter()
            .with_min_len(16)
            .map_init(
                || Simulation::new(self.circuit),
                |simulation, one| (one, self.partners(simulation, one)),
            )
            .fold(Tally::new, |mut tally, (one, partners)| {
                for (journey, other) in partners {
                    let found = tally.entry(journey).or_default();
                    found.total += 1;
                    if found.listed.len() < most {
                        found.listed.push((self.suspects[one].0, other));
                    }
                }
                tally
            })
            .reduce(Tally::new, |mut tally, later| {
                for (journey, mut later) in later {
                    let found = tally.entry(journey).or_default();
                    found.total += later.total;
                    later.listed.truncate(most - found.listed.len());
                    found.listed.append(&mut later.listed);
                }
                tally
            })
    }

    /// What stops which journey together with a suspect, of the suspects behind it; in order for each journey.
    fn partners(&self, simulation: &mut Simulation, one: usize) -> Vec<(JourneyIndex, Element)> {
        let mut others: Vec<Suspect> = Vec::new();
        for &gate in self.harms.row(one) {
            let met = self.withstands.row(gate as usize);
            let behind = met.partition_point(|&other| other as usize <= one);
            others.extend_from_slice(&met[behind..]);
        }
        others.sort_unstable();
        others.dedup();
        let (element, gate) = self.suspects[one];
        let mut partners = Vec::new();
        for block in others.chunks(Word::BITS) {
            simulation.begin(self.circuit, Impact::Outage);
            simulation.fail(self.circuit, gate, Word::ALL);
            for (bit, &other) in block.iter().enumerate() {
                let (_, gate) = self.suspects[other as usize];
                simulation.fail(self.circuit, gate, Word::bit(bit));
            }
            simulation.run(self.circuit);
            let touched = simulation.touched().iter();
            for &gate in touched.filter(|&&gate| self.circuit.is_entry(gate)) {
                let stopped = simulation.fails(gate) & Word::first(block.len());
                let working = self.entries.working_at(gate);
                for journey in working.filter(|&journey| self.survives(element, journey)) {
                    let others = stopped.ones().map(|bit| self.suspects[block[bit] as usize].0);
                    let minimal = others.filter(|&other| self.survives(other, journey));
                    partners.extend(minimal.map(|other| (journey, other)));
                }
            }
        }
        partners
    }

    /// Whether a journey survives the loss of one element alone.
    fn survives(&self, element: Element, journey: JourneyIndex) -> bool {
        self.faults.impact(element, journey) != Some(Impact::Outage)
    }
}

/// The elements that can be part of a pair: all that matter to a journey and do not stop every one alone.
fn suspects(
    topology: &Topology,
    faults: &Faults,
    circuit: &Circuit,
    entries: &Entries,
    matters: &[bool],
) -> Vec<(Element, GateIndex)> {
    let mut working: Vec<_> = entries.working().collect();
    working.sort_unstable();
    let stops = |&&(journey, impact): &&(JourneyIndex, Impact)| {
        impact == Impact::Outage && working.binary_search(&journey).is_ok()
    };
    let mut suspects = circuit.faults.clone();
    suspects.retain(|&(element, gate)| {
        matters[gate as usize] && faults.impacts(element).iter().filter(stops).count() < working.len()
    });
    suspects.sort_unstable_by_key(|&(element, _)| topology.element_id(element));
    suspects
}

/// Each suspect with each gate that it harms and that withstands it, in the order of suspects.
fn meetings(
    circuit: &Circuit,
    matters: &[bool],
    suspects: &[(Element, GateIndex)],
) -> Vec<(Suspect, GateIndex)> {
    // Under the last bit nothing fails: what fails there is not harmed by a suspect.
    const NOTHING: usize = Word::BITS - 1;
    let of_block = |simulation: &mut Simulation, (place, block): (usize, &[(Element, GateIndex)])| {
        simulation.begin(circuit, Impact::Outage);
        for (bit, &(_, gate)) in block.iter().enumerate() {
            simulation.fail(circuit, gate, Word::bit(bit));
        }
        simulation.run(circuit);
        let mut meetings = Vec::new();
        for &gate in simulation.touched() {
            if !matters[gate as usize] {
                continue;
            }
            let harmed = circuit
                .inputs(gate)
                .iter()
                .filter(|input| input.active.contains(Impact::Outage))
                .map(|input| simulation.fails(input.gate))
                .filter(|fails| !fails.contains(NOTHING))
                .fold(Word::NONE, |harmed, fails| harmed | fails);
            let withstood = harmed & !simulation.fails(gate);
            meetings.extend(withstood.ones().map(|bit| (number(place * NOTHING + bit), gate)));
        }
        meetings.sort_unstable();
        meetings
    };
    let of_blocks: Vec<_> = suspects
        .par_chunks(NOTHING)
        .enumerate()
        .with_min_len(16)
        .map_init(|| Simulation::new(circuit), of_block)
        .collect();
    of_blocks.concat()
}

fn number(place: usize) -> Suspect {
    Suspect::try_from(place).expect("a model has fewer than four billion elements")
}
