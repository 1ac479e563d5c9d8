//! The nodes of a decision diagram, each stored once, and the bounds on the work with them.

use thiserror::Error;

/// The place of a node in its diagram. A node stands behind the nodes that it leads to.
pub(in crate::analysis) type NodeIndex = u32;

/// The work exceeds what was allowed for it; what was being worked out is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the decision diagram is larger than allowed")]
pub(in crate::analysis) struct Exceeded;

/// A question and where each answer leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    /// What is asked for; a smaller number is asked earlier.
    pub(super) variable: u32,
    /// Where it works.
    pub(super) low: NodeIndex,
    /// Where it has failed.
    pub(super) high: NodeIndex,
}

/// An operation on two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The operation, by a number of the diagram's choice, not zero.
    pub(super) operation: u32,
    pub(super) first: NodeIndex,
    pub(super) second: NodeIndex,
}

/// The nodes of one diagram and the operations already done on them.
///
/// The first two nodes are the two answers; they ask for no variable.
#[derive(Debug)]
pub(in crate::analysis) struct Nodes {
    all: Vec<Node>,
    /// Open addressing over them; zero where a slot is free. At most half full.
    slots: Vec<NodeIndex>,
    /// The last result of each operation, one for each slot: a newer one drives out an older one.
    ///
    /// Source: K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient implementation of a BDD package", Design Automation
    /// Conference, 1990.
    results: Vec<(Call, NodeIndex)>,
    most: usize,
    steps_left: u64,
}

const ANSWER: Node = Node {
    variable: u32::MAX,
    low: 0,
    high: 0,
};

const NO_CALL: Call = Call {
    operation: 0,
    first: 0,
    second: 0,
};

impl Nodes {
    const FEWEST_SLOTS: usize = 1 << 10;
    const MOST_RESULTS: usize = 1 << 20;

    /// No nodes but the two answers, and room for at most `most`.
    pub(super) fn new(most: usize) -> Self {
        Self {
            all: vec![ANSWER; 2],
            slots: vec![0; Self::FEWEST_SLOTS],
            results: vec![(NO_CALL, 0); Self::FEWEST_SLOTS],
            most,
            steps_left: 0,
        }
    }

    /// Forgets every node.
    pub(super) fn clear(&mut self) {
        *self = Self {
            steps_left: self.steps_left,
            ..Self::new(self.most)
        };
    }

    /// Allows so many steps from now on.
    pub(super) fn allow(&mut self, steps: u64) {
        self.steps_left = steps;
    }

    /// How many steps are still allowed.
    pub(super) fn steps_left(&self) -> u64 {
        self.steps_left
    }

    /// Takes steps from what is allowed.
    pub(super) fn spend(&mut self, steps: u64) -> Result<(), Exceeded> {
        let left = self.steps_left.checked_sub(steps);
        self.steps_left = left.unwrap_or(0);
        left.map(|_| ()).ok_or(Exceeded)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn node(&self, index: NodeIndex) -> Node {
        self.all[index as usize]
    }

    /// What a node asks for; of an answer, a number behind every variable.
    pub(super) fn variable(&self, index: NodeIndex) -> u32 {
        self.node(index).variable
    }

    /// Where a node leads when `variable` works, and when it has failed. The node asks for this variable or for later
    /// ones; if for later ones, it stays where it is when the variable works, and goes to `absent` when it has failed.
    pub(super) fn branches(
        &self,
        index: NodeIndex,
        variable: u32,
        absent: NodeIndex,
    ) -> (NodeIndex, NodeIndex) {
        let node = self.node(index);
        if node.variable == variable {
            (node.low, node.high)
        } else {
            (index, absent)
        }
    }

    /// The one node that asks so and leads there.
    pub(super) fn intern(&mut self, node: Node) -> Result<NodeIndex, Exceeded> {
        let mut slot = self.slot(node);
        let known = self.slots[slot];
        if known != 0 {
            return Ok(known);
        }
        if self.all.len() >= self.most {
            return Err(Exceeded);
        }
        if self.all.len() * 2 >= self.slots.len() {
            self.grow();
            slot = self.slot(node);
        }
        let index = NodeIndex::try_from(self.all.len()).map_err(|_| Exceeded)?;
        self.all.push(node);
        self.slots[slot] = index;
        Ok(index)
    }

    /// The slot that holds a node, or where it belongs.
    fn slot(&self, node: Node) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = mix(node.variable, node.low, node.high) & mask;
        while self.slots[slot] != 0 && self.node(self.slots[slot]) != node {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let count = self.slots.len() * 2;
        self.slots = vec![0; count];
        for index in 2..self.all.len() {
            let slot = self.slot(self.all[index]);
            self.slots[slot] = NodeIndex::try_from(index).unwrap_or(0);
        }
        if self.results.len() < count.min(Self::MOST_RESULTS) {
            let old = std::mem::replace(&mut self.results, vec![(NO_CALL, 0); count]);
            for (call, result) in old {
                self.remember(call, result);
            }
        }
    }

    /// The result of an operation, if it is remembered.
    pub(super) fn result(&self, call: Call) -> Option<NodeIndex> {
        let (known, result) = self.results[self.result_slot(call)];
        (known == call).then_some(result)
    }

    /// Remembers the result of an operation.
    pub(super) fn remember(&mut self, call: Call, result: NodeIndex) {
        let slot = self.result_slot(call);
        self.results[slot] = (call, result);
    }

    fn result_slot(&self, call: Call) -> usize {
        mix(call.operation, call.first, call.second) & (self.results.len() - 1)
    }
}

/// Numbers that look random, one for each triple.
///
/// Source: the finalizer of G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA, 2014.
fn mix(first: u32, second: u32, third: u32) -> usize {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut mixed = (u64::from(second) << 32 | u64::from(third)) ^ u64::from(first).wrapping_mul(GOLDEN);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    // The places are 32 bits wide at most, and the upper half is as well mixed as the lower.
    (mixed >> 32) as usize
}
