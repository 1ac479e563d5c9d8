//! What is drawn: a tree of shapes, each with a class that the theme gives colours to. No markup.

use super::geometry::{Point, Rect, Size};
use super::icons::Icon;
use super::overlay::Tints;
use super::theme::{Class, Theme};

/// A whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Its size in pixels.
    pub size: Size,
    /// Its name, for those who cannot see it, and as hover text.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// Which colours it has.
    pub theme: Theme,
    /// What every identifier begins with, so that several pictures can stand in one page.
    pub prefix: String,
    /// Which marks an overlay sets, if there is one.
    pub tints: Option<Tints>,
    /// What is drawn, from back to front.
    pub shapes: Vec<Shape>,
}

/// Something that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Several shapes that belong together.
    Group(Group),
    /// A rectangle, with the radius of its corners.
    Rect {
        /// Where it is.
        rect: Rect,
        /// The radius of its corners.
        radius: f64,
        /// How it looks.
        classes: Vec<Class>,
    },
    /// Lines and curves.
    Path {
        /// The way of the pen.
        steps: Vec<Step>,
        /// How it looks.
        classes: Vec<Class>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        center: Point,
        /// Its radius.
        radius: f64,
        /// How it looks.
        classes: Vec<Class>,
    },
    /// One line of text.
    Text {
        /// The start, middle or end of its baseline.
        at: Point,
        /// Which of them it is.
        anchor: Anchor,
        /// The text, of any characters.
        content: String,
        /// How it looks.
        classes: Vec<Class>,
    },
    /// One line of text in which some parts look different.
    Prose {
        /// The start of its baseline.
        at: Point,
        /// The parts, one behind the other, each with how it looks apart from the rest.
        parts: Vec<(String, Option<Class>)>,
        /// How it looks.
        classes: Vec<Class>,
    },
    /// An icon in a square.
    Icon {
        /// Which.
        icon: Icon,
        /// The upper left corner of the square.
        at: Point,
        /// Length of a side of the square.
        side: f64,
        /// How it looks.
        classes: Vec<Class>,
    },
}

/// Several shapes that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Identifier within the picture, without its prefix; `[a-z0-9-]` only.
    pub id: Option<String>,
    /// How it looks.
    pub classes: Vec<Class>,
    /// Text that shows while a pointer rests on it.
    pub hover: Option<String>,
    /// Identifier of another group that it leads to.
    pub link: Option<String>,
    /// What it is made of, from back to front.
    pub shapes: Vec<Shape>,
}

/// A step of the pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// To a place, without drawing.
    Move(Point),
    /// In a straight line.
    Line(Point),
    /// In a curve that is pulled to the first point and ends at the second.
    Curve(Point, Point),
    /// Back to where the last move led.
    Close,
}

/// What the place of a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text has its middle there.
    Middle,
    /// The text ends there.
    End,
}
