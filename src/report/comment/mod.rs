//! Findings as a comment on a pull request: Markdown that is short at first sight, with the proofs folded away.

mod change;

use std::io::{self, Write};

pub use self::change::write_change;
use super::markdown::escape::{Markdown, code, joined, plain, with_code};
use super::prose::{capital, count, full_stop};
use super::run::{Audited, Judged, Outcome, Refused, Role, Run};
use super::visible::one_line;
use crate::audit::change::Fixed;
use crate::finding::{Finding, Severity};
use crate::model::Topology;

/// By which a program finds its own comment again, to bring it up to date instead of adding another one.
const MARKER: &str = "<!-- infra-audit -->";

/// How many findings of all models are listed: sites refuse long comments.
const MOST_FINDINGS: usize = 50;

/// How many steps of a proof are shown.
const MOST_STEPS: usize = 12;

/// Writes the comment: a verdict, the numbers for each model, the findings, and folded below them their proofs.
///
/// Where the findings are compared with earlier ones, those that are new or worse are listed; the others are folded
/// away, and so is what is gone. What could not be used stands at the end.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    writeln!(writer, "{MARKER}\n### infra-audit: {}\n", verdict(run))?;
    write_counts(writer, run)?;
    let findings = run
        .audited()
        .flat_map(|audited| audited.findings().map(move |judged| (audited, judged)));
    let (old, listed): (Vec<_>, Vec<_>) = findings.partition(|(_, judged)| judged.is_old());
    let shown = &listed[..listed.len().min(MOST_FINDINGS)];
    write_findings(writer, shown)?;
    write_rest(writer, listed.len())?;
    write_proofs(writer, shown)?;
    write_old(writer, &old)?;
    write_gone(writer, run)?;
    for refused in run.unusable() {
        write_problems(writer, refused)?;
    }
    Ok(())
}

fn verdict(run: &Run<'_>) -> String {
    let mut parts = Vec::new();
    let errors = run.errors.len();
    if errors > 0 {
        parts.push(count(errors, "input cannot be used", "inputs cannot be used"));
    }
    let refused = run.refused().count();
    if refused > 0 {
        parts.push(count(refused, "model is invalid", "models are invalid"));
    }
    let findings: Vec<_> = run.audited().flat_map(|audited| audited.findings()).collect();
    parts.push(if run.is_void() {
        "nothing could be audited".to_owned()
    } else if run.audited().any(|audited| audited.past.is_some()) || !run.gone.is_empty() {
        verdict_on_change(run, &findings)
    } else {
        let failing = findings.iter().filter(|judged| judged.fails).count();
        match verdict_on_state(failing, findings.len()) {
            nothing if findings.is_empty() && !parts.is_empty() => format!("{nothing} in the rest"),
            verdict => verdict,
        }
    });
    parts.join("; ")
}

fn verdict_on_state(failing: usize, total: usize) -> String {
    match (failing, total) {
        (0, 0) => "nothing found".to_owned(),
        (0, total) => format!(
            "{}, none of which fails the check",
            count(total, "finding", "findings")
        ),
        (failing, total) if failing == total => {
            format!("{} to mend", count(total, "finding", "findings"))
        }
        (failing, total) => format!("{failing} of {total} findings to mend"),
    }
}

