//! The order of lines that share a track: the one in which fewest of them cross.

use super::wiring::{Joint, Wiring};
use crate::diagram::geometry::{Extent, Rect, same};
use crate::diagram::plan::ItemMap;

/// How far lines that run together are followed to where they part.
const FOLLOWED: usize = 12;

/// For each wire its place among those on the same track.
///
/// Time quadratic in the number of wires of the fullest track.
pub fn order(wiring: &Wiring, rects: &ItemMap<Rect>) -> Vec<usize> {
    let ways = Ways::new(wiring, rects);
    let mut numbers: Vec<usize> = (0..wiring.wires.len()).collect();
    let key = |number: usize| {
        let wire = &wiring.wires[number];
        (wire.axis, wire.at)
    };
    numbers.sort_by(|&one, &other| {
        let (one, other) = ((key(one), one), (key(other), other));
        one.0
            .0
            .cmp(&other.0.0)
            .then(one.0.1.total_cmp(&other.0.1))
            .then(one.1.cmp(&other.1))
    });
    let mut order = vec![0; wiring.wires.len()];
    for track in numbers.chunk_by(|&one, &other| key(one) == key(other)) {
        let mut track = track.to_vec();
        sort(&mut track, |one, other| ways.preference(one, other));
        for (place, &wire) in track.iter().enumerate() {
            order[wire] = place + 1;
        }
    }
    order
}

/// Sorts by pairwise preferences, which need not be transitive: swaps neighbours as long as that pleases more.
fn sort(track: &mut [usize], preference: impl Fn(usize, usize) -> i32) {
    let mut rounds = track.len();
    let mut swapped = true;
    while swapped && rounds > 0 {
        swapped = false;
        rounds -= 1;
        for place in 1..track.len() {
            if preference(track[place - 1], track[place]) > 0 {
                track.swap(place - 1, place);
                swapped = true;
            }
        }
    }
}

/// Which way a wire goes on from a joint.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To smaller coordinates.
    Back,
    /// To larger coordinates.
    Ahead,
    /// To both, or into a box.
    Neither,
}

/// Where wires run and turn.
pub(crate) struct Ways<'a> {
    wiring: &'a Wiring,
    rects: &'a ItemMap<Rect>,
    extents: Vec<Extent>,
}

impl<'a> Ways<'a> {
    pub(crate) fn new(wiring: &'a Wiring, rects: &'a ItemMap<Rect>) -> Self {
        Self {
            wiring,
            rects,
            extents: (0..wiring.wires.len())
                .map(|wire| wiring.extent(wire, rects))
                .collect(),
        }
    }

    /// How many more crossings there are with the first of two parallel wires before the second than behind it.
    pub(crate) fn preference(&self, one: usize, other: usize) -> i32 {
        let (first, second) = (&self.wiring.wires[one], &self.wiring.wires[other]);
        if first.net == second.net || self.extents[one].overlap(self.extents[other]) < 0.0 {
            return 0;
        }
        let inside = self.inner_turns(one, other) - self.inner_turns(other, one);
        inside + self.ending(one, other, true, FOLLOWED) + self.ending(one, other, false, FOLLOWED)
    }

    /// Turns ahead less turns back that `one` makes between the ends of `other`.
    fn inner_turns(&self, one: usize, other: usize) -> i32 {
        let extent = self.extents[other];
        self.wiring.wires[one]
            .joints
            .iter()
            .filter(|&&joint| {
                let place = self.wiring.place(joint, self.rects);
                extent.start < place && place < extent.end
            })
            .map(|&joint| match joint {
                Joint::Port(_) => 0,
                Joint::Wire(wire) => {
                    let (at, extent) = (self.wiring.wires[one].at, self.extents[wire]);
                    i32::from(extent.end > at) - i32::from(extent.start < at)
                }
            })
            .sum()
    }

    /// Where two wires end at the same place: 1 if the second should come first to go on without a crossing.
    fn ending(&self, one: usize, other: usize, far: bool, left: usize) -> i32 {
        let end = |wire: usize| {
            if far {
                self.extents[wire].end
            } else {
                self.extents[wire].start
            }
        };
        if left == 0 || !same(end(one), end(other)) {
            return 0;
        }
        let ((way, next), (other_way, other_next)) = (self.turn(one, far), self.turn(other, far));
        match (way, other_way) {
            (Way::Back, Way::Ahead) => -1,
            (Way::Ahead, Way::Back) => 1,
            (Way::Back, Way::Back) | (Way::Ahead, Way::Ahead) => {
                let ahead = way == Way::Ahead;
                let parted = self.parting(next, other_next, ahead, left - 1);
                if far == ahead { -parted } else { parted }
            }
            _ => 0,
        }
    }

    /// Two wires that run on together: 1 if the second should come first where they part.
    fn parting(&self, one: usize, other: usize, far: bool, left: usize) -> i32 {
        let end = |wire: usize| {
            if far {
                self.extents[wire].end
            } else {
                self.extents[wire].start
            }
        };
        let (mine, theirs) = (end(one), end(other));
        if same(mine, theirs) {
            return self.ending(one, other, far, left);
        }
        let one_ends_first = (mine < theirs) == far;
        let (way, _) = self.turn(if one_ends_first { one } else { other }, far);
        let sign = match way {
            Way::Back => -1,
            Way::Ahead => 1,
            Way::Neither => 0,
        };
        if one_ends_first { sign } else { -sign }
    }

    /// Which way a wire turns at its end, and into which wire.
    fn turn(&self, wire: usize, far: bool) -> (Way, usize) {
        let (at, extent) = (self.wiring.wires[wire].at, self.extents[wire]);
        let end = if far { extent.end } else { extent.start };
        let next = self.wiring.wires[wire]
            .joints
            .iter()
            .find_map(|&joint| match joint {
                Joint::Wire(next) if same(self.wiring.wires[next].at, end) => Some(next),
                _ => None,
            });
        let Some(next) = next else {
            return (Way::Neither, wire);
        };
        let extent = self.extents[next];
        let way = match (extent.start < at, extent.end > at) {
            (true, false) => Way::Back,
            (false, true) => Way::Ahead,
            _ => Way::Neither,
        };
        (way, next)
    }
}
