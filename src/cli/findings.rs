//! What the audits of several models come to: their findings on standard output and in files, and the exit code.

use std::borrow::Borrow;
use std::io::{self, Write};
use std::path::Path;

use super::arguments::{FindingsArguments, FindingsFormat, FormatAndFile};
use super::bad::Bad;
use super::models;
use super::{Exit, Failure, Session, settings};
use crate::audit::Audit;
use crate::config::Threshold;
use crate::report::run::{Audited, Outcome, Run};
use crate::report::{comment, github, gitlab, json, junit, sarif, text};
use crate::workspace::PlanError;

/// Prints the findings of every model that could be audited, and what is wrong with the others.
///
/// The files that were asked for are written before anything is printed, whatever becomes of standard output; one
/// that cannot be written makes the run bad, but keeps nothing else back.
pub(super) fn print<T: Borrow<Audit>>(
    outcomes: &[Result<models::Audited<'_, T>, Bad>],
    arguments: &FindingsArguments,
    session: &mut Session,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    let run = Run {
        outcomes: outcomes
            .iter()
            .filter_map(|outcome| match outcome {
                Err(bad) => Some(Outcome::Refused(bad.refused()?)),
                Ok(audited) => Some(Outcome::Audited(judged(audited, arguments))),
            })
            .collect(),
    };
    spare_inputs(&run, &arguments.outputs)?;
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
    let fails = |audited: Audited<'_>| {
        let mut findings = audited.audit.findings.iter();
        findings.any(|finding| audited.fails(finding.severity))
    };
    if run.audited().any(fails) {
        exit = exit.max(Exit::Found);
    }
    write(&mut streams.out, arguments.format, &run)?;
    Ok(exit)
}

/// An audit with what it is judged by: what is said on the command line comes before the configuration.
fn judged<'a, T: Borrow<Audit>>(
    audited: &'a models::Audited<'_, T>,
    arguments: &FindingsArguments,
) -> Audited<'a> {
    let stated = arguments.fail_on.map(settings::threshold);
    let configured = audited.standard.settled.config.fail_on;
    Audited {
        audit: audited.made.borrow(),
        catalogue: &audited.standard.catalogue,
        threshold: stated
            .or(configured.map(|threshold| threshold.value))
            .unwrap_or(Threshold::USUAL),
    }
}

/// Makes sure that no file is written over a model.
fn spare_inputs(run: &Run<'_>, outputs: &[FormatAndFile]) -> Result<(), PlanError> {
    let names = run.outcomes.iter().map(|outcome| Path::new(outcome.name()));
    let inputs: Vec<_> = names.filter_map(|name| name.canonicalize().ok()).collect();
    for FormatAndFile { file, .. } in outputs {
        if file.canonicalize().is_ok_and(|file| inputs.contains(&file)) {
            return Err(PlanError::OverInput(file.clone()));
        }
    }
    Ok(())
}

fn write(writer: &mut dyn Write, format: FindingsFormat, run: &Run<'_>) -> io::Result<()> {
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
