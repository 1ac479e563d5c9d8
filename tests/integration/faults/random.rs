//! Random models, made from a list of choices so that a shorter list makes a simpler model.

use std::collections::BTreeMap;

use infra_audit::model::{
    Access, Cluster, ClusterIndex, Component, ComponentIndex, Connection, Endpoint, Failover, FailoverPlan,
    Group, GroupIndex, GroupKind, Guarded, Index, Journey, JourneyAccess, JourneyIndex, Kind, Mode, Need,
    Purpose, Replicas, Restarts, ServedJourneys, Threshold, Topology,
};
use infra_audit::source::Span;
use proptest::prelude::*;

/// Small models, with the simpler ones first.
pub(super) fn topologies() -> impl Strategy<Value = Topology> {
    let choices = proptest::collection::vec(any::<u16>(), 0..600);
    choices.prop_map(|choices| {
        let mut maker = Maker::new(&choices);
        maker.make();
        maker.topology
    })
}

/// Small models in which most of what stands anywhere is spread over groups, and every third component guards a border.
pub(super) fn spread_behind_guards() -> impl Strategy<Value = Topology> {
    let choices = proptest::collection::vec(any::<u16>(), 100..600);
    choices.prop_map(|choices| {
        let mut maker = Maker::new(&choices);
        maker.make();
        for place in maker.topology.components.indices() {
            let spread = maker.groups(4);
            let guards: Vec<_> = (0..maker.below(3) / 2).map(|_| maker.guarded()).collect();
            let stays = maker.below(3) == 2;
            let component = &mut maker.topology.components[place];
            component.guards.extend(guards);
            component.guards.sort_unstable();
            component.guards.dedup();
            component.replicas.spread = spread;
            if !stays {
                component.places.clear();
            }
        }
        maker.topology
    })
}

/// A client above layers of clusters of three, each member of which needs the cluster of the next layer and stands on
/// a host of its own, three hosts to a zone. With nothing failed, everything works.
pub(super) fn tower(layers: usize, seed: u32) -> Topology {
    let choices: Vec<u16> = stream(seed).take(layers * 40).collect();
    let mut maker = Maker::new(&choices);
    let client = Endpoint::Component(
        maker
            .topology
            .components
            .push(component("visitor".to_owned(), Kind::Client)),
    );
    let mut callers = vec![client];
    for layer in 0..layers {
        let zone = maker
            .topology
            .groups
            .push(group(format!("zone-{layer}"), GroupKind::Zone, None));
        let mut members = Vec::new();
        for place in 0..3 {
            let host = group(format!("host-{layer}-{place}"), GroupKind::Host, Some(zone));
            let mut member = component(format!("member-{layer}-{place}"), Kind::Service);
            member.places.push(maker.topology.groups.push(host));
            member.cluster = Some(ClusterIndex::new(layer));
            members.push(maker.topology.components.push(member));
        }
        maker.add_cluster_of(format!("layer-{layer}"), members.clone(), 1);
        for from in callers {
            let below = Endpoint::Cluster(ClusterIndex::new(layer));
            maker
                .topology
                .connections
                .push(connection(from, below, Need::Hard));
        }
        callers = members.into_iter().map(Endpoint::Component).collect();
    }
    for &access in JourneyAccess::ALL {
        maker
            .topology
            .journeys
            .push(journey(access.to_string(), client, access));
    }
    maker.topology
}

/// Numbers that look random. Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003.
fn stream(seed: u32) -> impl Iterator<Item = u16> {
    std::iter::successors(Some(seed), |&state| {
        let state = state ^ (state << 13);
        let state = state ^ (state >> 17);
        Some(state ^ (state << 5))
    })
    .map(|state| u16::try_from(state >> 16).expect("sixteen bits are left"))
}

/// A group that says nothing but what it is.
pub(super) fn group(id: String, kind: GroupKind, parent: Option<GroupIndex>) -> Group {
    Group {
        id,
        span: Span::default(),
        kind,
        title: None,
        parent,
        trust: None,
        firewall: None,
        monitored_by: Vec::new(),
        backed_up_by: Vec::new(),
        availability: None,
    }
}

