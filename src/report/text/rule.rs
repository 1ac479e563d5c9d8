//! Rules, as text.

use std::io::{self, Write};

use anstyle::Style;

use super::layout::paragraph;
use crate::finding::Severity;
use crate::report::prose::and;
use crate::report::visible::visible;
use crate::rules::{Catalogue, Rule, Standing};

/// How a heading looks.
const HEADING: Style = Style::new().bold();

/// Writes everything that there is to know about a rule.
///
/// # Errors
///
/// The writer's.
pub fn explanation(writer: &mut dyn Write, rule: &Rule) -> io::Result<()> {
    writeln!(
        writer,
        "{HEADING}{}{HEADING:#}: {}",
        rule.id,
        visible(&rule.title)
    )?;
    let standing = match rule.standing {
        Standing::AsWritten => String::new(),
        Standing::Severity(severity) => format!(" (here {severity}, by configuration)"),
        Standing::Disabled => " (here disabled, by configuration)".to_owned(),
    };
    writeln!(
        writer,
        "severity {}{standing}, concern {}",
        rule.severity, rule.concern
    )?;
    if !rule.is_shipped {
        writeln!(writer, "defined in {}", visible(rule.source.name()))?;
    }
    section(writer, "Why it matters", &rule.why)?;
    section(writer, "What to do", &rule.fix)?;
    if !rule.references.is_empty() {
        writeln!(writer, "\n{HEADING}References{HEADING:#}")?;
        for reference in &rule.references {
            writeln!(writer, "  {}", visible(reference))?;
        }
    }
    let Some(example) = rule.examples.flagged.first() else {
        return Ok(());
    };
    let model = serde_yaml::to_string(&example.model.value).map_err(io::Error::other)?;
    writeln!(
        writer,
        "\n{HEADING}Example{HEADING:#}, flagged at {}",
        and(&example.expect)
    )?;
    for line in model.lines() {
        writeln!(writer, "  {}", visible(line))?;
    }
    Ok(())
}

fn section(writer: &mut dyn Write, heading: &str, text: &str) -> io::Result<()> {
    writeln!(writer, "\n{HEADING}{heading}{HEADING:#}")?;
    writeln!(writer, "{}", paragraph(2, text))
}

/// Writes every rule with its severity and title, a line each.
///
/// # Errors
///
/// The writer's.
pub fn catalogue(writer: &mut dyn Write, catalogue: &Catalogue) -> io::Result<()> {
    let widest = catalogue
        .rules()
        .iter()
        .map(|rule| rule.id.len())
        .max()
        .unwrap_or(0);
    for rule in catalogue.rules() {
        let severity = rule.effective_severity();
        let severity = severity.map_or("disabled", Severity::word);
        writeln!(
            writer,
            "{:widest$}  {severity:8}  {}",
            rule.id,
            visible(&rule.title)
        )?;
    }
    Ok(())
}
