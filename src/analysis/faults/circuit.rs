//! The circuit that tells from what has failed whether journeys work.
//!
//! Each gate fails or works. Every gate is monotone: what fails more at its inputs never fails less at its output.
//! Gates may depend on each other in circles; then the fewest fail that can (the greatest fixed point of "works").

use std::ops::Range;

use super::impact::Impact;
use super::policy::Policies;
use crate::graph::inputs_first;
use crate::model::{ClusterIndex, ComponentIndex, Element, GroupIndex, JourneyIndex};

/// The place of a gate in its circuit.
pub(super) type GateIndex = u32;

/// One gate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    pub(super) rule: Rule,
    /// What it stands for, for explanations.
    pub(super) meaning: Meaning,
    first_input: u32,
    last_input: u32,
}

/// When a gate fails. An input that is not active under a policy is as if it were not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// An input fails, or, as the element that it may stand for, itself.
    All,
    /// Every input fails; without any, always.
    Any,
    /// The weights of the inputs that fail sum up to more than this. All inputs are active under every policy.
    MoreThan(u64),
}

/// What a gate stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A component that works in the journey.
    Component(ComponentIndex),
    /// A component that stands, by itself or restarted.
    Standing(ComponentIndex),
    /// The instances of a component that are left where they are.
    Instances(ComponentIndex),
    /// A component that can be restarted.
    Restart(ComponentIndex),
    /// A failure domain that stands.
    Domain(GroupIndex),
    /// A need of a whole cluster.
    Cluster(ClusterIndex),
    /// A need of a cluster of which some members are named, or the way to which is guarded.
    Named(ClusterIndex),
    /// Some of the members of a cluster.
    Some(ClusterIndex),
    /// The members of a cluster that must work, whoever calls.
    Members(ClusterIndex),
    /// The members of a cluster that may take over.
    Takeover(ClusterIndex),
    /// A component behind the devices that guard it.
    Behind(ComponentIndex),
}

/// One input of a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) gate: GateIndex,
    /// How much it counts in [`Rule::MoreThan`].
    pub(super) weight: u32,
    /// The policies under which it is there.
    pub(super) active: Policies,
}

/// The gates of one or several journeys, each behind its inputs except within a circle.
#[derive(Clone, Debug, Default)]
pub(super) struct Circuit {
    gates: Vec<Gate>,
    inputs: Vec<Input>,
    first_dependent: Vec<u32>,
    dependents: Vec<GateIndex>,
    /// What can fail, with the gate that then fails first, in the order of gates.
    pub(super) faults: Vec<(Element, GateIndex)>,
    /// Where the journeys begin, in the order of journeys.
    pub(super) entries: Vec<(JourneyIndex, GateIndex)>,
    /// Whether instances are missing among the faults, because there are too many.
    pub(super) is_cut: bool,
    /// The gates that may fail with nothing failed.
    pub(super) broken: Vec<GateIndex>,
    /// For each gate, the policies at which its rule changes.
    changes: Vec<Policies>,
    /// The policies at which the rule of any gate changes.
    differs: Policies,
    /// For each gate, whether it lies among gates that depend on each other.
    in_circle: Vec<bool>,
    is_entry: Vec<bool>,
}

impl Circuit {
    pub(super) fn len(&self) -> usize {
        self.gates.len()
    }

    pub(super) fn gate(&self, gate: GateIndex) -> &Gate {
        &self.gates[gate as usize]
    }

    pub(super) fn gates(&self) -> impl Iterator<Item = &Gate> {
        self.gates.iter()
    }

    pub(super) fn inputs(&self, gate: GateIndex) -> &[Input] {
        let gate = self.gate(gate);
        &self.inputs[gate.first_input as usize..gate.last_input as usize]
    }

    /// The gates that have this one as an input.
    pub(super) fn dependents(&self, gate: GateIndex) -> &[GateIndex] {
        let first = self.first_dependent[gate as usize] as usize;
        let last = self.first_dependent[gate as usize + 1] as usize;
        &self.dependents[first..last]
    }

