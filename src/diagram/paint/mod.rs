//! From final coordinates to shapes.

mod badges;
mod boxes;
mod frames;
mod legend;
mod lines;
mod list;

use super::compact::Geometry;
use super::content::{self, Content};
use super::geometry::{Point, Rect, Size};
use super::plan::{Item, ROOT};
use super::scene::{Anchor, Scene, Shape};
use super::text::{Metrics, Weight, clean};
use super::theme::{Class, Theme};
use crate::finding::Finding;
use crate::model::Topology;

/// Room around everything.
const MARGIN: f64 = 24.0;
const HEADING_SIZE: f64 = 20.0;
const SUBHEADING_SIZE: f64 = 13.0;
/// A picture is at least this wide, for the text above and below.
const LEAST_WIDTH: f64 = 560.0;
/// A description of more lines is left to the report.
const MOST_DESCRIPTION_LINES: usize = 2;

/// Draws everything: a heading, the topology, a legend and the list of findings.
pub(super) fn scene(
    topology: &Topology,
    findings: &[Finding],
    content: &Content,
    geometry: &Geometry,
    metrics: &Metrics,
    prefix: String,
) -> Scene {
    let root = geometry.rects[Item::Container(ROOT)];
    let width = (root.x.length() + 2.0 * MARGIN - 2.0 * INNER).max(LEAST_WIDTH);
    let inside = width - 2.0 * MARGIN;
    let mut shapes = Vec::new();
    let mut y = heading(topology, content, metrics, inside, &mut shapes);

    let shift = Point::new(
        ((width - root.x.length()) / 2.0).round() - root.x.start,
        y - INNER - root.y.start,
    );
    let moved = moved(geometry, shift);
    if !content.boxes.is_empty() || !content.frames.is_empty() {
        shapes.extend(frames::shapes(content, &moved));
        shapes.extend(lines::shapes(content, &moved));
        shapes.extend(boxes::shapes(content, &moved));
        y += root.y.length() - 2.0 * INNER + 26.0;
    }
    y = legend::draw(content, metrics, Point::new(MARGIN, y), inside, &mut shapes);
    y = list::draw(
        findings,
        content,
        metrics,
        Point::new(MARGIN, y),
        inside,
        &mut shapes,
    );
    Scene {
        size: Size::new(width, y + MARGIN - 8.0),
        title: name(topology),
        description: described(topology, findings),
        theme: Theme::default(),
        prefix,
        tints: None,
        shapes,
    }
}

/// The room that the outermost container keeps around everything, which the margin of the picture replaces.
const INNER: f64 = 20.0;

fn name(topology: &Topology) -> String {
    let name = clean(&topology.name);
    if name.is_empty() {
        "Topology".to_owned()
    } else {
        name
    }
}

/// Draws the name and a short description, and tells where they end.
fn heading(
    topology: &Topology,
    content: &Content,
    metrics: &Metrics,
    width: f64,
    shapes: &mut Vec<Shape>,
) -> f64 {
    let badges = content::badges_width(&content.general) + 10.0;
    let title = metrics.fit(&name(topology), HEADING_SIZE, Weight::Bold, width - badges);
    let mut y = MARGIN + 18.0;
    let end = MARGIN + metrics.width(&title, HEADING_SIZE, Weight::Bold) + 12.0;
    shapes.push(text(Point::new(MARGIN, y), title, Class::Heading));
    shapes.extend(badges::row(&content.general, Point::new(end, y - 16.0)));
    if let Some(description) = &topology.description {
        let lines = metrics.wrap(&clean(description), SUBHEADING_SIZE, Weight::Regular, width);
        if lines.len() <= MOST_DESCRIPTION_LINES {
            for line in lines {
                y += 20.0;
                shapes.push(text(Point::new(MARGIN, y), line, Class::Subheading));
            }
        }
    }
    for note in &content.notes {
        for line in metrics.wrap(note, SUBHEADING_SIZE, Weight::Regular, width) {
            y += 20.0;
            shapes.push(text(Point::new(MARGIN, y), line, Class::Subheading));
        }
    }
    y + 24.0
}

fn described(topology: &Topology, findings: &[Finding]) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let sizes = format!(
        "{}, {}, {}, {}.",
        count(topology.components.len(), "component", "components"),
        count(topology.connections.len(), "connection", "connections"),
        count(topology.clusters.len(), "cluster", "clusters"),
        count(findings.len(), "finding", "findings"),
    );
    match topology.description.as_deref().map(clean) {
        Some(description) if !description.is_empty() => format!("{description} {sizes}"),
        _ => sizes,
    }
}

fn moved(geometry: &Geometry, shift: Point) -> Geometry {
    let mut moved = geometry.clone();
    let rects = moved.rects.iter_mut().map(|(_, rect)| rect);
    for rect in rects.chain(moved.labels.iter_mut().map(|label| &mut label.rect)) {
        *rect = Rect::new(rect.x.start + shift.x, rect.y.start + shift.y, rect.size());
    }
    for wire in &mut moved.wiring.wires {
        wire.at += shift.along(wire.axis.other());
    }
    moved
}

fn text(at: Point, content: impl Into<String>, class: Class) -> Shape {
    anchored(at, Anchor::Start, content, class)
}

fn anchored(at: Point, anchor: Anchor, content: impl Into<String>, class: Class) -> Shape {
    Shape::Text {
        at,
        anchor,
        content: content.into(),
        classes: vec![class],
    }
}
