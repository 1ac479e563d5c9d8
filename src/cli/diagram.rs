//! `infra-audit diagram MODEL`: the picture alone.

use std::path::Path;
use std::{fs, io};

use super::arguments::{DiagramArguments, Way};
use super::{Exit, Failure, Session, models, settings};
use crate::audit::Settings;
use crate::diagram::{self, Direction, Options};
use crate::report::text;
use crate::workspace::write_atomically;

pub(super) fn run(arguments: &DiagramArguments, session: &mut Session) -> Result<Exit, Failure> {
    if let Some(output) = &arguments.output {
        known_ending(output)?;
    }
    let limits = settings::limits(&arguments.reading);
    let settings = Settings {
        today: Some(settings::today(arguments.today)),
    };
    let models = std::slice::from_ref(&arguments.model);
    let options = Options {
        direction: match arguments.direction {
            Way::Right => Direction::Right,
            Way::Down => Direction::Down,
        },
        ..Options::default()
    };
    let pictures = models::audit(models, &limits, &session.catalogue, settings, |_, audit| {
        let picture = diagram::draw(&audit.topology, &audit.findings, &options);
        (audit, picture)
    });
    let streams = &mut session.streams;
    for outcome in &pictures {
        match outcome {
            Err(bad) => {
                bad.report(streams)?;
                return Ok(Exit::Bad);
            }
            Ok((audit, picture)) => {
                text::diagnostics(&mut streams.err, &audit.source, &audit.warnings)?;
                match (&arguments.check, &arguments.output) {
                    (Some(file), _) => return compare(file, picture, session),
                    (None, Some(file)) => write_atomically(file, picture.as_bytes())?,
                    (None, None) => streams.out.write_all(picture.as_bytes())?,
                }
            }
        }
    }
    Ok(Exit::Clean)
}

fn known_ending(output: &Path) -> Result<(), Failure> {
    let ending = output.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("svg") {
        Ok(())
    } else {
        Err(Failure::UnknownPicture(output.to_owned()))
    }
}

fn compare(file: &Path, picture: &str, session: &mut Session) -> Result<Exit, Failure> {
    let written = match fs::read(file) {
        Ok(written) => written,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => {
            return Err(Failure::Unreadable {
                path: file.to_owned(),
                source,
            });
        }
    };
    if written == picture.as_bytes() {
        return Ok(Exit::Clean);
    }
    let message = format!("{}: is not what the model looks like now", file.display());
    text::problem(&mut session.streams.err, &message, Some("draw it again"))?;
    Ok(Exit::Found)
}
