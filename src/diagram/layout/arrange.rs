//! The ranks of one container.

use std::collections::{BTreeMap, BTreeSet};

use super::peers::Blocks;
use super::position::{self, Positions};
use super::{Links, layered};
use crate::diagram::geometry::{Axis, Size};
use crate::diagram::plan::{Item, Plan, RankWish, Ranking, Tree};

/// Divides the children of a container into ranks along `flow`.
///
/// Positions tell the sizes of the children.
pub(super) fn ranks(
    plan: &Plan,
    tree: &Tree,
    links: &Links,
    positions: &Positions,
    container: usize,
    flow: Axis,
) -> Vec<Vec<Item>> {
    let children = tree.children(container);
    match plan.containers[container].ranking {
        Ranking::Requests => {}
        Ranking::Lines => return children.iter().map(|&child| vec![child]).collect(),
        Ranking::Page => return page(children, |item| positions.size(plan, item), flow),
    }
    let blocks = Blocks::new(plan, tree, links, container);
    let size = |item: Item| positions.size(plan, item);
    let graph = BlockGraph::new(tree, links, container, &blocks);

    // What no request ranks is fitted in afterwards, so that a monitoring service that everything reports to,
    // or a name server, stretches nothing.
    let ranked: Vec<usize> = graph.ranked.iter().copied().collect();
    let local: BTreeMap<usize, usize> = ranked
        .iter()
        .enumerate()
        .map(|(place, &block)| (block, place))
        .collect();
    let sizes: Vec<Size> = ranked
        .iter()
        .map(|&block| stacked(blocks.members[block].iter().map(|&item| size(item)), flow))
        .collect();
    let edges: Vec<(usize, usize)> = graph
        .acyclic(&blocks)
        .into_iter()
        .map(|(from, to)| (local[&from], local[&to]))
        .collect();
    let mut levels: Vec<Vec<usize>> = layered::ranks(&sizes, &edges, flow)
        .into_iter()
        .map(|rank| rank.into_iter().map(|place| ranked[place]).collect())
        .collect();
    fit_in(plan, &blocks, &graph, &mut levels, |block| {
        stacked(blocks.members[block].iter().map(|&item| size(item)), flow).along(flow.other())
    });
    let ranks = levels
        .into_iter()
        .map(|rank| {
            rank.into_iter()
                .map(|block| blocks.members[block].as_slice())
                .collect()
        })
        .collect();
    wrapped(ranks, size, flow)
}

/// The size of items one beside the other across the flow.
fn stacked(sizes: impl Iterator<Item = Size>, flow: Axis) -> Size {
    let (mut along, mut across) = (0.0_f64, 0.0);
    for size in sizes {
        along = along.max(size.along(flow));
        across += size.along(flow.other()) + position::ITEM_GAP;
    }
    match flow {
        Axis::X => Size::new(along, across),
        Axis::Y => Size::new(across, along),
    }
}

/// The blocks of a container as a directed graph.
struct BlockGraph {
    /// Blocks that a request leads to or from.
    ranked: BTreeSet<usize>,
    /// Requests from block to block.
    requests: BTreeSet<(usize, usize)>,
    /// Every other connection between blocks, in both directions.
    other: BTreeMap<usize, Vec<usize>>,
}

impl BlockGraph {
    fn new(tree: &Tree, links: &Links, container: usize, blocks: &Blocks) -> Self {
        let mut graph = Self {
            ranked: BTreeSet::new(),
            requests: BTreeSet::new(),
            other: BTreeMap::new(),
        };
        for &number in &links.within[container] {
            let pair = links.pairs[number];
            let ends = (
                tree.child_towards(container, pair.from),
                tree.child_towards(container, pair.to),
            );
            let (Some(from), Some(to)) = ends else { continue };
            let (from, to) = (blocks.of[&from], blocks.of[&to]);
            if from == to {
                continue;
            }
            if pair.ranks {
                graph.requests.insert((from, to));
                graph.ranked.extend([from, to]);
            } else {
                graph.other.entry(from).or_default().push(to);
                graph.other.entry(to).or_default().push(from);
            }
        }
        graph
    }

    /// The requests without those that lead back to where requests begin, and without those that close a cycle, by a
    /// search in depth that begins where nothing leads to.
    fn acyclic(&self, blocks: &Blocks) -> Vec<(usize, usize)> {
        let mut targets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut entered = BTreeSet::new();
        let onward = |&&(from, to): &&(usize, usize)| blocks.begin[from] || !blocks.begin[to];
        for &(from, to) in self.requests.iter().filter(onward) {
            targets.entry(from).or_default().push(to);
            entered.insert(to);
        }
        let starts = self.ranked.difference(&entered).chain(&entered).copied();
        let mut open = BTreeSet::new();
        let mut done = BTreeSet::new();
        let mut kept = Vec::new();
        for start in starts {
            if done.contains(&start) {
                continue;
            }
            let mut path = vec![(start, 0)];
            open.insert(start);
            while let Some((block, next)) = path.last_mut() {
                let block = *block;
                let target = targets.get(&block).and_then(|targets| targets.get(*next));
                *next += 1;
                match target {
                    Some(&target) if open.contains(&target) => {}
                    Some(&target) => {
                        kept.push((block, target));
                        if !done.contains(&target) {
                            open.insert(target);
                            path.push((target, 0));
                        }
                    }
                    None => {
                        open.remove(&block);
                        done.insert(block);
                        path.pop();
                    }
                }
            }
        }
        kept
    }
}

