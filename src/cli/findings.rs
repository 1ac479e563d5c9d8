//! What the audits of several models come to: their findings on standard output, and the exit code.

use std::borrow::Borrow;

use super::arguments::{FindingsArguments, Format};
use super::models::Bad;
use super::{Exit, Failure, Session, settings};
use crate::audit::Audit;
use crate::report::{json, text};

/// Prints the findings of every model that could be audited, and what is wrong with the others.
pub(super) fn print<T: Borrow<Audit>>(
    outcomes: &[Result<T, Bad>],
    arguments: &FindingsArguments,
    session: &mut Session,
) -> Result<Exit, Failure> {
    let Session { streams, catalogue } = session;
    let mut exit = Exit::Clean;
    let threshold = settings::threshold(arguments.fail_on);
    let mut is_first = true;
    for outcome in outcomes {
        match outcome {
            Err(bad) => {
                bad.report(streams)?;
                exit = Exit::Bad;
            }
            Ok(audit) => {
                let audit: &Audit = audit.borrow();
                text::diagnostics(&mut streams.err, &audit.source, &audit.warnings)?;
                let worst = audit.findings.iter().map(|finding| finding.severity).max();
                if threshold.is_some_and(|threshold| worst.is_some_and(|worst| worst >= threshold)) {
                    exit = exit.max(Exit::Found);
                }
                if arguments.format == Format::Text {
                    if !std::mem::replace(&mut is_first, false) {
                        writeln!(streams.out)?;
                    }
                    text::findings(&mut streams.out, audit, catalogue)?;
                }
            }
        }
    }
    if arguments.format == Format::Json {
        let audited = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok());
        let models = audited.map(|audit| json::Model::new(audit.borrow())).collect();
        json::write(&mut streams.out, &json::Run::new(models))?;
    }
    Ok(exit)
}
