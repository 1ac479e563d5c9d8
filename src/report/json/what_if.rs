//! What happens when several things fail at once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Step, VERSION};
use crate::analysis::faults::Impact;
use crate::model::Topology;
use crate::report::loss::Loss;

/// What the loss of several elements at once does.
#[derive(Serialize)]
pub struct WhatIf<'a> {
    version: u32,
    failed: Vec<&'a str>,
    journeys: BTreeMap<&'a str, WhatIfJourney<'a>>,
}

/// What it does to one journey.
#[derive(Serialize)]
struct WhatIfJourney<'a> {
    impact: Option<Impact>,
    chain: Vec<Step<'a>>,
}

impl<'a> WhatIf<'a> {
    /// What the loss of several elements at once does to each journey.
    pub fn new(topology: &'a Topology, loss: &'a Loss) -> Self {
        let journeys = loss.impacts.iter().map(|(journey, impact, chain)| {
            let chain = chain.iter().map(|step| Step::new(&step.element, &step.reason));
            let journey = topology.journeys[*journey].id.as_str();
            let impact = *impact;
            (
                journey,
                WhatIfJourney {
                    impact,
                    chain: chain.collect(),
                },
            )
        });
        Self {
            version: VERSION,
            failed: loss
                .failed
                .iter()
                .map(|&element| topology.element_id(element))
                .collect(),
            journeys: journeys.collect(),
        }
    }
}
