//! Both versions of a model as one, so that what went can be shown beside what came.

use std::collections::{BTreeMap, BTreeSet};

use super::Change;
use crate::finding::Subject;
use crate::model::{
    Cluster, ClusterIndex, Component, ComponentIndex, Connection, Endpoint, Group, GroupIndex, Guarded,
    Index, Mode, ServedJourneys, Table, Topology,
};

/// Both versions of a model as one, and what became of its elements.
///
/// It is the later version, with all that has gone from the earlier one. What has gone stands where it stood and is
/// connected as it was. It is to be looked at, not to be audited: nobody has ever run it.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// All elements of both.
    pub topology: Topology,
    /// What became of those elements in which the versions differ; what is not here is as it was.
    pub fates: BTreeMap<Subject, Fate>,
}

/// What became of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// It says something else: each key, with what it said and says.
    Changed(Vec<super::ChangedKey>),
}

/// Where the elements of one version are in the union.
struct Places {
    groups: Vec<GroupIndex>,
    components: Vec<ComponentIndex>,
    clusters: Vec<ClusterIndex>,
}

impl Union {
    /// The union of the versions between which a change lies, in time linear in both but for sorting.
    pub fn new(change: &Change<'_>) -> Self {
        let head = &change.head.topology;
        let nothing = Topology::default();
        let base = change.base.map_or(&nothing, |base| &base.topology);
        let elements = &change.elements;
        let removed: BTreeSet<Subject> = elements.removed.iter().copied().collect();

        let groups = ids(&head.groups, &base.groups, |group| &group.id);
        let components = ids(&head.components, &base.components, |component| &component.id);
        let clusters = ids(&head.clusters, &base.clusters, |cluster| &cluster.id);
        let places = |topology: &Topology| Places {
            groups: topology
                .groups
                .values()
                .map(|group| groups[group.id.as_str()])
                .collect(),
            components: topology
                .components
                .values()
                .map(|component| components[component.id.as_str()])
                .collect(),
            clusters: topology
                .clusters
                .values()
                .map(|cluster| clusters[cluster.id.as_str()])
                .collect(),
        };
        let sides = [(base, places(base)), (head, places(head))];

        let mut all_groups: BTreeMap<GroupIndex, Group> = BTreeMap::new();
        let mut all_components: BTreeMap<ComponentIndex, Component> = BTreeMap::new();
        let mut all_clusters: BTreeMap<ClusterIndex, Cluster> = BTreeMap::new();
        // The head comes last: what is in both is as it is there.
        for (topology, places) in &sides {
            for (index, group) in topology.groups.iter() {
                all_groups.insert(places.groups[index.place()], places.group(group));
            }
            for (index, component) in topology.components.iter() {
                all_components.insert(places.components[index.place()], places.component(component));
            }
            for (index, cluster) in topology.clusters.iter() {
                all_clusters.insert(places.clusters[index.place()], places.cluster(cluster));
            }
        }
        let [(_, of_base), (_, of_head)] = &sides;
        let mut connections: Table<_, Connection> = Table::default();
        for connection in head.connections.values() {
            connections.push(of_head.connection(connection));
        }
        let mut fates = BTreeMap::new();
        for (index, connection) in base.connections.iter() {
            if removed.contains(&Subject::Connection(index)) {
                let place = connections.push(of_base.connection(connection));
                fates.insert(Subject::Connection(place), Fate::Removed);
            }
        }
        let gone = removed.iter().filter_map(|&subject| of_base.subject(subject));
        fates.extend(gone.map(|subject| (subject, Fate::Removed)));
        let added = elements
            .added
            .iter()
            .filter_map(|&added| of_head.subject_of_head(added));
        fates.extend(added.map(|subject| (subject, Fate::Added)));
        let changed = elements.changed.iter().filter_map(|changed| {
            let subject = of_head.subject_of_head(changed.after)?;
            Some((subject, Fate::Changed(changed.keys.clone())))
        });
        fates.extend(changed);

        let mut topology = Topology {
            name: head.name.clone(),
            name_span: head.name_span,
            description: head.description.clone(),
            groups: all_groups.into_values().collect(),
            components: all_components.into_values().collect(),
            clusters: all_clusters.into_values().collect(),
            connections,
            ..Topology::default()
        };
        // What has left a cluster that went is where it is now, if that is another one.
        for is_gone in [true, false] {
            for (index, cluster) in topology.clusters.iter() {
                if (fates.get(&Subject::Cluster(index)) == Some(&Fate::Removed)) == is_gone {
                    for &member in &cluster.members {
                        topology.components[member].cluster = Some(index);
                    }
                }
            }
        }
        Self { topology, fates }
    }
}

