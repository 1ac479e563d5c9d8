//! What the audits of several models come to: their findings on standard output, and the exit code.

use std::borrow::Borrow;

use super::arguments::{FindingsArguments, Format};
use super::bad::Bad;
use super::models::Audited;
use super::{Exit, Failure, Session, settings};
use crate::audit::Audit;
use crate::config::Threshold;
use crate::report::{json, text};

/// Prints the findings of every model that could be audited, and what is wrong with the others.
pub(super) fn print<T: Borrow<Audit>>(
    outcomes: &[Result<Audited<'_, T>, Bad>],
    arguments: &FindingsArguments,
    session: &mut Session,
) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    let mut exit = Exit::Clean;
    let stated = arguments.fail_on.map(settings::threshold);
    let mut is_first = true;
    for outcome in outcomes {
        match outcome {
            Err(bad) => {
                bad.report(streams)?;
                exit = Exit::Bad;
            }
            Ok(Audited { standard, made }) => {
                let audit: &Audit = made.borrow();
                let configured = standard.settled.config.fail_on.map(|threshold| threshold.value);
                let threshold = stated.or(configured).unwrap_or(Threshold::USUAL);
                text::diagnostics(&mut streams.err, &audit.source, &audit.warnings)?;
                let mut findings = audit.findings.iter();
                if findings.any(|finding| threshold.is_reached_by(finding.severity)) {
                    exit = exit.max(Exit::Found);
                }
                if arguments.format == Format::Text {
                    if !std::mem::replace(&mut is_first, false) {
                        writeln!(streams.out)?;
                    }
                    text::findings(&mut streams.out, audit, &standard.catalogue)?;
                }
            }
        }
    }
    if arguments.format == Format::Json {
        let audited = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
        let models = audited
            .map(|audit| json::Model::new(audit.made.borrow()))
            .collect();
        json::write(&mut streams.out, &json::Run::new(models))?;
    }
    Ok(exit)
}
