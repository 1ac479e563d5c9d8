//! What "fails" means, as plainly as it can be written: one set of faults at a time, a fixed point over booleans.

use std::collections::{BTreeMap, BTreeSet};

use infra_audit::analysis::faults::Impact;
use infra_audit::model::{
    ClusterIndex, ComponentIndex, Element, Endpoint, Failover, FailoverPlan, GroupIndex, Guarded, Index,
    JourneyAccess, JourneyIndex, Kind, Mode, Need, Topology,
};

/// What has failed.
pub(super) type Failed = BTreeSet<Element>;

/// Instances of components that have failed by themselves, each by its number among those of its component.
pub(super) type FailedInstances = BTreeSet<(ComponentIndex, usize)>;

/// Whether a journey works with nothing failed and nobody's help.
pub(super) fn works(topology: &Topology, journey: JourneyIndex) -> bool {
    [Impact::Outage, Impact::Manual, Impact::Brief]
        .into_iter()
        .all(|policy| works_with(topology, journey, &Failed::new(), policy))
}

/// The impact of the fault of one element on a journey.
pub(super) fn impact(topology: &Topology, element: Element, journey: JourneyIndex) -> Option<Impact> {
    impact_of(topology, &[element].into(), journey)
}

/// The impact on a journey of the loss of several elements at once.
pub(super) fn impact_of(topology: &Topology, failed: &Failed, journey: JourneyIndex) -> Option<Impact> {
    if !works(topology, journey) {
        return None;
    }
    let fails = |failed: &Failed, policy| !works_with(topology, journey, failed, policy);
    let impact = Impact::ALL
        .iter()
        .copied()
        .find(|&policy| fails(failed, policy))?;
    // What fails at this policy, or at one before, with nothing failed is not for what has failed.
    let before = Impact::ALL.iter().filter(|&&policy| policy <= impact);
    let mut blameless = before.map(|&policy| !fails(&Failed::new(), policy));
    blameless.all(|blameless| blameless).then_some(impact)
}

/// Whether a journey works when these elements have failed, under one policy.
pub(super) fn works_with(
    topology: &Topology,
    journey: JourneyIndex,
    failed: &Failed,
    policy: Impact,
) -> bool {
    works_without(topology, journey, failed, &FailedInstances::new(), policy)
}

/// Whether a journey works when these elements and these instances have failed, under one policy.
pub(super) fn works_without(
    topology: &Topology,
    journey: JourneyIndex,
    failed: &Failed,
    instances: &FailedInstances,
    policy: Impact,
) -> bool {
    let state = state(topology, journey, failed, instances, policy);
    match topology.journeys[journey].entry {
        Endpoint::Component(component) => state.works[component.place()],
        Endpoint::Cluster(cluster) => state.cluster_works(cluster),
    }
}

/// Whether a component works in a journey when these elements have failed, under one policy.
pub(super) fn component_works(
    topology: &Topology,
    journey: JourneyIndex,
    failed: &Failed,
    policy: Impact,
    component: ComponentIndex,
) -> bool {
    state(topology, journey, failed, &FailedInstances::new(), policy).works[component.place()]
}

/// Which components work: all of them, until nothing more fails.
fn state<'a>(
    topology: &'a Topology,
    journey: JourneyIndex,
    failed: &'a Failed,
    instances: &'a FailedInstances,
    policy: Impact,
) -> State<'a> {
    let mut state = State {
        topology,
        journey,
        failed,
        instances,
        policy,
        works: vec![true; topology.components.len()],
    };
    loop {
        let mut changed = false;
        for component in topology.components.indices().rev() {
            if state.works[component.place()] && !state.component_works(component) {
                state.works[component.place()] = false;
                changed = true;
            }
        }
        if !changed {
            return state;
        }
    }
}

/// Whether a group still stands: nothing around it has failed, nor itself.
fn group_stands(topology: &Topology, failed: &Failed, group: GroupIndex) -> bool {
    let mut next = Some(group);
    while let Some(group) = next {
        let domain = topology.groups[group].kind.is_failure_domain();
        if domain && failed.contains(&Element::Group(group)) {
            return false;
        }
        next = topology.groups[group].parent;
    }
    true
}

