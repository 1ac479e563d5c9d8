//! From the gates of a circuit to decision diagrams of when they fail.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::circuit::{Circuit, GateIndex, Input, Rule};
use super::impact::Impact;
use super::order::Order;
use super::policy::Policies;
use crate::analysis::decision::{Algebra, Exceeded, FAILS, NodeIndex, WORKS};
use crate::model::Element;

/// How much work may still be done for all journeys together.
#[derive(Debug)]
pub(super) struct Effort {
    steps_left: u64,
}

impl Effort {
    /// The nodes of one diagram.
    pub(super) const MOST_NODES: usize = 1 << 20;
    /// The steps for one journey: about a second.
    const MOST_STEPS: u64 = 1 << 23;
    /// The steps for all journeys.
    const MOST_STEPS_IN_ALL: u64 = 1 << 25;

    /// Nothing is done yet.
    pub(super) const fn new() -> Self {
        Self {
            steps_left: Self::MOST_STEPS_IN_ALL,
        }
    }
}

/// Unfolds the journeys of a circuit into diagrams, one after the other.
#[derive(Debug)]
pub(super) struct Unfolder<'a, A, const POLICIES: usize> {
    circuit: &'a Circuit,
    policies: [Impact; POLICIES],
    order: Order,
    unfolded: [Unfolded; POLICIES],
    algebra: A,
}

/// One journey, unfolded.
#[derive(Debug)]
pub(super) struct View<'a, A, const POLICIES: usize> {
    pub(super) circuit: &'a Circuit,
    pub(super) algebra: &'a mut A,
    pub(super) order: &'a Order,
    /// The gates on which the journey depends, in order.
    pub(super) behind: Vec<GateIndex>,
    /// When the journey fails, under each policy.
    pub(super) roots: [NodeIndex; POLICIES],
}

impl<A, const POLICIES: usize> View<'_, A, POLICIES> {
    /// The element that a variable stands for.
    pub(super) fn element(&self, variable: u32) -> Element {
        let fault = self.order.faults()[variable as usize];
        self.circuit.faults[fault as usize].0
    }
}

impl<'a, A: Algebra, const POLICIES: usize> Unfolder<'a, A, POLICIES> {
    /// Nothing is unfolded yet; it will be under each of these policies.
    pub(super) fn new(circuit: &'a Circuit, policies: [Impact; POLICIES], algebra: A) -> Self {
        Self {
            circuit,
            policies,
            order: Self::order(circuit, policies),
            unfolded: policies.map(|policy| Unfolded::new(circuit, policy)),
            algebra,
        }
    }

    fn order(circuit: &Circuit, policies: [Impact; POLICIES]) -> Order {
        let each = policies.iter().map(|&policy| Policies::only(policy));
        Order::new(circuit, each.fold(Policies::NONE, Policies::or))
    }

    /// Unfolds what begins at `entry`, with a variable for each element that is asked for, and has `answer` look at
    /// it. Fails if that exceeds what one journey may take, or what is left for all.
    pub(super) fn unfold<T>(
        &mut self,
        effort: &mut Effort,
        entry: GateIndex,
        is_asked: impl Fn(Element) -> bool,
        answer: impl FnOnce(&mut View<'_, A, POLICIES>) -> Result<T, Exceeded>,
    ) -> Result<T, Exceeded> {
        if effort.steps_left == 0 {
            return Err(Exceeded);
        }
        // Room for another journey; most are small, and share what was unfolded for others.
        if self.algebra.size() > Effort::MOST_NODES / 2 {
            self.clear();
        }
        let allowed = effort.steps_left.min(Effort::MOST_STEPS);
        self.algebra.allow(allowed);
        let answer = self.view(entry, is_asked).and_then(|mut view| answer(&mut view));
        effort.steps_left -= allowed - self.algebra.steps_left();
        if answer.is_err() {
            self.clear();
        }
        answer
    }

    fn view(
        &mut self,
        entry: GateIndex,
        is_asked: impl Fn(Element) -> bool,
    ) -> Result<View<'_, A, POLICIES>, Exceeded> {
        let behind = self.order.behind(self.circuit, entry);
        self.algebra.spend(behind.len() as u64)?;
        self.order.reach(self.circuit, entry, is_asked);
        let mut roots = [WORKS; POLICIES];
        for (root, unfolded) in roots.iter_mut().zip(&mut self.unfolded) {
            *root = unfolded.node(self.circuit, &self.order, &mut self.algebra, entry, &behind)?;
        }
        Ok(View {
            circuit: self.circuit,
            algebra: &mut self.algebra,
            order: &self.order,
            behind,
            roots,
        })
    }

