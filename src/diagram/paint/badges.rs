//! The marks of findings: a number in a shape that tells the severity.

use super::anchored;
use crate::diagram::content::{BADGE, BADGE_GAP, Badge, MOST_LISTED};
use crate::diagram::geometry::{Point, Rect, Size};
use crate::diagram::scene::{Anchor, Group, Shape, Step};
use crate::diagram::theme::Class;
use crate::finding::Severity;

/// Badges one beside the other from an upper left corner, each a link to its line in the list, if it has one.
pub(super) fn row(badges: &[Badge], corner: Point) -> Vec<Shape> {
    badges
        .iter()
        .zip(0_u32..)
        .map(|(badge, place)| {
            let left = corner.x + f64::from(place) * (BADGE + BADGE_GAP);
            linked(badge, Point::new(left, corner.y))
        })
        .collect()
}

fn linked(badge: &Badge, corner: Point) -> Shape {
    let is_listed = badge.number <= MOST_LISTED;
    let number = is_listed.then(|| badge.number.to_string());
    Shape::Group(Group {
        id: Some(format!("badge-{}", badge.number)),
        hover: Some(format!("{}: {}", badge.severity, badge.message)),
        link: is_listed.then(|| format!("finding-{}", badge.number)),
        shapes: plain(badge.severity, &number.unwrap_or_default(), corner),
        ..Group::default()
    })
}

/// The shape of a severity with some characters in it.
pub(super) fn plain(severity: Severity, count: &str, corner: Point) -> Vec<Shape> {
    let side = BADGE - 1.0;
    let rect = Rect::new(corner.x + 0.5, corner.y + 0.5, Size::new(side, side));
    let center = rect.center();
    let classes = vec![Class::Badge(severity)];
    let shape = match severity {
        Severity::Critical => Shape::Path {
            steps: octagon(rect),
            classes,
        },
        Severity::High | Severity::Info => Shape::Rect {
            rect,
            radius: 3.0,
            classes,
        },
        Severity::Medium | Severity::Low => Shape::Circle {
            center,
            radius: side / 2.0,
            classes,
        },
    };
    let mut shapes = vec![shape];
    if !count.is_empty() {
        shapes.push(anchored(
            Point::new(center.x, center.y + 4.0),
            Anchor::Middle,
            count,
            Class::BadgeNumber(severity),
        ));
    }
    shapes
}

fn octagon(rect: Rect) -> Vec<Step> {
    let cut = rect.x.length() * 0.29;
    let (x, y) = (rect.x, rect.y);
    let corners = [
        (x.start + cut, y.start),
        (x.end - cut, y.start),
        (x.end, y.start + cut),
        (x.end, y.end - cut),
        (x.end - cut, y.end),
        (x.start + cut, y.end),
        (x.start, y.end - cut),
        (x.start, y.start + cut),
    ];
    let mut steps: Vec<Step> = corners
        .iter()
        .map(|&(x, y)| Step::Line(Point::new(x, y)))
        .collect();
    steps[0] = Step::Move(Point::new(corners[0].0, corners[0].1));
    steps.push(Step::Close);
    steps
}
