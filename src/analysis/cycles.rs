//! Which components need each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{ComponentIndex, Connection, ConnectionIndex, Endpoint, Index, Need, Purpose, Topology};

/// The sets of components that need each other in a circle over hard needs of traffic in some journey, each in order,
/// the sets in the order of their first components; none lies within another.
///
/// Members of one cluster that call each other are peers and make no circle. A cluster is a node of its own between
/// the members and what its name is connected to, so that the time is linear in components, members and connections,
/// times the number of journeys that have different connections within the circles of all journeys together.
pub fn cycles(topology: &Topology) -> Vec<Vec<ComponentIndex>> {
    let connections = topology.connections.iter();
    let needs = connections
        .filter(|(_, connection)| is_hard_traffic(connection) && !joins_peers(topology, connection));
    let needs: Vec<_> = needs.map(|(index, _)| index).collect();
    let together = circles(topology, &needs);
    let within: BTreeSet<ComponentIndex> = together.iter().flatten().copied().collect();
    let touches = |end: &Endpoint| topology.members(end).iter().any(|member| within.contains(member));
    let inner: Vec<_> = needs
        .into_iter()
        .filter(|&index| {
            let connection = &topology.connections[index];
            touches(&connection.from) && touches(&connection.to)
        })
        .collect();
    let mut seen: BTreeSet<Vec<ConnectionIndex>> = BTreeSet::new();
    let mut found: BTreeSet<Vec<ComponentIndex>> = BTreeSet::new();
    for (index, journey) in topology.journeys.iter() {
        let is_relevant = |&&need: &&ConnectionIndex| {
            let connection = &topology.connections[need];
            connection.is_relevant(index, journey.access)
        };
        let relevant: Vec<_> = inner.iter().filter(is_relevant).copied().collect();
        if relevant.len() == inner.len() {
            return together;
        }
        if !seen.contains(&relevant) {
            found.extend(circles(topology, &relevant));
            seen.insert(relevant);
        }
    }
    if topology.journeys.is_empty() {
        return together;
    }
    widest(found)
}

/// Those of these sets that lie within no other, in order.
fn widest(sets: BTreeSet<Vec<ComponentIndex>>) -> Vec<Vec<ComponentIndex>> {
    let mut sets: Vec<_> = sets.into_iter().collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.len()));
    let mut holding: BTreeMap<ComponentIndex, Vec<usize>> = BTreeMap::new();
    let mut widest: Vec<Vec<ComponentIndex>> = Vec::new();
    for set in sets {
        let wider = set.first().and_then(|first| holding.get(first));
        let mut wider = wider.into_iter().flatten().map(|&place| &widest[place]);
        if wider.any(|wider| set.iter().all(|member| wider.binary_search(member).is_ok())) {
            continue;
        }
        for &member in &set {
            holding.entry(member).or_default().push(widest.len());
        }
        widest.push(set);
    }
    widest.sort_unstable();
    widest
}

/// The sets of components that need each other in a circle over these connections, each in order and the sets in order.
fn circles(topology: &Topology, needs: &[ConnectionIndex]) -> Vec<Vec<ComponentIndex>> {
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
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(components + 2 * clusters, needs.len());
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
    for &need in needs {
        let connection = &topology.connections[need];
        let (from, to) = (source(connection.from), target(connection.to));
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
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
