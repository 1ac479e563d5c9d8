//! Evaluates a circuit for a whole word of faults at a time.

use super::circuit::{Circuit, GateIndex, Rule};
use super::impact::Impact;
use super::shortcuts::Shortcuts;
use super::word::{Counter, Word};

/// The state of every gate under a block of faults.
///
/// Nothing that no fault of the block reaches is looked at: work spreads from the faults along the dependents, in
/// the order of gates, and ends where redundancy absorbs them.
#[derive(Debug)]
pub(super) struct Simulation {
    /// Under which faults each gate fails.
    fails: Vec<Word>,
    /// The gates to evaluate, one bit for each.
    dirty: Vec<u64>,
    /// How many bits are set in `dirty`.
    waiting: usize,
    /// The first word of `dirty` that can hold a bit.
    cursor: usize,
    /// The gates that were evaluated, in no particular order, and one bit for each.
    touched: Vec<GateIndex>,
    is_touched: Vec<u64>,
    policy: Impact,
    counter: Counter,
}

impl Simulation {
    /// The state of this circuit; every other method wants the same circuit.
    pub(super) fn new(circuit: &Circuit) -> Self {
        let words = circuit.len().div_ceil(64);
        Self {
            fails: vec![Word::NONE; circuit.len()],
            dirty: vec![0; words],
            waiting: 0,
            cursor: words,
            touched: Vec::new(),
            is_touched: vec![0; words],
            policy: Impact::Outage,
            counter: Counter::default(),
        }
    }

    /// Begins anew under a policy: nothing has failed.
    pub(super) fn begin(&mut self, circuit: &Circuit, policy: Impact) {
        for gate in self.touched.drain(..) {
            self.fails[gate as usize] = Word::NONE;
            self.is_touched[gate as usize / 64] = 0;
        }
        self.policy = policy;
        for &gate in &circuit.broken {
            self.mark(gate);
        }
    }

    /// Lets a gate fail under these faults, whatever its inputs do.
    pub(super) fn fail(&mut self, circuit: &Circuit, gate: GateIndex, faults: Word) {
        self.touch(gate);
        self.raise(circuit, gate, faults);
    }

    /// Works out every gate.
    pub(super) fn run(&mut self, circuit: &Circuit) {
        while self.waiting > 0 {
            let gate = self.next();
            self.touch(gate);
            let fails = self.evaluate(circuit, gate);
            self.raise(circuit, gate, fails);
        }
        self.cursor = self.dirty.len();
    }

    /// Works out the gates where journeys begin, going from bottlenecks directly to what is known of them.
    ///
    /// Where one gate alone waits, outside every circle, and nothing behind it was looked at, the rest depends on this
    /// gate alone: each fault under which it fails does what the loss of the gate itself does.
    pub(super) fn run_with_shortcuts(&mut self, circuit: &Circuit, shortcuts: &mut Shortcuts) {
        let mut furthest = None;
        while self.waiting > 0 {
            let alone = self.waiting == 1;
            let gate = self.next();
            self.touch(gate);
            let fails = self.evaluate(circuit, gate);
            if alone && furthest < Some(gate) && !circuit.is_in_circle(gate) {
                if let Some(entries) = shortcuts.known(self.policy, gate) {
                    let fails = fails | self.fails(gate);
                    self.fails[gate as usize] = fails;
                    for &entry in entries {
                        self.touch(entry);
                        self.fails[entry as usize] |= fails;
                    }
                    break;
                }
                shortcuts.pass(gate);
            }
            furthest = furthest.max(Some(gate));
            self.raise(circuit, gate, fails);
        }
        self.cursor = self.dirty.len();
        shortcuts.learn(self.policy, circuit, self);
    }

    /// The gates that were looked at: every gate that fails is among them.
    pub(super) fn touched(&self) -> &[GateIndex] {
        &self.touched
    }

    /// Under which faults of the block a gate fails.
    pub(super) fn fails(&self, gate: GateIndex) -> Word {
        self.fails[gate as usize]
    }

    fn evaluate(&mut self, circuit: &Circuit, gate: GateIndex) -> Word {
        let inputs = circuit.inputs(gate);
        let active = inputs.iter().filter(|input| input.active.contains(self.policy));
        match circuit.gate(gate).rule {
            Rule::All => active.fold(Word::NONE, |fails, input| fails | self.fails[input.gate as usize]),
            Rule::Any => active.fold(Word::ALL, |fails, input| fails & self.fails[input.gate as usize]),
            Rule::MoreThan(bound) => {
                self.counter.clear();
                for input in active {
                    let word = self.fails[input.gate as usize];
                    if !word.is_none() {
                        self.counter.add(word, input.weight);
                    }
                }
                self.counter.above(bound)
            }
        }
    }

    fn raise(&mut self, circuit: &Circuit, gate: GateIndex, faults: Word) {
        let known = &mut self.fails[gate as usize];
        let raised = *known | faults;
        if raised != *known {
            *known = raised;
            for &dependent in circuit.dependents(gate) {
                self.mark(dependent);
            }
        }
    }

    fn touch(&mut self, gate: GateIndex) {
        let bits = &mut self.is_touched[gate as usize / 64];
        let bit = 1 << (gate % 64);
        if *bits & bit == 0 {
            *bits |= bit;
            self.touched.push(gate);
        }
    }

    fn mark(&mut self, gate: GateIndex) {
        let place = gate as usize / 64;
        let bit = 1 << (gate % 64);
        if self.dirty[place] & bit == 0 {
            self.dirty[place] |= bit;
            self.waiting += 1;
            self.cursor = self.cursor.min(place);
        }
    }

    /// Takes the first gate that waits; one does.
    fn next(&mut self) -> GateIndex {
        while self.dirty[self.cursor] == 0 {
            self.cursor += 1;
        }
        let bits = &mut self.dirty[self.cursor];
        let bit = bits.trailing_zeros();
        *bits &= *bits - 1;
        self.waiting -= 1;
        GateIndex::try_from(self.cursor * 64).expect("gates are numbered with 32 bits") + bit
    }
}
