//! What breaks when what fails, as text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::paragraph;
use crate::analysis::faults::{Faults, Impact};
use crate::model::{Index, Topology};
use crate::report::prose::impact;

/// Writes for each journey what harms it, worst first.
///
/// # Errors
///
/// The writer's.
pub fn faults(writer: &mut dyn Write, topology: &Topology, faults: &Faults) -> io::Result<()> {
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
        writeln!(writer)?;
    }
    Ok(())
}
