//! `infra-audit check PATH…`: the findings, and no file written.

use super::arguments::CheckArguments;
use super::bad::Bad;
use super::earlier::{self, Earlier};
use super::findings::Beside;
use super::past::{self, Memory};
use super::standard::Standards;
use super::{Exit, Failure, Session, findings, models, outputs, settings};
use crate::audit::{Audit, Settings};
use crate::report::prose::count;
use crate::report::run::{Past, Refused, Role};
use crate::workspace::{self, FindError, Named, Output, Revision, Unfound};

pub(super) fn run(arguments: &CheckArguments, session: &mut Session) -> Result<Exit, Failure> {
    let limits = settings::limits(&arguments.reading);
    let named = arguments.named.named();
    let mut found = workspace::find(&arguments.paths, named, limits.bytes);
    let mut errors: Vec<Bad> = found.errors.drain(..).map(Bad::Unfound).collect();
    let mut revision = arguments.past.since.as_deref().map(Revision::new);
    let earlier = revision
        .as_mut()
        .map(|revision| Earlier::find(revision, &arguments.paths, &found, &limits));
    let earlier = match earlier.transpose() {
        Ok(earlier) => earlier.unwrap_or_default(),
        Err(bad) => {
            errors.push(bad);
            return refuse(&errors, arguments, session);
        }
    };
    found.models.extend(earlier.taken.iter().cloned());
    if found.models.is_empty() && earlier.gone.is_empty() && errors.is_empty() && named == Named::Taken {
        errors.extend(arguments.paths.iter().map(|path| {
            Bad::Unfound(FindError {
                path: path.clone(),
                why: Unfound::NoModel,
            })
        }));
    }
    let written = arguments.findings.outputs.iter().map(|output| &output.file);
    let written = written.chain(&arguments.past.write_baseline);
    outputs::keep_apart(&found.models, written.map(|file| Output::Named(file)))?;
    let mut exit = report(&errors, session)?;
    earlier.report(arguments.past.since.as_deref().unwrap_or_default(), session)?;
    let settings = Settings {
        today: Some(settings::today(arguments.findings.today)),
    };
    let all: Vec<_> = found.models.iter().cloned().chain(earlier.places()).collect();
    let standards = Standards::of(&all, &arguments.config, &arguments.rules);
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
    let mut gone = Vec::with_capacity(earlier.gone.len());
    for (place, file) in (found.models.len()..).zip(earlier.gone) {
        let name = file.name();
        gone.push((
            name,
            file.audit(&limits, standards.get(place), settings, session)?,
        ));
    }
    let memory = match Memory::recall(
        &arguments.past,
        revision,
        &found.models,
        &audits,
        &limits,
        settings,
        session,
    )? {
        Ok(memory) => memory,
        Err(bad) => return refuse(&[bad], arguments, session),
    };
    let comparisons = memory.compare(&found.models, &audits, session)?;
    let pasts = comparisons.iter().map(|comparison| {
        comparison.as_ref().map(|comparison| Past {
            name: memory.name(),
            comparison,
            only_new_fails: arguments.past.fail_on_new,
        })
    });
    let gone = gone
        .iter()
        .map(|(name, audit)| earlier::gone(name, memory.name(), audit.as_ref()));
    let beside = Beside {
        pasts: pasts.collect(),
        errors: refused(errors.iter().chain(standards.bad())),
        gone: gone.collect(),
    };
    exit = exit.max(findings::print(&audits, beside, &arguments.findings, session)?);
    if named == Named::Judged || arguments.paths.iter().any(|path| path.is_dir()) {
        writeln!(
            session.streams.err,
            "read {}, passed over {}",
            count(found.models.len(), "model", "models"),
            count(
                found.passed_over.len() - earlier.taken.len(),
                "other YAML file",
                "other YAML files"
            ),
        )?;
    }
    match &arguments.past.write_baseline {
        Some(file) => past::write_baseline(file, &found.models, &audits, exit, session),
        None => Ok(exit),
    }
}

/// Tells of a run that comes to nothing because of these errors.
fn refuse(errors: &[Bad], arguments: &CheckArguments, session: &mut Session) -> Result<Exit, Failure> {
    report(errors, session)?;
    let beside = Beside {
        errors: refused(errors.iter()),
        ..Beside::default()
    };
    findings::print::<Audit>(&[], beside, &arguments.findings, session)
}

/// Says what is wrong, where something is.
fn report(errors: &[Bad], session: &mut Session) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    for bad in errors {
        bad.report(&mut session.streams)?;
        exit = Exit::Bad;
    }
    Ok(exit)
}

fn refused<'a>(errors: impl Iterator<Item = &'a Bad>) -> Vec<Refused<'a>> {
    errors.filter_map(|bad| bad.refused(Role::Other)).collect()
}
