//! Reduced ordered binary decision diagrams: the function itself, and how probable it is.

use std::collections::BTreeMap;

use super::algebra::{Algebra, FAILS, WORKS};
use super::nodes::{Call, Exceeded, Node, NodeIndex, Nodes};

/// Functions over one order of variables.
#[derive(Debug)]
pub(in crate::analysis) struct Function {
    nodes: Nodes,
    /// For each node so far asked for, the probability that it fails.
    probabilities: Vec<f64>,
    tasks: Vec<Task>,
    results: Vec<NodeIndex>,
}

/// What the failure of one variable means for a function.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::analysis) struct Sensitivity {
    pub(in crate::analysis) variable: u32,
    /// How much more probable the failure of the function is when the variable has failed than when it works.
    pub(in crate::analysis) birnbaum: f64,
}

const EITHER: u32 = 1;
const BOTH: u32 = 2;

/// A step of an operation; written out, because a diagram is as deep as it has variables.
#[derive(Clone, Copy, Debug)]
enum Task {
    Split(Call),
    Join(Call, u32),
}

impl Function {
    /// No functions yet, and room for at most `most_nodes` nodes.
    pub(in crate::analysis) fn new(most_nodes: usize) -> Self {
        Self {
            nodes: Nodes::new(most_nodes),
            probabilities: Vec::new(),
            tasks: Vec::new(),
            results: Vec::new(),
        }
    }

    /// The probability that a function fails, where `failing` is that of each variable and variables fail
    /// independently of each other.
    ///
    /// Only sums and products of probabilities, so that however small the answer is, it is as precise as they are.
    /// Later calls must tell the same probabilities of the same variables; the time is linear in the nodes made since
    /// the last one.
    pub(in crate::analysis) fn probability(&mut self, root: NodeIndex, failing: impl Fn(u32) -> f64) -> f64 {
        if self.probabilities.is_empty() {
            self.probabilities.extend([0.0, 1.0]);
        }
        for index in self.probabilities.len()..self.nodes.len() {
            let node = self.nodes.node(place(index));
            let fails = failing(node.variable);
            let of = |index: NodeIndex| self.probabilities[index as usize];
            self.probabilities
                .push(fails * of(node.high) + (1.0 - fails) * of(node.low));
        }
        self.probabilities[root as usize]
    }

    /// What the failure of each variable means for a function, in the order of variables; those that mean nothing
    /// are left out.
    ///
    /// Every node adds to its variable the probability of reaching it times the difference between its two sides; so
    /// the time is about linear in the nodes below `root`.
    ///
    /// Source: Z. W. Birnbaum, "On the importance of different components in a multicomponent system", in Multivariate
    /// Analysis II, 1969.
    pub(in crate::analysis) fn sensitivities(
        &mut self,
        root: NodeIndex,
        failing: impl Fn(u32) -> f64,
    ) -> Result<Vec<Sensitivity>, Exceeded> {
        self.probability(root, &failing);
        let of = |index: NodeIndex| self.probabilities[index as usize];
        let mut birnbaum: BTreeMap<u32, f64> = BTreeMap::new();
        // What leads to a node stands behind it, so that the last one is always known for good.
        let mut reaching = BTreeMap::from([(root, 1.0)]);
        while let Some((index, reached)) = reaching.pop_last() {
            if index == WORKS || index == FAILS {
                break;
            }
            self.nodes.spend(1)?;
            let node = self.nodes.node(index);
            let fails = failing(node.variable);
            *birnbaum.entry(node.variable).or_default() += reached * (of(node.high) - of(node.low));
            *reaching.entry(node.low).or_default() += reached * (1.0 - fails);
            *reaching.entry(node.high).or_default() += reached * fails;
        }
        Ok(birnbaum
            .into_iter()
            .filter(|&(_, birnbaum)| birnbaum > 0.0)
            .map(|(variable, birnbaum)| Sensitivity { variable, birnbaum })
            .collect())
    }

