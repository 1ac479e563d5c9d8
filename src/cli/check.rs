//! `infra-audit check PATH…`: the findings, and no file written.

use super::arguments::CheckArguments;
use super::past::{self, Memory};
use super::standard::Standards;
use super::{Exit, Failure, Session, findings, models, settings};
use crate::audit::Settings;
use crate::report::prose::count;
use crate::report::run::Past;
use crate::report::text;
use crate::workspace::{self, Named};

pub(super) fn run(arguments: &CheckArguments, session: &mut Session) -> Result<Exit, Failure> {
    let limits = settings::limits(&arguments.reading);
    let named = arguments.named.named();
    let found = workspace::find(&arguments.paths, named, limits.bytes);
    let mut exit = Exit::Clean;
    for error in &found.errors {
        text::problem(&mut session.streams.err, &error.to_string(), None)?;
        exit = Exit::Bad;
    }
    let settings = Settings {
        today: Some(settings::today(arguments.findings.today)),
    };
    let standards = Standards::of(&found.models, &arguments.config, &arguments.rules);
    exit = exit.max(standards.report(&mut session.streams)?);
    let streams = &mut session.streams;
    let audits = models::audit(
        &found.models,
        &limits,
        &standards,
        settings,
        streams,
        |_, audit, _| audit,
    )?;
    let memory = match Memory::recall(
        &arguments.past,
        &found.models,
        &audits,
        &limits,
        settings,
        session,
    )? {
        Ok(memory) => memory,
        Err(bad) => {
            bad.report(&mut session.streams)?;
            return Ok(Exit::Bad);
        }
    };
    let comparisons = memory.compare(&found.models, &audits, session)?;
    let pasts: Vec<_> = comparisons
        .iter()
        .map(|comparison| {
            comparison.as_ref().map(|comparison| Past {
                name: memory.name(),
                comparison,
                only_new_fails: arguments.past.fail_on_new,
            })
        })
        .collect();
    exit = exit.max(findings::print(&audits, &pasts, &arguments.findings, session)?);
    if named == Named::Judged || arguments.paths.iter().any(|path| path.is_dir()) {
        writeln!(
            session.streams.err,
            "read {}, passed over {}",
            count(found.models.len(), "model", "models"),
            count(found.passed_over, "other YAML file", "other YAML files"),
        )?;
    }
    if found.models.is_empty() && found.errors.is_empty() && named == Named::Taken {
        text::problem(&mut session.streams.err, "no model found", Some(NO_MODEL))?;
        exit = Exit::Bad;
    }
    match &arguments.past.write_baseline {
        Some(file) => past::write_baseline(file, &found.models, &audits, exit, session),
        None => Ok(exit),
    }
}

const NO_MODEL: &str = "below a folder, a model is a .yaml file with at least two of the keys `name`, `groups`, \
                        `components`, `clusters`, `connections`, `journeys` and so on; a file that is named itself \
                        always is one";
