//! The tool's own format: a file to a topology.
//!
//! `entries` says what can stand in a file. What follows resolves the references, one module for each section, and
//! takes down all that is wrong in one go: an entry that could not be read still counts as known, so that nobody is
//! told twice of one mistake.

mod clusters;
mod components;
mod connections;
mod entries;
mod groups;
mod journeys;
mod references;
mod risks;
mod scalars;
mod schema;

use crate::diagnostic::{Diagnostic, Problems};
use crate::model::{ProtocolTable, Topology};
use crate::source::{Source, Span};
use crate::yaml::{self, Entries, Limits, Reading, Spanned, Value};
use entries::{ClusterEntry, ComponentEntry, File, GroupEntry, Silence};
use references::References;

pub use scalars::Availability;
pub use schema::schema;

/// A topology that can be used, and what its author probably did not mean.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The topology.
    pub topology: Topology,
    /// Warnings, in the order of places.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a topology file.
///
/// # Errors
///
/// Everything that is wrong with the file, warnings included, in the order of places.
pub(super) fn whole(
    source: &Source,
    limits: &Limits,
    protocols: &ProtocolTable,
) -> Result<Loaded, Vec<Diagnostic>> {
    let (file, mut problems) = readable(yaml::read_leniently(source, limits))?;
    if file.value.name.is_none() {
        let start = Span::new(file.span.start, file.span.start);
        let problem = Diagnostic::error("missing key `name`", start);
        problems.note(problem.label("`name` is required here"));
    }
    load(file, problems, protocols)
}

/// Reads a topology that is part of another file, such as an example of a rule; it needs no `name`.
///
/// # Errors
///
/// Everything that is wrong with the part, warnings included, in the order of places.
pub(super) fn part(part: &Spanned<Value>, protocols: &ProtocolTable) -> Result<Loaded, Vec<Diagnostic>> {
    let (file, problems) = readable(yaml::read_part_leniently(part))?;
    load(file, problems, protocols)
}

/// What can be resolved, in spite of some problems.
fn readable(reading: Reading<Spanned<File>>) -> Result<(Spanned<File>, Problems), Vec<Diagnostic>> {
    match reading.value {
        Some(file) if !file.is_stand_in() => Ok((file, reading.problems)),
        _ => Err(reading.problems.sorted()),
    }
}

/// The sections whose entries can be referred to, in the order of ids.
struct Sections {
    groups: Vec<(Spanned<String>, Box<GroupEntry>)>,
    components: Vec<(Spanned<String>, Box<ComponentEntry>)>,
    clusters: Vec<(Spanned<String>, Box<ClusterEntry>)>,
}

fn by_id<T>(Entries(mut entries): Entries<T>) -> Vec<(Spanned<String>, T)> {
    entries.sort_unstable_by(|(left, _), (right, _)| left.value.cmp(&right.value));
    entries
}

fn load(
    file: Spanned<File>,
    problems: Problems,
    protocols: &ProtocolTable,
) -> Result<Loaded, Vec<Diagnostic>> {
    let start = Span::new(file.span.start, file.span.start);
    let file = file.value;
    let sections = Sections {
        groups: by_id(file.groups),
        components: by_id(file.components),
        clusters: by_id(file.clusters),
    };
    let mut references = References::new(&sections, problems);
    let name_span = file.name.as_ref().map_or(start, |name| name.key);
    let name = file.name.map(|name| name.value);
    if let Some(name) = name.as_ref().filter(|name| !name.is_stand_in())
        && name.value.trim().is_empty()
    {
        references.note(Diagnostic::error("the name is blank", name.span).label("blank"));
    }
    let journeys = journeys::resolve(by_id(file.journeys), &sections, &mut references);
    let groups = groups::resolve(sections.groups, &mut references);
    let clusters = clusters::resolve(sections.clusters, &sections.components, &mut references);
    let mut components = components::resolve(sections.components, &mut references);
    for (index, cluster) in clusters.iter() {
        for &member in &cluster.members {
            components[member].cluster = Some(index);
        }
    }
    let connections = connections::resolve(file.connections, protocols, &mut references);
    let accepted_risks = risks::resolve(file.accepted_risks, &mut references);
    let topology = Topology {
        name: name.map(|name| name.value).unwrap_or_default(),
        name_span,
        description: file.description,
        out_of_scope: file.out_of_scope.into_iter().map(Silence::concern).collect(),
        groups,
        components,
        clusters,
        connections,
        journeys,
        accepted_risks,
    };
    let problems = references.into_problems();
    if problems.has_error() {
        return Err(problems.sorted());
    }
    Ok(Loaded {
        topology,
        warnings: problems.sorted(),
    })
}
