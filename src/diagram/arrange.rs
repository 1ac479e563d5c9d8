//! From a plan to final coordinates.

use super::compact::{self, Geometry};
use super::geometry::Axis;
use super::label;
use super::layout::{self, Turn};
use super::plan::{Plan, Tree};
use super::route;

/// Places boxes, routes lines, sets distances and finds room for labels.
pub fn arrange(mut plan: Plan) -> Geometry {
    let tree = Tree::new(&plan);
    let placement = layout::place(&plan, &tree, Turn::None);
    compact::equalize(&mut plan, &placement.rows);
    let wiring = route::route(&plan, &tree, &placement);
    let order = route::nudge::order(&wiring, &placement.rects);
    let mut geometry = Geometry {
        rects: placement.rects,
        rows: placement.rows,
        wiring,
        labels: Vec::new(),
        order,
    };
    // Once along each axis without labels parts the lines that share a track; from then on nothing touches, and
    // there are places for labels to choose from.
    for axis in [Axis::Y, Axis::X, Axis::Y, Axis::X] {
        compact::compact(&plan, &mut geometry, axis);
    }
    geometry.labels = label::place(&plan, &geometry);
    for axis in [Axis::X, Axis::Y, Axis::X, Axis::Y] {
        compact::compact(&plan, &mut geometry, axis);
    }
    geometry
}
