//! What is watched, and what is backed up.

use std::collections::BTreeSet;

use super::place::Places;
use crate::model::{ComponentIndex, Endpoint, GroupIndex, Kind, Purpose, Table, Topology};

/// What is watched and what is backed up, and by what.
#[derive(Debug)]
pub struct Coverage {
    monitored: Table<ComponentIndex, bool>,
    backed_up: Table<ComponentIndex, bool>,
    monitors: BTreeSet<ComponentIndex>,
    backups: Backups,
}

#[derive(Debug)]
struct Backups {
    by_connection: Vec<(ComponentIndex, Endpoint)>,
    nearest_group: Table<GroupIndex, Option<GroupIndex>>,
}

/// One of the two ways of looking after components.
struct Care {
    purpose: Purpose,
    kind: Kind,
    of_component: fn(&crate::model::Component) -> &[Endpoint],
    of_group: fn(&crate::model::Group) -> &[Endpoint],
}

const MONITORING: Care = Care {
    purpose: Purpose::Monitoring,
    kind: Kind::Monitoring,
    of_component: |component| &component.monitored_by,
    of_group: |group| &group.monitored_by,
};

const BACKUP: Care = Care {
    purpose: Purpose::Backup,
    kind: Kind::Backup,
    of_component: |component| &component.backed_up_by,
    of_group: |group| &group.backed_up_by,
};

impl Coverage {
    /// What is covered in a topology, in time linear but for sorting.
    pub fn new(topology: &Topology, places: &Places) -> Self {
        let mut monitors: BTreeSet<ComponentIndex> = topology
            .components
            .iter()
            .filter(|(_, component)| component.kind == Kind::Monitoring)
            .map(|(index, _)| index)
            .collect();
        let stated = topology
            .components
            .values()
            .flat_map(|component| &component.monitored_by);
        let inherited = topology.groups.values().flat_map(|group| &group.monitored_by);
        for end in stated.chain(inherited) {
            monitors.extend(topology.members(end));
        }
        Self {
            monitored: MONITORING.covered(topology, places),
            backed_up: BACKUP.covered(topology, places),
            monitors,
            backups: Backups::new(topology, places),
        }
    }

    /// Whether a component is watched: by what it or a group around it names, as an end of a connection for
    /// monitoring, or by an agent on its host.
    pub fn is_monitored(&self, component: ComponentIndex) -> bool {
        self.monitored[component]
    }

    /// Whether copies of a component are kept: by what it or a group around it names, as an end of a connection for
    /// backup, or by an agent on its host.
    pub fn is_backed_up(&self, component: ComponentIndex) -> bool {
        self.backed_up[component]
    }

    /// Everything that watches: components for monitoring, and whatever is named as watching.
    pub fn monitors(&self) -> &BTreeSet<ComponentIndex> {
        &self.monitors
    }

    /// What keeps the copies of a component: what it names itself and what it is connected to for backup, and what
    /// the nearest group around it names.
    pub fn backups<'a>(
        &'a self,
        topology: &'a Topology,
        component: ComponentIndex,
    ) -> impl Iterator<Item = ComponentIndex> + 'a {
        let connected = &self.backups.by_connection;
        let first = connected.partition_point(|&(source, _)| source < component);
        let connected = connected[first..]
            .iter()
            .take_while(move |&&(source, _)| source == component)
            .map(|(_, end)| end);
        let described = &topology.components[component];
        let spread = described.replicas.spread.iter().copied();
        let stands_in = described
            .home()
            .into_iter()
            .chain(spread.filter(|_| described.home().is_none()));
        let groups: BTreeSet<GroupIndex> = stands_in
            .filter_map(|place| self.backups.nearest_group[place])
            .collect();
        topology.components[component]
            .backed_up_by
            .iter()
            .chain(connected)
            .chain(
                groups
                    .into_iter()
                    .flat_map(|group| &topology.groups[group].backed_up_by),
            )
            .flat_map(|end| topology.members(end).iter().copied())
            .filter(move |&backup| backup != component)
    }
}

impl Care {
    fn covered(&self, topology: &Topology, places: &Places) -> Table<ComponentIndex, bool> {
        let mut groups: Table<GroupIndex, bool> = topology.groups.indices().map(|_| false).collect();
        for &group in places.outermost_first() {
            let around = topology.groups[group].parent.is_some_and(|parent| groups[parent]);
            groups[group] = around || !(self.of_group)(&topology.groups[group]).is_empty();
        }
        let hosts: BTreeSet<GroupIndex> = topology
            .components
            .iter()
            .filter(|(_, component)| component.kind == self.kind)
            .flat_map(|(_, component)| places.hosts(component))
            .collect();
        let is_covered = |group: GroupIndex| {
            let host = places.host_around(group);
            groups[group] || host.is_some_and(|host| hosts.contains(&host))
        };
        let mut covered: Table<ComponentIndex, bool> = topology
            .components
            .values()
            .map(|component| {
                let spread = &component.replicas.spread;
                !(self.of_component)(component).is_empty()
                    || component.holders().any(is_covered)
                    || !spread.is_empty() && spread.iter().copied().all(is_covered)
            })
            .collect();
        let mut clusters = BTreeSet::new();
        for connection in topology.connections.values() {
            if connection.purpose == self.purpose {
                for end in [connection.from, connection.to] {
                    match end {
                        Endpoint::Component(component) => covered[component] = true,
                        Endpoint::Cluster(cluster) => {
                            clusters.insert(cluster);
                        }
                    }
                }
            }
        }
        for cluster in clusters {
            for &member in &topology.clusters[cluster].members {
                covered[member] = true;
            }
        }
        covered
    }
}

impl Backups {
    fn new(topology: &Topology, places: &Places) -> Self {
        let mut by_connection = Vec::new();
        for connection in topology.connections.values() {
            if connection.purpose == Purpose::Backup {
                for (end, other) in [(connection.from, connection.to), (connection.to, connection.from)] {
                    by_connection.extend(topology.members(&end).iter().map(|&member| (member, other)));
                }
            }
        }
        by_connection.sort_unstable();
        let mut nearest_group: Table<GroupIndex, Option<GroupIndex>> =
            topology.groups.indices().map(|_| None).collect();
        for &group in places.outermost_first() {
            nearest_group[group] = if topology.groups[group].backed_up_by.is_empty() {
                topology.groups[group]
                    .parent
                    .and_then(|parent| nearest_group[parent])
            } else {
                Some(group)
            };
        }
        Self {
            by_connection,
            nearest_group,
        }
    }
}
