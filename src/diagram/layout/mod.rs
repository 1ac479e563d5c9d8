//! Where boxes stand, before lines are drawn: ranks by layout-rs for one container at a time, innermost first;
//! then an order within the ranks, and positions, that bring connected boxes close to each other.
//!
//! Before that, what is not connected and what is far too long for a page is put into sections.
//!
//! Only who stands beside whom is decided here. The distances are provisional; `compact` sets the final ones.

mod arrange;
mod kin;
mod layered;
mod order;
mod peers;
mod position;
mod rows;
mod section;

use std::collections::BTreeMap;

use super::geometry::{Axis, Rect};
use super::plan::{Item, ItemMap, Plan, ROOT, Ranking, Tree};
use kin::Kin;
use position::Positions;
pub(super) use section::{SLENDER, VERY_SLENDER, with_islands};

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// The rectangle of each item.
    pub rects: ItemMap<Rect>,
    /// Items of one container that should be in line with each other.
    pub rows: Vec<Row>,
    /// The ranks of each container of more than one.
    pub tiers: Vec<Tiers>,
    /// For each container, the axis along which requests run in it.
    pub flows: Vec<Axis>,
}

/// Items that share a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The axis along which they should have the same place.
    pub axis: Axis,
    /// How much it matters.
    pub bond: Bond,
    /// Two items or more.
    pub items: Vec<Item>,
}

/// Ranks of items, each rank clear of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiers {
    /// The axis from rank to rank.
    pub axis: Axis,
    /// The items of each rank.
    pub ranks: Vec<Vec<Item>>,
}

/// How much it matters that items are in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// They share a rank: their sizes are made alike as well.
    Rank,
    /// They have the same place in neighbouring ranks.
    File,
    /// They are sections of one container, and begin at one line.
    Section,
}

/// The ranks of one container.
#[derive(Clone, Debug)]
struct Arrangement {
    /// The axis from rank to rank.
    flow: Axis,
    ranks: Vec<Vec<Item>>,
}

/// A placement that can still be changed.
#[derive(Clone, Debug)]
pub struct Draft {
    arrangements: Vec<Arrangement>,
    positions: Positions,
}

/// A change of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These containers run across the direction in which they ran before.
    Turn(Vec<usize>),
    /// In a container and all that are arranged like it, an item of a rank changes places with the one behind it.
    Swap {
        /// The container.
        container: usize,
        /// The rank in them.
        rank: usize,
        /// The place of the item in the rank.
        place: usize,
    },
}

/// Drafts placements of one plan.
#[derive(Debug)]
pub struct Drafter<'a> {
    plan: &'a Plan,
    tree: &'a Tree,
    links: Links,
    kin: Kin,
}

impl<'a> Drafter<'a> {
    /// For this plan and its tree.
    pub fn new(plan: &'a Plan, tree: &'a Tree) -> Self {
        Self {
            plan,
            tree,
            links: Links::new(plan, tree),
            kin: Kin::new(plan, tree),
        }
    }

    /// Puts everything into ranks, in the order in which layout-rs leaves it.
    ///
    /// Takes time about linear in the size of the plan, but for containers of some dozens of items, where layout-rs
    /// takes cubic time in their number.
    pub fn ranked(&self) -> Draft {
        let (plan, tree, links) = (self.plan, self.tree, &self.links);
        let flow = |container: usize| match plan.containers[container].ranking {
            Ranking::Requests => plan.flow,
            Ranking::Lines | Ranking::Page => plan.flow.other(),
        };
        let mut arrangements: Vec<Arrangement> = (0..plan.containers.len())
            .map(|container| Arrangement {
                flow: flow(container),
                ranks: Vec::new(),
            })
            .collect();
        let mut positions = Positions::new(plan);
        for &container in tree.innermost_first() {
            arrangements[container].ranks =
                arrange::ranks(plan, tree, links, &positions, container, flow(container));
            positions.stack(plan, container, &arrangements[container]);
        }
        Draft {
            arrangements,
            positions,
        }
    }

    /// Sorts what stands in each rank of a draft, and moves it to where its connections lead.
    pub fn improved(&self, mut draft: Draft) -> Draft {
        order::improve(
            (self.plan, self.tree, &self.links, &self.kin),
            &mut draft.arrangements,
            &mut draft.positions,
        );
        draft
    }

    /// Where everything stands in a draft.
    pub fn placement(&self, draft: &Draft) -> Placement {
        draft
            .positions
            .placement(self.plan, self.tree, &draft.arrangements)
    }

    /// The plan with every row of ranks broken into lines that is so many times longer in the draft than broad, if
    /// there is one.
    pub fn folded(&self, draft: &Draft, slenderness: f64) -> Option<Plan> {
        let size = |item: Item| draft.positions.size(self.plan, item);
        section::folded(self.plan, self.tree, &draft.arrangements, size, slenderness)
    }

    /// The draft with a change.
    pub fn changed(&self, draft: &Draft, change: &Change) -> Draft {
        let mut draft = draft.clone();
        match *change {
            Change::Turn(ref containers) => {
                for &container in containers {
                    let flow = &mut draft.arrangements[container].flow;
                    *flow = flow.other();
                }
            }
            Change::Swap {
                container,
                rank,
                place,
            } => draft.arrangements[container].ranks[rank].swap(place, place + 1),
        }
        self.kin.align(&mut draft.arrangements);
        for &container in self.tree.innermost_first() {
            draft
                .positions
                .stack(self.plan, container, &draft.arrangements[container]);
        }
        order::settle(
            (self.plan, self.tree, &self.links, &self.kin),
            &draft.arrangements,
            &mut draft.positions,
        );
        draft
    }
}

