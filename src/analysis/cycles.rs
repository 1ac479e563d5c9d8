//! Which components need each other in a circle.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{ComponentIndex, Connection, Endpoint, Index, Need, Purpose, Topology};

/// The sets of components that need each other in a circle over hard needs of traffic, each in order, the sets in the
/// order of their first components.
///
/// Members of one cluster that call each other are peers and make no circle. A cluster is a node of its own between
/// the members and what its name is connected to, so that the time is linear in components, members and connections.
pub fn cycles(topology: &Topology) -> Vec<Vec<ComponentIndex>> {
    let components = topology.components.len();
    let clusters = topology.clusters.len();
    // Behind the components stand, for each cluster, what calls in its name and what is called by its name.
    let source = |end: Endpoint| match end {
        Endpoint::Component(component) => component.place(),
        Endpoint::Cluster(cluster) => components + cluster.place(),
    };
    let target = |end: Endpoint| match end {
        Endpoint::Component(component) => component.place(),
        Endpoint::Cluster(cluster) => components + clusters + cluster.place(),
    };
    let mut graph: DiGraph<(), ()> =
        DiGraph::with_capacity(components + 2 * clusters, topology.connections.len());
    for _ in 0..components + 2 * clusters {
        graph.add_node(());
    }
    for (index, cluster) in topology.clusters.iter() {
        let named = Endpoint::Cluster(index);
        for &member in &cluster.members {
            graph.add_edge(NodeIndex::new(member.place()), NodeIndex::new(source(named)), ());
            graph.add_edge(NodeIndex::new(target(named)), NodeIndex::new(member.place()), ());
        }
    }
    for connection in topology.connections.values() {
        if is_hard_traffic(connection) && !joins_peers(topology, connection) {
            let (from, to) = (source(connection.from), target(connection.to));
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
    }
    let mut cycles: Vec<Vec<ComponentIndex>> = kosaraju_scc(&graph)
        .into_iter()
        .map(|circle| {
            let mut members: Vec<_> = circle
                .into_iter()
                .map(NodeIndex::index)
                .filter(|&place| place < components)
                .map(ComponentIndex::new)
                .collect();
            members.sort_unstable();
            members
        })
        .filter(|members| members.len() > 1)
        .collect();
    cycles.sort_unstable();
    cycles
}

fn is_hard_traffic(connection: &Connection) -> bool {
    connection.purpose == Purpose::Traffic && connection.need == Need::Hard
}

/// Whether both ends lie in one cluster, or are the same.
fn joins_peers(topology: &Topology, connection: &Connection) -> bool {
    let cluster = |end| match end {
        Endpoint::Component(component) => topology.components[component].cluster,
        Endpoint::Cluster(cluster) => Some(cluster),
    };
    let from = cluster(connection.from);
    connection.from == connection.to || from.is_some() && from == cluster(connection.to)
}
