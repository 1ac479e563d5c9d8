//! Points, rectangles and directions of the picture; `x` grows to the right, `y` downwards, in pixels.

/// Whether two coordinates are one: all are multiples of half a pixel, but for errors of rounding.
pub fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

/// A place in the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance from the left border.
    pub x: f64,
    /// Distance from the upper border.
    pub y: f64,
}

impl Point {
    /// The point at these coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The coordinate along `axis`.
    pub const fn along(self, axis: Axis) -> f64 {
        match axis {
            Axis::X => self.x,
            Axis::Y => self.y,
        }
    }

    /// The point whose coordinate along `axis` is `along` and whose other one is `across`.
    pub const fn from_axis(axis: Axis, along: f64, across: f64) -> Self {
        match axis {
            Axis::X => Self::new(along, across),
            Axis::Y => Self::new(across, along),
        }
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Size {
    /// This width and height.
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }

    /// The length along `axis`.
    pub const fn along(self, axis: Axis) -> f64 {
        match axis {
            Axis::X => self.width,
            Axis::Y => self.height,
        }
    }
}

/// One of the two directions of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// From left to right.
    X,
    /// From top to bottom.
    Y,
}

impl Axis {
    /// The two of them.
    pub const BOTH: [Self; 2] = [Self::X, Self::Y];

    /// The other axis.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::X => Self::Y,
            Self::Y => Self::X,
        }
    }
}

/// From one coordinate to another that is not smaller.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    /// The smaller coordinate.
    pub start: f64,
    /// The larger coordinate.
    pub end: f64,
}

impl Extent {
    /// The extent between two coordinates, in any order.
    pub const fn between(one: f64, other: f64) -> Self {
        if one <= other {
            Self {
                start: one,
                end: other,
            }
        } else {
            Self {
                start: other,
                end: one,
            }
        }
    }

    /// How long it is.
    pub const fn length(self) -> f64 {
        self.end - self.start
    }

    /// The coordinate half-way.
    pub const fn middle(self) -> f64 {
        f64::midpoint(self.start, self.end)
    }

    /// How far both reach over each other; negative for a gap between them.
    pub const fn overlap(self, other: Self) -> f64 {
        self.end.min(other.end) - self.start.max(other.start)
    }

    /// The extent that reaches `by` further at both ends.
    #[must_use]
    pub const fn grown(self, by: f64) -> Self {
        Self {
            start: self.start - by,
            end: self.end + by,
        }
    }

    /// The smallest extent that holds both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A rectangle whose sides are parallel to the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// From its left to its right side.
    pub x: Extent,
    /// From its upper to its lower side.
    pub y: Extent,
}

impl Rect {
    /// The rectangle of this size with its upper left corner at `(left, top)`.
    pub const fn new(left: f64, top: f64, size: Size) -> Self {
        Self {
            x: Extent {
                start: left,
                end: left + size.width,
            },
            y: Extent {
                start: top,
                end: top + size.height,
            },
        }
    }

    /// The rectangle whose extent along `axis` is `along` and whose other one is `across`.
    pub const fn from_axis(axis: Axis, along: Extent, across: Extent) -> Self {
        match axis {
            Axis::X => Self { x: along, y: across },
            Axis::Y => Self { x: across, y: along },
        }
    }

    /// The extent along `axis`.
    pub const fn along(&self, axis: Axis) -> Extent {
        match axis {
            Axis::X => self.x,
            Axis::Y => self.y,
        }
    }

    /// The extent along `axis`, to change it.
    pub const fn along_mut(&mut self, axis: Axis) -> &mut Extent {
        match axis {
            Axis::X => &mut self.x,
            Axis::Y => &mut self.y,
        }
    }

    /// The coordinate of one side.
    pub const fn side(&self, side: Side) -> f64 {
        match side {
            Side::Left => self.x.start,
            Side::Right => self.x.end,
            Side::Top => self.y.start,
            Side::Bottom => self.y.end,
        }
    }

    /// Width and height.
    pub const fn size(&self) -> Size {
        Size::new(self.x.length(), self.y.length())
    }

    /// The point in the middle.
    pub const fn center(&self) -> Point {
        Point::new(self.x.middle(), self.y.middle())
    }

    /// The rectangle that reaches `by` further on all sides.
    #[must_use]
    pub const fn grown(&self, by: f64) -> Self {
        Self {
            x: self.x.grown(by),
            y: self.y.grown(by),
        }
    }

    /// The smallest rectangle that holds both.
    #[must_use]
    pub const fn union(&self, other: &Self) -> Self {
        Self {
            x: self.x.union(other.x),
            y: self.y.union(other.y),
        }
    }

    /// What both have in common; `None` if they do not even touch.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let common = |one: Extent, other: Extent| Extent {
            start: one.start.max(other.start),
            end: one.end.min(other.end),
        };
        let (x, y) = (common(self.x, other.x), common(self.y, other.y));
        (x.start <= x.end && y.start <= y.end).then_some(Self { x, y })
    }

    /// How far both are apart, along both axes together.
    pub const fn distance(&self, other: &Self) -> f64 {
        (-self.x.overlap(other.x)).max(0.0) + (-self.y.overlap(other.y)).max(0.0)
    }

    /// Whether the insides of both have a point in common.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.x.overlap(other.x) > 0.0 && self.y.overlap(other.y) > 0.0
    }

    /// Whether `inner` lies in this rectangle, borders included.
    pub const fn holds(&self, inner: &Self) -> bool {
        self.x.start <= inner.x.start
            && inner.x.end <= self.x.end
            && self.y.start <= inner.y.start
            && inner.y.end <= self.y.end
    }
}

/// One side of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The one with the smallest `x`.
    Left,
    /// The one with the largest `x`.
    Right,
    /// The one with the smallest `y`.
    Top,
    /// The one with the largest `y`.
    Bottom,
}

impl Side {
    /// The axis that a line along which one leaves through this side is parallel to.
    pub const fn axis(self) -> Axis {
        match self {
            Self::Left | Self::Right => Axis::X,
            Self::Top | Self::Bottom => Axis::Y,
        }
    }

    /// Whether coordinates grow on the way out through this side.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Right | Self::Bottom)
    }
}
