//! Findings for programs. The schema of what is written stands in `docs/`.

mod configuration;

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::faults::Impact;
use crate::audit::Audit;
use crate::finding::{self, Finding, Severity};
use crate::model::{Concern, Index, Topology};
use crate::report::loss::{Loss, Losses, sorted_pair};
use crate::source::{Source, Span};

pub use configuration::Configuration;

/// The number that is raised when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// Everything that one run found.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Findings of infra-audit")]
pub struct Run<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The models that were audited, in the order in which they were named or found.
    models: Vec<Model<'a>>,
}

/// What was found in one model.
#[derive(Serialize, JsonSchema)]
pub struct Model<'a> {
    /// The file, as it was named.
    file: &'a str,
    /// The name that the model gives itself.
    name: &'a str,
    /// What is wrong, in the order of the audit.
    findings: Vec<Item<'a>>,
    /// What is wrong, and somebody has decided to live with.
    accepted: Vec<AcceptedItem<'a>>,
    /// The concerns on which the model is silent.
    out_of_scope: Vec<Concern>,
    /// Identifiers of the rules that the configuration disables.
    disabled: &'a [String],
    /// How many findings there are of each severity.
    summary: Summary,
}

/// How many findings there are of each severity; accepted ones are not counted.
#[derive(Serialize, JsonSchema)]
struct Summary {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
struct Item<'a> {
    /// Identifier of the rule.
    rule: &'a str,
    /// How bad it is.
    severity: Severity,
    /// What it is about in general.
    concern: Concern,
    /// What it is about in this model.
    at: At,
    /// Where that stands.
    location: Location<'a>,
    /// What is wrong, as one sentence.
    message: &'a str,
    /// Identifiers of the journeys that it touches.
    journeys: Vec<&'a str>,
    /// For a fault, the worst impact on those journeys.
    impact: Option<Impact>,
    /// What shows that it is so.
    proof: Proof<'a>,
    /// What tells this finding from any other of any version of the model.
    fingerprint: String,
}

/// One finding that somebody has decided to live with.
#[derive(Serialize, JsonSchema)]
struct AcceptedItem<'a> {
    #[serde(flatten)]
    finding: Item<'a>,
    /// Why it is accepted.
    reason: &'a str,
    /// The last day on which it is.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Who accepted it.
    by: Option<&'a str>,
}

/// What a finding is about.
#[derive(Serialize, JsonSchema)]
struct At {
    /// What sort of thing it is.
    kind: AtKind,
    /// Its identifier; `model` for the model as a whole.
    id: String,
}

/// What a finding can be about.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum AtKind {
    Component,
    Connection,
    Cluster,
    Group,
    Journey,
    Model,
    Accepted,
}

impl From<finding::Subject> for AtKind {
    fn from(subject: finding::Subject) -> Self {
        use finding::Subject;
        match subject {
            Subject::Model => Self::Model,
            Subject::Group(_) => Self::Group,
            Subject::Component(_) => Self::Component,
            Subject::Cluster(_) => Self::Cluster,
            Subject::Connection(_) => Self::Connection,
            Subject::Journey(_) => Self::Journey,
            Subject::AcceptedRisk(_) => Self::Accepted,
        }
    }
}

/// A place in a file.
#[derive(Serialize, JsonSchema)]
struct Location<'a> {
    /// The file, as it was named.
    file: &'a str,
    /// The line, from one.
    #[schemars(range(min = 1))]
    line: u32,
    /// The column in characters, from one.
    #[schemars(range(min = 1))]
    column: u32,
}

/// What shows that a finding is so.
#[derive(Serialize, JsonSchema)]
struct Proof<'a> {
    /// Identifiers of the components along the path, from its source.
    path: &'a [String],
    /// Identifiers of what shares the root cause or is lost with it.
    also: &'a [String],
    /// Other places that belong to it.
    related: Vec<Related<'a>>,
    /// For a fault: why the journey needs what failed, from the entry to the failed element.
    chain: Vec<Step<'a>>,
}

/// Another place that belongs to a finding.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// What it has to do with the finding.
    label: &'a str,
    /// Where it is.
    location: Location<'a>,
}

/// One step from the entry of a journey to what failed.
#[derive(Serialize, JsonSchema)]
struct Step<'a> {
    /// Identifier of the element that does not work.
    element: &'a str,
    /// Why it does not work.
    reason: &'a str,
}

impl<'a> Run<'a> {
    /// What these models have to show.
    pub fn new(models: Vec<Model<'a>>) -> Self {
        Self {
            version: VERSION,
            models,
        }
    }
}

impl<'a> Model<'a> {
    /// What an audit has to show.
    pub fn new(audit: &'a Audit) -> Self {
        let topology = &audit.topology;
        let counts = audit.summary();
        let summary = Summary {
            critical: counts.critical,
            high: counts.high,
            medium: counts.medium,
            low: counts.low,
            info: counts.info,
        };
        let accepted = audit.accepted.iter().map(|accepted| {
            let risk = &topology.accepted_risks[accepted.risk];
            AcceptedItem {
                finding: Item::new(audit, &accepted.finding),
                reason: &risk.reason,
                until: risk.until.to_string(),
                by: risk.by.as_deref(),
            }
        });
        Self {
            file: audit.source.name(),
            name: &topology.name,
            findings: audit
                .findings
                .iter()
                .map(|finding| Item::new(audit, finding))
                .collect(),
            accepted: accepted.collect(),
            out_of_scope: topology.out_of_scope.iter().copied().collect(),
            disabled: &audit.disabled,
            summary,
        }
    }
}

