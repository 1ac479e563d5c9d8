//! What came of the examples of rules, as a test runner says it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::diagnostic::diagnostics;
use super::layout::paragraph;
use crate::audit::{ExampleOutcome, ExampleResult};
use crate::report::prose::and;
use crate::report::visible::visible;
use crate::rules::Catalogue;

/// How an example that came out right is marked.
const RIGHT: Style = AnsiColor::Green.on_default();

/// How an example that came out otherwise is marked.
const WRONG: Style = AnsiColor::Red.on_default().bold();

/// Writes every example in a line, then what is wrong with those that came out otherwise than they should, and a line
/// that sums up.
///
/// # Errors
///
/// The writer's.
pub fn examples(writer: &mut dyn Write, catalogue: &Catalogue, results: &[ExampleResult]) -> io::Result<()> {
    for result in results {
        let name = name(result);
        if result.outcome == ExampleOutcome::Passed {
            writeln!(writer, "{name} ... {RIGHT}ok{RIGHT:#}")?;
        } else {
            writeln!(writer, "{name} ... {WRONG}FAILED{WRONG:#}")?;
        }
    }
    let failed: Vec<_> = results
        .iter()
        .filter(|result| result.outcome != ExampleOutcome::Passed)
        .collect();
    for result in &failed {
        failure(writer, catalogue, result)?;
    }
    let all = results.len();
    let examples = if all == 1 { "example" } else { "examples" };
    write!(writer, "\n{all} {examples}: {} ok", all - failed.len())?;
    if failed.is_empty() {
        writeln!(writer)
    } else {
        writeln!(writer, ", {} {WRONG}FAILED{WRONG:#}", failed.len())
    }
}

/// What an example is called.
fn name(result: &ExampleResult) -> String {
    let sort = if result.flagged { "flagged" } else { "clean" };
    format!("{}, {sort}: {}", result.rule, visible(&result.name))
}

/// Says what came of an example in place of what should have.
fn failure(writer: &mut dyn Write, catalogue: &Catalogue, result: &ExampleResult) -> io::Result<()> {
    let source = catalogue.rule(&result.rule).map(|rule| &rule.source);
    let place = source.map(|source| (visible(source.name()), source.position(result.place.start)));
    let place = place.map(|(name, position)| format!(" ({name}:{position})"));
    writeln!(writer, "\n{}{}", name(result), place.unwrap_or_default())?;
    match &result.outcome {
        ExampleOutcome::Passed => Ok(()),
        ExampleOutcome::Differs { expected, found } => {
            writeln!(
                writer,
                "{}",
                paragraph(2, &format!("expected: {}", places(expected)))
            )?;
            writeln!(writer, "{}", paragraph(2, &format!("found: {}", places(found))))
        }
        ExampleOutcome::Unreadable(problems) => {
            writeln!(writer, "  the model cannot be read\n")?;
            source.map_or(Ok(()), |source| diagnostics(writer, source, problems))
        }
    }
}

fn places(ids: &[String]) -> String {
    if ids.is_empty() {
        "nothing".to_owned()
    } else {
        and(ids)
    }
}
