//! Zero-suppressed decision diagrams: the minimal sets of failures.
//!
//! A family holds sets of variables none of which contains another. Operations keep it so, and drop what is larger
//! than the largest set asked for as early as they can: what cannot become small again is never made.

use super::algebra::{Algebra, FAILS, WORKS};
use super::nodes::{Call, Exceeded, Node, NodeIndex, Nodes};

/// Families of minimal sets of at most so many variables, over one order of variables.
#[derive(Debug)]
pub(in crate::analysis) struct Family {
    nodes: Nodes,
    /// The size of the largest set asked for.
    order: u32,
    /// For each node, the size of its largest set.
    largest: Vec<u32>,
    /// For each node so far asked for, how many sets of each size it has, from none up to the order.
    counts: Vec<u64>,
    tasks: Vec<Task>,
    results: Vec<NodeIndex>,
}

/// The sets of the first that contain no set of the second.
const WITHOUT: u32 = 1;
/// The minimal sets among those of both.
const UNION: u32 = 2;
/// The sets of the first that are not larger than the second number.
const LIMIT: u32 = 3;
/// The minimal sets that contain one of each and are not larger than the operation's number less this.
const PRODUCT: u32 = 4;

/// A step of an operation; written out, because a diagram is as deep as it has variables.
#[derive(Clone, Copy, Debug)]
enum Task {
    /// Does an operation.
    Do(Call),
    /// Does an operation on the last result and a node.
    On(u32, NodeIndex),
    /// Does an operation on the last two results.
    OnBoth(u32),
    /// Takes from the last result what contains a set of the one before, which stays.
    Minimal,
    /// Makes a node of the last two results: the answer to a call.
    Join(Call, u32),
    /// Remembers the last result as the answer to a call.
    Remember(Call),
}

impl Family {
    /// No families yet, of sets of at most `order` variables, and room for at most `most_nodes` nodes.
    pub(in crate::analysis) fn new(order: u32, most_nodes: usize) -> Self {
        Self {
            nodes: Nodes::new(most_nodes),
            order,
            largest: vec![0; 2],
            counts: Vec::new(),
            tasks: Vec::new(),
            results: Vec::new(),
        }
    }

