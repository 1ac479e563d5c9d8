//! Shapes and line styles, before any language has words for them. Colours are the theme's.

use crate::diagram::theme::{Stroke, light};
use crate::finding::Severity;
use crate::model::{Connection, Group, GroupKind, Kind, Trust};

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
            Some(severity) => light::severity(severity),
            None if self.untrusted => light::UNTRUSTED_FRAME,
            None => light::FRAME,
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
        colour: light::FRAME,
        dash: Dash::Dotted,
        wide: false,
    };

    /// The line of a connection about which the worst finding is as bad as `severity`.
    pub(super) fn of(connection: &Connection, severity: Option<Severity>) -> Self {
        let stroke = Stroke::of(connection);
        let dash = match stroke {
            Stroke::Plain | Stroke::Encrypted | Stroke::Unstated | Stroke::Admin | Stroke::Guard => {
                Dash::Solid
            }
            Stroke::Replication | Stroke::Backup => Dash::Dashed,
            Stroke::Monitoring | Stroke::Logging | Stroke::HealthCheck => Dash::Dotted,
        };
        Self {
            colour: severity.map_or(stroke.light(), light::severity),
            dash,
            wide: connection.encrypted() == Some(true),
        }
    }
}
