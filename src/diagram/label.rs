//! Where labels stand: on the wire of their net where they need least room that is not there already.

use super::compact::{Geometry, Label};
use super::geometry::{Axis, Extent, Point, Rect, Size};
use super::plan::{Item, Plan, ROOT};
use super::raster::Raster;
use super::route::wiring::{Joint, Wiring};

/// The room that a label wants to have free on the line before and behind it.
const AROUND: f64 = 14.0;
/// The room that a label wants to have free on either side of the line.
const BESIDE: f64 = 7.0;
/// What it costs to stand on a line that runs up or down, where the label stands across it.
const UPRIGHT: f64 = 50.0;
/// What it costs to keep a line from becoming straight.
const JOG: f64 = 120.0;
/// What it costs not to stand on the part that the whole net has in common.
const BRANCH: f64 = 30.0;
/// What each pixel of room costs that has to be made along the line, and beside it.
const MISSING: [f64; 2] = [1.5, 3.0];

/// Chooses the wire for the label of each net, and the free part of the wire between lines that cross it.
///
/// Takes time proportional to the number of wires, times that of what is near each.
pub fn place(plan: &Plan, geometry: &Geometry) -> Vec<Label> {
    let mut surroundings = Surroundings::new(geometry);
    let mut labels = Vec::new();
    let mut first = 0;
    let wires = &geometry.wiring.wires;
    for (net, planned) in plan.nets.iter().enumerate() {
        let start = first;
        while wires.get(first).is_some_and(|wire| wire.net == net) {
            first += 1;
        }
        let Some(size) = planned.label else { continue };
        let arrow = |joint: Joint| match joint {
            Joint::Port(port) => planned.targets.contains(&port.item),
            Joint::Wire(_) => false,
        };
        let best = (start..first)
            .flat_map(|wire| candidates(geometry, &surroundings, wire, size))
            .min_by(|one, other| one.cost.total_cmp(&other.cost));
        if let Some(best) = best {
            surroundings.add(best.rect);
            labels.push(Label {
                net,
                wire: best.wire,
                between: best.between,
                arrows: best.between.map(arrow),
                rect: best.rect,
            });
        }
    }
    labels
}

struct Candidate {
    wire: usize,
    between: [Joint; 2],
    rect: Rect,
    cost: f64,
}

fn candidates(geometry: &Geometry, around: &Surroundings, number: usize, size: Size) -> Vec<Candidate> {
    let wiring = &geometry.wiring;
    let wire = &wiring.wires[number];
    let joints = wiring.sorted_joints(number, &geometry.rects);
    let length = size.along(wire.axis);
    let mut fixed = if wire.axis == Axis::Y { UPRIGHT } else { 0.0 };
    if wiring.is_jog(&joints, wire.at, &geometry.rects) {
        fixed += JOG;
    }
    let mut candidates = Vec::new();
    for pair in joints.windows(2) {
        let between = [pair[0], pair[1]];
        let extent = Extent {
            start: wiring.place(pair[0], &geometry.rects),
            end: wiring.place(pair[1], &geometry.rects),
        };
        let stops = around.crossings(wiring, number, extent);
        let branch = BRANCH * branches(wiring, between);
        for part in stops.windows(2) {
            let part = Extent {
                start: part[0],
                end: part[1],
            };
            if part.length() < 1.0 {
                // A piece that has vanished: there is nothing to stand on.
                continue;
            }
            let missing = (length + 2.0 * AROUND - part.length()).max(0.0);
            let spare = (part.length() - length).clamp(0.0, 150.0);
            let center = Point::from_axis(wire.axis, part.middle().round(), wire.at);
            let rect = Rect::new(center.x - size.width / 2.0, center.y - size.height / 2.0, size);
            let beside = around.missing(wire.axis, number, &rect);
            candidates.push(Candidate {
                wire: number,
                between,
                rect,
                cost: fixed + branch + MISSING[0] * missing + MISSING[1] * beside - 0.05 * spare,
            });
        }
    }
    candidates
}

