//! Orthogonal lines between placed boxes.
//!
//! Each net is routed on a sparse grid of the containers that it runs in. Which way lines take is decided here;
//! how far apart they run, in `compact`.

mod grid;
pub mod nudge;
mod search;
pub mod wiring;

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::{Axis, Rect, Side};
use super::layout::Placement;
use super::plan::{Item, Plan, PlannedNet, Tree};
use grid::{Grid, Owner, Scope};
use search::{End, Goal, Path, Searcher};
use wiring::{Joint, NetWires, Wire, Wiring};

/// With more nets than this, each is routed once only, and in haste.
const MOST_REROUTED: usize = 200;

/// What it costs to use a side of a box that does not face the flow.
const SIDEWAYS: f64 = 65.0;
/// What it costs to use the side of a box that faces the wrong way.
const BACKWARDS: f64 = 130.0;

/// Routes all nets.
pub fn route(plan: &Plan, tree: &Tree, placement: &Placement) -> Wiring {
    let mut router = Router {
        plan,
        tree,
        placement,
        nets: vec![NetWires::default(); plan.nets.len()],
        scopes: plan.nets.iter().map(|net| Scope::new(tree, net.ends())).collect(),
        routed_in: BTreeMap::new(),
        searcher: Searcher::new(plan.nets.len() > MOST_REROUTED),
    };
    let order = router.order();
    router.pass(&order);
    if plan.nets.len() <= MOST_REROUTED {
        // Now that each net knows all others, those routed early may find a way that crosses fewer of them.
        router.pass(&order);
        router.pass(&order);
    }
    NetWires::flatten(router.nets)
}

struct Router<'a> {
    plan: &'a Plan,
    tree: &'a Tree,
    placement: &'a Placement,
    nets: Vec<NetWires>,
    scopes: Vec<Scope>,
    /// The nets routed so far, by the innermost container around them.
    routed_in: BTreeMap<usize, Vec<usize>>,
    searcher: Searcher,
}

