//! From a topology to the circuit of its journeys: what "works" means.

mod clusters;
mod components;
mod guards;
mod instances;

use self::instances::Failing;
use super::circuit::{Circuit, Draft, GateIndex, Input, Meaning, Rule};
use super::needs::Needs;
use super::policy::Policies;
use crate::model::{
    ClusterIndex, ComponentIndex, Element, Endpoint, GroupIndex, Index, JourneyIndex, Topology,
};

const NO_GATE: GateIndex = GateIndex::MAX;

/// Builds the circuits of a topology, one after the other.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    topology: &'a Topology,
    failing: Failing,
    needs: &'a Needs,
    /// The journey whose circuit is being built; others may share it.
    journey: JourneyIndex,
    draft: Draft,
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

impl<'a> Builder<'a> {
    /// A builder for the circuits in which one instance of a component fails at a time.
    pub(super) fn new(topology: &'a Topology, needs: &'a Needs) -> Self {
        Self::with(topology, needs, Failing::OneInstance)
    }

    /// A builder for the circuits in which each instance of a component fails by itself: a component appears once for
    /// each among the faults.
    pub(super) fn of_each_instance(topology: &'a Topology, needs: &'a Needs) -> Self {
        Self::with(topology, needs, Failing::EachInstance)
    }

    fn with(topology: &'a Topology, needs: &'a Needs, failing: Failing) -> Self {
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

    fn domain(&mut self, group: GroupIndex) -> Option<GateIndex> {
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
}

const fn always(gate: GateIndex) -> Input {
    during(gate, Policies::ALL)
}

const fn during(gate: GateIndex, active: Policies) -> Input {
    Input {
        gate,
        weight: 1,
        active,
    }
}
