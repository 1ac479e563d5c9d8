//! What should be in line with what.

use super::{Arrangement, Row};
use crate::diagram::plan::Item;

/// The items of each rank, and, of containers side by side that are built alike, the items of equal ranks.
pub(super) fn rows(arrangements: &[Arrangement]) -> Vec<Row> {
    let mut rows = Vec::new();
    for arrangement in arrangements {
        for rank in &arrangement.ranks {
            if rank.len() > 1 {
                rows.push(Row {
                    axis: arrangement.flow,
                    items: rank.clone(),
                });
            }
            let containers: Vec<usize> = rank
                .iter()
                .filter_map(|item| match item {
                    Item::Container(number) => Some(*number),
                    Item::Box(_) => None,
                })
                .collect();
            for pair in containers.windows(2) {
                alike(&arrangements[pair[0]], &arrangements[pair[1]], &mut rows);
            }
        }
    }
    rows
}

/// Whether two containers run the same way and have as many ranks.
pub(super) fn are_alike(one: &Arrangement, other: &Arrangement) -> bool {
    one.flow == other.flow && one.ranks.len() == other.ranks.len()
}

/// Holds the ranks of two containers in line if both have as many.
fn alike(one: &Arrangement, other: &Arrangement, rows: &mut Vec<Row>) {
    if !are_alike(one, other) {
        return;
    }
    for (rank, same) in one.ranks.iter().zip(&other.ranks) {
        rows.push(Row {
            axis: one.flow,
            items: rank.iter().chain(same).copied().collect(),
        });
    }
}
