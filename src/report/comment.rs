//! Findings as a comment on a pull request: Markdown that is short at first sight, with the proofs folded away.

use std::io::{self, Write};

use super::markdown::escape::{Markdown, code, joined, plain, with_code};
use super::prose::{capital, count, full_stop};
use super::run::{Audited, Outcome, Refused, Run};
use super::visible::one_line;
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
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    writeln!(writer, "{MARKER}\n### infra-audit: {}\n", verdict(run))?;
    write_counts(writer, run)?;
    let listed: Vec<_> = run
        .audited()
        .flat_map(|audited| {
            let findings = audited.audit.findings.iter();
            findings.map(move |finding| (audited, finding))
        })
        .collect();
    let (shown, left_out) = listed.split_at(listed.len().min(MOST_FINDINGS));
    write_findings(writer, shown)?;
    if !left_out.is_empty() {
        writeln!(writer, "\n{} more are not listed here.", left_out.len())?;
    }
    write_proofs(writer, shown)?;
    for refused in run.refused() {
        write_problems(writer, refused)?;
    }
    Ok(())
}

fn verdict(run: &Run<'_>) -> String {
    let refused = run.refused().count();
    let findings = run.audited().flat_map(|audited| {
        let findings = audited.audit.findings.iter();
        findings.map(move |finding| audited.fails(finding.severity))
    });
    let (mut failing, mut total) = (0, 0);
    for fails in findings {
        total += 1;
        failing += usize::from(fails);
    }
    let mut verdict = match (failing, total) {
        (0, 0) => "nothing found".to_owned(),
        (0, total) => format!(
            "{}, none of which fails the check",
            count(total, "finding", "findings")
        ),
        (failing, total) if failing == total => {
            format!("{} to mend", count(total, "finding", "findings"))
        }
        (failing, total) => format!("{failing} of {total} findings to mend"),
    };
    if refused > 0 {
        let models = count(refused, "model is invalid", "models are invalid");
        verdict = format!("{models}; {verdict}");
    }
    verdict
}

fn write_counts(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let summaries: Vec<_> = run.audited().map(|audited| audited.audit.summary()).collect();
    let used: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .filter(|&severity| summaries.iter().any(|summary| summary.count(severity) > 0))
        .collect();
    let accepted = run.audited().any(|audited| !audited.audit.accepted.is_empty());
    if used.is_empty() && !accepted && run.refused().next().is_none() {
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
    Ok(())
}

fn write_findings(writer: &mut dyn Write, shown: &[(Audited<'_>, &Finding)]) -> io::Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(
        writer,
        "\n| | severity | rule | what | where |\n|--:|---|---|---|---|"
    )?;
    for (number, (audited, finding)) in (1..).zip(shown) {
        let severity = if audited.fails(finding.severity) {
            format!("**{}**", finding.severity)
        } else {
            finding.severity.to_string()
        };
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

fn write_proofs(writer: &mut dyn Write, shown: &[(Audited<'_>, &Finding)]) -> io::Result<()> {
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(writer, "\n<details>\n<summary>Proof and remedy</summary>\n")?;
    for (number, (audited, finding)) in (1..).zip(shown) {
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
    writeln!(writer, "\n**Invalid:** {}\n", code(&refused.name))?;
    for problem in refused.problems.iter().take(MOST_FINDINGS) {
        let place = refused
            .region(problem)
            .map_or_else(String::new, |region| format!("line {}: ", region.line));
        let message = full_stop(&capital(&one_line(&problem.message)));
        writeln!(writer, "- {place}{}", with_code(&message))?;
    }
    Ok(())
}
