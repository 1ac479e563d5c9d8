//! What is unknown along one axis, as numbers.

use super::Geometry;
use crate::diagram::geometry::{Axis, Extent};
use crate::diagram::plan::{Item, Plan};
use crate::diagram::route::wiring::Joint;

/// The numbers of the variables along one axis.
pub(super) struct Variables {
    containers: usize,
    /// For each wire across the axis, where it is.
    pub(super) wires: Vec<Option<usize>>,
    /// For each label on a wire along the axis, where it begins.
    pub(super) labels: Vec<Option<usize>>,
    /// How many there are.
    pub(super) count: usize,
}

impl Variables {
    pub(super) fn new(plan: &Plan, geometry: &Geometry, axis: Axis) -> Self {
        let containers = 2 * plan.boxes.len();
        let mut count = containers + 2 * plan.containers.len();
        let mut next = |needed: bool| {
            count += usize::from(needed);
            needed.then(|| count - 1)
        };
        let wires = geometry
            .wiring
            .wires
            .iter()
            .map(|wire| next(wire.axis != axis))
            .collect();
        let labels = geometry
            .labels
            .iter()
            .map(|label| next(geometry.wiring.wires[label.wire].axis == axis))
            .collect();
        Self {
            containers,
            wires,
            labels,
            count,
        }
    }

    /// Where an item begins, and where it ends.
    pub(super) fn item(&self, item: Item) -> [usize; 2] {
        let low = match item {
            Item::Box(number) => 2 * number,
            Item::Container(number) => self.containers + 2 * number,
        };
        [low, low + 1]
    }

    /// Where a joint is.
    pub(super) fn joint(&self, joint: Joint) -> usize {
        match joint {
            Joint::Wire(wire) => self.wires[wire].unwrap_or(0),
            Joint::Port(port) => self.item(port.item)[usize::from(port.side.is_end())],
        }
    }

    /// Moves everything to its place.
    pub(super) fn apply(&self, geometry: &mut Geometry, axis: Axis, places: &[f64]) {
        let extent = |item: Item| {
            let [low, high] = self.item(item);
            Extent {
                start: places[low],
                end: places[high],
            }
        };
        for (item, rect) in geometry.rects.iter_mut() {
            *rect.along_mut(axis) = extent(item);
        }
        for (wire, variable) in geometry.wiring.wires.iter_mut().zip(&self.wires) {
            if let &Some(variable) = variable {
                wire.at = places[variable];
            }
        }
        for (label, variable) in geometry.labels.iter_mut().zip(&self.labels) {
            let length = label.rect.along(axis).length();
            let start = match variable {
                &Some(variable) => places[variable],
                None => geometry.wiring.wires[label.wire].at - length / 2.0,
            };
            *label.rect.along_mut(axis) = Extent {
                start,
                end: start + length,
            };
        }
    }
}