impl<'a> Item<'a> {
    fn new(audit: &'a Audit, finding: &'a Finding) -> Self {
        let topology: &'a Topology = &audit.topology;
        let source = &audit.source;
        let related = finding.proof.related.iter().map(|related| Related {
            label: &related.label,
            location: Location::new(source, related.span),
        });
        let chain = finding.proof.chain.iter().map(|step| Step {
            element: &step.element,
            reason: &step.reason,
        });
        Self {
            rule: &finding.rule,
            severity: finding.severity,
            concern: finding.concern,
            at: At {
                kind: finding.subject.into(),
                id: finding.subject.id(topology),
            },
            location: Location::new(source, finding.subject.span(topology)),
            message: &finding.message,
            journeys: finding
                .journeys
                .iter()
                .map(|&journey| topology.journeys[journey].id.as_str())
                .collect(),
            impact: finding.impact,
            proof: Proof {
                path: &finding.proof.path,
                also: &finding.proof.also,
                related: related.collect(),
                chain: chain.collect(),
            },
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

impl<'a> Location<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let position = source.position(span.start);
        Self {
            file: source.name(),
            line: position.line,
            column: position.column,
        }
    }
}

/// What each journey suffers from the loss of what.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Faults of infra-audit")]
pub struct Faults<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The journeys by identifier.
    journeys: BTreeMap<&'a str, JourneyFaults<'a>>,
}

/// What one journey suffers from.
#[derive(Default, Serialize, JsonSchema)]
struct JourneyFaults<'a> {
    /// What stops it until it is repaired.
    outage: Vec<&'a str>,
    /// What stops it until a person acts.
    manual: Vec<&'a str>,
    /// What stops it until something has restarted.
    brief: Vec<&'a str>,
    /// What makes a share of its requests fail.
    partial: Vec<&'a str>,
    /// What makes it work less well.
    degraded: Vec<&'a str>,
    /// The pairs that stop it together while neither does alone; only where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<[&'static str; 2]>")]
    pairs: Option<Vec<[&'a str; 2]>>,
    /// The fraction of time that it works; null where the model does not tell.
    availability: Option<f64>,
}

impl<'a> Faults<'a> {
    /// What each journey suffers from, by identifier and sorted.
    pub fn new(losses: &Losses<'a>) -> Self {
        let Losses {
            topology,
            faults,
            pairs,
        } = losses;
        let mut suffers: Vec<JourneyFaults<'a>> = topology
            .journeys
            .indices()
            .map(|_| JourneyFaults::default())
            .collect();
        for (element, impacts) in faults.iter() {
            for &(journey, impact) in impacts {
                suffers[journey.place()]
                    .list(impact)
                    .push(topology.element_id(element));
            }
        }
        for (suffers, pairs) in suffers.iter_mut().zip(pairs.iter().flatten()) {
            let ids = pairs
                .iter()
                .map(|&(first, second)| sorted_pair(topology, first, second));
            suffers.pairs = Some(ids.collect());
        }
        let journeys = topology
            .journeys
            .values()
            .zip(suffers)
            .map(|(journey, mut suffers)| {
                suffers.sort();
                (journey.id.as_str(), suffers)
            });
        Self {
            version: VERSION,
            journeys: journeys.collect(),
        }
    }
}

impl<'a> JourneyFaults<'a> {
    fn list(&mut self, impact: Impact) -> &mut Vec<&'a str> {
        match impact {
            Impact::Outage => &mut self.outage,
            Impact::Manual => &mut self.manual,
            Impact::Brief => &mut self.brief,
            Impact::Partial => &mut self.partial,
            Impact::Degraded => &mut self.degraded,
        }
    }

    fn sort(&mut self) {
        for &impact in Impact::ALL {
            self.list(impact).sort_unstable();
        }
        if let Some(pairs) = &mut self.pairs {
            pairs.sort_unstable();
        }
    }
}

/// What the loss of several elements at once does.
#[derive(Serialize)]
pub struct WhatIf<'a> {
    version: u32,
    failed: Vec<&'a str>,
    journeys: BTreeMap<&'a str, WhatIfJourney<'a>>,
}

/// What it does to one journey.
#[derive(Serialize)]
struct WhatIfJourney<'a> {
    impact: Option<Impact>,
    chain: Vec<Step<'a>>,
}

impl<'a> WhatIf<'a> {
    /// What the loss of several elements at once does to each journey.
    pub fn new(topology: &'a Topology, loss: &'a Loss) -> Self {
        let journeys = loss.impacts.iter().map(|(journey, impact, chain)| {
            let chain = chain.iter().map(|step| Step {
                element: &step.element,
                reason: &step.reason,
            });
            let journey = topology.journeys[*journey].id.as_str();
            let impact = *impact;
            (
                journey,
                WhatIfJourney {
                    impact,
                    chain: chain.collect(),
                },
            )
        });
        Self {
            version: VERSION,
            failed: loss
                .failed
                .iter()
                .map(|&element| topology.element_id(element))
                .collect(),
            journeys: journeys.collect(),
        }
    }
}

/// Writes what is to be shown, indented, and a line break.
///
/// # Errors
///
/// The writer's.
pub fn write<T: Serialize>(writer: &mut dyn Write, shown: &T) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *writer, shown)?;
    writeln!(writer)
}

/// The JSON Schema of what is written about findings.
pub fn findings_schema() -> serde_json::Value {
    schemars::schema_for!(Run<'static>).to_value()
}

/// The JSON Schema of what is written about faults.
pub fn faults_schema() -> serde_json::Value {
    schemars::schema_for!(Faults<'static>).to_value()
}
