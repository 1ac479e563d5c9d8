//! The diagram as a Mermaid flowchart.
//!
//! Only what Mermaid has known since version 10 is used, because sites update it slowly. It draws at most 500
//! lines and 50,000 letters unless `maxEdges` and `maxTextSize` of its configuration, which a diagram cannot set,
//! are raised; a comment says so in larger diagrams.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagram::Direction;
use crate::diagram::theme::light::{self, INK, MUTED, PAPER};
use crate::finding::Severity;
use crate::model::{Endpoint, Role};

use super::drawing::{Drawing, Figure, Hub, Line, Step};
use super::look::{Dash, FrameSort, LineLook, Shape};
use super::page::Page;
use super::wording::Words;

/// How many lines Mermaid draws as it comes.
const MOST_LINES: usize = 500;

/// The diagram as a Mermaid flowchart.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut page = Page::default();
    page.line(0, "---");
    let title = drawing.title();
    if !title.is_empty() {
        page.line(0, &format!("title: \"{}\"", escape_in_yaml(&title)));
    }
    // Without more room for them, the titles of frames are broken into lines that lie under the boxes.
    page.line(
        0,
        "config: { flowchart: { wrappingWidth: 400, subGraphTitleMargin: { top: 2, bottom: 6 } } }",
    );
    page.line(0, "---");
    page.line(
        0,
        match drawing.direction {
            Direction::Right => "flowchart LR",
            Direction::Down => "flowchart TB",
        },
    );
    let lines: Vec<_> = drawing.lines().collect();
    if lines.len() > MOST_LINES {
        page.line(1, "%% Set maxEdges and maxTextSize in the configuration of Mermaid: this is larger than it draws as it comes.");
    }
    let mut classes = Classes::default();
    let mut level = 1;
    for step in drawing.steps() {
        match step {
            Step::Open(frame) => {
                page.line(
                    level,
                    &format!("subgraph {}[{}]", frame.name, frame_label(&frame.words)),
                );
                let sort = match frame.look.sort {
                    FrameSort::Host => Class::Host,
                    FrameSort::Domain => Class::Domain,
                    FrameSort::Network => Class::Network,
                };
                classes.give(sort, frame.name);
                if frame.look.untrusted {
                    classes.give(Class::Untrusted, frame.name);
                }
                classes.mark(frame.severity, frame.name);
                level += 1;
            }
            Step::Figure(figure) => {
                page.line(level, &shape(&figure));
                classes.give(Class::Role(figure.role), figure.name);
                classes.mark(figure.severity, figure.name);
            }
            Step::Hub(Hub {
                name,
                words,
                severity,
            }) => {
                page.line(level, &format!("{name}([{}])", label(&words)));
                classes.give(Class::Hub, name);
                classes.mark(severity, name);
            }
            Step::Close => {
                level -= 1;
                page.line(level, "end");
            }
        }
    }
    let name = |endpoint: Endpoint| drawing.name(endpoint);
    let mut looks: BTreeMap<LineLook, Vec<usize>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        page.line(
            1,
            &format!("{} {} {}", name(line.from), link(line), name(line.to)),
        );
        looks.entry(line.look).or_default().push(place);
    }
    classes.write(&mut page);
    for (look, places) in looks {
        let places: Vec<_> = places.iter().map(usize::to_string).collect();
        page.line(1, &format!("linkStyle {} {}", places.join(","), line_style(look)));
    }
    page.finish()
}

fn shape(figure: &Figure) -> String {
    let (open, close) = match figure.shape {
        Shape::Person => ("([", "])"),
        Shape::Cloud => ("(", ")"),
        Shape::Gate => ("{{", "}}"),
        Shape::Block => ("[", "]"),
        Shape::Cylinder => ("[(", ")]"),
        Shape::Queue => ("[/", "/]"),
        Shape::Folder => ("[[", "]]"),
    };
    format!("{}{open}{}{close}", figure.name, label(&figure.words))
}

fn link(line: &Line) -> String {
    let arrow = match (line.arrow, line.look.wide) {
        (false, _) => "---",
        (true, false) => "-->",
        (true, true) => "==>",
    };
    if line.words == Words::default() {
        arrow.to_owned()
    } else {
        format!("{arrow}|{}|", label(&line.words))
    }
}

