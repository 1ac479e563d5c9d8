//! `infra-audit.yaml`: what a team has settled for the models beside the file and below.
//!
//! `file` says what can stand there. Rules are known by name only: which names there are is for the catalogue to say.

mod file;

use crate::analysis::faults::Defaults;
use crate::finding::Severity;
use crate::model::words::words;
use crate::model::{Availability, GroupKind, Kind, Protocol, ProtocolTable};
use crate::yaml::Spanned;

pub use file::{read, read_leniently, schema};

/// What a configuration file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// By the identifier of a rule, how bad everything is that it finds.
    pub severities: Vec<(Spanned<String>, Severity)>,
    /// The identifiers of rules that are not run.
    pub disabled: Vec<Spanned<String>>,
    /// Folders with further rules, from the folder of the file.
    pub rules: Vec<Spanned<String>>,
    /// The mildest severity that counts as failure.
    pub fail_on: Option<Spanned<Threshold>>,
    /// For kinds of components and failure domains, how much of the time one works that does not say so itself.
    pub availability: Vec<(Spanned<FallibleKind>, Availability)>,
    /// Protocols beside the usual ones, each with the place of its name.
    pub protocols: Vec<Spanned<Protocol>>,
}

words! {
    /// The mildest severity that counts as failure.
    pub enum Threshold {
        /// Only what is critical.
        Critical = "critical",
        /// What is high or worse.
        High = "high",
        /// What is medium or worse.
        Medium = "medium",
        /// What is low or worse.
        Low = "low",
        /// Everything.
        Info = "info",
        /// Nothing.
        Never = "never",
    }
}

impl Threshold {
    /// What holds where nobody says otherwise.
    pub const USUAL: Self = Self::Medium;

    /// Whether something of this severity counts as failure.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        let mildest = match self {
            Self::Critical => Severity::Critical,
            Self::High => Severity::High,
            Self::Medium => Severity::Medium,
            Self::Low => Severity::Low,
            Self::Info => Severity::Info,
            Self::Never => return false,
        };
        severity >= mildest
    }
}

/// A kind of things that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FallibleKind {
    /// Components of this kind; never clients.
    Component(Kind),
    /// Groups of this kind, which is one of failure domains.
    Domain(GroupKind),
}

impl FallibleKind {
    /// Every such kind. No word stands for two of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let components = Kind::ALL.iter().copied().filter(|&kind| kind != Kind::Client);
        let domains = GroupKind::ALL
            .iter()
            .copied()
            .filter(|kind| kind.is_failure_domain());
        components.map(Self::Component).chain(domains.map(Self::Domain))
    }

    /// The word of the format for this kind.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Component(kind) => kind.word(),
            Self::Domain(kind) => kind.word(),
        }
    }
}

impl Config {
    /// The availabilities of what states none.
    pub fn default_availabilities(&self) -> Defaults {
        let mut defaults = Defaults::default();
        for (kind, availability) in &self.availability {
            match kind.value {
                FallibleKind::Component(kind) => defaults.components.insert(kind, *availability),
                FallibleKind::Domain(kind) => defaults.groups.insert(kind, *availability),
            };
        }
        defaults
    }

    /// The usual protocols and those that are defined here.
    pub fn protocol_table(&self) -> ProtocolTable {
        let mut table = ProtocolTable::default();
        for protocol in &self.protocols {
            // The reader has refused a name that is taken.
            let _ = table.add(protocol.value.clone());
        }
        table
    }
}
