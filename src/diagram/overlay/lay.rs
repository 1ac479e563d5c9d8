//! Onto a picture that is drawn: colours, signs, and what is said of them below.

use std::collections::BTreeSet;

use super::{Line, Mark, Overlay, Tint};
use crate::diagram::content::{BADGE, BADGE_GAP};
use crate::diagram::geometry::Point;
use crate::diagram::icons::Icon;
use crate::diagram::prose;
use crate::diagram::scene::{Anchor, Group, Scene, Shape};
use crate::diagram::text::{Metrics, Weight, clean};
use crate::diagram::theme::Class;

const MARGIN: f64 = 24.0;
const HEADING_SIZE: f64 = 20.0;
const LEGEND_SIZE: f64 = 11.0;
const KIND_SIZE: f64 = 11.0;
const LINE_SIZE: f64 = 12.0;
const ROW: f64 = 24.0;
const LINE: f64 = 17.0;
const GAP: f64 = 22.0;
/// Room between a sign and its words.
const LEAD: f64 = 8.0;
const WIDEST_NAME: f64 = 200.0;
const MOST_LINES: usize = 4;

/// Lays an overlay over a picture that shows no findings.
pub(in crate::diagram) fn lay(overlay: &Overlay, scene: &mut Scene, metrics: &Metrics) {
    scene.tints = Some(overlay.tints);
    let width = scene.size.width - 2.0 * MARGIN;
    if !overlay.heading.is_empty() {
        let said = clean(&overlay.heading);
        scene.title = format!("{} {said}", scene.title);
        let heading = metrics.fit(&scene.title, HEADING_SIZE, Weight::Bold, width);
        let headings = scene.shapes.iter_mut().filter_map(|shape| match shape {
            Shape::Text { content, classes, .. } if classes.contains(&Class::Heading) => Some(content),
            _ => None,
        });
        for content in headings {
            content.clone_from(&heading);
        }
    }
    scene.description = format!("{} {}", scene.description, overlay.caption);
    for shape in &mut scene.shapes {
        if let Shape::Group(group) = shape
            && let Some(mark) = group.id.as_ref().and_then(|id| overlay.marks.get(id))
        {
            if group.shapes.iter().any(is_line) {
                trace(group, mark);
            } else {
                tint(group, mark, metrics);
            }
        }
    }
    let shapes = &mut scene.shapes;
    let y = legend(overlay, metrics, scene.size.height - MARGIN + 8.0, width, shapes);
    scene.size.height = lines(&overlay.lines, metrics, y, width, shapes) + MARGIN - 8.0;
}

/// Colours a box or frame, and hangs the sign on it: on the corner of a box, behind the title of a frame.
fn tint(group: &mut Group, mark: &Mark, metrics: &Metrics) {
    let half = BADGE / 2.0;
    let mut corner: Option<Point> = None;
    for shape in &mut group.shapes {
        match shape {
            Shape::Rect { rect, classes, .. } => match classes.first() {
                Some(Class::Box(_) | Class::Folded) => {
                    corner.get_or_insert(Point::new(rect.x.end - half - 3.0, rect.y.start - half));
                    classes.push(Class::Tint(mark.tint));
                }
                Some(Class::Frame | Class::HostFrame | Class::NetworkFrame) => {
                    classes.push(Class::Tint(mark.tint));
                }
                _ => {}
            },
            Shape::Text {
                at, content, classes, ..
            } => {
                let is_name = classes.contains(&Class::Title) || classes.contains(&Class::FrameTitle);
                if is_name && mark.tint.is_gone() {
                    classes.push(Class::Struck);
                }
                if classes.contains(&Class::FrameKind) {
                    let end = at.x + metrics.width(content, KIND_SIZE, Weight::Regular);
                    corner.get_or_insert(Point::new(end + LEAD, at.y - 4.0 - half));
                }
            }
            _ => {}
        }
    }
    if let Some(corner) = corner {
        group.shapes.extend(sign(mark.tint, corner));
    }
    tell(group, mark);
}

fn tell(group: &mut Group, mark: &Mark) {
    let hover = group.hover.get_or_insert_default();
    for line in &mark.words {
        hover.push('\n');
        hover.push_str(&clean(line));
    }
}

fn is_line(shape: &Shape) -> bool {
    matches!(shape, Shape::Path { classes, .. } if matches!(classes.first(), Some(Class::Line(_))))
}

