//! What is of one kind, and should look so: members of a cluster, and containers that hold members of one cluster.

use std::collections::BTreeMap;

use super::Arrangement;
use super::peers::{Union, cluster_mates};
use crate::diagram::plan::{Item, ItemMap, Plan, RankWish, Tree};

/// Which items stand in the order of their numbers, and which containers are arranged alike.
#[derive(Debug)]
pub(super) struct Kin {
    /// What items of one kind have in common; `None` for what is like nothing else.
    families: ItemMap<Option<usize>>,
    /// Containers that hold the same, the smallest first; two or more in each.
    twins: Vec<Vec<usize>>,
    /// The place of each item among what stands in the same container.
    places: ItemMap<usize>,
}

impl Kin {
    /// Finds all kin, in time about linear in the size of the plan.
    pub(super) fn new(plan: &Plan, tree: &Tree) -> Self {
        let mut union = Union::new(plan.containers.len());
        for container in 0..plan.containers.len() {
            for group in cluster_mates(plan, tree, container).values() {
                for pair in group.windows(2) {
                    if let &[Item::Container(one), Item::Container(other)] = pair {
                        union.join(one, other);
                    }
                }
            }
        }
        let mut families = ItemMap::new(plan, None);
        for (item, family) in families.iter_mut() {
            *family = match item {
                Item::Box(number) => plan.boxes[number].cluster,
                Item::Container(number) => Some(union.root(number)),
            };
        }
        let mut places = ItemMap::new(plan, 0);
        for container in 0..plan.containers.len() {
            for (place, &child) in tree.children(container).iter().enumerate() {
                places[child] = place;
            }
        }
        Self {
            twins: twins(plan, tree, &families),
            families,
            places,
        }
    }

    /// Whether two items should stand in the order of their numbers.
    pub(super) fn are_ordered(&self, one: Item, other: Item) -> bool {
        let sort = |item: Item| matches!(item, Item::Box(_));
        sort(one) == sort(other) && self.families[one].is_some() && self.families[one] == self.families[other]
    }

    /// Brings items of one kind into the order of their numbers, each into the place of another of its kind.
    pub(super) fn order(&self, rank: &mut [Item]) {
        let mut known: BTreeMap<(bool, usize), Vec<usize>> = BTreeMap::new();
        for (place, &item) in rank.iter().enumerate() {
            if let Some(family) = self.families[item] {
                known
                    .entry((matches!(item, Item::Box(_)), family))
                    .or_default()
                    .push(place);
            }
        }
        for places in known.values().filter(|places| places.len() > 1) {
            let mut items: Vec<Item> = places.iter().map(|&place| rank[place]).collect();
            items.sort_unstable();
            for (&place, item) in places.iter().zip(items) {
                rank[place] = item;
            }
        }
    }

    /// Orders all ranks, and arranges each container like the first of its twins.
    pub(super) fn align(&self, tree: &Tree, arrangements: &mut [Arrangement]) {
        for arrangement in arrangements.iter_mut() {
            for rank in &mut arrangement.ranks {
                self.order(rank);
            }
        }
        for twins in &self.twins {
            let [first, others @ ..] = twins.as_slice() else {
                continue;
            };
            let model = arrangements[*first].clone();
            for &other in others {
                let children = tree.children(other);
                let arrangement = &mut arrangements[other];
                arrangement.flow = model.flow;
                arrangement.ranks.clone_from(&model.ranks);
                for item in arrangement.ranks.iter_mut().flatten() {
                    *item = children[self.places[*item]];
                }
            }
        }
    }

    /// Containers that are arranged alike, the first of each, with those that have no twin.
    pub(super) fn leaders(&self) -> Vec<usize> {
        let mut leads = vec![true; self.places.containers().len()];
        for &follower in self.twins.iter().flat_map(|twins| &twins[1..]) {
            leads[follower] = false;
        }
        (0..leads.len()).filter(|&container| leads[container]).collect()
    }
}

/// What a child looks like to those who compare containers.
#[derive(PartialEq, Eq)]
enum Looks {
    Box(Option<usize>, RankWish),
    Container,
}

/// Containers of one family that hold the same, and what stands in the same place in them.
fn twins(plan: &Plan, tree: &Tree, families: &ItemMap<Option<usize>>) -> Vec<Vec<usize>> {
    let looks = |container: usize| {
        let looks = |&child: &Item| match child {
            Item::Box(number) => Looks::Box(plan.boxes[number].cluster, plan.boxes[number].rank),
            Item::Container(_) => Looks::Container,
        };
        tree.children(container).iter().map(looks)
    };
    let mut open: Vec<(usize, usize)> = families
        .containers()
        .iter()
        .enumerate()
        .filter_map(|(container, &family)| Some((family?, container)))
        .filter(|(family, container)| family != container)
        .collect();
    let mut union = Union::new(plan.containers.len());
    while let Some((one, other)) = open.pop() {
        if union.root(one) == union.root(other) || !looks(one).eq(looks(other)) {
            continue;
        }
        union.join(one, other);
        let pairs = tree.children(one).iter().zip(tree.children(other));
        open.extend(pairs.filter_map(|pair| match pair {
            (&Item::Container(one), &Item::Container(other)) => Some((one, other)),
            _ => None,
        }));
    }
    let mut known: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for container in 0..plan.containers.len() {
        known.entry(union.root(container)).or_default().push(container);
    }
    known.into_values().filter(|twins| twins.len() > 1).collect()
}
