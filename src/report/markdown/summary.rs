//! What frames the document: the verdict at its head, and what it is based on at its end.

use super::escape::{Markdown, code, joined, plain, prose as markdown, with_code};
use super::loss::Losses;
use crate::audit::Audit;
use crate::finding::Severity;
use crate::model::{Concern, JourneyAccess, Topology};
use crate::report::prose::{Prose, and, capital, number_word};

/// One finding that somebody has decided to live with.
pub(super) struct Accepted {
    /// What is wrong.
    pub(super) message: Markdown,
    /// Identifier of the rule.
    pub(super) rule: Markdown,
    /// How bad it is.
    pub(super) severity: &'static str,
    /// Why it is accepted.
    pub(super) reason: String,
    /// The last day on which it is.
    pub(super) until: String,
    /// Who accepted it; may be empty.
    pub(super) by: String,
}

/// The author's description, as paragraphs without line breaks.
pub(super) fn description(topology: &Topology) -> Vec<String> {
    let text = topology.description.as_deref().unwrap_or_default();
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        if words.is_empty() {
            paragraphs.push(Vec::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            paragraph.extend(words);
        }
    }
    paragraphs
        .into_iter()
        .filter(|words| !words.is_empty())
        .map(|words| words.join(" "))
        .collect()
}

/// What the audit comes to, in a sentence or two.
pub(super) fn verdict(audit: &Audit) -> Markdown {
    let summary = audit.summary();
    let counts: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .map(|severity| (summary.count(severity), severity))
        .filter(|&(number, _)| number > 0)
        .map(|(number, severity)| format!("{} {severity}", number_word(number)))
        .collect();
    let mut text = Prose::default();
    text = match audit.findings.len() {
        0 => text.words("The audit of this design finds no issue."),
        1 => text.words(format!(
            "The audit of this design finds one issue, of severity {}.",
            audit.findings[0].severity
        )),
        _ => text.words(format!("The audit of this design finds {} issues.", and(&counts))),
    };
    if !audit.accepted.is_empty() {
        text = text.words(format!(
            " {} accepted for the time being.",
            match audit.accepted.len() {
                1 => "A further one is".to_owned(),
                number => format!("{} further ones are", capital(&number_word(number))),
            }
        ));
    }
    if !audit.findings.is_empty() {
        text = text.words(" Each is listed below with its proof, why it matters and what to do about it.");
    }
    markdown(&text)
}

/// Which journeys were judged, whether they are assumed, and which could not be.
pub(super) fn journeys(topology: &Topology, losses: &Losses<'_>) -> Markdown {
    let judged = &losses.journeys;
    let broken: Vec<_> = topology
        .journeys
        .indices()
        .filter(|&journey| !losses.faults.works(journey))
        .map(|journey| topology.journeys[journey].id.as_str())
        .collect();
    let mut text = Prose::default();
    if judged.is_empty() {
        text = text.words("No journey could be judged.");
    } else {
        text = text.words("The audit has let every component and every failure domain fail, one at a time, and has seen what that does to ");
        text = text.words(if judged.len() == 1 {
            "the journey "
        } else {
            "the journeys "
        });
        for (place, &index) in judged.iter().enumerate() {
            let journey = &topology.journeys[index];
            text = text
                .words(match place {
                    0 => "",
                    place if place + 1 == judged.len() => " and ",
                    _ => ", ",
                })
                .name(&journey.id)
                .words(match journey.access {
                    JourneyAccess::Read => " (reads",
                    JourneyAccess::Write => " (writes",
                    JourneyAccess::Any => " (any request",
                })
                .words(", from ")
                .quoted(topology.endpoint_name(journey.entry))
                .words(")");
        }
        text = text.words(".");
    }
    if topology.journeys.values().any(|journey| journey.assumed) {
        text = text.words(if topology.journeys.len() == 1 {
            " The model states no journeys, so this one is assumed."
        } else {
            " The model states no journeys, so these are assumed."
        });
    }
    if !broken.is_empty() {
        let one = broken.len() == 1;
        text = text.words(" ").names(broken).words(if one {
            " does not work even with nothing failed, so nothing can be said of it."
        } else {
            " do not work even with nothing failed, so nothing can be said of them."
        });
    }
    markdown(&text)
}

/// The accepted findings.
pub(super) fn accepted(audit: &Audit) -> Vec<Accepted> {
    audit
        .accepted
        .iter()
        .map(|accepted| {
            let risk = &audit.topology.accepted_risks[accepted.risk];
            Accepted {
                message: with_code(&capital(&accepted.finding.message)),
                rule: code(&accepted.finding.rule),
                severity: accepted.finding.severity.word(),
                reason: risk.reason.split_whitespace().collect::<Vec<_>>().join(" "),
                until: risk.until.to_string(),
                by: risk.by.clone().unwrap_or_default(),
            }
        })
        .collect()
}

/// What was left out of the audit, in one paragraph for each reason: what the model is silent on, and the rules that
/// the configuration disables.
pub(super) fn left_out(audit: &Audit) -> Vec<Markdown> {
    let mut paragraphs = Vec::new();
    let concerns: Vec<_> = audit
        .topology
        .out_of_scope
        .iter()
        .map(|concern: &Concern| concern.word())
        .collect();
    if !concerns.is_empty() {
        paragraphs.push(markdown(&Prose::default().words(format!(
            "The model is silent on {}: what is not stated there is unknown, not absent, so the rules on {} were not applied.",
            and(&concerns),
            if concerns.len() == 1 { "it" } else { "them" },
        ))));
    }
    if !audit.disabled.is_empty() {
        let rules: Vec<_> = audit.disabled.iter().map(|rule| code(rule)).collect();
        let said = if rules.len() == 1 {
            "The configuration disables one rule, which was not applied: "
        } else {
            "The configuration disables these rules, which were not applied: "
        };
        paragraphs.push(joined(&[plain(said), joined(&rules, ", "), plain(".")], ""));
    }
    paragraphs
}
