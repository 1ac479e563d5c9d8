//! The cheapest path on a grid: short, with few bends, crossing few lines.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::grid::{Grid, Owner};
use super::wiring::Port;
use crate::diagram::geometry::{Axis, Extent, Rect, Side};
use crate::diagram::plan::Item;

/// What a bend costs, in pixels of length.
const BEND: f64 = 45.0;
/// What a bend costs in a container that does not hold both ends: lines rather turn before they enter.
const INNER_BEND: f64 = 60.0;
/// What it costs to cross a line.
const CROSSING: f64 = 70.0;
/// What it costs to run beside a line, for each cell and line.
const COMPANY: f64 = 5.0;
/// What it costs to leave or enter a container.
const BORDER: f64 = 30.0;
/// What it costs to enter a container that is not around either end.
const FOREIGN: f64 = 800.0;
/// What a port costs for each pixel that it is away from the middle of its side.
const ECCENTRICITY: f64 = 0.25;

const SIDES: [Side; 4] = [Side::Left, Side::Right, Side::Top, Side::Bottom];

/// An end of a path at a box or a container, and what it costs to use each of its sides: one that costs infinitely
/// much is closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) item: Item,
    pub(super) rect: Rect,
    pub(super) costs: [f64; 4],
}

impl End {
    fn is_open(&self, side: Side) -> bool {
        self.costs[side as usize].is_finite()
    }

    fn cost(&self, side: Side, place: f64) -> f64 {
        let middle = match side.axis() {
            Axis::X => self.rect.y.middle(),
            Axis::Y => self.rect.x.middle(),
        };
        self.costs[side as usize] + ECCENTRICITY * (place - middle).abs()
    }
}

/// A way through the grid.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Where it begins.
    pub(super) start: Port,
    /// Where it ends; `None` for a cell of the tree that was searched for.
    pub(super) end: Option<Port>,
    /// The cells, from the first outside of the item at its start to the last outside of the item at its end.
    pub(super) cells: Vec<usize>,
}

/// What a path leads to.
pub(super) enum Goal<'a> {
    /// This box or container.
    Item(End),
    /// Any of these cells; sorted.
    Cells(&'a [usize]),
}

/// Searches grids, and keeps its memory from one search to the next.
#[derive(Default)]
pub(super) struct Searcher {
    /// Whether to take a good path that is found soon for the cheapest.
    hasty: bool,
    /// What it costs at least to get through a state, in bits, which sort like the number, and the state.
    heap: BinaryHeap<Reverse<(u64, u32)>>,
    states: Vec<State>,
    /// The number of the search, so that states of earlier ones need not be cleared.
    round: u32,
}

/// A cell and the direction in which it is entered.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// What the cheapest way to it that is known costs.
    cost: f64,
    /// The state before on this way, or [`START`].
    before: u32,
    /// The last search that came by.
    opened: u32,
    /// The last search that went on from here.
    closed: u32,
}

/// How much more the rest of the way counts than the way so far where time matters: paths may cost up to so many
/// times the cheapest, but far fewer states are opened. Source: I. Pohl, "Heuristic search viewed as path finding in
/// a graph", 1970.
///
/// Each counts for one attempt, and the next for the one after it that is made where the first takes long.
const HASTE: [f64; 3] = [3.0, 12.0, 48.0];

/// How many states an attempt goes through before the next, hastier one is made.
const PATIENCE: usize = 20_000;

const START: u32 = u32::MAX;

/// What is searched for, and what the search may use.
struct Task<'a> {
    grid: &'a Grid,
    goal: &'a Goal<'a>,
    homes: &'a BTreeSet<usize>,
    /// How much more the rest of the way counts than the way so far.
    haste: f64,
    /// The rectangle around the goal.
    around: Rect,
}

/// An attempt that would have taken too long.
struct Impatient;

impl Searcher {
    /// Searches for the cheapest paths, or, in haste, for good ones.
    pub(super) fn new(hasty: bool) -> Self {
        Self {
            hasty,
            ..Self::default()
        }
    }