    fn clear(&mut self) {
        self.algebra.clear();
        self.order = Self::order(self.circuit, self.policies);
        self.unfolded = self.policies.map(|policy| Unfolded::new(self.circuit, policy));
    }
}

/// When the gates of a circuit fail under one policy, as far as it was asked for.
#[derive(Debug)]
pub(super) struct Unfolded {
    policy: Impact,
    nodes: Vec<NodeIndex>,
}

const UNKNOWN: NodeIndex = NodeIndex::MAX;

impl Unfolded {
    /// Nothing is known of any gate yet.
    pub(super) fn new(circuit: &Circuit, policy: Impact) -> Self {
        Self {
            policy,
            nodes: vec![UNKNOWN; circuit.len()],
        }
    }

    /// When `entry` fails, where `behind` are the gates behind it in order, and `order` has reached them.
    ///
    /// Each gate is worked out once, behind its inputs. Gates that depend on each other begin as if they never failed
    /// and are worked out again as long as one of them changes: the fewest fail that can. Once this has failed, what
    /// is known of gates is not to be relied on.
    pub(super) fn node(
        &mut self,
        circuit: &Circuit,
        order: &Order,
        algebra: &mut impl Algebra,
        entry: GateIndex,
        behind: &[GateIndex],
    ) -> Result<NodeIndex, Exceeded> {
        let mut first = 0;
        while let Some(&gate) = behind.get(first) {
            let mut circle = 1;
            let mut last = self.last_input(circuit, gate);
            while let Some(&next) = behind.get(first + circle).filter(|&&next| next <= last) {
                last = last.max(self.last_input(circuit, next));
                circle += 1;
            }
            // What was asked for before was worked out with everything behind it, and stays.
            let mut gates = behind[first..first + circle].to_vec();
            gates.retain(|&gate| self.nodes[gate as usize] == UNKNOWN);
            if last < gate && !gates.is_empty() {
                self.nodes[gate as usize] = self.fails(circuit, order, algebra, gate)?;
            } else {
                self.unfold_circle(circuit, order, algebra, &gates)?;
            }
            first += circle;
        }
        Ok(self.nodes[entry as usize])
    }

    fn unfold_circle(
        &mut self,
        circuit: &Circuit,
        order: &Order,
        algebra: &mut impl Algebra,
        gates: &[GateIndex],
    ) -> Result<(), Exceeded> {
        for &gate in gates {
            self.nodes[gate as usize] = WORKS;
        }
        // Sweeps from what was reached last, which is nearest to what the circle needs, to what was reached first; what
        // changes behind a sweep is left to the next.
        let entry = |&gate: &GateIndex| (Reverse(order.rank(gate)), gate);
        let mut next: BTreeSet<_> = gates.iter().map(entry).collect();
        while !next.is_empty() {
            let mut sweep = std::mem::take(&mut next);
            while let Some(at) = sweep.pop_first() {
                let (_, gate) = at;
                let fails = self.fails(circuit, order, algebra, gate)?;
                if self.nodes[gate as usize] == fails {
                    continue;
                }
                self.nodes[gate as usize] = fails;
                // A gate is worked out from its inputs, and from theirs.
                for &dependent in circuit.dependents(gate) {
                    let further = circuit.dependents(dependent).iter();
                    let touched = further.chain([&dependent]);
                    for touched in touched
                        .filter(|gate| gates.binary_search(gate).is_ok())
                        .map(entry)
                    {
                        if touched > at { &mut sweep } else { &mut next }.insert(touched);
                    }
                }
            }
        }
        Ok(())
    }

    /// The last input of a gate that is active.
    fn last_input(&self, circuit: &Circuit, gate: GateIndex) -> GateIndex {
        self.inputs(circuit, gate)
            .map(|input| input.gate)
            .max()
            .unwrap_or(0)
    }

