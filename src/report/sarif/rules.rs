//! What a SARIF log says about the rules.

use std::collections::BTreeMap;

use super::log::{Configuration, Level, RuleDescription, RuleProperties, Text};
use crate::finding::Severity;
use crate::model::Concern;
use crate::report::markdown::escape::{plain, with_code};
use crate::report::run::Run;
use crate::report::visible::one_line;
use crate::rules::Rule;

/// The rules of all models of a run by identifier, and where each stands in the list.
pub(super) struct Rules<'a> {
    places: BTreeMap<&'a str, usize>,
    rules: Vec<&'a Rule>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(run: &Run<'a>) -> Self {
        let all = run.audited().flat_map(|audited| audited.catalogue.rules());
        let by_id: BTreeMap<&str, &Rule> = all.map(|rule| (rule.id.as_str(), rule)).collect();
        Self {
            places: by_id.keys().copied().zip(0..).collect(),
            rules: by_id.into_values().collect(),
        }
    }

    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(super) fn describe(&self) -> Vec<RuleDescription<'a>> {
        self.rules.iter().copied().map(describe).collect()
    }
}

pub(super) const fn level(severity: Severity) -> Level {
    match severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium => Level::Warning,
        Severity::Low | Severity::Info => Level::Note,
    }
}

fn describe(rule: &Rule) -> RuleDescription<'_> {
    let why = one_line(&rule.why);
    let fix = one_line(&rule.fix);
    let mut text = format!("{why}\n\nWhat to do: {fix}");
    let mut markdown = format!("{}\n\n**What to do:** {}", with_code(&why), with_code(&fix));
    if !rule.references.is_empty() {
        text.push_str("\n\nReferences: ");
        text.push_str(&one_line(&rule.references.join("; ")));
        markdown.push_str("\n\n**References**\n");
        for reference in &rule.references {
            markdown.push_str("\n- ");
            markdown.push_str(&plain(reference).to_string());
        }
    }
    let is_about_security = is_about_security(rule.concern);
    RuleDescription {
        id: &rule.id,
        short_description: one_line(&rule.title).into(),
        full_description: why.into(),
        help: Text {
            text,
            markdown: Some(markdown),
        },
        default_configuration: Configuration {
            level: level(rule.severity),
        },
        properties: RuleProperties {
            tags: if is_about_security {
                vec![rule.concern.word(), "security"]
            } else {
                vec![rule.concern.word(), "reliability"]
            },
            precision: "very-high",
            problem_severity: match level(rule.severity) {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
            security_severity: is_about_security.then(|| security_severity(rule.severity)),
        },
    }
}

const fn is_about_security(concern: Concern) -> bool {
    matches!(concern, Concern::Firewall | Concern::Encryption | Concern::Access)
}

/// A number within the range that GitHub's code scanning shows under the same word.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
        Severity::Info => "0.1",
    }
}
