//! From a plan to final coordinates.

use super::compact::{self, Geometry};
use super::geometry::Axis;
use super::judge;
use super::label;
use super::layout::{self, Draft, Drafter, Placement};
use super::plan::{Plan, Tree};
use super::route;

/// Places boxes, routes lines, sets distances and finds room for labels.
///
/// For a small plan several placements are carried through to the end, and the best of these pictures is taken; how
/// many depends on nothing but the size of the plan. Containers of the plan keep their numbers; sections of them
/// stand behind.
pub fn arrange(plan: &Plan) -> Geometry {
    let plan = layout::with_islands(plan);
    if trials(&plan) == 0 {
        return arrange_large(plan);
    }
    let mut best = Sketch::best(plan);
    while let Some(folded) = best.folded() {
        let other = Sketch::best(folded);
        if other.cost >= best.cost {
            break;
        }
        best = other;
    }
    let drafter = Drafter::new(&best.plan, &best.tree);
    finished(&best.plan, &best.tree, drafter.placement(&best.draft), &THOROUGH)
}

/// Places everything of a large plan once.
fn arrange_large(mut plan: Plan) -> Geometry {
    loop {
        let tree = Tree::new(&plan);
        let drafter = Drafter::new(&plan, &tree);
        let draft = drafter.ranked();
        let Some(folded) = drafter.folded(&draft, layout::VERY_SLENDER) else {
            let placement = drafter.placement(&drafter.improved(draft));
            return finished(&plan, &tree, placement, &QUICK);
        };
        plan = folded;
    }
}

/// The best placement of a plan among those that were tried.
struct Sketch {
    plan: Plan,
    tree: Tree,
    draft: Draft,
    cost: f64,
}

impl Sketch {
    fn best(plan: Plan) -> Self {
        let tree = Tree::new(&plan);
        let drafter = Drafter::new(&plan, &tree);
        let mut trial = Trial {
            plan: &plan,
            tree: &tree,
            drafter: &drafter,
            left: trials(&plan),
        };
        let Outcome { draft, cost } = trial.best(drafter.improved(drafter.ranked()));
        Self {
            plan,
            tree,
            draft,
            cost,
        }
    }

    /// The plan with long rows of ranks broken into lines, if there are such.
    fn folded(&self) -> Option<Plan> {
        Drafter::new(&self.plan, &self.tree).folded(&self.draft, layout::SLENDER)
    }
}

/// Along which axes distances are set, before labels are placed and after.
struct Passes {
    before: &'static [Axis],
    after: &'static [Axis],
}

const QUICK: Passes = Passes {
    before: &[Axis::Y, Axis::X],
    after: &[Axis::X, Axis::Y],
};

const THOROUGH: Passes = Passes {
    before: &[Axis::Y, Axis::X, Axis::Y, Axis::X],
    after: &[Axis::X, Axis::Y, Axis::X, Axis::Y],
};

/// How many further pictures of a plan are tried, at most.
fn trials(plan: &Plan) -> usize {
    const MOST: usize = 40;
    const WORK: usize = 30_000;
    let size = plan.boxes.len() + plan.containers.len() + plan.nets.len();
    (WORK / (size * size).max(1)).min(MOST)
}

/// A draft with the picture that comes of it.
struct Outcome {
    draft: Draft,
    cost: f64,
}

struct Trial<'a> {
    plan: &'a Plan,
    tree: &'a Tree,
    drafter: &'a Drafter<'a>,
    left: usize,
}

impl Trial<'_> {
    /// The best of a draft and what changes make of it, one after the other, as long as they make it better.
    fn best(&mut self, first: Draft) -> Outcome {
        let mut best = self.carry_out(first);
        let mut better = true;
        while better && self.left > 0 {
            better = false;
            for change in self.drafter.changes(&best.draft) {
                if self.left == 0 {
                    break;
                }
                let tried = self.carry_out(self.drafter.changed(&best.draft, &change));
                if tried.cost < best.cost {
                    best = tried;
                    better = true;
                }
            }
        }
        best
    }

    fn carry_out(&mut self, draft: Draft) -> Outcome {
        self.left = self.left.saturating_sub(1);
        let geometry = finished(self.plan, self.tree, self.drafter.placement(&draft), &QUICK);
        let cost = judge::cost(&geometry);
        Outcome { draft, cost }
    }
}

/// Routes lines, sets distances and finds room for labels.
fn finished(plan: &Plan, tree: &Tree, placement: Placement, passes: &Passes) -> Geometry {
    let mut plan = plan.clone();
    compact::equalize(&mut plan, &placement.rows);
    let wiring = route::route(&plan, tree, &placement);
    let order = route::nudge::order(&wiring, &placement.rects);
    let mut geometry = Geometry {
        rects: placement.rects,
        rows: placement.rows,
        tiers: placement.tiers,
        wiring,
        labels: Vec::new(),
        order,
    };
    // Without labels at first: this parts the lines that share a track. From then on nothing touches, and there are
    // places for labels to choose from.
    compact::compact(&plan, &mut geometry, passes.before);
    geometry.labels = label::place(&plan, &geometry);
    compact::compact(&plan, &mut geometry, passes.after);
    geometry
}
