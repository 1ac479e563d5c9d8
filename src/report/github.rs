//! Findings as annotations of a GitHub workflow run.
//!
//! Source: GitHub, "Workflow commands for GitHub Actions", and the escaping of the actions toolkit.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::run::{Audited, Outcome, Refused, Region, Role, Run};
use super::visible::{one_line, visible};
use crate::finding::Severity;

/// Writes one workflow command for each finding, in the order of the audits; accepted findings are left out. What could
/// not be used has an error for each of its problems.
///
/// Where the findings are compared with earlier ones, only those are written that are new or worse: a site shows but a
/// few annotations for each run, and they are to be about the change.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    for error in &run.errors {
        write_problems(writer, error)?;
    }
    for outcome in &run.outcomes {
        match outcome {
            Outcome::Audited(audited) => write_findings(writer, audited)?,
            Outcome::Refused(refused) => write_problems(writer, refused)?,
        }
    }
    Ok(())
}

const fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    }
}

fn write_findings(writer: &mut dyn Write, audited: &Audited<'_>) -> io::Result<()> {
    let audit = audited.audit;
    let worth_telling = audited.findings().filter(|judged| !judged.is_old());
    for judged in worth_telling {
        let finding = judged.finding;
        let region = Region::new(&audit.source, finding.subject.span(&audit.topology));
        let mut message = one_line(&finding.message);
        if let Some(rule) = audited.catalogue.rule(&finding.rule) {
            message.push('\n');
            message.push_str(&one_line(&rule.fix));
        }
        let annotation = Annotation {
            command: command(finding.severity),
            file: audit.source.name(),
            region: Some(region),
            title: &match judged.was() {
                Some(was) => format!("{} ({}, {was})", finding.rule, finding.severity),
                None => format!("{} ({})", finding.rule, finding.severity),
            },
            message: &message,
        };
        annotation.write(writer)?;
    }
    Ok(())
}

fn write_problems(writer: &mut dyn Write, refused: &Refused<'_>) -> io::Result<()> {
    for problem in &*refused.problems {
        let mut message = one_line(&problem.message);
        if let Some(help) = &problem.help {
            message.push('\n');
            message.push_str(&one_line(help));
        }
        let annotation = Annotation {
            command: "error",
            file: &refused.name,
            region: refused.region(problem),
            title: match refused.role {
                Role::Model => "invalid model",
                Role::Other => "bad input",
            },
            message: &message,
        };
        annotation.write(writer)?;
    }
    Ok(())
}

struct Annotation<'a> {
    command: &'static str,
    file: &'a str,
    region: Option<Region>,
    title: &'a str,
    message: &'a str,
}

impl Annotation<'_> {
    fn write(&self, writer: &mut dyn Write) -> io::Result<()> {
        let file = self.file.strip_prefix("./").unwrap_or(self.file);
        let mut properties = format!("file={}", property(file));
        if let Some(region) = self.region {
            // Writing to a string does not fail.
            let _ = write!(properties, ",line={},endLine={}", region.line, region.end_line);
            // Columns of an annotation over several lines are refused.
            if region.line == region.end_line {
                let _ = write!(
                    properties,
                    ",col={},endColumn={}",
                    region.column, region.end_column
                );
            }
        }
        let title = property(self.title);
        writeln!(
            writer,
            "::{} {properties},title={title}::{}",
            self.command,
            data(self.message)
        )
    }
}

/// The message of a command: a line break would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a comma or a colon would end as well.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("50 %\nnext"), "50 %25%0Anext");
        assert_eq!(property("a,b::c"), "a%2Cb%3A%3Ac");
    }
}
