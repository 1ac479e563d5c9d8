//! What should be in line with what.

use super::{Arrangement, Bond, Row};
use crate::diagram::plan::Item;

/// The items of each rank, and, of containers side by side that are built alike, the items of equal ranks.
pub(super) fn rows(arrangements: &[Arrangement]) -> Vec<Row> {
    let mut rows = Vec::new();
    for arrangement in arrangements {
        for rank in &arrangement.ranks {
            if rank.len() > 1 {
                rows.push(Row {
                    axis: arrangement.flow,
                    bond: Bond::Rank,
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
        for pair in arrangement.ranks.windows(2) {
            files(arrangement, &pair[0], &pair[1], &mut rows);
        }
    }
    rows
}

/// Holds the items of neighbouring ranks in line if both hold as many, and all of one sort.
fn files(arrangement: &Arrangement, one: &[Item], other: &[Item], rows: &mut Vec<Row>) {
    let sort = |item: &Item| matches!(item, Item::Box(_));
    let alike =
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| sort(one) == sort(other));
    if one.len() < 2 || !alike {
        return;
    }
    for (&first, &second) in one.iter().zip(other) {
        rows.push(Row {
            axis: arrangement.flow.other(),
            bond: Bond::File,
            items: vec![first, second],
        });
    }
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
            bond: Bond::Rank,
            items: rank.iter().chain(same).copied().collect(),
        });
    }
}
