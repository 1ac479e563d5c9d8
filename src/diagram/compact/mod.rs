//! Final coordinates: everything as near together as it may be, and no nearer.
//!
//! Which box stands left of which, and which line runs above which, is settled by now. Along each axis in turn,
//! everything that takes room becomes a variable, every pair that could meet a distance to keep, and every
//! length something that costs; the cheapest solution is the picture. The method is that of one-dimensional
//! compaction in circuit layout. Since all distances hold in the end, nothing overlaps, whatever the input.

mod balance;
mod simplex;
mod sizes;
mod sweep;
mod variables;

use std::collections::BTreeMap;

use super::geometry::{Axis, Extent, Rect, Side};
use super::layout::{self, Row, Tiers};
use super::plan::{Item, ItemMap, Plan, ROOT};
use super::route::wiring::{Joint, Port, Wiring};
use simplex::Bond;
pub use sizes::equalize;
use sweep::{Leave, Obstacle, Thing};
use variables::Variables;

/// Room between a port and the corner of its box.
const PORT_INSET: f64 = 14.0;
/// Room between a label and the ends of the line that it stands on.
const LABEL_INSET: f64 = 8.0;
/// Room between a label and the box at which the line ends with an arrowhead.
const ARROW_INSET: f64 = 20.0;
/// Room between one rank and the next.
const TIER_GAP: f64 = 20.0;
/// With more variables than this, places are found by a faster and coarser method.
const MOST_EXACT: usize = 2_500;
/// So many boxes that stand alone in their container are moved to its middle.
const MOST_CENTERED: usize = 50;

/// What the parts of the picture cost for each pixel.
mod cost {
    pub(super) const BOX: f64 = 400.0;
    pub(super) const CONTAINER: f64 = 2.0;
    /// Nobody sees the frame of a section: it is as near to what it holds as it may be.
    pub(super) const SECTION: f64 = 40.0;
    pub(super) const PICTURE: f64 = 4.0;
    pub(super) const WIRE: f64 = 3.0;
    /// A piece that only leads a line from one track to another: without it, the line would be straight.
    pub(super) const JOG: f64 = 7.0;
    pub(super) const RANK: f64 = 20.0;
    /// Containers side by side: their titles are read as a row.
    pub(super) const FRAMES: f64 = 200.0;
    pub(super) const FILE: f64 = 6.0;
    /// Containers that have the same place in neighbouring ranks.
    pub(super) const FRAME_FILE: f64 = 40.0;
    pub(super) const PORT: f64 = 1.0;
}

/// Where everything is.
#[derive(Clone, Debug, PartialEq)]
pub struct Geometry {
    /// The rectangle of each item.
    pub rects: ItemMap<Rect>,
    /// Items that should be in line.
    pub rows: Vec<Row>,
    /// Ranks that stay clear of each other.
    pub tiers: Vec<Tiers>,
    /// All lines.
    pub wiring: Wiring,
    /// Labels of nets that have one.
    pub labels: Vec<Label>,
    /// For each wire, its place among those on the same track.
    pub order: Vec<usize>,
}

/// A label on a wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The net.
    pub net: usize,
    /// The wire on which it stands.
    pub wire: usize,
    /// The joints of the wire between which it stands.
    pub between: [Joint; 2],
    /// Whether the line ends in an arrowhead at these joints.
    pub arrows: [bool; 2],
    /// Where it is.
    pub rect: Rect,
}

/// Sets all distances along each of these axes in turn, which alternate: two or more.
///
/// The first pass may leave things that overlap to the second, if that has less to do; from then on nothing overlaps.
pub fn compact(plan: &Plan, geometry: &mut Geometry, axes: &[Axis]) {
    let mut leave = Leave::Overlaps;
    for &axis in axes {
        pass(plan, geometry, axis, leave);
        leave = Leave::Nothing;
    }
}

