//! Findings as a code quality report of GitLab.
//!
//! Source: GitLab documentation, "Code Quality", section on the report format.

use std::io::{self, Write};

use serde::Serialize;

use super::json;
use super::run::{Audited, Outcome, Refused, Run};
use super::visible::one_line;
use crate::finding::{Fingerprint, Severity};

/// One entry of the report.
#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// Writes one entry for each finding, in the order of the audits; accepted findings are left out. What could not be used
/// has an entry for each of its problems.
///
/// The site tells entries apart by their fingerprint alone, so the name of the file is part of it here.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let mut entries = Vec::new();
    for error in &run.errors {
        add_problems(&mut entries, error);
    }
    for outcome in &run.outcomes {
        match outcome {
            Outcome::Audited(audited) => add_findings(&mut entries, audited),
            Outcome::Refused(refused) => add_problems(&mut entries, refused),
        }
    }
    json::write(writer, &entries)
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}

fn add_findings<'a>(entries: &mut Vec<Entry<'a>>, audited: &Audited<'a>) {
    let audit = audited.audit;
    for finding in &audit.findings {
        let start = finding.subject.span(&audit.topology).start;
        let fingerprint = finding.fingerprint.to_string();
        entries.push(Entry {
            description: one_line(&finding.message),
            check_name: &finding.rule,
            fingerprint: Fingerprint::new(&fingerprint, "file", audit.source.name()).to_string(),
            severity: severity(finding.severity),
            location: Location::new(audit.source.name(), audit.source.position(start).line),
        });
    }
}

fn add_problems(entries: &mut Vec<Entry<'_>>, refused: &Refused<'_>) {
    for problem in &*refused.problems {
        let line = refused.region(problem).map_or(1, |region| region.line);
        entries.push(Entry {
            description: one_line(&problem.message),
            check_name: refused.role.check(),
            fingerprint: Fingerprint::new(&problem.message, &line.to_string(), &refused.name).to_string(),
            severity: "blocker",
            location: Location::new(&refused.name, line),
        });
    }
}

impl Location {
    fn new(file: &str, line: u32) -> Self {
        Self {
            path: file.strip_prefix("./").unwrap_or(file).to_owned(),
            lines: Lines { begin: line },
        }
    }
}
