//! In which order to work out things that depend on each other.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// An order of `0..count` in which everything stands behind what it depends on.
///
/// `inputs` lists the dependencies as pairs of a dependent and what it depends on. Things that depend on each other
/// in a circle stand side by side, in the order of their numbers. The order follows one chain of dependencies after
/// the other, so that what belongs together lies close together.
///
/// Strongly connected components by Kosaraju's algorithm, in time linear in `count` and the number of pairs, without
/// recursion. Source: M. Sharir, "A strong-connectivity algorithm and its applications in data flow analysis",
/// Computers and Mathematics with Applications 7, 1981.
///
/// ```
/// use infra_audit::graph::inputs_first;
///
/// assert_eq!(inputs_first(3, [(0, 1), (1, 2)]), [2, 1, 0]);
/// assert_eq!(inputs_first(3, [(0, 2), (2, 1), (1, 2)]), [1, 2, 0]);
/// ```
pub fn inputs_first(count: u32, inputs: impl IntoIterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    graph.extend_with_edges(inputs);
    let mut order = Vec::with_capacity(count as usize);
    for mut circle in kosaraju_scc(&graph) {
        circle.sort_unstable();
        order.extend(circle.into_iter().map(number));
    }
    order
}

fn number(node: NodeIndex) -> u32 {
    u32::try_from(node.index()).expect("the nodes were numbered with 32 bits")
}
