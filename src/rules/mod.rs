//! Rule files to findings.

mod catalogue;
mod engine;
pub mod facts;
mod file;
mod message;
pub mod pattern;
mod rule;
mod schema;

pub use catalogue::{BUILT_IN, Catalogue, Rejected};
pub use engine::{Engine, Match, Stage};
pub use rule::{Example, Examples, Rule, Standing};
pub use schema::schema;
