//! What follows for each component from what is connected to it.

use std::collections::{BTreeMap, BTreeSet};

use super::address::public_address;
use super::connection::{carries_encrypted, is_administrative};
use crate::analysis::neighbours::{Direction, Neighbours};
use crate::analysis::place::{Place, Places};
use crate::analysis::reach::{Limits, search};
use crate::analysis::wire::Wire;
use crate::model::{
    ClusterIndex, ComponentIndex, Connection, ConnectionIndex, Endpoint, GroupIndex, Index, Kind, Need,
    Purpose, Role, Table, Topology, Trust,
};

/// What follows for each component from its neighbours, its place and its address.
#[derive(Debug)]
pub(super) struct Standings {
    /// Something untrusted calls it for traffic, and it is not untrusted itself.
    pub(super) public: Table<ComponentIndex, bool>,
    /// It is public, keeps no data, and does not stand on a border itself.
    pub(super) entries: Table<ComponentIndex, bool>,
    /// A load balancer passes traffic on to it.
    pub(super) balanced: Table<ComponentIndex, bool>,
    /// A journey comes to it over needs.
    pub(super) on_journey: Table<ComponentIndex, bool>,
    /// The member that stands for each cluster: the one that leads it, or else the first.
    pub(super) speakers: Table<ClusterIndex, Option<ComponentIndex>>,
    /// A journey comes to it over hard needs alone.
    pub(super) needed: Table<ComponentIndex, bool>,
    /// Where the encryption of what comes to it ends.
    pub(super) encryption_ends: Table<ComponentIndex, Option<ComponentIndex>>,
    /// It is copied from another datastore.
    pub(super) replicas: Table<ComponentIndex, bool>,
    /// Something is backed up by it.
    pub(super) keeps_copies: Table<ComponentIndex, bool>,
    /// The datastores on the network of each group that share it with something public, with nothing between.
    pub(super) beside_entries: Table<GroupIndex, Vec<ComponentIndex>>,
    /// A journey begins at it.
    pub(super) entry: Table<ComponentIndex, bool>,
    /// Anything at all names it.
    pub(super) named: Table<ComponentIndex, bool>,
    /// The components whose innermost host each group is.
    pub(super) by_host: Table<GroupIndex, Vec<ComponentIndex>>,
    /// The components whose innermost network each group is.
    pub(super) by_network: Table<GroupIndex, Vec<ComponentIndex>>,
    /// The components of each public address that stands for more than one thing.
    pub(super) by_address: BTreeMap<String, Vec<ComponentIndex>>,
}

impl Standings {
    pub(super) fn new(topology: &Topology, places: &Places, neighbours: &Neighbours, wire: &Wire) -> Self {
        let untrusted = some_member(topology, |member| places.trust(member) == Trust::Untrusted);
        let spreads_load = some_member(topology, |member| {
            topology.components[member].kind == Kind::LoadBalancer
        });
        let mut public = targets(topology, |connection| {
            connection.purpose == Purpose::Traffic && untrusted(connection.from)
        });
        for component in topology.components.indices() {
            public[component] &= places.trust(component) != Trust::Untrusted;
        }
        let mut balanced = targets(topology, |connection| {
            connection.purpose == Purpose::Traffic && spreads_load(connection.from)
        });
        for (component, properties) in topology.components.iter() {
            balanced[component] &= properties.kind != Kind::LoadBalancer;
        }
        let entries: Table<ComponentIndex, bool> = topology
            .components
            .iter()
            .map(|(component, properties)| public[component] && lets_in(properties.kind))
            .collect();
        Self {
            beside_entries: beside_entries(topology, places, wire, &entries),
            entries,
            public,
            balanced,
            speakers: topology
                .clusters
                .values()
                .map(|cluster| {
                    cluster
                        .mode
                        .leader()
                        .or_else(|| cluster.members.iter().min().copied())
                })
                .collect(),
            on_journey: on_journey(topology, neighbours, |need| need != Need::Nothing),
            needed: on_journey(topology, neighbours, |need| need == Need::Hard),
            encryption_ends: encryption_ends(topology, neighbours, wire),
            replicas: replicas(topology),
            keeps_copies: keeps_copies(topology),
            entry: mark(topology, topology.journeys.values().map(|journey| journey.entry)),
            named: named(topology, places),
            by_host: by_group(topology, |component| {
                places.hosts(&topology.components[component])
            }),
            by_network: by_group(topology, |component| places.network(component)),
            by_address: by_address(topology, places),
        }
    }
}

