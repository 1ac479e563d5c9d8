//! The diagram as a `PlantUML` deployment diagram, in what version 1.2020.2, which Debian ships, understands.

use std::fmt::Write;

use crate::diagram::Direction;
use crate::diagram::theme::light::{self, INK, MUTED, PAPER};
use crate::finding::Severity;
use crate::model::Endpoint;

use super::drawing::{Drawing, Figure, Frame, Hub, Line, Step};
use super::look::{Dash, FrameSort, Shape};
use super::page::Page;
use super::wording::Words;

/// The diagram as a `PlantUML` deployment diagram.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut page = Page::default();
    page.line(0, "@startuml");
    let title = drawing.title();
    if !title.is_empty() {
        // The markup is also what a title of punctuation alone needs to be taken for one.
        page.line(0, &format!("title <b>{}</b>", escape(&title)));
    }
    page.line(
        0,
        match drawing.direction {
            Direction::Right => "left to right direction",
            Direction::Down => "top to bottom direction",
        },
    );
    page.line(0, "skinparam shadowing false");
    page.line(0, "skinparam defaultTextAlignment center");
    page.line(0, &format!("skinparam defaultFontColor {INK}"));
    page.line(0, "skinparam arrowFontSize 11");
    let mut level = 0;
    for step in drawing.steps() {
        match step {
            Step::Open(opened) => {
                page.line(level, &frame(&opened));
                level += 1;
            }
            Step::Figure(drawn) => page.line(level, &figure(&drawn)),
            Step::Hub(drawn) => page.line(level, &hub(&drawn)),
            Step::Close => {
                level -= 1;
                page.line(level, "}");
            }
        }
    }
    let name = |endpoint: Endpoint| drawing.name(endpoint);
    for drawn in drawing.lines() {
        let mut said = format!("{} {} {}", name(drawn.from), arrow(&drawn), name(drawn.to));
        if drawn.words != Words::default() {
            said.push_str(" : ");
            said.push_str(&label(&drawn.words, drawn.severity));
        }
        page.line(0, &said);
    }
    page.line(0, "@enduml");
    page.finish()
}

fn frame(frame: &Frame) -> String {
    let (word, dash) = match frame.look.sort {
        FrameSort::Host => ("node", ""),
        FrameSort::Domain => ("frame", ""),
        FrameSort::Network => ("rectangle", ";line.dashed"),
    };
    format!(
        "{word} \"{}\" as {} #fbfcfd;line:{}{dash} {{",
        label(&frame.words, frame.severity),
        frame.name,
        bare(frame.look.colour(frame.severity)),
    )
}

fn figure(figure: &Figure) -> String {
    let word = match figure.shape {
        Shape::Person => "actor",
        Shape::Cloud => "cloud",
        Shape::Gate => "agent",
        Shape::Block => "component",
        Shape::Cylinder => "database",
        Shape::Queue => "queue",
        Shape::Folder => "folder",
    };
    let [fill, usual] = light::role(figure.role);
    format!(
        "{word} \"{}\" as {} {}",
        label(&figure.words, figure.severity),
        figure.name,
        style(fill, usual, figure.severity),
    )
}

fn hub(hub: &Hub) -> String {
    format!(
        "usecase \"{}\" as {} {};line.dashed",
        label(&hub.words, hub.severity),
        hub.name,
        style(PAPER, MUTED, hub.severity),
    )
}

fn style(fill: &str, line: &str, severity: Option<Severity>) -> String {
    match severity {
        None => format!("{fill};line:{}", bare(line)),
        Some(severity) => format!("{fill};line:{};line.bold", bare(light::severity(severity))),
    }
}

fn bare(colour: &str) -> &str {
    colour.trim_start_matches('#')
}

fn arrow(line: &Line) -> String {
    let mut style = line.look.colour.to_owned();
    match line.look.dash {
        Dash::Solid => {}
        Dash::Dashed => style.push_str(",dashed"),
        Dash::Dotted => style.push_str(",dotted"),
    }
    if line.look.wide {
        style.push_str(",thickness=2");
    }
    let head = if line.arrow { ">" } else { "" };
    format!("-[{style}]-{head}")
}

fn label(words: &Words, severity: Option<Severity>) -> String {
    let mut lines = Vec::new();
    if !words.name.is_empty() {
        lines.push(format!("<b>{}</b>", escape(&words.name)));
    }
    // The usual size is for names; lines have a smaller one already.
    let size = |text: String| {
        if words.name.is_empty() {
            text
        } else {
            format!("<size:11>{text}</size>")
        }
    };
    lines.extend(words.details.iter().map(|detail| size(escape(detail))));
    if let (Some(mark), Some(severity)) = (&words.mark, severity) {
        let colour = light::severity(severity);
        lines.push(size(format!("<color:{colour}>{}</color>", escape(mark))));
    }
    lines.join("\\n")
}

/// Text inside a label: whatever is neither letter, digit nor harmless stands as the number of its code point, which
/// `PlantUML` turns back when it draws.
///
/// Doubled punctuation is markup, and at the beginning of a line even single characters are; so punctuation is left
/// as it is only inside of a line and with a letter behind it, or before a space.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let plain = match letter {
            ' ' => true,
            ',' | ':' if before.is_some_and(char::is_alphanumeric) && matches!(next, None | Some(' ')) => {
                true
            }
            '.' | ',' | ':' | '/' | '-' => before.is_some() && next.is_some_and(char::is_alphanumeric),
            _ => letter.is_alphanumeric() || !letter.is_ascii(),
        };
        if plain {
            escaped.push(letter);
        } else {
            write!(escaped, "<U+{:04X}>", u32::from(letter)).expect("a string takes any text");
        }
        before = Some(letter);
    }
    escaped
}
