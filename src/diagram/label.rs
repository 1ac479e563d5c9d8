//! Where labels stand: on the wire of their net where they need least room that is not there already.

use super::compact::{Geometry, Label};
use super::geometry::{Axis, Extent, Point, Rect, Size};
use super::plan::Plan;
use super::route::wiring::{Joint, Wiring};

/// The room that a label wants to have free on the line before and behind it.
const AROUND: f64 = 16.0;
/// What it costs to stand on a line that runs up or down, where the label stands across it.
const UPRIGHT: f64 = 60.0;
/// What it costs not to stand on the part that the whole net has in common.
const BRANCH: f64 = 40.0;

/// Chooses the wire for the label of each net, and the free part of the wire between lines that cross it.
///
/// Takes time proportional to the number of wires, times that of the wires that cross each.
pub fn place(plan: &Plan, geometry: &Geometry) -> Vec<Label> {
    let crossings = Crossings::new(geometry);
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
            Joint::Port(port) => planned.targets.contains(&port.number),
            Joint::Wire(_) => false,
        };
        let best = (start..first)
            .flat_map(|wire| candidates(geometry, &crossings, wire, size))
            .min_by(|one, other| one.cost.total_cmp(&other.cost));
        if let Some(best) = best {
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

fn candidates(geometry: &Geometry, crossings: &Crossings, number: usize, size: Size) -> Vec<Candidate> {
    let wiring = &geometry.wiring;
    let wire = &wiring.wires[number];
    let joints = wiring.sorted_joints(number, &geometry.boxes);
    let length = size.along(wire.axis);
    let mut candidates = Vec::new();
    for pair in joints.windows(2) {
        let between = [pair[0], pair[1]];
        let extent = Extent {
            start: wiring.place(pair[0], &geometry.boxes),
            end: wiring.place(pair[1], &geometry.boxes),
        };
        let mut cost = if wire.axis == Axis::Y { UPRIGHT } else { 0.0 };
        cost += BRANCH * branches(wiring, between);
        let stops = crossings.on(wiring, number, extent);
        let Some(part) = stops
            .windows(2)
            .map(|pair| Extent {
                start: pair[0],
                end: pair[1],
            })
            .max_by(|one, other| one.length().total_cmp(&other.length()))
        else {
            continue;
        };
        // Room that is not there has to be made, and pushes everything apart.
        let missing = (length + 2.0 * AROUND - part.length()).max(0.0);
        let spare = (part.length() - length).clamp(0.0, 200.0);
        cost += 3.0 * missing - 0.05 * spare;
        cost += 12.0 * (stops.len() as f64 - 2.0);
        let middle = part.middle().round();
        let center = Point::from_axis(wire.axis, middle, wire.at);
        candidates.push(Candidate {
            wire: number,
            between,
            rect: Rect::new(center.x - size.width / 2.0, center.y - size.height / 2.0, size),
            cost,
        });
    }
    candidates
}

/// How many of two joints lead to a branch or an end that only a part of the net uses: none for a plain line.
fn branches(wiring: &Wiring, between: [Joint; 2]) -> f64 {
    let branching = between.iter().any(|joint| match joint {
        Joint::Wire(wire) => wiring.wires[*wire].joints.len() > 2,
        Joint::Port(_) => false,
    });
    let ends = between.iter().any(|joint| matches!(joint, Joint::Port(_)));
    f64::from(u8::from(branching && !ends))
}

/// Wires by the axis that they are parallel to, sorted by where they are.
struct Crossings {
    tracks: [Vec<(f64, Extent)>; 2],
}

impl Crossings {
    fn new(geometry: &Geometry) -> Self {
        let mut tracks = [Vec::new(), Vec::new()];
        for (number, wire) in geometry.wiring.wires.iter().enumerate() {
            tracks[wire.axis as usize].push((wire.at, geometry.wiring.extent(number, &geometry.boxes)));
        }
        for track in &mut tracks {
            track.sort_by(|one, other| one.0.total_cmp(&other.0));
        }
        Self { tracks }
    }

    /// The ends of an extent of a wire and all places between where another wire crosses it.
    fn on(&self, wiring: &Wiring, wire: usize, extent: Extent) -> Vec<f64> {
        let wire = &wiring.wires[wire];
        let track = &self.tracks[wire.axis.other() as usize];
        let first = track.partition_point(|&(at, _)| at <= extent.start);
        let mut stops = vec![extent.start];
        stops.extend(
            track[first..]
                .iter()
                .take_while(|&&(at, _)| at < extent.end)
                .filter(|(_, across)| across.start - 9.0 < wire.at && wire.at < across.end + 9.0)
                .map(|&(at, _)| at),
        );
        stops.push(extent.end);
        stops
    }
}
