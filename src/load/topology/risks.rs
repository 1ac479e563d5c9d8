//! Accepted risks.

use super::entries::AcceptedRiskEntry;
use super::references::References;
use crate::diagnostic::Diagnostic;
use crate::model::{AcceptedRisk, Date, InvalidDate};
use crate::yaml::{Items, Spanned};

/// The accepted risks of a file, in file order.
pub(super) fn resolve(
    entries: Items<Spanned<AcceptedRiskEntry>>,
    references: &mut References,
) -> Vec<AcceptedRisk> {
    entries
        .into_iter()
        .filter_map(|entry| risk(entry, references))
        .collect()
}

/// An accepted risk, if its date is one.
fn risk(
    Spanned { value: entry, span }: Spanned<AcceptedRiskEntry>,
    references: &mut References,
) -> Option<AcceptedRisk> {
    for (key, text) in [
        ("rule", &entry.rule),
        ("at", &entry.at),
        ("reason", &entry.reason),
    ] {
        if text.value.trim().is_empty() && !text.is_stand_in() {
            let problem = Diagnostic::error(format!("`{key}` is blank"), text.span);
            references.note(problem.label("expected some words"));
        }
    }
    let until: Result<Date, InvalidDate> = entry.until.value.0.parse();
    if let Err(error) = &until
        && !entry.until.is_stand_in()
    {
        let problem = Diagnostic::error(error.to_string(), entry.until.span);
        references.note(problem.label("expected a day, such as `2027-03-31`"));
    }
    Some(AcceptedRisk {
        span,
        rule: entry.rule.value,
        rule_span: entry.rule.span,
        at: entry.at.value,
        reason: entry.reason.value,
        until: until.ok()?,
        by: entry.by,
    })
}
