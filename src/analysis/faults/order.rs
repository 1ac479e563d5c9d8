//! In which order a decision diagram asks what has failed.

use super::circuit::{Circuit, GateIndex, Meaning};
use super::policy::Policies;
use crate::model::Element;

/// The faults of a circuit that are asked for, in an order that keeps diagrams small.
///
/// What is decided together stands together: depth first from where journeys begin, along the chains of needs; the
/// members of a cluster before what each of them needs; failure domains right before the first that stands in them.
/// A chain of any length has a diagram that grows in proportion.
#[derive(Debug)]
pub(super) struct Order {
    /// Under one of these policies an input must be active to count.
    considered: Policies,
    /// For each gate, when it was reached; zero if it was not.
    ranks: Vec<u32>,
    last_rank: u32,
    is_begun: Vec<bool>,
    is_visited: Vec<bool>,
    /// For each gate, the last walk that came past it.
    walks: Vec<u32>,
    last_walk: u32,
    /// For each fault of the circuit, its variable; `NO_VARIABLE` if it is not asked for.
    variables: Vec<u32>,
    /// For each variable, the place of its fault in the circuit.
    faults: Vec<u32>,
}

const NO_VARIABLE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
enum Task {
    /// Go through what fails by itself around a gate, and no further.
    Surround(GateIndex),
    /// Give a gate its rank, and its faults their variables.
    Rank(GateIndex),
    /// Go through a gate and everything behind it.
    Visit(GateIndex),
}

impl Order {
    /// Nothing is reached yet; inputs count that are active under one of the `considered` policies.
    pub(super) fn new(circuit: &Circuit, considered: Policies) -> Self {
        Self {
            considered,
            ranks: vec![0; circuit.len()],
            last_rank: 0,
            is_begun: vec![false; circuit.len()],
            is_visited: vec![false; circuit.len()],
            walks: vec![0; circuit.len()],
            last_walk: 0,
            variables: vec![NO_VARIABLE; circuit.faults.len()],
            faults: Vec::new(),
        }
    }

    /// When a gate was reached: one that was reached later has the greater rank.
    pub(super) fn rank(&self, gate: GateIndex) -> u32 {
        self.ranks[gate as usize]
    }

    /// The places of the asked faults in the circuit, by variable.
    pub(super) fn faults(&self) -> &[u32] {
        &self.faults
    }

    /// The variables of the faults that a gate may stand for.
    pub(super) fn variables(&self, circuit: &Circuit, gate: GateIndex) -> impl Iterator<Item = u32> {
        let variables = &self.variables[circuit.faults_of(gate)];
        variables
            .iter()
            .copied()
            .filter(|&variable| variable != NO_VARIABLE)
    }

    /// The gates behind a gate, itself among them, in order.
    pub(super) fn behind(&mut self, circuit: &Circuit, entry: GateIndex) -> Vec<GateIndex> {
        self.last_walk += 1;
        self.walks[entry as usize] = self.last_walk;
        let mut found = vec![entry];
        let mut next = 0;
        while let Some(&gate) = found.get(next) {
            for input in self.inputs(circuit, gate) {
                if std::mem::replace(&mut self.walks[input as usize], self.last_walk) != self.last_walk {
                    found.push(input);
                }
            }
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Gives a variable to each fault behind `entry` that is asked for and has none yet.
    pub(super) fn reach(&mut self, circuit: &Circuit, entry: GateIndex, is_asked: impl Fn(Element) -> bool) {
        let mut tasks = vec![Task::Visit(entry)];
        while let Some(task) = tasks.pop() {
            let first = tasks.len();
            match task {
                Task::Surround(gate) if !std::mem::replace(&mut self.is_begun[gate as usize], true) => {
                    let whole = !matches!(circuit.gate(gate).meaning, Meaning::Component(_));
                    let inputs = self.inputs(circuit, gate);
                    let around = inputs.filter(|&input| whole || is_own(circuit.gate(input).meaning));
                    tasks.extend(around.map(Task::Surround));
                    tasks.push(Task::Rank(gate));
                }
                Task::Visit(gate) if !std::mem::replace(&mut self.is_visited[gate as usize], true) => {
                    tasks.push(Task::Surround(gate));
                    tasks.extend(self.inputs(circuit, gate).map(Task::Visit));
                }
                Task::Rank(gate) => self.number(circuit, gate, &is_asked),
                Task::Surround(_) | Task::Visit(_) => {}
            }
            tasks[first..].reverse();
        }
    }

    fn number(&mut self, circuit: &Circuit, gate: GateIndex, is_asked: &impl Fn(Element) -> bool) {
        self.last_rank += 1;
        self.ranks[gate as usize] = self.last_rank;
        for fault in circuit.faults_of(gate) {
            if is_asked(circuit.faults[fault].0) {
                self.variables[fault] = count(self.faults.len());
                self.faults.push(count(fault));
            }
        }
    }

    fn inputs<'c>(&self, circuit: &'c Circuit, gate: GateIndex) -> impl Iterator<Item = GateIndex> + use<'c> {
        let considered = self.considered;
        let inputs = circuit.inputs(gate).iter();
        inputs
            .filter(move |input| input.active.meets(considered))
            .map(|input| input.gate)
    }
}

/// Whether a gate tells of a component itself, not of what it needs.
const fn is_own(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Domain(_) | Meaning::Instances(_) | Meaning::Standing(_)
    )
}

fn count(number: usize) -> u32 {
    u32::try_from(number).expect("a circuit has fewer than four billion faults")
}
