//! The diagram in the language of Graphviz.
//!
//! All texts are HTML-like labels, whose grammar has one way to escape. Source: "HTML-Like Labels" in the Graphviz
//! documentation.

use crate::diagram::Direction;
use crate::diagram::theme::light::{self, INK, MUTED, PAPER};
use crate::finding::Severity;
use crate::model::Endpoint;

use super::drawing::{Drawing, Figure, Frame, Hub, Line, Step};
use super::look::{Dash, FrameSort, Shape};
use super::page::Page;
use super::wording::Words;

const FONT: &str = "fontname=\"DejaVu Sans,Verdana,Helvetica,sans-serif\"";

/// The diagram in the language of Graphviz.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut page = Page::default();
    page.line(0, "digraph topology {");
    let direction = match drawing.direction {
        Direction::Right => "LR",
        Direction::Down => "TB",
    };
    let title = drawing.title();
    if !title.is_empty() {
        page.line(1, &format!("label=<<b>{}</b>>", escape(&title)));
    }
    page.line(
        1,
        &format!("graph [rankdir={direction}, labelloc=t, nodesep=0.4, ranksep=0.8, {FONT}, fontsize=12, fontcolor=\"{INK}\"]"),
    );
    page.line(
        1,
        &format!("node [style=filled, {FONT}, fontsize=11, fontcolor=\"{INK}\", margin=\"0.16,0.09\"]"),
    );
    page.line(
        1,
        &format!("edge [{FONT}, fontsize=9, fontcolor=\"{INK}\", arrowsize=0.8]"),
    );
    let mut level = 1;
    for step in drawing.steps() {
        match step {
            Step::Open(opened) => {
                frame(&mut page, level, &opened);
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
        page.line(
            1,
            &format!("{} -> {} [{}]", name(drawn.from), name(drawn.to), line(&drawn)),
        );
    }
    page.line(0, "}");
    page.finish()
}

fn frame(page: &mut Page, level: usize, frame: &Frame) {
    let style = match frame.look.sort {
        FrameSort::Host | FrameSort::Domain => "rounded",
        FrameSort::Network => "\"rounded,dashed\"",
    };
    let (colour, width) = outline(frame.severity, frame.look.colour(None));
    page.line(level, &format!("subgraph cluster_{} {{", frame.name));
    page.line(
        level + 1,
        &format!("label={}", label(&frame.words, frame.severity)),
    );
    page.line(
        level + 1,
        &format!("graph [style={style}, color=\"{colour}\", penwidth={width}, margin=14]"),
    );
    if frame.empty {
        // A frame without a node is not drawn at all.
        page.line(
            level + 1,
            &format!("{}_empty [shape=point, style=invis, label=\"\"]", frame.name),
        );
    }
}

fn figure(figure: &Figure) -> String {
    let shape = match figure.shape {
        Shape::Person | Shape::Cloud => "ellipse",
        Shape::Gate => "hexagon",
        Shape::Block => "box, style=\"rounded,filled\"",
        Shape::Cylinder => "cylinder",
        Shape::Queue => "cds",
        Shape::Folder => "folder",
    };
    let [fill, usual] = light::role(figure.role);
    let (colour, width) = outline(figure.severity, usual);
    format!(
        "{} [label={}, shape={shape}, fillcolor=\"{}\", color=\"{colour}\", penwidth={width}]",
        figure.name,
        label(&figure.words, figure.severity),
        fill,
    )
}

fn hub(hub: &Hub) -> String {
    let (colour, width) = outline(hub.severity, MUTED);
    format!(
        "{} [label={}, shape=box, style=\"rounded,filled,dashed\", fillcolor=\"{PAPER}\", color=\"{colour}\", penwidth={width}]",
        hub.name,
        label(&hub.words, hub.severity),
    )
}

fn outline(severity: Option<Severity>, usual: &'static str) -> (&'static str, &'static str) {
    severity.map_or((usual, "1.2"), |severity| (light::severity(severity), "2.4"))
}

fn line(line: &Line) -> String {
    let mut said = Vec::new();
    if line.words != Words::default() {
        said.push(format!("label={}", label(&line.words, line.severity)));
    }
    said.push(format!("color=\"{}\"", line.look.colour));
    match line.look.dash {
        Dash::Solid => {}
        Dash::Dashed => said.push("style=dashed".to_owned()),
        Dash::Dotted => said.push("style=dotted".to_owned()),
    }
    if line.look.wide {
        said.push("penwidth=2".to_owned());
    }
    if !line.arrow {
        said.push("dir=none".to_owned());
    }
    said.join(", ")
}

fn label(words: &Words, severity: Option<Severity>) -> String {
    let mut lines = Vec::new();
    if !words.name.is_empty() {
        lines.push(format!("<b>{}</b>", escape(&words.name)));
    }
    // The usual size is for names; lines have a smaller one already.
    let font = |attributes: &str, text: &str| format!("<font{attributes}>{}</font>", escape(text));
    lines.extend(words.details.iter().map(|detail| {
        if words.name.is_empty() {
            escape(detail)
        } else {
            font(" point-size=\"9\"", detail)
        }
    }));
    if let (Some(mark), Some(severity)) = (&words.mark, severity) {
        let colour = light::severity(severity);
        lines.push(font(&format!(" point-size=\"9\" color=\"{colour}\""), mark));
    }
    format!("<{}>", lines.join("<br/>"))
}

/// Text inside an HTML-like label. A lone closing bracket is an error there, and a backslash with a letter behind it
/// may stand for a name.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\\' => escaped.push_str("\\\\"),
            ']' => escaped.push_str("&#93;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
