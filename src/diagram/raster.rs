//! Finds what lies near a place without looking at everything.

use super::geometry::{Axis, Extent, Rect};

/// The plane in squares, each of which knows what touches it.
///
/// With about as many squares as things, and things not much larger than squares, adding one and asking for what is
/// near take time that does not depend on how many there are.
#[derive(Clone, Debug)]
pub(super) struct Raster {
    /// Where columns and rows of squares begin; the first also holds what lies before it, the last what lies behind.
    starts: [Vec<f64>; 2],
    /// What touches each square, row by row.
    squares: Vec<Vec<usize>>,
}

impl Raster {
    /// Nothing yet, with room for about `count` things within `bounds`.
    pub(super) fn new(bounds: Rect, count: usize) -> Self {
        /// Squares are at least so many pixels long.
        const FINEST: f64 = 100.0;
        let (width, height) = (bounds.x.length(), bounds.y.length());
        let count = count.max(1) as f64;
        let mesh = (width * height / count)
            .sqrt()
            .max(width.max(height) / count)
            .max(FINEST);
        let starts = Axis::BOTH.map(|axis| {
            let Extent { start, end } = bounds.along(axis);
            std::iter::successors(Some(start), |place| Some(place + mesh))
                .take_while(|&place| place <= end.max(start))
                .collect::<Vec<f64>>()
        });
        let squares = vec![Vec::new(); starts[0].len() * starts[1].len()];
        Self { starts, squares }
    }

    /// Adds a thing by its number.
    pub(super) fn add(&mut self, rect: &Rect, number: usize) {
        for square in self.touched(rect) {
            self.squares[square].push(number);
        }
    }

    /// Takes away a thing that was added with this rectangle.
    pub(super) fn remove(&mut self, rect: &Rect, number: usize) {
        for square in self.touched(rect) {
            let things = &mut self.squares[square];
            if let Some(place) = things.iter().position(|&there| there == number) {
                things.swap_remove(place);
            }
        }
    }

    /// Everything that touches a rectangle, and some that only comes near it: numbers in their order, each once.
    pub(super) fn near(&self, rect: &Rect) -> Vec<usize> {
        let mut near: Vec<usize> = self
            .touched(rect)
            .flat_map(|square| self.squares[square].iter().copied())
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    fn touched(&self, rect: &Rect) -> impl Iterator<Item = usize> + use<> {
        let [columns, rows] = Axis::BOTH.map(|axis| {
            let Extent { start, end } = rect.along(axis);
            self.line(axis, start)..=self.line(axis, end)
        });
        let width = self.starts[0].len();
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    /// The column or row of squares in which a coordinate lies.
    fn line(&self, axis: Axis, place: f64) -> usize {
        let behind = self.starts[axis as usize].partition_point(|&start| start <= place);
        behind.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagram::geometry::Size;

    fn rect() -> impl Strategy<Value = Rect> {
        // Some lie beyond the bounds.
        (-300..1300_i32, -300..1300_i32, 0..400_i32, 0..400_i32).prop_map(|(left, top, width, height)| {
            let size = Size::new(f64::from(width), f64::from(height));
            Rect::new(f64::from(left), f64::from(top), size)
        })
    }

    proptest! {
        #[test]
        fn nothing_near_is_missed(
            rects in prop::collection::vec(rect(), 0..40),
            removed in 0..40_usize,
            asked in rect(),
        ) {
            let bounds = Rect::new(0.0, 0.0, Size::new(1000.0, 1000.0));
            let mut raster = Raster::new(bounds, rects.len());
            for (number, rect) in rects.iter().enumerate() {
                raster.add(rect, number);
            }
            if let Some(rect) = rects.get(removed) {
                raster.remove(rect, removed);
            }
            let near = raster.near(&asked);
            prop_assert!(near.is_sorted_by(|one, other| one < other));
            prop_assert!(!near.contains(&removed));
            for (number, rect) in rects.iter().enumerate() {
                let touches = rect.intersection(&asked).is_some();
                prop_assert!(!touches || number == removed || near.contains(&number));
            }
        }
    }
}
