//! What findings are compared with: an earlier revision that git keeps, or a baseline.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::arguments::PastArguments;
use super::bad::Bad;
use super::models::{self, Audited};
use super::{Exit, Failure, Session};
use crate::audit::baseline::{self, Baseline};
use crate::audit::change::Comparison;
use crate::audit::{Audit, Settings};
use crate::diagnostic::{Diagnostic, Level};
use crate::report::prose::count;
use crate::report::visible::visible;
use crate::report::{json, text};
use crate::source::Source;
use crate::workspace::{self, Output, Revision, destination, folder_of};
use crate::yaml::Limits;

/// What became of each model of a run.
type Outcomes<'a> = [Result<Audited<'a, Audit>, Bad>];

/// What findings are compared with.
pub(super) enum Memory {
    /// Nothing.
    Nothing,
    /// A revision: for each model, what it was then.
    Revision(String, Vec<Option<Audit>>),
    /// A list of known findings, and its file.
    Baseline(PathBuf, Baseline),
}

impl Memory {
    /// Reads what the findings of models are to be compared with.
    ///
    /// An earlier version of a model that cannot be audited is told, and counts as none.
    pub(super) fn recall(
        arguments: &PastArguments,
        revision: Option<Revision<'_>>,
        paths: &[PathBuf],
        outcomes: &Outcomes<'_>,
        limits: &Limits,
        settings: Settings,
        session: &mut Session,
    ) -> Result<Result<Self, Bad>, Failure> {
        if let Some(mut revision) = revision {
            let name = revision.name().to_owned();
            return Ok(match versions(&mut revision, paths, outcomes, limits, settings) {
                Err(bad) => Err(bad),
                Ok(versions) => {
                    let versions = versions
                        .into_iter()
                        .zip(paths)
                        .map(|(version, path)| known(version, path, session));
                    Ok(Self::Revision(name, versions.collect::<Result<_, Failure>>()?))
                }
            });
        }
        let Some(file) = &arguments.baseline else {
            return Ok(Ok(Self::Nothing));
        };
        Ok(match workspace::read(file, limits.bytes) {
            Err(error) => Err(Bad::Unread(file.clone(), error)),
            Ok(source) => match baseline::read(&source, limits) {
                Ok(baseline) => Ok(Self::Baseline(file.clone(), baseline)),
                Err(problems) => Err(Bad::Invalid(source, problems)),
            },
        })
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Revision(name, _) => name,
            Self::Baseline(file, _) => file.to_str().unwrap_or("the baseline"),
        }
    }

    /// For each model that could be audited, how its findings stand to what is remembered, if anything is.
    pub(super) fn compare(
        &self,
        paths: &[PathBuf],
        outcomes: &Outcomes<'_>,
        session: &mut Session,
    ) -> Result<Vec<Option<Comparison<'_>>>, Failure> {
        match self {
            Self::Nothing => Ok(Vec::new()),
            Self::Revision(_, bases) => {
                let compare = |(outcome, base): (&Result<Audited<'_, Audit>, Bad>, _)| {
                    let audited = outcome.as_ref().ok()?;
                    Some(Comparison::new(Option::as_ref(base), &audited.made))
                };
                Ok(outcomes.iter().zip(bases).map(compare).collect())
            }
            Self::Baseline(file, baseline) => {
                let folder = folder_of(file);
                let audits: Vec<_> = named(folder, paths, outcomes).collect();
                let compared = baseline.compare(&audits, |file| !folder.join(file).exists());
                if !compared.elsewhere.is_empty() {
                    writeln!(
                        session.streams.err,
                        "{}: {} of files that were not looked at",
                        visible(&file.to_string_lossy()),
                        count(compared.elsewhere.len(), "entry is", "entries are"),
                    )?;
                }
                let mut comparisons = compared.comparisons.into_iter();
                let place = |outcome: &Result<_, _>| outcome.as_ref().ok().and_then(|_| comparisons.next());
                Ok(outcomes.iter().map(place).collect())
            }
        }
    }
}

