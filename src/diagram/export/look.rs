//! Shapes, colours and line styles, before any language has words for them.

use crate::finding::Severity;
use crate::model::{Connection, Group, GroupKind, Kind, Purpose, Role, Trust};

/// The outline of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Somebody who uses the system.
    Person,
    /// Something that others run.
    Cloud,
    /// Something that requests pass.
    Gate,
    /// Something that computes.
    Block,
    /// Something that keeps records.
    Cylinder,
    /// Something that keeps messages.
    Queue,
    /// Something that keeps files.
    Folder,
}

impl Shape {
    /// The outline of a kind of component.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Client => Self::Person,
            Kind::Dns | Kind::Cdn | Kind::External => Self::Cloud,
            Kind::Firewall
            | Kind::Waf
            | Kind::LoadBalancer
            | Kind::Proxy
            | Kind::ApiGateway
            | Kind::Bastion
            | Kind::Vpn
            | Kind::Nat
            | Kind::Router
            | Kind::Switch => Self::Gate,
            Kind::WebServer
            | Kind::AppServer
            | Kind::Service
            | Kind::Function
            | Kind::Worker
            | Kind::Scheduler
            | Kind::Secrets
            | Kind::Identity
            | Kind::Mail
            | Kind::Monitoring
            | Kind::Logging => Self::Block,
            Kind::Database | Kind::Cache | Kind::Search => Self::Cylinder,
            Kind::Queue => Self::Queue,
            Kind::ObjectStore | Kind::FileStore | Kind::Backup | Kind::Registry => Self::Folder,
        }
    }
}

/// What is inside a line and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colours {
    /// Behind the text.
    pub(super) fill: &'static str,
    /// The outline.
    pub(super) outline: &'static str,
}

/// The colour of all text, which has to be read on every fill.
pub(super) const INK: &str = "#17202b";
/// The colour of what matters less.
pub(super) const MUTED: &str = "#525d6a";
/// The colour of frames.
pub(super) const FRAME: &str = "#8793a1";
/// The colour of frames in which anybody can be.
pub(super) const UNTRUSTED_FRAME: &str = "#c98a2b";
/// Behind hubs.
pub(super) const PAPER: &str = "#ffffff";

/// The colours of the components that play this part.
pub(super) const fn colours(role: Role) -> Colours {
    let (fill, outline) = match role {
        Role::Outside => ("#fff6df", "#a86f0a"),
        Role::Edge => ("#e6f5ee", "#1f7a54"),
        Role::Serving => ("#e6f0fc", "#2563ab"),
        Role::Data => ("#fdece0", "#b4531a"),
        Role::Support => ("#f1ebfa", "#6a45b0"),
    };
    Colours { fill, outline }
}

/// The colour of what findings of this severity are about.
pub(super) const fn severity_colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "#8f0f3c",
        Severity::High => "#bd3a0b",
        Severity::Medium => "#8a5d00",
        Severity::Low => "#0a5ea3",
        Severity::Info => "#56616e",
    }
}

/// The frame of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameLook {
    /// What it is a frame of.
    pub(super) sort: FrameSort,
    /// Whether anybody can be there.
    pub(super) untrusted: bool,
}

/// The sorts of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameSort {
    /// A machine.
    Host,
    /// Another place that can fail as a whole.
    Domain,
    /// A network or another border that is drawn by people.
    Network,
}

impl FrameLook {
    /// The frame of this group.
    pub(super) fn of(group: &Group) -> Self {
        let sort = match group.kind {
            GroupKind::Host => FrameSort::Host,
            kind if kind.is_failure_domain() => FrameSort::Domain,
            _ => FrameSort::Network,
        };
        Self {
            sort,
            untrusted: group.trust == Some(Trust::Untrusted),
        }
    }

    /// The colour of the frame, about which the worst finding is as bad as `severity`.
    pub(super) fn colour(self, severity: Option<Severity>) -> &'static str {
        match severity {
            Some(severity) => severity_colour(severity),
            None if self.untrusted => UNTRUSTED_FRAME,
            None => FRAME,
        }
    }
}

/// The line of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineLook {
    /// Its colour: what it is for, or else how bad its worst finding is.
    pub(super) colour: &'static str,
    /// Broken lines are for what is no request.
    pub(super) dash: Dash,
    /// Twice as wide: encrypted.
    pub(super) wide: bool,
}

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dash {
    /// Not at all: requests.
    Solid,
    /// Long parts: data is copied.
    Dashed,
    /// Dots: something is watched.
    Dotted,
}

impl LineLook {
    /// The line from the hub of a cluster to a member.
    pub(super) const TIE: Self = Self {
        colour: FRAME,
        dash: Dash::Dotted,
        wide: false,
    };

    /// The line of a connection about which the worst finding is as bad as `severity`.
    pub(super) fn of(connection: &Connection, severity: Option<Severity>) -> Self {
        let encrypted = connection.encrypted();
        let (dash, colour) = match connection.purpose {
            Purpose::Traffic => match encrypted {
                Some(true) => (Dash::Solid, "#0b6e63"),
                Some(false) => (Dash::Solid, "#4a5563"),
                None => (Dash::Solid, "#6b7682"),
            },
            Purpose::Admin => (Dash::Solid, "#a8235f"),
            Purpose::Replication => (Dash::Dashed, "#8a4a08"),
            Purpose::Backup => (Dash::Dashed, "#1f5fae"),
            Purpose::Monitoring | Purpose::Logging | Purpose::HealthCheck => (Dash::Dotted, "#6a3fb5"),
        };
        Self {
            colour: severity.map_or(colour, severity_colour),
            dash,
            wide: encrypted == Some(true),
        }
    }
}
