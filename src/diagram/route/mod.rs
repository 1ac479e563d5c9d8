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
use super::plan::{Item, Plan, ROOT, Tree};
use super::raster::Raster;
use grid::{Grid, Owner, Scope};
use search::{End, Goal, Path, Searcher};
use wiring::{Joint, NetWires, Wire, Wiring};

/// With more nets than this, each is routed once only, and in haste.
const MOST_REROUTED: usize = 200;

/// What it costs to use a side of a box that does not face the flow.
const SIDEWAYS: f64 = 65.0;
/// What it costs to use the side of a box that faces the wrong way.
const BACKWARDS: f64 = 130.0;

/// How far around its ends a net is looked for a way at first where it has a grid of its own.
const MARGIN: f64 = 200.0;
/// How many times as far, if there is none.
const GROWTH: f64 = 4.0;

/// Routes all nets.
///
/// Takes time about linear in the number of nets, times that of the cells around each; few nets share grids instead,
/// each of them with all that stands in their containers, and are routed several times.
pub fn route(plan: &Plan, tree: &Tree, placement: &Placement) -> Wiring {
    let hasty = plan.nets.len() > MOST_REROUTED;
    let picture = placement.rects[Item::Container(ROOT)];
    let mut items = Raster::new(picture, plan.boxes.len() + plan.containers.len());
    if hasty {
        for (number, rect) in placement.rects.values().enumerate() {
            items.add(rect, number);
        }
    }
    let mut router = Router {
        plan,
        tree,
        placement,
        hasty,
        items,
        nets: vec![NetWires::default(); plan.nets.len()],
        scopes: plan.nets.iter().map(|net| Scope::new(tree, net.ends())).collect(),
        routed: Raster::new(picture, plan.nets.len()),
        searcher: Searcher::new(hasty),
    };
    let order = router.order();
    router.pass(&order);
    if !hasty {
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
    /// Whether time matters more than the best of all ways.
    hasty: bool,
    /// Where boxes and containers are, by their places in [`ItemMap`]; filled only in haste.
    items: Raster,
    nets: Vec<NetWires>,
    scopes: Vec<Scope>,
    /// Where the nets routed so far are.
    routed: Raster,
    searcher: Searcher,
}

impl Router<'_> {
    /// Inner nets first, those of one scope together, short ones first.
    fn order(&self) -> Vec<Vec<usize>> {
        let span = |net: usize| {
            let around = self.around(net);
            around.x.length() + around.y.length()
        };
        let mut order: Vec<usize> = (0..self.plan.nets.len()).collect();
        order.sort_by(|&one, &other| {
            let depth = |net: usize| self.tree.depth(self.scopes[net].common);
            depth(other)
                .cmp(&depth(one))
                .then_with(|| self.scopes[one].cmp(&self.scopes[other]))
                .then_with(|| self.plan.nets[other].ranks.cmp(&self.plan.nets[one].ranks))
                .then_with(|| span(one).total_cmp(&span(other)))
                .then(one.cmp(&other))
        });
        order
            .chunk_by(|&one, &other| self.scopes[one] == self.scopes[other])
            .map(<[usize]>::to_vec)
            .collect()
    }

    fn pass(&mut self, order: &[Vec<usize>]) {
        for nets in order {
            if !self.hasty || self.is_shared(nets) {
                self.share_grid(nets);
            } else {
                for &net in nets {
                    self.route_nearby(net);
                }
            }
        }
    }

    /// Whether one grid for all these nets is less work than one for each.
    fn is_shared(&self, nets: &[usize]) -> bool {
        let area = |rect: Rect| rect.x.length() * rect.y.length();
        let windows: f64 = nets
            .iter()
            .map(|&net| area(self.window(net, MARGIN)))
            .fold(0.0, |sum, area| sum + area);
        windows >= area(self.region(nets[0]))
    }

    /// Routes nets of one scope on a grid of all that stands in it.
    fn share_grid(&mut self, nets: &[usize]) {
        let scope = &self.scopes[nets[0]];
        let children = scope
            .open
            .iter()
            .flat_map(|&container| self.tree.children(container));
        let mut grid = self.grid(scope, self.region(nets[0]), children.copied());
        for &net in nets {
            grid.count_net(&self.nets[net], &self.placement.rects, false);
            self.replace(net, NetWires::default());
            let (wires, _) = self.net(net, &grid);
            grid.count_net(&wires, &self.placement.rects, true);
            self.replace(net, wires);
        }
    }

    /// Routes a net on a grid of what is near its ends; of more than that, if there is no way.
    fn route_nearby(&mut self, net: usize) {
        let region = self.region(net);
        let mut margin = MARGIN;
        loop {
            let window = self.window(net, margin);
            let scope = &self.scopes[net];
            let near = self.items.near(&window);
            let children = near
                .into_iter()
                .map(|place| self.placement.rects.item(place))
                .filter(|&item| item != Item::Container(ROOT) && scope.open.contains(&self.tree.home(item)));
            let grid = self.grid(scope, window, children);
            let (wires, is_whole) = self.net(net, &grid);
            if is_whole || window == region {
                self.replace(net, wires);
                return;
            }
            margin *= GROWTH;
        }
    }

    /// The innermost container around all ends of a net.
    fn region(&self, net: usize) -> Rect {
        self.placement.rects[Item::Container(self.scopes[net].common)]
    }

    /// What lies no further than `margin` from the ends of a net, in the innermost container around all of them.
    fn window(&self, net: usize, margin: f64) -> Rect {
        let around = self.around(net).grown(margin);
        let region = self.region(net);
        around.intersection(&region).unwrap_or(region)
    }

    /// The rectangle around the ends of a net.
    fn around(&self, net: usize) -> Rect {
        let rects = self.plan.nets[net].ends().map(|end| self.placement.rects[end]);
        rects.reduce(|one, other| one.union(&other)).unwrap_or_default()
    }

    /// The grid of a region, with the traffic of the nets routed so far that come into it.
    fn grid(&self, scope: &Scope, region: Rect, children: impl Iterator<Item = Item>) -> Grid {
        let mut grid = Grid::new((self.plan, self.tree, self.placement), scope, region, children);
        // Other nets stay in containers that are closed.
        let mut visible = scope.open.clone();
        visible.extend(self.tree.around(scope.common));
        for net in self.routed.near(&region) {
            if visible.contains(&self.scopes[net].common) {
                grid.count_net(&self.nets[net], &self.placement.rects, true);
            }
        }
        grid
    }

    /// Puts new wires in the place of those that a net had.
    fn replace(&mut self, net: usize, wires: NetWires) {
        let old = std::mem::replace(&mut self.nets[net], wires);
        for rect in old.rects(&self.placement.rects) {
            self.routed.remove(&rect, net);
        }
        for rect in self.nets[net].rects(&self.placement.rects) {
            self.routed.add(&rect, net);
        }
    }

    /// Routes one net: a path from a source to a target, then from each further end to what there is. Also tells
    /// whether all ends could be reached.
    fn net(&mut self, number: usize, grid: &Grid) -> (NetWires, bool) {
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
        let near = |one: &End| root.rect.distance(&one.rect);
        open.sort_by(|one, other| near(one).total_cmp(&near(other)).then(one.item.cmp(&other.item)));
        let at_home = self.homes(root.item);
        let Some(place) = open
            .iter()
            .position(|end| leaves.iter().any(|leaf| leaf.item == end.item))
        else {
            return (build.wires, true);
        };
        let leaf = open.remove(place);
        let mut homes = self.homes(leaf.item);
        homes.extend(&at_home);
        let Some(first) = self.searcher.search(grid, &root, &Goal::Item(leaf), &homes) else {
            return (build.wires, false);
        };
        build.add(grid, &first);
        let mut is_whole = true;
        for end in open {
            let homes = self.homes(end.item);
            let cells = build.joinable(grid, &homes);
            let Some(path) = self.searcher.search(grid, &end, &Goal::Cells(&cells), &homes) else {
                is_whole = false;
                continue;
            };
            build.add(grid, &path);
        }
        (build.wires, is_whole)
    }

    /// The containers around an item.
    fn homes(&self, item: Item) -> BTreeSet<usize> {
        let home = self.tree.home(item);
        std::iter::once(home).chain(self.tree.around(home)).collect()
    }

    /// The ends of a net, sources first, with what it costs to use their sides.
    ///
    /// Where all targets lie ahead, lines should leave towards them and arrive from behind; else any side will do, but
    /// for loops.
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
        let is_loop = net.sources == net.targets;
        let costs = |wanted: Side, unwanted: Side| {
            let mut costs = [0.0; 4];
            if is_loop {
                // It leaves where requests do, and comes back around a corner.
                let leaves = wanted == forward;
                for side in [Side::Left, Side::Right, Side::Top, Side::Bottom] {
                    let is_open = if leaves {
                        side == forward
                    } else {
                        side.axis() != flow
                    };
                    costs[side as usize] = if is_open { 0.0 } else { f64::INFINITY };
                }
            } else if net.ranks && ahead {
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
