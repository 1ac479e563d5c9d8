//! Provisional coordinates for given ranks.

use super::{Arrangement, Leaving, Links, Placement};
use crate::diagram::geometry::{Axis, Point, Rect, Size};
use crate::diagram::plan::{Item, ItemMap, Plan, ROOT, Ranking, Tree};

/// Room between ranks.
pub(super) const RANK_GAP: f64 = 100.0;
/// Room between the items of a rank.
pub(super) const ITEM_GAP: f64 = 44.0;
/// Room between the border of a container and what it holds.
const PADDING: f64 = 30.0;

/// Where everything stands, each item relative to what it stands in.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    offsets: ItemMap<Point>,
    sizes: Vec<Size>,
}

/// Where everything stands in the picture.
#[derive(Clone, Debug)]
pub(super) struct Absolute {
    /// The upper left corner of each container.
    origins: Vec<Point>,
    /// The middle of each box.
    pub(super) centers: Vec<Point>,
}

impl Positions {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            offsets: ItemMap::new(plan, Point::default()),
            sizes: plan
                .containers
                .iter()
                .map(|container| {
                    Size::new(
                        container.title.width + 2.0 * PADDING,
                        container.title.height + PADDING,
                    )
                })
                .collect(),
        }
    }

    /// The size of a box, or of a container as it is filled now.
    pub(super) fn size(&self, plan: &Plan, item: Item) -> Size {
        match item {
            Item::Box(number) => plan.boxes[number].size,
            Item::Container(number) => self.sizes[number],
        }
    }

    /// Puts the items of each rank one behind the other, the middles of all ranks in line, or, of sections, the starts.
    pub(super) fn stack(&mut self, plan: &Plan, container: usize, arrangement: &Arrangement) {
        let flow = arrangement.flow;
        let across = flow.other();
        let breadth = |positions: &Self, rank: &[Item]| {
            let sizes = rank.iter().map(|&item| positions.size(plan, item).along(across));
            sizes.sum::<f64>() + ITEM_GAP * rank.len().saturating_sub(1) as f64
        };
        let by_requests = plan.containers[container].ranking == Ranking::Requests;
        for rank in &arrangement.ranks {
            let middle = if by_requests {
                breadth(self, rank) / 2.0
            } else {
                0.0
            };
            let mut place = -middle.round();
            for &item in rank {
                self.offsets[item] = Point::from_axis(flow, 0.0, place);
                place += self.size(plan, item).along(across) + ITEM_GAP;
            }
        }
        self.enclose(plan, container, arrangement);
    }

    /// Puts one rank behind the other.
    fn line_up(&mut self, plan: &Plan, arrangement: &Arrangement) {
        let flow = arrangement.flow;
        let mut along = 0.0;
        for rank in &arrangement.ranks {
            let lengths = rank.iter().map(|&item| self.size(plan, item).along(flow));
            let depth = lengths.fold(0.0, f64::max);
            for &item in rank {
                let slack = ((depth - self.size(plan, item).along(flow)) / 2.0).round();
                let across = self.offsets[item].along(flow.other());
                self.offsets[item] = Point::from_axis(flow, along + slack, across);
            }
            along += depth + RANK_GAP;
        }
    }

    /// Puts one rank behind the other, with the padding of the container around all, and sets its size.
    pub(super) fn enclose(&mut self, plan: &Plan, container: usize, arrangement: &Arrangement) {
        self.line_up(plan, arrangement);
        let title = plan.containers[container].title;
        let items = || arrangement.ranks.iter().flatten().copied();
        let Some(bounds) = items()
            .map(|item| {
                let offset = self.offsets[item];
                Rect::new(offset.x, offset.y, self.size(plan, item))
            })
            .reduce(|one, other| one.union(&other))
        else {
            return;
        };
        let padding = if container == ROOT { 60.0 } else { PADDING };
        let (left, top) = (padding - bounds.x.start, padding + title.height - bounds.y.start);
        for item in items().collect::<Vec<_>>() {
            let offset = &mut self.offsets[item];
            offset.x += left;
            offset.y += top;
        }
        self.sizes[container] = Size::new(
            (bounds.x.length() + 2.0 * padding).max(title.width + 2.0 * PADDING),
            bounds.y.length() + 2.0 * padding + title.height,
        );
    }

    /// Where everything stands in the picture.
    pub(super) fn absolute(&self, plan: &Plan, tree: &Tree) -> Absolute {
        let mut origins = vec![Point::default(); plan.containers.len()];
        for &container in tree.innermost_first().iter().rev() {
            if let Some(parent) = tree.parent(container) {
                let offset = self.offsets[Item::Container(container)];
                origins[container] = Point::new(origins[parent].x + offset.x, origins[parent].y + offset.y);
            }
        }
        let centers = (0..plan.boxes.len())
            .map(|number| {
                let origin = origins[tree.home(Item::Box(number))];
                let offset = self.offsets[Item::Box(number)];
                let size = plan.boxes[number].size;
                Point::new(
                    origin.x + offset.x + size.width / 2.0,
                    origin.y + offset.y + size.height / 2.0,
                )
            })
            .collect();
        Absolute { origins, centers }
    }

    /// Where each child of a container would like its middle across the flow: the mean of where its connections
    /// lead, such that they would run straight. Relative to the container; as things stand for a child without any.
    pub(super) fn wishes(
        &self,
        plan: &Plan,
        leaving: &[Leaving],
        container: usize,
        arrangement: &Arrangement,
        absolute: &Absolute,
        wishes: &mut ItemMap<Wish>,
    ) {
        let across = arrangement.flow.other();
        let origin = absolute.origins[container].along(across);
        for &item in arrangement.ranks.iter().flatten() {
            wishes[item] = Wish {
                middle: self.offsets[item].along(across) + self.size(plan, item).along(across) / 2.0,
                sum: 0.0,
                weight: 0.0,
            };
        }
        for link in leaving {
            let wish = &mut wishes[link.child];
            let lean = absolute.centers[link.inner].along(across) - origin - wish.middle;
            wish.sum += (absolute.centers[link.outer].along(across) - origin - lean) * link.weight;
            wish.weight += link.weight;
        }
    }

    /// Moves the items of each rank as near to their wishes as their order and their sizes allow.
    pub(super) fn settle(
        &mut self,
        (plan, tree, links): (&Plan, &Tree, &Links),
        container: usize,
        arrangement: &Arrangement,
        absolute: &mut Absolute,
        wishes: &mut ItemMap<Wish>,
    ) {
        let across = arrangement.flow.other();
        self.wishes(
            plan,
            &links.leaving[container],
            container,
            arrangement,
            absolute,
            wishes,
        );
        for rank in &arrangement.ranks {
            let lengths: Vec<f64> = rank
                .iter()
                .map(|&item| self.size(plan, item).along(across) + ITEM_GAP)
                .collect();
            let starts: Vec<f64> = rank
                .iter()
                .map(|&item| wishes[item].place() - self.size(plan, item).along(across) / 2.0)
                .collect();
            let places = match plan.containers[container].ranking {
                Ranking::Requests => in_order(&starts, &lengths),
                // Wherever its connections lead, a line of a page begins at its margin.
                Ranking::Lines | Ranking::Page => one_behind_the_other(&lengths),
            };
            for (&item, place) in rank.iter().zip(places) {
                let offset = self.offsets[item];
                let shift = place.round() - offset.along(across);
                self.offsets[item] =
                    Point::from_axis(arrangement.flow, offset.along(arrangement.flow), place.round());
                let inner = match item {
                    Item::Box(ref number) => std::slice::from_ref(number),
                    Item::Container(inner) => tree.boxes_in(inner),
                };
                for &number in inner {
                    let center = &mut absolute.centers[number];
                    match across {
                        Axis::X => center.x += shift,
                        Axis::Y => center.y += shift,
                    }
                }
            }
        }
        self.enclose(plan, container, arrangement);
    }

    /// Everything at its absolute place.
    pub(super) fn placement(&self, plan: &Plan, tree: &Tree, arrangements: &[Arrangement]) -> Placement {
        let absolute = self.absolute(plan, tree);
        let boxes = absolute
            .centers
            .iter()
            .zip(&plan.boxes)
            .map(|(center, planned)| {
                let size = planned.size;
                Rect::new(center.x - size.width / 2.0, center.y - size.height / 2.0, size)
            })
            .collect();
        let containers = absolute
            .origins
            .iter()
            .zip(&self.sizes)
            .map(|(origin, &size)| Rect::new(origin.x, origin.y, size))
            .collect();
        let rows = super::rows::rows(plan, arrangements);
        Placement {
            rects: ItemMap::from_parts(boxes, containers),
            rows,
            tiers: super::rows::tiers(arrangements),
            flows: arrangements.iter().map(|arrangement| arrangement.flow).collect(),
        }
    }
}

