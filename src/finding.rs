//! What an audit finds, with its proof. No markup, and nothing about how it is shown.

use std::borrow::Cow;
use std::fmt;

use crate::analysis::faults::{Impact, Step};
use crate::model::{
    ClusterIndex, ComponentIndex, Concern, ConnectionIndex, Endpoint, GroupIndex, JourneyIndex, Topology,
};
use crate::source::Span;

/// How bad a finding is, least first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to mend.
    Info,
    /// Mend it when you are there anyway.
    Low,
    /// Mend it in this quarter.
    Medium,
    /// Mend it before the change is merged.
    High,
    /// Mend it now.
    Critical,
}

impl Severity {
    /// Every severity, worst first.
    pub const WORST_FIRST: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    /// The word for this severity.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.word())
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The topology as a whole.
    Model,
    /// A group; for a fault, the failure domain that fails.
    Group(GroupIndex),
    /// A component; for a fault, the one that fails.
    Component(ComponentIndex),
    /// A cluster.
    Cluster(ClusterIndex),
    /// A connection; for a path, the one that crosses the border.
    Connection(ConnectionIndex),
    /// A journey.
    Journey(JourneyIndex),
    /// The accepted risk at this place of the list.
    AcceptedRisk(usize),
}

impl Subject {
    /// The word for this sort of subject.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Group(_) => "group",
            Self::Component(_) => "component",
            Self::Cluster(_) => "cluster",
            Self::Connection(_) => "connection",
            Self::Journey(_) => "journey",
            Self::AcceptedRisk(_) => "accepted",
        }
    }

    /// The identifier of the subject: `model` for the whole, `RULE at PLACE` for an accepted risk.
    pub fn id(self, topology: &Topology) -> String {
        self.id_in(topology).into_owned()
    }

    /// The identifier of the subject, as [`Subject::id`] tells it, out of the topology itself where it stands there.
    pub fn id_in(self, topology: &Topology) -> Cow<'_, str> {
        let id = match self {
            Self::Model => "model",
            Self::Group(group) => &topology.groups[group].id,
            Self::Component(component) => &topology.components[component].id,
            Self::Cluster(cluster) => &topology.clusters[cluster].id,
            Self::Connection(connection) => &topology.connections[connection].id,
            Self::Journey(journey) => &topology.journeys[journey].id,
            Self::AcceptedRisk(place) => {
                let risk = &topology.accepted_risks[place];
                return format!("{} at {}", risk.rule, risk.at).into();
            }
        };
        id.into()
    }

    /// Where the subject stands in the file.
    pub fn span(self, topology: &Topology) -> Span {
        match self {
            Self::Model => topology.name_span,
            Self::Group(group) => topology.groups[group].span,
            Self::Component(component) => topology.components[component].span,
            Self::Cluster(cluster) => topology.clusters[cluster].span,
            Self::Connection(connection) => topology.connections[connection].span,
            Self::Journey(journey) => topology.journeys[journey].span,
            Self::AcceptedRisk(place) => topology.accepted_risks[place].span,
        }
    }
}

/// One root cause, with its proof.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Identifier of the rule.
    pub rule: String,
    /// Title of the rule.
    pub title: String,
    /// How bad it is here.
    pub severity: Severity,
    /// What it is about in general.
    pub concern: Concern,
    /// What it is about in this topology.
    pub subject: Subject,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// The journeys that it touches, in order.
    pub journeys: Vec<JourneyIndex>,
    /// For a fault, the worst impact on those journeys.
    pub impact: Option<Impact>,
    /// What shows that it is so.
    pub proof: Proof,
    /// What tells this finding from any other of any version of the model.
    pub fingerprint: Fingerprint,
}

/// What shows that a finding is so.
///
/// It names everything by index: a large model has more proofs than anybody reads, and they are put into words when
/// they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// What lies along the path, from its source.
    pub path: Vec<Endpoint>,
    /// The connections along the path, from its source; of a path that is not told whole only the last.
    pub hops: Vec<ConnectionIndex>,
    /// For a fault: why the journey needs what failed, from the entry to the failed element.
    pub chain: Vec<Step>,
    /// What shares the root cause or is lost with it.
    pub also: Vec<Subject>,
    /// How many of the first of `also` have a place of the file that belongs to the finding.
    pub places: usize,
}

impl Proof {
    /// How many hops of a path have a place that belongs to the finding.
    const MOST_HOPS: usize = 6;

    /// The identifiers of what lies along the path, from its source.
    pub fn path_ids<'a>(&'a self, topology: &'a Topology) -> impl Iterator<Item = &'a str> {
        self.path.iter().map(|&end| topology.endpoint_id(end))
    }

    /// The identifiers of what shares the root cause or is lost with it.
    pub fn also_ids<'a>(&'a self, topology: &'a Topology) -> impl Iterator<Item = String> + 'a {
        self.also.iter().map(|other| other.id(topology))
    }

    /// Other places of the file that belong to the finding about `subject`: those of what stands beside it, and the
    /// first hops of its path but for `subject` itself.
    pub fn related<'a>(
        &'a self,
        subject: Subject,
        topology: &'a Topology,
    ) -> impl Iterator<Item = Related> + 'a {
        self.beside(topology).chain(self.other_hops(subject, topology))
    }

    /// The places of what stands beside the finding, as far as they belong to it.
    pub fn beside<'a>(&'a self, topology: &'a Topology) -> impl Iterator<Item = Related> + 'a {
        let places = self.also.iter().take(self.places);
        places.map(|other| Related::new(other.kind(), *other, topology))
    }

    /// The first hops of the path but for `subject` and what stands beside the finding.
    pub fn other_hops<'a>(
        &'a self,
        subject: Subject,
        topology: &'a Topology,
    ) -> impl Iterator<Item = Related> + 'a {
        let hops = self.hops.iter().map(|&hop| Subject::Connection(hop));
        let told = &self.also[..self.places.min(self.also.len())];
        let other = hops.filter(move |hop| *hop != subject && !told.contains(hop));
        other
            .take(Self::MOST_HOPS)
            .map(|hop| Related::new("hop", hop, topology))
    }
}

/// Another place of the file, with a few words on what it has to do with the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// A few words.
    pub label: String,
    /// The place.
    pub span: Span,
}

impl Related {
    fn new(what: &str, subject: Subject, topology: &Topology) -> Self {
        Self {
            label: format!("{what} `{}`", subject.id(topology)),
            span: subject.span(topology),
        }
    }
}

/// Tells one finding from another, across versions of a model.
///
/// It depends on the rule and on the identifiers that the finding is about; not on lines, order, titles, messages
/// or the name of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of a finding of `rule` about `subject`, given as its kind and identifier.
    ///
    /// The FNV-1a hash of both, 128 bits wide, with a separator that no identifier can hold. Source: G. Fowler,
    /// L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", IETF draft, 2012.
    pub fn new(rule: &str, kind: &str, id: &str) -> Self {
        const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let bytes = [rule, kind, id]
            .into_iter()
            .flat_map(|part| part.bytes().chain([0]));
        Self(bytes.fold(OFFSET_BASIS, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(PRIME)
        }))
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_written_so = text.len() == 32
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        match u128::from_str_radix(text, 16) {
            Ok(number) if is_written_so => Ok(Self(number)),
            _ => Err(NoFingerprint),
        }
    }
}

/// A text that is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a fingerprint: 32 hexadecimal digits in lower case")]
pub struct NoFingerprint;

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}
