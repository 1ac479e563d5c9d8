//! `infra-audit MODEL…`: the findings, and for each model its diagram and its report as files.

use std::borrow::Borrow;
use std::path::{Path, PathBuf};

use super::arguments::AuditArguments;
use super::bad::Bad;
use super::findings::Beside;
use super::models::Audited;
use super::standard::{Standard, Standards};
use super::{Exit, Failure, Session, findings, models, outputs, settings};
use crate::audit::{Audit, Settings};
use crate::diagram;
use crate::report::markdown;
use crate::report::run::Role;
use crate::report::visible::visible;
use crate::workspace::{Output, Outputs, ReadError, distinct};

/// An audit, and what is to be written of it.
struct Documented {
    audit: Audit,
    picture: String,
    report: Vec<u8>,
}

impl Borrow<Audit> for Documented {
    fn borrow(&self) -> &Audit {
        &self.audit
    }
}

pub(super) fn run(arguments: &AuditArguments, session: &mut Session) -> Result<Exit, Failure> {
    let models = distinct(&arguments.models);
    if let Some(folder) = models
        .iter()
        .find(|model| model.is_dir() && model.file_name().is_none())
    {
        Bad::Unread(folder.clone(), ReadError::Folder).report(&mut session.streams)?;
        return Ok(Exit::Bad);
    }
    let outputs = match &arguments.out {
        Some(folder) => Outputs::plan(folder, &models)?,
        None => Outputs::plan_usual(&models)?,
    };
    let own = models
        .iter()
        .flat_map(|model| [PICTURE, REPORT].map(|ending| outputs.path(model, ending)));
    let own: Vec<PathBuf> = own.collect();
    let named = arguments.findings.outputs.iter();
    let named = named.map(|output| Output::Named(&output.file));
    outputs::keep_apart(&models, own.iter().map(|file| Output::Own(file)).chain(named))?;
    let limits = settings::limits(&arguments.reading);
    let settings = Settings {
        today: Some(settings::today(arguments.findings.today)),
    };
    let standards = Standards::of(&models, &arguments.config, &arguments.rules);
    let exit = standards.report(&mut session.streams)?;
    let make =
        |path: &Path, audit, standard: &Standard| document(&outputs.path(path, PICTURE), audit, standard);
    let streams = &mut session.streams;
    let documents = models::audit(&models, &limits, &standards, settings, streams, make)?;
    let beside = Beside {
        errors: standards
            .bad()
            .filter_map(|bad| bad.refused(Role::Other))
            .collect(),
        ..Beside::default()
    };
    let mut exit = exit.max(findings::print(&documents, beside, &arguments.findings, session)?);
    for (model, document) in models.iter().zip(&documents) {
        let Ok(Audited { made: document, .. }) = document else {
            continue;
        };
        let (picture, report) = (outputs.path(model, PICTURE), outputs.path(model, REPORT));
        let written = [
            session.write_file(Output::Own(&picture), document.picture.as_bytes())?,
            session.write_file(Output::Own(&report), &document.report)?,
        ];
        if written == [Exit::Clean; 2] {
            writeln!(
                session.streams.err,
                "wrote {} and {}",
                visible(&picture.to_string_lossy()),
                visible(&report.to_string_lossy())
            )?;
        }
        exit = written.into_iter().fold(exit, Exit::max);
    }
    Ok(exit)
}

/// The ending of a diagram's file name.
const PICTURE: &str = "svg";

/// The ending of a report's file name.
const REPORT: &str = "md";

fn document(picture: &Path, audit: Audit, standard: &Standard) -> Documented {
    let name = picture.file_name().unwrap_or_default().to_string_lossy();
    let mut report = Vec::new();
    let defaults = standard.settled.config.default_availabilities();
    markdown::write(&mut report, &audit, &standard.catalogue, &name, &defaults)
        .expect("writing to memory does not fail");
    Documented {
        picture: diagram::draw(&audit.topology, &audit.findings, &diagram::Options::default()),
        report,
        audit,
    }
}
