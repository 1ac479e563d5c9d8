//! When a component works: where it stands, and what it needs.

use super::{Builder, always, during};
use crate::analysis::faults::circuit::{GateIndex, Input, Meaning, Rule};
use crate::analysis::faults::impact::Impact;
use crate::analysis::faults::policy::Policies;
use crate::model::{ClusterIndex, ComponentIndex, Endpoint, Index, Kind, Need};

impl Builder<'_> {
    pub(super) fn define_component(&mut self, index: ComponentIndex) {
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
        let mut inputs = self.restart_holders(index);
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
