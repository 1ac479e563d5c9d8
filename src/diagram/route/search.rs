//! The cheapest path on a grid: short, with few bends, crossing few lines.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::grid::{Grid, Owner};
use super::wiring::Port;
use crate::diagram::geometry::{Axis, Rect, Side};
use crate::diagram::plan::Item;

/// What a bend costs, in pixels of length.
const BEND: f64 = 45.0;
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

/// An end of a path at a box or a container, and what it costs to use each of its sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) item: Item,
    pub(super) rect: Rect,
    pub(super) costs: [f64; 4],
}

impl End {
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

/// Searches one grid, and keeps its memory from one search to the next.
#[derive(Default)]
pub(super) struct Searcher {
    costs: Vec<f64>,
    /// The state before, or [`START`].
    before: Vec<u32>,
    round: Vec<u32>,
    current: u32,
}

const START: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Open {
    estimate: f64,
    cost: f64,
    state: u32,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Open {
    /// The cheapest is the greatest, as the heap wants it; among equals the one furthest on its way.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .estimate
            .total_cmp(&self.estimate)
            .then(self.cost.total_cmp(&other.cost))
            .then(other.state.cmp(&self.state))
    }
}

impl Searcher {
    /// The cheapest path from a box to the goal; `None` if walls are all around. Containers that are no `homes`
    /// are entered only where there is hardly another way.
    ///
    /// A* over cells and directions; the estimate is the distance to the rectangle around the goal.
    pub(super) fn search(
        &mut self,
        grid: &Grid,
        start: &End,
        goal: &Goal,
        homes: &BTreeSet<usize>,
    ) -> Option<Path> {
        let states = grid.cells() * 4;
        if self.costs.len() < states {
            self.costs.resize(states, 0.0);
            self.before.resize(states, START);
            self.round.resize(states, 0);
        }
        self.current += 1;
        let around = bounds(grid, goal);
        let mut heap = BinaryHeap::new();
        for side in SIDES {
            for (cell, place) in border_cells(grid, start.rect, side) {
                let cost = start.cost(side, place);
                self.open(&mut heap, grid, around, cell * 4 + side as usize, cost, START);
            }
        }
        while let Some(Open { cost, state, .. }) = heap.pop() {
            let index = state as usize;
            if cost > self.costs[index] {
                continue;
            }
            let (cell, side) = (index / 4, SIDES[index % 4]);
            let inside = self.before[index] == START;
            if !inside && is_reached(grid, goal, cell) {
                let end = match grid.owner(cell) {
                    Owner::Item(item) => Some(Port {
                        item,
                        side: opposite(side),
                    }),
                    Owner::Open(_) | Owner::Closed => None,
                };
                return Some(self.path(start.item, state, end));
            }
            self.expand(&mut heap, grid, goal, homes, around, index);
        }
        None
    }

    /// Opens the states that follow one: a step ahead, or a turn on the spot.
    fn expand(
        &mut self,
        heap: &mut BinaryHeap<Open>,
        grid: &Grid,
        goal: &Goal,
        homes: &BTreeSet<usize>,
        around: Rect,
        index: usize,
    ) {
        let inside = self.before[index] == START;
        let (cell, side) = (index / 4, SIDES[index % 4]);
        let cost = self.costs[index];
        let before = u32::try_from(index).unwrap_or(START);
        if let Some(next) = neighbour(grid, cell, side) {
            let passable = match grid.owner(next) {
                Owner::Open(number) => {
                    let foreign = grid.owner(cell) != grid.owner(next) && !homes.contains(&number);
                    Some(if foreign { FOREIGN } else { 0.0 })
                }
                Owner::Closed => None,
                Owner::Item(item) => entry_cost(grid, goal, item, side, cell),
            };
            if let Some(extra) = passable {
                let step = cost + extra + step_cost(grid, cell, next, side, inside);
                self.open(heap, grid, around, next * 4 + side as usize, step, before);
            }
        }
        if !inside {
            for turned in SIDES {
                if turned.axis() != side.axis() {
                    self.open(
                        heap,
                        grid,
                        around,
                        cell * 4 + turned as usize,
                        cost + BEND,
                        before,
                    );
                }
            }
        }
    }

    fn open(
        &mut self,
        heap: &mut BinaryHeap<Open>,
        grid: &Grid,
        around: Rect,
        state: usize,
        cost: f64,
        before: u32,
    ) {
        if self.round[state] == self.current && self.costs[state] <= cost {
            return;
        }
        self.round[state] = self.current;
        self.costs[state] = cost;
        self.before[state] = before;
        let (column, row) = grid.column_and_row(state / 4);
        let (x, y) = (grid.track(Axis::X, column), grid.track(Axis::Y, row));
        let away = |place: f64, start: f64, end: f64| (start - place).max(place - end).max(0.0);
        let distance = away(x, around.x.start, around.x.end) + away(y, around.y.start, around.y.end);
        heap.push(Open {
            estimate: cost + distance,
            cost,
            state: u32::try_from(state).unwrap_or(START),
        });
    }

    fn path(&self, item: Item, last: u32, end: Option<Port>) -> Path {
        let mut states = vec![last as usize];
        let mut state = last as usize;
        while self.before[state] != START {
            state = self.before[state] as usize;
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
    if end.item != item {
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