fn verdict_on_change(run: &Run<'_>, findings: &[Judged<'_>]) -> String {
    let (old, new): (Vec<_>, Vec<_>) = findings.iter().partition(|judged| judged.is_old());
    let failing = |judged: &[&Judged<'_>]| judged.iter().filter(|judged| judged.fails).count();
    let to_mend = |judged: &[&Judged<'_>]| match failing(judged) {
        0 => String::new(),
        number if number == judged.len() => " to mend".to_owned(),
        number => format!(", {number} to mend"),
    };
    let mut parts = vec![match new.len() {
        0 => "nothing new".to_owned(),
        number => {
            let findings = count(number, "new or worse finding", "new or worse findings");
            format!("{findings}{}", to_mend(&new))
        }
    }];
    if !old.is_empty() {
        let findings = count(old.len(), "finding", "findings");
        parts.push(format!("{findings} as before{}", to_mend(&old)));
    }
    let fixed = run.audited().filter_map(|audited| audited.past);
    let fixed = fixed.map(|past| past.comparison.fixed.len()).sum::<usize>();
    match fixed + run.gone_findings().count() {
        0 => {}
        number => parts.push(format!("{number} fixed")),
    }
    parts.join("; ")
}

/// Folded away, the findings that were there before.
fn write_old(writer: &mut dyn Write, old: &[(Audited<'_>, Judged<'_>)]) -> io::Result<()> {
    if old.is_empty() {
        return Ok(());
    }
    let findings = count(old.len(), "finding as before", "findings as before");
    writeln!(writer, "\n<details>\n<summary>{}</summary>\n", capital(&findings))?;
    for (audited, judged) in old.iter().take(MOST_FINDINGS) {
        let finding = judged.finding;
        writeln!(
            writer,
            "- {}, {}: {} ({})",
            finding.severity,
            code(&finding.rule),
            with_code(&one_line(&finding.message)),
            place(*audited, finding),
        )?;
    }
    write_rest(writer, old.len())?;
    writeln!(writer, "\n</details>")
}

/// Folded away, what was found before and is no longer there.
fn write_gone(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let fixed = |fixed: &Fixed<'_>| {
        let message = with_code(&one_line(&fixed.finding.message));
        joined(&[code(&fixed.finding.rule), plain(": "), message], "")
    };
    let gone: Vec<_> = run
        .audited()
        .filter_map(|audited| audited.past)
        .flat_map(|past| {
            let fixed = past.comparison.fixed.iter().map(fixed);
            let stale = past.comparison.stale.iter().map(move |entry| {
                let parts = [
                    code(&entry.rule),
                    plain(" at "),
                    code(&entry.at),
                    plain(", still listed in "),
                    code(past.name),
                ];
                joined(&parts, "")
            });
            fixed.chain(stale)
        })
        .chain(run.gone_findings().map(fixed))
        .collect();
    if gone.is_empty() {
        return Ok(());
    }
    writeln!(writer, "\n<details>\n<summary>{} fixed</summary>\n", gone.len())?;
    for line in gone.iter().take(MOST_FINDINGS) {
        writeln!(writer, "- {line}")?;
    }
    write_rest(writer, gone.len())?;
    writeln!(writer, "\n</details>")
}

/// How many entries of a list are left out.
fn write_rest(writer: &mut dyn Write, all: usize) -> io::Result<()> {
    match all.saturating_sub(MOST_FINDINGS) {
        0 => Ok(()),
        number => writeln!(writer, "\n{number} more are not listed here."),
    }
}

fn write_counts(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let summaries: Vec<_> = run.audited().map(|audited| audited.audit.summary()).collect();
    let used: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .filter(|&severity| summaries.iter().any(|summary| summary.count(severity) > 0))
        .collect();
    let accepted = run.audited().any(|audited| !audited.audit.accepted.is_empty());
    if run.outcomes.is_empty() && run.gone.is_empty() {
        return Ok(());
    }
    if run.gone.is_empty() && used.is_empty() && !accepted && run.refused().next().is_none() {
        let names = run.outcomes.iter().map(|outcome| code(outcome.name()));
        let names = shortened(names.collect());
        return writeln!(writer, "Audited: {}", joined(&names, ", "));
    }
    write!(writer, "| model |")?;
    for severity in &used {
        write!(writer, " {severity} |")?;
    }
    let last = if accepted { " accepted |" } else { "" };
    writeln!(
        writer,
        "{last}\n|---|{}",
        "--:|".repeat(used.len() + usize::from(accepted))
    )?;
    for outcome in &run.outcomes {
        match outcome {
            Outcome::Audited(audited) => {
                let summary = audited.audit.summary();
                write!(writer, "| {} |", code(audited.audit.source.name()))?;
                for &severity in &used {
                    write!(writer, " {} |", summary.count(severity))?;
                }
                if accepted {
                    write!(writer, " {} |", audited.audit.accepted.len())?;
                }
                writeln!(writer)?;
            }
            Outcome::Refused(refused) => {
                let rest = " |".repeat(used.len() + usize::from(accepted));
                writeln!(writer, "| {} (invalid) |{rest}", code(&refused.name))?;
            }
        }
    }
    for gone in &run.gone {
        let rest = " |".repeat(used.len() + usize::from(accepted));
        writeln!(writer, "| {} (gone) |{rest}", code(gone.name))?;
    }
    Ok(())
}

