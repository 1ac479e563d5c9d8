//! How good a picture is.

use super::compact::Geometry;
use super::geometry::{Axis, Extent};
use super::layout::{Bond, Row};
use super::plan::{Item, ROOT};
use super::route::wiring::Joint;

/// What a bend costs, in pixels of line.
const BEND: f64 = 25.0;
/// What a crossing costs.
const CROSSING: f64 = 110.0;
/// What it costs that something is out of line with its neighbour.
const RAGGED: f64 = 100.0;
/// What each pixel of width and height costs.
const SIZE: f64 = 2.5;
/// The proportions of width to height that a page likes.
const PROPORTIONS: [f64; 2] = [1.4, 2.2];

/// What is seen at a glance, as numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How often two lines cross.
    pub crossings: usize,
    /// How often lines turn or branch.
    pub bends: usize,
    /// How often neighbours of one rank are out of line.
    pub ragged: usize,
    /// How long all lines are together.
    pub length: f64,
    /// Width of what is drawn, without heading and legend.
    pub width: f64,
    /// Height of it.
    pub height: f64,
}

/// Measures a picture, in time quadratic in the number of wires.
pub fn figures(geometry: &Geometry) -> Figures {
    let wires = &geometry.wiring.wires;
    let extents: Vec<Extent> = (0..wires.len())
        .map(|wire| geometry.wiring.extent(wire, &geometry.rects))
        .collect();
    let mut figures = Figures {
        length: extents
            .iter()
            .map(|extent| extent.length())
            .fold(0.0, |sum, length| sum + length),
        ..Figures::default()
    };
    for (number, wire) in wires.iter().enumerate() {
        let turns = wire
            .joints
            .iter()
            .filter(|joint| matches!(joint, Joint::Wire(other) if *other > number));
        // A jog that has vanished is two bends that nobody sees.
        let vanished = extents[number].length() < 0.5 && wire.joints.len() == 2;
        figures.bends += turns.count();
        if vanished {
            figures.bends = figures.bends.saturating_sub(2);
        }
    }
    let (across, down): (Vec<usize>, Vec<usize>) =
        (0..wires.len()).partition(|&wire| wires[wire].axis == Axis::X);
    for &one in &across {
        for &other in &down {
            let crosses = wires[one].net != wires[other].net
                && inside(wires[other].at, extents[one])
                && inside(wires[one].at, extents[other]);
            figures.crossings += usize::from(crosses);
        }
    }
    figures.ragged = geometry.rows.iter().map(|row| ragged(geometry, row)).sum();
    let size = geometry.rects[Item::Container(ROOT)].size();
    (figures.width, figures.height) = (size.width, size.height);
    figures
}

/// How many items of a rank are in line with their neighbour neither at an edge nor in the middle.
fn ragged(geometry: &Geometry, row: &Row) -> usize {
    let in_line = |pair: &&[Item]| {
        let [one, other] = [pair[0], pair[1]].map(|item| geometry.rects[item].along(row.axis));
        [
            (one.start, other.start),
            (one.end, other.end),
            (one.middle(), other.middle()),
        ]
        .iter()
        .any(|(one, other)| (one - other).abs() <= 1.0)
    };
    let alike = |pair: &&[Item]| {
        matches!(
            (pair[0], pair[1]),
            (Item::Box(_), Item::Box(_)) | (Item::Container(_), Item::Container(_))
        )
    };
    match row.bond {
        Bond::Rank => row
            .items
            .windows(2)
            .filter(alike)
            .filter(|pair| !in_line(pair))
            .count(),
        Bond::File | Bond::Section => 0,
    }
}

fn inside(place: f64, extent: Extent) -> bool {
    extent.start < place && place < extent.end
}

/// What a picture costs: less is better.
pub fn cost(geometry: &Geometry) -> f64 {
    let figures = figures(geometry);
    let ratio = figures.width / figures.height.max(1.0);
    let [least, most] = PROPORTIONS;
    let stretched = (ratio / most).max(least / ratio.max(0.01)).max(1.0);
    figures.length
        + BEND * figures.bends as f64
        + CROSSING * figures.crossings as f64
        + RAGGED * figures.ragged as f64
        + SIZE * (figures.width + figures.height) * stretched
}
