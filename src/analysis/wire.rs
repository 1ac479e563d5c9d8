//! What each connection shows to whoever listens on the way, and which borders it crosses.

use std::collections::{BTreeMap, BTreeSet};

use super::place::{Place, Places};
use crate::model::{
    ClusterIndex, Component, ComponentIndex, Connection, Endpoint, GroupIndex, Guarded, Kind, Table, Topology,
};

/// Where traffic can be seen and where it is filtered.
///
/// Firewalled groups and guarding devices cut the topology into compartments: what stays within one is not filtered,
/// what passes from one into another is. Each component stands in exactly one, so that a hop is judged in constant
/// time and a connection between clusters in the time that it takes to read their members.
#[derive(Debug)]
pub struct Wire {
    compartments: Table<ComponentIndex, Compartment>,
    group_compartments: Table<GroupIndex, Compartment>,
    filters: Table<ComponentIndex, bool>,
    group_guards: Guards<GroupIndex>,
    component_guards: Guards<ComponentIndex>,
    nearest_guarded: Table<GroupIndex, Place>,
    /// The host on which every instance of a component stands, wherever it is restarted.
    hosts: Table<ComponentIndex, Place>,
    cluster_hosts: Table<ClusterIndex, Place>,
}

type Guards<I> = BTreeMap<I, Vec<ComponentIndex>>;

/// What lies behind the same borders: the open ground is the first, and each border closes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Compartment(u32);

impl Wire {
    /// The wires of a topology, in time linear but for sorting.
    pub fn new(topology: &Topology, places: &Places) -> Self {
        let (group_guards, component_guards) = guards(topology);
        let mut last = 0;
        let mut next = || {
            last += 1;
            Compartment(last)
        };
        let mut by_group: Table<GroupIndex, Compartment> =
            topology.groups.indices().map(|_| Compartment(0)).collect();
        let mut nearest_guarded: Table<GroupIndex, Place> = topology.groups.indices().map(|_| None).collect();
        for &group in places.outermost_first() {
            let around = topology.groups[group]
                .parent
                .map_or(Compartment(0), |parent| by_group[parent]);
            let bordered = topology.groups[group].firewall == Some(true) || group_guards.contains_key(&group);
            by_group[group] = if bordered { next() } else { around };
            nearest_guarded[group] = if group_guards.contains_key(&group) {
                Some(group)
            } else {
                topology.groups[group]
                    .parent
                    .and_then(|parent| nearest_guarded[parent])
            };
        }
        let compartments = topology
            .components
            .iter()
            .map(|(index, component)| {
                let shared = (!component_guards.contains_key(&index))
                    .then(|| shared_compartment(component, places, &by_group));
                shared.flatten().unwrap_or_else(&mut next)
            })
            .collect();
        let filters = topology
            .components
            .values()
            .map(|component| {
                component.firewall == Some(true) || matches!(component.kind, Kind::Firewall | Kind::Waf)
            })
            .collect();
        let hosts: Table<ComponentIndex, Place> = topology
            .components
            .iter()
            .map(|(index, component)| {
                let host = places.host(index)?;
                let mut spread = component.replicas.spread.iter();
                spread
                    .all(|&group| places.is_within(Some(group), host))
                    .then_some(host)
            })
            .collect();
        let cluster_hosts = topology
            .clusters
            .values()
            .map(|cluster| shared_host(&hosts, &cluster.members))
            .collect();
        Self {
            compartments,
            group_compartments: by_group,
            filters,
            group_guards,
            component_guards,
            nearest_guarded,
            hosts,
            cluster_hosts,
        }
    }

    /// The host on which every instance of a component stands, if there is one.
    pub fn host(&self, component: ComponentIndex) -> Place {
        self.hosts[component]
    }

    /// Whether a packet of this connection leaves the machine on which it began.
    ///
    /// It does not where the protocol is local, where both ends stand on the same innermost host with every instance, or
    /// where there is a single instance at both ends.
    pub fn leaves_the_host(&self, topology: &Topology, connection: &Connection) -> bool {
        let host = |end| match end {
            Endpoint::Component(component) => self.hosts[component],
            Endpoint::Cluster(cluster) => self.cluster_hosts[cluster],
        };
        let local = connection
            .protocol
            .as_ref()
            .is_some_and(|protocol| protocol.local);
        let is_alone = |end| match end {
            Endpoint::Component(component) => topology.components[component].replicas.count == 1,
            Endpoint::Cluster(_) => false,
        };
        let itself = connection.from == connection.to && is_alone(connection.from);
        let shared = match (host(connection.from), host(connection.to)) {
            (Some(from), Some(to)) => from == to,
            _ => false,
        };
        !(local || itself || shared)
    }