fn write_findings(writer: &mut dyn Write, shown: &[(Audited<'_>, Judged<'_>)]) -> io::Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(
        writer,
        "\n| | severity | rule | what | where |\n|--:|---|---|---|---|"
    )?;
    for (number, (audited, judged)) in (1..).zip(shown) {
        let finding = judged.finding;
        let mut severity = if judged.fails {
            format!("**{}**", finding.severity)
        } else {
            finding.severity.to_string()
        };
        if let Some(was) = judged.was() {
            severity = format!("{severity} ({was})");
        }
        writeln!(
            writer,
            "| {number} | {severity} | {} | {} | {} |",
            code(&finding.rule),
            with_code(&one_line(&finding.message)),
            place(*audited, finding),
        )?;
    }
    Ok(())
}

fn place(audited: Audited<'_>, finding: &Finding) -> Markdown {
    let audit = audited.audit;
    let line = audit
        .source
        .position(finding.subject.span(&audit.topology).start)
        .line;
    code(&format!("{}:{line}", audit.source.name()))
}

fn write_proofs(writer: &mut dyn Write, shown: &[(Audited<'_>, Judged<'_>)]) -> io::Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(writer, "\n<details>\n<summary>Proof and remedy</summary>\n")?;
    for (number, (audited, judged)) in (1..).zip(shown) {
        let finding = judged.finding;
        let message = full_stop(&capital(&one_line(&finding.message)));
        writeln!(writer, "{number}. {}", with_code(&message))?;
        for line in proof(&audited.audit.topology, finding) {
            writeln!(writer, "   - {line}")?;
        }
        if let Some(rule) = audited.catalogue.rule(&finding.rule) {
            writeln!(writer, "   - **What to do:** {}", with_code(&one_line(&rule.fix)))?;
        }
    }
    writeln!(writer, "\n</details>")
}

fn proof(topology: &Topology, finding: &Finding) -> Vec<Markdown> {
    let proof = &finding.proof;
    let mut lines = Vec::new();
    if !proof.path.is_empty() {
        let hops = shortened(proof.path_ids(topology).map(code).collect());
        lines.push(joined(&[plain("Path: "), joined(&hops, " → ")], ""));
    }
    if !proof.chain.is_empty() {
        let steps = proof.chain.iter().map(|step| {
            let reason = with_code(&one_line(&step.reason(topology)));
            joined(&[code(step.element(topology)), plain(" "), reason], "")
        });
        let steps = shortened(steps.collect());
        lines.push(joined(&[plain("Because "), joined(&steps, "; ")], ""));
    }
    if !proof.also.is_empty() {
        let also = shortened(proof.also_ids(topology).map(|id| code(&id)).collect());
        lines.push(joined(&[plain("Also concerned: "), joined(&also, ", ")], ""));
    }
    lines
}

/// The parts, without the middle of a long list.
fn shortened(parts: Vec<Markdown>) -> Vec<Markdown> {
    if parts.len() <= MOST_STEPS {
        return parts;
    }
    let left_out = plain(&format!("… {} more …", parts.len() - MOST_STEPS));
    let last = parts.len() - MOST_STEPS / 2;
    let mut parts = parts;
    parts.splice(MOST_STEPS / 2..last, [left_out]);
    parts
}

fn write_problems(writer: &mut dyn Write, refused: &Refused<'_>) -> io::Result<()> {
    let heading = match refused.role {
        Role::Model => "Invalid",
        Role::Other => "Cannot be used",
    };
    writeln!(writer, "\n**{heading}:** {}\n", code(&refused.name))?;
    for problem in refused.problems.iter().take(MOST_FINDINGS) {
        let place = refused
            .region(problem)
            .map_or_else(String::new, |region| format!("line {}: ", region.line));
        let message = full_stop(&capital(&one_line(&problem.message)));
        writeln!(writer, "- {place}{}", with_code(&message))?;
    }
    Ok(())
}
