//! What is drawn, text and badges included: it lies where it belongs and covers nothing.

use std::fmt::Write as _;

use infra_audit::diagram::geometry::{Extent, Point, Rect, Size};
use infra_audit::diagram::scene::{Anchor, Group, Scene, Shape, Step};
use infra_audit::diagram::text::{Metrics, Weight};
use infra_audit::diagram::theme::Class;
use infra_audit::diagram::view::Focus;
use infra_audit::diagram::{Direction, Options, draw, scene};
use infra_audit::finding::Finding;
use infra_audit::model::Topology;

use super::{MODELS, audited, audited_text};

/// A text as it is drawn, with the room that it takes.
struct Text {
    content: String,
    rect: Rect,
}

/// What stands in a picture, by what it is.
#[derive(Default)]
struct Drawn {
    /// Boxes and frames, each with what is written in it.
    boxes: Vec<(Rect, Vec<Text>)>,
    frames: Vec<(Rect, Vec<Text>)>,
    labels: Vec<Text>,
    others: Vec<Text>,
    /// Badges, each with the place of the box that it stands on.
    badges: Vec<(Rect, Option<usize>)>,
    /// The numbers in badges, each with its badge.
    numbers: Vec<(Rect, Text)>,
    /// Pieces of lines, and arrowheads.
    pieces: Vec<Rect>,
}

/// Measures text as the stylesheet has it.
struct Ruler {
    sheet: String,
    metrics: Metrics,
}

impl Ruler {
    fn text(&self, at: Point, anchor: Anchor, content: &str, classes: &[Class]) -> Text {
        let class = classes.first().expect(content);
        let start = format!(".{}{{", class.name());
        let mut rules = self
            .sheet
            .split(&start)
            .skip(1)
            .filter_map(|rule| rule.split('}').next());
        let declarations = rules
            .find(|declarations| declarations.contains("font-size:"))
            .expect(&start);
        let (_, behind) = declarations.split_once("font-size:").expect("a size");
        let size: f64 = behind
            .split_once("px")
            .and_then(|(size, _)| size.parse().ok())
            .expect("pixels");
        let weight = if declarations.contains("font-weight:700") {
            Weight::Bold
        } else {
            Weight::Regular
        };
        let width = self.metrics.width(content, size, weight);
        let left = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - width / 2.0,
            Anchor::End => at.x - width,
        };
        Text {
            content: content.to_owned(),
            // Capitals and descenders.
            rect: Rect::new(left, at.y - size * 0.76, Size::new(width, size * 0.98)),
        }
    }

    fn texts(&self, group: &Group) -> Vec<Text> {
        let texts = group.shapes.iter().filter_map(|shape| match shape {
            Shape::Text {
                at,
                anchor,
                content,
                classes,
            } => Some(self.text(*at, *anchor, content, classes)),
            _ => None,
        });
        texts.collect()
    }
}

fn bounds(points: impl IntoIterator<Item = Point>) -> Option<Rect> {
    points
        .into_iter()
        .map(|point| Rect::new(point.x, point.y, Size::default()))
        .reduce(|one, other| one.union(&other))
}

fn ends(steps: &[Step]) -> Vec<Point> {
    let end = |step: &Step| match *step {
        Step::Move(point) | Step::Line(point) | Step::Curve(_, point) => Some(point),
        Step::Close => None,
    };
    steps.iter().filter_map(end).collect()
}

fn outline(shape: &Shape) -> Option<Rect> {
    match shape {
        Shape::Rect { rect, .. } => Some(*rect),
        Shape::Circle { center, radius, .. } => {
            Some(Rect::new(center.x, center.y, Size::default()).grown(*radius))
        }
        Shape::Path { steps, .. } => bounds(ends(steps)),
        _ => None,
    }
}

impl Drawn {
    fn new(scene: &Scene, svg: String) -> Self {
        let ruler = Ruler {
            sheet: svg,
            metrics: Metrics::new(),
        };
        let mut drawn = Self::default();
        for shape in &scene.shapes {
            match shape {
                Shape::Group(group) => drawn.add(group, &ruler),
                Shape::Text {
                    at,
                    anchor,
                    content,
                    classes,
                } => drawn.others.push(ruler.text(*at, *anchor, content, classes)),
                _ => {}
            }
        }
        drawn
    }

