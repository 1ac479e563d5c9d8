//! Who can reach what, and through what.

use super::neighbours::{self, Direction, Neighbours};
use crate::model::{ClusterIndex, ComponentIndex, ConnectionIndex, Endpoint, Table, Topology};

/// One step over a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// The component where the step begins.
    pub from: ComponentIndex,
    /// The connection that is passed.
    pub connection: ConnectionIndex,
    /// The component where the step ends.
    pub to: ComponentIndex,
}

/// What a search reached, with a shortest way to each component.
#[derive(Debug)]
pub struct Reached {
    steps: Table<ComponentIndex, Option<Step>>,
    order: Vec<ComponentIndex>,
    hops: Vec<Hop>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    distance: u32,
    previous: Option<(ComponentIndex, ConnectionIndex)>,
}

/// What a search may pass.
pub struct Limits<Enters, Passes, Notes> {
    /// Whether the search goes on from a component that it has come to; sources are not asked.
    pub enters: Enters,
    /// Whether it passes a connection that begins this many steps from a source.
    pub passes: Passes,
    /// Whether the hops over a passed connection are noted in [`Reached::hops`].
    pub notes: Notes,
}

/// Breadth-first search from all sources at once, along the connections (downstream) or against them (upstream).
///
/// Sources are taken in the order given, connections in the order of what they lead to and the members of a cluster
/// in theirs, so that among ways of equal length the same one is found each time, however the file is ordered: only
/// connections that join the same two are taken in file order. A connection between clusters is passed once, from
/// the member that was reached first. Time: linear in components, connections and cluster members, but for sorting.
pub fn search(
    topology: &Topology,
    neighbours: &Neighbours,
    direction: Direction,
    sources: impl IntoIterator<Item = ComponentIndex>,
    mut limits: Limits<
        impl FnMut(ComponentIndex) -> bool,
        impl FnMut(ConnectionIndex, u32) -> bool,
        impl FnMut(ConnectionIndex) -> bool,
    >,
) -> Reached {
    let mut reached = Reached::nothing(topology);
    for source in sources {
        reached.arrive(source, 0, None);
    }
    let mut clusters: Table<ClusterIndex, SeenCluster> = topology
        .clusters
        .indices()
        .map(|_| SeenCluster::default())
        .collect();
    let mut done = 0;
    while let Some(&component) = reached.order.get(done) {
        done += 1;
        let distance = reached.distance(component).unwrap_or(0);
        if distance > 0 && !(limits.enters)(component) {
            continue;
        }
        let cluster = topology.components[component]
            .cluster
            .filter(|&cluster| !std::mem::replace(&mut clusters[cluster].left, true));
        let own = neighbours.of(Endpoint::Component(component), direction);
        let shared = cluster.map_or(&[][..], |cluster| {
            neighbours.of(Endpoint::Cluster(cluster), direction)
        });
        let mut onward: Vec<_> = own.iter().chain(shared).copied().collect();
        onward.sort_unstable_by_key(|&connection| {
            (neighbours::end(topology, connection, direction), connection)
        });
        for connection in onward {
            if !(limits.passes)(connection, distance) {
                continue;
            }
            let end = neighbours::end(topology, connection, direction);
            let (mut arrives, mut notes) = (true, (limits.notes)(connection));
            if let Endpoint::Cluster(cluster) = end {
                arrives = !std::mem::replace(&mut clusters[cluster].entered, true);
                notes = notes && !std::mem::replace(&mut clusters[cluster].noted, true);
            }
            if !arrives && !notes {
                continue;
            }
            for &member in topology.members(&end) {
                if arrives {
                    reached.arrive(member, distance + 1, Some((component, connection)));
                }
                if notes {
                    reached.hops.push(Hop {
                        from: component,
                        connection,
                        to: member,
                    });
                }
            }
        }
    }
    reached
}

/// What a search has done with a cluster, so that its members are gone through once only.
#[derive(Clone, Copy, Debug, Default)]
struct SeenCluster {
    left: bool,
    entered: bool,
    noted: bool,
}

impl Reached {
    fn nothing(topology: &Topology) -> Self {
        Self {
            steps: topology.components.indices().map(|_| None).collect(),
            order: Vec::new(),
            hops: Vec::new(),
        }
    }

    fn arrive(
        &mut self,
        component: ComponentIndex,
        distance: u32,
        previous: Option<(ComponentIndex, ConnectionIndex)>,
    ) {
        let step = &mut self.steps[component];
        if step.is_none() {
            *step = Some(Step { distance, previous });
            self.order.push(component);
        }
    }

    /// How many steps a component is from the nearest source; `None` if it was not reached.
    pub fn distance(&self, component: ComponentIndex) -> Option<u32> {
        self.steps[component].map(|step| step.distance)
    }

    /// Whether a component is a source or was reached from one.
    pub fn contains(&self, component: ComponentIndex) -> bool {
        self.steps[component].is_some()
    }

    /// Everything that was reached, nearest first, the sources among them.
    pub fn order(&self) -> &[ComponentIndex] {
        &self.order
    }

    /// The hops that were noted, those that begin nearest to a source first. Their ends are the way of the search:
    /// upstream, `from` is what the connection calls.
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// A shortest way from a component back to a source: each component with the connection by which the search
    /// came to it.
    pub fn path_back(
        &self,
        component: ComponentIndex,
    ) -> impl Iterator<Item = (ComponentIndex, Option<ConnectionIndex>)> {
        let step =
            move |component: ComponentIndex| self.steps[component].map(|step| (component, step.previous));
        std::iter::successors(step(component), move |&(_, previous)| {
            previous.and_then(|(component, _)| step(component))
        })
        .map(|(component, previous)| (component, previous.map(|(_, connection)| connection)))
    }
}
