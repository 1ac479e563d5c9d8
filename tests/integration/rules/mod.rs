//! The rules that ship, and the language that they are written in.

mod audits;
mod catalogue;
mod causes;
mod folding;
mod generated;
mod language;
mod overlaps;
mod relations;

use std::fmt::Write;

use infra_audit::rules::Rejected;

/// What is wrong with rule files, one problem on a line.
fn describe(rejected: &[Rejected]) -> String {
    let mut text = String::new();
    for file in rejected {
        for problem in &file.problems {
            let position = problem.span.map(|span| file.source.position(span.start));
            let position = position.map(|position| position.to_string()).unwrap_or_default();
            let name = file.source.name();
            write!(text, "{name}:{position}: {}", problem.message).expect("text");
            if let Some(help) = &problem.help {
                write!(text, " ({help})").expect("text");
            }
            text.push('\n');
        }
    }
    text
}
