//! `infra-audit faults MODEL`: what breaks when what fails.

use super::arguments::{FaultsArguments, Format};
use super::{Exit, Failure, Session, models, settings};
use crate::analysis::faults::simulate;
use crate::report::{json, text};

pub(super) fn run(arguments: &FaultsArguments, session: &mut Session) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    let limits = settings::limits(&arguments.reading);
    let (source, loaded) = match models::load(&arguments.model, &limits) {
        Ok(loaded) => loaded,
        Err(bad) => {
            bad.report(streams)?;
            return Ok(Exit::Bad);
        }
    };
    text::diagnostics(&mut streams.err, &source, &loaded.warnings)?;
    let topology = &loaded.topology;
    let faults = simulate(topology);
    match arguments.format {
        Format::Text => text::faults(&mut streams.out, topology, &faults)?,
        Format::Json => json::write(&mut streams.out, &json::Faults::new(topology, &faults))?,
    }
    Ok(Exit::Clean)
}