/// Whether the groups that hold all instances of a component stand.
fn holders_stand(topology: &Topology, failed: &Failed, index: ComponentIndex) -> bool {
    let component = &topology.components[index];
    component
        .places
        .iter()
        .filter(|place| !component.replicas.spread.contains(place))
        .all(|&place| group_stands(topology, failed, place))
}

/// Whether enough instances are left where they were.
pub(super) fn enough_instances(topology: &Topology, failed: &Failed, index: ComponentIndex) -> bool {
    enough_but(topology, failed, &FailedInstances::new(), index)
}

/// Whether enough instances are left where they were, when some have failed by themselves.
fn enough_but(
    topology: &Topology,
    failed: &Failed,
    instances: &FailedInstances,
    index: ComponentIndex,
) -> bool {
    let component = &topology.components[index];
    let replicas = &component.replicas;
    if !holders_stand(topology, failed, index) {
        return false;
    }
    let mut left = 0;
    let first = component
        .places
        .iter()
        .find_map(|place| replicas.spread.iter().position(|group| group == place));
    for instance in 0..replicas.count as usize {
        let stands = replicas.spread.is_empty() || {
            let place = (first.unwrap_or(0) + instance) % replicas.spread.len();
            group_stands(topology, failed, replicas.spread[place])
        };
        left += i64::from(stands && !instances.contains(&(index, instance)));
    }
    left -= i64::from(failed.contains(&Element::Component(index)));
    left >= i64::from(replicas.min_available)
}

/// The groups in which a component stands, with those around them, and the groups around all that it is spread over.
fn surroundings(topology: &Topology, component: ComponentIndex) -> BTreeSet<GroupIndex> {
    let component = &topology.components[component];
    let places = component.places.iter();
    let mut around: BTreeSet<GroupIndex> = places.flat_map(|&place| topology.enclosing(place)).collect();
    for group in topology.groups.indices() {
        let holds = |&place: &GroupIndex| topology.enclosing(place).any(|outer| outer == group);
        let spread = &component.replicas.spread;
        if !spread.is_empty() && spread.iter().all(holds) {
            around.insert(group);
        }
    }
    around
}

struct State<'a> {
    topology: &'a Topology,
    journey: JourneyIndex,
    failed: &'a Failed,
    instances: &'a FailedInstances,
    policy: Impact,
    works: Vec<bool>,
}