    fn apply(&mut self, call: Call) -> Result<NodeIndex, Exceeded> {
        self.tasks.clear();
        self.results.clear();
        self.tasks.push(Task::Split(call));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Split(call) => self.split(call)?,
                Task::Join(call, variable) => {
                    let high = self.results.pop().unwrap_or(WORKS);
                    let low = self.results.pop().unwrap_or(WORKS);
                    let joined = if low == high {
                        low
                    } else {
                        self.nodes.intern(Node { variable, low, high })?
                    };
                    self.nodes.remember(call, joined);
                    self.results.push(joined);
                }
            }
        }
        Ok(self.results.pop().unwrap_or(WORKS))
    }

    fn split(&mut self, call: Call) -> Result<(), Exceeded> {
        let Call {
            operation,
            first,
            second,
        } = call;
        let (absorbing, neutral) = if operation == EITHER {
            (FAILS, WORKS)
        } else {
            (WORKS, FAILS)
        };
        let plain = if first == absorbing || second == absorbing {
            Some(absorbing)
        } else if first == neutral || first == second {
            Some(second)
        } else {
            (second == neutral).then_some(first)
        };
        if let Some(plain) = plain {
            self.results.push(plain);
            return Ok(());
        }
        let call = Call {
            operation,
            first: first.min(second),
            second: first.max(second),
        };
        if let Some(known) = self.nodes.result(call) {
            self.results.push(known);
            return Ok(());
        }
        self.nodes.spend(1)?;
        let variable = self.nodes.variable(first).min(self.nodes.variable(second));
        let (first_low, first_high) = self.nodes.branches(call.first, variable, call.first);
        let (second_low, second_high) = self.nodes.branches(call.second, variable, call.second);
        let split = |first, second| {
            Task::Split(Call {
                operation,
                first,
                second,
            })
        };
        self.tasks.extend([
            Task::Join(call, variable),
            split(first_high, second_high),
            split(first_low, second_low),
        ]);
        Ok(())
    }
}

impl Algebra for Function {
    fn single(&mut self, variable: u32) -> Result<NodeIndex, Exceeded> {
        self.nodes.intern(Node {
            variable,
            low: WORKS,
            high: FAILS,
        })
    }

    fn either(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded> {
        self.apply(Call {
            operation: EITHER,
            first,
            second,
        })
    }

    fn both(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded> {
        self.apply(Call {
            operation: BOTH,
            first,
            second,
        })
    }

    fn clear(&mut self) {
        self.nodes.clear();
        self.probabilities.clear();
    }

    fn nodes(&self) -> &Nodes {
        &self.nodes
    }

    fn nodes_mut(&mut self) -> &mut Nodes {
        &mut self.nodes
    }
}

fn place(index: usize) -> NodeIndex {
    NodeIndex::try_from(index).expect("nodes are numbered with 32 bits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expression::{Expression, VARIABLES, expressions};
    use super::*;

    /// The probability that an expression fails, over all that can have failed.
    fn probability(expression: &Expression, failing: &[f64]) -> f64 {
        let of = |failed: u32| -> f64 {
            let each = (0..VARIABLES).zip(failing);
            each.map(|(variable, fails)| {
                if failed & (1 << variable) == 0 {
                    1.0 - fails
                } else {
                    *fails
                }
            })
            .product()
        };
        (0..1 << VARIABLES)
            .filter(|&failed| expression.fails(failed))
            .map(of)
            .sum()
    }

    proptest! {
        #[test]
        fn the_probability_is_that_of_all_states(
            expression in expressions(),
            failing in prop::collection::vec(0.0..=1.0, VARIABLES as usize),
        ) {
            let mut function = Function::new(1 << 20);
            function.allow(1 << 30);
            let root = expression.build(&mut function).expect("there is room");
            let of = |variable: u32| failing[variable as usize];
            let found = function.probability(root, of);
            prop_assert!((found - probability(&expression, &failing)).abs() < 1e-12);
            let sensitivities = function.sensitivities(root, of).expect("there is room");
            for variable in 0..VARIABLES {
                let sides = [1.0, 0.0].map(|fails| {
                    let mut failing = failing.clone();
                    failing[variable as usize] = fails;
                    probability(&expression, &failing)
                });
                let found = sensitivities.iter().find(|found| found.variable == variable);
                let birnbaum = found.map_or(0.0, |found| found.birnbaum);
                prop_assert!((birnbaum - (sides[0] - sides[1])).abs() < 1e-12);
            }
        }

        #[test]
        fn equal_functions_are_the_same_node(one in expressions(), other in expressions()) {
            let mut function = Function::new(1 << 20);
            function.allow(1 << 30);
            let nodes = [&one, &other].map(|expression| expression.build(&mut function).expect("there is room"));
            let same = (0..1 << VARIABLES).all(|failed| one.fails(failed) == other.fails(failed));
            prop_assert_eq!(nodes[0] == nodes[1], same);
        }
    }

    #[test]
    fn small_probabilities_stay_precise() {
        let mut function = Function::new(1 << 10);
        function.allow(1 << 10);
        let mut both = || {
            let (one, other) = (function.single(0)?, function.single(1)?);
            function.both(one, other)
        };
        let root = both().expect("there is room");
        assert!((function.probability(root, |_| 1e-9) / 1e-18 - 1.0).abs() < 1e-15);
    }
}
