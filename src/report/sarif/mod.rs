//! Findings as a SARIF log, for code-scanning sites and editors.
//!
//! Each model is one artifact. A path and the chain of causes of a fault are code flows, accepted risks are
//! suppressions, and what could not be used, such as a model that could not be audited, is a notification of the run.

mod log;
mod rules;

use std::io::{self, Write};
use std::path::Path;

use self::log::{
    ArtifactLocation, BaselineState, CodeFlow, Driver, Fingerprints, Hop, Invocation, Item, Level, Location,
    Log, LogicalLocation, Notification, PhysicalLocation, Properties, Suppression, ThreadFlow, Tool,
};
use self::rules::{Rules, level};
use super::json;
use super::reference::path_reference;
use super::run::{Audited, Gone, Past, Refused, Region, Run};
use super::visible::{one_line, visible};
use crate::analysis::faults::Impact;
use crate::audit::Audit;
use crate::audit::change::{Before, Fixed};
use crate::finding::Finding;
use crate::source::Span;

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How many steps of one proof are written; a model that is one long chain would make them grow without bound.
const MOST_STEPS: usize = 200;

/// Writes one log for all models, the results in the order of the audits, accepted ones after the others of their
/// model, and last what has gone with its model.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let rules = Rules::new(run);
    let notifications: Vec<_> = run.unusable().flat_map(notifications).collect();
    let results = run.audited().flat_map(|audited| items(audited, &rules));
    let gone = run.gone.iter();
    let gone = gone.flat_map(|&Gone { name, ref fixed, .. }| absent(name, fixed, &rules));
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [log::Run {
            tool: Tool {
                driver: Driver {
                    name: "infra-audit",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.describe(),
                },
            },
            invocations: [Invocation {
                execution_successful: notifications.is_empty(),
                tool_execution_notifications: notifications,
            }],
            column_kind: "unicodeCodePoints",
            results: results.chain(gone).collect(),
        }],
    };
    json::write(writer, &log)
}

fn items<'a>(audited: Audited<'a>, rules: &Rules<'_>) -> Vec<Item<'a>> {
    let audit = audited.audit;
    let file = File::of(audit);
    let open = audited.findings().map(|judged| Item {
        baseline_state: judged.before.map(|before| match before {
            Before::Absent => BaselineState::New,
            Before::Open(was) if was == judged.finding.severity => BaselineState::Unchanged,
            Before::Open(_) | Before::Accepted => BaselineState::Updated,
        }),
        ..item(&file, judged.finding, rules)
    });
    let accepted = audit.accepted.iter().enumerate().map(|(place, accepted)| {
        let risk = &audit.topology.accepted_risks[accepted.risk];
        let by = risk.by.as_deref().map(|by| format!(" by {by}"));
        let justification = format!(
            "accepted until {}{}: {}",
            risk.until,
            by.unwrap_or_default(),
            risk.reason
        );
        let before = audited.past.and_then(|past| past.comparison.accepted.get(place));
        Item {
            baseline_state: before.map(|before| match before {
                Before::Absent => BaselineState::New,
                Before::Accepted => BaselineState::Unchanged,
                Before::Open(_) => BaselineState::Updated,
            }),
            suppressions: vec![Suppression {
                kind: "inSource",
                status: "accepted",
                justification: one_line(&justification),
            }],
            ..item(&file, &accepted.finding, rules)
        }
    });
    let name = audit.source.name();
    let fixed = audited
        .past
        .map(|past| absent(name, &past.comparison.fixed, rules));
    let stale = audited.past.map(|past| stale(name, past, rules));
    let absent = fixed.into_iter().chain(stale).flatten();
    open.chain(accepted).chain(absent).collect()
}

/// What was found before and is no longer there, where it stood then, in the file as it is called now.
fn absent<'a>(name: &'a str, fixed: &[Fixed<'a>], rules: &Rules<'_>) -> Vec<Item<'a>> {
    let before = fixed.first().map(|fixed| File {
        name,
        ..File::of(fixed.audit)
    });
    let fixed = fixed.iter().zip(before.iter().cycle());
    let fixed = fixed.map(|(fixed, file)| Item {
        baseline_state: Some(BaselineState::Absent),
        ..item(file, fixed.finding, rules)
    });
    fixed.collect()
}