fn line_style(look: LineLook) -> String {
    let mut style = format!("stroke:{}", look.colour);
    if look.wide {
        style.push_str(",stroke-width:3px");
    }
    match look.dash {
        Dash::Solid => {}
        Dash::Dashed => style.push_str(",stroke-dasharray:8 4"),
        Dash::Dotted => style.push_str(",stroke-dasharray:2 4"),
    }
    style
}

/// What the look of a frame or box is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Host,
    Domain,
    Network,
    Untrusted,
    Role(Role),
    Hub,
    Severity(Severity),
}

impl Class {
    const fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Domain => "domain",
            Self::Network => "network",
            Self::Untrusted => "untrusted",
            Self::Role(role) => role.word(),
            Self::Hub => "hub",
            Self::Severity(severity) => severity.word(),
        }
    }

    fn style(self) -> String {
        let frame = format!("fill:#5f718612,stroke:{}", light::FRAME);
        match self {
            Self::Host => format!("{frame},stroke-width:2px"),
            Self::Domain => frame,
            Self::Network => format!("{frame},stroke-dasharray:7 4"),
            Self::Untrusted => format!("stroke:{}", light::UNTRUSTED_FRAME),
            Self::Role(role) => {
                let [fill, usual] = light::role(role);
                format!("fill:{fill},stroke:{usual},color:{INK}")
            }
            Self::Hub => {
                format!("fill:{PAPER},stroke:{MUTED},color:{INK},stroke-dasharray:5 3")
            }
            Self::Severity(severity) => {
                format!("stroke:{},stroke-width:3px", light::severity(severity))
            }
        }
    }
}

/// Which frames and boxes have which look.
#[derive(Debug, Default)]
struct Classes<'d> {
    names: BTreeMap<Class, Vec<&'d str>>,
}

impl<'d> Classes<'d> {
    fn give(&mut self, class: Class, name: &'d str) {
        self.names.entry(class).or_default().push(name);
    }

    fn mark(&mut self, severity: Option<Severity>, name: &'d str) {
        if let Some(severity) = severity {
            self.give(Class::Severity(severity), name);
        }
    }

    /// Those that come later win.
    fn write(&self, page: &mut Page) {
        for (class, names) in &self.names {
            page.line(1, &format!("classDef {} {}", class.name(), class.style()));
            page.line(1, &format!("class {} {}", names.join(","), class.name()));
        }
    }
}

fn label(words: &Words) -> String {
    let mut lines = Vec::new();
    if !words.name.is_empty() {
        lines.push(bold(&words.name));
    }
    lines.extend(details(words));
    format!("\"{}\"", lines.join("<br/>"))
}

/// The words at the top of a frame, where there is room for one line.
fn frame_label(words: &Words) -> String {
    let details: Vec<_> = details(words).collect();
    let between = if details.is_empty() { "" } else { " \u{b7} " };
    format!("\"{}{between}{}\"", bold(&words.name), details.join(", "))
}

fn bold(name: &str) -> String {
    format!("<b>{}</b>", escape(name))
}

fn details(words: &Words) -> impl Iterator<Item = String> {
    words.details.iter().chain(&words.mark).map(|line| escape(line))
}

/// Characters that together mean something to Mermaid even after it has turned numbers back: a new line, an icon, a
/// formula, and what it writes for its own escapes.
const PAIRS: [&str; 5] = ["\\n", ":fa-", "$$", "\u{fb02}\u{b0}", "\u{b6}\u{df}"];

/// Text inside a quoted label: whatever is neither letter, digit nor harmless stands as the number of its code
/// point, which Mermaid turns back after parsing. A place where a line may be broken keeps pairs apart.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (place, letter) in text.char_indices() {
        let plain = letter.is_ascii_alphanumeric()
            || matches!(letter, ' ' | ',' | '-' | '/' | ':' | '(' | ')')
            || !letter.is_ascii();
        if plain {
            escaped.push(letter);
        } else {
            write!(escaped, "#{};", u32::from(letter)).expect("a string takes any text");
        }
        if PAIRS.iter().any(|pair| text[place..].starts_with(pair)) {
            escaped.push_str("<wbr>");
        }
    }
    escaped
}

/// Text inside a double-quoted scalar of the YAML at the top, which knows no entities.
fn escape_in_yaml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            write!(escaped, "\\x{:02x}", u32::from(letter)).expect("a string takes any text");
        } else {
            escaped.push(letter);
        }
    }
    escaped
}
