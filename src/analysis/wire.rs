//! What each connection shows to whoever listens on the way, and which borders it crosses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::place::{Place, Places};
use crate::model::{
    ClusterIndex, ComponentIndex, Connection, Endpoint, GroupIndex, Guarded, Kind, Table, Topology,
};

/// Where traffic can be seen and where it is filtered.
///
/// Firewalled groups and guarding devices cut the topology into compartments: what stays within one is not filtered,
/// what passes from one into another is. Each component stands in exactly one, so that a hop is judged in constant
/// time and a connection between clusters in the time that it takes to read their members.
#[derive(Debug)]
pub struct Wire {
    compartments: Table<ComponentIndex, Compartment>,
    filters: Table<ComponentIndex, bool>,
    group_guards: Guards<GroupIndex>,
    component_guards: Guards<ComponentIndex>,
    nearest_guarded: Table<GroupIndex, Place>,
    cluster_hosts: Table<ClusterIndex, Place>,
}

type Guards<I> = BTreeMap<I, Vec<ComponentIndex>>;

/// Numbers the sets of borders that a component can stand behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Compartment(u32);

/// A border: that of a firewalled group, or the one that a device closes around all that it guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    Policy(GroupIndex),
    Device(ComponentIndex),
}

impl Wire {
    /// The wires of a topology, in time linear but for sorting.
    pub fn new(topology: &Topology, places: &Places) -> Self {
        let (group_guards, component_guards) = guards(topology, places);
        let mut known = BTreeMap::new();
        let mut enter = |around: Compartment, borders: Vec<Border>| {
            if borders.is_empty() {
                return around;
            }
            let next = Compartment(u32::try_from(known.len() + 1).unwrap_or(u32::MAX));
            *known.entry((around, borders)).or_insert(next)
        };
        let mut by_group: Table<GroupIndex, Compartment> =
            topology.groups.indices().map(|_| Compartment(0)).collect();
        let mut nearest_guarded: Table<GroupIndex, Place> = topology.groups.indices().map(|_| None).collect();
        for &group in places.outermost_first() {
            let around = topology.groups[group]
                .parent
                .map_or(Compartment(0), |parent| by_group[parent]);
            let policy = (topology.groups[group].firewall == Some(true)).then_some(Border::Policy(group));
            let devices = group_guards.get(&group).into_iter().flatten();
            let borders = policy
                .into_iter()
                .chain(devices.map(|&device| Border::Device(device)))
                .collect();
            by_group[group] = enter(around, borders);
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
                let around = component.home().map_or(Compartment(0), |home| by_group[home]);
                let devices = component_guards.get(&index).into_iter().flatten();
                enter(around, devices.map(|&device| Border::Device(device)).collect())
            })
            .collect();
        let filters = topology
            .components
            .values()
            .map(|component| {
                component.firewall == Some(true) || matches!(component.kind, Kind::Firewall | Kind::Waf)
            })
            .collect();
        let cluster_hosts = topology
            .clusters
            .values()
            .map(|cluster| shared_host(places, &cluster.members))
            .collect();
        Self {
            compartments,
            filters,
            group_guards,
            component_guards,
            nearest_guarded,
            cluster_hosts,
        }
    }

    /// Whether a packet of this connection leaves the machine on which it began.
    ///
    /// It does not where the protocol is local or where both ends stand on the same innermost host.
    pub fn leaves_the_host(&self, places: &Places, connection: &Connection) -> bool {
        let host = |end| match end {
            Endpoint::Component(component) => places.host(component),
            Endpoint::Cluster(cluster) => self.cluster_hosts[cluster],
        };
        let local = connection
            .protocol
            .as_ref()
            .is_some_and(|protocol| protocol.local);
        let itself = connection.from == connection.to && matches!(connection.from, Endpoint::Component(_));
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

    /// Whether a filter stands between two components.
    pub fn hop_is_filtered(&self, from: ComponentIndex, to: ComponentIndex) -> bool {
        self.filters[from] || self.filters[to] || self.compartments[from] != self.compartments[to]
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
        let mut inside: BTreeMap<ComponentIndex, (usize, usize)> = BTreeMap::new();
        let (from, to) = (
            topology.members(&connection.from),
            topology.members(&connection.to),
        );
        for &member in from {
            self.each_guard(places, member, |device| inside.entry(device).or_default().0 += 1);
        }
        for &member in to {
            self.each_guard(places, member, |device| inside.entry(device).or_default().1 += 1);
        }
        inside
            .into_iter()
            .filter(|&(_, within)| within != (from.len(), to.len()))
            .map(|(device, _)| device)
            .collect()
    }

    fn each_guard(&self, places: &Places, component: ComponentIndex, mut see: impl FnMut(ComponentIndex)) {
        let direct = self.component_guards.get(&component).into_iter().flatten();
        direct.copied().for_each(&mut see);
        let mut place = places.home(component).and_then(|home| self.nearest_guarded[home]);
        while let Some(group) = place {
            self.group_guards[&group].iter().copied().for_each(&mut see);
            place = places
                .parent(place)
                .and_then(|parent| self.nearest_guarded[parent]);
        }
    }
}

/// The host of all members, if they have one in common.
fn shared_host(places: &Places, members: &[ComponentIndex]) -> Place {
    let (first, rest) = members.split_first()?;
    let host = places.host(*first)?;
    rest.iter()
        .all(|&member| places.host(member) == Some(host))
        .then_some(host)
}

/// The devices that guard each group and each component, without what lies inside something that the same device
/// guards already: inside its border a device guards nothing.
fn guards(topology: &Topology, places: &Places) -> (Guards<GroupIndex>, Guards<ComponentIndex>) {
    let (mut group_guards, mut component_guards) = (BTreeMap::new(), BTreeMap::new());
    for (device, component) in topology.components.iter() {
        let kept = outermost(places, &component.guards);
        for &guarded in &component.guards {
            if let Guarded::Component(inner) = guarded
                && !is_within_any(places, places.home(inner), &kept)
            {
                component_guards
                    .entry(inner)
                    .or_insert_with(Vec::new)
                    .push(device);
            }
        }
        for group in kept {
            group_guards.entry(group).or_insert_with(Vec::new).push(device);
        }
    }
    (group_guards, component_guards)
}

/// The groups among these that hold something and lie in no other of them, in the order of what they hold.
fn outermost(places: &Places, guarded: &[Guarded]) -> Vec<GroupIndex> {
    let mut groups: Vec<GroupIndex> = guarded
        .iter()
        .filter_map(|&guarded| match guarded {
            Guarded::Group(group) => Some(group).filter(|&group| !places.inside(group).is_empty()),
            Guarded::Component(_) => None,
        })
        .collect();
    groups.sort_by_key(|&group| {
        let run = places.run(group);
        (run.start, Reverse(run.end), places.depth(Some(group)))
    });
    let mut kept: Vec<GroupIndex> = Vec::new();
    for group in groups {
        if !kept
            .last()
            .is_some_and(|&outer| places.is_within(Some(group), outer))
        {
            kept.push(group);
        }
    }
    kept
}

/// Whether a place that holds something lies in one of these groups, which are as [`outermost`] leaves them.
fn is_within_any(places: &Places, place: Place, groups: &[GroupIndex]) -> bool {
    place.is_some_and(|inner| {
        let start = places.run(inner).start;
        let before = groups.partition_point(|&group| places.run(group).start <= start);
        before > 0 && places.is_within(place, groups[before - 1])
    })
}
