//! From the path of a model to its audit, or to what is wrong with it.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::bad::Bad;
use super::progress;
use super::standard::{Standard, Standards};
use super::streams::Streams;
use crate::audit::{self, Audit, Refused};
use crate::load::{Loaded, Reader};
use crate::source::Source;
use crate::workspace;
use crate::yaml::Limits;

/// What was made of a model's audit, and what the model was audited by.
pub(super) struct Audited<'a, T> {
    /// What it was audited by.
    pub(super) standard: &'a Standard,
    /// What was made of the audit.
    pub(super) made: T,
}

/// Reads a model.
pub(super) fn load(path: &Path, reader: &Reader<'_>) -> Result<(Source, Loaded), Bad> {
    load_source(read(path, &reader.limits)?, reader)
}

fn load_source(source: Source, reader: &Reader<'_>) -> Result<(Source, Loaded), Bad> {
    match reader.topology(&source) {
        Ok(loaded) => Ok((source, loaded)),
        Err(diagnostics) => Err(Bad::Invalid(source, diagnostics)),
    }
}

/// Audits a model that has been read, by what holds for it.
pub(super) fn audit_source(
    source: Source,
    limits: &Limits,
    standard: &Standard,
    settings: audit::Settings,
) -> Result<Audit, Bad> {
    let reader = Reader {
        limits: *limits,
        protocols: standard.catalogue.protocols(),
    };
    let (source, loaded) = load_source(source, &reader)?;
    Audit::new(source, loaded, &standard.catalogue, settings)
        .map_err(|Refused { source, problems }| Bad::Invalid(source, problems))
}

/// Reads and audits a model, by what holds for it.
pub(super) fn audit_file(
    path: &Path,
    limits: &Limits,
    standard: &Standard,
    settings: audit::Settings,
) -> Result<Audit, Bad> {
    audit_source(read(path, limits)?, limits, standard, settings)
}

fn read(path: &Path, limits: &Limits) -> Result<Source, Bad> {
    workspace::read(path, limits.bytes).map_err(|error| Bad::Unread(path.to_owned(), error))
}

/// Reads and audits models, several at a time; the results stand in the order of the paths.
///
/// A person who waits for many of them is shown how far it has come.
pub(super) fn audit<'a, T: Send>(
    paths: &[PathBuf],
    limits: &Limits,
    standards: &'a Standards,
    settings: audit::Settings,
    streams: &mut Streams,
    make: impl Fn(&Path, Audit, &Standard) -> T + Sync,
) -> io::Result<Vec<Result<Audited<'a, T>, Bad>>> {
    let audit_one = |place: usize, path: &Path| {
        let standard = standards.get(place).ok_or(Bad::WithoutStandard)?;
        let audit = audit_file(path, limits, standard, settings)?;
        Ok(Audited {
            standard,
            made: make(path, audit, standard),
        })
    };
    progress::watch(paths.len(), streams, |done| {
        paths
            .par_iter()
            .enumerate()
            .map(|(place, path)| {
                let outcome = audit_one(place, path);
                done.count();
                outcome
            })
            .collect()
    })
}