    /// For each gate, whether one of `gates` depends on it, or is it, through inputs that count.
    pub(super) fn below(
        &self,
        gates: impl IntoIterator<Item = GateIndex>,
        counts: impl Fn(&Input) -> bool,
    ) -> Vec<bool> {
        self.below_and_not_past(gates, &[], counts)
    }

    /// For each gate, whether one of `gates` depends on it, or is it, through inputs that count and through none of
    /// `ends`, given in order.
    pub(super) fn below_and_not_past(
        &self,
        gates: impl IntoIterator<Item = GateIndex>,
        ends: &[GateIndex],
        counts: impl Fn(&Input) -> bool,
    ) -> Vec<bool> {
        let mut below = vec![false; self.gates.len()];
        let mut waiting: Vec<_> = gates.into_iter().collect();
        while let Some(gate) = waiting.pop() {
            let is_new = !std::mem::replace(&mut below[gate as usize], true);
            if is_new && ends.binary_search(&gate).is_err() {
                let inputs = self.inputs(gate).iter().filter(|input| counts(input));
                waiting.extend(inputs.map(|input| input.gate));
            }
        }
        below
    }

    /// Whether any gate's rule under `policy` differs from the one under the policy before.
    pub(super) fn differs_at(&self, policy: Impact) -> bool {
        self.differs.contains(policy)
    }

    /// Whether a gate lies among gates that depend on each other.
    pub(super) fn is_in_circle(&self, gate: GateIndex) -> bool {
        self.in_circle[gate as usize]
    }

    /// Whether a journey begins at a gate.
    pub(super) fn is_entry(&self, gate: GateIndex) -> bool {
        self.is_entry[gate as usize]
    }

    /// The places of the faults that a gate may stand for.
    pub(super) fn faults_of(&self, gate: GateIndex) -> Range<usize> {
        let first = self.faults.partition_point(|&(_, of)| of < gate);
        let next = self.faults[first..].partition_point(|&(_, of)| of == gate);
        first..first + next
    }

    /// Where one of its journeys begins.
    pub(super) fn entry(&self, journey: JourneyIndex) -> GateIndex {
        let place = self
            .entries
            .binary_search_by_key(&journey, |&(journey, _)| journey);
        self.entries[place.expect("a circuit is asked for its own journeys")].1
    }

    /// Whether the gate's rule under `policy` differs from the one under the policy before.
    pub(super) fn changes_at(&self, gate: GateIndex, policy: Impact) -> bool {
        self.changes[gate as usize].contains(policy)
    }
}

/// A circuit in the making: gates in any order.
#[derive(Debug)]
pub(super) struct Draft {
    gates: Vec<Gate>,
    inputs: Vec<Input>,
    pub(super) faults: Vec<(Element, GateIndex)>,
    pub(super) entries: Vec<(JourneyIndex, GateIndex)>,
    /// How many instances of components that have several may still be told apart.
    pub(super) instances_left: u32,
    /// Whether instances are missing.
    pub(super) is_cut: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            gates: Vec::new(),
            inputs: Vec::new(),
            faults: Vec::new(),
            entries: Vec::new(),
            instances_left: Self::MOST_INSTANCES,
            is_cut: false,
        }
    }
}

impl Draft {
    const MOST_INSTANCES: u32 = 1_000_000;

    /// A gate whose rule is told later by [`Draft::define`].
    pub(super) fn declare(&mut self, meaning: Meaning) -> GateIndex {
        let index = number(self.gates.len());
        self.gates.push(Gate {
            rule: Rule::All,
            meaning,
            first_input: 0,
            last_input: 0,
        });
        index
    }

    /// Tells the rule of a declared gate.
    pub(super) fn define(&mut self, gate: GateIndex, rule: Rule, inputs: &[Input]) {
        let first_input = number(self.inputs.len());
        self.inputs.extend_from_slice(inputs);
        let gate = &mut self.gates[gate as usize];
        gate.rule = rule;
        gate.first_input = first_input;
        gate.last_input = number(self.inputs.len());
    }