impl Drafter<'_> {
    /// The changes of a draft that are worth a try, those that change most first: turns of containers, then swaps of
    /// neighbours. Containers side by side that are built alike turn together, and so stay alike.
    pub fn changes(&self, draft: &Draft) -> Vec<Change> {
        let mut alike: BTreeMap<(Option<usize>, Vec<usize>), Vec<usize>> = BTreeMap::new();
        for (container, arrangement) in draft.arrangements.iter().enumerate() {
            let form: Vec<usize> = arrangement.ranks.iter().map(Vec::len).collect();
            let is_section = self.plan.is_section(container);
            if container != ROOT && !is_section && form.iter().sum::<usize>() > 1 {
                let key = (self.tree.parent(container), form);
                alike.entry(key).or_default().push(container);
            }
        }
        let innermost = |container: usize| {
            let children = self.tree.children(container);
            children.iter().all(|child| matches!(child, Item::Box(_)))
        };
        let turned: Vec<usize> = alike
            .values()
            .flatten()
            .copied()
            .filter(|&container| innermost(container))
            .collect();
        let mut changes = Vec::new();
        if !turned.is_empty() {
            changes.push(Change::Turn(turned));
        }
        changes.extend(alike.into_values().map(Change::Turn));
        let by_requests = |&container: &usize| self.plan.containers[container].ranking == Ranking::Requests;
        for container in self.kin.leaders().into_iter().filter(by_requests) {
            for (rank, items) in draft.arrangements[container].ranks.iter().enumerate() {
                let free = |&place: &usize| !self.kin.are_ordered(items[place], items[place + 1]);
                changes.extend(
                    (0..items.len().saturating_sub(1))
                        .filter(free)
                        .map(|place| Change::Swap {
                            container,
                            rank,
                            place,
                        }),
                );
            }
        }
        changes
    }
}

/// A connection between two boxes, lifted to the container that holds both.
#[derive(Clone, Copy, Debug)]
struct Link {
    from: usize,
    to: usize,
    ranks: bool,
}

/// What is connected, by container.
#[derive(Debug)]
struct Links {
    /// Every pair of connected boxes.
    pairs: Vec<Link>,
    /// For each container, the pairs whose innermost common container it is.
    within: Vec<Vec<usize>>,
    /// For each container, the pairs that leave one of its children, once for each end in it.
    leaving: Vec<Vec<Leaving>>,
}

/// One end of a pair that leaves a child of a container.
#[derive(Clone, Copy, Debug)]
struct Leaving {
    child: Item,
    inner: usize,
    outer: usize,
    weight: f64,
}

impl Links {
    fn new(plan: &Plan, tree: &Tree) -> Self {
        let pairs: Vec<Link> = plan
            .nets
            .iter()
            .flat_map(|net| {
                pairs(&net.sources, &net.targets)
                    .into_iter()
                    .filter_map(|(from, to)| {
                        Some(Link {
                            from: tree.delegate(from)?,
                            to: tree.delegate(to)?,
                            ranks: net.ranks,
                        })
                    })
                    .filter(|link| link.from != link.to)
            })
            .collect();
        let mut within = vec![Vec::new(); plan.containers.len()];
        let mut leaving = vec![Vec::new(); plan.containers.len()];
        for (number, pair) in pairs.iter().enumerate() {
            let common = tree.common(tree.home(Item::Box(pair.from)), tree.home(Item::Box(pair.to)));
            within[common].push(number);
            if plan.containers[common].ranking != Ranking::Requests {
                // What leads from one line of a page to another pulls nothing out of its line.
                continue;
            }
            let weight = if pair.ranks { 2.0 } else { 1.0 };
            for (inner, outer) in [(pair.from, pair.to), (pair.to, pair.from)] {
                let mut child = Item::Box(inner);
                let mut around = tree.home(Item::Box(inner));
                loop {
                    leaving[around].push(Leaving {
                        child,
                        inner,
                        outer,
                        weight,
                    });
                    if around == common {
                        break;
                    }
                    child = Item::Container(around);
                    let Some(parent) = tree.parent(around) else {
                        break;
                    };
                    around = parent;
                }
            }
        }
        Self {
            pairs,
            within,
            leaving,
        }
    }
}

/// Every source with every target; where that would be very many, enough of them to hold all together.
fn pairs(sources: &[Item], targets: &[Item]) -> Vec<(Item, Item)> {
    const MANY: usize = 64;
    if sources.len() * targets.len() <= MANY {
        return sources
            .iter()
            .flat_map(|&source| targets.iter().map(move |&target| (source, target)))
            .collect();
    }
    let first_source = sources
        .first()
        .into_iter()
        .flat_map(|&source| targets.iter().map(move |&target| (source, target)));
    let first_target = targets
        .first()
        .into_iter()
        .flat_map(|&target| sources.iter().skip(1).map(move |&source| (source, target)));
    first_source.chain(first_target).collect()
}
