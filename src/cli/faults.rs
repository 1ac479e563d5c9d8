//! `infra-audit faults MODEL`: what breaks when what fails.

use super::arguments::{FaultsArguments, Format};
use super::diagram::{PIXELS, overlay_form};
use super::standard::Settled;
use super::{Exit, Failure, Session, models, settings};
use crate::analysis::faults::{cut_sets, pairs, simulate, uptimes, what_if};
use crate::diagnostic::nearest;
use crate::diagram::Options;
use crate::diagram::overlay::Overlay;
use crate::load::Reader;
use crate::model::{Element, Topology};
use crate::report::loss::{AllCutSets, Losses};
use crate::report::{json, text};
use crate::workspace::{Output, write_atomically};

pub(super) fn run(arguments: &FaultsArguments, session: &mut Session) -> Result<Exit, Failure> {
    let file = arguments.diagram.as_ref();
    let form = overlay_form(file)?;
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
        let cut_sets = arguments.order.map(|order| AllCutSets {
            order,
            of_journeys: cut_sets(topology, &faults, order, arguments.max_sets),
        });
        let losses = Losses {
            topology,
            faults: &faults,
            pairs: pairs.as_ref(),
            cut_sets: cut_sets.as_ref(),
            uptimes: &uptimes(topology, &faults, &settled.config.default_availabilities()),
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
    let what_if = what_if(topology, failed);
    if let (Some(file), Some(form)) = (&arguments.diagram, form) {
        let options = Options {
            overlay: Some(Overlay::what_if(topology, &what_if)),
            ..Options::default()
        };
        write_atomically(Output::Named(file), &form.draw(topology, &[], &options, PIXELS)?)?;
    }
    match arguments.format {
        Format::Text => text::what_if(&mut streams.out, topology, &what_if)?,
        Format::Json => json::write(&mut streams.out, &json::WhatIf::new(topology, &what_if))?,
    }
    Ok(Exit::Clean)
}

/// The element that is called so, or what may have been meant.
fn element(topology: &Topology, id: &str) -> Result<Element, Option<String>> {
    let mut elements = topology.elements();
    if let Some(element) = elements.find(|&element| topology.element_id(element) == id) {
        return Ok(element);
    }
    if let Some(cluster) = topology.clusters.values().find(|cluster| cluster.id == id) {
        let members = cluster.members.iter();
        let members: Vec<_> = members
            .map(|&member| topology.components[member].id.as_str())
            .collect();
        return Err(Some(format!(
            "it is a cluster: name its members {}",
            members.join(",")
        )));
    }
    if topology.components.values().any(|component| component.id == id) {
        return Err(Some("it is a client, and clients never fail".to_owned()));
    }
    if let Some(group) = topology.groups.values().find(|group| group.id == id) {
        return Err(Some(format!(
            "a {} does not fail as a whole",
            group.kind.word().replace('-', " ")
        )));
    }
    let known = topology.elements().map(|element| topology.element_id(element));
    Err(nearest(id, known).map(|known| format!("did you mean `{known}`?")))
}
