//! Findings, as text.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level};
use anstyle::Style;

use super::layout::{note, render};
use super::snippet::{Mark, shown, snippets};
use crate::audit::Audit;
use crate::finding::{Finding, Severity, Subject};
use crate::model::Element;
use crate::report::prose::{and, impact, impact_of_many};
use crate::report::run::Run;
use crate::report::visible::{one_line, visible};
use crate::rules::Catalogue;

/// How many hops, steps or names of one finding are shown; the rest is counted.
const SHOWN: usize = 12;

/// How the line looks that sums up.
const STRONG: Style = Style::new().bold();

/// How many places beside the finding's own are shown; where it is about more, none of them is.
const PLACES_SHOWN: usize = 3;

/// Writes the findings of every model that was audited, with an empty line between models.
///
/// What is wrong with models that could not be is no finding, and is not written.
///
/// # Errors
///
/// The writer's.
pub fn run(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    for (place, audited) in run.audited().enumerate() {
        if place > 0 {
            writeln!(writer)?;
        }
        findings(writer, audited.audit, audited.catalogue)?;
    }
    Ok(())
}

/// Writes the findings of one audit, the accepted ones in a line each, and a line that sums up.
fn findings(writer: &mut dyn Write, audit: &Audit, catalogue: &Catalogue) -> io::Result<()> {
    for finding in &audit.findings {
        write_finding(writer, audit, catalogue, finding)?;
    }
    for accepted in &audit.accepted {
        let risk = &audit.topology.accepted_risks[accepted.risk];
        let by = risk
            .by
            .as_deref()
            .map(|by| format!(" by {by}"))
            .unwrap_or_default();
        let line = format!(
            "accepted[{}]: {} (until {}{by}: {})",
            accepted.finding.rule, accepted.finding.message, risk.until, risk.reason
        );
        writeln!(writer, "{}", one_line(&line))?;
    }
    if !audit.accepted.is_empty() {
        writeln!(writer)?;
    }
    writeln!(writer, "{STRONG}{}{STRONG:#}", summary(audit))
}

/// What the audit comes to, in one line.
fn summary(audit: &Audit) -> String {
    let summary = audit.summary();
    let counts: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .map(|severity| (summary.count(severity), severity))
        .filter(|&(number, _)| number > 0)
        .map(|(number, severity)| format!("{number} {severity}"))
        .collect();
    let mut parts = vec![if counts.is_empty() {
        "no findings".to_owned()
    } else {
        counts.join(", ")
    }];
    if !audit.accepted.is_empty() {
        parts.push(format!("accepted {}", audit.accepted.len()));
    }
    let silent: Vec<_> = audit
        .topology
        .out_of_scope
        .iter()
        .map(|concern| concern.word())
        .collect();
    if !silent.is_empty() {
        parts.push(format!("silent on: {}", silent.join(", ")));
    }
    if !audit.disabled.is_empty() {
        parts.push(format!("disabled: {}", audit.disabled.join(", ")));
    }
    format!("{}: {}", visible(audit.source.name()), parts.join("; "))
}

fn write_finding(
    writer: &mut dyn Write,
    audit: &Audit,
    catalogue: &Catalogue,
    finding: &Finding,
) -> io::Result<()> {
    let topology = &audit.topology;
    let mut marks = vec![Mark {
        span: finding.subject.span(topology),
        label: "",
        kind: AnnotationKind::Primary,
    }];
    let related: Vec<_> = finding.proof.related(topology).collect();
    let shown_places = if finding.proof.also.len() > PLACES_SHOWN {
        0
    } else {
        PLACES_SHOWN
    };
    marks.extend(related.iter().take(shown_places).map(|related| Mark {
        span: related.span,
        label: &related.label,
        kind: AnnotationKind::Context,
    }));
    let title = level(finding.severity)
        .with_name(finding.severity.word())
        .primary_title(shown(&finding.message))
        .id(shown(&finding.rule));
    let notes = notes(audit, finding);
    let fix = catalogue.rule(&finding.rule).map(|rule| rule.fix.as_str());
    let group = Group::with_title(title)
        .elements(snippets(&audit.source, &marks))
        .elements(notes.iter().map(|text| Level::NOTE.message(note("note", text))))
        .elements(fix.map(|fix| Level::HELP.message(note("help", &one_line(fix)))));
    render(writer, group)
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::INFO,
        Severity::Info => Level::NOTE,
    }
}

/// The proof in words.
fn notes(audit: &Audit, finding: &Finding) -> Vec<String> {
    let topology = &audit.topology;
    let proof = &finding.proof;
    let mut notes = Vec::new();
    notes.extend(journeys(audit, finding));
    if !proof.chain.is_empty() {
        let steps: Vec<_> = proof
            .chain
            .iter()
            .map(|step| format!("  {}: {}", step.element(topology), step.reason(topology)))
            .collect();
        notes.push(format!("because\n{}", shortened(&steps, "  ").join("\n")));
    }
    if !proof.path.is_empty() {
        let path: Vec<_> = proof.path_ids(topology).map(str::to_owned).collect();
        notes.push(format!("path: {}", shortened(&path, "").join(" -> ")));
    }
    if !proof.also.is_empty() {
        let also: Vec<_> = proof.also_ids(topology).collect();
        notes.push(format!("also: {}", shortened(&also, "").join(", ")));
    }
    notes
}

/// What happens to which journeys.
fn journeys(audit: &Audit, finding: &Finding) -> Option<String> {
    let ids: Vec<_> = finding
        .journeys
        .iter()
        .map(|&journey| audit.topology.journeys[journey].id.as_str())
        .collect();
    if ids.is_empty() {
        return None;
    }
    let element = match finding.subject {
        Subject::Component(component) => Some(Element::Component(component)),
        Subject::Group(group) => Some(Element::Group(group)),
        _ => None,
    };
    let (Some(worst), Some(element)) = (finding.impact, element) else {
        return Some(format!("journeys: {}", ids.join(", ")));
    };
    let id = audit.topology.element_id(element);
    let happens = if ids.len() == 1 {
        impact(worst)
    } else {
        impact_of_many(worst)
    };
    Some(format!("without {id}, {} {happens}", and(&shortened_ids(&ids))))
}

fn shortened_ids(ids: &[&str]) -> Vec<String> {
    let owned: Vec<_> = ids.iter().map(|&id| id.to_owned()).collect();
    shortened(&owned, "")
}

/// The words, without the middle of a long list.
fn shortened(words: &[String], indent: &str) -> Vec<String> {
    if words.len() <= SHOWN {
        return words.to_vec();
    }
    let (first, rest) = words.split_at(SHOWN / 2);
    let (middle, last) = rest.split_at(rest.len() - SHOWN / 2);
    let left_out = format!("{indent}… {} more …", middle.len());
    first
        .iter()
        .cloned()
        .chain([left_out])
        .chain(last.iter().cloned())
        .collect()
}