/// Colours a line, and puts the sign before its label; the plan has left room for it.
fn trace(group: &mut Group, mark: &Mark) {
    let room = BADGE + BADGE_GAP;
    let mut left: Option<Point> = None;
    for shape in &mut group.shapes {
        match shape {
            Shape::Path { classes, .. } => {
                let is_arrow = matches!(classes.first(), Some(Class::Arrow(_)));
                if is_arrow && !classes.contains(&Class::Hollow) {
                    classes.push(Class::Sign(mark.tint));
                }
                classes.push(Class::TintLine(mark.tint));
            }
            Shape::Circle { classes, .. } => *classes = vec![Class::Sign(mark.tint)],
            Shape::Icon { at, .. } => {
                left.get_or_insert(Point::new(at.x - room / 2.0, at.y + 6.5));
                at.x += room / 2.0;
            }
            Shape::Text {
                at, content, classes, ..
            } => {
                let shift = if content.is_empty() {
                    -BADGE / 2.0
                } else {
                    -room / 2.0
                };
                left.get_or_insert(Point::new(at.x + shift, at.y - 4.0));
                at.x += room / 2.0;
                if mark.tint.is_gone() {
                    classes.push(Class::Struck);
                }
            }
            _ => {}
        }
    }
    group
        .shapes
        .retain(|shape| !matches!(shape, Shape::Text { content, .. } if content.is_empty()));
    if let Some(middle) = left {
        let corner = Point::new(middle.x, middle.y - BADGE / 2.0);
        group.shapes.extend(sign(mark.tint, corner));
    }
    tell(group, mark);
}

/// The sign of a tint, from its upper left corner.
fn sign(tint: Tint, corner: Point) -> [Shape; 2] {
    let radius = BADGE / 2.0;
    let side = BADGE - 7.0;
    [
        Shape::Circle {
            center: Point::new(corner.x + radius, corner.y + radius),
            radius,
            classes: vec![Class::Sign(tint)],
        },
        Shape::Icon {
            icon: Icon::Sign(tint),
            at: Point::new(corner.x + 3.5, corner.y + 3.5),
            side,
            classes: vec![Class::SignIcon(tint)],
        },
    ]
}

/// Draws what the marks mean that are there, and tells where that ends.
fn legend(overlay: &Overlay, metrics: &Metrics, top: f64, width: f64, shapes: &mut Vec<Shape>) -> f64 {
    let present: BTreeSet<Tint> = overlay.marks.values().map(|mark| mark.tint).collect();
    let (mut x, mut y) = (MARGIN, top);
    for &tint in &present {
        let words = tint.words();
        let room = BADGE + LEAD + metrics.width(words, LEGEND_SIZE, Weight::Regular);
        if x > MARGIN && x + room > MARGIN + width {
            x = MARGIN;
            y += ROW;
        }
        shapes.extend(sign(tint, Point::new(x, y + (ROW - BADGE) / 2.0)));
        shapes.push(text(
            Point::new(x + BADGE + LEAD, y + ROW / 2.0 + 4.0),
            words,
            Class::Label,
        ));
        x += room + GAP;
    }
    if !present.is_empty() {
        y += ROW;
    }
    for line in metrics.wrap(&overlay.caption, LEGEND_SIZE, Weight::Regular, width) {
        shapes.push(text(Point::new(MARGIN, y + LINE - 3.0), line, Class::Label));
        y += LINE;
    }
    y + 8.0
}

/// Draws what happens to journeys, and tells where that ends.
fn lines(lines: &[Line], metrics: &Metrics, top: f64, width: f64, shapes: &mut Vec<Shape>) -> f64 {
    let names: Vec<_> = lines
        .iter()
        .map(|line| metrics.fit(&clean(&line.name), LINE_SIZE, Weight::Bold, WIDEST_NAME))
        .collect();
    let widest = names
        .iter()
        .map(|name| metrics.width(name, LINE_SIZE, Weight::Bold))
        .fold(0.0, f64::max);
    let name_left = MARGIN + BADGE + LEAD;
    let left = name_left + widest + 14.0;
    let mut y = top;
    for (line, name) in lines.iter().zip(names) {
        let base = y + 14.0;
        shapes.extend(sign(line.tint, Point::new(MARGIN, y + 0.5)));
        shapes.push(text(Point::new(name_left, base), name, Class::EntryRule));
        let wrapped = prose::lines(metrics, &line.words, LINE_SIZE, MARGIN + width - left, MOST_LINES);
        let count = wrapped.len().max(1);
        for (runs, number) in wrapped.into_iter().zip(0_u32..) {
            let name = |weight: Weight| (weight == Weight::Bold).then_some(Class::EntryName);
            shapes.push(Shape::Prose {
                at: Point::new(left, base + f64::from(number) * LINE),
                parts: runs.into_iter().map(|run| (run.text, name(run.weight))).collect(),
                classes: vec![Class::Entry],
            });
        }
        y += count as f64 * LINE + 7.0;
    }
    y
}

fn text(at: Point, content: impl Into<String>, class: Class) -> Shape {
    Shape::Text {
        at,
        anchor: Anchor::Start,
        content: content.into(),
        classes: vec![class],
    }
}
