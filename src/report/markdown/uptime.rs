//! How much of the time the journeys work, as a table.

use std::collections::BTreeSet;

use super::escape::{Markdown, plain, prose as markdown};
use super::loss::Losses;
use crate::analysis::faults::{Defaults, Unknown, Uptime, uptimes};
use crate::model::{Element, Index};
use crate::report::prose::Prose;
use crate::report::uptime::{down_per_year, share};

/// How many elements are named that contribute most to the unavailability of one journey.
const CONTRIBUTIONS: usize = 3;

/// One journey.
pub(super) struct Row {
    /// Its identifier.
    pub(super) journey: String,
    /// Its availability, or that it is unknown.
    pub(super) works: String,
    /// How long of a year it is down.
    pub(super) down: String,
    /// Its availability at best.
    pub(super) best: String,
    /// What it is mostly due to that it is down.
    pub(super) due: Markdown,
}

/// The availabilities of the journeys.
pub(super) struct Table {
    /// The journeys that work with nothing failed; none where nothing on which they depend states an availability.
    pub(super) rows: Vec<Row>,
    /// What is taken to never fail.
    pub(super) assumed: Markdown,
}

/// Draws up the table.
pub(super) fn table(losses: &Losses<'_>, defaults: &Defaults) -> Table {
    let topology = losses.topology;
    let uptimes = uptimes(topology, losses.faults, defaults);
    if uptimes
        .iter()
        .all(|uptime| matches!(uptime, Err(Unknown::NothingStated | Unknown::DoesNotWork)))
    {
        return Table {
            rows: Vec::new(),
            assumed: plain(""),
        };
    }
    let known = uptimes.iter().flatten();
    let assumed: BTreeSet<Element> = known.flat_map(|uptime| uptime.assumed.iter().copied()).collect();
    let rows = losses.journeys.iter().map(|&journey| Row {
        journey: topology.journeys[journey].id.clone(),
        ..row(losses, &uptimes[journey.place()])
    });
    Table {
        rows: rows.collect(),
        assumed: if assumed.is_empty() {
            plain("")
        } else {
            let names = assumed.iter().map(|&element| losses.name(element));
            let never = Prose::default().words("Taken to never fail, for they state no availability: ");
            markdown(&never.names(names).words("."))
        },
    }
}

fn row(losses: &Losses<'_>, uptime: &Result<Uptime, Unknown>) -> Row {
    let Ok(uptime) = uptime else {
        let why = match uptime {
            Err(Unknown::TooComplex) => "it would take too long to work it out exactly",
            _ => "nothing that it depends on states one",
        };
        return Row {
            journey: String::new(),
            works: "unknown".to_owned(),
            down: "–".to_owned(),
            best: "–".to_owned(),
            due: plain(why),
        };
    };
    let mut due = Prose::default();
    for (place, importance) in uptime.importance.iter().take(CONTRIBUTIONS).enumerate() {
        due = due
            .words(if place > 0 { ", " } else { "" })
            .name(losses.name(importance.element))
            .words(format!(" {}", share(importance.criticality)));
    }
    Row {
        journey: String::new(),
        works: uptime.availability.to_string(),
        down: down_per_year(uptime.availability),
        best: uptime.best.unwrap_or(uptime.availability).to_string(),
        due: if due.is_empty() {
            plain("–")
        } else {
            markdown(&due)
        },
    }
}