    fn add(&mut self, group: &Group, ruler: &Ruler) {
        let id = group.id.as_deref().unwrap_or_default();
        if id.starts_with("badge-") {
            self.add_badge(group, None, ruler);
            return;
        }
        if id.starts_with("finding-") {
            return;
        }
        let is_line = group.shapes.iter().any(|shape| {
            matches!(shape, Shape::Path { classes, .. }
                if classes.iter().any(|class| matches!(class, Class::Line(_) | Class::Arrow(_))))
        });
        let mut rects = group.shapes.iter().filter_map(|shape| match shape {
            Shape::Rect { rect, .. } => Some(*rect),
            _ => None,
        });
        let rect = rects.next_back();
        let is_box = group
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Text { classes, .. } if classes.contains(&Class::Title)));
        let mut on_box = None;
        match rect {
            _ if is_line => self.labels.extend(ruler.texts(group)),
            Some(rect) if is_box => {
                on_box = Some(self.boxes.len());
                self.boxes.push((rect, ruler.texts(group)));
            }
            Some(rect) => self.frames.push((rect, ruler.texts(group))),
            None => {}
        }
        for shape in &group.shapes {
            match shape {
                Shape::Group(inner) if inner.id.as_deref().is_some_and(|id| id.starts_with("badge-")) => {
                    self.add_badge(inner, on_box, ruler);
                }
                Shape::Path { steps, .. } if is_line => {
                    let pieces = ends(steps);
                    self.pieces
                        .extend(pieces.windows(2).filter_map(|pair| bounds(pair.iter().copied())));
                }
                _ => {}
            }
        }
    }

    fn add_badge(&mut self, group: &Group, on_box: Option<usize>, ruler: &Ruler) {
        let rect = outline(&group.shapes[0]).expect("a badge");
        self.badges.push((rect, on_box));
        self.numbers
            .extend(ruler.texts(group).into_iter().map(|text| (rect, text)));
    }

    /// Everything that lies where it should not.
    fn faults(&self, size: Size) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |is_one: bool, words: String| {
            if is_one {
                faults.push(words);
            }
        };
        let page = Rect {
            x: Extent::between(0.0, size.width),
            y: Extent::between(0.0, size.height),
        };
        let written = self.boxes.iter().chain(&self.frames);
        for (rect, texts) in written.clone() {
            for text in texts {
                fault(
                    !rect.grown(-3.0).holds(&text.rect),
                    format!("{} leaves its box", text.content),
                );
            }
        }
        for text in self.labels.iter().chain(&self.others) {
            fault(
                !page.holds(&text.rect),
                format!("{} leaves the picture", text.content),
            );
        }
        for (badge, text) in &self.numbers {
            fault(
                !badge.grown(-0.5).holds(&text.rect),
                format!("{} leaves its badge", text.content),
            );
        }
        for (place, (badge, on_box)) in self.badges.iter().enumerate() {
            fault(!page.holds(badge), format!("badge {place} leaves the picture"));
            for (other, (near, _)) in self.badges.iter().enumerate().skip(place + 1) {
                fault(badge.overlaps(near), format!("badge {place} is on badge {other}"));
            }
            for (number, (rect, _)) in self.boxes.iter().enumerate() {
                let own = *on_box == Some(number);
                fault(
                    !own && badge.overlaps(rect),
                    format!("badge {place} is on box {number}"),
                );
            }
            let texts = written.clone().flat_map(|(_, texts)| texts);
            for text in texts.chain(&self.labels).chain(&self.others) {
                fault(
                    badge.grown(-0.5).overlaps(&text.rect),
                    format!("badge {place} is on {}", text.content),
                );
            }
            for piece in &self.pieces {
                fault(
                    badge.grown(-0.5).overlaps(&piece.grown(0.5)),
                    format!("badge {place} is on a line at {piece:?}"),
                );
            }
        }
        faults
    }
}

fn faults(topology: &Topology, findings: &[Finding], options: &Options) -> Vec<String> {
    let scene = scene(topology, findings, options);
    Drawn::new(&scene, draw(topology, findings, options)).faults(scene.size)
}

const DIRECTIONS: [Direction; 2] = [Direction::Right, Direction::Down];

#[test]
fn text_and_badges_of_the_examples_cover_nothing() {
    for name in MODELS {
        let audit = audited(name);
        for direction in DIRECTIONS {
            let options = Options {
                direction,
                ..Options::default()
            };
            let faults = faults(&audit.topology, &audit.findings, &options);
            assert!(faults.is_empty(), "{name}, {direction:?}: {faults:#?}");
        }
    }
}

#[test]
fn badges_have_room_for_their_numbers_however_many_findings_there_are() {
    let mut text = String::from("name: Many\ncomponents:\n  user: { kind: client }\n");
    for number in 0..150 {
        writeln!(text, "  c{number}: {{ kind: service }}").expect("a string takes any text");
    }
    text.push_str("connections:\n");
    for number in 0..150 {
        writeln!(text, "  - {{ from: user, to: c{number}, protocol: http }}")
            .expect("a string takes any text");
    }
    let audit = audited_text("many", &text);
    assert!(audit.findings.len() > 300, "{}", audit.findings.len());
    let faults = faults(&audit.topology, &audit.findings, &Options::default());
    assert!(faults.is_empty(), "{faults:#?}");
    let picture = draw(&audit.topology, &audit.findings, &Options::default());
    assert!(
        picture.contains("-finding-99\"") && !picture.contains("-finding-100\""),
        "{picture}"
    );
    assert!(
        picture.contains("-badge-300\"") && !picture.contains("#many-finding-100\""),
        "{picture}"
    );
}

#[test]
fn what_is_near_something_is_numbered_from_one() {
    let audit = audited("distributed");
    let on = audit
        .topology
        .components
        .iter()
        .filter(|(_, component)| component.id == "mysql-2")
        .map(|(index, _)| index)
        .collect();
    let options = Options {
        focus: Some(Focus {
            name: "mysql-2".to_owned(),
            on,
            hops: 0,
        }),
        ..Options::default()
    };
    let scene = scene(&audit.topology, &audit.findings, &options);
    let numbered = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Group(group) => group.id.as_deref()?.strip_prefix("finding-")?.parse().ok(),
        _ => None,
    });
    let numbers: Vec<usize> = numbered.collect();
    assert!(!numbers.is_empty() && numbers.len() < audit.findings.len());
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
}
