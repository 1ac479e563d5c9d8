//! Text to model: from a file to a [`Topology`](crate::model::Topology) with every reference resolved.
//!
//! Each format that can be read has a module of its own; `topology` is the tool's own format.

mod topology;

pub use topology::{Loaded, schema, topology, topology_part};