fn pass(plan: &Plan, geometry: &mut Geometry, axis: Axis, leave: Leave) {
    let variables = Variables::new(plan, geometry, axis);
    let mut system = System {
        plan,
        geometry,
        axis,
        variables: &variables,
        bonds: Vec::new(),
        count: variables.count,
    };
    system.add_boxes();
    system.add_containers();
    system.add_wires();
    system.add_labels();
    system.add_rows();
    system.add_tiers();
    system.add_ports();
    system.add_distances(leave);
    let (count, mut bonds) = (system.count, system.bonds);
    let places = if count <= MOST_EXACT {
        simplex::cheapest(count, &bonds)
    } else {
        balance::settled(count, &bonds)
    };
    // Bonds lead from smaller to larger coordinates only, so there is always a solution; were there none, the
    // picture would stay as it is.
    if let Some(mut places) = places {
        // What only holds things in line does not hold them off the middle.
        bonds.retain(|bond| bond.from < variables.count && bond.to < variables.count);
        let mut alone = only_children(plan);
        alone.truncate(MOST_CENTERED);
        let pairs: Vec<[usize; 2]> = alone.iter().map(|&(item, _)| variables.item(item)).collect();
        let near = balance::bonds_at(&pairs, &bonds);
        for (&(item, container), near) in alone.iter().zip(&near) {
            let middle = |item: Item| {
                let [low, high] = variables.item(item);
                f64::midpoint(places[low], places[high])
            };
            let wished = middle(Item::Container(container)) - middle(item);
            balance::shift(near, variables.item(item), wished, &mut places);
        }
        variables.apply(geometry, axis, &places);
    }
}

/// Boxes that stand alone in a container, with the container: they look best in the middle of it.
fn only_children(plan: &Plan) -> Vec<(Item, usize)> {
    let mut children: Vec<Option<Item>> = vec![None; plan.containers.len()];
    let mut counts = vec![0; plan.containers.len()];
    for (number, planned) in plan.boxes.iter().enumerate() {
        children[planned.container] = Some(Item::Box(number));
        counts[planned.container] += 1;
    }
    for planned in &plan.containers {
        if let Some(parent) = planned.parent {
            counts[parent] += 1;
        }
    }
    (1..plan.containers.len())
        .filter(|&container| counts[container] == 1)
        .filter_map(|container| Some((children[container]?, container)))
        .collect()
}

struct System<'a> {
    plan: &'a Plan,
    geometry: &'a Geometry,
    axis: Axis,
    variables: &'a Variables,
    bonds: Vec<Bond>,
    count: usize,
}