    fn run(&mut self, call: Call) -> Result<NodeIndex, Exceeded> {
        self.tasks.clear();
        self.results.clear();
        self.tasks.push(Task::Do(call));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Do(call) => self.call(call)?,
                Task::On(operation, second) => {
                    let first = self.pop();
                    self.call(Call {
                        operation,
                        first,
                        second,
                    })?;
                }
                Task::OnBoth(operation) => {
                    let second = self.pop();
                    let first = self.pop();
                    self.call(Call {
                        operation,
                        first,
                        second,
                    })?;
                }
                Task::Minimal => {
                    let first = self.pop();
                    let second = self.results.last().copied().unwrap_or(WORKS);
                    self.call(Call {
                        operation: WITHOUT,
                        first,
                        second,
                    })?;
                }
                Task::Join(call, variable) => {
                    let high = self.pop();
                    let low = self.pop();
                    let joined = self.join(Node { variable, low, high })?;
                    self.nodes.remember(call, joined);
                    self.results.push(joined);
                }
                Task::Remember(call) => {
                    let result = self.results.last().copied().unwrap_or(WORKS);
                    self.nodes.remember(call, result);
                }
            }
        }
        Ok(self.pop())
    }

    fn pop(&mut self) -> NodeIndex {
        self.results.pop().unwrap_or(WORKS)
    }

    /// The family of the sets of `low` and of those of `high` with the variable.
    fn join(&mut self, node: Node) -> Result<NodeIndex, Exceeded> {
        if node.high == WORKS {
            return Ok(node.low);
        }
        let joined = self.nodes.intern(node)?;
        if joined as usize == self.largest.len() {
            let with = self.largest[node.high as usize] + 1;
            self.largest.push(self.largest[node.low as usize].max(with));
        }
        Ok(joined)
    }

    /// Does an operation: pushes its result, or what is left to do for it.
    fn call(&mut self, mut call: Call) -> Result<(), Exceeded> {
        if let Some(plain) = self.plain(&mut call) {
            self.results.push(plain);
            return Ok(());
        }
        if let Some(known) = self.nodes.result(call) {
            self.results.push(known);
            return Ok(());
        }
        self.nodes.spend(1)?;
        match call.operation {
            WITHOUT => self.without(call),
            UNION => self.union(call),
            LIMIT => self.limit(call),
            _ => self.product(call),
        }
        Ok(())
    }

    /// The result of an operation that needs no work. Brings a call into the form in which it is remembered.
    fn plain(&self, call: &mut Call) -> Option<NodeIndex> {
        let Call {
            operation,
            first,
            second,
        } = *call;
        match operation {
            WITHOUT if first == WORKS || second == FAILS || first == second => Some(WORKS),
            WITHOUT if second == WORKS || first == FAILS => Some(first),
            WITHOUT => None,
            LIMIT if self.largest[first as usize] <= second => Some(first),
            // The only set that fits is the empty one, and that would stand alone.
            LIMIT => (second == 0).then_some(WORKS),
            UNION if first == FAILS || second == FAILS => Some(FAILS),
            UNION if first == WORKS || first == second => Some(second),
            UNION if second == WORKS => Some(first),
            UNION => {
                *call = union(first.min(second), first.max(second));
                None
            }
            _ if first == WORKS || second == WORKS => Some(WORKS),
            product if first == second || first == FAILS || second == FAILS => {
                *call = limit(if first == FAILS { second } else { first }, product - PRODUCT);
                self.plain(call)
            }
            PRODUCT => Some(WORKS),
            operation => {
                *call = Call {
                    operation,
                    first: first.min(second),
                    second: first.max(second),
                };
                None
            }
        }
    }

    fn without(&mut self, call: Call) {
        let Call { first, second, .. } = call;
        let (node, from) = (self.nodes.node(first), self.nodes.node(second));
        if from.variable < node.variable {
            // Sets with a variable that the first does not have are contained in none of its sets.
            self.tasks
                .extend([Task::Remember(call), Task::Do(without(first, from.low))]);
            return;
        }
        self.tasks.push(Task::Join(call, node.variable));
        if from.variable == node.variable {
            self.tasks.extend([
                Task::On(WITHOUT, from.high),
                Task::Do(without(node.high, from.low)),
                Task::Do(without(node.low, from.low)),
            ]);
        } else {
            self.tasks.extend([
                Task::Do(without(node.high, second)),
                Task::Do(without(node.low, second)),
            ]);
        }
    }

    fn union(&mut self, call: Call) {
        let variable = self.top(call);
        let (first_low, first_high) = self.nodes.branches(call.first, variable, WORKS);
        let (second_low, second_high) = self.nodes.branches(call.second, variable, WORKS);
        self.tasks.extend([
            Task::Join(call, variable),
            Task::Minimal,
            Task::Do(union(first_high, second_high)),
            Task::Do(union(first_low, second_low)),
        ]);
    }

    fn limit(&mut self, call: Call) {
        let node = self.nodes.node(call.first);
        self.tasks.extend([
            Task::Join(call, node.variable),
            Task::Do(limit(node.high, call.second - 1)),
            Task::Do(limit(node.low, call.second)),
        ]);
    }

    fn product(&mut self, call: Call) {
        let variable = self.top(call);
        let (first_low, first_high) = self.nodes.branches(call.first, variable, WORKS);
        let (second_low, second_high) = self.nodes.branches(call.second, variable, WORKS);
        // With the variable failed, a side fails as it does without, or with what is left of its sets. Where only one
        // side has the variable, what it does without is multiplied already.
        let only_first = second_high == WORKS;
        let only_second = first_high == WORKS;
        self.tasks.extend([
            Task::Join(call, variable),
            Task::Minimal,
            Task::OnBoth(call.operation - 1),
            Task::Do(union(if only_second { WORKS } else { second_low }, second_high)),
            Task::Do(union(if only_first { WORKS } else { first_low }, first_high)),
            Task::Do(Call {
                operation: call.operation,
                first: first_low,
                second: second_low,
            }),
        ]);
    }

    fn top(&self, call: Call) -> u32 {
        self.nodes
            .variable(call.first)
            .min(self.nodes.variable(call.second))
    }
}

const fn without(first: NodeIndex, second: NodeIndex) -> Call {
    Call {
        operation: WITHOUT,
        first,
        second,
    }
}

const fn union(first: NodeIndex, second: NodeIndex) -> Call {
    Call {
        operation: UNION,
        first,
        second,
    }
}

const fn limit(first: NodeIndex, largest: u32) -> Call {
    Call {
        operation: LIMIT,
        first,
        second: largest,
    }
}

