//! What audits found.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::problems::Problem;
use super::{Step, VERSION};
use crate::analysis::faults::Impact;
use crate::audit::change::{Before, Fixed};
use crate::audit::{AcceptedFinding, Audit, baseline};
use crate::finding::{self, Finding, Severity};
use crate::model::{Concern, Topology};
use crate::report::run::{self, Audited};
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
    /// What could not be used, models that could not be audited among it; only where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    errors: Vec<Problem<'a>>,
    /// The models that have gone since the revision that the findings are compared with; only where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    gone: Vec<Gone<'a>>,
}

/// A model that has gone.
#[derive(Serialize, JsonSchema)]
struct Gone<'a> {
    /// The file, as it would have been named.
    file: &'a str,
    /// The revision at which it was there.
    compared_with: &'a str,
    /// What was found in it then.
    fixed: Vec<Item<'a>>,
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
    /// Only with --since or --baseline.
    #[serde(flatten)]
    past: Option<Past<'a>>,
}

/// What findings are compared with.
#[derive(Serialize, JsonSchema)]
struct Past<'a> {
    /// The revision or the baseline that the findings are compared with.
    compared_with: &'a str,
    /// What was found then and is no longer there.
    fixed: Vec<Item<'a>>,
    /// The entries of the baseline that are no longer found.
    stale: Vec<Entry<'a>>,
}

/// An entry of a baseline.
#[derive(Serialize, JsonSchema)]
struct Entry<'a> {
    /// Identifier of the rule.
    rule: &'a str,
    /// Identifier of what it was about.
    at: &'a str,
    /// What told the finding from others of its model.
    fingerprint: String,
}

/// The findings of an audit, each made when it is written: there can be very many.
struct Findings<'a>(Audited<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let audit = self.0.audit;
        let findings = self.0.findings();
        serializer.collect_seq(findings.map(|judged| Item::compared(audit, judged.finding, judged.before)))
    }
}

/// The accepted findings of an audit, in the same way.
struct Accepted<'a>(Audited<'a>);

impl Serialize for Accepted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Audited { audit, past, .. } = self.0;
        let accepted = audit.accepted.iter().enumerate().map(|(place, accepted)| {
            let before = past.and_then(|past| past.comparison.accepted.get(place));
            AcceptedItem::new(audit, accepted, before.copied())
        });
        serializer.collect_seq(accepted)
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
pub(super) struct Item<'a> {
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
    /// What has become of it; only where it is compared with earlier findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "State", default)]
    state: Option<State>,
    /// How bad it was before; only where that was something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Severity", default)]
    severity_before: Option<Severity>,
    /// That somebody had decided to live with it before; only where that is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    was_accepted: bool,
}

/// What has become of a finding.
#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum State {
    /// It was not there, or accepted.
    New,
    /// It was less bad.
    Worse,
    /// It was worse.
    Milder,
    /// It was there already.
    Unchanged,
    /// It is no longer there.
    Fixed,
}

/// One finding that somebody has decided to live with.
#[derive(Serialize, JsonSchema)]
pub(super) struct AcceptedItem<'a> {
    #[serde(flatten)]
    finding: Item<'a>,
    /// Why it is accepted.
    reason: &'a str,
    /// The last day on which it is.
    #[schemars(extend("format" = "date"))]
    until: String,
    /// Who accepted it.
    by: Option<&'a str>,
    /// Whether it has been accepted since; only where it is compared with earlier findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool", default)]
    newly: Option<bool>,
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
pub(super) enum AtKind {
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
    /// Other places that belong to it: of what stands beside it, and of the first hops of the path.
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
    /// What a run has to show.
    pub fn new(run: &'a run::Run<'a>) -> Self {
        let gone = run.gone.iter().map(|gone| Gone {
            file: gone.name,
            compared_with: gone.since,
            fixed: gone.fixed.iter().map(Item::fixed).collect(),
        });
        Self {
            version: VERSION,
            models: run.audited().map(|audited| Model::new(&audited)).collect(),
            errors: run.unusable().flat_map(Problem::all).collect(),
            gone: gone.collect(),
        }
    }
}

impl<'a> Model<'a> {
    fn new(audited: &Audited<'a>) -> Self {
        let audit = audited.audit;
        let topology = &audit.topology;
        let counts = audit.summary();
        let summary = Summary {
            critical: counts.critical,
            high: counts.high,
            medium: counts.medium,
            low: counts.low,
            info: counts.info,
        };
        let past = audited.past.map(|past| Past {
            compared_with: past.name,
            fixed: past.comparison.fixed.iter().map(Item::fixed).collect(),
            stale: past.comparison.stale.iter().copied().map(Entry::new).collect(),
        });
        Self {
            file: audit.source.name(),
            name: &topology.name,
            findings: Findings(*audited),
            accepted: Accepted(*audited),
            out_of_scope: topology.out_of_scope.iter().copied().collect(),
            disabled: &audit.disabled,
            summary,
            past,
        }
    }
}

impl<'a> Entry<'a> {
    fn new(entry: &'a baseline::Entry) -> Self {
        Self {
            rule: &entry.rule,
            at: &entry.at,
            fingerprint: entry.fingerprint.to_string(),
        }
    }
}

impl<'a> AcceptedItem<'a> {
    /// An accepted finding, and what it was before if that is known.
    pub(super) fn new(audit: &'a Audit, accepted: &'a AcceptedFinding, before: Option<Before>) -> Self {
        let risk = &audit.topology.accepted_risks[accepted.risk];
        Self {
            finding: Item::new(audit, &accepted.finding),
            reason: &risk.reason,
            until: risk.until.to_string(),
            by: risk.by.as_deref(),
            newly: before.map(|before| before != Before::Accepted),
        }
    }
}

impl<'a> Item<'a> {
    /// A finding, and what it was before if that is known.
    pub(super) fn compared(audit: &'a Audit, finding: &'a Finding, before: Option<Before>) -> Self {
        let now = finding.severity;
        let state = before.map(|before| match before {
            Before::Absent | Before::Accepted => State::New,
            Before::Open(was) if was < now => State::Worse,
            Before::Open(was) if was > now => State::Milder,
            Before::Open(_) => State::Unchanged,
        });
        let severity_before = before.and_then(|before| match before {
            Before::Open(was) if was != now => Some(was),
            _ => None,
        });
        Self {
            state,
            severity_before,
            was_accepted: before == Some(Before::Accepted),
            ..Self::new(audit, finding)
        }
    }

    /// A finding that is no longer there.
    pub(super) fn fixed(fixed: &Fixed<'a>) -> Self {
        Self {
            state: Some(State::Fixed),
            was_accepted: fixed.was_accepted,
            ..Self::new(fixed.audit, fixed.finding)
        }
    }

    fn new(audit: &'a Audit, finding: &'a Finding) -> Self {
        let topology: &'a Topology = &audit.topology;
        let source = &audit.source;
        let proof = &finding.proof;
        let related = proof.related(finding.subject, topology).map(|related| Related {
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
            state: None,
            severity_before: None,
            was_accepted: false,
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
