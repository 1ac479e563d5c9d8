//! Text to model: from a file to a [`Topology`](crate::model::Topology) with every reference resolved.
//!
//! Each format that can be read has a module of its own; `topology` is the tool's own format.

mod topology;

use crate::diagnostic::Diagnostic;
use crate::model::ProtocolTable;
use crate::source::Source;
use crate::yaml::{Limits, Spanned, Value};

pub use topology::{Availability, Loaded, schema};

/// Reads models.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// How large a model may be.
    pub limits: Limits,
    /// The protocols that a model can name.
    pub protocols: &'a ProtocolTable,
}

impl Reader<'_> {
    /// Reads a topology file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, warnings included, in the order of places.
    pub fn topology(&self, source: &Source) -> Result<Loaded, Vec<Diagnostic>> {
        topology::whole(source, &self.limits, self.protocols)
    }

    /// Reads a topology that is part of another file, such as an example of a rule; it needs no `name`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the part, warnings included, in the order of places.
    pub fn part(&self, part: &Spanned<Value>) -> Result<Loaded, Vec<Diagnostic>> {
        topology::part(part, self.protocols)
    }
}

/// Reads a topology file that names no other protocols than the usual ones.
///
/// # Errors
///
/// Everything that is wrong with the file, warnings included, in the order of places.
pub fn topology(source: &Source, limits: &Limits) -> Result<Loaded, Vec<Diagnostic>> {
    let reader = Reader {
        limits: *limits,
        protocols: &ProtocolTable::default(),
    };
    reader.topology(source)
}

/// Reads a topology that is part of another file and names no other protocols than the usual ones; it needs no
/// `name`.
///
/// # Errors
///
/// Everything that is wrong with the part, warnings included, in the order of places.
pub fn topology_part(part: &Spanned<Value>) -> Result<Loaded, Vec<Diagnostic>> {
    let reader = Reader {
        limits: Limits::default(),
        protocols: &ProtocolTable::default(),
    };
    reader.part(part)
}