/// The place of each identifier of two tables in the order of identifiers.
fn ids<'a, I: Index, T>(
    head: &'a Table<I, T>,
    base: &'a Table<I, T>,
    id: fn(&T) -> &String,
) -> BTreeMap<&'a str, I> {
    let both = head.values().chain(base.values());
    let all: BTreeSet<&str> = both.map(|element| id(element).as_str()).collect();
    all.into_iter().zip((0..).map(I::new)).collect()
}

impl Places {
    fn endpoint(&self, endpoint: Endpoint) -> Endpoint {
        match endpoint {
            Endpoint::Component(component) => Endpoint::Component(self.components[component.place()]),
            Endpoint::Cluster(cluster) => Endpoint::Cluster(self.clusters[cluster.place()]),
        }
    }

    fn endpoints(&self, endpoints: &[Endpoint]) -> Vec<Endpoint> {
        endpoints
            .iter()
            .map(|&endpoint| self.endpoint(endpoint))
            .collect()
    }

    fn places(&self, groups: &[GroupIndex]) -> Vec<GroupIndex> {
        groups.iter().map(|group| self.groups[group.place()]).collect()
    }

    fn group(&self, group: &Group) -> Group {
        Group {
            parent: group.parent.map(|parent| self.groups[parent.place()]),
            monitored_by: self.endpoints(&group.monitored_by),
            backed_up_by: self.endpoints(&group.backed_up_by),
            ..group.clone()
        }
    }

    fn component(&self, component: &Component) -> Component {
        let mut moved = component.clone();
        moved.places = self.places(&component.places);
        moved.replicas.spread = self.places(&component.replicas.spread);
        moved.guards = component
            .guards
            .iter()
            .map(|&guarded| match guarded {
                Guarded::Group(group) => Guarded::Group(self.groups[group.place()]),
                Guarded::Component(component) => Guarded::Component(self.components[component.place()]),
            })
            .collect();
        moved.monitored_by = self.endpoints(&component.monitored_by);
        moved.backed_up_by = self.endpoints(&component.backed_up_by);
        moved.cluster = None;
        moved
    }

    fn cluster(&self, cluster: &Cluster) -> Cluster {
        let member = |component: ComponentIndex| self.components[component.place()];
        let mut moved = cluster.clone();
        moved.members = cluster
            .members
            .iter()
            .map(|&component| member(component))
            .collect();
        match &mut moved.mode {
            Mode::ActivePassive {
                active: leader,
                failover,
            }
            | Mode::PrimaryReplica {
                primary: leader,
                failover,
            } => {
                *leader = member(*leader);
                failover.by = failover.by.map(|by| self.endpoint(by));
            }
            // The union has no journeys.
            Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => {
                min_available.by_journey.clear();
            }
        }
        moved
    }

    fn connection(&self, connection: &Connection) -> Connection {
        Connection {
            from: self.endpoint(connection.from),
            to: self.endpoint(connection.to),
            serves: ServedJourneys::All,
            ..connection.clone()
        }
    }

    /// An element of the version in the union, unless it is a connection or nothing that is drawn.
    fn subject(&self, subject: Subject) -> Option<Subject> {
        match subject {
            Subject::Group(group) => Some(Subject::Group(self.groups[group.place()])),
            Subject::Component(component) => Some(Subject::Component(self.components[component.place()])),
            Subject::Cluster(cluster) => Some(Subject::Cluster(self.clusters[cluster.place()])),
            Subject::Connection(_) | Subject::Journey(_) | Subject::Model | Subject::AcceptedRisk(_) => None,
        }
    }

    /// An element of the head in the union, in which the connections of the head come first.
    fn subject_of_head(&self, subject: Subject) -> Option<Subject> {
        match subject {
            Subject::Connection(_) => Some(subject),
            _ => self.subject(subject),
        }
    }
}
