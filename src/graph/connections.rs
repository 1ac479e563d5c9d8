//! Who calls whom, component by component.

use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{ComponentIndex, ConnectionIndex, Index, Topology};

/// The connections of a topology between single components: an end that names a cluster stands for each of its
/// members.
///
/// There is one node for each component, in the order of components, and one edge for each connection and pair of
/// components that it joins, in file order; a connection between two clusters has as many edges as there are pairs.
#[derive(Clone, Debug)]
pub struct ConnectionGraph {
    graph: DiGraph<ComponentIndex, ConnectionIndex>,
}

impl ConnectionGraph {
    /// The graph of all connections of a topology, in time linear in the number of its edges.
    pub fn new(topology: &Topology) -> Self {
        Self::of(topology, topology.connections.indices())
    }

    /// The graph of some connections of a topology; every component has its node all the same.
    pub fn of(topology: &Topology, connections: impl IntoIterator<Item = ConnectionIndex>) -> Self {
        let mut graph = DiGraph::with_capacity(topology.components.len(), topology.connections.len());
        for component in topology.components.indices() {
            graph.add_node(component);
        }
        for index in connections {
            let connection = &topology.connections[index];
            for &from in topology.members(&connection.from) {
                for &to in topology.members(&connection.to) {
                    graph.add_edge(node(from), node(to), index);
                }
            }
        }
        Self { graph }
    }

    /// The graph itself: nodes weigh the component that they stand for, edges the connection.
    pub const fn graph(&self) -> &DiGraph<ComponentIndex, ConnectionIndex> {
        &self.graph
    }

    /// The node that stands for a component.
    pub fn node(&self, component: ComponentIndex) -> NodeIndex {
        node(component)
    }

    /// The component that a node stands for.
    pub fn component(&self, node: NodeIndex) -> ComponentIndex {
        self.graph[node]
    }
}

fn node(component: ComponentIndex) -> NodeIndex {
    NodeIndex::new(component.place())
}