    /// Whether a filter stands on every way of this connection: a policy or a guarding device on a border that it
    /// crosses, or a firewall as one of its ends.
    pub fn is_filtered(&self, topology: &Topology, connection: &Connection) -> bool {
        let (from, to) = (
            topology.members(&connection.from),
            topology.members(&connection.to),
        );
        if let (&[from], &[to]) = (from, to) {
            return self.hop_is_filtered(from, to);
        }
        let open: BTreeSet<_> = self.open_compartments(from).collect();
        !self
            .open_compartments(to)
            .any(|compartment| open.contains(&compartment))
    }

    /// Behind which borders a component stands; what stands behind the same ones can talk unfiltered. `None` for a
    /// filter, which stands on both sides.
    pub fn compartment(&self, component: ComponentIndex) -> Option<Compartment> {
        (!self.filters[component]).then(|| self.compartments[component])
    }

    /// Whether a filter stands between two components.
    pub fn hop_is_filtered(&self, from: ComponentIndex, to: ComponentIndex) -> bool {
        self.filters[from] || self.filters[to] || self.compartments[from] != self.compartments[to]
    }

    /// Whether a filter stands between a component and what else stands directly in a place around it.
    pub fn is_walled(&self, component: ComponentIndex, place: Place) -> bool {
        let around = place.map_or(Compartment(0), |group| self.group_compartments[group]);
        self.filters[component] || self.compartments[component] != around
    }

    fn open_compartments(&self, members: &[ComponentIndex]) -> impl Iterator<Item = Compartment> {
        members
            .iter()
            .filter(|&&member| !self.filters[member])
            .map(|&member| self.compartments[member])
    }

    /// The devices on whose border a way of this connection crosses, in order.
    pub fn guards_between(
        &self,
        topology: &Topology,
        places: &Places,
        connection: &Connection,
    ) -> Vec<ComponentIndex> {
        let (from, to) = (
            topology.members(&connection.from),
            topology.members(&connection.to),
        );
        let mut inside: BTreeMap<Guarded, (usize, usize)> = BTreeMap::new();
        for &member in from {
            self.each_border(places, member, |guarded| {
                inside.entry(guarded).or_default().0 += 1;
            });
        }
        for &member in to {
            self.each_border(places, member, |guarded| {
                inside.entry(guarded).or_default().1 += 1;
            });
        }
        let crossed = inside
            .into_iter()
            .filter(|&(_, within)| within != (from.len(), to.len()))
            .map(|(guarded, _)| guarded);
        let devices: BTreeSet<_> = crossed
            .filter_map(|guarded| match guarded {
                Guarded::Group(group) => self.group_guards.get(&group),
                Guarded::Component(component) => self.component_guards.get(&component),
            })
            .flatten()
            .copied()
            .collect();
        devices.into_iter().collect()
    }

    fn each_border(&self, places: &Places, component: ComponentIndex, mut see: impl FnMut(Guarded)) {
        if self.component_guards.contains_key(&component) {
            see(Guarded::Component(component));
        }
        let nearest = |place: Place| place.and_then(|group| self.nearest_guarded[group]);
        let first = nearest(places.home(component));
        std::iter::successors(first, |&group| nearest(places.parent(Some(group))))
            .for_each(|group| see(Guarded::Group(group)));
    }
}

/// The compartment in which a component stands, with every instance that is not behind borders of its own; `None` where
/// each instance is behind others.
fn shared_compartment(
    component: &Component,
    places: &Places,
    by_group: &Table<GroupIndex, Compartment>,
) -> Option<Compartment> {
    let around = |place: Place| place.map_or(Compartment(0), |group| by_group[group]);
    let spread = &component.replicas.spread;
    if let Some(home) = component.home().filter(|home| !spread.contains(home)) {
        return Some(by_group[home]);
    }
    let Some((&first, rest)) = spread.split_first() else {
        return Some(Compartment(0));
    };
    if rest.iter().all(|&group| by_group[group] == by_group[first]) {
        return Some(by_group[first]);
    }
    let open = around(places.around_spread(component));
    spread
        .iter()
        .any(|&group| by_group[group] == open)
        .then_some(open)
}

/// The host of all members, if they have one in common.
fn shared_host(hosts: &Table<ComponentIndex, Place>, members: &[ComponentIndex]) -> Place {
    let (first, rest) = members.split_first()?;
    let host = hosts[*first]?;
    rest.iter()
        .all(|&member| hosts[member] == Some(host))
        .then_some(host)
}

/// The devices that guard each group and each component, each list in the order of devices.
fn guards(topology: &Topology) -> (Guards<GroupIndex>, Guards<ComponentIndex>) {
    let (mut groups, mut components): (Guards<_>, Guards<_>) = (BTreeMap::new(), BTreeMap::new());
    for (device, component) in topology.components.iter() {
        for &guarded in &component.guards {
            match guarded {
                Guarded::Group(group) => groups.entry(group).or_default().push(device),
                Guarded::Component(inner) => components.entry(inner).or_default().push(device),
            }
        }
    }
    (groups, components)
}
