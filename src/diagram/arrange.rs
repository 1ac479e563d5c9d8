//! From a plan to final coordinates.

use super::compact::{self, Geometry};
use super::geometry::Axis;
use super::judge;
use super::label;
use super::layout::{Draft, Drafter, Placement, Turn};
use super::plan::{Plan, Tree};
use super::route;

/// What it costs that things of one sort stand in an order other than that of their names, in pixels of line.
const DISORDER: f64 = 60.0;

/// Places boxes, routes lines, sets distances and finds room for labels.
///
/// For a small plan several placements are carried through to the end, and the best of these pictures is taken; how
/// many depends on nothing but the size of the plan.
pub fn arrange(plan: &Plan) -> Geometry {
    let tree = Tree::new(plan);
    let drafter = Drafter::new(plan, &tree);
    let mut trial = Trial {
        plan,
        tree: &tree,
        drafter: &drafter,
        left: trials(plan),
    };
    let mut best = trial.carry_out(drafter.draft(Turn::None));
    if trial.left > 0 && plan.containers.len() > 1 {
        let turned = trial.carry_out(drafter.draft(Turn::Innermost));
        if turned.cost < best.cost {
            best = turned;
        }
    }
    let mut better = true;
    while better && trial.left > 0 {
        better = false;
        for swap in best.draft.swaps() {
            if trial.left == 0 {
                break;
            }
            let tried = trial.carry_out(drafter.swapped(&best.draft, swap));
            if tried.cost < best.cost {
                best = tried;
                better = true;
            }
        }
    }
    best.geometry
}

/// How many further pictures of a plan are tried, at most.
fn trials(plan: &Plan) -> usize {
    const MOST: usize = 40;
    const WORK: usize = 12_000;
    let size = plan.boxes.len() + plan.containers.len() + plan.nets.len();
    (WORK / (size * size).max(1)).min(MOST)
}

/// A draft with the picture that comes of it.
struct Outcome {
    draft: Draft,
    geometry: Geometry,
    cost: f64,
}

struct Trial<'a> {
    plan: &'a Plan,
    tree: &'a Tree,
    drafter: &'a Drafter<'a>,
    left: usize,
}

impl Trial<'_> {
    fn carry_out(&mut self, draft: Draft) -> Outcome {
        self.left = self.left.saturating_sub(1);
        let geometry = finished(self.plan, self.tree, self.drafter.placement(&draft));
        let cost = judge::cost(&geometry) + DISORDER * draft.disorder(self.plan) as f64;
        Outcome {
            draft,
            geometry,
            cost,
        }
    }
}

/// Routes lines, sets distances and finds room for labels.
fn finished(plan: &Plan, tree: &Tree, placement: Placement) -> Geometry {
    let mut plan = plan.clone();
    compact::equalize(&mut plan, &placement.rows);
    let wiring = route::route(&plan, tree, &placement);
    let order = route::nudge::order(&wiring, &placement.rects);
    let mut geometry = Geometry {
        rects: placement.rects,
        rows: placement.rows,
        wiring,
        labels: Vec::new(),
        order,
    };
    // Without labels at first: this parts the lines that share a track. From then on nothing touches, and there are
    // places for labels to choose from.
    for axis in [Axis::Y, Axis::X, Axis::Y, Axis::X] {
        compact::compact(&plan, &mut geometry, axis);
    }
    geometry.labels = label::place(&plan, &geometry);
    for axis in [Axis::X, Axis::Y, Axis::X, Axis::Y] {
        compact::compact(&plan, &mut geometry, axis);
    }
    geometry
}