/// The entries of a baseline that are no longer found.
fn stale<'a>(name: &'a str, past: Past<'a>, rules: &Rules<'_>) -> Vec<Item<'a>> {
    let stale = past.comparison.stale.iter().map(|entry| Item {
        rule_id: &entry.rule,
        rule_index: rules.place(&entry.rule),
        level: Level::Note,
        baseline_state: Some(BaselineState::Absent),
        message: one_line(&format!("no longer found: {} at {}", entry.rule, entry.at)).into(),
        locations: [Location {
            id: None,
            place: PhysicalLocation {
                artifact_location: artifact(name),
                region: None,
            },
            logical_locations: Vec::new(),
            message: None,
        }],
        related_locations: Vec::new(),
        code_flows: Vec::new(),
        partial_fingerprints: Fingerprints {
            rule_and_element: entry.fingerprint.to_string(),
        },
        suppressions: Vec::new(),
        properties: None,
    });
    stale.collect()
}

/// A model, under the name of its file.
struct File<'a> {
    name: &'a str,
    audit: &'a Audit,
}

impl<'a> File<'a> {
    fn of(audit: &'a Audit) -> Self {
        Self {
            name: audit.source.name(),
            audit,
        }
    }

    fn location(&self, span: Span) -> Location {
        Location {
            id: None,
            place: PhysicalLocation {
                artifact_location: artifact(self.name),
                region: Some(Region::new(&self.audit.source, span).into()),
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }
}

fn item<'a>(file: &File<'a>, finding: &'a Finding, rules: &Rules<'_>) -> Item<'a> {
    let topology = &file.audit.topology;
    let related = finding.proof.related(finding.subject, topology);
    let journeys = finding.journeys.iter();
    Item {
        rule_id: &finding.rule,
        rule_index: rules.place(&finding.rule),
        level: level(finding.severity),
        baseline_state: None,
        message: one_line(&finding.message).into(),
        locations: [Location {
            logical_locations: vec![LogicalLocation {
                fully_qualified_name: visible(&finding.subject.id(topology)).into_owned(),
                kind: finding.subject.kind(),
            }],
            ..file.location(finding.subject.span(topology))
        }],
        related_locations: (1..)
            .zip(related)
            .map(|(id, related)| Location {
                id: Some(id),
                message: Some(one_line(&related.label).into()),
                ..file.location(related.span)
            })
            .collect(),
        code_flows: code_flows(file, finding),
        partial_fingerprints: Fingerprints {
            rule_and_element: finding.fingerprint.to_string(),
        },
        suppressions: Vec::new(),
        properties: Some(Properties {
            severity: finding.severity.word(),
            concern: finding.concern.word(),
            impact: finding.impact.map(Impact::word),
            journeys: journeys
                .map(|&journey| topology.journeys[journey].id.as_str())
                .collect(),
        }),
    }
}

/// The path of a finding, from its source over the connections, and the chain of causes of a fault.
fn code_flows(file: &File<'_>, finding: &Finding) -> Vec<CodeFlow> {
    let topology = &file.audit.topology;
    let source = finding.proof.path.first().map(|&end| {
        let message = topology.endpoint_id(end).to_owned();
        (topology.endpoint_span(end), message)
    });
    let hops_of_path = finding.proof.hops.iter().map(|&hop| {
        let connection = &topology.connections[hop];
        (connection.span, connection.id.clone())
    });
    let path = source.into_iter().chain(hops_of_path);
    let chain = finding.proof.chain.iter().map(|step| {
        let message = format!("{}: {}", step.element(topology), step.reason(topology));
        (step.part.span(topology), message)
    });
    [
        ("the way that shows it", hops(file, path)),
        ("why the journey needs it", hops(file, chain)),
    ]
    .into_iter()
    .filter(|(_, hops)| !hops.is_empty())
    .map(|(title, locations)| CodeFlow {
        message: title.to_owned().into(),
        thread_flows: [ThreadFlow { locations }],
    })
    .collect()
}

fn hops(file: &File<'_>, steps: impl Iterator<Item = (Span, String)>) -> Vec<Hop> {
    steps
        .take(MOST_STEPS)
        .map(|(span, message)| Hop {
            location: Location {
                message: Some(one_line(&message).into()),
                ..file.location(span)
            },
        })
        .collect()
}

fn notifications<'a>(refused: &'a Refused<'_>) -> impl Iterator<Item = Notification> + use<'a> {
    refused.problems.iter().map(|problem| Notification {
        level: Level::Error,
        message: one_line(&problem.message).into(),
        locations: vec![Location {
            id: None,
            place: PhysicalLocation {
                artifact_location: artifact(&refused.name),
                region: refused.region(problem).map(Into::into),
            },
            logical_locations: Vec::new(),
            message: None,
        }],
    })
}

/// The file, relative to the root of what is scanned unless its path is absolute.
fn artifact(name: &str) -> ArtifactLocation {
    let reference = path_reference(name);
    if Path::new(name).is_absolute() {
        ArtifactLocation {
            uri: format!("file://{reference}"),
            uri_base_id: None,
        }
    } else {
        ArtifactLocation {
            uri: reference,
            uri_base_id: Some("%SRCROOT%"),
        }
    }
}
