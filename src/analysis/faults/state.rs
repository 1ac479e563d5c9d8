//! A circuit with what has failed in it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::circuit::{Circuit, GateIndex};
use super::entries::Entries;
use super::impact::Impact;
use super::reason;
use super::simulation::Simulation;
use super::step::Step;
use super::word::Word;
use crate::model::{Element, JourneyIndex, Topology};

/// The circuit of one audience, ready to be asked.
#[derive(Debug)]
pub(super) struct State {
    pub(super) circuit: Circuit,
    pub(super) entries: Entries,
    pub(super) simulation: Simulation,
    /// The gate that fails first with each element, in the order of elements.
    fault_gates: Vec<(Element, GateIndex)>,
}

impl State {
    pub(super) fn new(circuit: Circuit) -> Self {
        let mut fault_gates = circuit.faults.clone();
        fault_gates.sort_unstable();
        Self {
            entries: Entries::new(&circuit),
            simulation: Simulation::new(&circuit),
            fault_gates,
            circuit,
        }
    }

    /// The gates that fail first with these elements, in order; elements on which no journey depends have none.
    pub(super) fn fault_gates(&self, failed: &[Element]) -> Vec<GateIndex> {
        let mut gates: Vec<_> = self.faults(failed).map(|(_, gate)| gate).collect();
        gates.sort_unstable();
        gates
    }

    /// Those of these elements on which a journey depends, each with the gate that fails first with it.
    pub(super) fn faults(&self, failed: &[Element]) -> impl Iterator<Item = (Element, GateIndex)> {
        let place = |element| {
            self.fault_gates
                .binary_search_by_key(element, |&(element, _)| element)
        };
        let places = failed.iter().filter_map(move |element| place(element).ok());
        places.map(|place| self.fault_gates[place])
    }

    /// Lets these gates fail under a policy.
    pub(super) fn run(&mut self, failed: &[GateIndex], policy: Impact) {
        self.simulation.begin(&self.circuit, policy);
        for &gate in failed {
            self.simulation.fail(&self.circuit, gate, Word::ALL);
        }
        self.simulation.run(&self.circuit);
    }

    /// The gates that fail in the last run, in no particular order.
    pub(super) fn failing(&self) -> impl Iterator<Item = GateIndex> {
        let simulation = &self.simulation;
        let touched = simulation.touched().iter().copied();
        touched.filter(|&gate| !simulation.fails(gate).is_none())
    }

    /// Why a journey fails in the last run, which was under `policy` and the first in which it fails: the shortest
    /// chain of needs from its entry to one of `failed`, given what fails under the policy before. It passes none of
    /// `avoided`, given in order, where there is another way.
    pub(super) fn chain(
        &self,
        topology: &Topology,
        journey: JourneyIndex,
        policy: Impact,
        failed: &[GateIndex],
        avoided: &[GateIndex],
        failing_before: &BTreeSet<GateIndex>,
    ) -> Vec<Step> {
        let Self {
            circuit, simulation, ..
        } = self;
        let entry = circuit.entry(journey);
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
        let visit = |(gate, found): (GateIndex, bool), reach: &mut dyn FnMut((GateIndex, bool))| {
            let found = found || circuit.changes_at(gate, policy);
            for input in failing(gate) {
                if found || !failing_before.contains(&input) {
                    reach((input, found));
                }
            }
        };
        let past = |step: (GateIndex, bool), reach: &mut dyn FnMut((GateIndex, bool))| {
            if avoided.binary_search(&step.0).is_err() {
                visit(step, reach);
            }
        };
        let is_failed = |(gate, _)| failed.binary_search(&gate).is_ok();
        let fails_alone = |(gate, _)| failing(gate).next().is_none();
        let path = search(first, &past, is_failed)
            .or_else(|| search((entry, true), &past, is_failed))
            .or_else(|| search(first, &visit, is_failed))
            .or_else(|| search((entry, true), &visit, is_failed))
            .or_else(|| search((entry, true), &visit, fails_alone));
        let path: Vec<_> = path.into_iter().flatten().map(|(gate, _)| gate).collect();
        reason::chain(topology, journey, circuit, simulation, policy, &path)
    }
}

/// The shortest way from `first` to a goal, by what `visit` reaches from each step.
fn search<S: Copy + Ord>(
    first: S,
    visit: &impl Fn(S, &mut dyn FnMut(S)),
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
