//! Clusters: redundancy, and what it takes to use it.

use std::collections::BTreeMap;

use super::component::ComponentIndex;
use super::connection::Endpoint;
use super::journey::JourneyIndex;
use super::table::index;
use super::words::words;
use crate::source::Span;

index! {
    /// Names a cluster of a topology.
    ClusterIndex
}

/// Components that stand in for each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Identifier, unique among components, clusters and groups.
    pub id: String,
    /// Where the identifier stands.
    pub span: Span,
    /// Name for display, where it differs from the identifier.
    pub title: Option<String>,
    /// Why it is there, in the author's words.
    pub description: Option<String>,
    /// How the members share the work.
    pub mode: Mode,
    /// At least two different components, in file order.
    pub members: Vec<ComponentIndex>,
    /// An address that moves between the members or that they share.
    pub address: Option<String>,
}

impl Cluster {
    /// The name to show: the title, or else the identifier.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}

/// How the members of a cluster share the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All members take requests.
    ActiveActive {
        /// How many members must work.
        min_available: Threshold,
        /// Whether requests stop going to a member that has failed.
        health_checked: bool,
    },
    /// One member takes requests, the others wait.
    ActivePassive {
        /// The member that takes requests.
        active: ComponentIndex,
        /// How another member takes over.
        failover: FailoverPlan,
    },
    /// One member takes writes, every member can serve reads.
    PrimaryReplica {
        /// The member that takes writes.
        primary: ComponentIndex,
        /// How another member becomes primary.
        failover: FailoverPlan,
    },
    /// The members decide by vote.
    Quorum {
        /// How many members must work.
        min_available: Threshold,
    },
}

impl Mode {
    /// The word that stands for this mode in files and reports.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::ActiveActive { .. } => "active-active",
            Self::ActivePassive { .. } => "active-passive",
            Self::PrimaryReplica { .. } => "primary-replica",
            Self::Quorum { .. } => "quorum",
        }
    }

    /// How another member takes over, in the modes where one leads.
    pub const fn failover(&self) -> Option<&FailoverPlan> {
        match self {
            Self::ActivePassive { failover, .. } | Self::PrimaryReplica { failover, .. } => Some(failover),
            Self::ActiveActive { .. } | Self::Quorum { .. } => None,
        }
    }

    /// The active member or the primary, in the modes where one leads.
    pub const fn leader(&self) -> Option<ComponentIndex> {
        match self {
            Self::ActivePassive { active, .. } => Some(*active),
            Self::PrimaryReplica { primary, .. } => Some(*primary),
            Self::ActiveActive { .. } | Self::Quorum { .. } => None,
        }
    }
}

/// How many members must work, for each journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The number for every journey that `by_journey` does not name.
    pub default: u32,
    /// The numbers stated for single journeys.
    pub by_journey: BTreeMap<JourneyIndex, u32>,
}

impl Threshold {
    /// The number that holds for `journey`.
    pub fn in_journey(&self, journey: JourneyIndex) -> u32 {
        self.by_journey.get(&journey).copied().unwrap_or(self.default)
    }
}

/// How the work passes to another member when the leading one is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailoverPlan {
    /// What is stated; `None` counts as manual.
    pub stated: Option<Failover>,
    /// What switches: while it does not work, there is no failover of any kind.
    pub by: Option<Endpoint>,
}

impl FailoverPlan {
    /// The failover that counts: what is stated, or else manual.
    pub fn effective(&self) -> Failover {
        self.stated.unwrap_or(Failover::Manual)
    }
}

words! {
    /// What it takes to pass the work on.
    pub enum Failover {
        /// Nothing: it happens by itself, at once.
        Automatic = "automatic",
        /// A restart elsewhere, by itself but not at once.
        Restart = "restart",
        /// A person.
        Manual = "manual",
    }
}