/// Whether two joints bound a branch that only a part of the net uses.
fn branches(wiring: &Wiring, between: [Joint; 2]) -> f64 {
    let branching = between.iter().any(|joint| match joint {
        Joint::Wire(wire) => wiring.wires[*wire].joints.len() > 2,
        Joint::Port(_) => false,
    });
    let ends = between.iter().any(|joint| matches!(joint, Joint::Port(_)));
    f64::from(u8::from(branching && !ends))
}

/// What is near a wire.
struct Surroundings {
    /// Where each wire is, and where it runs.
    tracks: Vec<(f64, Extent)>,
    /// The numbers of wires, by the axis that they are parallel to.
    wires: [Raster; 2],
    /// All boxes, then the labels placed so far.
    rects: Vec<Rect>,
    places: Raster,
}

impl Surroundings {
    fn new(geometry: &Geometry) -> Self {
        let picture = geometry.rects[Item::Container(ROOT)];
        let count = geometry.wiring.wires.len();
        let mut around = Self {
            tracks: Vec::with_capacity(count),
            wires: Axis::BOTH.map(|_| Raster::new(picture, count)),
            rects: Vec::new(),
            places: Raster::new(picture, count),
        };
        for (number, wire) in geometry.wiring.wires.iter().enumerate() {
            let extent = geometry.wiring.extent(number, &geometry.rects);
            let line = Rect::from_axis(wire.axis, extent, Extent::between(wire.at, wire.at));
            around.wires[wire.axis as usize].add(&line, number);
            around.tracks.push((wire.at, extent));
        }
        for &rect in geometry.rects.boxes() {
            around.add(rect);
        }
        around
    }

    /// Adds a box or a label.
    fn add(&mut self, rect: Rect) {
        self.places.add(&rect, self.rects.len());
        self.rects.push(rect);
    }

    /// The ends of an extent of a wire and all places between where another wire crosses it.
    fn crossings(&self, wiring: &Wiring, wire: usize, extent: Extent) -> Vec<f64> {
        let wire = &wiring.wires[wire];
        let beside = Extent::between(wire.at, wire.at).grown(9.0);
        let mut stops = vec![extent.start];
        let near = self.wires[wire.axis.other() as usize].near(&Rect::from_axis(wire.axis, extent, beside));
        stops.extend(near.into_iter().filter_map(|number| {
            let (at, across) = self.tracks[number];
            let crosses = extent.start < at
                && at < extent.end
                && across.start - 9.0 < wire.at
                && wire.at < across.end + 9.0;
            crosses.then_some(at)
        }));
        stops[1..].sort_by(f64::total_cmp);
        stops.push(extent.end);
        stops
    }

    /// How much room has to be made beside a label that stands on a wire parallel to `axis`.
    fn missing(&self, axis: Axis, wire: usize, label: &Rect) -> f64 {
        let across = axis.other();
        let (along, wanted) = (label.along(axis), label.along(across).grown(BESIDE));
        let room = Rect::from_axis(axis, along.grown(4.0), wanted);
        let mut lines: Vec<f64> = self.wires[axis as usize]
            .near(&room)
            .into_iter()
            .filter(|&number| number != wire && self.tracks[number].1.overlap(along) > -4.0)
            .map(|number| self.tracks[number].0)
            .filter(|&at| wanted.start < at && at < wanted.end)
            .collect();
        lines.sort_by(f64::total_cmp);
        let lines = lines
            .into_iter()
            .map(|at| (wanted.end - at).min(at - wanted.start));
        let rects = self
            .places
            .near(&room)
            .into_iter()
            .map(|number| self.rects[number])
            .filter(|rect| rect.along(axis).overlap(along) > -4.0)
            .map(|rect| rect.along(across).overlap(wanted));
        lines.chain(rects).map(|missing| missing.max(0.0)).sum()
    }
}
