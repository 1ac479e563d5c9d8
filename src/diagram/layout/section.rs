//! Containers in sections: parts without a frame that are laid out by themselves.
//!
//! What has nothing to do with each other stands in sections of its own, and a row of ranks far longer than a page is
//! wide is broken into sections like a text into lines. Sections are containers of the plan, numbered behind the others.

use std::collections::BTreeMap;

use super::arrange::broken;
use super::peers::{Union, cluster_mates, places};
use super::{Arrangement, Links, position};
use crate::diagram::geometry::{Axis, Size};
use crate::diagram::plan::{Item, Plan, PlannedContainer, Ranking, Tree};

/// A container with fewer boxes stays in one piece, whatever is connected in it.
const FEWEST_BOXES: usize = 8;
/// Fewer ranks stay in one line.
const FEWEST_RANKS: usize = 6;
/// Ranks that are no longer than this, in pixels, stay in one line.
const LONGEST_LINE: f64 = 1_900.0;
/// How much longer than broad ranks must be for lines to be worth a try.
pub(in crate::diagram) const SLENDER: f64 = 2.8;
/// How much longer than broad ranks must be for lines to be better, whatever runs between them.
pub(in crate::diagram) const VERY_SLENDER: f64 = 6.0;
/// The width of what has been broken into lines, or into columns, for its height.
const PROPORTIONS: [f64; 2] = [1.8, 0.9];

/// The plan with what is not connected in sections of its own.
pub(in crate::diagram) fn with_islands(plan: &Plan) -> Plan {
    let tree = Tree::new(plan);
    let links = Links::new(plan, &tree);
    let mut parted = plan.clone();
    for container in 0..plan.containers.len() {
        if tree.boxes_in(container).len() >= FEWEST_BOXES {
            let islands = islands(plan, &tree, &links, container);
            if islands.len() > 1 {
                part(&mut parted, container, &islands, Ranking::Page);
            }
        }
    }
    parted
}

/// The children of a container by what they are connected with, in the order of the first of each; those that are
/// connected with nothing together at the end. One piece if there is no more than one where something is connected.
fn islands(plan: &Plan, tree: &Tree, links: &Links, container: usize) -> Vec<Vec<Item>> {
    let children = tree.children(container);
    let places = places(children);
    let mut union = Union::new(children.len());
    for &number in &links.within[container] {
        let pair = links.pairs[number];
        let ends = [pair.from, pair.to].map(|end| tree.child_towards(container, end));
        if let [Some(from), Some(to)] = ends {
            union.join(places[&from], places[&to]);
        }
    }
    let mut cluster_of: BTreeMap<usize, usize> = BTreeMap::new();
    for ((cluster, _), mates) in cluster_mates(plan, tree, container) {
        for mate in mates {
            let first = *cluster_of.entry(cluster).or_insert(places[&mate]);
            union.join(first, places[&mate]);
        }
    }
    let mut known: BTreeMap<usize, Vec<Item>> = BTreeMap::new();
    for (place, &child) in children.iter().enumerate() {
        known.entry(union.root(place)).or_default().push(child);
    }
    let (mut islands, alone): (Vec<_>, Vec<_>) = known.into_values().partition(|island| island.len() > 1);
    if islands.len() < 2 {
        return Vec::new();
    }
    let alone = alone.concat();
    if !alone.is_empty() {
        islands.push(alone);
    }
    islands
}

/// The plan with each container broken into lines whose ranks are far longer than broad, if there is one; of
/// containers in each other, the inner one.
pub(super) fn folded(
    plan: &Plan,
    tree: &Tree,
    arrangements: &[Arrangement],
    size: impl Fn(Item) -> Size,
    slenderness: f64,
) -> Option<Plan> {
    let mut holds_folded = vec![false; plan.containers.len()];
    let mut folded = None;
    for &container in tree.innermost_first() {
        if !holds_folded[container] {
            let lines = lines(plan, &arrangements[container], container, &size, slenderness);
            if lines.len() > 1 {
                let folded = folded.get_or_insert_with(|| plan.clone());
                part(folded, container, &lines, Ranking::Lines);
                holds_folded[container] = true;
            }
        }
        if holds_folded[container]
            && let Some(parent) = tree.parent(container)
        {
            holds_folded[parent] = true;
        }
    }
    folded
}

/// What stands in each line of a container.
fn lines(
    plan: &Plan,
    arrangement: &Arrangement,
    container: usize,
    size: impl Fn(Item) -> Size,
    slenderness: f64,
) -> Vec<Vec<Item>> {
    let flow = arrangement.flow;
    let whole = size(Item::Container(container));
    let (along, across) = (whole.along(flow), whole.along(flow.other()));
    let is_long = along > LONGEST_LINE && along > slenderness * across;
    let is_line = plan.containers[container]
        .parent
        .is_some_and(|parent| plan.containers[parent].ranking == Ranking::Lines);
    if plan.containers[container].ranking != Ranking::Requests
        || is_line
        || !is_long
        || arrangement.ranks.len() < FEWEST_RANKS
    {
        return Vec::new();
    }
    let proportion = match flow {
        Axis::X => 1.0 / PROPORTIONS[0],
        Axis::Y => PROPORTIONS[1],
    };
    let count = (proportion * along / across).sqrt().round().max(2.0);
    let length = |rank: &&Vec<Item>| {
        let lengths = rank.iter().map(|&item| size(item).along(flow));
        lengths.fold(0.0, f64::max) + position::RANK_GAP
    };
    let total: f64 = arrangement.ranks.iter().map(|rank| length(&rank)).sum();
    broken(arrangement.ranks.iter(), length, total / count)
        .into_iter()
        .map(|ranks| ranks.into_iter().flatten().copied().collect())
        .collect()
}

/// Puts what stands in a container into sections of it.
fn part(plan: &mut Plan, container: usize, sections: &[Vec<Item>], ranking: Ranking) {
    plan.containers[container].ranking = ranking;
    for section in sections {
        let number = plan.containers.len();
        plan.containers.push(PlannedContainer {
            parent: Some(container),
            title: Size::default(),
            ranking: Ranking::Requests,
        });
        for &item in section {
            match item {
                Item::Box(inner) => plan.boxes[inner].container = number,
                Item::Container(inner) => plan.containers[inner].parent = Some(number),
            }
        }
    }
}
