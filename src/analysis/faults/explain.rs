//! Why a journey fails when something has failed.

use std::collections::{BTreeMap, VecDeque};

use super::build::Builder;
use super::circuit::{Circuit, GateIndex, Meaning};
use super::impact::Impact;
use super::needs::Needs;
use super::reason::chain;
use super::simulate::audiences;
use super::simulation::Simulation;
use super::word::Word;
use crate::model::{ComponentIndex, Element, Index, JourneyIndex, Topology};

/// One step from a journey's entry to what has failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Identifier of the component, cluster or group that does not work.
    pub element: String,
    /// Why it does not work, as words that follow its name: "needs `mysql`".
    pub reason: String,
}

/// Tells what journeys depend on, and why they fail.
///
/// Keeps what it works out for one journey, for the next question about it; so ask many questions of one.
#[derive(Debug)]
pub struct Explainer<'a> {
    topology: &'a Topology,
    needs: Needs,
    audiences: Vec<Vec<JourneyIndex>>,
    /// For each journey, the place of its audience.
    audience_of: Vec<usize>,
    states: BTreeMap<usize, State>,
}

/// The circuit of one audience, ready to be asked.
#[derive(Debug)]
struct State {
    circuit: Circuit,
    simulation: Simulation,
    /// The gate that fails first with each element, in the order of elements.
    fault_gates: Vec<(Element, GateIndex)>,
}

impl<'a> Explainer<'a> {
    /// The gates that are kept at the same time, beyond those of the journey asked for last.
    const KEPT_GATES: usize = 4_000_000;

    /// Prepares to explain a topology, in time linear in its size.
    pub fn new(topology: &'a Topology) -> Self {
        let audiences = audiences(topology);
        let mut audience_of = vec![0; topology.journeys.len()];
        for (place, audience) in audiences.iter().enumerate() {
            for journey in audience {
                audience_of[journey.place()] = place;
            }
        }
        Self {
            topology,
            needs: Needs::new(topology),
            audiences,
            audience_of,
            states: BTreeMap::new(),
        }
    }

    /// The components on which a journey depends at all, its entry among them, in order: what lies on its path.
    ///
    /// Members of clusters that no need of the journey names are among them only where their number counts.
    pub fn on_path(&mut self, journey: JourneyIndex) -> Vec<ComponentIndex> {
        let State { circuit, .. } = self.state(journey);
        let found = Search::from(circuit.entry(journey), |gate, reach| {
            circuit.inputs(gate).iter().for_each(|input| reach(input.gate));
            false
        });
        let mut components: Vec<_> = found
            .came_from
            .keys()
            .filter_map(|&gate| match circuit.gate(gate).meaning {
                Meaning::Component(component) => Some(component),
                _ => None,
            })
            .collect();
        components.sort_unstable();
        components
    }

    /// Why a journey fails when all of `failed` have failed: the shortest chain of needs from its entry to one of
    /// them, under the most forgiving policy under which it fails. Empty if it works under each.
    ///
    /// With nothing failed, the chain tells why the journey does not work anyhow. The time is linear in what the
    /// faults reach.
    pub fn explain(&mut self, failed: &[Element], journey: JourneyIndex) -> Vec<Step> {
        let topology = self.topology;
        let State {
            circuit,
            simulation,
            fault_gates,
        } = self.state(journey);
        let entry = circuit.entry(journey);
        let mut failed: Vec<_> = failed
            .iter()
            .filter_map(|element| {
                let place = fault_gates
                    .binary_search_by_key(element, |&(element, _)| element)
                    .ok()?;
                Some(fault_gates[place].1)
            })
            .collect();
        failed.sort_unstable();
        simulation.begin(circuit);
        for &gate in &failed {
            simulation.fail(circuit, gate, Word::ALL);
        }
        let policy = Impact::ALL.iter().copied().find(|&policy| {
            simulation.run(circuit, policy);
            !simulation.fails(entry).is_none()
        });
        let Some(policy) = policy else {
            return Vec::new();
        };
        let failing = |gate| {
            let inputs = circuit
                .inputs(gate)
                .iter()
                .filter(|input| input.active.contains(policy));
            inputs
                .map(|input| input.gate)
                .filter(|&input| !simulation.fails(input).is_none())
        };
        let mut found = Search::from(entry, |gate, reach| {
            failing(gate).for_each(reach);
            failed.binary_search(&gate).is_ok()
        });
        if found.goal.is_none() {
            found = Search::from(entry, |gate, reach| {
                failing(gate).for_each(reach);
                failing(gate).next().is_none()
            });
        }
        chain(topology, journey, circuit, simulation, policy, &found.path())
    }

    fn state(&mut self, journey: JourneyIndex) -> &mut State {
        let place = self.audience_of[journey.place()];
        let kept: usize = self.states.values().map(|state| state.circuit.len()).sum();
        if kept > Self::KEPT_GATES && !self.states.contains_key(&place) {
            self.states.clear();
        }
        self.states.entry(place).or_insert_with(|| {
            let circuit = Builder::new(self.topology, &self.needs).circuit(&self.audiences[place]);
            let mut fault_gates = circuit.faults.clone();
            fault_gates.sort_unstable();
            State {
                simulation: Simulation::new(&circuit),
                fault_gates,
                circuit,
            }
        })
    }
}

/// A search through the inputs of gates, nearest first.
struct Search {
    /// From which gate each gate was reached; the first from none.
    came_from: BTreeMap<GateIndex, Option<GateIndex>>,
    goal: Option<GateIndex>,
}

impl Search {
    /// Searches from a gate; `visit` tells what can be reached from a gate, and whether it is the goal.
    fn from(entry: GateIndex, visit: impl Fn(GateIndex, &mut dyn FnMut(GateIndex)) -> bool) -> Self {
        let mut came_from = BTreeMap::from([(entry, None)]);
        let mut waiting = VecDeque::from([entry]);
        while let Some(gate) = waiting.pop_front() {
            let is_goal = visit(gate, &mut |next| {
                came_from.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    Some(gate)
                });
            });
            if is_goal {
                return Self {
                    came_from,
                    goal: Some(gate),
                };
            }
        }
        Self {
            came_from,
            goal: None,
        }
    }

    /// The gates from the first to the goal.
    fn path(&self) -> Vec<GateIndex> {
        let mut path: Vec<_> = std::iter::successors(self.goal, |gate| self.came_from[gate]).collect();
        path.reverse();
        path
    }
}
