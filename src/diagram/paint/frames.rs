//! Frames of groups.

use super::{badges, text};
use crate::diagram::compact::Geometry;
use crate::diagram::content::{BADGE, Content, FrameContent, worst};
use crate::diagram::geometry::{Point, Rect};
use crate::diagram::scene::{Group, Shape};
use crate::diagram::theme::Class;
use crate::model::GroupKind;

const RADIUS: f64 = 9.0;

/// The frames, outer ones before those that they hold.
pub(super) fn shapes(content: &Content, geometry: &Geometry) -> Vec<Shape> {
    let mut frames: Vec<(&FrameContent, Rect)> = content
        .frames
        .iter()
        .zip(geometry.rects.containers().iter().skip(1).copied())
        .collect();
    let area = |rect: &Rect| rect.x.length() * rect.y.length();
    frames.sort_by(|one, other| area(&other.1).total_cmp(&area(&one.1)));
    frames
        .into_iter()
        .map(|(content, rect)| shape(content, rect))
        .collect()
}

/// How the frame of a group looks: hosts, networks and other places are told apart.
pub(super) fn class(content: &FrameContent) -> Class {
    match content.kind {
        GroupKind::Host => Class::HostFrame,
        GroupKind::Network
        | GroupKind::Vpc
        | GroupKind::Subnet
        | GroupKind::ClusterNetwork
        | GroupKind::Account => Class::NetworkFrame,
        _ => Class::Frame,
    }
}

fn shape(content: &FrameContent, rect: Rect) -> Shape {
    let mut classes = vec![class(content)];
    classes.extend(worst(&content.badges).map(Class::Alarm));
    let mut shapes = Vec::new();
    if content.untrusted {
        shapes.push(Shape::Rect {
            rect,
            radius: RADIUS,
            classes: vec![Class::Hatched],
        });
    }
    shapes.push(Shape::Rect {
        rect,
        radius: RADIUS,
        classes,
    });
    let (left, base) = (rect.x.start, rect.y.start + 19.0);
    let [title, words, marks] = content.starts;
    shapes.push(text(
        Point::new(left + title, base),
        content.title.as_str(),
        Class::FrameTitle,
    ));
    shapes.push(text(
        Point::new(left + words, base),
        content.words.as_str(),
        Class::FrameKind,
    ));
    let corner = Point::new(left + marks, rect.y.start + 15.0 - BADGE / 2.0);
    shapes.extend(badges::row(&content.badges, corner));
    Shape::Group(Group {
        id: Some(content.id.clone()),
        hover: Some(content.hover.clone()),
        shapes,
        ..Group::default()
    })
}
