//! What is wrong with a design, with proof and remedy.

use std::collections::BTreeMap;

use super::escape::{Markdown, code, joined, plain, prose as markdown, with_code};
use super::loss::Losses;
use crate::audit::Audit;
use crate::finding::{Finding, Proof, Severity, Subject};
use crate::model::Concern;
use crate::report::prose::{Prose, capital, concern_title, full_stop, severity_title};
use crate::report::visible::one_line;
use crate::rules::Catalogue;

/// How many hops of a path are shown.
const HOPS_SHOWN: usize = 12;

/// One finding, numbered.
pub(super) struct Issue {
    /// Its place in the list, from one.
    pub(super) number: usize,
    /// The title of the rule, and what it is about here.
    pub(super) title: String,
    /// How bad it is.
    pub(super) severity: &'static str,
    /// What is wrong.
    pub(super) message: Markdown,
    /// What it is about, and where that stands in the file.
    pub(super) place: Markdown,
    /// What shows that it is so.
    pub(super) proof: Vec<Markdown>,
    /// What the rule says, where no issue before says it.
    pub(super) advice: Advice,
    /// Identifier of the rule.
    pub(super) rule: Markdown,
}

/// What a rule says about every finding of its own.
pub(super) enum Advice {
    /// It stands here.
    Here {
        /// Why it matters.
        why: Markdown,
        /// What to do.
        fix: Markdown,
        /// What to read on.
        references: Vec<String>,
    },
    /// It stands under the issue with this number.
    Under(usize),
}

/// How many findings there are on one concern, by severity.
pub(super) struct Row {
    /// The concern.
    pub(super) concern: &'static str,
    /// For each column the number; nothing where there is none.
    pub(super) cells: Vec<String>,
}

/// The findings by concern and severity.
pub(super) struct Counts {
    /// The severities that occur, worst first.
    pub(super) severities: Vec<&'static str>,
    /// The concerns that occur.
    pub(super) rows: Vec<Row>,
}

/// Counts the findings.
pub(super) fn counts(findings: &[Finding]) -> Counts {
    let severities: Vec<_> = Severity::WORST_FIRST
        .into_iter()
        .filter(|severity| findings.iter().any(|finding| finding.severity == *severity))
        .collect();
    let mut numbers: BTreeMap<Concern, BTreeMap<Severity, usize>> = BTreeMap::new();
    for finding in findings {
        *numbers
            .entry(finding.concern)
            .or_default()
            .entry(finding.severity)
            .or_default() += 1;
    }
    let rows = numbers.into_iter().map(|(concern, numbers)| Row {
        concern: concern_title(concern),
        cells: severities
            .iter()
            .map(|severity| numbers.get(severity).map(ToString::to_string).unwrap_or_default())
            .collect(),
    });
    Counts {
        rows: rows.collect(),
        severities: severities.into_iter().map(severity_title).collect(),
    }
}

/// The findings, in the order of the audit.
pub(super) fn issues(audit: &Audit, catalogue: &Catalogue, losses: &Losses<'_>) -> Vec<Issue> {
    let mut first_of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let numbered = (1..).zip(&audit.findings);
    numbered
        .map(|(number, finding)| {
            let first = *first_of_rule.entry(&finding.rule).or_insert(number);
            Issue {
                number,
                title: title(audit, finding),
                severity: finding.severity.word(),
                message: with_code(&full_stop(&capital(&finding.message))),
                place: location(audit, finding),
                proof: proof(audit, finding, losses),
                advice: match catalogue.rule(&finding.rule) {
                    Some(rule) if first == number => Advice::Here {
                        why: with_code(&one_line(&rule.why)),
                        fix: with_code(&one_line(&rule.fix)),
                        references: rule.references.clone(),
                    },
                    _ => Advice::Under(first),
                },
                rule: code(&finding.rule),
            }
        })
        .collect()
}

/// The title of the rule, with the name of the element where it has one.
fn title(audit: &Audit, finding: &Finding) -> String {
    let topology = &audit.topology;
    let name = match finding.subject {
        Subject::Component(component) => topology.components[component].name(),
        Subject::Group(group) => topology.groups[group].name(),
        Subject::Cluster(cluster) => topology.clusters[cluster].name(),
        Subject::Journey(journey) => &topology.journeys[journey].id,
        Subject::Model | Subject::Connection(_) | Subject::AcceptedRisk(_) => return finding.title.clone(),
    };
    format!("{}: {name}", finding.title)
}

fn location(audit: &Audit, finding: &Finding) -> Markdown {
    let topology = &audit.topology;
    let line = audit.source.position(finding.subject.span(topology).start).line;
    let subject = match finding.subject {
        Subject::Model => plain("the model as a whole"),
        subject => code(&subject.id(topology)),
    };
    joined(&[subject, plain(&format!(" (line {line} of the model)"))], "")
}

fn proof(audit: &Audit, finding: &Finding, losses: &Losses<'_>) -> Vec<Markdown> {
    let topology = &audit.topology;
    let Proof {
        chain, also, places, ..
    } = &finding.proof;
    let path: Vec<_> = finding.proof.path_ids(topology).collect();
    let mut lines = Vec::new();
    if let Some(loss) = loss(finding, losses) {
        lines.push(loss);
    }
    if !path.is_empty() {
        lines.push(joined(&[plain("Path: "), hops(&path)], ""));
    }
    for step in chain {
        lines.push(joined(
            &[
                code(step.element(topology)),
                plain(": "),
                with_code(&full_stop(&step.reason(topology))),
            ],
            "",
        ));
    }
    if !also.is_empty() {
        let also = also.iter().enumerate();
        let also: Vec<_> = also
            .map(|(number, &other)| beside(audit, other, number < *places))
            .collect();
        lines.push(joined(&[plain("Also concerned: "), joined(&also, ", ")], ""));
    }
    lines
}

/// What stands beside a finding, with its line if that is among the places that belong to the finding.
fn beside(audit: &Audit, other: Subject, is_placed: bool) -> Markdown {
    let id = code(&other.id(&audit.topology));
    if !is_placed {
        return id;
    }
    let start = other.span(&audit.topology).start;
    let line = audit.source.position(start).line;
    joined(&[id, plain(&format!(" (line {line})"))], "")
}

/// What happens to the journeys, for a finding about a fault.
fn loss(finding: &Finding, losses: &Losses<'_>) -> Option<Markdown> {
    finding.impact?;
    let element = match finding.subject {
        Subject::Component(component) => crate::model::Element::Component(component),
        Subject::Group(group) => crate::model::Element::Group(group),
        _ => return None,
    };
    let text = Prose::default()
        .words("Without ")
        .name(losses.name(element))
        .words(", ")
        .then(losses.clauses(element))
        .words(".");
    Some(markdown(&text))
}

/// A path as identifiers with arrows between them; a long one without its middle.
fn hops(path: &[&str]) -> Markdown {
    let half = HOPS_SHOWN / 2;
    let shown: Vec<_> = if path.len() <= HOPS_SHOWN {
        path.iter().map(|id| code(id)).collect()
    } else {
        let left_out = plain(&format!("… {} more …", path.len() - 2 * half));
        let (first, last) = (&path[..half], &path[path.len() - half..]);
        first
            .iter()
            .map(|id| code(id))
            .chain([left_out])
            .chain(last.iter().map(|id| code(id)))
            .collect()
    };
    joined(&shown, " → ")
}
