//! Draws and audits infrastructure.
//!
//! The modules stand in the order of the pipeline, and each imports only from those above it.

pub mod source;

pub mod diagnostic;

pub mod yaml;

pub mod model;

pub mod load;

pub mod graph;

pub mod analysis;

pub mod finding;

pub mod config;

pub mod rules;

pub mod audit;

pub mod diagram;

pub mod report;

pub mod workspace;

pub mod cli;