    fn inputs<'c>(&self, circuit: &'c Circuit, gate: GateIndex) -> impl Iterator<Item = &'c Input> + use<'c> {
        let policy = self.policy;
        let inputs = circuit.inputs(gate).iter();
        inputs.filter(move |input| input.active.contains(policy))
    }

    /// When a gate fails, by what is known of its inputs.
    ///
    /// What the members of a cluster need in common is taken out of them: if it fails all do, so that the cluster
    /// fails with it, or with its members by what each has of its own. To find that by multiplying would take long.
    fn fails(
        &self,
        circuit: &Circuit,
        order: &Order,
        algebra: &mut impl Algebra,
        gate: GateIndex,
    ) -> Result<NodeIndex, Exceeded> {
        algebra.spend(1)?;
        let rule = circuit.gate(gate).rule;
        if rule == Rule::All {
            return self.fails_but_for(circuit, order, algebra, gate, &[]);
        }
        let mut inputs: Vec<_> = self.inputs(circuit, gate).collect();
        inputs.sort_by_key(|input| order.rank(input.gate));
        let shared = self.shared(circuit, rule, &inputs);
        let mut parts = Vec::with_capacity(inputs.len());
        for input in inputs {
            let fails = if shared.is_empty() {
                self.nodes[input.gate as usize]
            } else {
                self.fails_but_for(circuit, order, algebra, input.gate, &shared)?
            };
            parts.push((fails, input.weight));
        }
        let mut fails = if let Rule::MoreThan(bound) = rule {
            algebra.more_than(&parts, bound)?
        } else {
            let mut parts = parts.iter().rev();
            parts.try_fold(FAILS, |fails, &(part, _)| algebra.both(part, fails))?
        };
        for gate in shared {
            fails = algebra.either(fails, self.nodes[gate as usize])?;
        }
        with_own(circuit, order, algebra, gate, fails)
    }

    /// The inputs that all of several gates have in common, in order, where those gates fail with any of theirs and
    /// all of them together are enough to fail by `rule`.
    fn shared(&self, circuit: &Circuit, rule: Rule, gates: &[&Input]) -> Vec<GateIndex> {
        let enough = match rule {
            Rule::All => false,
            Rule::Any => true,
            Rule::MoreThan(bound) => gates.iter().map(|input| u64::from(input.weight)).sum::<u64>() > bound,
        };
        let fails_with_any = |input: &&Input| circuit.gate(input.gate).rule == Rule::All;
        let Some((first, others)) = gates.split_first() else {
            return Vec::new();
        };
        if !enough || others.is_empty() || !gates.iter().all(fails_with_any) {
            return Vec::new();
        }
        let of = |gate| {
            let mut inputs: Vec<_> = self.inputs(circuit, gate).map(|input| input.gate).collect();
            inputs.sort_unstable();
            inputs
        };
        let mut shared = of(first.gate);
        for other in others {
            if shared.is_empty() {
                break;
            }
            let inputs = of(other.gate);
            shared.retain(|gate| inputs.binary_search(gate).is_ok());
        }
        shared
    }

    /// When a gate fails that does so with any of its inputs, but for some of them.
    fn fails_but_for(
        &self,
        circuit: &Circuit,
        order: &Order,
        algebra: &mut impl Algebra,
        gate: GateIndex,
        without: &[GateIndex],
    ) -> Result<NodeIndex, Exceeded> {
        let inputs = self.inputs(circuit, gate).map(|input| input.gate);
        let mut inputs: Vec<_> = inputs
            .filter(|input| without.binary_search(input).is_err())
            .collect();
        // What is asked last comes first, so that what is asked earlier is put on top of it.
        inputs.sort_by_key(|&input| Reverse(order.rank(input)));
        let mut inputs = inputs.into_iter();
        let fails = inputs.try_fold(WORKS, |fails, input| {
            algebra.either(self.nodes[input as usize], fails)
        })?;
        with_own(circuit, order, algebra, gate, fails)
    }
}

/// When a gate fails, itself or as `inputs` do.
fn with_own(
    circuit: &Circuit,
    order: &Order,
    algebra: &mut impl Algebra,
    gate: GateIndex,
    inputs: NodeIndex,
) -> Result<NodeIndex, Exceeded> {
    order
        .variables(circuit, gate)
        .try_fold(inputs, |fails, variable| {
            let own = algebra.single(variable)?;
            algebra.either(own, fails)
        })
}