    /// The cheapest path from a box to the goal; `None` if walls are all around. Containers that are no `homes`
    /// are entered only where there is hardly another way.
    ///
    /// A* over cells and directions; the estimate is the distance to the rectangle around the goal, and the bends
    /// that it takes at least.
    pub(super) fn search(
        &mut self,
        grid: &Grid,
        start: &End,
        goal: &Goal,
        homes: &BTreeSet<usize>,
    ) -> Option<Path> {
        let states = grid.cells() * 4;
        if self.states.len() < states {
            self.states.resize(states, State::default());
        }
        let mut task = Task {
            grid,
            goal,
            homes,
            haste: 1.0,
            around: bounds(grid, goal),
        };
        if !self.hasty {
            return self.attempt(&task, start, usize::MAX).unwrap_or(None);
        }
        let mut patience = [PATIENCE; HASTE.len()];
        patience[HASTE.len() - 1] = usize::MAX;
        for (haste, patience) in HASTE.into_iter().zip(patience) {
            task.haste = haste;
            if let Ok(path) = self.attempt(&task, start, patience) {
                return path;
            }
        }
        None
    }

    /// Searches until no state is left, or fails when it has gone through as many as it has patience for.
    fn attempt(&mut self, task: &Task, start: &End, patience: usize) -> Result<Option<Path>, Impatient> {
        let (grid, goal) = (task.grid, task.goal);
        self.round += 1;
        self.heap.clear();
        for side in SIDES.into_iter().filter(|&side| start.is_open(side)) {
            for (cell, place) in border_cells(grid, start.rect, side) {
                self.open(task, cell * 4 + side as usize, start.cost(side, place), START);
            }
        }
        let mut left = patience;
        while let Some(Reverse((_, state))) = self.heap.pop() {
            let state = state as usize;
            let known = &mut self.states[state];
            if known.closed == self.round {
                continue;
            }
            known.closed = self.round;
            let (cell, side) = (state / 4, SIDES[state % 4]);
            let inside = known.before == START;
            if !inside && is_reached(grid, goal, cell) {
                let end = match grid.owner(cell) {
                    Owner::Item(item) => Some(Port {
                        item,
                        side: opposite(side),
                    }),
                    Owner::Open(_) | Owner::Closed => None,
                };
                return Ok(Some(self.path(start.item, state, end)));
            }
            left = left.checked_sub(1).ok_or(Impatient)?;
            self.expand(task, state, inside);
        }
        Ok(None)
    }

    /// Opens the states that follow one: a step ahead, or a turn on the spot.
    fn expand(&mut self, task: &Task, state: usize, inside: bool) {
        let grid = task.grid;
        let (cell, side) = (state / 4, SIDES[state % 4]);
        let cost = self.states[state].cost;
        let before = u32::try_from(state).unwrap_or(START);
        if let Some(next) = neighbour(grid, cell, side) {
            let passable = match grid.owner(next) {
                Owner::Open(number) => {
                    let foreign = grid.owner(cell) != grid.owner(next) && !task.homes.contains(&number);
                    Some(if foreign { FOREIGN } else { 0.0 })
                }
                Owner::Closed => None,
                Owner::Item(item) => entry_cost(grid, task.goal, item, side, cell),
            };
            if let Some(extra) = passable {
                let step = cost + extra + step_cost(grid, cell, next, side, inside);
                self.open(task, next * 4 + side as usize, step, before);
            }
        }
        if !inside {
            let bend = if grid.is_common(cell) { BEND } else { INNER_BEND };
            for turned in SIDES {
                if turned.axis() != side.axis() {
                    self.open(task, cell * 4 + turned as usize, cost + bend, before);
                }
            }
        }
    }

    fn open(&mut self, task: &Task, state: usize, cost: f64, before: u32) {
        let known = &mut self.states[state];
        if known.opened == self.round && known.cost <= cost {
            return;
        }
        known.opened = self.round;
        known.cost = cost;
        known.before = before;
        let (column, row) = task.grid.column_and_row(state / 4);
        let (x, y) = (task.grid.track(Axis::X, column), task.grid.track(Axis::Y, row));
        let estimate = cost + task.haste * at_least(x, y, SIDES[state % 4], &task.around);
        self.heap.push(Reverse((
            estimate.to_bits(),
            u32::try_from(state).unwrap_or(START),
        )));
    }

    fn path(&self, item: Item, last: usize, end: Option<Port>) -> Path {
        let mut states = vec![last];
        let mut state = last;
        while self.states[state].before != START {
            state = self.states[state].before as usize;
            states.push(state);
        }
        states.reverse();
        let side = SIDES[state % 4];
        let mut cells: Vec<usize> = states.iter().map(|state| state / 4).collect();
        cells.dedup();
        let stop = cells.len() - usize::from(end.is_some());
        Path {
            start: Port { item, side },
            end,
            cells: cells[1..stop.max(1)].to_vec(),
        }
    }
}

