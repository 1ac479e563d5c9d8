//! `infra-audit diff BASE HEAD`: what a change made worse, better, or left.

use std::path::Path;

use super::arguments::{ChangeFormat, DiffArguments, FindingsFormat};
use super::bad::Bad;
use super::diagram::{PIXELS, overlay_form};
use super::standard::{Standard, Standards};
use super::{Exit, Failure, Session, findings, models, outputs, settings};
use crate::audit::change::{Change, Union};
use crate::audit::{Audit, Settings};
use crate::diagram::Options;
use crate::diagram::overlay::Overlay;
use crate::report::run::{Audited, Outcome, Past, Run};
use crate::report::{comment, json, text};
use crate::workspace::{Output, ReadError, Revision, write_atomically};
use crate::yaml::Limits;

pub(super) fn run(arguments: &DiffArguments, session: &mut Session) -> Result<Exit, Failure> {
    let file = arguments.diagram.as_ref();
    let form = overlay_form(file)?;
    let head = arguments.head.as_ref().unwrap_or(&arguments.base);
    // What holds for the model as it is holds for both, so that only the model can be the reason for a difference.
    let standards = Standards::of(std::slice::from_ref(head), &arguments.config, &arguments.rules);
    let streams = &mut session.streams;
    let exit = standards.report(streams)?;
    let Some(standard) = standards.get(0) else {
        return Ok(exit.max(Exit::Bad));
    };
    let versions = Versions {
        limits: settings::limits(&arguments.reading),
        settings: Settings {
            today: Some(settings::today(arguments.today)),
        },
        standard,
    };
    let (base, head) = match &arguments.git {
        Some(revision) => versions.since(revision, head),
        None => (versions.file(&arguments.base).map(Some), versions.file(head)),
    };
    let (base, head) = match (base, head) {
        (Ok(base), Ok(head)) => (base, head),
        (base, head) => {
            for bad in [base.err(), head.err()].into_iter().flatten() {
                bad.report(streams)?;
            }
            return Ok(Exit::Bad);
        }
    };
    text::diagnostics(&mut streams.err, &head.source, &head.warnings)?;
    let defaults = standard.settled.config.default_availabilities();
    let change = Change::new(base.as_ref(), &head, &defaults);
    let revision = arguments.git.as_deref().unwrap_or_default();
    let audited = Audited {
        audit: &head,
        catalogue: &standard.catalogue,
        threshold: findings::threshold(standard, arguments.fail_on),
        past: Some(Past {
            name: base.as_ref().map_or(revision, |base| base.source.name()),
            comparison: &change.findings,
            only_new_fails: arguments.fail_on_new,
        }),
    };
    let exit = if findings::fails(&audited) {
        Exit::Found
    } else {
        Exit::Clean
    };
    if let (Some(file), Some(form)) = (file, form) {
        let inputs = [Some(&arguments.base), arguments.head.as_ref()];
        let inputs: Vec<_> = inputs.into_iter().flatten().cloned().collect();
        outputs::keep_apart(&inputs, [Output::Named(file)])?;
        let union = Union::new(&change);
        let options = Options {
            overlay: Some(Overlay::change(&union, &change)),
            ..Options::default()
        };
        write_atomically(
            Output::Named(file),
            &form.draw(&union.topology, &[], &options, PIXELS)?,
        )?;
    }
    let run = Run {
        outcomes: vec![Outcome::Audited(audited)],
        ..Run::default()
    };
    match arguments.format {
        ChangeFormat::Text => text::change(&mut streams.out, &change, &audited)?,
        ChangeFormat::Json => json::write(&mut streams.out, &json::Change::new(&change))?,
        ChangeFormat::Sarif => findings::write(&mut streams.out, FindingsFormat::Sarif, &run)?,
        ChangeFormat::Markdown => comment::write_change(&mut streams.out, &change, &run)?,
    }
    Ok(exit)
}

/// How versions of a model are read and audited.
struct Versions<'a> {
    limits: Limits,
    settings: Settings,
    standard: &'a Standard,
}

impl Versions<'_> {
    fn file(&self, path: &Path) -> Result<Audit, Bad> {
        models::audit_file(path, &self.limits, self.standard, self.settings)
    }

    /// A model as it was at a revision, if it was there, and as it is.
    fn since(&self, revision: &str, path: &Path) -> (Result<Option<Audit>, Bad>, Result<Audit, Bad>) {
        let source = Revision::new(revision).read(path, self.limits.bytes);
        let head = match self.file(path) {
            Err(Bad::Unread(path, ReadError::Missing)) if matches!(source, Ok(Some(_))) => {
                return (Ok(None), Err(Bad::Removed(path, revision.to_owned())));
            }
            head => head,
        };
        let audit = |source| models::audit_source(source, &self.limits, self.standard, self.settings);
        let base = source
            .map_err(Bad::from)
            .and_then(|source| source.map(audit).transpose());
        (base, head)
    }
}