/// Whether a component, or some member of a cluster, passes a test; clusters are gone through once.
fn some_member<'a>(
    topology: &'a Topology,
    test: impl Fn(ComponentIndex) -> bool + 'a,
) -> impl Fn(Endpoint) -> bool + 'a {
    let clusters: Table<ClusterIndex, bool> = topology
        .clusters
        .values()
        .map(|cluster| cluster.members.iter().any(|&member| test(member)))
        .collect();
    move |end| match end {
        Endpoint::Component(component) => test(component),
        Endpoint::Cluster(cluster) => clusters[cluster],
    }
}

/// Whether each component is the target of a connection that is chosen, itself or as a member of its cluster.
fn targets(topology: &Topology, chosen: impl Fn(&Connection) -> bool) -> Table<ComponentIndex, bool> {
    let ends = topology
        .connections
        .values()
        .filter(|connection| chosen(connection))
        .map(|connection| connection.to);
    mark(topology, ends)
}

/// Whether each component is among these ends, itself or as a member of a cluster.
fn mark(topology: &Topology, ends: impl Iterator<Item = Endpoint>) -> Table<ComponentIndex, bool> {
    let mut components: Table<ComponentIndex, bool> = topology.components.indices().map(|_| false).collect();
    let mut clusters: Table<_, bool> = topology.clusters.indices().map(|_| false).collect();
    for end in ends {
        match end {
            Endpoint::Component(component) => components[component] = true,
            Endpoint::Cluster(cluster) => clusters[cluster] = true,
        }
    }
    for (index, cluster) in topology.clusters.iter() {
        if clusters[index] {
            for &member in &cluster.members {
                components[member] = true;
            }
        }
    }
    components
}

/// Whether a journey comes to each component over needs that are chosen.
fn on_journey(
    topology: &Topology,
    neighbours: &Neighbours,
    chosen: impl Fn(Need) -> bool,
) -> Table<ComponentIndex, bool> {
    let entries = topology.journeys.values().map(|journey| journey.entry);
    let entries = mark(topology, entries);
    let sources = entries.iter().filter(|&(_, &is_entry)| is_entry);
    let limits = Limits {
        enters: |_| true,
        passes: |connection: ConnectionIndex, _| chosen(topology.connections[connection].need),
        notes: |_| false,
    };
    let reached = search(
        topology,
        neighbours,
        Direction::Downstream,
        sources.map(|(component, _)| component),
        limits,
    );
    topology
        .components
        .indices()
        .map(|component| reached.contains(component))
        .collect()
}

/// For each component to which what arrives encrypted comes, where the encryption ends: there, or at what passes it on
/// over hops that do not leave the machine.
fn encryption_ends(
    topology: &Topology,
    neighbours: &Neighbours,
    wire: &Wire,
) -> Table<ComponentIndex, Option<ComponentIndex>> {
    let ends = targets(topology, carries_encrypted);
    let limits = Limits {
        enters: |_| true,
        passes: |connection: ConnectionIndex, _| {
            let connection = &topology.connections[connection];
            let is_traffic = connection.purpose == Purpose::Traffic && !is_administrative(connection);
            is_traffic && !wire.leaves_the_host(topology, connection)
        },
        notes: |_| false,
    };
    let sources = ends.iter().filter(|&(_, &is_end)| is_end);
    let sources = sources.map(|(component, _)| component);
    let reached = search(topology, neighbours, Direction::Downstream, sources, limits);
    let mut ends: Table<ComponentIndex, Option<ComponentIndex>> =
        topology.components.indices().map(|_| None).collect();
    for &component in reached.order() {
        let before = reached.path_back(component).nth(1);
        ends[component] = before.map_or(Some(component), |(before, _)| ends[before]);
    }
    ends
}

/// Whether each component is copied from a datastore to which it does not copy back, but for what happens within one
/// cluster.
fn replicas(topology: &Topology) -> Table<ComponentIndex, bool> {
    let mut copied: BTreeSet<(ComponentIndex, ComponentIndex)> = BTreeSet::new();
    let connections = topology.connections.values();
    for connection in connections.filter(|connection| connection.purpose == Purpose::Replication) {
        let (Endpoint::Component(from), Endpoint::Component(to)) = (connection.from, connection.to) else {
            continue;
        };
        let [source, target] = [from, to].map(|end| &topology.components[end]);
        let within = source.cluster.is_some() && source.cluster == target.cluster;
        if source.kind.role() == Role::Data && !within {
            copied.insert((from, to));
        }
    }
    let mut replicas: Table<ComponentIndex, bool> = topology.components.indices().map(|_| false).collect();
    for &(from, to) in &copied {
        replicas[to] |= !copied.contains(&(to, from));
    }
    replicas
}

