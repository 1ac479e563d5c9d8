//! Journeys: what users come for, and so what "down" means.

use super::connection::Endpoint;
use super::table::index;
use super::words::words;
use crate::source::Span;

index! {
    /// Names a journey of a topology.
    JourneyIndex
}

/// A critical user journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Identifier, unique among journeys.
    pub id: String,
    /// Where the identifier stands; for an assumed journey, where its entry does.
    pub span: Span,
    /// Where it begins.
    pub entry: Endpoint,
    /// What it does to data.
    pub access: JourneyAccess,
    /// Whether the file has no journeys and this one is assumed in their place.
    pub assumed: bool,
}

words! {
    /// What a journey does to data.
    pub enum JourneyAccess {
        /// It only reads.
        Read = "read",
        /// It writes.
        Write = "write",
        /// It is not told apart: every connection that names no other journey serves it.
        Any = "any",
    }
}
