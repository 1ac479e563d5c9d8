//! The picture of a topology.

pub mod export;
