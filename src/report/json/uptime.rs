//! How much of the time journeys work.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::faults::{self, Unknown};
use crate::model::{Availability, Topology};
use crate::report::uptime::minutes_down_per_year;

/// How many elements are listed that contribute.
const CONTRIBUTIONS: usize = 100;

/// How many elements are listed that are taken to never fail.
const ASSUMED: usize = 1_000;

/// How much of the time one journey works.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct Uptime<'a> {
    /// The fraction of time that it works; null where that is not known.
    availability: Option<f64>,
    /// Why it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Reason", default)]
    availability_unknown: Option<Reason>,
    #[serde(flatten)]
    known: Option<Known<'a>>,
}

/// Why it is not known how much of the time a journey works.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Reason {
    /// Nothing that it depends on states an availability.
    NothingStated,
    /// It does not work even with nothing failed.
    DoesNotWork,
    /// It would take too long to work it out exactly.
    TooComplex,
}

/// What is there to tell of a known availability.
#[derive(Serialize, JsonSchema)]
struct Known<'a> {
    /// The fraction of time that it does not work: nothing helps but redundancy and automatic failover. Where
    /// `availability` rounds to one, this does not round to zero.
    unavailability: f64,
    /// That time in minutes, in a year of 365.25 days.
    minutes_down_per_year: f64,
    /// The availability if restarts and manual failovers took no time; null where that is no different.
    best_availability: Option<f64>,
    /// The unavailability in that case.
    best_unavailability: Option<f64>,
    /// What the elements contribute to the unavailability: the first hundred, the most important first.
    importance: Vec<Importance<'a>>,
    /// What states no availability and is taken to never fail: the first thousand, sorted.
    assumed: Vec<&'a str>,
    /// How many that are.
    assumed_total: usize,
}

/// What one element contributes; of a component with replicas, what the most important one does.
#[derive(Serialize, JsonSchema)]
struct Importance<'a> {
    /// Identifier of the element.
    element: &'a str,
    /// Birnbaum importance: by how much the probability that the journey is down is greater while the element has
    /// failed than while it works.
    birnbaum: f64,
    /// Criticality importance: the probability, while the journey is down, that the element has failed and that the
    /// journey would work if it had not.
    criticality: f64,
}

impl<'a> Uptime<'a> {
    pub(super) fn new(topology: &'a Topology, uptime: &Result<faults::Uptime, Unknown>) -> Self {
        let uptime = match uptime {
            Ok(uptime) => uptime,
            Err(unknown) => {
                return Self {
                    availability_unknown: Some(match unknown {
                        Unknown::NothingStated => Reason::NothingStated,
                        Unknown::DoesNotWork => Reason::DoesNotWork,
                        Unknown::TooComplex => Reason::TooComplex,
                    }),
                    ..Self::default()
                };
            }
        };
        let importance = uptime.importance.iter().take(CONTRIBUTIONS);
        let importance = importance.map(|importance| Importance {
            element: topology.element_id(importance.element),
            birnbaum: importance.birnbaum,
            criticality: importance.criticality,
        });
        let assumed = uptime.assumed.iter();
        let mut assumed: Vec<_> = assumed.map(|&element| topology.element_id(element)).collect();
        assumed.sort_unstable();
        let assumed_total = assumed.len();
        assumed.truncate(ASSUMED);
        Self {
            availability: Some(uptime.availability.fraction()),
            availability_unknown: None,
            known: Some(Known {
                unavailability: rounded(uptime.availability.unavailability()),
                minutes_down_per_year: rounded(minutes_down_per_year(uptime.availability)),
                best_availability: uptime.best.map(Availability::fraction),
                best_unavailability: uptime.best.map(|best| rounded(best.unavailability())),
                importance: importance.collect(),
                assumed,
                assumed_total,
            }),
        }
    }
}

/// A number to twelve digits: what is behind them is rounding.
pub(super) fn rounded(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}
