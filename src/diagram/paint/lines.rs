//! Lines of connections: rounded where they turn, interrupted for their labels.

use std::collections::BTreeMap;

use super::badges;
use crate::diagram::compact::{Geometry, Label};
use crate::diagram::content::{BADGE, Content, LOCK, LineContent, badges_width};
use crate::diagram::geometry::{Axis, Point, Rect, Side, same};
use crate::diagram::icons::Icon;
use crate::diagram::route::wiring::{Joint, Port};
use crate::diagram::scene::{Anchor, Group, Shape, Step};
use crate::diagram::theme::{Class, Stroke};

const RADIUS: f64 = 7.0;
/// Length and half the width of an arrowhead.
const HEAD: (f64, f64) = (9.0, 4.2);

/// The lines of all nets.
pub(super) fn shapes(content: &Content, geometry: &Geometry) -> Vec<Shape> {
    let mut wires_of: Vec<Vec<usize>> = vec![Vec::new(); content.lines.len()];
    for (number, wire) in geometry.wiring.wires.iter().enumerate() {
        wires_of[wire.net].push(number);
    }
    let mut labels: Vec<Option<&Label>> = vec![None; content.lines.len()];
    for label in &geometry.labels {
        labels[label.net] = Some(label);
    }
    content
        .lines
        .iter()
        .zip(wires_of)
        .zip(labels)
        .map(|((line, wires), label)| net(line, geometry, &wires, label))
        .collect()
}

fn net(content: &LineContent, geometry: &Geometry, wires: &[usize], label: Option<&Label>) -> Shape {
    let severity = content.alarm;
    let mut line = vec![Class::Line(content.stroke)];
    let mut head_classes = vec![Class::Arrow(content.stroke)];
    if let Some(severity) = severity {
        line.push(Class::AlarmLine(severity));
        head_classes.push(Class::AlarmArrow(severity));
    }
    if !content.hard {
        line.push(Class::Light);
        head_classes.push(Class::Hollow);
    }
    let dot = severity.map_or(Class::Dot(content.stroke), Class::AlarmArrow);
    let tree = Tree::new(geometry, wires);
    let mut shapes = Vec::new();
    let mut tips = Vec::new();
    for chain in tree.chains() {
        let mut points = chain.points;
        for (place, port) in [(0, chain.ports[0]), (points.len() - 1, chain.ports[1])] {
            if let Some(port) = port.filter(|port| content.is_target(port.item)) {
                let tip = points[place];
                if content.stroke != Stroke::Guard {
                    points[place] = drawn_back(tip, port);
                }
                tips.push((tip, port));
            }
        }
        for part in interrupted(&points, label.map(|label| label.rect)) {
            shapes.push(Shape::Path {
                steps: rounded(&part),
                classes: line.clone(),
            });
        }
    }
    for center in tree.junctions() {
        shapes.push(Shape::Circle {
            center,
            radius: 2.6,
            classes: vec![dot],
        });
    }
    for (tip, port) in tips {
        shapes.push(Shape::Path {
            steps: head(content.stroke, tip, port.side),
            classes: head_classes.clone(),
        });
    }
    if let Some(label) = label {
        shapes.extend(written(content, label.rect));
    }
    Shape::Group(Group {
        id: Some(content.id.clone()),
        hover: Some(content.hover.clone()),
        shapes,
        ..Group::default()
    })
}

fn written(content: &LineContent, rect: Rect) -> Vec<Shape> {
    let mut shapes = Vec::new();
    let lock = if content.encrypted { LOCK } else { 0.0 };
    let width = lock + content.label_width + badges_width(&content.badges);
    let mut left = rect.x.middle() - width / 2.0;
    let middle = rect.y.middle();
    if content.encrypted {
        shapes.push(Shape::Icon {
            icon: Icon::Lock,
            at: Point::new(left, middle - 6.5),
            side: 12.0,
            classes: vec![Class::Lock],
        });
        left += LOCK;
    }
    shapes.push(Shape::Text {
        at: Point::new(left, middle + 4.0),
        anchor: Anchor::Start,
        content: content.label.clone(),
        classes: vec![Class::Label],
    });
    left += content.label_width + 3.0;
    shapes.extend(badges::row(
        &content.badges,
        Point::new(left, middle - BADGE / 2.0),
    ));
    shapes
}

/// The place at the border of a box, moved out by the length of an arrowhead.
fn drawn_back(tip: Point, port: Port) -> Point {
    let by = if port.side.is_end() {
        HEAD.0 - 1.0
    } else {
        1.0 - HEAD.0
    };
    match port.side.axis() {
        Axis::X => Point::new(tip.x + by, tip.y),
        Axis::Y => Point::new(tip.x, tip.y + by),
    }
}

/// The head of a line that touches a side of a box at `tip`: an arrowhead, or, for what guards, a bar.
pub(super) fn head(stroke: Stroke, tip: Point, side: Side) -> Vec<Step> {
    if stroke == Stroke::Guard {
        bar(tip, side)
    } else {
        arrowhead(tip, side)
    }
}

fn bar(tip: Point, side: Side) -> Vec<Step> {
    let axis = side.axis();
    let back = if side.is_end() { 1.0 } else { -1.0 };
    let corner = |out: f64, along: f64| {
        Point::from_axis(
            axis,
            tip.along(axis) + back * out,
            tip.along(axis.other()) + along,
        )
    };
    vec![
        Step::Move(corner(1.0, -8.0)),
        Step::Line(corner(4.0, -8.0)),
        Step::Line(corner(4.0, 8.0)),
        Step::Line(corner(1.0, 8.0)),
        Step::Close,
    ]
}

