//! Findings, as text.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level};
use anstyle::Style;

use super::layout::{note, render};
use super::snippet::{Mark, shown, snippets};
use crate::audit::Audit;
use crate::audit::change::{Before, Fixed};
use crate::finding::{Finding, Severity, Subject};
use crate::model::Element;
use crate::report::prose::{and, count, impact, impact_of_many};
use crate::report::run::{Audited, Gone, Judged, Past, Run};
use crate::report::visible::{one_line, visible};

/// How many hops, steps or names of one finding are shown; the rest is counted.
const SHOWN: usize = 12;

/// How the line looks that sums up.
const STRONG: Style = Style::new().bold();

/// How many places beside the finding's own are shown; where it is about more, none of them is.
const PLACES_SHOWN: usize = 3;

/// Writes the findings of every model that was audited, with an empty line between models, what has gone with its model,
/// and for several models a line that sums up.
///
/// What is wrong with models that could not be is no finding, and is not written.
///
/// # Errors
///
/// The writer's.
pub fn run(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let mut is_first = true;
    let mut part = |writer: &mut dyn Write| {
        if std::mem::replace(&mut is_first, false) {
            Ok(())
        } else {
            writeln!(writer)
        }
    };
    for audited in run.audited() {
        part(writer)?;
        findings(writer, &audited)?;
    }
    for gone in &run.gone {
        part(writer)?;
        write_gone(writer, gone)?;
    }
    if run.outcomes.len() + run.gone.len() > 1 {
        part(writer)?;
        writeln!(writer, "{STRONG}{}{STRONG:#}", total(run))?;
    }
    Ok(())
}

/// Writes what has gone with its model.
fn write_gone(writer: &mut dyn Write, gone: &Gone<'_>) -> io::Result<()> {
    for fixed in &gone.fixed {
        writeln!(writer, "{}", fixed_line(fixed))?;
    }
    if !gone.fixed.is_empty() {
        writeln!(writer)?;
    }
    let (name, since) = (visible(gone.name), visible(gone.since));
    let fixed = gone.fixed.len();
    writeln!(
        writer,
        "{STRONG}{name}: gone since {since}: {fixed} fixed{STRONG:#}"
    )
}

/// What all models together come to, in one line.
fn total(run: &Run<'_>) -> String {
    let number = |severity| {
        run.audited()
            .map(|audited| audited.audit.summary().count(severity))
            .sum()
    };
    let mut parts = vec![counts(number)];
    let refused = run.refused().count();
    let others = [(refused, "could not be audited"), (run.gone.len(), "gone")];
    let others = others.into_iter().filter(|&(number, _)| number > 0);
    parts.extend(others.map(|(number, what)| format!("{number} {what}")));
    let models = count(run.outcomes.len(), "model", "models");
    format!("{models}: {}", parts.join("; "))
}

/// How many findings there are of each severity, in words.
fn counts(number: impl Fn(Severity) -> usize) -> String {
    let counts: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .map(|severity| (number(severity), severity))
        .filter(|&(number, _)| number > 0)
        .map(|(number, severity)| format!("{number} {severity}"))
        .collect();
    if counts.is_empty() {
        "no findings".to_owned()
    } else {
        counts.join(", ")
    }
}

/// Writes the findings of one audit, the accepted ones in a line each, and a line that sums up.
///
/// Where they are compared with earlier ones, those that are new or worse are written whole, and the others in a line
/// each, as are those that are gone.
pub(super) fn findings(writer: &mut dyn Write, audited: &Audited<'_>) -> io::Result<()> {
    let audit = audited.audit;
    let (old, worth_telling): (Vec<_>, Vec<_>) = audited.findings().partition(Judged::is_old);
    for judged in worth_telling {
        write_finding(writer, audited, judged)?;
    }
    for judged in &old {
        let finding = judged.finding;
        let was = judged.was().unwrap_or_default();
        let line = format!(
            "{was} {}[{}]: {}",
            finding.severity, finding.rule, finding.message
        );
        writeln!(writer, "{}", one_line(&line))?;
    }
    for (place, accepted) in audit.accepted.iter().enumerate() {
        let before = audited.past.and_then(|past| past.comparison.accepted.get(place));
        let newly = if before.is_some_and(|&before| before != Before::Accepted) {
            "newly "
        } else {
            ""
        };
        let risk = &audit.topology.accepted_risks[accepted.risk];
        let by = risk
            .by
            .as_deref()
            .map(|by| format!(" by {by}"))
            .unwrap_or_default();
        let line = format!(
            "{newly}accepted[{}]: {} (until {}{by}: {})",
            accepted.finding.rule, accepted.finding.message, risk.until, risk.reason
        );
        writeln!(writer, "{}", one_line(&line))?;
    }
    let gone = audited.past.map(|past| gone(&past)).unwrap_or_default();
    for line in &gone {
        writeln!(writer, "{line}")?;
    }
    if !old.is_empty() || !audit.accepted.is_empty() || !gone.is_empty() {
        writeln!(writer)?;
    }
    writeln!(writer, "{STRONG}{}{STRONG:#}", summary(audited))
}

