//! Pairs of faults that stop a journey together, while neither does alone.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::explain::Explainer;
use super::impact::Impact;
use super::results::Faults;
use crate::model::{Element, JourneyIndex, Topology};

/// The pairs of elements whose loss together is an outage of `journey` while the loss of neither alone is, in order.
///
/// Tries every pair of what can matter to the journey: exact, and quadratic in their number.
pub fn pairs(topology: &Topology, faults: &Faults, journey: JourneyIndex) -> Vec<(Element, Element)> {
    let candidates: Vec<Element> = elements_of(topology, journey)
        .into_iter()
        .filter(|&element| faults.impact(element, journey) != Some(Impact::Outage))
        .collect();
    (0..candidates.len())
        .into_par_iter()
        .map_init(
            || Explainer::new(topology),
            |explainer, place| {
                let first = candidates[place];
                candidates[place + 1..]
                    .iter()
                    .map(|&second| (first, second))
                    .filter(|&(first, second)| {
                        explainer.impact(&[first, second], journey) == Some(Impact::Outage)
                    })
                    .collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .collect()
}

/// What a journey depends on, and the failure domains around it; in order.
fn elements_of(topology: &Topology, journey: JourneyIndex) -> BTreeSet<Element> {
    let can_fail: BTreeSet<Element> = topology.elements().collect();
    let components = Explainer::new(topology).on_path(journey);
    let domains = components.iter().flat_map(|&component| {
        let component = &topology.components[component];
        let places = component.places.iter().chain(&component.replicas.spread);
        places.flat_map(|&place| topology.enclosing(place).map(Element::Group))
    });
    domains
        .chain(components.iter().copied().map(Element::Component))
        .filter(|element| can_fail.contains(element))
        .collect()
}
