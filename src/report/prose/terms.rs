//! The terms of the trade, in plain words.

use crate::analysis::faults::Impact;
use crate::finding::Severity;
use crate::model::{Balance, Concern, Failover, Mode, Purpose};

/// How a balancer chooses the next target: the term, and what it means.
pub(crate) const fn algorithm(balance: Balance) -> (&'static str, &'static str) {
    match balance {
        Balance::RoundRobin => (
            "round robin",
            "each new request goes to the next server in line, and after the last it begins again with the first, so that all of them get an equal share",
        ),
        Balance::LeastConnections => (
            "least connections",
            "each new request goes to the server with the fewest open connections, so that slow requests do not pile up on one of them",
        ),
        Balance::SourceHash => (
            "source hash",
            "the client's address decides on the server, so that a client comes back to the same one as long as it works",
        ),
        Balance::Random => (
            "random choice",
            "each new request goes to any of the servers by chance, so that all of them get about an equal share",
        ),
        Balance::Weighted => (
            "weighted distribution",
            "each server gets requests in proportion to its weight, so that stronger ones get more",
        ),
    }
}

/// How a cluster's mode is spoken of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModeWords {
    /// The term.
    pub(crate) term: &'static str,
    /// What it means.
    pub(crate) meaning: &'static str,
    /// What one would do instead, and what that means.
    pub(crate) contrast: &'static str,
}

/// How a cluster's mode is spoken of.
pub(crate) const fn mode_words(mode: &Mode) -> ModeWords {
    match mode {
        Mode::ActiveActive { .. } => ModeWords {
            term: "active-active",
            meaning: "all members take requests at the same time, so every one of them does useful work and each further one adds capacity",
            contrast: "In an active-passive set-up one member would take all the requests while the other is kept on standby until it fails: simpler, but the resources of the standby lie idle.",
        },
        Mode::ActivePassive { .. } => ModeWords {
            term: "active-passive",
            meaning: "one member takes all the requests, and the others are kept on standby until it fails",
            contrast: "In an active-active set-up all members would take requests at the same time: a better use of resources, but every one of them must then be able to work beside the others.",
        },
        Mode::PrimaryReplica { .. } => ModeWords {
            term: "primary-replica",
            meaning: "one member, the primary, takes all writes and passes its changes on to the others, the replicas, which can serve reads",
            contrast: "With a single writer there is one truth, so the data stays consistent; the price is that writes do not scale and depend on that one member.",
        },
        Mode::Quorum { .. } => ModeWords {
            term: "quorum",
            meaning: "the members decide by vote, so the cluster works as long as enough of them agree",
            contrast: "There is no member on which everything depends; the price is that each decision takes a round of messages.",
        },
    }
}

/// What happens to the work when the leading member is lost, as a predicate of the member that takes over.
pub(crate) const fn failover(failover: Failover) -> &'static str {
    match failover {
        Failover::Automatic => "takes over by itself, at once",
        Failover::Restart => "is brought up in its place by itself, but not at once",
        Failover::Manual => "takes over only when a person sees to it",
    }
}

/// What a fault with this impact does to a journey, as its predicate.
pub(crate) const fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "stops, and only a repair brings it back",
        Impact::Manual => "stops until a person acts",
        Impact::Brief => "stops until something has restarted by itself",
        Impact::Partial => "loses a share of its requests",
        Impact::Degraded => "goes on, but less well",
    }
}

/// The same for several journeys.
pub(crate) const fn impact_of_many(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "stop, and only a repair brings them back",
        Impact::Manual => "stop until a person acts",
        Impact::Brief => "stop until something has restarted by itself",
        Impact::Partial => "lose a share of their requests",
        Impact::Degraded => "go on, but less well",
    }
}

/// What it makes of components.
pub(crate) const fn impact_on_components(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "down until repaired",
        Impact::Manual => "down until a person acts",
        Impact::Brief => "down until something has restarted",
        Impact::Partial => "failing a share of the requests",
        Impact::Degraded => "working, but less well",
    }
}

/// The impact in a word or two, for a table.
pub(crate) const fn impact_short(impact: Impact) -> &'static str {
    match impact {
        Impact::Outage => "outage",
        Impact::Manual => "down until a person acts",
        Impact::Brief => "down until restarted",
        Impact::Partial => "some requests fail",
        Impact::Degraded => "degraded",
    }
}

/// A severity as a heading.
pub(crate) const fn severity_title(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "Info",
        Severity::Low => "Low",
        Severity::Medium => "Medium",
        Severity::High => "High",
        Severity::Critical => "Critical",
    }
}

/// A concern as a heading, and what being silent on it means.
pub(crate) const fn concern_title(concern: Concern) -> &'static str {
    match concern {
        Concern::Availability => "Availability",
        Concern::Placement => "Placement",
        Concern::Firewall => "Firewall",
        Concern::Encryption => "Encryption",
        Concern::Access => "Access",
        Concern::Monitoring => "Monitoring",
        Concern::Backup => "Backup",
        Concern::Structure => "Structure",
    }
}

/// What a component does to those that it is connected to for this purpose.
pub(crate) const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Traffic => "calls",
        Purpose::Replication => "replicates to",
        Purpose::Monitoring => "has a monitoring connection to",
        Purpose::Logging => "sends its log lines to",
        Purpose::Backup => "has a backup connection to",
        Purpose::Admin => "administers",
        Purpose::HealthCheck => "checks the health of",
    }
}
