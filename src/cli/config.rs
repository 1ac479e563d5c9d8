//! `infra-audit config [PATH]`: which configuration holds, and what it comes to.

use super::arguments::{ConfigCommandArguments, Format};
use super::standard::{self, Standard};
use super::{Exit, Failure, Session};
use crate::report::effective::Effective;
use crate::report::{json, text};

pub(super) fn run(arguments: &ConfigCommandArguments, session: &mut Session) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    if !arguments.path.exists() {
        let message = format!("{}: no such file or folder", arguments.path.display());
        text::problem(&mut streams.err, &message, None)?;
        return Ok(Exit::Bad);
    }
    let standard = match Standard::at(&arguments.path, &arguments.config, &arguments.rules) {
        Ok(standard) => standard,
        Err(bad) => return Ok(standard::report(&bad, streams)?),
    };
    let effective = Effective {
        path: &arguments.path.to_string_lossy(),
        source: standard.settled.source.as_ref(),
        config: &standard.settled.config,
        catalogue: &standard.catalogue,
    };
    match arguments.format {
        Format::Text => text::effective(&mut streams.out, &effective)?,
        Format::Json => json::write(&mut streams.out, &json::Configuration::new(&effective))?,
    }
    Ok(Exit::Clean)
}
