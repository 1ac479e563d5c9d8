//! What should be in line with what.

use super::{Arrangement, Bond, Row, Tiers};
use crate::diagram::geometry::Axis;
use crate::diagram::plan::{Item, Plan, Ranking};

/// The items of each rank, and, of containers side by side that are built alike, the items of equal ranks.
pub(super) fn rows(plan: &Plan, arrangements: &[Arrangement]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (container, arrangement) in arrangements.iter().enumerate() {
        if plan.containers[container].ranking != Ranking::Requests {
            sections(arrangement, &mut rows);
            continue;
        }
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
                alike(
                    arrangement,
                    [&arrangements[pair[0]], &arrangements[pair[1]]],
                    &mut rows,
                );
            }
        }
        for pair in arrangement.ranks.windows(2) {
            files(arrangements, arrangement.flow, [&pair[0], &pair[1]], &mut rows);
        }
    }
    rows
}

/// Sections begin where those beside them do, and where those before and behind them do.
fn sections(arrangement: &Arrangement, rows: &mut Vec<Row>) {
    let first = arrangement.ranks.iter().filter_map(|rank| rank.first().copied());
    let mut add = |axis: Axis, items: Vec<Item>| {
        if items.len() > 1 {
            rows.push(Row {
                axis,
                bond: Bond::Section,
                items,
            });
        }
    };
    add(arrangement.flow.other(), first.collect());
    for rank in &arrangement.ranks {
        add(arrangement.flow, rank.clone());
    }
}

/// The ranks of every container that has several.
pub(super) fn tiers(arrangements: &[Arrangement]) -> Vec<Tiers> {
    arrangements
        .iter()
        .filter(|arrangement| arrangement.ranks.len() > 1)
        .map(|arrangement| Tiers {
            axis: arrangement.flow,
            ranks: arrangement.ranks.clone(),
        })
        .collect()
}

/// Holds the items of neighbouring ranks in line if both hold as many, each like the one in its place.
fn files(arrangements: &[Arrangement], flow: Axis, [one, other]: [&[Item]; 2], rows: &mut Vec<Row>) {
    let alike = |one: Item, other: Item| match (one, other) {
        (Item::Box(_), Item::Box(_)) => true,
        (Item::Container(one), Item::Container(other)) => are_alike(&arrangements[one], &arrangements[other]),
        _ => false,
    };
    let equal = one.len() == other.len() && one.iter().zip(other).all(|(&one, &other)| alike(one, other));
    if one.len() < 2 || !equal {
        return;
    }
    for (&first, &second) in one.iter().zip(other) {
        rows.push(Row {
            axis: flow.other(),
            bond: Bond::File,
            items: vec![first, second],
        });
    }
}

/// Whether two containers run the same way and have as many ranks.
pub(super) fn are_alike(one: &Arrangement, other: &Arrangement) -> bool {
    one.flow == other.flow && one.ranks.len() == other.ranks.len()
}

/// Holds what stands in equal places of two containers in line, if both are built alike: along the flow of the
/// container around them, as they stand side by side across it.
fn alike(around: &Arrangement, [one, other]: [&Arrangement; 2], rows: &mut Vec<Row>) {
    if !are_alike(one, other) {
        return;
    }
    for (rank, same) in one.ranks.iter().zip(&other.ranks) {
        if one.flow == around.flow {
            rows.push(Row {
                axis: around.flow,
                bond: Bond::Rank,
                items: rank.iter().chain(same).copied().collect(),
            });
        } else {
            rows.extend(rank.iter().zip(same).map(|(&first, &second)| Row {
                axis: around.flow,
                bond: Bond::Rank,
                items: vec![first, second],
            }));
        }
    }
}