/// Where a child of a container would like its middle.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wish {
    middle: f64,
    sum: f64,
    weight: f64,
}

impl Wish {
    /// The mean of all wishes, or where the child stands if it has none.
    pub(super) fn place(self) -> f64 {
        if self.weight > 0.0 {
            self.sum / self.weight
        } else {
            self.middle
        }
    }
}

/// Where each item starts if there is no room between them.
fn one_behind_the_other(lengths: &[f64]) -> Vec<f64> {
    lengths
        .iter()
        .scan(0.0, |end, length| {
            let start = *end;
            *end += length;
            Some(start)
        })
        .collect()
}

/// The starts nearest to the wished ones, by least squares, such that each item begins behind the one before.
///
/// Pool-adjacent-violators, in linear time. Source: R. E. Barlow, D. J. Bartholomew, J. M. Bremner,
/// H. D. Brunk, "Statistical Inference under Order Restrictions", 1972.
fn in_order(starts: &[f64], lengths: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut before = 0.0;
    let mut shifts = Vec::with_capacity(starts.len());
    for (start, length) in starts.iter().zip(lengths) {
        shifts.push(before);
        let mut pool = (start - before, 1);
        before += length;
        while let Some(&(mean, count)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            let total = count + pool.1;
            pool = (
                (mean * count as f64 + pool.0 * pool.1 as f64) / total as f64,
                total,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(mean, count))
        .zip(shifts)
        .map(|(mean, shift)| mean + shift)
        .collect()
}
