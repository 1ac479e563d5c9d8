//! Lines as wires: straight pieces that know what they are joined to, so that they can be moved.

use crate::diagram::geometry::{Axis, Extent, Rect, Side};
use crate::diagram::plan::{Item, ItemMap};

/// A straight piece of a net.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// The net that it belongs to.
    pub net: usize,
    /// The axis that it is parallel to.
    pub axis: Axis,
    /// Its coordinate on the other axis.
    pub at: f64,
    /// What it is joined to, in no particular order; at least two.
    pub joints: Vec<Joint>,
}

/// What a wire is joined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joint {
    /// A wire of the same net that is perpendicular to it.
    Wire(usize),
    /// A side of a box or of a container.
    Port(Port),
}

/// Where a net leaves or reaches a box or a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// The box or container.
    pub item: Item,
    /// The side of it.
    pub side: Side,
}

/// All wires of all nets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wiring {
    /// The wires; those of one net stand together.
    pub wires: Vec<Wire>,
}

impl Wiring {
    /// Where a wire runs along its axis, with the boxes at these places.
    pub fn extent(&self, wire: usize, rects: &ItemMap<Rect>) -> Extent {
        let places = self.wires[wire]
            .joints
            .iter()
            .map(|&joint| self.place(joint, rects));
        places
            .map(|place| Extent {
                start: place,
                end: place,
            })
            .reduce(Extent::union)
            .unwrap_or_default()
    }

    /// The coordinate of a joint along the axis of the wire that it belongs to.
    pub fn place(&self, joint: Joint, rects: &ItemMap<Rect>) -> f64 {
        match joint {
            Joint::Wire(other) => self.wires[other].at,
            Joint::Port(port) => rects[port.item].side(port.side),
        }
    }

    /// Whether a wire with these joints, at `at`, only leads a line from one track to the next.
    pub fn is_jog(&self, joints: &[Joint], at: f64, rects: &ItemMap<Rect>) -> bool {
        let &[Joint::Wire(first), Joint::Wire(second)] = joints else {
            return false;
        };
        let ahead = |wire: usize| self.extent(wire, rects).middle() > at;
        ahead(first) != ahead(second)
    }

    /// The joints of a wire in the order of their places.
    pub fn sorted_joints(&self, wire: usize, rects: &ItemMap<Rect>) -> Vec<Joint> {
        let mut joints = self.wires[wire].joints.clone();
        joints.sort_by(|&one, &other| {
            self.place(one, rects)
                .total_cmp(&self.place(other, rects))
                .then(one.cmp(&other))
        });
        joints
    }
}

/// The wires of one net while it is routed, numbered within the net.
#[derive(Clone, Debug, Default)]
pub(super) struct NetWires {
    pub(super) wires: Vec<Wire>,
}

impl NetWires {
    /// Appends the wires of all nets to one list.
    pub(super) fn flatten(nets: Vec<Self>) -> Wiring {
        let mut wiring = Wiring::default();
        for net in nets {
            let shift = wiring.wires.len();
            wiring.wires.extend(net.wires.into_iter().map(|mut wire| {
                for joint in &mut wire.joints {
                    if let Joint::Wire(number) = joint {
                        *number += shift;
                    }
                }
                wire
            }));
        }
        wiring
    }

    /// Where a wire runs along its axis.
    pub(super) fn extent(&self, wire: usize, rects: &ItemMap<Rect>) -> Extent {
        let place = |joint: &Joint| match *joint {
            Joint::Wire(other) => self.wires[other].at,
            Joint::Port(port) => rects[port.item].side(port.side),
        };
        self.wires[wire]
            .joints
            .iter()
            .map(place)
            .map(|place| Extent {
                start: place,
                end: place,
            })
            .reduce(Extent::union)
            .unwrap_or_default()
    }

    /// What each wire covers: rectangles without breadth.
    pub(super) fn rects<'a>(&'a self, rects: &'a ItemMap<Rect>) -> impl Iterator<Item = Rect> + 'a {
        self.wires.iter().enumerate().map(|(number, wire)| {
            Rect::from_axis(
                wire.axis,
                self.extent(number, rects),
                Extent::between(wire.at, wire.at),
            )
        })
    }

    pub(super) fn join(&mut self, one: usize, other: usize) {
        for (wire, joined) in [(one, other), (other, one)] {
            let joints = &mut self.wires[wire].joints;
            if !joints.contains(&Joint::Wire(joined)) {
                joints.push(Joint::Wire(joined));
            }
        }
    }
}
