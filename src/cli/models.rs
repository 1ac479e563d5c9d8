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
    let source =
        workspace::read(path, reader.limits.bytes).map_err(|error| Bad::Unread(path.to_owned(), error))?;
    match reader.topology(&source) {
        Ok(loaded) => Ok((source, loaded)),
        Err(diagnostics) => Err(Bad::Invalid(source, diagnostics)),
    }
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
        let reader = Reader {
            limits: *limits,
            protocols: standard.catalogue.protocols(),
        };
        let (source, loaded) = load(path, &reader)?;
        let audit = Audit::new(source, loaded, &standard.catalogue, settings)
            .map_err(|Refused { source, problems }| Bad::Invalid(source, problems))?;
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
