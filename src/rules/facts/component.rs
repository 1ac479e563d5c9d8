//! What a rule can ask about a component.

use super::address::{is_loopback, public_address};
use super::connection::carries_encrypted;
use super::entity::{Entity, Sort};
use super::table::{Relation, facts};
use crate::analysis::faults::Impact;
use crate::analysis::neighbours::Direction;
use crate::model::words::words;
use crate::model::{
    Availability, Balance, ComponentIndex, Data, Element, GroupIndex, Kind, Mode, Role, Topology, Trust,
};
use crate::rules::facts::Evidence;

words! {
    /// What part a component plays in its cluster.
    pub enum ClusterRole {
        /// It takes the writes.
        Primary = "primary",
        /// It follows a primary.
        Replica = "replica",
        /// It takes the requests.
        Active = "active",
        /// It waits for the active one to fail.
        Passive = "passive",
        /// It is a member like any other.
        Member = "member",
    }
}

facts! {
    pub(super) FACTS: Entity::Component(component), evidence;

    /// Its identifier.
    id: identifier = Some(evidence.topology.components[component].id.as_str().into());
    /// Its title, or else its identifier.
    name: text = Some(evidence.topology.components[component].name().into());
    /// What it is.
    kind: word(Kind::ALL) = Some(evidence.topology.components[component].kind);
    /// The part that its kind plays in a design.
    role: word(Role::ALL) = Some(evidence.topology.components[component].kind.role());
    /// The product that runs.
    software: text = evidence.topology.components[component].software.as_deref().map(Into::into);
    /// Whether a provider makes it redundant.
    managed: flag = Some(evidence.topology.components[component].managed);
    /// How many instances there are.
    replicas: number = Some(evidence.topology.components[component].replicas.count.into());
    /// How many instances must be up.
    min_available: number = Some(evidence.topology.components[component].replicas.min_available.into());
    /// Whether it is one instance and no member of a cluster.
    single: flag = {
        let component = &evidence.topology.components[component];
        Some(component.replicas.count == 1 && component.cluster.is_none())
    };
    /// Whether an orchestrator brings it back by itself.
    restarts: flag = Some(evidence.topology.components[component].restarts.is_some());
    /// How it chooses the next target.
    balance: word(Balance::ALL) = evidence.topology.components[component].balance;
    /// Whether it filters what reaches it.
    firewall: flag = evidence.topology.components[component].firewall;
    /// Whether it stands on the border of something as a guarding device.
    guards: flag = Some(!evidence.topology.components[component].guards.is_empty());
    /// Its network address.
    address: text = evidence.topology.components[component].address.as_deref().map(Into::into);
    /// Whether its address can be reached from everywhere: no private, shared, loopback or link-local one, and no name
    /// without a domain.
    public_address: flag = {
        let component = &evidence.topology.components[component];
        component.address.as_ref().map(|_| public_address(component).is_some())
    };
    /// Whether its address is reached from its own machine only.
    loopback: flag = Some(is_loopback(&evidence.topology.components[component]));
    /// How sensitive the data is that it handles.
    data: word(Data::ALL) = evidence.topology.components[component].data;
    /// Whether what it stores is encrypted.
    encrypted_at_rest: flag = evidence.topology.components[component].encrypted_at_rest;
    /// The fraction of time that it works.
    availability: number = {
        let availability = evidence.topology.components[component].availability;
        availability.map(Availability::fraction)
    };
    /// How far the place is trusted where it stands.
    trust: word(Trust::ALL) = Some(evidence.places.trust(component));
    /// The group in which it is drawn.
    home: one(Sort::Group) = evidence.places.home(component).map(Entity::Group);
    /// The innermost host around the first of its places that has one, or else around all that it is spread over.
    host: one(Sort::Group) = evidence.places.host(component).map(Entity::Group);
    /// The innermost network around it.
    network: one(Sort::Group) = evidence.places.network(component).map(Entity::Group);
    /// The innermost zone or data centre around the first of its places that has one, or else around all that it is
    /// spread over.
    zone: one(Sort::Group) = evidence.places.zone(component).map(Entity::Group);
    /// Whether a firewalled or guarded border lies around it inside its network.
    walled: flag = {
        let network = evidence.places.network(component);
        Some(evidence.wire.is_walled(component, network))
    };
    /// The cluster that it is a member of.
    cluster: one(Sort::Cluster) = evidence.topology.components[component].cluster.map(Entity::Cluster);
    /// What part it plays in its cluster.
    cluster_role: word(ClusterRole::ALL) = cluster_role(evidence.topology, component);
    /// Whether it stands for its cluster: it leads it, or is the first member of one that nothing leads, or is in none.
    speaks_for_cluster: flag = {
        let cluster = evidence.topology.components[component].cluster;
        Some(cluster.is_none_or(|cluster| evidence.standings.speakers[cluster] == Some(component)))
    };
    /// Whether something untrusted calls it for traffic, and it is not untrusted itself.
    public: flag = Some(evidence.standings.public[component]);
    /// Whether a load balancer passes traffic on to it, or to its cluster.
    behind_balancer: flag = Some(evidence.standings.balanced[component]);
    /// Whether a journey comes to it over needs.
    on_journey: flag = Some(evidence.standings.on_journey[component]);
    /// Whether a journey needs it: one comes to it over hard needs alone.
    needed: flag = Some(evidence.standings.needed[component]);
    /// The worst impact of its loss on a journey.
    impact: word(Impact::ALL) = evidence.faults.worst(Element::Component(component));
    /// Whether a journey begins at it.
    entry: flag = Some(evidence.standings.entry[component]);
    /// Whether anything names it: a connection, a journey, or what it watches, backs up, guards or switches.
    named: flag = Some(evidence.standings.named[component]);
    /// Whether it is watched: by what it or a group around it names, over a connection, or by an agent on its host.
    monitored: flag = Some(evidence.coverage.is_monitored(component));
    /// The encrypted connections for content over which what comes to it has arrived: those that lead to it, or else to
    /// what passes it on over hops that do not leave the machine.
    arrives_encrypted: list(Sort::Connection) = {
        let ends_at = evidence.standings.encryption_ends[component].into_iter();
        let incoming = ends_at.flat_map(|end| {
            evidence.neighbours.of_component(evidence.topology, end, Direction::Upstream)
        });
        let encrypted = incoming
            .filter(|&connection| carries_encrypted(&evidence.topology.connections[connection]));
        encrypted.map(Entity::Connection)
    };
    /// Whether it is copied from a datastore that is no member of its cluster, and does not copy back to it.
    copied: flag = Some(evidence.standings.replicas[component]);
    /// Whether copies of it are kept: by what it or a group around it names, over a connection, or by an agent on its host.
    backed_up: flag = Some(evidence.coverage.is_backed_up(component));
    /// Whether it is named as what keeps copies of something.
    keeps_copies: flag = Some(evidence.standings.keeps_copies[component]);
    /// Whether it is the only thing in the model that watches anything.
    only_monitor: flag = Some({
        let monitors = evidence.coverage.monitors();
        monitors.len() == 1 && monitors.contains(&component)
    });
    /// The host, zone or data centre that it shares with something that is watched, if nothing else watches.
    watched_domain: one(Sort::Group) = watched_domain(evidence, component).map(Entity::Group);
    /// The innermost host, rack, zone, data centre or account that holds it and every copy that is kept of it.
    backup_domain: one(Sort::Group) = backup_domain(evidence, component).map(Entity::Group);
    /// What keeps copies of it.
    backups: list(Sort::Component) =
        evidence.coverage.backups(evidence.topology, component).map(Entity::Component);
    /// Other components with the same public address, unless all of them are members of one cluster.
    same_address: list(Sort::Component) = {
        let address = evidence.topology.components[component].address.as_deref();
        let same = address.and_then(|address| evidence.standings.by_address.get(address));
        let others = same.into_iter().flatten().copied();
        others.filter(|&other| other != component).map(Entity::Component)
    };
    /// The connections that lead to it or to its cluster.
    incoming: relation(Sort::Connection) = Relation::Connections(Direction::Upstream);
    /// The connections that it or its cluster begins.
    outgoing: relation(Sort::Connection) = Relation::Connections(Direction::Downstream);
    /// Every component that reaches it, over any number of connections.
    upstream: relation(Sort::Component) = Relation::Reach(Direction::Upstream);
    /// Every component that it reaches, over any number of connections.
    downstream: relation(Sort::Component) = Relation::Reach(Direction::Downstream);
}

