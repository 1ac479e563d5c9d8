//! The diagram in the language of D2, close to D2's own styles so that its themes still show.

use crate::diagram::Direction;
use crate::diagram::theme::light;
use crate::finding::Severity;
use crate::model::{Endpoint, Role};

use super::drawing::{Drawing, Figure, Frame, Hub, Line, Step};
use super::look::{Dash, FrameSort, Shape};
use super::page::Page;
use super::wording::Words;

/// The diagram in the language of D2.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut page = Page::default();
    let direction = match drawing.direction {
        Direction::Right => "right",
        Direction::Down => "down",
    };
    page.line(0, &format!("direction: {direction}"));
    page.line(0, "classes: {");
    for &role in Role::ALL {
        let [fill, stroke] = light::role(role);
        page.line(
            1,
            &format!("{role}: {{style: {{fill: \"{fill}\"; stroke: \"{stroke}\"}}}}"),
        );
    }
    page.line(0, "}");
    let title = drawing.title();
    if !title.is_empty() {
        page.line(
            0,
            &format!(
                "title: {} {{shape: text; near: top-center; style: {{font-size: 24; bold: true}}}}",
                quote(&title)
            ),
        );
    }
    let mut level = 0;
    for step in drawing.steps() {
        match step {
            Step::Open(frame) => {
                open(&mut page, level, &frame);
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
    let path = |endpoint: Endpoint| drawing.path(endpoint).join(".");
    for drawn in drawing.lines() {
        let arrow = if drawn.arrow { "->" } else { "--" };
        page.line(
            0,
            &format!(
                "{} {arrow} {}: {}",
                path(drawn.from),
                path(drawn.to),
                line(&drawn)
            ),
        );
    }
    page.finish()
}

fn open(page: &mut Page, level: usize, frame: &Frame) {
    page.line(level, &format!("{}: {} {{", frame.name, label(&frame.words)));
    let mut style = outline(frame.severity);
    if frame.look.sort == FrameSort::Network {
        style.push("stroke-dash: 5".to_owned());
    }
    if frame.look.untrusted && frame.severity.is_none() {
        style.push(format!("stroke: \"{}\"", light::UNTRUSTED_FRAME));
    }
    // The usual size grows with what is inside.
    style.push("font-size: 18".to_owned());
    page.line(level + 1, &format!("style: {{{}}}", style.join("; ")));
}

fn figure(figure: &Figure) -> String {
    let shape = match figure.shape {
        Shape::Person => "person",
        Shape::Cloud => "cloud",
        Shape::Gate => "hexagon",
        Shape::Block => "rectangle",
        Shape::Cylinder => "cylinder",
        Shape::Queue => "queue",
        Shape::Folder => "stored_data",
    };
    let mut said = vec![format!("class: {}", figure.role)];
    if figure.shape != Shape::Block {
        said.push(format!("shape: {shape}"));
    }
    let style = outline(figure.severity);
    if !style.is_empty() {
        said.push(format!("style: {{{}}}", style.join("; ")));
    }
    format!(
        "{}: {} {{{}}}",
        figure.name,
        label(&figure.words),
        said.join("; ")
    )
}

fn hub(hub: &Hub) -> String {
    let mut style = vec!["stroke-dash: 3".to_owned()];
    style.extend(outline(hub.severity));
    format!(
        "{}: {} {{shape: oval; style: {{{}}}}}",
        hub.name,
        label(&hub.words),
        style.join("; ")
    )
}

fn outline(severity: Option<Severity>) -> Vec<String> {
    severity
        .map(|severity| {
            vec![
                format!("stroke: \"{}\"", light::severity(severity)),
                "stroke-width: 4".to_owned(),
            ]
        })
        .unwrap_or_default()
}

fn line(line: &Line) -> String {
    let mut style = vec![format!("stroke: \"{}\"", line.look.colour)];
    match line.look.dash {
        Dash::Solid => {}
        Dash::Dashed => style.push("stroke-dash: 5".to_owned()),
        Dash::Dotted => style.push("stroke-dash: 2".to_owned()),
    }
    if line.look.wide {
        style.push("stroke-width: 3".to_owned());
    }
    let style = format!("{{style: {{{}}}}}", style.join("; "));
    if line.words == Words::default() {
        style
    } else {
        format!("{} {style}", label(&line.words))
    }
}

fn label(words: &Words) -> String {
    let name = (!words.name.is_empty()).then_some(&words.name);
    let lines: Vec<_> = name
        .into_iter()
        .chain(&words.details)
        .chain(&words.mark)
        .map(|line| escape(line))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}

fn quote(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

/// Text inside a double-quoted string, in which `$` begins a substitution.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '"' | '$') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