impl Router<'_> {
    /// Inner nets first, those of one scope together, short ones first.
    fn order(&self) -> Vec<usize> {
        let rects = &self.placement.rects;
        let span = |net: &PlannedNet| {
            let around = net
                .ends()
                .map(|end| rects[end])
                .reduce(|one, other| one.union(&other))
                .unwrap_or_default();
            around.x.length() + around.y.length()
        };
        let mut order: Vec<usize> = (0..self.plan.nets.len()).collect();
        order.sort_by(|&one, &other| {
            let depth = |net: usize| self.tree.depth(self.scopes[net].common);
            depth(other)
                .cmp(&depth(one))
                .then_with(|| self.scopes[one].cmp(&self.scopes[other]))
                .then_with(|| self.plan.nets[other].ranks.cmp(&self.plan.nets[one].ranks))
                .then_with(|| span(&self.plan.nets[one]).total_cmp(&span(&self.plan.nets[other])))
                .then(one.cmp(&other))
        });
        order
    }

    fn pass(&mut self, order: &[usize]) {
        let mut current: Option<(Scope, Grid)> = None;
        for &net in order {
            let scope = &self.scopes[net];
            let mut grid = match current.take() {
                Some((known, grid)) if known == *scope => grid,
                _ => self.grid(scope),
            };
            if self.nets[net].wires.is_empty() {
                self.routed_in.entry(scope.common).or_default().push(net);
            } else {
                grid.count_net(&self.nets[net], &self.placement.rects, false);
            }
            let wires = self.net(net, &grid);
            grid.count_net(&wires, &self.placement.rects, true);
            self.nets[net] = wires;
            current = Some((self.scopes[net].clone(), grid));
        }
    }

    /// The grid of a scope, with the traffic of the nets routed so far.
    fn grid(&self, scope: &Scope) -> Grid {
        let mut grid = Grid::new(self.plan, self.tree, self.placement, scope);
        let around = std::iter::successors(self.tree.parent(scope.common), |&container| {
            self.tree.parent(container)
        });
        for container in scope.open.iter().copied().chain(around) {
            for &net in self.routed_in.get(&container).into_iter().flatten() {
                grid.count_net(&self.nets[net], &self.placement.rects, true);
            }
        }
        grid
    }

    /// Routes one net: a path from a source to a target, then from each further end to what there is.
    fn net(&mut self, number: usize, grid: &Grid) -> NetWires {
        let mut build = Build {
            net: number,
            wires: NetWires::default(),
            cells: BTreeMap::new(),
        };
        let [sources, targets] = self.ends(number);
        // A net with a single end on one side grows from there.
        let (roots, leaves) = if targets.len() == 1 && sources.len() > 1 {
            (targets, sources)
        } else {
            (sources, targets)
        };
        let mut open: Vec<End> = roots.iter().skip(1).chain(&leaves).copied().collect();
        let root = roots[0];
        let near = |one: &End| distance(&root.rect, &one.rect);
        open.sort_by(|one, other| near(one).total_cmp(&near(other)).then(one.item.cmp(&other.item)));
        let at_home = self.homes(root.item);
        let Some(place) = open
            .iter()
            .position(|end| leaves.iter().any(|leaf| leaf.item == end.item))
        else {
            return build.wires;
        };
        let leaf = open.remove(place);
        let mut homes = self.homes(leaf.item);
        homes.extend(&at_home);
        let Some(first) = self.searcher.search(grid, &root, &Goal::Item(leaf), &homes) else {
            return build.wires;
        };
        build.add(grid, &first);
        for end in open {
            let homes = self.homes(end.item);
            let cells = build.joinable(grid, &homes);
            let Some(path) = self.searcher.search(grid, &end, &Goal::Cells(&cells), &homes) else {
                continue;
            };
            build.add(grid, &path);
        }
        build.wires
    }

    /// The containers around an item.
    fn homes(&self, item: Item) -> BTreeSet<usize> {
        std::iter::successors(Some(self.tree.home(item)), |&container| {
            self.tree.parent(container)
        })
        .collect()
    }

    /// The ends of a net, sources first, with what it costs to use their sides.
    ///
    /// Where all targets lie ahead, lines should leave towards them and arrive from behind; else any side will do.
    fn ends(&self, number: usize) -> [Vec<End>; 2] {
        let (net, rects) = (&self.plan.nets[number], &self.placement.rects);
        let flow = self.placement.flows[self.scopes[number].common];
        let last_start = net
            .sources
            .iter()
            .map(|&item| rects[item].along(flow).end)
            .fold(f64::NEG_INFINITY, f64::max);
        let ahead = net
            .targets
            .iter()
            .all(|&item| rects[item].along(flow).start > last_start);
        let (forward, backward) = match flow {
            Axis::X => (Side::Right, Side::Left),
            Axis::Y => (Side::Bottom, Side::Top),
        };
        let costs = |wanted: Side, unwanted: Side| {
            let mut costs = [0.0; 4];
            if net.ranks && ahead {
                costs = [SIDEWAYS; 4];
                costs[wanted as usize] = 0.0;
                costs[unwanted as usize] = BACKWARDS;
            }
            costs
        };
        let ends = |items: &[Item], costs: [f64; 4]| {
            items
                .iter()
                .map(|&item| End {
                    item,
                    rect: rects[item],
                    costs,
                })
                .collect()
        };
        [
            ends(&net.sources, costs(forward, backward)),
            ends(&net.targets, costs(backward, forward)),
        ]
    }
}

/// A net that is being built from paths.
struct Build {
    net: usize,
    wires: NetWires,
    /// The wires through each cell.
    cells: BTreeMap<usize, Vec<usize>>,
}

