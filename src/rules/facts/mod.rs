//! What a rule can ask: one table of facts for each sort of entity.
//!
//! From these tables come the checking of patterns, the placeholders of messages, the schema of rule files and the
//! page of facts in the documentation.

mod address;
mod cluster;
mod component;
mod connection;
mod document;
mod entity;
mod evidence;
mod group;
mod rest;
mod standing;
mod table;

pub use cluster::ModeWord;
pub use component::ClusterRole;
pub use connection::NeedWord;
pub use document::page;
pub use entity::{Entity, FaultEntity, PathEntity, Sort};
pub use evidence::{Evidence, RiskState};
pub use table::{Fact, Getter, Relation, Visit};

/// Every fact about entities of one sort, in the order of the documentation.
pub fn facts(sort: Sort) -> &'static [Fact] {
    match sort {
        Sort::Component => component::FACTS,
        Sort::Connection => connection::FACTS,
        Sort::Group => group::FACTS,
        Sort::Cluster => cluster::FACTS,
        Sort::Journey => rest::JOURNEY,
        Sort::Fault => rest::FAULT,
        Sort::Path => rest::PATH,
        Sort::Cycle => rest::CYCLE,
        Sort::Accepted => rest::ACCEPTED,
        Sort::Model => rest::MODEL,
    }
}

/// The fact of this name about entities of one sort.
pub fn fact(sort: Sort, name: &str) -> Option<&'static Fact> {
    facts(sort).iter().find(|fact| fact.name == name)
}