/// A component that stands nowhere and needs nothing.
pub(super) fn component(id: String, kind: Kind) -> Component {
    Component {
        id,
        span: Span::default(),
        kind,
        title: None,
        software: None,
        description: None,
        places: Vec::new(),
        replicas: Replicas {
            count: 1,
            min_available: 1,
            spread: Vec::new(),
        },
        restarts: None,
        managed: false,
        balance: None,
        firewall: None,
        guards: Vec::new(),
        monitored_by: Vec::new(),
        backed_up_by: Vec::new(),
        address: None,
        data: None,
        encrypted_at_rest: None,
        availability: None,
        cluster: None,
    }
}

/// A connection that serves every journey.
pub(super) fn connection(from: Endpoint, to: Endpoint, need: Need) -> Connection {
    Connection {
        id: String::new(),
        span: Span::default(),
        from,
        to,
        protocol: None,
        port: None,
        tls: None,
        redirect: false,
        purpose: Purpose::Traffic,
        need,
        serves: ServedJourneys::All,
        access: Access::ReadWrite,
        auth: None,
        data: None,
        description: None,
    }
}

/// A journey that the file states.
pub(super) fn journey(id: String, entry: Endpoint, access: JourneyAccess) -> Journey {
    Journey {
        id,
        span: Span::default(),
        entry,
        access,
        assumed: false,
    }
}

struct Maker<'a> {
    choices: std::slice::Iter<'a, u16>,
    topology: Topology,
}

impl<'a> Maker<'a> {
    fn new(choices: &'a [u16]) -> Self {
        Self {
            choices: choices.iter(),
            topology: Topology::default(),
        }
    }

    fn make(&mut self) {
        let journeys = 1 + self.below(4);
        for place in 0..self.below(7) {
            let group = self.group(place);
            self.topology.groups.push(group);
        }
        for place in 0..2 + self.below(10) {
            let component = self.component(place);
            self.topology.components.push(component);
        }
        for place in 0..=self.below(4) {
            self.add_cluster(place, journeys);
        }
        for (index, cluster) in self.topology.clusters.iter() {
            for &member in &cluster.members {
                self.topology.components[member].cluster = Some(index);
            }
        }
        for component in self.topology.components.indices() {
            if self.below(8) == 7 {
                let guarded = self.guarded();
                self.topology.components[component].guards.push(guarded);
            }
        }
        for _ in 0..4 + self.below(16) {
            let connection = self.connection(journeys);
            self.topology.connections.push(connection);
        }
        for place in 0..journeys {
            let entry = self.endpoint();
            let access = self.one_of(JourneyAccess::ALL);
            self.topology
                .journeys
                .push(journey(format!("j{place}"), entry, access));
        }
    }

    fn group(&mut self, place: usize) -> Group {
        let kinds = [
            GroupKind::Host,
            GroupKind::Zone,
            GroupKind::Power,
            GroupKind::Network,
        ];
        let parent = self.below(place + 1);
        let kind = self.one_of(&kinds);
        group(
            format!("g{place}"),
            kind,
            parent.checked_sub(1).map(GroupIndex::new),
        )
    }

    fn component(&mut self, place: usize) -> Component {
        let kind = if self.below(6) == 5 {
            Kind::Client
        } else {
            Kind::Service
        };
        let mut component = component(format!("c{place}"), kind);
        component.places = self.groups(3);
        if self.below(3) == 2 {
            let count = self.number(4);
            component.replicas = Replicas {
                count,
                min_available: self.number(count as usize),
                spread: self.groups(4),
            };
        }
        if self.below(4) == 3 {
            component.restarts = Some(Restarts::Automatic);
        }
        component
    }

    fn add_cluster(&mut self, place: usize, journeys: usize) {
        let mut members: Vec<ComponentIndex> = Vec::new();
        for _ in 0..2 + self.below(3) {
            let member = ComponentIndex::new(self.below(self.topology.components.len()));
            let taken = self
                .topology
                .clusters
                .values()
                .any(|cluster| cluster.members.contains(&member));
            if !taken && !members.contains(&member) {
                members.push(member);
            }
        }
        if members.len() < 2 {
            return;
        }
        self.add_cluster_of(format!("k{place}"), members, journeys);
    }

    fn add_cluster_of(&mut self, id: String, members: Vec<ComponentIndex>, journeys: usize) {
        let mode = self.mode(&members, journeys);
        self.topology.clusters.push(Cluster {
            id,
            span: Span::default(),
            title: None,
            description: None,
            mode,
            members,
            address: None,
        });
    }

