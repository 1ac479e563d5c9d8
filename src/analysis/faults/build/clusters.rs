//! When the need of a cluster is met.

use super::{Builder, NO_GATE, always, during};
use crate::analysis::faults::circuit::{GateIndex, Input, Meaning, Rule};
use crate::analysis::faults::impact::Impact;
use crate::analysis::faults::policy::Policies;
use crate::model::{ClusterIndex, ComponentIndex, Failover, FailoverPlan, Index, JourneyAccess, Mode};

/// A named member of a cluster, and the gate that tells whether it works for the one who names it.
/// Lists of them are in the order of components.
pub(super) type Named = (ComponentIndex, GateIndex);

impl Builder<'_> {
    pub(super) fn define_cluster(&mut self, cluster: ClusterIndex) {
        let topology = self.topology;
        let members = topology.clusters[cluster].members.iter();
        let mut named: Vec<_> = members.map(|&member| (member, self.component(member))).collect();
        named.sort_unstable();
        let (rule, inputs) = self.cluster_rule(cluster, &named);
        self.draft
            .define(self.cluster_gates[cluster.place()], rule, &inputs);
    }

    /// One component's need of a cluster of which it names some members, or the whole.
    pub(super) fn cluster_need(
        &mut self,
        cluster: ClusterIndex,
        named: Option<Vec<ComponentIndex>>,
        from: ComponentIndex,
    ) -> GateIndex {
        let members = &self.topology.clusters[cluster].members;
        let unguarded = self.needs.borders.is_empty();
        let Some(mut named) = named.or_else(|| (!unguarded).then(|| members.clone())) else {
            return self.cluster(cluster);
        };
        named.sort_unstable();
        named.dedup();
        let named: Vec<Named> = named
            .into_iter()
            .map(|member| (member, self.behind_guards(from, member)))
            .collect();
        self.named_members(cluster, &named)
    }

    pub(super) fn named_members(&mut self, cluster: ClusterIndex, named: &[Named]) -> GateIndex {
        let whole = named.len() == self.topology.clusters[cluster].members.len();
        if whole && !self.is_guarded(named) {
            return self.cluster(cluster);
        }
        let (rule, inputs) = self.cluster_rule(cluster, named);
        // The gate of the whole cluster alone carries the cluster's own meaning, so that it can be found again.
        self.draft.gate(Meaning::Named(cluster), rule, &inputs)
    }

    /// When a need of a cluster fails of which these members are named.
    fn cluster_rule(&mut self, index: ClusterIndex, named: &[Named]) -> (Rule, Vec<Input>) {
        let cluster = &self.topology.clusters[index];
        match &cluster.mode {
            Mode::ActiveActive {
                min_available,
                health_checked,
            } => {
                let mut inputs = self.enough(index, min_available.in_journey(self.journey), named);
                if !health_checked {
                    let unchecked = Policies::from(Impact::Partial);
                    inputs.extend(named.iter().map(|&(_, gate)| during(gate, unchecked)));
                }
                (Rule::All, inputs)
            }
            Mode::Quorum { min_available } => (
                Rule::All,
                self.enough(index, min_available.in_journey(self.journey), named),
            ),
            Mode::ActivePassive { active, failover } => self.led(index, *active, failover, named),
            Mode::PrimaryReplica { primary, failover } => {
                if self.topology.journeys[self.journey].access == JourneyAccess::Read {
                    (Rule::Any, named.iter().map(|&(_, gate)| always(gate)).collect())
                } else {
                    self.led(index, *primary, failover, named)
                }
            }
        }
    }

    /// What must all work for a named member to work and `least` of all members.
    fn enough(&mut self, cluster: ClusterIndex, least: u32, named: &[Named]) -> Vec<Input> {
        let members = &self.topology.clusters[cluster].members;
        let least = least.max(1) as usize;
        let meaning = Meaning::Some(cluster);
        let Some(spare) = members.len().checked_sub(least) else {
            return vec![always(self.draft.gate(meaning, Rule::Any, &[]))];
        };
        let inputs: Vec<_> = named.iter().map(|&(_, gate)| always(gate)).collect();
        let whole = named.len() == members.len();
        if whole && spare == 0 {
            return inputs;
        }
        if whole && least > 1 {
            return vec![always(self.draft.gate(
                meaning,
                Rule::MoreThan(spare as u64),
                &inputs,
            ))];
        }
        let mut enough = vec![always(self.draft.gate(meaning, Rule::Any, &inputs))];
        if least > 1 {
            enough.push(always(self.members(cluster, spare, named)));
        }
        enough
    }

    /// Whether more than `spare` of all members of a cluster fail, the named ones as seen by who names them.
    fn members(&mut self, cluster: ClusterIndex, spare: usize, named: &[Named]) -> GateIndex {
        let topology = self.topology;
        let guarded = self.is_guarded(named);
        let known = self.member_gates[cluster.place()];
        if !guarded && known != NO_GATE {
            return known;
        }
        let inputs: Vec<_> = topology.clusters[cluster]
            .members
            .iter()
            .map(|&member| {
                let seen = named.binary_search_by_key(&member, |&(named, _)| named);
                always(seen.map_or_else(|_| self.component(member), |place| named[place].1))
            })
            .collect();
        let gate = self.draft.declare(if guarded {
            Meaning::Some(cluster)
        } else {
            Meaning::Members(cluster)
        });
        self.draft.define(gate, Rule::MoreThan(spare as u64), &inputs);
        if !guarded {
            self.member_gates[cluster.place()] = gate;
        }
        gate
    }

    /// When a need of a cluster fails in which one member leads.
    fn led(
        &mut self,
        cluster: ClusterIndex,
        leader: ComponentIndex,
        failover: &FailoverPlan,
        named: &[Named],
    ) -> (Rule, Vec<Input>) {
        let (leading, others): (Vec<Named>, Vec<Named>) =
            named.iter().partition(|&&(member, _)| member == leader);
        let mut inputs: Vec<_> = leading.iter().map(|&(_, gate)| always(gate)).collect();
        if !others.is_empty() {
            let others: Vec<_> = others.iter().map(|&(_, gate)| always(gate)).collect();
            let mut takeover = vec![always(self.draft.gate(
                Meaning::Some(cluster),
                Rule::Any,
                &others,
            ))];
            takeover.extend(failover.by.map(|by| always(self.endpoint(by))));
            let gate = self.draft.gate(Meaning::Takeover(cluster), Rule::All, &takeover);
            inputs.push(during(gate, allowed(failover.effective())));
        }
        (Rule::Any, inputs)
    }

    fn is_guarded(&self, named: &[Named]) -> bool {
        named
            .iter()
            .any(|&(member, gate)| self.component_gates[member.place()] != gate)
    }
}

/// The policies under which a failover helps.
const fn allowed(failover: Failover) -> Policies {
    match failover {
        Failover::Automatic => Policies::ALL,
        Failover::Restart => Policies::before(Impact::Brief),
        Failover::Manual => Policies::before(Impact::Manual),
    }
}