/// What was found before and is no longer there, in a line each.
fn gone(past: &Past<'_>) -> Vec<String> {
    let fixed = past.comparison.fixed.iter().map(fixed_line);
    let stale = past.comparison.stale.iter().map(|entry| {
        let line = format!(
            "stale[{}]: not found any more at {}, strike it from {}",
            entry.rule, entry.at, past.name
        );
        one_line(&line)
    });
    fixed.chain(stale).collect()
}

fn fixed_line(fixed: &Fixed<'_>) -> String {
    let was = if fixed.was_accepted { " (was accepted)" } else { "" };
    let finding = fixed.finding;
    one_line(&format!("fixed[{}]: {}{was}", finding.rule, finding.message))
}

/// What the audit comes to, in one line.
fn summary(audited: &Audited<'_>) -> String {
    let audit = audited.audit;
    let summary = audit.summary();
    let mut parts = vec![counts(|severity| summary.count(severity))];
    if let Some(past) = &audited.past {
        parts.push(format!(
            "compared with {}: {}",
            visible(past.name),
            moves(audited, past)
        ));
    }
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

/// How many findings came, stayed and went.
fn moves(audited: &Audited<'_>, past: &Past<'_>) -> String {
    let counted =
        |counts: &dyn Fn(Judged<'_>) -> bool| audited.findings().filter(|&judged| counts(judged)).count();
    let is_new = |judged: Judged<'_>| judged.before.is_some_and(Before::is_new);
    let numbers = [
        (counted(&is_new), "new"),
        (counted(&|judged| !is_new(judged) && !judged.is_old()), "worse"),
        (counted(&|judged| judged.is_old()), "unchanged"),
        (past.comparison.fixed.len(), "fixed"),
        (past.comparison.stale.len(), "stale"),
    ];
    let told: Vec<_> = numbers
        .into_iter()
        .filter(|&(number, _)| number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    if told.is_empty() {
        "nothing moved".to_owned()
    } else {
        told.join(", ")
    }
}

fn write_finding(writer: &mut dyn Write, audited: &Audited<'_>, judged: Judged<'_>) -> io::Result<()> {
    let Audited { audit, catalogue, .. } = *audited;
    let finding = judged.finding;
    let topology = &audit.topology;
    let mut marks = vec![Mark {
        span: finding.subject.span(topology),
        label: "",
        kind: AnnotationKind::Primary,
    }];
    let shown_places = if finding.proof.also.len() > PLACES_SHOWN {
        0
    } else {
        PLACES_SHOWN
    };
    let beside = finding.proof.beside(topology).take(shown_places);
    let hops = finding.proof.other_hops(finding.subject, topology);
    let related: Vec<_> = beside.chain(hops).collect();
    marks.extend(related.iter().map(|related| Mark {
        span: related.span,
        label: &related.label,
        kind: AnnotationKind::Context,
    }));
    let title = level(finding.severity)
        .with_name(finding.severity.word())
        .primary_title(shown(&finding.message))
        .id(shown(&finding.rule));
    let was = was(audited.past, judged);
    let notes: Vec<_> = was.into_iter().chain(notes(audit, finding)).collect();
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

/// What the finding was before.
fn was(past: Option<Past<'_>>, judged: Judged<'_>) -> Option<String> {
    let name = past?.name;
    Some(match judged.before? {
        Before::Absent => format!("new: not in {name}"),
        Before::Accepted => format!("no longer accepted, as it was in {name}"),
        Before::Open(was) => format!("worse: {was} in {name}"),
    })
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