fn cluster_role(topology: &Topology, component: ComponentIndex) -> Option<ClusterRole> {
    let cluster = topology.components[component].cluster?;
    Some(match topology.clusters[cluster].mode {
        Mode::PrimaryReplica { primary, .. } if primary == component => ClusterRole::Primary,
        Mode::PrimaryReplica { .. } => ClusterRole::Replica,
        Mode::ActivePassive { active, .. } if active == component => ClusterRole::Active,
        Mode::ActivePassive { .. } => ClusterRole::Passive,
        Mode::ActiveActive { .. } | Mode::Quorum { .. } => ClusterRole::Member,
    })
}

fn watched_domain(evidence: &Evidence<'_>, monitor: ComponentIndex) -> Option<GroupIndex> {
    if evidence.coverage.monitors().iter().ne([&monitor]) {
        return None;
    }
    let watches = |group: GroupIndex| {
        let mut others = evidence.topology.components.iter();
        others.any(|(other, component)| {
            let mut places = component.standing_places();
            other != monitor
                && evidence.coverage.is_monitored(other)
                && places.any(|place| evidence.places.is_within(Some(place), group))
        })
    };
    let places = &evidence.places;
    let domains = [
        evidence.innermost_shared(&[monitor], |place| places.host_around(place)),
        evidence.innermost_shared(&[monitor], |place| places.zone_around(place)),
    ];
    domains.into_iter().flatten().find(|&group| watches(group))
}

fn backup_domain(evidence: &Evidence<'_>, component: ComponentIndex) -> Option<GroupIndex> {
    let backups = evidence.coverage.backups(evidence.topology, component);
    let copies: Vec<_> = backups.collect();
    if copies.is_empty() {
        return None;
    }
    let all: Vec<_> = std::iter::once(component).chain(copies).collect();
    evidence.innermost_shared(&all, |place| evidence.places.site(place))
}
