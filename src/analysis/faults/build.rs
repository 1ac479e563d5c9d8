//! From a topology to the circuit of its journeys: what "works" means.

use super::circuit::{Circuit, Draft, GateIndex, Input, Meaning, Rule};
use super::impact::Impact;
use super::instances::Failing;
use super::needs::Needs;
use super::policy::Policies;
use crate::model::{
    ClusterIndex, ComponentIndex, Element, Endpoint, Failover, FailoverPlan, GroupIndex, Index,
    JourneyAccess, JourneyIndex, Kind, Mode, Need, Topology,
};

const NO_GATE: GateIndex = GateIndex::MAX;

/// Builds the circuits of a topology, one after the other.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) topology: &'a Topology,
    pub(super) failing: Failing,
    needs: &'a Needs,
    /// The journey whose circuit is being built; others may share it.
    journey: JourneyIndex,
    pub(super) draft: Draft,
    /// What was declared and waits to be defined.
    declared: Vec<Declared>,
    component_gates: Vec<GateIndex>,
    domain_gates: Vec<GateIndex>,
    cluster_gates: Vec<GateIndex>,
    member_gates: Vec<GateIndex>,
}

#[derive(Clone, Copy, Debug)]
enum Declared {
    Component(ComponentIndex),
    Domain(GroupIndex),
    Cluster(ClusterIndex),
}

/// A named member of a cluster, and the gate that tells whether it works for the one who names it.
/// Lists of them are in the order of components.
type Named = (ComponentIndex, GateIndex);

impl<'a> Builder<'a> {
    pub(super) fn new(topology: &'a Topology, needs: &'a Needs, failing: Failing) -> Self {
        Self {
            topology,
            failing,
            needs,
            journey: JourneyIndex::new(0),
            draft: Draft::default(),
            declared: Vec::new(),
            component_gates: vec![NO_GATE; topology.components.len()],
            domain_gates: vec![NO_GATE; topology.groups.len()],
            cluster_gates: vec![NO_GATE; topology.clusters.len()],
            member_gates: vec![NO_GATE; topology.clusters.len()],
        }
    }

    /// The circuit of journeys that the topology does not tell apart but by where they begin.
    pub(super) fn circuit(&mut self, journeys: &[JourneyIndex]) -> Circuit {
        for &journey in journeys {
            self.journey = journey;
            let entry = self.endpoint(self.topology.journeys[journey].entry);
            self.draft.entries.push((journey, entry));
        }
        while let Some(declared) = self.declared.pop() {
            match declared {
                Declared::Component(component) => self.define_component(component),
                Declared::Domain(group) => self.define_domain(group),
                Declared::Cluster(cluster) => self.define_cluster(cluster),
            }
        }
        let circuit = std::mem::take(&mut self.draft).finish();
        for gate in circuit.gates() {
            match gate.meaning {
                Meaning::Component(component) => self.component_gates[component.place()] = NO_GATE,
                Meaning::Domain(group) => self.domain_gates[group.place()] = NO_GATE,
                Meaning::Cluster(cluster) => self.cluster_gates[cluster.place()] = NO_GATE,
                Meaning::Members(cluster) => self.member_gates[cluster.place()] = NO_GATE,
                _ => {}
            }
        }
        circuit
    }

    fn endpoint(&mut self, endpoint: Endpoint) -> GateIndex {
        match endpoint {
            Endpoint::Component(component) => self.component(component),
            Endpoint::Cluster(cluster) => self.cluster(cluster),
        }
    }

    fn component(&mut self, component: ComponentIndex) -> GateIndex {
        let known = &mut self.component_gates[component.place()];
        if *known == NO_GATE {
            *known = self.draft.declare(Meaning::Component(component));
            self.declared.push(Declared::Component(component));
        }
        *known
    }

