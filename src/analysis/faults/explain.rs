//! Why a journey fails when something has failed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::build::Builder;
use super::circuit::{Circuit, GateIndex, Meaning};
use super::entries::Entries;
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
    entries: Entries,
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
        let mut is_known = vec![false; circuit.len()];
        let mut waiting = vec![circuit.entry(journey)];
        let mut components = Vec::new();
        while let Some(gate) = waiting.pop() {
            if std::mem::replace(&mut is_known[gate as usize], true) {
                continue;
            }
            if let Meaning::Component(component) = circuit.gate(gate).meaning {
                components.push(component);
            }
            waiting.extend(circuit.inputs(gate).iter().map(|input| input.gate));
        }
        components.sort_unstable();
        components
    }

    /// The impact on a journey of the loss of all of `failed` at once; none if the journey goes on, or does not work
    /// with nothing failed.
    pub fn impact(&mut self, failed: &[Element], journey: JourneyIndex) -> Option<Impact> {
        let state = self.state(journey);
        let entry = state.circuit.entry(journey);
        let failed = state.fault_gates(failed);
        let policy = Impact::ALL.iter().copied().find(|&policy| {
            state.run(&failed, policy);
            !state.simulation.fails(entry).is_none()
        })?;
        state.entries.tells(entry, journey, policy).then_some(policy)
    }

    /// The components on a journey's path that do not work when all of `failed` have failed, in order, each with the
    /// first policy under which it does not.
    ///
    /// What does not work with nothing failed is among them.
    pub fn not_working(
        &mut self,
        failed: &[Element],
        journey: JourneyIndex,
    ) -> Vec<(ComponentIndex, Impact)> {
        let state = self.state(journey);
        let failed = state.fault_gates(failed);
        let mut found = BTreeMap::new();
        for &policy in Impact::ALL {
            state.run(&failed, policy);
            for &gate in state.simulation.touched() {
                if let Meaning::Component(component) = state.circuit.gate(gate).meaning
                    && !state.simulation.fails(gate).is_none()
                {
                    found.entry(component).or_insert(policy);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Why a journey fails when all of `failed` have failed: the shortest chain of needs from its entry to one of
    /// them, under the most forgiving policy under which it fails. Empty if it works under each.
    ///
    /// With nothing failed, the chain tells why the journey does not work anyhow. The time is linear in what the
    /// faults reach.
    pub fn explain(&mut self, failed: &[Element], journey: JourneyIndex) -> Vec<Step> {
        let topology = self.topology;
        let state = self.state(journey);
        let entry = state.circuit.entry(journey);
        let failed = state.fault_gates(failed);
        let mut failed_before = BTreeSet::new();
        let policy = Impact::ALL.iter().copied().find(|&policy| {
            let simulation = &state.simulation;
            let failing = simulation
                .touched()
                .iter()
                .filter(|&&gate| !simulation.fails(gate).is_none());
            failed_before = failing.copied().collect();
            state.run(&failed, policy);
            !state.simulation.fails(entry).is_none()
        });
        let State {
            circuit, simulation, ..
        } = state;
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
        // What fails under this policy only leads to the place where help is missing; the rest of the chain may
        // lead through what fails anyhow.
        let first = (entry, policy == Impact::Outage);
        let mut visit = |(gate, found): (GateIndex, bool), reach: &mut dyn FnMut((GateIndex, bool))| {
            let found = found || circuit.changes_at(gate, policy);
            for input in failing(gate) {
                if found || !failed_before.contains(&input) {
                    reach((input, found));
                }
            }
        };
        let is_failed = |(gate, _)| failed.binary_search(&gate).is_ok();
        let fails_alone = |(gate, _)| failing(gate).next().is_none();
        let path = search(first, &mut visit, is_failed)
            .or_else(|| search((entry, true), &mut visit, is_failed))
            .or_else(|| search((entry, true), &mut visit, fails_alone));
        let path: Vec<_> = path.into_iter().flatten().map(|(gate, _)| gate).collect();
        chain(topology, journey, circuit, simulation, policy, &path)
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
                entries: Entries::new(&circuit),
                simulation: Simulation::new(&circuit),
                fault_gates,
                circuit,
            }
        })
    }
}

impl State {
    /// The gates that fail first with these elements, in order; elements on which no journey depends have none.
    fn fault_gates(&self, failed: &[Element]) -> Vec<GateIndex> {
        let place = |element| {
            self.fault_gates
                .binary_search_by_key(element, |&(element, _)| element)
        };
        let places = failed.iter().filter_map(|element| place(element).ok());
        let mut gates: Vec<_> = places.map(|place| self.fault_gates[place].1).collect();
        gates.sort_unstable();
        gates
    }

    /// Lets these gates fail under a policy.
    fn run(&mut self, failed: &[GateIndex], policy: Impact) {
        self.simulation.begin(&self.circuit, policy);
        for &gate in failed {
            self.simulation.fail(&self.circuit, gate, Word::ALL);
        }
        self.simulation.run(&self.circuit);
    }
}

/// The shortest way from `first` to a goal, by what `visit` reaches from each step.
fn search<S: Copy + Ord>(
    first: S,
    visit: &mut impl FnMut(S, &mut dyn FnMut(S)),
    is_goal: impl Fn(S) -> bool,
) -> Option<Vec<S>> {
    let mut came_from = BTreeMap::from([(first, None)]);
    let mut waiting = VecDeque::from([first]);
    while let Some(step) = waiting.pop_front() {
        if is_goal(step) {
            let mut path: Vec<_> = std::iter::successors(Some(step), |step| came_from[step]).collect();
            path.reverse();
            return Some(path);
        }
        visit(step, &mut |next| {
            came_from.entry(next).or_insert_with(|| {
                waiting.push_back(next);
                Some(step)
            });
        });
    }
    None
}