impl Family {
    /// How many sets of each size a family has, from one up to the largest size asked for.
    ///
    /// The time is that of one step for each size and each node made since the last call. Fails as well where a count
    /// does not fit into its number.
    pub(in crate::analysis) fn counts(&mut self, root: NodeIndex) -> Result<Vec<u64>, Exceeded> {
        let sizes = self.sizes();
        if self.counts.is_empty() {
            self.counts.resize(2 * sizes, 0);
            self.counts[FAILS as usize * sizes] = 1;
        }
        for index in self.counts.len() / sizes..self.nodes.len() {
            let node = self.nodes.node(NodeIndex::try_from(index).map_err(|_| Exceeded)?);
            let (low, high) = (node.low as usize * sizes, node.high as usize * sizes);
            for size in 0..sizes {
                let with = size.checked_sub(1).map_or(0, |size| self.counts[high + size]);
                self.counts.push(self.counts[low + size].saturating_add(with));
            }
        }
        let counts = (1..sizes).map(|size| Some(self.count(root, size)).filter(|&count| count < u64::MAX));
        counts.collect::<Option<_>>().ok_or(Exceeded)
    }

    /// The first sets of a family, at most `most`: smaller ones first, then by their variables.
    ///
    /// The time is at most that of walking, for each set, over the nodes that it passes by. Wants the counts of the
    /// family to be known.
    pub(in crate::analysis) fn sets(&self, root: NodeIndex, most: usize) -> Vec<Vec<u32>> {
        let mut sets = Vec::new();
        let mut path = Vec::new();
        for size in 1..self.sizes() {
            let mut waiting = vec![(root, size, 0)];
            while let Some((index, missing, length)) = waiting.pop() {
                if sets.len() >= most {
                    return sets;
                }
                path.truncate(length);
                if self.count(index, missing) == 0 {
                    continue;
                }
                if missing == 0 {
                    sets.push(path.clone());
                    continue;
                }
                let node = self.nodes.node(index);
                waiting.push((node.low, missing, length));
                // What is taken next goes on with this variable.
                path.push(node.variable);
                waiting.push((node.high, missing - 1, length + 1));
            }
        }
        sets
    }

    fn sizes(&self) -> usize {
        self.order as usize + 1
    }

    /// How many sets of one size a family has.
    fn count(&self, index: NodeIndex, size: usize) -> u64 {
        self.counts[index as usize * self.sizes() + size]
    }
}

impl Algebra for Family {
    fn single(&mut self, variable: u32) -> Result<NodeIndex, Exceeded> {
        self.join(Node {
            variable,
            low: WORKS,
            high: FAILS,
        })
    }

    fn either(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded> {
        self.run(union(first, second))
    }

    fn both(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded> {
        self.run(Call {
            operation: PRODUCT + self.order,
            first,
            second,
        })
    }

    fn clear(&mut self) {
        self.nodes.clear();
        self.largest.truncate(2);
        self.counts.clear();
    }

    fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    fn nodes_mut(&mut self) -> &mut Nodes {
        &mut self.nodes
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::expression::{Expression, VARIABLES, expressions};
    use super::*;

    /// The minimal sets of at most `order` failures that make an expression fail, by trying all sets.
    fn minimal(expression: &Expression, order: u32) -> BTreeSet<Vec<u32>> {
        let fails = |failed: u32| expression.fails(failed);
        let without_one = |failed: u32| (0..VARIABLES).map(move |variable| failed & !(1 << variable));
        (1..1u32 << VARIABLES)
            .filter(|&failed| failed.count_ones() <= order && fails(failed))
            .filter(|&failed| without_one(failed).all(|less| less == failed || !fails(less)))
            .map(|failed| {
                (0..VARIABLES)
                    .filter(|variable| failed & (1 << variable) != 0)
                    .collect()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn the_sets_are_the_minimal_ones(expression in expressions(), order in 1u32..=5) {
            let mut family = Family::new(order, 1 << 20);
            family.allow(1 << 30);
            let root = expression.build(&mut family).expect("there is room");
            let expected = minimal(&expression, order);
            let counts = family.counts(root).expect("there is room");
            let sets = family.sets(root, usize::MAX);
            let found: BTreeSet<_> = sets.iter().cloned().collect();
            prop_assert_eq!(sets.len(), found.len());
            prop_assert_eq!(&found, &expected);
            prop_assert!(sets.is_sorted_by_key(Vec::len));
            for (size, &count) in (1..).zip(&counts) {
                let of_size = expected.iter().filter(|set| set.len() == size).count();
                prop_assert_eq!(count, of_size as u64);
            }
            prop_assert_eq!(family.sets(root, 2), &sets[..sets.len().min(2)]);
        }
    }

    #[test]
    fn work_ends_where_it_must() {
        let mut family = Family::new(3, 1 << 10);
        family.allow(10);
        let mut all = Ok(WORKS);
        for variable in 0..40 {
            all = all.and_then(|all| {
                let single = family.single(variable)?;
                family.either(all, single)
            });
        }
        assert_eq!(all, Err(Exceeded));
    }
}
