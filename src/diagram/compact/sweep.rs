//! What must keep its distance from what.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::diagram::geometry::Extent;
use crate::diagram::plan::Item;

/// Something that takes room.
#[derive(Clone, Copy, Debug)]
pub(super) struct Obstacle {
    pub(super) thing: Thing,
    /// Where it is along the axis on which distances are set.
    pub(super) along: Extent,
    /// Where it is along the other axis.
    pub(super) across: Extent,
    /// The variable and the offset of its near side.
    pub(super) low: (usize, f64),
    /// The variable and the offset of its far side.
    pub(super) high: (usize, f64),
    /// Tells which of several things at one place comes first.
    pub(super) order: usize,
}

/// What an obstacle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A box.
    Box(usize),
    /// One of the borders of a container.
    Border(usize),
    /// The title of a container.
    Title(usize),
    /// A wire of a net, perpendicular to the axis; with the items at which it ends.
    Wire {
        net: usize,
        wire: usize,
        ends: [Option<Item>; 2],
    },
    /// The label on a wire.
    Label(usize),
}

/// Room between two lines.
pub(super) const LINE_GAP: f64 = 12.0;
/// Room between a line and a box: enough for an arrowhead and a bend.
pub(super) const BOX_GAP: f64 = 18.0;
/// The longest distance that any pair keeps.
const LONGEST: f64 = 30.0;

impl Obstacle {
    fn key(&self) -> (f64, usize) {
        let place = match self.thing {
            // What lies in a container comes after its title, as it comes after its border.
            Thing::Title(_) => self.along.start,
            _ => self.along.middle(),
        };
        (place, self.order)
    }
}

/// What a pass leaves to the pass along the other axis that follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// Pairs that overlap, and overlap less along the other axis.
    Overlaps,
    /// Nothing: what lay on each other has been parted by this pass or by the one before.
    Nothing,
}

/// The distance that two obstacles keep, in whichever direction they are apart; `None` if they need none.
fn distance(one: &Thing, other: &Thing) -> Option<f64> {
    use Thing::{Border, Box, Label, Title, Wire};
    let distance = match (one, other) {
        (Wire { .. }, Wire { .. }) => LINE_GAP,
        (Wire { ends, .. }, Box(number)) | (Box(number), Wire { ends, .. }) => {
            if ends.contains(&Some(Item::Box(*number))) {
                return None;
            }
            BOX_GAP
        }
        (Wire { .. }, Border(_)) | (Border(_), Wire { .. }) => 12.0,
        (Wire { wire, .. }, Label(own)) | (Label(own), Wire { wire, .. }) => {
            if wire == own {
                return None;
            }
            6.0
        }
        (Wire { ends, .. }, Title(number)) | (Title(number), Wire { ends, .. }) => {
            if ends.contains(&Some(Item::Container(*number))) {
                return None;
            }
            8.0
        }
        (Box(_), Box(_)) => 30.0,
        (Border(_), Border(_) | Box(_)) | (Box(_), Border(_)) => 20.0,
        (Title(own), Border(border)) | (Border(border), Title(own)) if own == border => return None,
        (Title(_), Border(_) | Box(_) | Title(_)) | (Border(_) | Box(_), Title(_)) => 10.0,
        (Label(_), _) | (_, Label(_)) => 6.0,
    };
    Some(distance)
}

/// The distance along the axis that two obstacles have to keep; `None` if they lie clear of each other, or if they
/// are left to the pass along the other axis.
fn relation(leave: Leave, one: &Obstacle, other: &Obstacle) -> Option<f64> {
    let across = one.across.overlap(other.across);
    if across <= 0.5 - LONGEST {
        return None;
    }
    let distance = distance(&one.thing, &other.thing)?;
    if across <= 0.5 - distance {
        return None;
    }
    if let (Thing::Wire { net, .. }, Thing::Wire { net: same, .. }) = (one.thing, other.thing) {
        // Pieces of one net may meet, and a bend between them may vanish.
        return (net != same || across > 0.0).then_some(distance);
    }
    if leave == Leave::Nothing {
        return Some(distance);
    }
    let thick = |obstacle: &Obstacle| match obstacle.thing {
        Thing::Wire { .. } | Thing::Border(_) => obstacle.along.grown(0.5),
        _ => obstacle.along,
    };
    let along = thick(one).overlap(thick(other));
    let parted_across = along > 0.0 && across <= along;
    (!parted_across).then_some(distance)
}