/// What it costs at least to get into a rectangle.
fn at_least(x: f64, y: f64, heading: Side, around: &Rect) -> f64 {
    /// How far the rectangle begins behind a place; negative if it ends before.
    fn off(place: f64, extent: Extent) -> f64 {
        if place < extent.start {
            extent.start - place
        } else {
            (extent.end - place).min(0.0)
        }
    }
    let (right, down) = (off(x, around.x), off(y, around.y));
    let (ahead, aside) = match heading {
        Side::Right => (right, down),
        Side::Left => (-right, down),
        Side::Bottom => (down, right),
        Side::Top => (-down, right),
    };
    let bends = if ahead < 0.0 {
        2.0
    } else if aside.abs() > 0.0 {
        1.0
    } else {
        0.0
    };
    right.abs() + down.abs() + BEND * bends
}

/// The cells of a box along one of its sides, each with its coordinate on that side.
fn border_cells(grid: &Grid, rect: Rect, side: Side) -> Vec<(usize, f64)> {
    let along = side.axis();
    let outermost = grid.tracks(along, rect.along(along));
    let Some(outer) = (if side.is_end() {
        outermost.last()
    } else {
        outermost.into_iter().next()
    }) else {
        return Vec::new();
    };
    let across = along.other();
    grid.tracks(across, rect.along(across))
        .map(|track| {
            let cell = match along {
                Axis::X => grid.cell(outer, track),
                Axis::Y => grid.cell(track, outer),
            };
            (cell, grid.track(across, track))
        })
        .collect()
}

fn neighbour(grid: &Grid, cell: usize, side: Side) -> Option<usize> {
    let (column, row) = grid.column_and_row(cell);
    let (column, row) = match side {
        Side::Left => (column.checked_sub(1)?, row),
        Side::Right => (column + 1, row),
        Side::Top => (column, row.checked_sub(1)?),
        Side::Bottom => (column, row + 1),
    };
    (column < grid.count(Axis::X) && row < grid.count(Axis::Y)).then(|| grid.cell(column, row))
}

fn step_cost(grid: &Grid, from: usize, to: usize, side: Side, inside: bool) -> f64 {
    let axis = side.axis();
    let place = |cell: usize| {
        let (column, row) = grid.column_and_row(cell);
        match axis {
            Axis::X => grid.track(axis, column),
            Axis::Y => grid.track(axis, row),
        }
    };
    let mut cost = (place(from) - place(to)).abs()
        + CROSSING * grid.traffic(axis.other(), to)
        + COMPANY * grid.traffic(axis, to);
    if !inside && grid.owner(from) != grid.owner(to) && !matches!(grid.owner(to), Owner::Item(_)) {
        cost += BORDER;
    }
    cost
}

/// What it costs to enter an item, if it is the one that the path leads to.
fn entry_cost(grid: &Grid, goal: &Goal, item: Item, side: Side, from: usize) -> Option<f64> {
    let Goal::Item(end) = goal else { return None };
    if end.item != item || !end.is_open(opposite(side)) {
        return None;
    }
    let (column, row) = grid.column_and_row(from);
    let place = match side.axis() {
        Axis::X => grid.track(Axis::Y, row),
        Axis::Y => grid.track(Axis::X, column),
    };
    Some(end.cost(opposite(side), place))
}

fn is_reached(grid: &Grid, goal: &Goal, cell: usize) -> bool {
    match goal {
        // No other item is ever entered.
        Goal::Item(_) => matches!(grid.owner(cell), Owner::Item(_)),
        Goal::Cells(cells) => cells.binary_search(&cell).is_ok(),
    }
}

const fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Top => Side::Bottom,
        Side::Bottom => Side::Top,
    }
}

fn bounds(grid: &Grid, goal: &Goal) -> Rect {
    let around = match goal {
        Goal::Item(end) => Some(end.rect),
        Goal::Cells(cells) => cells
            .iter()
            .map(|&cell| {
                let (column, row) = grid.column_and_row(cell);
                let (x, y) = (grid.track(Axis::X, column), grid.track(Axis::Y, row));
                Rect::new(x, y, crate::diagram::geometry::Size::default())
            })
            .reduce(|one, other| one.union(&other)),
    };
    around.unwrap_or_default()
}
