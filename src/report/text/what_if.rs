//! What happens when several things fail at once, as text.

use std::io::{self, Write};

use super::layout::paragraph;
use crate::model::Topology;
use crate::report::loss::Loss;
use crate::report::prose::{and, impact};

/// Writes for each journey what the loss of several elements at once does to it, and why.
///
/// # Errors
///
/// The writer's.
pub fn loss(writer: &mut dyn Write, topology: &Topology, loss: &Loss) -> io::Result<()> {
    let ids: Vec<_> = loss
        .failed
        .iter()
        .map(|&element| topology.element_id(element))
        .collect();
    writeln!(writer, "without {}", and(&ids))?;
    for (journey, harm, chain) in &loss.impacts {
        let id = &topology.journeys[*journey].id;
        match harm {
            None => writeln!(writer, "  {id} goes on")?,
            Some(kind) => writeln!(writer, "  {id} {} ({kind}), because", impact(*kind))?,
        }
        for step in chain {
            let line = format!("{}: {}", step.element, step.reason);
            writeln!(writer, "{}", paragraph(4, &line))?;
        }
    }
    Ok(())
}
