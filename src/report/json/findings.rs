//! What audits found.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Step, VERSION};
use crate::analysis::faults::Impact;
use crate::audit::{AcceptedFinding, Audit};
use crate::finding::{self, Finding, Severity};
use crate::model::{Concern, Topology};
use crate::report::run;
use crate::source::{Source, Span};

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
struct Model<'a> {
    /// The file, as it was named.
    file: &'a str,
    /// The name that the model gives itself.
    name: &'a str,
    /// What is wrong, in the order of the audit.
    #[schemars(with = "Vec<Item<'a>>")]
    findings: Findings<'a>,
    /// What is wrong, and somebody has decided to live with.
    #[schemars(with = "Vec<AcceptedItem<'a>>")]
    accepted: Accepted<'a>,
    /// The concerns on which the model is silent.
    out_of_scope: Vec<Concern>,
    /// Identifiers of the rules that the configuration disables.
    disabled: &'a [String],
    /// How many findings there are of each severity.
    summary: Summary,
}

/// The findings of an audit, each made when it is written: there can be very many.
struct Findings<'a>(&'a Audit);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.findings.iter().map(|finding| Item::new(self.0, finding)))
    }
}

/// The accepted findings of an audit, in the same way.
struct Accepted<'a>(&'a Audit);

impl Serialize for Accepted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let accepted = self.0.accepted.iter();
        serializer.collect_seq(accepted.map(|accepted| AcceptedItem::new(self.0, accepted)))
    }
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
pub(super) struct Location<'a> {
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
    path: Vec<&'a str>,
    /// Identifiers of what shares the root cause or is lost with it.
    also: Vec<String>,
    /// Other places that belong to it.
    related: Vec<Related<'a>>,
    /// For a fault: why the journey needs what failed, from the entry to the failed element.
    chain: Vec<Step<'a>>,
}

/// Another place that belongs to a finding.
#[derive(Serialize, JsonSchema)]
struct Related<'a> {
    /// What it has to do with the finding.
    label: String,
    /// Where it is.
    location: Location<'a>,
}

impl<'a> Run<'a> {
    /// What the models that were audited have to show.
    pub fn new(run: &run::Run<'a>) -> Self {
        Self {
            version: VERSION,
            models: run.audited().map(|audited| Model::new(audited.audit)).collect(),
        }
    }
}

impl<'a> Model<'a> {
    fn new(audit: &'a Audit) -> Self {
        let topology = &audit.topology;
        let counts = audit.summary();
        let summary = Summary {
            critical: counts.critical,
            high: counts.high,
            medium: counts.medium,
            low: counts.low,
            info: counts.info,
        };
        Self {
            file: audit.source.name(),
            name: &topology.name,
            findings: Findings(audit),
            accepted: Accepted(audit),
            out_of_scope: topology.out_of_scope.iter().copied().collect(),
            disabled: &audit.disabled,
            summary,
        }
    }
}

impl<'a> AcceptedItem<'a> {
    fn new(audit: &'a Audit, accepted: &'a AcceptedFinding) -> Self {
        let risk = &audit.topology.accepted_risks[accepted.risk];
        Self {
            finding: Item::new(audit, &accepted.finding),
            reason: &risk.reason,
            until: risk.until.to_string(),
            by: risk.by.as_deref(),
        }
    }
}

impl<'a> Item<'a> {
    fn new(audit: &'a Audit, finding: &'a Finding) -> Self {
        let topology: &'a Topology = &audit.topology;
        let source = &audit.source;
        let proof = &finding.proof;
        let related = proof.related(topology).map(|related| Related {
            label: related.label,
            location: Location::new(source, related.span),
        });
        let chain = proof.chain.iter().map(|step| Step::new(topology, step));
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
                path: proof.path_ids(topology).collect(),
                also: proof.also_ids(topology).collect(),
                related: related.collect(),
                chain: chain.collect(),
            },
            fingerprint: finding.fingerprint.to_string(),
        }
    }
}

impl<'a> Location<'a> {
    pub(super) fn new(source: &'a Source, span: Span) -> Self {
        let position = source.position(span.start);
        Self {
            file: source.name(),
            line: position.line,
            column: position.column,
        }
    }
}

/// The JSON Schema of what is written about findings.
pub fn findings_schema() -> serde_json::Value {
    schemars::schema_for!(Run<'static>).to_value()
}
