//! What came of the examples of rules, as text.

use std::io::{self, Write};

use super::layout::paragraph;
use crate::audit::{ExampleOutcome, ExampleResult};
use crate::report::prose::{and, count};
use crate::report::visible::visible;

/// Writes the examples that came out otherwise than they should, and how many there are.
///
/// # Errors
///
/// The writer's.
pub fn examples(writer: &mut dyn Write, results: &[ExampleResult]) -> io::Result<()> {
    let mut failed = 0;
    for result in results {
        let what = match &result.outcome {
            ExampleOutcome::Passed => continue,
            ExampleOutcome::Differs { expected, found } => {
                format!(
                    "should be found at {}; is found at {}",
                    places(expected),
                    places(found)
                )
            }
            ExampleOutcome::Unreadable(problems) => {
                let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
                format!("cannot be read: {}", messages.join("; "))
            }
        };
        failed += 1;
        let sort = if result.flagged { "flagged" } else { "clean" };
        writeln!(
            writer,
            "{}, {sort} example {}",
            result.rule,
            visible(&result.name)
        )?;
        writeln!(writer, "{}\n", paragraph(2, &what))?;
    }
    let number = count(results.len(), "example", "examples");
    if failed == 0 {
        writeln!(writer, "{number}: all as they should be")
    } else {
        writeln!(writer, "{number}: {failed} otherwise than they should be")
    }
}

fn places(ids: &[String]) -> String {
    if ids.is_empty() {
        "no place".to_owned()
    } else {
        and(ids)
    }
}
