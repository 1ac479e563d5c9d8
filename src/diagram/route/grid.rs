//! The sparse grid that a net is routed on: one track in each gap between the borders of what stands there.

use std::collections::BTreeSet;

use super::wiring::NetWires;
use crate::diagram::geometry::{Axis, Extent, Rect};
use crate::diagram::layout::Placement;
use crate::diagram::plan::{Item, ItemMap, Plan, ROOT, Tree};

/// Which containers a net runs in: those around its ends, up to the innermost that is around all of them.
///
/// Every other container is closed to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    /// The innermost container around all ends.
    pub(super) common: usize,
    /// All of them, with `common`.
    pub(super) open: BTreeSet<usize>,
}

impl Scope {
    pub(super) fn new(tree: &Tree, ends: impl Iterator<Item = Item> + Clone) -> Self {
        let common = ends
            .clone()
            .map(|end| tree.home(end))
            .reduce(|one, other| tree.common(one, other))
            .unwrap_or(ROOT);
        let mut open = BTreeSet::from([common]);
        for end in ends {
            let mut container = tree.home(end);
            while container != common && open.insert(container) {
                container = tree.parent(container).unwrap_or(ROOT);
            }
        }
        Self { common, open }
    }
}

/// What a cell of the grid belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// A container that is open to the net.
    Open(usize),
    /// A box, or a container that is closed.
    Item(Item),
    /// Something that no line may run through.
    Closed,
}

/// The place of [`Owner::Closed`] in the owners of a grid.
const CLOSED: u32 = 0;
/// The place of the innermost container around all ends.
const COMMON: u32 = 1;

/// The cells between the borders of boxes and containers; lines run through the middles of cells.
#[derive(Debug)]
pub(super) struct Grid {
    columns: Vec<f64>,
    rows: Vec<f64>,
    column_borders: Vec<f64>,
    row_borders: Vec<f64>,
    /// For each cell, the place of its owner in `kinds`.
    owners: Vec<u32>,
    /// First [`Owner::Closed`], then the innermost container around all ends.
    kinds: Vec<Owner>,
    /// How many lines run through each cell, from left to right and from top to bottom.
    traffic: [Vec<u16>; 2],
}

impl Grid {
    /// The grid for nets of one scope that stay in a region, around which there is a wall.
    ///
    /// `children` are those of the open containers, of which some beyond the region may be missing. Takes time
    /// proportional to the number of cells: four times the square of the number of items in the region at most.
    pub(super) fn new(
        (plan, tree, placement): (&Plan, &Tree, &Placement),
        scope: &Scope,
        region: Rect,
        children: impl Iterator<Item = Item>,
    ) -> Self {
        let mut kinds = vec![Owner::Closed, Owner::Open(scope.common)];
        let mut areas = vec![(region, COMMON)];
        let mut add = |rect: Rect, owner: Owner| {
            if let Some(rect) = rect.intersection(&region) {
                let kind = if owner == Owner::Closed {
                    CLOSED
                } else {
                    kinds.push(owner);
                    u32::try_from(kinds.len() - 1).unwrap_or(CLOSED)
                };
                areas.push((rect, kind));
            }
        };
        // What stands in a container is painted over it.
        let mut inner = scope.open.clone();
        inner.remove(&scope.common);
        let mut inner: Vec<usize> = inner.into_iter().collect();
        inner.sort_by_key(|&container| tree.depth(container));
        for &container in &inner {
            add(
                placement.rects[Item::Container(container)],
                Owner::Open(container),
            );
        }
        for &container in &scope.open {
            let rect = placement.rects[Item::Container(container)];
            let title = plan.containers[container].title;
            if title.width > 0.0 {
                add(Rect::new(rect.x.start, rect.y.start, title), Owner::Closed);
            }
        }
        for child in children {
            if !matches!(child, Item::Container(inner) if scope.open.contains(&inner)) {
                add(placement.rects[child], Owner::Item(child));
            }
        }
        let borders = |axis: Axis| {
            let mut borders: Vec<f64> = areas
                .iter()
                .flat_map(|(rect, _)| [rect.along(axis).start, rect.along(axis).end])
                .collect();
            borders.sort_by(f64::total_cmp);
            borders.dedup();
            borders
        };
        let (column_borders, row_borders) = (borders(Axis::X), borders(Axis::Y));
        let middles = |borders: &[f64]| -> Vec<f64> {
            borders
                .windows(2)
                .map(|pair| f64::midpoint(pair[0], pair[1]))
                .collect()
        };
        let (columns, rows) = (middles(&column_borders), middles(&row_borders));
        let count = columns.len() * rows.len();
        let mut grid = Self {
            columns,
            rows,
            column_borders,
            row_borders,
            owners: vec![CLOSED; count],
            kinds,
            traffic: [vec![0; count], vec![0; count]],
        };
        for (rect, owner) in areas {
            let columns = grid.tracks(Axis::X, rect.x);
            for row in grid.tracks(Axis::Y, rect.y) {
                let (first, last) = (grid.cell(columns.start, row), grid.cell(columns.end, row));
                grid.owners[first..last].fill(owner);
            }
        }
        grid
    }