/// All distances that must be kept, as pairs of places in `obstacles`, nearer one first, each with its length.
///
/// A pair is left out where others imply it. A sweep across the axis; each obstacle is compared with those that
/// the sweep line touches. Several sweeps at a time, each of them from where it begins.
pub(super) fn distances(leave: Leave, obstacles: &[Obstacle]) -> Vec<(usize, usize, f64)> {
    /// So many obstacles are met by one sweep.
    const SWEPT: usize = 4_096;
    let sweep = Sweep::new(leave, obstacles);
    let starts: Vec<usize> = (0..obstacles.len()).step_by(SWEPT).collect();
    let distances: Vec<_> = starts
        .into_par_iter()
        .map(|start| sweep.distances(start..obstacles.len().min(start + SWEPT)))
        .collect();
    distances.concat()
}

/// In which order a sweep line meets and leaves obstacles.
struct Sweep<'a> {
    leave: Leave,
    obstacles: &'a [Obstacle],
    meeting: Vec<usize>,
    leaving: Vec<usize>,
    /// The obstacles by their place along the axis, and the place of each in this order.
    ranked: Vec<usize>,
    ranks: Vec<usize>,
}

impl<'a> Sweep<'a> {
    fn new(leave: Leave, obstacles: &'a [Obstacle]) -> Self {
        let by = |end: fn(&Obstacle) -> f64| {
            let mut order: Vec<usize> = (0..obstacles.len()).collect();
            order.sort_by(|&one, &other| {
                end(&obstacles[one])
                    .total_cmp(&end(&obstacles[other]))
                    .then(one.cmp(&other))
            });
            order
        };
        let meeting = by(|obstacle| obstacle.across.start);
        let leaving = by(|obstacle| obstacle.across.end);
        let ranked = ranked(obstacles, &meeting);
        let mut ranks = vec![0; obstacles.len()];
        for (rank, &number) in ranked.iter().enumerate() {
            ranks[number] = rank;
        }
        Self {
            leave,
            obstacles,
            meeting,
            leaving,
            ranked,
            ranks,
        }
    }

    /// Where the sweep line is when it meets an obstacle: what lies further back is too far away from it.
    fn line(&self, number: usize) -> f64 {
        self.obstacles[number].across.start - LONGEST
    }

    /// The distances between each of the obstacles that are met in these steps and those that were met before it.
    fn distances(&self, steps: Range<usize>) -> Vec<(usize, usize, f64)> {
        /// So many of the obstacles on the sweep line are looked at on either side.
        const REACH: usize = 60;
        let end = |number: usize| self.obstacles[number].across.end;
        let Some(&first) = self.meeting.get(steps.start) else {
            return Vec::new();
        };
        let line = self.line(first);
        // The obstacles on the sweep line, by their ranks.
        let mut active: BTreeSet<usize> = self.meeting[..steps.start]
            .iter()
            .filter(|&&there| end(there) > line)
            .map(|&there| self.ranks[there])
            .collect();
        let left = self.leaving.partition_point(|&there| end(there) <= line);
        let mut leaving = self.leaving[left..].iter().copied().peekable();
        let mut front = Vec::new();
        let mut distances = Vec::new();
        for &new in &self.meeting[steps] {
            let line = self.line(new);
            while let Some(left) = leaving.next_if(|&there| end(there) <= line) {
                active.remove(&self.ranks[left]);
            }
            let rank = self.ranks[new];
            let relation =
                |one: usize, other: usize| relation(self.leave, &self.obstacles[one], &self.obstacles[other]);
            front.clear();
            for &there in active.range(..rank).rev().take(REACH) {
                let there = self.ranked[there];
                if let Some(distance) = relation(there, new)
                    && !front.iter().any(|&nearer| relation(there, nearer).is_some())
                {
                    distances.push((there, new, distance));
                    front.push(there);
                }
            }
            front.clear();
            for &there in active.range(rank..).take(REACH) {
                let there = self.ranked[there];
                if let Some(distance) = relation(new, there)
                    && !front.iter().any(|&nearer| relation(nearer, there).is_some())
                {
                    distances.push((new, there, distance));
                    front.push(there);
                }
            }
            active.insert(rank);
        }
        distances
    }
}

/// Obstacles by their place along the axis; of those at one place, that which the sweep meets last comes first.
fn ranked(obstacles: &[Obstacle], order: &[usize]) -> Vec<usize> {
    let mut keyed: Vec<((f64, usize), Reverse<usize>, usize)> = order
        .iter()
        .enumerate()
        .map(|(step, &number)| (obstacles[number].key(), Reverse(step), number))
        .collect();
    keyed.sort_unstable_by(|one, other| {
        let ((place, order), (other_place, other_order)) = (one.0, other.0);
        place
            .total_cmp(&other_place)
            .then(order.cmp(&other_order))
            .then(one.1.cmp(&other.1))
    });
    keyed.into_iter().map(|(.., number)| number).collect()
}