impl State<'_> {
    fn component_works(&self, component: ComponentIndex) -> bool {
        let mut needs = vec![vec![Need::Hard]];
        if self.policy == Impact::Degraded {
            needs.push(vec![Need::Hard, Need::Optional]);
        }
        self.stands(component) && needs.iter().all(|needs| self.needs_are_met(component, needs))
    }

    fn stands(&self, index: ComponentIndex) -> bool {
        let component = &self.topology.components[index];
        component.kind == Kind::Client
            || enough_but(self.topology, self.failed, self.instances, index)
            || (component.restarts.is_some()
                && matches!(self.policy, Impact::Outage | Impact::Manual)
                && self.has_a_place_to_start(index)
                && self.needs_are_met(index, &[Need::Startup]))
    }

    fn has_a_place_to_start(&self, index: ComponentIndex) -> bool {
        let component = &self.topology.components[index];
        let spread = &component.replicas.spread;
        let stands = |&group: &GroupIndex| group_stands(self.topology, self.failed, group);
        // What is only where it runs now does not bind it.
        let leaves = !spread.is_empty() && component.places.iter().all(|place| !spread.contains(place));
        (leaves || holders_stand(self.topology, self.failed, index))
            && (spread.is_empty() || spread.iter().any(stands))
    }

    /// Whether the relevant needs of these kinds are met, all connections to one cluster being one need.
    fn needs_are_met(&self, from: ComponentIndex, kinds: &[Need]) -> bool {
        let access = self.topology.journeys[self.journey].access;
        let mut of_clusters: BTreeMap<ClusterIndex, BTreeSet<ComponentIndex>> = BTreeMap::new();
        for connection in self.topology.connections.values() {
            let ours = match connection.from {
                Endpoint::Component(source) => source == from,
                Endpoint::Cluster(cluster) => self.topology.components[from].cluster == Some(cluster),
            };
            if !ours || !kinds.contains(&connection.need) || !connection.is_relevant(self.journey, access) {
                continue;
            }
            match connection.to {
                Endpoint::Cluster(cluster) => {
                    let members = self.topology.clusters[cluster].members.iter();
                    of_clusters.entry(cluster).or_default().extend(members);
                }
                Endpoint::Component(to) => match self.topology.components[to].cluster {
                    Some(cluster) => {
                        of_clusters.entry(cluster).or_default().insert(to);
                    }
                    None => {
                        if !self.is_met(from, to) {
                            return false;
                        }
                    }
                },
            }
        }
        of_clusters.iter().all(|(&cluster, named)| {
            let mut seen = self.works.clone();
            for &member in named {
                seen[member.place()] = self.is_met(from, member);
            }
            self.cluster_is_met(cluster, named, &seen)
        })
    }

    /// Whether a component works and every guard on the way to it lets through.
    fn is_met(&self, from: ComponentIndex, to: ComponentIndex) -> bool {
        self.works[to.place()] && self.guards_let_through(from, to)
    }

    fn guards_let_through(&self, from: ComponentIndex, to: ComponentIndex) -> bool {
        let inside = |component: ComponentIndex, guarded: Guarded| match guarded {
            Guarded::Component(other) => component == other,
            Guarded::Group(group) => surroundings(self.topology, component).contains(&group),
        };
        let mut of_clusters: BTreeMap<ClusterIndex, BTreeSet<ComponentIndex>> = BTreeMap::new();
        for (device, component) in self.topology.components.iter() {
            let mut borders = component.guards.iter();
            if !borders.any(|&guarded| inside(from, guarded) != inside(to, guarded)) {
                continue;
            }
            match component.cluster {
                Some(cluster) => {
                    of_clusters.entry(cluster).or_default().insert(device);
                }
                None => {
                    if !self.works[device.place()] {
                        return false;
                    }
                }
            }
        }
        of_clusters
            .iter()
            .all(|(&cluster, named)| self.cluster_is_met(cluster, named, &self.works))
    }

    fn cluster_works(&self, cluster: ClusterIndex) -> bool {
        let members = self.topology.clusters[cluster].members.iter().copied().collect();
        self.cluster_is_met(cluster, &members, &self.works)
    }

    /// Whether a need of a cluster is met that names these members, where `works` tells of each component whether
    /// it works for who names them.
    fn cluster_is_met(
        &self,
        cluster: ClusterIndex,
        named: &BTreeSet<ComponentIndex>,
        works: &[bool],
    ) -> bool {
        let cluster = &self.topology.clusters[cluster];
        let working = |member: &&ComponentIndex| works[member.place()];
        let count = cluster.members.iter().filter(working).count();
        let any_named = named.iter().any(|member| works[member.place()]);
        match &cluster.mode {
            Mode::ActiveActive {
                min_available,
                health_checked,
            } => {
                let strict = matches!(self.policy, Impact::Partial | Impact::Degraded);
                any_named
                    && count >= min_available.in_journey(self.journey) as usize
                    && (*health_checked || !strict || named.iter().all(|member| works[member.place()]))
            }
            Mode::Quorum { min_available } => {
                any_named && count >= min_available.in_journey(self.journey) as usize
            }
            Mode::ActivePassive { active, failover } => self.led(*active, failover, named, works),
            Mode::PrimaryReplica { primary, failover } => {
                if self.topology.journeys[self.journey].access == JourneyAccess::Read {
                    any_named
                } else {
                    self.led(*primary, failover, named, works)
                }
            }
        }
    }

    fn led(
        &self,
        leader: ComponentIndex,
        failover: &FailoverPlan,
        named: &BTreeSet<ComponentIndex>,
        works: &[bool],
    ) -> bool {
        let another = named
            .iter()
            .any(|&member| member != leader && works[member.place()]);
        (named.contains(&leader) && works[leader.place()]) || (another && self.may_fail_over(failover))
    }

    fn may_fail_over(&self, failover: &FailoverPlan) -> bool {
        let allowed = match failover.stated.unwrap_or(Failover::Manual) {
            Failover::Manual => self.policy == Impact::Outage,
            Failover::Restart => matches!(self.policy, Impact::Outage | Impact::Manual),
            Failover::Automatic => true,
        };
        allowed
            && match failover.by {
                None => true,
                Some(Endpoint::Component(component)) => self.works[component.place()],
                Some(Endpoint::Cluster(cluster)) => self.cluster_works(cluster),
            }
    }
}
