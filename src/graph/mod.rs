//! Topologies as `petgraph` graphs, and the way back from a node or an edge to the element that it stands for.

mod connections;
mod order;

pub use connections::ConnectionGraph;
pub use order::inputs_first;
