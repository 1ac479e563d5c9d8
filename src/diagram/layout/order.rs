//! The order within ranks: one that makes connections short and lets few of them cross.

use super::kin::Kin;
use super::position::{Absolute, Positions, Wish};
use super::{Arrangement, Links};
use crate::diagram::geometry::Point;
use crate::diagram::plan::{ItemMap, Plan, Tree};

/// How often all ranks are sorted by where their connections lead.
const SWEEPS: usize = 8;
/// How often positions are settled for one order.
const SETTLINGS: usize = 3;
/// What a crossing costs, in pixels of length.
const CROSSING: f64 = 90.0;
/// With more connections than this, crossings are not counted: that takes quadratic time.
const MOST_COUNTED: usize = 400;
/// With more connections than this, single swaps are not tried.
const MOST_SWAPPED: usize = 120;
/// Nor are they among more items than this: each trial takes time linear in their number.
const MOST_TRIED: usize = 600;

/// Sorts ranks and settles positions, and keeps the best that was met.
pub(super) fn improve(about: About, arrangements: &mut Vec<Arrangement>, positions: &mut Positions) {
    let (plan, _, links, kin) = about;
    let mut search = Search::new(about);
    kin.align(arrangements);
    search.stack(arrangements, positions);
    search.settle(arrangements, positions);
    let mut best = (search.cost(positions), arrangements.clone(), positions.clone());
    for sweep in 0..SWEEPS {
        search.sort(arrangements, positions, sweep % 2 == 0);
        kin.align(arrangements);
        search.settle(arrangements, positions);
        let cost = search.cost(positions);
        if cost < best.0 {
            best = (cost, arrangements.clone(), positions.clone());
        }
    }
    (_, *arrangements, *positions) = best.clone();
    let items = plan.boxes.len() + plan.containers.len();
    if links.pairs.len() <= MOST_SWAPPED && items <= MOST_TRIED {
        search.swap(arrangements, positions, best.0);
    }
}

/// Settles positions for the order as it is.
pub(super) fn settle(about: About, arrangements: &[Arrangement], positions: &mut Positions) {
    Search::new(about).settle(arrangements, positions);
}

/// What a picture is of.
pub(super) type About<'a> = (&'a Plan, &'a Tree, &'a Links, &'a Kin);

struct Search<'a> {
    plan: &'a Plan,
    tree: &'a Tree,
    links: &'a Links,
    kin: &'a Kin,
    wishes: ItemMap<Wish>,
}

impl<'a> Search<'a> {
    fn new((plan, tree, links, kin): About<'a>) -> Self {
        Self {
            plan,
            tree,
            links,
            kin,
            wishes: ItemMap::new(plan, Wish::default()),
        }
    }

    /// Sorts the ranks of all containers by the wishes of their items.
    fn sort(&mut self, arrangements: &mut [Arrangement], positions: &mut Positions, outermost_first: bool) {
        let mut absolute = positions.absolute(self.plan, self.tree);
        let mut order = self.tree.innermost_first().to_vec();
        if outermost_first {
            order.reverse();
        }
        for container in order {
            let arrangement = &mut arrangements[container];
            positions.wishes(
                self.plan,
                &self.links.leaving[container],
                container,
                arrangement,
                &absolute,
                &mut self.wishes,
            );
            for rank in &mut arrangement.ranks {
                rank.sort_by(|&one, &other| self.wishes[one].place().total_cmp(&self.wishes[other].place()));
                self.kin.order(rank);
            }
            self.settle_one(arrangement, positions, container, &mut absolute);
        }
    }

    /// Puts everything in its place in the present order, for positions to be settled from there.
    fn stack(&self, arrangements: &[Arrangement], positions: &mut Positions) {
        for &container in self.tree.innermost_first() {
            positions.stack(self.plan, container, &arrangements[container]);
        }
    }

    /// Settles all positions for the present order.
    fn settle(&mut self, arrangements: &[Arrangement], positions: &mut Positions) {
        for _ in 0..SETTLINGS {
            let mut absolute = positions.absolute(self.plan, self.tree);
            for &container in self.tree.innermost_first() {
                self.settle_one(&arrangements[container], positions, container, &mut absolute);
            }
        }
        for &container in self.tree.innermost_first() {
            positions.enclose(self.plan, container, &arrangements[container]);
        }
    }

    fn settle_one(
        &mut self,
        arrangement: &Arrangement,
        positions: &mut Positions,
        container: usize,
        absolute: &mut Absolute,
    ) {
        positions.settle(
            (self.plan, self.tree, self.links),
            container,
            arrangement,
            absolute,
            &mut self.wishes,
        );
    }

    /// Swaps neighbours of a rank as long as that makes the picture better.
    fn swap(&mut self, arrangements: &mut [Arrangement], positions: &mut Positions, cost: f64) {
        const ROUNDS: usize = 3;
        let mut best = cost;
        for _ in 0..ROUNDS {
            let before = best;
            for container in self.kin.leaders() {
                for rank in 0..arrangements[container].ranks.len() {
                    for place in 1..arrangements[container].ranks[rank].len() {
                        let items = &mut arrangements[container].ranks[rank];
                        if self.kin.are_ordered(items[place - 1], items[place]) {
                            continue;
                        }
                        items.swap(place - 1, place);
                        self.kin.align(arrangements);
                        let mut tried = positions.clone();
                        self.stack(arrangements, &mut tried);
                        self.settle(arrangements, &mut tried);
                        let cost = self.cost(&tried);
                        if cost < best - 0.5 {
                            best = cost;
                            *positions = tried;
                        } else {
                            arrangements[container].ranks[rank].swap(place - 1, place);
                            self.kin.align(arrangements);
                        }
                    }
                }
            }
            if best >= before {
                break;
            }
        }
    }

    /// The length of all connections as straight lines along the axes, and something for each crossing.
    fn cost(&self, positions: &Positions) -> f64 {
        let absolute = positions.absolute(self.plan, self.tree);
        let centers = &absolute.centers;
        let pairs = &self.links.pairs;
        let length: f64 = pairs
            .iter()
            .map(|pair| {
                let (from, to) = (centers[pair.from], centers[pair.to]);
                let weight = if pair.ranks { 1.0 } else { 0.5 };
                weight * ((from.x - to.x).abs() + (from.y - to.y).abs())
            })
            .sum();
        if pairs.len() > MOST_COUNTED {
            return length;
        }
        let mut crossings = 0.0;
        for (place, one) in pairs.iter().enumerate() {
            for other in &pairs[place + 1..] {
                let apart = ![one.from, one.to]
                    .iter()
                    .any(|end| [other.from, other.to].contains(end));
                if apart
                    && cross(
                        [centers[one.from], centers[one.to]],
                        [centers[other.from], centers[other.to]],
                    )
                {
                    crossings += 1.0;
                }
            }
        }
        length + CROSSING * crossings
    }
}

/// Whether two straight lines meet between their ends.
fn cross(one: [Point; 2], other: [Point; 2]) -> bool {
    let turn = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let apart = |line: [Point; 2], ends: [Point; 2]| {
        turn(line[0], line[1], ends[0]) * turn(line[0], line[1], ends[1]) < 0.0
    };
    apart(one, other) && apart(other, one)
}