impl System<'_> {
    fn bond(&mut self, from: usize, to: usize, distance: f64, cost: f64) {
        self.bonds.push(Bond {
            from,
            to,
            distance,
            cost,
        });
    }

    fn add_boxes(&mut self) {
        for number in 0..self.plan.boxes.len() {
            let [low, high] = self.variables.item(Item::Box(number));
            let length = self.plan.boxes[number].size.along(self.axis);
            self.bond(low, high, length, cost::BOX);
        }
    }

    fn add_containers(&mut self) {
        for number in 0..self.plan.containers.len() {
            let [low, high] = self.variables.item(Item::Container(number));
            let title = self.plan.containers[number].title;
            let (least, cost) = if number == ROOT {
                (0.0, cost::PICTURE)
            } else if self.plan.is_section(number) {
                (0.0, cost::SECTION)
            } else {
                (title.along(self.axis) + 20.0, cost::CONTAINER)
            };
            self.bond(low, high, least, cost);
        }
    }

    fn add_wires(&mut self) {
        for (number, wire) in self.geometry.wiring.wires.iter().enumerate() {
            if wire.axis == self.axis {
                let joints = self.geometry.wiring.sorted_joints(number, &self.geometry.rects);
                let cost = if self
                    .geometry
                    .wiring
                    .is_jog(&joints, wire.at, &self.geometry.rects)
                {
                    cost::JOG
                } else {
                    cost::WIRE
                };
                for pair in joints.windows(2) {
                    let (from, to) = (self.variables.joint(pair[0]), self.variables.joint(pair[1]));
                    self.bond(from, to, 0.0, cost);
                }
                continue;
            }
            let variable = self.variables.joint(Joint::Wire(number));
            for joint in &wire.joints {
                if let Joint::Port(port) = *joint {
                    let [low, high] = self.variables.item(port.item);
                    let (before, after) = self.taken(port);
                    self.bond(low, variable, PORT_INSET.max(before), 0.0);
                    self.bond(variable, high, PORT_INSET.max(after), 0.0);
                }
            }
        }
    }

    /// How much of a side no line may use, at its beginning and at its end: badges and titles are there.
    fn taken(&self, port: Port) -> (f64, f64) {
        match (port.item, port.side) {
            (Item::Box(number), Side::Top) => (0.0, self.plan.boxes[number].upper_right_taken),
            (Item::Container(number), Side::Top) => (self.plan.containers[number].title.width + 8.0, 0.0),
            _ => (0.0, 0.0),
        }
    }

    fn add_labels(&mut self) {
        for (label, variable) in self.geometry.labels.iter().zip(&self.variables.labels) {
            let &Some(variable) = variable else { continue };
            let inset = |joint: Joint, arrow: bool| match joint {
                Joint::Port(_) if arrow => ARROW_INSET,
                _ => LABEL_INSET,
            };
            let length = label.rect.along(self.axis).length();
            let [before, after] = label.between;
            self.bond(
                self.variables.joint(before),
                variable,
                inset(before, label.arrows[0]),
                0.0,
            );
            self.bond(
                variable,
                self.variables.joint(after),
                length + inset(after, label.arrows[1]),
                0.0,
            );
        }
    }

    /// Holds the items of a rank in line.
    fn add_rows(&mut self) {
        for row in &self.geometry.rows {
            if row.axis != self.axis {
                continue;
            }
            for pair in row.items.windows(2) {
                let (one, other) = (self.variables.item(pair[0]), self.variables.item(pair[1]));
                let alike = matches!(
                    (pair[0], pair[1]),
                    (Item::Box(_), Item::Box(_)) | (Item::Container(_), Item::Container(_))
                );
                if alike {
                    let cost = match (row.bond, pair[0]) {
                        (layout::Bond::Rank, Item::Container(_)) | (layout::Bond::Section, _) => cost::FRAMES,
                        (layout::Bond::Rank, Item::Box(_)) => cost::RANK,
                        (layout::Bond::File, Item::Container(_)) => cost::FRAME_FILE,
                        (layout::Bond::File, Item::Box(_)) => cost::FILE,
                    };
                    self.align(one[0], other[0], 0.0, cost);
                    if row.bond != layout::Bond::Section {
                        self.align(one[1], other[1], 0.0, cost);
                    }
                }
            }
        }
    }

    /// Keeps each rank clear of the one before: tiers do not become stairs.
    fn add_tiers(&mut self) {
        for tiers in &self.geometry.tiers {
            if tiers.axis != self.axis {
                continue;
            }
            for pair in tiers.ranks.windows(2) {
                let border = self.count;
                self.count += 1;
                for &item in &pair[0] {
                    self.bond(self.variables.item(item)[1], border, TIER_GAP / 2.0, 0.0);
                }
                for &item in &pair[1] {
                    self.bond(border, self.variables.item(item)[0], TIER_GAP / 2.0, 0.0);
                }
            }
        }
    }

    /// Spreads the ports on each side of a box evenly.
    fn add_ports(&mut self) {
        let mut sides: BTreeMap<Port, Vec<usize>> = BTreeMap::new();
        for (number, wire) in self.geometry.wiring.wires.iter().enumerate() {
            if wire.axis == self.axis {
                continue;
            }
            for joint in &wire.joints {
                if let &Joint::Port(port) = joint {
                    sides.entry(port).or_default().push(number);
                }
            }
        }
        for (port, mut wires) in sides {
            wires.sort_by(|&one, &other| {
                let place = |wire: usize| self.geometry.wiring.wires[wire].at;
                let order = &self.geometry.order;
                place(one)
                    .total_cmp(&place(other))
                    .then(order[one].cmp(&order[other]))
            });
            let [low, _] = self.variables.item(port.item);
            let length = self.geometry.rects[port.item].along(self.axis).length();
            let share = length / (wires.len() as f64 + 1.0);
            for (place, wire) in wires.into_iter().enumerate() {
                let wished = (share * (place as f64 + 1.0)).round();
                let variable = self.variables.joint(Joint::Wire(wire));
                self.align(low, variable, wished, cost::PORT);
            }
        }
    }

    /// Makes it cost something that `other` is not `distance` behind `one`.
    fn align(&mut self, one: usize, other: usize, distance: f64, cost: f64) {
        let smaller = self.count;
        self.count += 1;
        self.bond(smaller, one, 0.0, cost);
        self.bond(smaller, other, distance, cost);
    }

    fn add_distances(&mut self, leave: Leave) {
        let obstacles = self.obstacles();
        for (one, other, distance) in sweep::distances(leave, &obstacles) {
            let (from, to) = (obstacles[one].high, obstacles[other].low);
            self.bond(from.0, to.0, distance + from.1 - to.1, 0.0);
        }
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let (axis, across) = (self.axis, self.axis.other());
        let mut obstacles = Vec::new();
        let mut add = |thing, rect: &Rect, low, high, order| {
            obstacles.push(Obstacle {
                thing,
                along: rect.along(axis),
                across: rect.along(across),
                low,
                high,
                order,
            });
        };
        for (number, rect) in self.geometry.rects.boxes().iter().enumerate() {
            let [low, high] = self.variables.item(Item::Box(number));
            add(Thing::Box(number), rect, (low, 0.0), (high, 0.0), 0);
        }
        for (number, rect) in self.geometry.rects.containers().iter().enumerate() {
            let [low, high] = self.variables.item(Item::Container(number));
            for (variable, place) in [(low, rect.along(axis).start), (high, rect.along(axis).end)] {
                let line = Rect::from_axis(axis, Extent::between(place, place), rect.along(across));
                add(Thing::Border(number), &line, (variable, 0.0), (variable, 0.0), 0);
            }
            let title = self.plan.containers[number].title;
            if title.width > 0.0 {
                let rect = Rect::new(rect.x.start, rect.y.start, title);
                add(
                    Thing::Title(number),
                    &rect,
                    (low, 0.0),
                    (low, title.along(axis)),
                    0,
                );
            }
        }
        for (number, wire) in self.geometry.wiring.wires.iter().enumerate() {
            let Some(variable) = self.variables.wires[number] else {
                continue;
            };
            let mut ends = wire.joints.iter().filter_map(|joint| match joint {
                Joint::Port(port) => Some(port.item),
                Joint::Wire(_) => None,
            });
            let thing = Thing::Wire {
                net: wire.net,
                wire: number,
                ends: [ends.next(), ends.next()],
            };
            let extent = self.geometry.wiring.extent(number, &self.geometry.rects);
            let line = Rect::from_axis(axis, Extent::between(wire.at, wire.at), extent);
            add(
                thing,
                &line,
                (variable, 0.0),
                (variable, 0.0),
                self.geometry.order[number],
            );
        }
        for (label, variable) in self.geometry.labels.iter().zip(&self.variables.labels) {
            let length = label.rect.along(axis).length();
            let (low, high) = if let &Some(variable) = variable {
                ((variable, 0.0), (variable, length))
            } else {
                let wire = self.variables.wires[label.wire].unwrap_or(0);
                ((wire, -length / 2.0), (wire, length / 2.0))
            };
            add(Thing::Label(label.wire), &label.rect, low, high, 0);
        }
        obstacles
    }
}
