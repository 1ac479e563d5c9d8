//! Which connections begin and end where.

use crate::model::{ComponentIndex, ConnectionIndex, Endpoint, Index, Topology};

/// Which of the two ends of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Towards what calls.
    Upstream,
    /// Towards what is called.
    Downstream,
}

impl Direction {
    /// The other direction.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Upstream => Self::Downstream,
            Self::Downstream => Self::Upstream,
        }
    }
}

/// The connections of each component and of each cluster, in file order.
///
/// A connection that names a cluster stands with the cluster alone, so that the lists are as long as the file.
#[derive(Debug)]
pub struct Neighbours {
    outgoing: Lists,
    incoming: Lists,
    components: usize,
}

#[derive(Debug)]
struct Lists {
    starts: Vec<u32>,
    connections: Vec<ConnectionIndex>,
}

impl Neighbours {
    /// The connections of a topology by their ends, in linear time.
    pub fn new(topology: &Topology) -> Self {
        let components = topology.components.len();
        let places = components + topology.clusters.len();
        let lists = |end: fn(&crate::model::Connection) -> Endpoint| {
            let place_of = |end: Endpoint| match end {
                Endpoint::Component(component) => component.place(),
                Endpoint::Cluster(cluster) => components + cluster.place(),
            };
            let mut starts = vec![0_u32; places + 1];
            for connection in topology.connections.values() {
                starts[place_of(end(connection)) + 1] += 1;
            }
            for place in 0..places {
                starts[place + 1] += starts[place];
            }
            let mut next = starts.clone();
            let mut connections = vec![ConnectionIndex::new(0); topology.connections.len()];
            for (index, connection) in topology.connections.iter() {
                let next = &mut next[place_of(end(connection))];
                connections[*next as usize] = index;
                *next += 1;
            }
            Lists { starts, connections }
        };
        Self {
            outgoing: lists(|connection| connection.from),
            incoming: lists(|connection| connection.to),
            components,
        }
    }

    /// The connections that name this endpoint itself as their source (downstream) or their target (upstream).
    pub fn of(&self, end: Endpoint, direction: Direction) -> &[ConnectionIndex] {
        let lists = match direction {
            Direction::Upstream => &self.incoming,
            Direction::Downstream => &self.outgoing,
        };
        let place = match end {
            Endpoint::Component(component) => component.place(),
            Endpoint::Cluster(cluster) => self.components + cluster.place(),
        };
        &lists.connections[lists.starts[place] as usize..lists.starts[place + 1] as usize]
    }

    /// The connections that name a component itself, then those that name its cluster.
    pub fn of_component(
        &self,
        topology: &Topology,
        component: ComponentIndex,
        direction: Direction,
    ) -> impl Iterator<Item = ConnectionIndex> {
        let cluster = topology.components[component].cluster;
        let own = self.of(Endpoint::Component(component), direction);
        let shared = cluster.map_or(&[][..], |cluster| self.of(Endpoint::Cluster(cluster), direction));
        own.iter().chain(shared).copied()
    }
}

/// The end of a connection that lies in this direction.
pub fn end(topology: &Topology, connection: ConnectionIndex, direction: Direction) -> Endpoint {
    match direction {
        Direction::Upstream => topology.connections[connection].from,
        Direction::Downstream => topology.connections[connection].to,
    }
}
