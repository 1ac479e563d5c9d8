//! Reading YAML: events to a spanned tree, and the tree to any type that derives `Deserialize`.
//!
//! Every problem of a file is reported in one run, each with its place. A key is optional where its type is an
//! `Option` or has a serde default; that a key is there with nothing behind it is an error all the same. The tree (`tree`) is built from the events
//! of `granit-parser` by `parse`, which refuses what is too large, too deep or not meant for people to write (tags,
//! merge keys, duplicate keys). The deserializer (`deserialize`) goes over it, notes each problem, and reads on: a
//! key that nobody asked for is skipped, and a value that does not fit is read again as a stand-in (`stand_in`)
//! until nothing new comes to light.

mod access;
mod collections;
mod deserialize;
mod failure;
mod parse;
mod scalar;
mod schema;
mod stand_in;
mod tree;
mod value;

use serde::de::DeserializeOwned;

pub use collections::{Entries, Items, OneOrMany};
pub use schema::schema;
pub use value::{Keyed, Spanned, Value};

use crate::diagnostic::{Diagnostic, Problems};
use crate::source::Source;
use tree::Tree;

/// How large an input may be; what is larger is refused with a clear error.
///
/// Aliases count as if they were written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes.
    pub bytes: usize,
    /// The most levels of nesting. No more than [`Limits::DEEPEST`] are read, whatever stands here.
    pub depth: usize,
    /// The most elements: mappings, lists and items of lists.
    pub elements: usize,
}

impl Limits {
    /// The most levels of nesting that can be allowed.
    pub const DEEPEST: usize = 256;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            depth: 128,
            elements: 1_000_000,
        }
    }
}

/// What came of reading a file: as much of the value as could be read, and what is wrong.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// The value; where a part of it could not be read, a stand-in ([`Spanned::is_stand_in`]) takes its place.
    /// `None` if there is not even that.
    pub value: Option<T>,
    /// What is wrong.
    pub problems: Problems,
}

impl<T> Reading<T> {
    fn complete(self) -> Result<T, Vec<Diagnostic>> {
        match self.value {
            Some(value) if !self.problems.has_error() => Ok(value),
            _ => Err(self.problems.sorted()),
        }
    }
}

/// Reads a value from a source.
///
/// # Errors
///
/// Everything that is wrong with the source, in the order of places. After a syntax error only that error.
pub fn read<T: DeserializeOwned>(source: &Source, limits: &Limits) -> Result<T, Vec<Diagnostic>> {
    read_leniently(source, limits).complete()
}

/// Reads as much of a value as there is, for a caller that looks for further problems in what could be read.
pub fn read_leniently<T: DeserializeOwned>(source: &Source, limits: &Limits) -> Reading<T> {
    match parse::parse(source.text(), limits) {
        Ok((tree, problems)) => deserialize::reading(&tree, problems),
        Err(problem) => Reading {
            value: None,
            problems: problem.into(),
        },
    }
}

/// Reads a value from a part of a source that has been read as a [`Value`]; places are those of the source.
///
/// # Errors
///
/// Everything that is wrong with the part, in the order of places.
pub fn read_part<T: DeserializeOwned>(part: &Spanned<Value>) -> Result<T, Vec<Diagnostic>> {
    read_part_leniently(part).complete()
}

/// Reads as much of a value as there is from a part of a source.
pub fn read_part_leniently<T: DeserializeOwned>(part: &Spanned<Value>) -> Reading<T> {
    deserialize::reading(&Tree::from_value(part), Problems::default())
}