fn keeps_copies(topology: &Topology) -> Table<ComponentIndex, bool> {
    let by_components = topology
        .components
        .values()
        .flat_map(|component| &component.backed_up_by);
    let by_groups = topology.groups.values().flat_map(|group| &group.backed_up_by);
    mark(topology, by_components.chain(by_groups).copied())
}

fn named(topology: &Topology, places: &Places) -> Table<ComponentIndex, bool> {
    let connections = topology.connections.values();
    let by_connections = connections.flat_map(|connection| [connection.from, connection.to]);
    let by_components = topology.components.values().flat_map(|component| {
        let care = component.monitored_by.iter().chain(&component.backed_up_by);
        care.copied()
    });
    let by_groups = topology.groups.values().flat_map(|group| {
        let care = group.monitored_by.iter().chain(&group.backed_up_by);
        care.copied()
    });
    let by_clusters = topology
        .clusters
        .values()
        .filter_map(|cluster| cluster.mode.failover().and_then(|failover| failover.by));
    let by_journeys = topology.journeys.values().map(|journey| journey.entry);
    let mut named = mark(
        topology,
        by_connections
            .chain(by_components)
            .chain(by_groups)
            .chain(by_clusters)
            .chain(by_journeys),
    );
    for (component, properties) in topology.components.iter() {
        let is_agent = matches!(properties.kind, Kind::Monitoring | Kind::Backup)
            && !places.hosts(properties).is_empty();
        named[component] |= is_agent || !properties.guards.is_empty();
    }
    named
}

/// Whether what is called from outside can be a way in: it keeps no data, and does not stand on a border itself.
fn lets_in(kind: Kind) -> bool {
    let guards_a_border = matches!(
        kind,
        Kind::Firewall | Kind::Waf | Kind::Bastion | Kind::Vpn | Kind::Nat | Kind::Router | Kind::Switch
    );
    kind.role() != Role::Data && !guards_a_border
}

/// The datastores that share their innermost network with an entry on another host, with no filter between.
///
/// Of the entries behind the same borders two on different hosts are enough to answer for all, so that the
/// time is linear but for sorting.
fn beside_entries(
    topology: &Topology,
    places: &Places,
    wire: &Wire,
    is_entry: &Table<ComponentIndex, bool>,
) -> Table<GroupIndex, Vec<ComponentIndex>> {
    let is_data = |component: ComponentIndex| topology.components[component].kind.role() == Role::Data;
    let ground = |component: ComponentIndex| Some((places.network(component)?, wire.compartment(component)?));
    let mut entries: BTreeMap<_, Vec<Place>> = BTreeMap::new();
    for component in topology.components.indices() {
        if is_entry[component]
            && let Some(ground) = ground(component)
        {
            let hosts = entries.entry(ground).or_default();
            let host = wire.host(component);
            if hosts.len() < 2 && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
    }
    by_group(topology, |component| {
        let ground = ground(component).filter(|_| is_data(component))?;
        let host = wire.host(component);
        let mut hosts = entries.get(&ground)?.iter();
        hosts
            .any(|&entry| host.is_none() || entry != host)
            .then_some(ground.0)
    })
}

fn by_group<Groups: IntoIterator<Item = GroupIndex>>(
    topology: &Topology,
    groups: impl Fn(ComponentIndex) -> Groups,
) -> Table<GroupIndex, Vec<ComponentIndex>> {
    let mut lists: Table<GroupIndex, Vec<ComponentIndex>> =
        topology.groups.indices().map(|_| Vec::new()).collect();
    for component in topology.components.indices() {
        for group in groups(component) {
            lists[group].push(component);
        }
    }
    lists
}

/// The public addresses that stand for more than one thing; what shares a cluster or a host is one thing.
fn by_address(topology: &Topology, places: &Places) -> BTreeMap<String, Vec<ComponentIndex>> {
    let mut lists: BTreeMap<String, Vec<ComponentIndex>> = BTreeMap::new();
    for (component, properties) in topology.components.iter() {
        if let Some(address) = public_address(properties) {
            lists.entry(address.to_owned()).or_default().push(component);
        }
    }
    lists.retain(|_, components| {
        let cluster = |component: ComponentIndex| topology.components[component].cluster.map(Index::place);
        let host = |component: ComponentIndex| places.host(component).map(Index::place);
        let differ = |of: &dyn Fn(ComponentIndex) -> Option<usize>| {
            let first = of(components[0]);
            first.is_none() || components.iter().any(|&component| of(component) != first)
        };
        components.len() > 1 && differ(&cluster) && differ(&host)
    });
    lists
}
