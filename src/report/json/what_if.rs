//! What happens when several things fail at once.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Step, VERSION};
use crate::analysis::faults::{self, Extent, Impact};
use crate::model::{Kind, Topology};

/// What the loss of several elements at once does.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "What-if of infra-audit")]
pub struct WhatIf<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// Identifiers of the components and failure domains that fail, components first.
    failed: Vec<&'a str>,
    /// The journeys by identifier.
    journeys: BTreeMap<&'a str, Journey<'a>>,
    /// The components by identifier; clients are journeys.
    components: BTreeMap<&'a str, Component>,
}

/// What happens to one journey.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WhatIfJourney")]
struct Journey<'a> {
    /// Whether it works with nothing failed. One that does not has no impact.
    works: bool,
    /// What happens to it; null if it goes on.
    impact: Option<Impact>,
    /// Why: the failed elements that do this together, and would not without any of them; none if it goes on.
    causes: Vec<Cause<'a>>,
}

/// Why a failed element harms a journey.
#[derive(Serialize, JsonSchema)]
struct Cause<'a> {
    /// Identifier of what has failed.
    element: &'a str,
    /// The needs from the journey's entry to it.
    chain: Vec<Step<'a>>,
}

/// What happens to one component.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(rename = "WhatIfComponent")]
struct Component {
    /// What happens to it in the journey that suffers most; null if it works as before.
    impact: Option<Impact>,
    /// In how many of the journeys that need it that happens; null if it works as before.
    extent: Option<Extent>,
}

impl<'a> WhatIf<'a> {
    /// Everything that happens, by identifier and sorted.
    pub fn new(topology: &'a Topology, what_if: &'a faults::WhatIf) -> Self {
        let failed = what_if.failed.iter();
        let journeys = topology.journeys.values().zip(&what_if.journeys);
        let journeys = journeys.map(|(journey, loss)| {
            let causes = loss.causes.iter().map(|cause| {
                let chain = cause.chain.iter();
                Cause {
                    element: topology.element_id(cause.element),
                    chain: chain.map(|step| Step::new(topology, step)).collect(),
                }
            });
            let shown = Journey {
                works: loss.works,
                impact: loss.impact,
                causes: causes.collect(),
            };
            (journey.id.as_str(), shown)
        });
        let components = topology.components.values();
        let mut components: BTreeMap<_, _> = components
            .filter(|component| component.kind != Kind::Client)
            .map(|component| (component.id.as_str(), Component::default()))
            .collect();
        components.extend(what_if.components.iter().map(|loss| {
            let shown = Component {
                impact: Some(loss.impact),
                extent: Some(loss.extent),
            };
            (topology.components[loss.component].id.as_str(), shown)
        }));
        Self {
            version: VERSION,
            failed: failed.map(|&element| topology.element_id(element)).collect(),
            journeys: journeys.collect(),
            components,
        }
    }
}

/// The JSON Schema of what is written about several faults at once.
pub fn what_if_schema() -> serde_json::Value {
    schemars::schema_for!(WhatIf<'static>).to_value()
}
