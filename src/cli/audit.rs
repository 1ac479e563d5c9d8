//! `infra-audit MODEL…`: the findings, and for each model its diagram and its report as files.

use std::borrow::Borrow;
use std::path::Path;

use super::arguments::AuditArguments;
use super::models::Audited;
use super::standard::{Standard, Standards};
use super::{Exit, Failure, Session, findings, models, settings};
use crate::audit::{Audit, Settings};
use crate::diagram;
use crate::report::markdown;
use crate::report::visible::visible;
use crate::workspace::Outputs;

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
    let outputs = Outputs::plan(&arguments.out, &arguments.models)?;
    let limits = settings::limits(&arguments.reading);
    let settings = Settings {
        today: Some(settings::today(arguments.findings.today)),
    };
    let standards = Standards::of(&arguments.models, &arguments.config, &arguments.rules);
    let exit = standards.report(&mut session.streams)?;
    let make =
        |path: &Path, audit, standard: &Standard| document(&outputs.path(path, PICTURE), audit, standard);
    let streams = &mut session.streams;
    let documents = models::audit(&arguments.models, &limits, &standards, settings, streams, make)?;
    let mut exit = exit.max(findings::print(&documents, &[], &arguments.findings, session)?);
    for (model, document) in arguments.models.iter().zip(&documents) {
        let Ok(Audited { made: document, .. }) = document else {
            continue;
        };
        let (picture, report) = (outputs.path(model, PICTURE), outputs.path(model, REPORT));
        let written = [
            session.write_file(&picture, document.picture.as_bytes())?,
            session.write_file(&report, &document.report)?,
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
