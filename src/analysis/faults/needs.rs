//! What a topology says about who needs what, looked up once for all journeys.

use crate::model::{
    ClusterIndex, ComponentIndex, ConnectionIndex, Endpoint, GroupIndex, Guarded, Index, Need, Topology,
};

/// The dependencies of each component and cluster, the failure domains of groups, and the guarded borders.
#[derive(Clone, Debug)]
pub(super) struct Needs {
    of_components: Rows<ConnectionIndex>,
    of_clusters: Rows<ConnectionIndex>,
    domains: Vec<Option<GroupIndex>>,
    pub(super) borders: Borders,
}

impl Needs {
    pub(super) fn new(topology: &Topology) -> Self {
        let dependencies = || {
            let connections = topology.connections.iter();
            connections.filter(|(_, connection)| connection.need != Need::Nothing)
        };
        let of_components = dependencies().filter_map(|(index, connection)| match connection.from {
            Endpoint::Component(component) => Some((component.place(), index)),
            Endpoint::Cluster(_) => None,
        });
        let of_clusters = dependencies().filter_map(|(index, connection)| match connection.from {
            Endpoint::Component(_) => None,
            Endpoint::Cluster(cluster) => Some((cluster.place(), index)),
        });
        Self {
            of_components: Rows::new(topology.components.len(), of_components.collect()),
            of_clusters: Rows::new(topology.clusters.len(), of_clusters.collect()),
            domains: nearest(topology, |group| topology.groups[group].kind.is_failure_domain()),
            borders: Borders::new(topology),
        }
    }

    /// The dependencies that a component states itself, in file order.
    pub(super) fn of_component(&self, component: ComponentIndex) -> &[ConnectionIndex] {
        self.of_components.row(component.place())
    }

    /// The dependencies that a cluster states for each of its members, in file order.
    pub(super) fn of_cluster(&self, cluster: ClusterIndex) -> &[ConnectionIndex] {
        self.of_clusters.row(cluster.place())
    }

    /// The innermost failure domain that a group is, or stands in.
    pub(super) fn domain(&self, group: GroupIndex) -> Option<GroupIndex> {
        self.domains[group.place()]
    }
}

/// The borders that devices guard.
#[derive(Clone, Debug, Default)]
pub(super) struct Borders {
    /// For each group, the innermost guarded group that it is, or stands in; empty where no border is guarded.
    guarded: Vec<Option<GroupIndex>>,
    group_guards: Rows<ComponentIndex>,
    component_guards: Rows<ComponentIndex>,
}

impl Borders {
    fn new(topology: &Topology) -> Self {
        let mut of_groups = Vec::new();
        let mut of_components = Vec::new();
        for (device, component) in topology.components.iter() {
            for guarded in &component.guards {
                match guarded {
                    Guarded::Group(group) => of_groups.push((group.place(), device)),
                    Guarded::Component(component) => of_components.push((component.place(), device)),
                }
            }
        }
        if of_groups.is_empty() && of_components.is_empty() {
            return Self::default();
        }
        let group_guards = Rows::new(topology.groups.len(), of_groups);
        Self {
            guarded: nearest(topology, |group| !group_guards.row(group.place()).is_empty()),
            component_guards: Rows::new(topology.components.len(), of_components),
            group_guards,
        }
    }

    /// Whether no border is guarded.
    pub(super) fn is_empty(&self) -> bool {
        self.component_guards.is_empty()
    }

    /// The devices on the borders between two components, in order, each once.
    pub(super) fn between(
        &self,
        topology: &Topology,
        one: ComponentIndex,
        other: ComponentIndex,
    ) -> Vec<ComponentIndex> {
        if self.is_empty() || one == other {
            return Vec::new();
        }
        let mut devices = Vec::new();
        for component in [one, other] {
            devices.extend_from_slice(self.component_guards.row(component.place()));
        }
        let (around_one, around_other) = (self.around(topology, one), self.around(topology, other));
        for (inside, outside) in [(&around_one, &around_other), (&around_other, &around_one)] {
            for group in inside {
                if outside.binary_search(group).is_err() {
                    devices.extend_from_slice(self.group_guards.row(group.place()));
                }
            }
        }
        devices.sort_unstable();
        devices.dedup();
        devices
    }

    /// The guarded groups in which a component stands, in order, each once.
    ///
    /// It stands in each of its places, and in what lies around all that it is spread over.
    fn around(&self, topology: &Topology, component: ComponentIndex) -> Vec<GroupIndex> {
        let mut around = Vec::new();
        let places = topology.components[component].places.iter().copied();
        for place in places.chain(topology.around_spread(component)) {
            let mut next = self.guarded[place.place()];
            while let Some(group) = next {
                around.push(group);
                next = topology.groups[group]
                    .parent
                    .and_then(|parent| self.guarded[parent.place()]);
            }
        }
        around.sort_unstable();
        around.dedup();
        around
    }
}

/// For each group the innermost one, itself or around it, that has a property.
fn nearest(topology: &Topology, has: impl Fn(GroupIndex) -> bool) -> Vec<Option<GroupIndex>> {
    let mut nearest: Vec<Option<Option<GroupIndex>>> = vec![None; topology.groups.len()];
    let mut path = Vec::new();
    for group in topology.groups.indices() {
        let mut next = Some(group);
        let found = loop {
            let Some(current) = next else { break None };
            if let Some(known) = nearest[current.place()] {
                break known;
            }
            if has(current) {
                break Some(current);
            }
            path.push(current);
            next = topology.groups[current].parent;
        };
        nearest[group.place()] = Some(found);
        for passed in path.drain(..) {
            nearest[passed.place()] = Some(found);
        }
    }
    nearest.into_iter().map(Option::flatten).collect()
}

/// For each of a number of places a list, all in one vector.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    first: Vec<u32>,
    values: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T> Rows<T> {
    /// The lists for the places from zero up to `count`, from values with their place; the order of values within
    /// a place is kept.
    pub(super) fn new(count: usize, mut placed: Vec<(usize, T)>) -> Self {
        placed.sort_by_key(|&(place, _)| place);
        let mut first = vec![0; count + 1];
        for (place, _) in &placed {
            first[place + 1] += 1;
        }
        for place in 0..count {
            first[place + 1] += first[place];
        }
        Self {
            first,
            values: placed.into_iter().map(|(_, value)| value).collect(),
        }
    }

    /// The list for a place.
    pub(super) fn row(&self, place: usize) -> &[T] {
        &self.values[self.first[place] as usize..self.first[place + 1] as usize]
    }

    /// Whether there are no places at all.
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}
