//! Findings as a SARIF log, for code-scanning sites and editors.
//!
//! Each model is one artifact. A path and the chain of causes of a fault are code flows, accepted risks are
//! suppressions, and a model that could not be audited is a notification of the run.

mod log;
mod rules;

use std::io::{self, Write};
use std::path::Path;

use self::log::{
    ArtifactLocation, CodeFlow, Driver, Fingerprints, Hop, Invocation, Item, Level, Location, Log,
    LogicalLocation, Notification, PhysicalLocation, Properties, Suppression, ThreadFlow, Tool,
};
use self::rules::{Rules, level};
use super::json;
use super::reference::path_reference;
use super::run::{Audited, Refused, Region, Run};
use super::visible::{one_line, visible};
use crate::analysis::faults::Impact;
use crate::audit::Audit;
use crate::finding::Finding;
use crate::source::{Source, Span};

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How many steps of one proof are written; a model that is one long chain would make them grow without bound.
const MOST_STEPS: usize = 200;

/// Writes one log for all models, the results in the order of the audits, accepted ones after the others of their
/// model.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let rules = Rules::new(run);
    let notifications: Vec<_> = run.refused().flat_map(notifications).collect();
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
            results: run.audited().flat_map(|audited| items(audited, &rules)).collect(),
        }],
    };
    json::write(writer, &log)
}

fn items<'a>(audited: Audited<'a>, rules: &Rules<'_>) -> Vec<Item<'a>> {
    let audit = audited.audit;
    let open = audit.findings.iter().map(|finding| item(audit, finding, rules));
    let accepted = audit.accepted.iter().map(|accepted| {
        let risk = &audit.topology.accepted_risks[accepted.risk];
        let by = risk.by.as_deref().map(|by| format!(" by {by}"));
        let justification = format!(
            "accepted until {}{}: {}",
            risk.until,
            by.unwrap_or_default(),
            risk.reason
        );
        Item {
            suppressions: vec![Suppression {
                kind: "inSource",
                status: "accepted",
                justification: one_line(&justification),
            }],
            ..item(audit, &accepted.finding, rules)
        }
    });
    open.chain(accepted).collect()
}

fn item<'a>(audit: &'a Audit, finding: &'a Finding, rules: &Rules<'_>) -> Item<'a> {
    let topology = &audit.topology;
    let source = &audit.source;
    let related = finding.proof.related(topology);
    let journeys = finding.journeys.iter();
    Item {
        rule_id: &finding.rule,
        rule_index: rules.place(&finding.rule),
        level: level(finding.severity),
        message: one_line(&finding.message).into(),
        locations: [Location {
            logical_locations: vec![LogicalLocation {
                fully_qualified_name: visible(&finding.subject.id(topology)).into_owned(),
                kind: finding.subject.kind(),
            }],
            ..Location::new(source, finding.subject.span(topology))
        }],
        related_locations: (1..)
            .zip(related)
            .map(|(id, related)| Location {
                id: Some(id),
                message: Some(one_line(&related.label).into()),
                ..Location::new(source, related.span)
            })
            .collect(),
        code_flows: code_flows(audit, finding),
        partial_fingerprints: Fingerprints {
            rule_and_element: finding.fingerprint.to_string(),
        },
        suppressions: Vec::new(),
        properties: Properties {
            severity: finding.severity.word(),
            concern: finding.concern.word(),
            impact: finding.impact.map(Impact::word),
            journeys: journeys
                .map(|&journey| topology.journeys[journey].id.as_str())
                .collect(),
        },
    }
}

/// The path of a finding, and the chain of causes of a fault.
fn code_flows(audit: &Audit, finding: &Finding) -> Vec<CodeFlow> {
    let (source, topology) = (&audit.source, &audit.topology);
    let path = finding.proof.path.iter().map(|&end| {
        let message = topology.endpoint_id(end).to_owned();
        (topology.endpoint_span(end), message)
    });
    let chain = finding.proof.chain.iter().map(|step| {
        let message = format!("{}: {}", step.element(topology), step.reason(topology));
        (step.part.span(topology), message)
    });
    [
        ("the way that shows it", hops(source, path)),
        ("why the journey needs it", hops(source, chain)),
    ]
    .into_iter()
    .filter(|(_, hops)| !hops.is_empty())
    .map(|(title, locations)| CodeFlow {
        message: title.to_owned().into(),
        thread_flows: [ThreadFlow { locations }],
    })
    .collect()
}

fn hops(source: &Source, steps: impl Iterator<Item = (Span, String)>) -> Vec<Hop> {
    steps
        .take(MOST_STEPS)
        .map(|(span, message)| Hop {
            location: Location {
                message: Some(one_line(&message).into()),
                ..Location::new(source, span)
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

impl Location {
    fn new(source: &Source, span: Span) -> Self {
        Self {
            id: None,
            place: PhysicalLocation {
                artifact_location: artifact(source.name()),
                region: Some(Region::new(source, span).into()),
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }
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
