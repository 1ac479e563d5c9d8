//! What the audits of several models come to: their findings on standard output and in files, and the exit code.

use std::borrow::Borrow;
use std::io::{self, Write};
use std::path::Path;

use super::arguments::{FailOn, FindingsArguments, FindingsFormat};
use super::bad::Bad;
use super::models;
use super::standard::Standard;
use super::{Exit, Failure, Session, settings};
use crate::audit::Audit;
use crate::config::Threshold;
use crate::report::run::{Audited, Outcome, Past, Run};
use crate::report::{comment, github, gitlab, json, junit, sarif, text};
use crate::workspace::PlanError;

/// Prints the findings of every model that could be audited, and what is wrong with the others. For each model there
/// may be a past that its findings are compared with.
///
/// The files that were asked for are written before anything is printed, whatever becomes of standard output; one
/// that cannot be written makes the run bad, but keeps nothing else back.
pub(super) fn print<T: Borrow<Audit>>(
    outcomes: &[Result<models::Audited<'_, T>, Bad>],
    pasts: &[Option<Past<'_>>],
    arguments: &FindingsArguments,
    session: &mut Session,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    let pasts = pasts.iter().copied().chain(std::iter::repeat(None));
    let run = Run {
        outcomes: outcomes
            .iter()
            .zip(pasts)
            .filter_map(|(outcome, past)| match outcome {
                Err(bad) => Some(Outcome::Refused(bad.refused()?)),
                Ok(audited) => Some(Outcome::Audited(Audited {
                    audit: audited.made.borrow(),
                    catalogue: &audited.standard.catalogue,
                    threshold: threshold(audited.standard, arguments.fail_on),
                    past,
                })),
            })
            .collect(),
    };
    let names = run.outcomes.iter().map(|outcome| Path::new(outcome.name()));
    let files = arguments.outputs.iter().map(|output| output.file.as_path());
    spare_inputs(names, files)?;
    for output in &arguments.outputs {
        let mut bytes = Vec::new();
        write(&mut anstream::StripStream::new(&mut bytes), output.format, &run)?;
        exit = exit.max(session.write_file(&output.file, &bytes)?);
    }
    let streams = &mut session.streams;
    for outcome in outcomes {
        match outcome {
            Err(bad) => {
                bad.report(streams)?;
                exit = Exit::Bad;
            }
            Ok(audited) => {
                let audit: &Audit = audited.made.borrow();
                text::diagnostics(&mut streams.err, &audit.source, &audit.warnings)?;
            }
        }
    }
    if run.audited().any(|audited| fails(&audited)) {
        exit = exit.max(Exit::Found);
    }
    write(&mut streams.out, arguments.format, &run)?;
    Ok(exit)
}

/// Whether an audit fails the run.
pub(super) fn fails(audited: &Audited<'_>) -> bool {
    audited.findings().any(|judged| judged.fails)
}

/// The mildest severity that fails: what is said on the command line comes before the configuration.
pub(super) fn threshold(standard: &Standard, stated: Option<FailOn>) -> Threshold {
    let configured = standard.settled.config.fail_on.as_ref();
    stated
        .map(settings::threshold)
        .or(configured.map(|threshold| threshold.value))
        .unwrap_or(Threshold::USUAL)
}

/// Makes sure that no file is written over a model.
pub(super) fn spare_inputs<'a>(
    inputs: impl Iterator<Item = &'a Path>,
    files: impl Iterator<Item = &'a Path>,
) -> Result<(), PlanError> {
    let inputs: Vec<_> = inputs.filter_map(|name| name.canonicalize().ok()).collect();
    for file in files {
        if file.canonicalize().is_ok_and(|file| inputs.contains(&file)) {
            return Err(PlanError::OverInput(file.to_owned()));
        }
    }
    Ok(())
}

/// Writes a run in a format.
pub(super) fn write(writer: &mut dyn Write, format: FindingsFormat, run: &Run<'_>) -> io::Result<()> {
    match format {
        FindingsFormat::Text => text::run(writer, run),
        FindingsFormat::Short => text::short(writer, run),
        FindingsFormat::Json => json::write(writer, &json::Run::new(run)),
        FindingsFormat::Sarif => sarif::write(writer, run),
        FindingsFormat::Github => github::write(writer, run),
        FindingsFormat::Gitlab => gitlab::write(writer, run),
        FindingsFormat::Junit => junit::write(writer, run),
        FindingsFormat::Markdown => comment::write(writer, run),
    }
}