    /// How many tracks run across `axis`.
    pub(super) fn count(&self, axis: Axis) -> usize {
        match axis {
            Axis::X => self.columns.len(),
            Axis::Y => self.rows.len(),
        }
    }

    /// The coordinate on `axis` of a track.
    pub(super) fn track(&self, axis: Axis, track: usize) -> f64 {
        match axis {
            Axis::X => self.columns[track],
            Axis::Y => self.rows[track],
        }
    }

    /// The tracks that lie in an extent of `axis`.
    pub(super) fn tracks(&self, axis: Axis, extent: Extent) -> std::ops::Range<usize> {
        let middles = match axis {
            Axis::X => &self.columns,
            Axis::Y => &self.rows,
        };
        let start = middles.partition_point(|&middle| middle < extent.start);
        start..middles.partition_point(|&middle| middle <= extent.end).max(start)
    }

    pub(super) fn cell(&self, column: usize, row: usize) -> usize {
        row * self.columns.len() + column
    }

    pub(super) fn column_and_row(&self, cell: usize) -> (usize, usize) {
        (cell % self.columns.len(), cell / self.columns.len())
    }

    pub(super) fn cells(&self) -> usize {
        self.owners.len()
    }

    pub(super) fn owner(&self, cell: usize) -> Owner {
        self.kinds[self.owners[cell] as usize]
    }

    /// Whether a cell lies in the innermost container that is around all ends.
    pub(super) fn is_common(&self, cell: usize) -> bool {
        self.owners[cell] == COMMON
    }

    /// How many lines parallel to `axis` run through a cell.
    pub(super) fn traffic(&self, axis: Axis, cell: usize) -> f64 {
        f64::from(self.traffic[axis as usize][cell])
    }

    /// Counts the wires of a net in, or out again.
    pub(super) fn count_net(&mut self, net: &NetWires, rects: &ItemMap<Rect>, present: bool) {
        for number in 0..net.wires.len() {
            let wire = &net.wires[number];
            let extent = net.extent(number, rects);
            // The track of a wire of another scope is the one in whose cell it lies.
            let Some(across) = self.containing(wire.axis.other(), wire.at) else {
                continue;
            };
            let start = self.first_behind(wire.axis, extent.start);
            let end = self.first_behind(wire.axis, extent.end + 0.5);
            for along in start..end {
                let cell = match wire.axis {
                    Axis::X => self.cell(along, across),
                    Axis::Y => self.cell(across, along),
                };
                let traffic = &mut self.traffic[wire.axis as usize][cell];
                *traffic = if present {
                    traffic.saturating_add(1)
                } else {
                    traffic.saturating_sub(1)
                };
            }
        }
    }

    fn containing(&self, axis: Axis, place: f64) -> Option<usize> {
        let borders = self.borders(axis);
        let behind = borders.partition_point(|&border| border <= place);
        (behind > 0 && behind < borders.len()).then(|| behind - 1)
    }

    /// The first track whose cell ends behind `place`.
    fn first_behind(&self, axis: Axis, place: f64) -> usize {
        let behind = self.borders(axis).partition_point(|&border| border < place);
        behind.saturating_sub(1).min(self.count(axis))
    }

    fn borders(&self, axis: Axis) -> &[f64] {
        match axis {
            Axis::X => &self.column_borders,
            Axis::Y => &self.row_borders,
        }
    }
}