/// Adds the blocks that no request ranks to the ranks of the others.
fn fit_in(
    plan: &Plan,
    blocks: &Blocks,
    graph: &BlockGraph,
    levels: &mut Vec<Vec<usize>>,
    breadth: impl Fn(usize) -> f64,
) {
    let mut level_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (level, rank) in levels.iter().enumerate() {
        level_of.extend(rank.iter().map(|&block| (block, level)));
    }
    let ranked = !levels.is_empty();
    let mut breadths: Vec<f64> = levels
        .iter()
        .map(|rank| rank.iter().map(|&block| breadth(block)).sum())
        .collect();
    for block in (0..blocks.members.len()).filter(|block| !graph.ranked.contains(block)) {
        let wish = blocks.members[block]
            .iter()
            .map(|&item| match item {
                Item::Box(number) => plan.boxes[number].rank,
                Item::Container(_) => RankWish::Free,
            })
            .max()
            .unwrap_or(RankWish::Free);
        let mut near: Vec<usize> = graph
            .other
            .get(&block)
            .into_iter()
            .flatten()
            .filter_map(|other| level_of.get(other).copied())
            .collect();
        near.sort_unstable();
        let level = if !ranked {
            0
        } else if let Some(&middle) = near.get(near.len().saturating_sub(1) / 2) {
            middle
        } else {
            match wish {
                RankWish::First => 0,
                RankWish::Last => levels.len() - 1,
                RankWish::Free | RankWish::Aside => least(&breadths),
            }
        };
        if levels.is_empty() {
            levels.push(Vec::new());
            breadths.push(0.0);
        }
        levels[level].push(block);
        breadths[level] += breadth(block);
    }
}

fn least(breadths: &[f64]) -> usize {
    (0..breadths.len())
        .min_by(|&one, &other| breadths[one].total_cmp(&breadths[other]))
        .unwrap_or(0)
}

/// Items in their order, in as many ranks as give all together the proportions of a page.
fn page(items: &[Item], size: impl Fn(Item) -> Size, flow: Axis) -> Vec<Vec<Item>> {
    // The room around what stands in a section is all that parts it from the next.
    let across = |item: &Item| size(*item).along(flow.other());
    let along = |item: &Item| size(*item).along(flow);
    let area: f64 = items.iter().map(|item| across(item) * along(item)).sum();
    let total: f64 = items.iter().map(across).sum();
    let widest = items.iter().map(across).fold(1.0, f64::max);
    let limit = breadth_of_page(area, flow.other()).max(widest);
    broken(
        items.iter().copied(),
        across,
        total / (total / limit).ceil().max(1.0),
    )
}

/// How far a page of this area reaches along an axis.
fn breadth_of_page(area: f64, axis: Axis) -> f64 {
    /// How much wider than high a page is.
    const PROPORTION: f64 = 1.5;
    match axis {
        Axis::X => (area * PROPORTION).sqrt(),
        Axis::Y => (area / PROPORTION).sqrt(),
    }
}

/// Breaks a row of pieces into parts of about `share` in length each, none of which is empty.
pub(super) fn broken<T>(
    pieces: impl Iterator<Item = T>,
    length: impl Fn(&T) -> f64,
    share: f64,
) -> Vec<Vec<T>> {
    let mut parts = Vec::new();
    let mut part: Vec<T> = Vec::new();
    let mut filled = 0.0;
    for piece in pieces {
        let length = length(&piece);
        if filled + length / 2.0 > share && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
            filled = 0.0;
        }
        filled += length;
        part.push(piece);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

/// Breaks ranks that are far broader than the container is deep: between blocks of peers, and within one only if it
/// is too broad by itself.
fn wrapped(ranks: Vec<Vec<&[Item]>>, size: impl Fn(Item) -> Size, flow: Axis) -> Vec<Vec<Item>> {
    /// Ranks of fewer items stay in one piece.
    const FEWEST: usize = 5;
    let across = |item: Item| size(item).along(flow.other()) + position::ITEM_GAP;
    let along = |item: Item| size(item).along(flow) + position::RANK_GAP;
    let breadth = |items: &[Item]| items.iter().map(|&item| across(item)).sum::<f64>();
    let area: f64 = ranks
        .iter()
        .flatten()
        .copied()
        .flatten()
        .map(|&item| across(item) * along(item))
        .sum();
    let limit = breadth_of_page(area, flow.other()) * 1.4;
    let mut wrapped = Vec::with_capacity(ranks.len());
    for rank in ranks {
        let count: usize = rank.iter().map(|block| block.len()).sum();
        let total: f64 = rank.iter().map(|block| breadth(block)).sum();
        if count < FEWEST || total <= limit {
            wrapped.push(rank.concat());
            continue;
        }
        let share = total / (total / limit).ceil();
        let pieces = rank.into_iter().flat_map(|block| {
            let whole = block.len() < FEWEST || breadth(block) <= limit;
            block.chunks(if whole { block.len().max(1) } else { 1 })
        });
        let parts = broken(pieces, |piece| breadth(piece), share);
        wrapped.extend(parts.into_iter().map(|part| part.concat()));
    }
    wrapped
}