fn arrowhead(tip: Point, side: Side) -> Vec<Step> {
    let axis = side.axis();
    let back = if side.is_end() { HEAD.0 } else { -HEAD.0 };
    let corner = |side: f64| {
        Point::from_axis(
            axis,
            tip.along(axis) + back,
            tip.along(axis.other()) + side * HEAD.1,
        )
    };
    vec![
        Step::Move(tip),
        Step::Line(corner(-1.0)),
        Step::Line(corner(1.0)),
        Step::Close,
    ]
}

/// A line through points, in curves around those between.
fn rounded(points: &[Point]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(points.len() * 2);
    for (place, &point) in points.iter().enumerate() {
        if place == 0 {
            steps.push(Step::Move(point));
        } else if place + 1 == points.len() {
            steps.push(Step::Line(point));
        } else {
            let (before, after) = (points[place - 1], points[place + 1]);
            let room = |other: Point| f64::midpoint((other.x - point.x).abs(), (other.y - point.y).abs());
            let radius = RADIUS.min(room(before)).min(room(after));
            steps.push(Step::Line(towards(point, before, radius)));
            steps.push(Step::Curve(point, towards(point, after, radius)));
        }
    }
    steps
}

fn towards(from: Point, to: Point, by: f64) -> Point {
    let step = |from: f64, to: f64| from + (to - from).clamp(-by, by);
    Point::new(step(from.x, to.x), step(from.y, to.y))
}

/// The parts of a line of which none runs through a rectangle.
fn interrupted(points: &[Point], gap: Option<Rect>) -> Vec<Vec<Point>> {
    let mut parts = vec![points.first().copied().into_iter().collect::<Vec<_>>()];
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let axis = if same(from.y, to.y) { Axis::X } else { Axis::Y };
        if let Some(gap) = gap
            && gap.along(axis.other()).start < from.along(axis.other())
            && from.along(axis.other()) < gap.along(axis.other()).end
        {
            let (start, end) = (from.along(axis), to.along(axis));
            let hole = gap.along(axis).grown(1.0);
            let (near, far) = if start <= end {
                (hole.start, hole.end)
            } else {
                (hole.end, hole.start)
            };
            let between = |place: f64| (start.min(end)..=start.max(end)).contains(&place);
            if between(near) && between(far) {
                let across = from.along(axis.other());
                if let Some(part) = parts.last_mut() {
                    part.push(Point::from_axis(axis, near, across));
                }
                parts.push(vec![Point::from_axis(axis, far, across)]);
            }
        }
        if let Some(part) = parts.last_mut() {
            part.push(to);
        }
    }
    parts.retain(|part| part.len() > 1);
    parts
}

/// The wires of a net as points and the lines between them.
struct Tree {
    points: Vec<Point>,
    ports: Vec<Option<Port>>,
    neighbours: Vec<Vec<usize>>,
}

/// A line without branches.
struct Chain {
    points: Vec<Point>,
    ports: [Option<Port>; 2],
}

impl Tree {
    fn new(geometry: &Geometry, wires: &[usize]) -> Self {
        let mut tree = Self {
            points: Vec::new(),
            ports: Vec::new(),
            neighbours: Vec::new(),
        };
        let mut known: BTreeMap<[u64; 2], usize> = BTreeMap::new();
        for &number in wires {
            let wire = &geometry.wiring.wires[number];
            let mut before = None;
            for joint in geometry.wiring.sorted_joints(number, &geometry.rects) {
                let along = geometry.wiring.place(joint, &geometry.rects);
                let point = Point::from_axis(wire.axis, along, wire.at);
                let place = *known
                    .entry([point.x.to_bits(), point.y.to_bits()])
                    .or_insert_with(|| {
                        tree.points.push(point);
                        tree.ports.push(None);
                        tree.neighbours.push(Vec::new());
                        tree.points.len() - 1
                    });
                if let Joint::Port(port) = joint {
                    tree.ports[place] = Some(port);
                }
                if let Some(before) = before.filter(|&before| before != place) {
                    tree.connect(before, place);
                }
                before = Some(place);
            }
        }
        tree
    }

    fn connect(&mut self, one: usize, other: usize) {
        if !self.neighbours[one].contains(&other) {
            self.neighbours[one].push(other);
            self.neighbours[other].push(one);
        }
    }

    /// Points at which more than two lines meet.
    fn junctions(&self) -> impl Iterator<Item = Point> + '_ {
        let count = |place: usize| self.neighbours[place].len();
        (0..self.points.len())
            .filter(move |&place| count(place) > 2)
            .map(|place| self.points[place])
    }

    /// The lines between ends and junctions.
    fn chains(&self) -> Vec<Chain> {
        let is_stop = |place: usize| self.neighbours[place].len() != 2 || self.ports[place].is_some();
        let mut chains = Vec::new();
        for start in (0..self.points.len()).filter(|&place| is_stop(place)) {
            for &next in &self.neighbours[start] {
                let mut places = vec![start, next];
                let (mut before, mut here) = (start, next);
                while !is_stop(here) {
                    let Some(&onward) = self.neighbours[here].iter().find(|&&place| place != before) else {
                        break;
                    };
                    (before, here) = (here, onward);
                    places.push(here);
                }
                // Each chain is met from both of its ends.
                if (start, next) <= (here, before) {
                    chains.push(Chain {
                        points: straightened(places.iter().map(|&place| self.points[place])),
                        ports: [self.ports[start], self.ports[here]],
                    });
                }
            }
        }
        chains
    }
}

/// Without the points at which a line does not turn.
fn straightened(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if let [.., before, last] = kept[..]
            && (Axis::BOTH.into_iter().any(|axis| {
                let place = |point: Point| point.along(axis);
                same(place(before), place(last)) && same(place(last), place(point))
            }))
        {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}
