//! Boxes that stand in line, made alike in size.

use crate::diagram::geometry::{Axis, Size};
use crate::diagram::layout::{Bond, Row};
use crate::diagram::plan::{Item, Plan};

/// Makes the boxes of each row as long along its axis as the longest, where that does not blow one up.
pub fn equalize(plan: &mut Plan, rows: &[Row]) {
    /// How much longer a box may become.
    const MOST_GROWN: f64 = 1.7;
    /// A box may stand in several rows: growth passes on.
    const PASSES: usize = 3;
    let original: Vec<Size> = plan.boxes.iter().map(|planned| planned.size).collect();
    for _ in 0..PASSES {
        for row in rows.iter().filter(|row| row.bond == Bond::Rank) {
            let numbers = || {
                row.items.iter().filter_map(|item| match item {
                    &Item::Box(number) => Some(number),
                    Item::Container(_) => None,
                })
            };
            let longest = numbers()
                .map(|number| plan.boxes[number].size.along(row.axis))
                .fold(0.0, f64::max);
            for number in numbers() {
                if original[number].along(row.axis) * MOST_GROWN >= longest {
                    let size = &mut plan.boxes[number].size;
                    match row.axis {
                        Axis::X => size.width = longest,
                        Axis::Y => size.height = longest,
                    }
                }
            }
        }
    }
}