    fn mode(&mut self, members: &[ComponentIndex], journeys: usize) -> Mode {
        match self.below(4) {
            0 => Mode::ActiveActive {
                min_available: self.threshold(members.len(), journeys),
                health_checked: self.below(3) < 2,
            },
            1 => Mode::ActivePassive {
                active: self.one_of(members),
                failover: self.failover(),
            },
            2 => Mode::PrimaryReplica {
                primary: self.one_of(members),
                failover: self.failover(),
            },
            _ => Mode::Quorum {
                min_available: self.threshold(members.len(), journeys),
            },
        }
    }

    fn threshold(&mut self, members: usize, journeys: usize) -> Threshold {
        let mut by_journey = BTreeMap::new();
        let default = self.number(members);
        for _ in 0..self.below(4).saturating_sub(1) {
            by_journey.insert(JourneyIndex::new(self.below(journeys)), self.number(members));
        }
        Threshold { default, by_journey }
    }

    fn failover(&mut self) -> FailoverPlan {
        let stated = [
            None,
            Some(Failover::Automatic),
            Some(Failover::Manual),
            Some(Failover::Restart),
        ];
        FailoverPlan {
            stated: self.one_of(&stated),
            by: (self.below(3) == 2).then(|| self.endpoint()),
        }
    }

    fn connection(&mut self, journeys: usize) -> Connection {
        let needs = [
            Need::Hard,
            Need::Hard,
            Need::Hard,
            Need::Optional,
            Need::Startup,
            Need::Nothing,
        ];
        let (from, to) = (self.endpoint(), self.endpoint());
        let mut connection = connection(from, to, self.one_of(&needs));
        let accesses = [
            Access::ReadWrite,
            Access::ReadWrite,
            Access::ReadWrite,
            Access::Read,
            Access::Write,
        ];
        connection.access = self.one_of(&accesses);
        if self.below(4) == 3 {
            let mut only: Vec<_> = (0..=self.below(2))
                .map(|_| JourneyIndex::new(self.below(journeys)))
                .collect();
            only.sort_unstable();
            only.dedup();
            connection.serves = ServedJourneys::Only(only);
        }
        connection
    }

    fn endpoint(&mut self) -> Endpoint {
        if self.below(2) == 1 && !self.topology.clusters.is_empty() {
            Endpoint::Cluster(ClusterIndex::new(self.below(self.topology.clusters.len())))
        } else {
            Endpoint::Component(ComponentIndex::new(self.below(self.topology.components.len())))
        }
    }

    fn guarded(&mut self) -> Guarded {
        let groups = self.topology.groups.len();
        let chosen = self.below(groups + self.topology.components.len());
        match chosen.checked_sub(groups) {
            None => Guarded::Group(GroupIndex::new(chosen)),
            Some(component) => Guarded::Component(ComponentIndex::new(component)),
        }
    }

    /// Fewer than `count` different groups.
    fn groups(&mut self, count: usize) -> Vec<GroupIndex> {
        let mut groups = Vec::new();
        for _ in 0..self.below(count) {
            if self.topology.groups.is_empty() {
                break;
            }
            let group = GroupIndex::new(self.below(self.topology.groups.len()));
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        groups
    }

    /// The next choice, below `count`; zero when no choice is left.
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % count.max(1)
    }

    /// From one to `most`.
    fn number(&mut self, most: usize) -> u32 {
        u32::try_from(1 + self.below(most)).expect("numbers in tests are small")
    }

    fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// A client and a row of services, each of which needs the next.
pub(super) fn chain(length: usize) -> Topology {
    let mut topology = Topology::default();
    for place in 0..length {
        let kind = if place == 0 { Kind::Client } else { Kind::Service };
        let index = topology.components.push(component(format!("c{place}"), kind));
        if place > 0 {
            let from = Endpoint::Component(ComponentIndex::new(place - 1));
            topology
                .connections
                .push(connection(from, Endpoint::Component(index), Need::Hard));
        }
    }
    let entry = Endpoint::Component(ComponentIndex::new(0));
    topology
        .journeys
        .push(journey("serve".to_owned(), entry, JourneyAccess::Any));
    topology
}
