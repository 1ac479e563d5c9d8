//! What breaks when what fails, as text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::cut_sets::write_cut_sets;
use super::layout::paragraph;
use super::uptime::write_uptime;
use crate::analysis::faults::{Impact, JourneyPairs, Unknown};
use crate::model::{Index, Topology};
use crate::report::loss::Losses;
use crate::report::prose::impact;

/// Writes for each journey what harms it, worst first.
///
/// # Errors
///
/// The writer's.
pub fn faults(writer: &mut dyn Write, losses: &Losses<'_>) -> io::Result<()> {
    let Losses {
        topology,
        faults,
        pairs,
        cut_sets,
        uptimes,
    } = losses;
    let any_stated = uptimes
        .iter()
        .any(|uptime| *uptime != Err(Unknown::NothingStated));
    let mut harmful: Vec<BTreeMap<Impact, Vec<&str>>> =
        topology.journeys.indices().map(|_| BTreeMap::new()).collect();
    for (element, impacts) in faults.iter() {
        for &(journey, impact) in impacts {
            harmful[journey.place()]
                .entry(impact)
                .or_default()
                .push(topology.element_id(element));
        }
    }
    for ((index, journey), by_impact) in topology.journeys.iter().zip(harmful) {
        if index.place() > 0 {
            writeln!(writer)?;
        }
        let assumed = if journey.assumed { " (assumed)" } else { "" };
        writeln!(writer, "{}{assumed}", journey.id)?;
        if !faults.works(index) {
            writeln!(writer, "  does not work even with nothing failed")?;
        } else if by_impact.is_empty() {
            writeln!(writer, "  is harmed by nothing that fails alone")?;
        }
        for (kind, mut elements) in by_impact {
            elements.sort_unstable();
            writeln!(writer, "  {} ({kind}) without", impact(kind))?;
            writeln!(writer, "{}", paragraph(4, &elements.join(", ")))?;
        }
        if let Some(uptime) = uptimes.get(index.place()).filter(|_| any_stated) {
            write_uptime(writer, topology, uptime)?;
        }
        if let Some(pairs) = pairs {
            write_pairs(writer, topology, pairs.of(index))?;
        }
        if let Some(cut_sets) = cut_sets.and_then(|cut_sets| cut_sets.of_journeys.get(index.place())) {
            write_cut_sets(writer, topology, cut_sets)?;
        }
    }
    if uptimes.iter().any(Result::is_ok) {
        writeln!(writer, "\nA year has 365.25 days.")?;
    }
    Ok(())
}

fn write_pairs(writer: &mut dyn Write, topology: &Topology, pairs: &JourneyPairs) -> io::Result<()> {
    let &JourneyPairs { total, ref listed } = pairs;
    if total == 0 {
        return writeln!(writer, "  is stopped by no pair of which neither stops it alone");
    }
    writeln!(
        writer,
        "  {} ({}) without both",
        impact(Impact::Outage),
        Impact::Outage
    )?;
    for &(first, second) in listed {
        let [first, second] = [first, second].map(|element| topology.element_id(element));
        writeln!(writer, "    {first} and {second}")?;
    }
    let unlisted = total - listed.len() as u64;
    if unlisted > 0 {
        writeln!(
            writer,
            "    and {unlisted} more ({total} in all; --max-pairs tells how many are listed)"
        )?;
    }
    Ok(())
}
