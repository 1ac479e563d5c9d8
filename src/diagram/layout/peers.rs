//! Items that belong side by side: members of a cluster, and containers that are alike.

use std::collections::BTreeMap;

use super::Links;
use crate::diagram::plan::{Item, Plan, RankWish, Tree};

/// The children of a container in blocks of peers; most blocks hold one child.
#[derive(Debug)]
pub(super) struct Blocks {
    /// The children of each block.
    pub(super) members: Vec<Vec<Item>>,
    /// Whether requests begin in the block: it is, or holds, something that belongs before the others.
    pub(super) begin: Vec<bool>,
    /// The block of each child.
    pub(super) of: BTreeMap<Item, usize>,
}

impl Blocks {
    /// Finds the peers among the children of a container: boxes of one cluster, containers that hold members of
    /// one cluster, and containers that talk to each other in both directions. Where requests begin in one of two
    /// containers only, that one stands before the other, whatever is called from there.
    pub(super) fn new(plan: &Plan, tree: &Tree, links: &Links, container: usize) -> Self {
        let children = tree.children(container);
        let places = places(children);
        let mut union = Union::new(children.len());
        let begins = |child: Item| {
            let boxes = match child {
                Item::Box(ref number) => std::slice::from_ref(number),
                Item::Container(inner) => tree.boxes_in(inner),
            };
            boxes
                .iter()
                .any(|&number| plan.boxes[number].rank == RankWish::First)
        };

        for group in cluster_mates(plan, tree, container).values() {
            for pair in group.windows(2) {
                union.join(places[&pair[0]], places[&pair[1]]);
            }
        }
        let mut talks = std::collections::BTreeSet::new();
        for &number in &links.within[container] {
            let pair = links.pairs[number];
            let ends = (
                tree.child_towards(container, pair.from),
                tree.child_towards(container, pair.to),
            );
            if let (Some(from @ Item::Container(_)), Some(to @ Item::Container(_))) = ends {
                if talks.contains(&(to, from)) && begins(from) == begins(to) {
                    union.join(places[&from], places[&to]);
                }
                talks.insert((from, to));
            }
        }

        let mut numbers = BTreeMap::new();
        let mut blocks = Self {
            members: Vec::new(),
            begin: Vec::new(),
            of: BTreeMap::new(),
        };
        for (place, &child) in children.iter().enumerate() {
            let block = *numbers.entry(union.root(place)).or_insert_with(|| {
                blocks.members.push(Vec::new());
                blocks.begin.push(false);
                blocks.members.len() - 1
            });
            blocks.members[block].push(child);
            blocks.begin[block] |= begins(child);
            blocks.of.insert(child, block);
        }
        blocks
    }
}

/// The place of each item among these.
pub(super) fn places(items: &[Item]) -> BTreeMap<Item, usize> {
    items
        .iter()
        .enumerate()
        .map(|(place, &item)| (item, place))
        .collect()
}

/// The children of a container that are, or hold, members of one cluster; boxes apart from containers.
pub(super) fn cluster_mates(
    plan: &Plan,
    tree: &Tree,
    container: usize,
) -> BTreeMap<(usize, bool), Vec<Item>> {
    let mut mates: BTreeMap<(usize, bool), Vec<Item>> = BTreeMap::new();
    for &number in tree.boxes_in(container) {
        let Some(cluster) = plan.boxes[number].cluster else {
            continue;
        };
        if let Some(child) = tree.child_towards(container, number) {
            let is_box = matches!(child, Item::Box(_));
            mates.entry((cluster, is_box)).or_default().push(child);
        }
    }
    mates
}

/// Disjoint sets, each named by its smallest member.
pub(super) struct Union {
    parents: Vec<usize>,
}

impl Union {
    pub(super) fn new(count: usize) -> Self {
        Self {
            parents: (0..count).collect(),
        }
    }

    pub(super) fn root(&mut self, mut place: usize) -> usize {
        while self.parents[place] != place {
            self.parents[place] = self.parents[self.parents[place]];
            place = self.parents[place];
        }
        place
    }

    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
