//! What breaks when what fails, as text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::paragraph;
use crate::analysis::faults::Impact;
use crate::model::Index;
use crate::report::loss::{Losses, sorted_pair};
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
    } = losses;
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
        if let Some(pairs) = pairs {
            let mut pairs: Vec<_> = pairs[index.place()]
                .iter()
                .map(|&(first, second)| sorted_pair(topology, first, second))
                .collect();
            pairs.sort_unstable();
            if !pairs.is_empty() {
                writeln!(writer, "  {} (outage) without both", impact(Impact::Outage))?;
            }
            for [first, second] in pairs {
                writeln!(writer, "    {first} and {second}")?;
            }
        }
    }
    Ok(())
}
