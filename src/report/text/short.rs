//! Findings, one line for each: for editors, for `grep`, and for those who listen to their screen.

use std::io::{self, Write};

use crate::report::run::{Audited, Outcome, Refused, Run};
use crate::report::visible::{one_line, visible};

/// Writes a line `FILE:LINE:COLUMN: SEVERITY[RULE] MESSAGE` for each finding, in the order of the audits. Where the
/// findings are compared with earlier ones, what each was before follows in brackets.
///
/// Accepted findings are left out. What could not be used has a line for each of its problems, with the severity `error`;
/// one of the file as a whole stands at its beginning.
///
/// # Errors
///
/// The writer's.
pub fn short(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
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

fn write_findings(writer: &mut dyn Write, audited: &Audited<'_>) -> io::Result<()> {
    let audit = audited.audit;
    for judged in audited.findings() {
        let finding = judged.finding;
        let was = judged.was().map_or_else(String::new, |was| format!(" ({was})"));
        let position = audit.source.position(finding.subject.span(&audit.topology).start);
        writeln!(
            writer,
            "{}:{position}: {}[{}] {}{was}",
            visible(audit.source.name()),
            finding.severity,
            visible(&finding.rule),
            one_line(&finding.message),
        )?;
    }
    Ok(())
}

fn write_problems(writer: &mut dyn Write, refused: &Refused<'_>) -> io::Result<()> {
    for problem in &*refused.problems {
        let (line, column) = refused
            .region(problem)
            .map_or((1, 1), |region| (region.line, region.column));
        writeln!(
            writer,
            "{}:{line}:{column}: error[{}] {}",
            visible(&refused.name),
            refused.role.check(),
            one_line(&problem.message)
        )?;
    }
    Ok(())
}