    /// A gate that fails by this rule; an input itself where the gate would only repeat it.
    pub(super) fn gate(&mut self, meaning: Meaning, rule: Rule, inputs: &[Input]) -> GateIndex {
        if let (Rule::All | Rule::Any, &[Input { gate, active, .. }]) = (rule, inputs)
            && active == Policies::ALL
        {
            return gate;
        }
        let gate = self.declare(meaning);
        self.define(gate, rule, inputs);
        gate
    }

    /// Puts the gates in order.
    pub(super) fn finish(self) -> Circuit {
        let count = number(self.gates.len());
        let pairs = (0..count).flat_map(|index| {
            let gate = &self.gates[index as usize];
            self.inputs[gate.first_input as usize..gate.last_input as usize]
                .iter()
                .map(move |input| (index, input.gate))
        });
        let order = inputs_first(count, pairs);
        let mut places = vec![0; order.len()];
        for (place, &index) in (0..).zip(&order) {
            places[index as usize] = place;
        }

        let mut circuit = Circuit::default();
        circuit.gates.reserve_exact(order.len());
        circuit.inputs.reserve_exact(self.inputs.len());
        for &index in &order {
            let gate = self.gates[index as usize];
            let first_input = number(circuit.inputs.len());
            let inputs = &self.inputs[gate.first_input as usize..gate.last_input as usize];
            circuit.inputs.extend(inputs.iter().map(|input| Input {
                gate: places[input.gate as usize],
                ..*input
            }));
            circuit.gates.push(Gate {
                first_input,
                last_input: number(circuit.inputs.len()),
                ..gate
            });
        }
        circuit.connect();
        circuit.is_cut = self.is_cut;
        let place = |gate: GateIndex| places[gate as usize];
        circuit.faults = self
            .faults
            .iter()
            .map(|&(element, gate)| (element, place(gate)))
            .collect();
        circuit
            .faults
            .sort_unstable_by_key(|&(element, gate)| (gate, element));
        circuit.entries = self
            .entries
            .iter()
            .map(|&(journey, gate)| (journey, place(gate)))
            .collect();
        circuit.is_entry = vec![false; circuit.gates.len()];
        for &(_, gate) in &circuit.entries {
            circuit.is_entry[gate as usize] = true;
        }
        circuit
    }
}

impl Circuit {
    /// Works out from the gates and their inputs what follows from them.
    fn connect(&mut self) {
        let mut first = vec![0; self.gates.len() + 1];
        for input in &self.inputs {
            first[input.gate as usize + 1] += 1;
        }
        for gate in 0..self.gates.len() {
            first[gate + 1] += first[gate];
        }
        self.in_circle = vec![false; self.gates.len()];
        let mut next = first.clone();
        let mut circle_end = 0;
        self.dependents = vec![0; self.inputs.len()];
        for index in 0..number(self.gates.len()) {
            let mut changes = Policies::NONE;
            let gate = self.gates[index as usize];
            for input in &self.inputs[gate.first_input as usize..gate.last_input as usize] {
                let slot = &mut next[input.gate as usize];
                self.dependents[*slot as usize] = index;
                *slot += 1;
                changes = changes.or(input.active.changes());
                circle_end = circle_end.max(if input.gate >= index { input.gate + 1 } else { 0 });
            }
            self.changes.push(changes);
            self.differs = self.differs.or(changes);
            self.in_circle[index as usize] = index < circle_end;
            if self.may_fail_alone(index) {
                self.broken.push(index);
            }
        }
        self.first_dependent = first;
    }

    /// Whether the gate fails under some policy although no input does.
    fn may_fail_alone(&self, gate: GateIndex) -> bool {
        let inputs = self.inputs(gate);
        let alone = |policy| !inputs.iter().any(|input| input.active.contains(policy));
        self.gate(gate).rule == Rule::Any && Impact::ALL.iter().any(|&policy| alone(policy))
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a circuit has fewer than four billion gates and inputs")
}
