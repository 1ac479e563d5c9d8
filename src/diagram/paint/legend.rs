//! What lines, marks and badges mean: just those that are there.

use std::collections::BTreeSet;

use super::{badges, text};
use crate::diagram::content::{BADGE, BoxContent, Content, Look};
use crate::diagram::geometry::{Point, Rect, Side, Size};
use crate::diagram::icons::Icon;
use crate::diagram::scene::{Shape, Step};
use crate::diagram::text::{Metrics, Weight};
use crate::diagram::theme::{Class, Stroke};
use crate::finding::Severity;
use crate::model::Role;

const TEXT_SIZE: f64 = 11.0;
const ROW: f64 = 24.0;
const GAP: f64 = 22.0;

/// One sample with its meaning.
struct Entry {
    sample: Sample,
    words: &'static str,
}

enum Sample {
    Line { stroke: Stroke, hard: bool, lock: bool },
    Role(Role),
    Member,
    Frame(Class),
    Hatch,
    Severity(Severity),
}

impl Sample {
    const fn width(&self) -> f64 {
        match self {
            Self::Line { .. } => 44.0,
            Self::Role(_) | Self::Frame(_) | Self::Hatch => 20.0,
            Self::Member => 12.0,
            Self::Severity(_) => BADGE,
        }
    }
}

/// Draws the legend at most `width` wide, and tells where it ends.
pub(super) fn draw(
    content: &Content,
    metrics: &Metrics,
    corner: Point,
    width: f64,
    shapes: &mut Vec<Shape>,
) -> f64 {
    let mut x = corner.x;
    let mut y = corner.y;
    for row in entries(content) {
        if row.is_empty() {
            continue;
        }
        for entry in row {
            let room = entry.sample.width() + 7.0 + metrics.width(entry.words, TEXT_SIZE, Weight::Regular);
            if x > corner.x && x + room > corner.x + width {
                x = corner.x;
                y += ROW;
            }
            shapes.extend(sample(&entry.sample, Point::new(x, y + ROW / 2.0)));
            let at = Point::new(x + entry.sample.width() + 7.0, y + ROW / 2.0 + 4.0);
            shapes.push(text(at, entry.words, Class::Label));
            x += room + GAP;
        }
        x = corner.x;
        y += ROW;
    }
    y
}

/// The rows of the legend: lines; boxes, frames and marks; badges.
fn entries(content: &Content) -> [Vec<Entry>; 3] {
    let mut lines = Vec::new();
    for stroke in Stroke::ALL {
        if !content.lines.iter().any(|line| line.stroke == stroke) {
            continue;
        }
        lines.push(Entry {
            sample: Sample::Line {
                stroke,
                hard: true,
                lock: stroke == Stroke::Encrypted,
            },
            words: stroke_words(stroke),
        });
    }
    if let Some(light) = content.lines.iter().find(|line| !line.hard) {
        lines.push(Entry {
            sample: Sample::Line {
                stroke: light.stroke,
                hard: false,
                lock: false,
            },
            words: "works without it",
        });
    }

    let roles: BTreeSet<Role> = content
        .boxes
        .iter()
        .filter_map(|shown| match shown.look {
            Look::Component(kind) => Some(kind.role()),
            Look::Group => None,
        })
        .collect();
    let mut marks: Vec<Entry> = roles
        .into_iter()
        .map(|role| Entry {
            sample: Sample::Role(role),
            words: role.word(),
        })
        .collect();
    let frames: BTreeSet<Class> = content.frames.iter().map(super::frames::class).collect();
    for class in frames {
        let words = match class {
            Class::HostFrame => "host",
            Class::NetworkFrame => "network",
            _ => "place",
        };
        marks.push(Entry {
            sample: Sample::Frame(class),
            words,
        });
    }
    if content.boxes.iter().any(|shown| shown.look == Look::Group) {
        marks.push(Entry {
            sample: Sample::Frame(Class::Folded),
            words: "group with all that it holds",
        });
    }
    if content.frames.iter().any(|frame| frame.untrusted) {
        marks.push(Entry {
            sample: Sample::Hatch,
            words: "untrusted",
        });
    }
    let member = |shown: &BoxContent| shown.look != Look::Group && shown.mark.is_some();
    if content.boxes.iter().any(member) {
        marks.push(Entry {
            sample: Sample::Member,
            words: "cluster and part in it",
        });
    }

    let badges = content
        .boxes
        .iter()
        .flat_map(|shown| &shown.badges)
        .chain(content.frames.iter().flat_map(|frame| &frame.badges))
        .chain(content.lines.iter().flat_map(|line| &line.badges))
        .chain(&content.general);
    let present: BTreeSet<Severity> = badges.map(|badge| badge.severity).collect();
    let severities = present
        .into_iter()
        .rev()
        .map(|severity| Entry {
            sample: Sample::Severity(severity),
            words: severity.word(),
        })
        .collect();
    [lines, marks, severities]
}

const fn stroke_words(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Plain => "plain text",
        Stroke::Encrypted => "encrypted",
        Stroke::Unstated => "encryption not stated",
        Stroke::Replication => "replication",
        Stroke::Monitoring => "monitoring",
        Stroke::Logging => "logging",
        Stroke::Backup => "backup",
        Stroke::Admin => "administration",
        Stroke::HealthCheck => "health check",
        Stroke::Guard => "guards",
    }
}

/// A sample whose left end has its middle at a point.
fn sample(sample: &Sample, at: Point) -> Vec<Shape> {
    let rect = Rect::new(at.x, at.y - 7.0, Size::new(sample.width(), 14.0));
    match *sample {
        Sample::Line { stroke, hard, lock } => line(stroke, hard, lock, at),
        Sample::Role(role) => vec![Shape::Rect {
            rect,
            radius: 3.0,
            classes: vec![Class::Box(role)],
        }],
        Sample::Member => vec![Shape::Icon {
            icon: Icon::Cluster,
            at: Point::new(at.x, at.y - 6.0),
            side: 12.0,
            classes: vec![Class::MarkIcon],
        }],
        Sample::Frame(class) => vec![Shape::Rect {
            rect,
            radius: 3.0,
            classes: vec![class],
        }],
        Sample::Hatch => vec![Shape::Rect {
            rect,
            radius: 3.0,
            classes: vec![Class::Hatched],
        }],
        Sample::Severity(severity) => badges::plain(severity, "", Point::new(at.x, at.y - BADGE / 2.0)),
    }
}

fn line(stroke: Stroke, hard: bool, lock: bool, at: Point) -> Vec<Shape> {
    let mut classes = vec![Class::Line(stroke)];
    let mut head = vec![Class::Arrow(stroke)];
    if !hard {
        classes.push(Class::Light);
        head.push(Class::Hollow);
    }
    let tip = Point::new(at.x + 44.0, at.y);
    let piece = |from: f64, to: f64| Shape::Path {
        steps: vec![
            Step::Move(Point::new(at.x + from, at.y)),
            Step::Line(Point::new(at.x + to, at.y)),
        ],
        classes: classes.clone(),
    };
    let mut shapes = if lock {
        vec![
            piece(0.0, 11.0),
            Shape::Icon {
                icon: Icon::Lock,
                at: Point::new(at.x + 13.0, at.y - 6.5),
                side: 12.0,
                classes: vec![Class::Lock],
            },
            piece(27.0, 36.0),
        ]
    } else {
        vec![piece(0.0, if stroke == Stroke::Guard { 44.0 } else { 36.0 })]
    };
    let steps = super::lines::head(stroke, tip, Side::Left);
    shapes.push(Shape::Path { steps, classes: head });
    shapes
}