/// What models were at a revision, several at a time: their audits, if they were there, or why there is none.
fn versions(
    revision: &mut Revision<'_>,
    paths: &[PathBuf],
    outcomes: &Outcomes<'_>,
    limits: &Limits,
    settings: Settings,
) -> Result<Vec<Option<Result<Audit, Bad>>>, Bad> {
    let mut sources = Vec::with_capacity(paths.len());
    for (path, outcome) in paths.iter().zip(outcomes) {
        sources.push(match outcome {
            Err(_) => None,
            Ok(audited) => match revision.read(path, limits.bytes).map_err(Bad::from) {
                Ok(source) => source.map(|source| Ok((source, audited.standard))),
                Err(bad @ Bad::Unversioned(_)) => return Err(bad),
                Err(bad) => Some(Err(bad)),
            },
        });
    }
    let versions = sources.into_par_iter().map(|source| {
        let audit =
            source?.and_then(|(source, standard)| models::audit_source(source, limits, standard, settings));
        Some(audit)
    });
    Ok(versions.collect())
}

/// An earlier version of the model at `path`; what is wrong with it is told.
fn known(
    version: Option<Result<Audit, Bad>>,
    path: &Path,
    session: &mut Session,
) -> Result<Option<Audit>, Failure> {
    let consequence = format!("everything that is found in {} counts as new", path.display());
    match version {
        None => Ok(None),
        Some(Ok(audit)) => Ok(Some(audit)),
        Some(Err(bad)) => {
            warn(bad, consequence, session)?;
            Ok(None)
        }
    }
}

/// Tells what is wrong with an earlier version, and what comes of it.
pub(super) fn warn(bad: Bad, consequence: String, session: &mut Session) -> Result<(), Failure> {
    let (source, mut problems) = match bad {
        Bad::Invalid(source, problems) => (source, problems),
        bad => {
            bad.report(&mut session.streams)?;
            (Source::new(bad.name(), ""), Vec::new())
        }
    };
    for problem in &mut problems {
        problem.level = Level::Warning;
    }
    problems.push(Diagnostic::file_warning(consequence));
    text::diagnostics(&mut session.streams.err, &source, &problems)?;
    Ok(())
}

/// The audits of a run, each with the name of its file as a baseline in `folder` has it.
fn named<'a>(
    folder: &Path,
    paths: &'a [PathBuf],
    outcomes: &'a Outcomes<'_>,
) -> impl Iterator<Item = (String, &'a Audit)> + use<'a> {
    let folder = destination(folder);
    let audited = paths.iter().zip(outcomes);
    audited.filter_map(move |(path, outcome)| {
        let audited = outcome.as_ref().ok()?;
        let from_there = path.canonicalize().ok();
        let from_there = from_there.and_then(|path| way(&folder, &path));
        let name = from_there.unwrap_or_else(|| path.to_string_lossy().into_owned());
        Some((name, &audited.made))
    })
}

/// The way from a folder to a file, with slashes; none if there is none, as from one drive to another.
fn way(folder: &Path, file: &Path) -> Option<String> {
    let common = folder.ancestors().find(|around| file.starts_with(around))?;
    let up = folder
        .strip_prefix(common)
        .ok()?
        .components()
        .map(|_| "..".into());
    let down = file.strip_prefix(common).ok()?.components();
    let down = down.map(|part| part.as_os_str().to_string_lossy());
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// Lists the findings of a run in a file, unless something was wrong with a model: the file would lack what that one
/// has.
pub(super) fn write_baseline(
    file: &Path,
    paths: &[PathBuf],
    outcomes: &Outcomes<'_>,
    exit: Exit,
    session: &mut Session,
) -> Result<Exit, Failure> {
    if exit == Exit::Bad {
        let message = format!(
            "{}: not written, for not every model could be audited",
            file.display()
        );
        text::problem(&mut session.streams.err, &message, None)?;
        return Ok(exit);
    }
    let audits: Vec<_> = named(folder_of(file), paths, outcomes).collect();
    let baseline = Baseline::of(audits.iter().map(|(name, audit)| (name.as_str(), *audit)));
    let mut bytes = Vec::new();
    json::baseline(&mut bytes, &baseline)?;
    let written = session.write_file(Output::Named(file), &bytes)?;
    if written == Exit::Clean {
        writeln!(
            session.streams.err,
            "wrote {} to {}",
            count(baseline.entries.len(), "finding", "findings"),
            visible(&file.to_string_lossy())
        )?;
    }
    Ok(written)
}