    pub(super) fn domain(&mut self, group: GroupIndex) -> Option<GateIndex> {
        let domain = self.needs.domain(group)?;
        let known = &mut self.domain_gates[domain.place()];
        if *known == NO_GATE {
            *known = self.draft.declare(Meaning::Domain(domain));
            self.declared.push(Declared::Domain(domain));
        }
        Some(*known)
    }

    /// The need of a whole cluster whose members stand behind no guard.
    fn cluster(&mut self, cluster: ClusterIndex) -> GateIndex {
        let known = &mut self.cluster_gates[cluster.place()];
        if *known == NO_GATE {
            *known = self.draft.declare(Meaning::Cluster(cluster));
            self.declared.push(Declared::Cluster(cluster));
        }
        *known
    }

    fn define_domain(&mut self, group: GroupIndex) {
        let gate = self.domain_gates[group.place()];
        self.draft.faults.push((Element::Group(group), gate));
        let parent = self.topology.groups[group].parent;
        let around = parent.and_then(|parent| self.domain(parent));
        let inputs: Vec<_> = around.into_iter().map(always).collect();
        self.draft.define(gate, Rule::All, &inputs);
    }

    fn define_cluster(&mut self, cluster: ClusterIndex) {
        let topology = self.topology;
        let members = topology.clusters[cluster].members.iter();
        let mut named: Vec<_> = members.map(|&member| (member, self.component(member))).collect();
        named.sort_unstable();
        let (rule, inputs) = self.cluster_rule(cluster, &named);
        self.draft
            .define(self.cluster_gates[cluster.place()], rule, &inputs);
    }

    fn define_component(&mut self, index: ComponentIndex) {
        let gate = self.component_gates[index.place()];
        let component = &self.topology.components[index];
        let mut needs = ComponentNeeds::default();
        let shared = component
            .cluster
            .map(|cluster| self.needs.of_cluster(cluster))
            .unwrap_or_default();
        for &connection in self.needs.of_component(index).iter().chain(shared) {
            let connection = &self.topology.connections[connection];
            let access = self.topology.journeys[self.journey].access;
            if connection.is_relevant(self.journey, access) {
                self.note_need(index, connection.to, connection.need, &mut needs);
            }
        }
        self.note_cluster_needs(index, &mut needs);

        let mut inputs = needs.running;
        if component.kind != Kind::Client {
            if component.restarts.is_some() {
                let instances = self.draft.declare(Meaning::Instances(index));
                let left = self.instances(index, instances);
                self.draft.define(instances, Rule::All, &left);
                let restart = self.restart(index, needs.starting);
                let standing = [
                    always(instances),
                    during(restart, Policies::before(Impact::Brief)),
                ];
                inputs.push(always(self.draft.gate(
                    Meaning::Standing(index),
                    Rule::Any,
                    &standing,
                )));
            } else {
                inputs.append(&mut self.instances(index, gate));
            }
        }
        self.draft.define(gate, Rule::All, &inputs);
    }

    /// Whether a component can be started again somewhere.
    fn restart(&mut self, index: ComponentIndex, startup_needs: Vec<Input>) -> GateIndex {
        let mut inputs = self.holders(index);
        let spread = &self.topology.components[index].replicas.spread;
        let places: Option<Vec<_>> = spread
            .iter()
            .map(|&place| self.domain(place).map(always))
            .collect();
        if let Some(places) = places.filter(|places| !places.is_empty()) {
            inputs.push(always(self.draft.gate(
                Meaning::Restart(index),
                Rule::Any,
                &places,
            )));
        }
        inputs.extend(startup_needs);
        let gate = self.draft.declare(Meaning::Restart(index));
        self.draft.define(gate, Rule::All, &inputs);
        gate
    }

    fn note_need(&mut self, from: ComponentIndex, to: Endpoint, need: Need, needs: &mut ComponentNeeds) {
        let restarts = self.topology.components[from].restarts.is_some();
        if need == Need::Nothing || (need == Need::Startup && !restarts) {
            return;
        }
        match to {
            Endpoint::Cluster(cluster) => needs.clustered.push((cluster, need, None)),
            Endpoint::Component(component) => {
                if let Some(cluster) = self.topology.components[component].cluster {
                    needs.clustered.push((cluster, need, Some(component)));
                } else {
                    let gate = self.behind_guards(from, component);
                    needs.push(need, gate);
                }
            }
        }
    }

