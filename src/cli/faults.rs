//! `infra-audit faults MODEL`: what breaks when what fails.

use super::arguments::{FaultsArguments, Format};
use super::standard::Settled;
use super::{Exit, Failure, Session, models, settings};
use crate::analysis::faults::{Explainer, pairs, simulate};
use crate::diagnostic::nearest;
use crate::load::Reader;
use crate::model::{Element, Topology};
use crate::report::loss::{Loss, Losses};
use crate::report::{json, text};

pub(super) fn run(arguments: &FaultsArguments, session: &mut Session) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    let limits = settings::limits(&arguments.reading);
    let settled = match Settled::at(&arguments.model, &arguments.config) {
        Ok(settled) => settled,
        Err(bad) => {
            bad.report(streams)?;
            return Ok(Exit::Bad);
        }
    };
    let reader = Reader {
        limits,
        protocols: &settled.config.protocol_table(),
    };
    let (source, loaded) = match models::load(&arguments.model, &reader) {
        Ok(loaded) => loaded,
        Err(bad) => {
            bad.report(streams)?;
            return Ok(Exit::Bad);
        }
    };
    text::diagnostics(&mut streams.err, &source, &loaded.warnings)?;
    let topology = &loaded.topology;
    if arguments.fail.is_empty() {
        let faults = simulate(topology);
        let pairs = arguments
            .pairs
            .then(|| pairs(topology, &faults, arguments.max_pairs));
        let losses = Losses {
            topology,
            faults: &faults,
            pairs: pairs.as_ref(),
        };
        match arguments.format {
            Format::Text => text::faults(&mut streams.out, &losses)?,
            Format::Json => json::write(&mut streams.out, &json::Faults::new(&losses))?,
        }
        return Ok(Exit::Clean);
    }
    let mut failed = Vec::new();
    for id in &arguments.fail {
        match element(topology, id) {
            Ok(element) => failed.push(element),
            Err(help) => {
                let message = format!("nothing called `{id}` can fail");
                text::problem(&mut streams.err, &message, help.as_deref())?;
            }
        }
    }
    if failed.len() < arguments.fail.len() {
        return Ok(Exit::Bad);
    }
    failed.sort_unstable();
    failed.dedup();
    let loss = lose(topology, failed);
    match arguments.format {
        Format::Text => text::loss(&mut streams.out, topology, &loss)?,
        Format::Json => json::write(&mut streams.out, &json::WhatIf::new(topology, &loss))?,
    }
    Ok(Exit::Clean)
}

/// Works out what the loss of all of `failed` at once does to each journey.
fn lose(topology: &Topology, failed: Vec<Element>) -> Loss {
    let mut explainer = Explainer::new(topology);
    let journeys = topology.journeys.indices();
    let impacts = journeys.map(|journey| {
        let impact = explainer.impact(&failed, journey);
        let chain = impact.map(|_| explainer.explain(&failed, journey));
        (journey, impact, chain.unwrap_or_default())
    });
    Loss {
        impacts: impacts.collect(),
        failed,
    }
}

/// The element that is called so, or what may have been meant.
fn element(topology: &Topology, id: &str) -> Result<Element, Option<String>> {
    let found = topology
        .elements()
        .find(|&element| topology.element_id(element) == id);
    found.ok_or_else(|| {
        let known = topology.elements().map(|element| topology.element_id(element));
        nearest(id, known).map(|known| format!("did you mean `{known}`?"))
    })
}
