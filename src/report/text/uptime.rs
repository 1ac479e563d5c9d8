//! How much of the time journeys work, as text.

use std::io::{self, Write};

use super::layout::paragraph;
use crate::analysis::faults::{Unknown, Uptime};
use crate::model::Topology;
use crate::report::uptime::{down_per_year, share};

/// How many elements are listed that contribute most.
const CONTRIBUTIONS: usize = 5;

/// How many elements are listed that are taken to never fail.
const ASSUMED: usize = 12;

/// Writes how much of the time one journey works, and what it owes to what.
pub(super) fn write_uptime(
    writer: &mut dyn Write,
    topology: &Topology,
    uptime: &Result<Uptime, Unknown>,
) -> io::Result<()> {
    let uptime = match uptime {
        Ok(uptime) => uptime,
        Err(Unknown::NothingStated) => {
            return writeln!(
                writer,
                "  availability unknown: nothing that it depends on states one"
            );
        }
        Err(Unknown::TooComplex) => {
            return writeln!(
                writer,
                "  availability unknown: it would take too long to work it out exactly"
            );
        }
        // That is told before anything else.
        Err(Unknown::DoesNotWork) => return Ok(()),
    };
    let availability = uptime.availability;
    let works = format!(
        "works {availability} of the time, down {} a year",
        down_per_year(availability)
    );
    writeln!(writer, "{}", paragraph(2, &works))?;
    if let Some(best) = uptime.best {
        let best = format!(
            "at best {best}, down {}, if restarts and manual failovers took no time",
            down_per_year(best)
        );
        writeln!(writer, "{}", paragraph(4, &best))?;
    }
    let contributions = uptime.importance.iter().take(CONTRIBUTIONS).map(|importance| {
        let id = topology.element_id(importance.element);
        format!("{id} {}", share(importance.criticality))
    });
    let contributions: Vec<_> = contributions.collect();
    if !contributions.is_empty() {
        let most = format!(
            "mostly due to (criticality importance): {}",
            contributions.join(", ")
        );
        writeln!(writer, "{}", paragraph(4, &most))?;
    }
    let assumed = uptime.assumed.iter().map(|&element| topology.element_id(element));
    let mut assumed: Vec<_> = assumed.map(str::to_owned).collect();
    assumed.sort_unstable();
    if !assumed.is_empty() {
        if assumed.len() > ASSUMED + 1 {
            let more = assumed.len() - ASSUMED;
            assumed.truncate(ASSUMED);
            assumed.push(format!("{more} more"));
        }
        let assumed = format!(
            "taken to never fail, for they state no availability: {}",
            assumed.join(", ")
        );
        writeln!(writer, "{}", paragraph(4, &assumed))?;
    }
    Ok(())
}