    /// Turns what was noted about clusters into one need of each.
    fn note_cluster_needs(&mut self, from: ComponentIndex, needs: &mut ComponentNeeds) {
        let mut clustered = std::mem::take(&mut needs.clustered);
        clustered.sort_unstable();
        clustered.dedup();
        for of_one in clustered.chunk_by(|one, other| one.0 == other.0) {
            let cluster = of_one[0].0;
            let named = |wanted: &[Need]| {
                let some = of_one.iter().filter(|(_, need, _)| wanted.contains(need));
                some.map(|&(_, _, member)| member).collect::<Option<Vec<_>>>()
            };
            let hard = named(&[Need::Hard]);
            let with_optional = named(&[Need::Hard, Need::Optional]);
            let startup = named(&[Need::Startup]);
            if with_optional != hard {
                let gate = self.cluster_need(cluster, with_optional, from);
                needs.push(Need::Optional, gate);
            }
            for (need, named) in [(Need::Hard, hard), (Need::Startup, startup)] {
                if named.as_ref().is_none_or(|named| !named.is_empty()) {
                    let gate = self.cluster_need(cluster, named, from);
                    needs.push(need, gate);
                }
            }
        }
    }

    /// One component's need of a cluster of which it names some members, or the whole.
    fn cluster_need(
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

    fn named_members(&mut self, cluster: ClusterIndex, named: &[Named]) -> GateIndex {
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

    /// Whether a component works and can be reached past the devices between it and who needs it.
    fn behind_guards(&mut self, from: ComponentIndex, to: ComponentIndex) -> GateIndex {
        let mut inputs = vec![always(self.component(to))];
        inputs.extend(self.guards(from, to).into_iter().map(always));
        self.draft.gate(Meaning::Behind(to), Rule::All, &inputs)
    }

    /// What must work for one component to reach another across guarded borders.
    fn guards(&mut self, from: ComponentIndex, to: ComponentIndex) -> Vec<GateIndex> {
        let devices = self.needs.borders.between(self.topology, from, to);
        let cluster_of = |device: ComponentIndex| self.topology.components[device].cluster;
        let mut clustered: Vec<_> = devices
            .iter()
            .filter_map(|&device| Some((cluster_of(device)?, device)))
            .collect();
        clustered.sort_unstable();
        let single = devices.into_iter().filter(|&device| cluster_of(device).is_none());
        let mut gates: Vec<_> = single.map(|device| self.component(device)).collect();
        for of_one in clustered.chunk_by(|one, other| one.0 == other.0) {
            let named: Vec<Named> = of_one
                .iter()
                .map(|&(_, device)| (device, self.component(device)))
                .collect();
            gates.push(self.named_members(of_one[0].0, &named));
        }
        gates
    }
}

/// The needs of one component in one journey.
#[derive(Debug, Default)]
struct ComponentNeeds {
    /// What must work while it runs.
    running: Vec<Input>,
    /// What must work when it starts.
    starting: Vec<Input>,
    /// Named members of clusters, `None` for all of them.
    clustered: Vec<(ClusterIndex, Need, Option<ComponentIndex>)>,
}

impl ComponentNeeds {
    fn push(&mut self, need: Need, gate: GateIndex) {
        match need {
            Need::Hard => self.running.push(always(gate)),
            Need::Optional => self.running.push(during(gate, Policies::from(Impact::Degraded))),
            Need::Startup => self.starting.push(always(gate)),
            Need::Nothing => {}
        }
    }
}

pub(super) const fn always(gate: GateIndex) -> Input {
    during(gate, Policies::ALL)
}

const fn during(gate: GateIndex, active: Policies) -> Input {
    Input {
        gate,
        weight: 1,
        active,
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
