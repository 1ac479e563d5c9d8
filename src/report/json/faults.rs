//! What breaks when something fails.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::VERSION;
use super::cut_sets::CutSets;
use super::uptime::Uptime;
use crate::analysis::faults::Impact;
use crate::model::Index;
use crate::report::loss::Losses;

/// What each journey suffers from the loss of what.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Faults of infra-audit")]
pub struct Faults<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The journeys by identifier.
    journeys: BTreeMap<&'a str, JourneyFaults<'a>>,
}

/// What one journey suffers from.
#[derive(Default, Serialize, JsonSchema)]
struct JourneyFaults<'a> {
    /// What stops it until it is repaired.
    outage: Vec<&'a str>,
    /// What stops it until a person acts.
    manual: Vec<&'a str>,
    /// What stops it until something has restarted.
    brief: Vec<&'a str>,
    /// What makes a share of its requests fail.
    partial: Vec<&'a str>,
    /// What makes it work less well.
    degraded: Vec<&'a str>,
    /// The pairs that stop it together while neither does alone, or the first of them; only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<[&'static str; 2]>", default)]
    pairs: Option<Vec<[&'a str; 2]>>,
    /// How many such pairs there are, listed or not; only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64", default)]
    pairs_total: Option<u64>,
    /// Its minimal cut sets; only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CutSets<'static>", default)]
    cut_sets: Option<CutSets<'a>>,
    #[serde(flatten)]
    uptime: Uptime<'a>,
}

impl<'a> Faults<'a> {
    /// What each journey suffers from, by identifier and sorted.
    pub fn new(losses: &Losses<'a>) -> Self {
        let Losses {
            topology,
            faults,
            pairs,
            cut_sets,
            uptimes,
        } = losses;
        let mut suffers: Vec<JourneyFaults<'a>> = topology
            .journeys
            .indices()
            .map(|_| JourneyFaults::default())
            .collect();
        for (element, impacts) in faults.iter() {
            for &(journey, impact) in impacts {
                suffers[journey.place()]
                    .list(impact)
                    .push(topology.element_id(element));
            }
        }
        for (index, suffers) in topology.journeys.indices().zip(&mut suffers) {
            let Some(pairs) = pairs.map(|pairs| pairs.of(index)) else {
                continue;
            };
            let ids = |&(first, second): &(_, _)| [first, second].map(|element| topology.element_id(element));
            suffers.pairs = Some(pairs.listed.iter().map(ids).collect());
            suffers.pairs_total = Some(pairs.total);
        }
        for (suffers, uptime) in suffers.iter_mut().zip(*uptimes) {
            suffers.uptime = Uptime::new(topology, uptime);
        }
        if let Some(cut_sets) = cut_sets {
            for (suffers, of_journey) in suffers.iter_mut().zip(&cut_sets.of_journeys) {
                suffers.cut_sets = Some(CutSets::new(topology, cut_sets.order, of_journey));
            }
        }
        let journeys = topology
            .journeys
            .values()
            .zip(suffers)
            .map(|(journey, mut suffers)| {
                suffers.sort();
                (journey.id.as_str(), suffers)
            });
        Self {
            version: VERSION,
            journeys: journeys.collect(),
        }
    }
}

impl<'a> JourneyFaults<'a> {
    fn list(&mut self, impact: Impact) -> &mut Vec<&'a str> {
        match impact {
            Impact::Outage => &mut self.outage,
            Impact::Manual => &mut self.manual,
            Impact::Brief => &mut self.brief,
            Impact::Partial => &mut self.partial,
            Impact::Degraded => &mut self.degraded,
        }
    }

    fn sort(&mut self) {
        for &impact in Impact::ALL {
            self.list(impact).sort_unstable();
        }
    }
}

/// The JSON Schema of what is written about faults.
pub fn faults_schema() -> serde_json::Value {
    schemars::schema_for!(Faults<'static>).to_value()
}
