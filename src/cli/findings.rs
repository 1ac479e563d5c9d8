//! What the audits of several models come to: their findings on standard output and in files, and the exit code.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::arguments::{FailOn, FindingsArguments, FindingsFormat};
use super::bad::Bad;
use super::models;
use super::standard::Standard;
use super::{Exit, Failure, Session, settings};
use crate::audit::Audit;
use crate::config::Threshold;
use crate::report::run::{Audited, Gone, Outcome, Past, Refused, Role, Run};
use crate::report::{comment, github, gitlab, json, junit, sarif, text};
use crate::workspace::Output;

/// What a run has to show beside what became of its models.
#[derive(Default)]
pub(super) struct Beside<'a> {
    /// For each model, what its findings are compared with, if they are.
    pub(super) pasts: Vec<Option<Past<'a>>>,
    /// What could not be used and is no model of the run.
    pub(super) errors: Vec<Refused<'a>>,
    /// The models that have gone.
    pub(super) gone: Vec<Gone<'a>>,
}

/// Prints the findings of every model that could be audited, and what is wrong with the others and with whatever else
/// could not be used, of which the reader of standard error has been told.
///
/// The files that were asked for are written before anything is printed, whatever becomes of standard output; one
/// that cannot be written makes the run bad, but keeps nothing else back. Where nothing could be audited no file is
/// written: it would be taken for the result of an audit.
pub(super) fn print<T: Borrow<Audit>>(
    outcomes: &[Result<models::Audited<'_, T>, Bad>],
    beside: Beside<'_>,
    arguments: &FindingsArguments,
    session: &mut Session,
) -> Result<Exit, Failure> {
    let Beside { pasts, errors, gone } = beside;
    let mut exit = Exit::Clean;
    let pasts = pasts.into_iter().chain(std::iter::repeat(None));
    let run = Run {
        outcomes: outcomes
            .iter()
            .zip(pasts)
            .filter_map(|(outcome, past)| match outcome {
                Err(bad) => Some(Outcome::Refused(bad.refused(Role::Model)?)),
                Ok(audited) => Some(Outcome::Audited(Audited {
                    audit: audited.made.borrow(),
                    catalogue: &audited.standard.catalogue,
                    threshold: threshold(audited.standard, arguments.fail_on),
                    past,
                })),
            })
            .collect(),
        errors,
        gone,
    };
    for output in &arguments.outputs {
        if run.is_void() {
            let message = format!(
                "{}: not written, for nothing could be audited",
                output.file.display()
            );
            text::problem(&mut session.streams.err, &message, None)?;
            continue;
        }
        let mut bytes = Vec::new();
        write(&mut anstream::StripStream::new(&mut bytes), output.format, &run)?;
        exit = exit.max(session.write_file(Output::Named(&output.file), &bytes)?);
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
    if !run.errors.is_empty() {
        exit = Exit::Bad;
    } else if run.audited().any(|audited| fails(&audited)) {
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