impl Build {
    fn add(&mut self, grid: &Grid, path: &Path) {
        let mut axis = path.start.side.axis();
        let mut wire = self.wire(grid, axis, path.cells.first().copied().unwrap_or(0));
        self.wires.wires[wire].joints.push(Joint::Port(path.start));
        let joins_tree = path.end.is_none();
        let mut before: Option<usize> = None;
        let mut visited: Vec<(usize, usize)> = Vec::new();
        for &cell in &path.cells {
            if let Some(previous) = before {
                let step = direction(grid, previous, cell);
                if step != axis {
                    axis = step;
                    let next = self.wire(grid, axis, cell);
                    self.wires.join(wire, next);
                    wire = next;
                    visited.push((previous, wire));
                }
            }
            visited.push((cell, wire));
            before = Some(cell);
        }
        if let Some(port) = path.end {
            if port.side.axis() != axis {
                // The path turns in its last cell.
                let cell = before.unwrap_or(0);
                let next = self.wire(grid, port.side.axis(), cell);
                self.wires.join(wire, next);
                wire = next;
                visited.push((cell, wire));
            }
            self.wires.wires[wire].joints.push(Joint::Port(port));
        }
        if joins_tree && let Some(cell) = before {
            self.join_tree(cell, wire, &mut visited);
        }
        for (cell, wire) in visited {
            self.cells.entry(cell).or_default().push(wire);
        }
    }

    /// The cells in which a line that belongs to these containers can join; all if there are no such.
    fn joinable(&self, grid: &Grid, homes: &BTreeSet<usize>) -> Vec<usize> {
        let is_home =
            |cell: usize| matches!(grid.owner(cell), Owner::Open(number) if homes.contains(&number));
        let at_home: Vec<usize> = self.cells.keys().copied().filter(|&cell| is_home(cell)).collect();
        if at_home.is_empty() {
            self.cells.keys().copied().collect()
        } else {
            at_home
        }
    }

    fn wire(&mut self, grid: &Grid, axis: Axis, cell: usize) -> usize {
        let (column, row) = grid.column_and_row(cell);
        let at = match axis {
            Axis::X => grid.track(Axis::Y, row),
            Axis::Y => grid.track(Axis::X, column),
        };
        self.wires.wires.push(Wire {
            net: self.net,
            axis,
            at,
            joints: Vec::new(),
        });
        self.wires.wires.len() - 1
    }

    /// Joins the last wire of a path to the tree in the cell where they meet.
    fn join_tree(&mut self, cell: usize, last: usize, visited: &mut [(usize, usize)]) {
        let there = self.cells.get(&cell).cloned().unwrap_or_default();
        let axis = self.wires.wires[last].axis;
        let collinear = there
            .iter()
            .copied()
            .find(|&wire| self.wires.wires[wire].axis == axis);
        if let Some(same) = collinear {
            self.merge(last, same);
            for (_, wire) in visited {
                if *wire == last {
                    *wire = same;
                }
            }
        } else if let Some(&other) = there.first() {
            self.wires.join(last, other);
        }
    }

    /// Makes the last wire a part of another on the same track.
    fn merge(&mut self, last: usize, into: usize) {
        let joints = std::mem::take(&mut self.wires.wires[last].joints);
        for joint in joints {
            if let Joint::Wire(other) = joint {
                self.wires.wires[other]
                    .joints
                    .retain(|&joint| joint != Joint::Wire(last));
                self.wires.join(other, into);
            } else {
                self.wires.wires[into].joints.push(joint);
            }
        }
        // It was the last to be added, so no number changes.
        if last + 1 == self.wires.wires.len() {
            self.wires.wires.pop();
        }
    }
}

fn direction(grid: &Grid, from: usize, to: usize) -> Axis {
    let ((_, one), (_, other)) = (grid.column_and_row(from), grid.column_and_row(to));
    if one == other { Axis::X } else { Axis::Y }
}

/// How far two rectangles are apart, along both axes.
fn distance(one: &Rect, other: &Rect) -> f64 {
    (-one.x.overlap(other.x)).max(0.0) + (-one.y.overlap(other.y)).max(0.0)
}
