//! Where boxes stand, before lines are drawn: ranks by layout-rs for one container at a time, innermost first;
//! then an order within the ranks, and positions, that bring connected boxes close to each other.
//!
//! Only who stands beside whom is decided here. The distances are provisional; `compact` sets the final ones.

mod arrange;
mod layered;
mod order;
mod peers;
mod position;

use super::geometry::{Axis, Rect};
use super::plan::{Item, Plan, Tree};
use position::Positions;

/// Where everything stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// One for each planned box.
    pub boxes: Vec<Rect>,
    /// One for each planned container.
    pub containers: Vec<Rect>,
    /// Items of one container that should be in line with each other.
    pub rows: Vec<Row>,
}

/// Items that share a rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The axis along which they should have the same place.
    pub axis: Axis,
    /// Two items or more.
    pub items: Vec<Item>,
}

/// The ranks of one container.
#[derive(Clone, Debug)]
struct Arrangement {
    /// The axis from rank to rank.
    flow: Axis,
    ranks: Vec<Vec<Item>>,
}

/// A way to turn the inner containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Every container has the flow of the picture.
    None,
    /// Containers that hold no other container run across the flow of the picture.
    Innermost,
}

/// Places everything.
///
/// Takes time about linear in the size of the plan, but for containers of some dozens of items, where layout-rs
/// takes cubic time in their number.
pub fn place(plan: &Plan, tree: &Tree, turn: Turn) -> Placement {
    let links = Links::new(plan, tree);
    let flows = flows(plan, tree, turn);
    let mut arrangements: Vec<Arrangement> = flows
        .iter()
        .map(|&flow| Arrangement {
            flow,
            ranks: Vec::new(),
        })
        .collect();
    let mut positions = Positions::new(plan);
    for &container in tree.innermost_first() {
        arrangements[container].ranks =
            arrange::ranks(plan, tree, &links, &positions, container, flows[container]);
        positions.stack(plan, container, &arrangements[container]);
    }
    order::improve(plan, tree, &links, &mut arrangements, &mut positions);
    positions.placement(plan, tree, &arrangements)
}

fn flows(plan: &Plan, tree: &Tree, turn: Turn) -> Vec<Axis> {
    (0..plan.containers.len())
        .map(|container| {
            let children = tree.children(container);
            let innermost = children.iter().all(|child| matches!(child, Item::Box(_)));
            match turn {
                Turn::Innermost if innermost && plan.containers[container].parent.is_some() => {
                    plan.flow.other()
                }
                Turn::Innermost | Turn::None => plan.flow,
            }
        })
        .collect()
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
                    .filter(|(from, to)| from != to)
                    .map(|(from, to)| Link {
                        from,
                        to,
                        ranks: net.ranks,
                    })
            })
            .collect();
        let mut within = vec![Vec::new(); plan.containers.len()];
        let mut leaving = vec![Vec::new(); plan.containers.len()];
        for (number, pair) in pairs.iter().enumerate() {
            let common = tree.common(tree.home(pair.from), tree.home(pair.to));
            within[common].push(number);
            let weight = if pair.ranks { 2.0 } else { 1.0 };
            for (inner, outer) in [(pair.from, pair.to), (pair.to, pair.from)] {
                let mut child = Item::Box(inner);
                let mut around = tree.home(inner);
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
fn pairs(sources: &[usize], targets: &[usize]) -> Vec<(usize, usize)> {
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
