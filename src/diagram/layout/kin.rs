//! What is of one kind, and should look so: members of a cluster, and containers that hold members of one cluster.

use std::collections::BTreeMap;

use super::Arrangement;
use super::peers::{Union, cluster_mates};
use crate::diagram::plan::{Item, ItemMap, Plan, ROOT, RankWish, Ranking, Tree};

/// Which items stand in the order of their numbers, and which containers are arranged alike.
#[derive(Debug)]
pub(super) struct Kin {
    /// What items of one kind have in common; `None` for what is like nothing else.
    families: ItemMap<Option<usize>>,
    /// Containers that hold the same, the smallest first; two or more in each.
    twins: Vec<Vec<usize>>,
    /// What stands in each container, what looks the same in the same place in each of its twins.
    children: Vec<Vec<Item>>,
    /// The place of each item among those.
    places: ItemMap<usize>,
}

impl Kin {
    /// Finds all kin, in time about linear in the size of the plan.
    pub(super) fn new(plan: &Plan, tree: &Tree) -> Self {
        let mut union = Union::new(plan.containers.len());
        for (container, planned) in plan.containers.iter().enumerate() {
            if planned.ranking != Ranking::Requests {
                // Sections have their order, and hold whatever they hold.
                continue;
            }
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
        // Homes of a cluster's members are of one kind as well where they stand in different places.
        let mut first_homes: BTreeMap<usize, usize> = BTreeMap::new();
        for planned in plan.boxes.iter().filter(|planned| planned.container != ROOT) {
            if let Some(cluster) = planned.cluster {
                let first = *first_homes.entry(cluster).or_insert(planned.container);
                union.join(first, planned.container);
            }
        }
        let children: Vec<Vec<Item>> = (0..plan.containers.len())
            .map(|container| {
                let mut children = tree.children(container).to_vec();
                children.sort_by_key(|&child| looks(plan, child));
                children
            })
            .collect();
        let mut places = ItemMap::new(plan, 0);
        for (place, &child) in children.iter().flat_map(|children| children.iter().enumerate()) {
            places[child] = place;
        }
        Self {
            twins: twins(plan, &children, union),
            families,
            children,
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
    pub(super) fn align(&self, arrangements: &mut [Arrangement]) {
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
                let children = &self.children[other];
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
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Looks {
    Container,
    Box(Option<usize>, RankWish),
}

fn looks(plan: &Plan, child: Item) -> Looks {
    match child {
        Item::Box(number) => Looks::Box(plan.boxes[number].cluster, plan.boxes[number].rank),
        Item::Container(_) => Looks::Container,
    }
}

/// Containers of one kind that hold the same, and what stands in the same place in them.
fn twins(plan: &Plan, children: &[Vec<Item>], mut kinds: Union) -> Vec<Vec<usize>> {
    let looks = |container: usize| -> Vec<Looks> {
        let children = children[container].iter();
        children.map(|&child| looks(plan, child)).collect()
    };
    let mut alike: BTreeMap<(usize, Vec<Looks>), Vec<usize>> = BTreeMap::new();
    for container in 0..plan.containers.len() {
        let key = (kinds.root(container), looks(container));
        alike.entry(key).or_default().push(container);
    }
    let mut open: Vec<(usize, usize)> = alike
        .into_values()
        .flat_map(|containers| {
            let first = containers[0];
            containers.into_iter().skip(1).map(move |other| (first, other))
        })
        .collect();
    let mut union = Union::new(plan.containers.len());
    while let Some((one, other)) = open.pop() {
        if union.root(one) == union.root(other) || looks(one) != looks(other) {
            continue;
        }
        union.join(one, other);
        let pairs = children[one].iter().zip(&children[other]);
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
