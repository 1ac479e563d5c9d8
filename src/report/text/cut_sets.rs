//! The smallest sets of failures that stop a journey, as text.

use std::io::{self, Write};

use super::layout::paragraph;
use crate::analysis::faults::{CutSets, TooComplex};
use crate::model::Topology;
use crate::report::loss::sorted_sets;
use crate::report::prose::{and, number_word};

/// Writes the minimal cut sets of one journey.
pub(super) fn write_cut_sets(
    writer: &mut dyn Write,
    topology: &Topology,
    cut_sets: &Result<CutSets, TooComplex>,
) -> io::Result<()> {
    let Ok(CutSets { counts, sets }) = cut_sets else {
        let unknown =
            "minimal cut sets unknown: it would take too long to work them out; a smaller --order may do";
        return writeln!(writer, "{}", paragraph(2, unknown));
    };
    let order = number_word(counts.len());
    let total: u64 = counts.iter().sum();
    let elements = if counts.len() == 1 { "element" } else { "elements" };
    if total == 0 {
        return writeln!(writer, "  has no minimal cut set of up to {order} {elements}");
    }
    let of_sizes: Vec<_> = (1..)
        .zip(counts)
        .filter(|&(_, &count)| count > 0)
        .map(|(size, count)| format!("{count} of {}", number_word(size)))
        .collect();
    writeln!(
        writer,
        "  minimal cut sets of up to {order} {elements}: {}",
        and(&of_sizes)
    )?;
    for set in sorted_sets(topology, sets) {
        writeln!(writer, "{}", paragraph(4, &and(&set)))?;
    }
    let unlisted = total - sets.len() as u64;
    if unlisted > 0 {
        writeln!(
            writer,
            "    and {unlisted} more ({total} in all; --max-sets tells how many are listed)"
        )?;
    }
    Ok(())
}
