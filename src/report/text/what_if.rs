//! What happens when several things fail at once, as text.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::layout::paragraph;
use crate::analysis::faults::{Extent, Impact, JourneyLoss, Step, WhatIf};
use crate::model::{Kind, Topology};
use crate::report::prose::{impact, impact_on_components};

/// Of so many journeys the chain is written out.
const JOURNEYS_SHOWN: usize = 20;

/// So many names are listed before the rest is only counted.
const NAMES_SHOWN: usize = 40;

/// So many steps at each end of a long chain are written out.
const STEPS_SHOWN: usize = 10;

/// Writes what several faults at once do to each journey, and why; then what they do to components.
///
/// Long lists are cut, and what is left out is counted.
///
/// # Errors
///
/// The writer's.
pub fn what_if(writer: &mut dyn Write, topology: &Topology, what_if: &WhatIf) -> io::Result<()> {
    let failed: Vec<_> = what_if
        .failed
        .iter()
        .map(|&element| topology.element_id(element))
        .collect();
    writeln!(writer, "{}", paragraph(0, &format!("without {}", names(failed))))?;
    writeln!(writer, "\njourneys")?;
    write_journeys(writer, topology, &what_if.journeys)?;
    writeln!(writer, "\ncomponents")?;
    write_components(writer, topology, what_if)
}

fn write_journeys(writer: &mut dyn Write, topology: &Topology, losses: &[JourneyLoss]) -> io::Result<()> {
    let mut harmed: BTreeMap<Impact, Vec<(&str, &JourneyLoss)>> = BTreeMap::new();
    let (mut going_on, mut broken) = (Vec::new(), Vec::new());
    for (journey, loss) in topology.journeys.values().zip(losses) {
        let id = journey.id.as_str();
        match loss.impact {
            Some(impact) => harmed.entry(impact).or_default().push((id, loss)),
            None if loss.works => going_on.push(id),
            None => broken.push(id),
        }
    }
    let mut room = JOURNEYS_SHOWN;
    for (kind, journeys) in harmed {
        let (shown, counted) = journeys.split_at(room.min(journeys.len()));
        room -= shown.len();
        for (id, loss) in shown {
            writeln!(writer, "  {id} {} ({kind}), because", impact(kind))?;
            for (place, chain) in loss.told().enumerate() {
                if place > 0 {
                    writeln!(writer, "  and because")?;
                }
                write_chain(writer, topology, chain)?;
            }
        }
        if !counted.is_empty() {
            let ids = names(counted.iter().map(|&(id, _)| id).collect());
            let line = format!("so it is ({kind}) with {ids}");
            writeln!(writer, "{}", paragraph(2, &line))?;
        }
    }
    for (ids, one, many) in [
        (going_on, "goes on", "go on"),
        (
            broken,
            "does not work even with nothing failed",
            "do not work even with nothing failed",
        ),
    ] {
        if !ids.is_empty() {
            let does = if ids.len() == 1 { one } else { many };
            writeln!(writer, "{}", paragraph(2, &format!("{} {does}", names(ids))))?;
        }
    }
    Ok(())
}

fn write_chain(writer: &mut dyn Write, topology: &Topology, chain: &[Step]) -> io::Result<()> {
    let left_out = chain.len().saturating_sub(2 * STEPS_SHOWN);
    for (place, step) in chain.iter().enumerate() {
        if left_out < 2 || place < STEPS_SHOWN || place >= STEPS_SHOWN + left_out {
            let line = format!("{}: {}", step.element(topology), step.reason(topology));
            writeln!(writer, "{}", paragraph(4, &line))?;
        } else if place == STEPS_SHOWN {
            writeln!(writer, "    … {left_out} more steps …")?;
        }
    }
    Ok(())
}

fn write_components(writer: &mut dyn Write, topology: &Topology, what_if: &WhatIf) -> io::Result<()> {
    let mut harmed: BTreeMap<(Impact, Extent), Vec<&str>> = BTreeMap::new();
    for loss in &what_if.components {
        let id = topology.components[loss.component].id.as_str();
        harmed.entry((loss.impact, loss.extent)).or_default().push(id);
    }
    for ((kind, extent), ids) in harmed {
        let extent = match extent {
            Extent::Every => "in every journey that needs them",
            Extent::Some => "in some of the journeys that need them",
            Extent::Unneeded => "and needed by no journey",
        };
        writeln!(writer, "  {} ({kind}) {extent}", impact_on_components(kind))?;
        writeln!(writer, "{}", paragraph(4, &names(ids)))?;
    }
    let all = topology.components.values();
    let all = all.filter(|component| component.kind != Kind::Client).count();
    let working = all - what_if.components.len();
    writeln!(writer, "  {working} of {all} work as before")
}

/// Names in order, the rest of a long list only counted.
fn names(mut ids: Vec<&str>) -> String {
    ids.sort_unstable();
    if ids.len() > NAMES_SHOWN + 1 {
        format!(
            "{} and {} more",
            ids[..NAMES_SHOWN].join(", "),
            ids.len() - NAMES_SHOWN
        )
    } else {
        crate::report::prose::and(&ids)
    }
}
