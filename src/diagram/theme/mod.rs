//! Colours and line styles: what each class looks like in light and in dark.
//!
//! Colours come from a palette that people with any of the common forms of colour blindness can tell apart, and
//! none of them carries a meaning alone: kinds have icons, line styles have dashes and marks, severities have
//! shapes. Text keeps a contrast of at least 4.5 to 1 with what is behind it.

mod stylesheet;

use super::overlay::Tint;
use crate::finding::Severity;
use crate::model::{Connection, Purpose, Role};

pub(super) use self::stylesheet::rule;
pub use self::stylesheet::stylesheet;

/// The class of the whole picture; every rule of the stylesheet is below it.
pub const ROOT_CLASS: &str = "infra-audit";

/// How something looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What is behind everything.
    Paper,
    /// The name of the picture.
    Heading,
    /// A line below the name.
    Subheading,
    /// A heading of the list or the legend.
    Caption,
    /// The frame of a group.
    Frame,
    /// The frame of a host.
    HostFrame,
    /// The frame of a network.
    NetworkFrame,
    /// Filled with thin slanting lines.
    Hatched,
    /// One of these lines.
    HatchLine,
    /// The name of a group.
    FrameTitle,
    /// What a group is.
    FrameKind,
    /// A box, in the colour of its role.
    Box(Role),
    /// The icon of a box, in the colour of its role.
    Icon(Role),
    /// A box that stands for a group with all that it holds.
    Folded,
    /// Its icon.
    FoldedIcon,
    /// The name of a component.
    Title,
    /// What software a component is.
    Detail,
    /// What a component is in its cluster.
    Mark,
    /// The icon before it.
    MarkIcon,
    /// A line of a connection.
    Line(Stroke),
    /// The arrowhead of a connection.
    Arrow(Stroke),
    /// An arrowhead that is not filled.
    Hollow,
    /// A connection that is not needed all the time.
    Light,
    /// Where lines join.
    Dot(Stroke),
    /// The label of a connection.
    Label,
    /// The padlock before it.
    Lock,
    /// The outline of what a finding is about.
    Alarm(Severity),
    /// The line of a connection that a finding is about.
    AlarmLine(Severity),
    /// The arrowhead of a connection that a finding is about.
    AlarmArrow(Severity),
    /// The badge of a finding.
    Badge(Severity),
    /// The number in a badge.
    BadgeNumber(Severity),
    /// A line of the list of findings.
    Entry,
    /// The rule in the list of findings.
    EntryRule,
    /// A name in a line of the list.
    EntryName,
    /// What an overlay marks.
    Tint(Tint),
    /// The line of a connection that an overlay marks.
    TintLine(Tint),
    /// The sign of such a mark.
    Sign(Tint),
    /// The icon in the sign.
    SignIcon(Tint),
    /// A name that is crossed out.
    Struck,
}

/// The line styles of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stroke {
    /// Anyone on the way can read it.
    Plain,
    /// Encrypted.
    Encrypted,
    /// Not known whether it is encrypted.
    Unstated,
    /// Keeps copies alike.
    Replication,
    /// Watches.
    Monitoring,
    /// Collects log lines.
    Logging,
    /// Copies for recovery.
    Backup,
    /// Administration.
    Admin,
    /// Probes.
    HealthCheck,
    /// Stands before something.
    Guard,
}

impl Stroke {
    /// All of them, in the order of the legend.
    pub const ALL: [Self; 10] = [
        Self::Plain,
        Self::Encrypted,
        Self::Unstated,
        Self::Replication,
        Self::Monitoring,
        Self::Logging,
        Self::Backup,
        Self::Admin,
        Self::HealthCheck,
        Self::Guard,
    ];

    /// The style of a connection: what it is for, or else whether others can read it.
    pub fn of(connection: &Connection) -> Self {
        match connection.purpose {
            Purpose::Traffic => match connection.encrypted() {
                Some(true) => Self::Encrypted,
                Some(false) => Self::Plain,
                None => Self::Unstated,
            },
            Purpose::Replication => Self::Replication,
            Purpose::Monitoring => Self::Monitoring,
            Purpose::Logging => Self::Logging,
            Purpose::Backup => Self::Backup,
            Purpose::Admin => Self::Admin,
            Purpose::HealthCheck => Self::HealthCheck,
        }
    }

    /// The colour on light paper.
    pub const fn light(self) -> &'static str {
        self.colours()[0]
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Encrypted => "encrypted",
            Self::Unstated => "unstated",
            Self::Replication => "replication",
            Self::Monitoring => "monitoring",
            Self::Logging => "logging",
            Self::Backup => "backup",
            Self::Admin => "admin",
            Self::HealthCheck => "health",
            Self::Guard => "guard",
        }
    }

    const fn dashes(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Encrypted | Self::Guard => None,
            Self::Unstated => Some("14 3"),
            Self::Replication => Some("8 4"),
            Self::Monitoring => Some("2 4"),
            Self::Logging => Some("2 3 7 3"),
            Self::Backup => Some("12 3 3 3"),
            Self::Admin => Some("5 3"),
            Self::HealthCheck => Some("1 5"),
        }
    }

    /// The colour in light and in dark.
    const fn colours(self) -> [&'static str; 2] {
        match self {
            Self::Plain | Self::HealthCheck => ["#4a5563", "#a7b3c0"],
            Self::Encrypted => ["#0b6e63", "#4fc9b6"],
            Self::Unstated => ["#6b7682", "#8d99a6"],
            Self::Replication => ["#8a4a08", "#e5a45c"],
            Self::Monitoring | Self::Logging => ["#6a3fb5", "#b79af2"],
            Self::Backup => ["#1f5fae", "#79b3f5"],
            Self::Admin => ["#a8235f", "#f08bb6"],
            Self::Guard => ["#1f7a54", "#56bd8d"],
        }
    }
}

impl Class {
    /// The name of the class in the stylesheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Heading => "heading",
            Self::Subheading => "subheading",
            Self::Caption => "caption",
            Self::Frame => "frame",
            Self::Folded => "folded",
            Self::FoldedIcon => "folded-icon",
            Self::HostFrame => "host",
            Self::NetworkFrame => "network",
            Self::Hatched => "hatched",
            Self::HatchLine => "hatch",
            Self::FrameTitle => "frame-title",
            Self::FrameKind => "frame-kind",
            Self::Box(role) | Self::Icon(role) => role_name(role, matches!(self, Self::Icon(_))),
            Self::Title => "title",
            Self::Detail => "detail",
            Self::Mark => "mark",
            Self::MarkIcon => "mark-icon",
            Self::Line(stroke) => stroke_name(stroke),
            Self::Arrow(stroke) | Self::Dot(stroke) => arrow_name(stroke),
            Self::Hollow => "hollow",
            Self::Light => "light",
            Self::Label => "label",
            Self::Lock => "lock",
            Self::Alarm(severity) => severity_names(severity)[0],
            Self::AlarmLine(severity) => severity_names(severity)[1],
            Self::AlarmArrow(severity) => severity_names(severity)[2],
            Self::Badge(severity) => severity_names(severity)[3],
            Self::BadgeNumber(severity) => severity_names(severity)[4],
            Self::Entry => "entry",
            Self::EntryRule => "entry-rule",
            Self::EntryName => "entry-name",
            Self::Tint(tint) => tint.names()[0],
            Self::Sign(tint) => tint.names()[1],
            Self::SignIcon(tint) => tint.names()[2],
            Self::TintLine(tint) => tint.names()[3],
            Self::Struck => "struck",
        }
    }
}

const fn role_name(role: Role, icon: bool) -> &'static str {
    match (role, icon) {
        (Role::Outside, false) => "box-outside",
        (Role::Edge, false) => "box-edge",
        (Role::Serving, false) => "box-serving",
        (Role::Data, false) => "box-data",
        (Role::Support, false) => "box-support",
        (Role::Outside, true) => "icon-outside",
        (Role::Edge, true) => "icon-edge",
        (Role::Serving, true) => "icon-serving",
        (Role::Data, true) => "icon-data",
        (Role::Support, true) => "icon-support",
    }
}

const fn stroke_name(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Plain => "line-plain",
        Stroke::Encrypted => "line-encrypted",
        Stroke::Unstated => "line-unstated",
        Stroke::Replication => "line-replication",
        Stroke::Monitoring => "line-monitoring",
        Stroke::Logging => "line-logging",
        Stroke::Backup => "line-backup",
        Stroke::Admin => "line-admin",
        Stroke::HealthCheck => "line-health",
        Stroke::Guard => "line-guard",
    }
}

const fn arrow_name(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Plain => "arrow-plain",
        Stroke::Encrypted => "arrow-encrypted",
        Stroke::Unstated => "arrow-unstated",
        Stroke::Replication => "arrow-replication",
        Stroke::Monitoring => "arrow-monitoring",
        Stroke::Logging => "arrow-logging",
        Stroke::Backup => "arrow-backup",
        Stroke::Admin => "arrow-admin",
        Stroke::HealthCheck => "arrow-health",
        Stroke::Guard => "arrow-guard",
    }
}

const fn severity_names(severity: Severity) -> [&'static str; 5] {
    match severity {
        Severity::Critical => [
            "alarm-critical",
            "alert-critical",
            "tip-critical",
            "badge-critical",
            "count-critical",
        ],
        Severity::High => ["alarm-high", "alert-high", "tip-high", "badge-high", "count-high"],
        Severity::Medium => [
            "alarm-medium",
            "alert-medium",
            "tip-medium",
            "badge-medium",
            "count-medium",
        ],
        Severity::Low => ["alarm-low", "alert-low", "tip-low", "badge-low", "count-low"],
        Severity::Info => ["alarm-info", "alert-info", "tip-info", "badge-info", "count-info"],
    }
}

/// The colours of one theme.
pub(super) struct Palette {
    pub(super) paper: &'static str,
    pub(super) ink: &'static str,
    muted: &'static str,
    frame: &'static str,
    frame_fill: &'static str,
    hatch: &'static str,
    mark: &'static str,
    /// Fill and stroke of boxes by role: outside, edge, serving, data, support.
    pub(super) roles: [[&'static str; 2]; 5],
    /// By severity, worst first.
    pub(super) severities: [&'static str; 5],
    /// Numbers in filled badges.
    pub(super) badge_ink: &'static str,
}

pub(super) const LIGHT: Palette = Palette {
    paper: "#ffffff",
    ink: "#17202b",
    muted: "#525d6a",
    frame: "#8793a1",
    frame_fill: "#5f7186",
    hatch: "#c98a2b",
    mark: "#33506e",
    roles: [
        ["#fff6df", "#a86f0a"],
        ["#e6f5ee", "#1f7a54"],
        ["#e6f0fc", "#2563ab"],
        ["#fdece0", "#b4531a"],
        ["#f1ebfa", "#6a45b0"],
    ],
    severities: ["#8f0f3c", "#bd3a0b", "#8a5d00", "#0a5ea3", "#56616e"],
    badge_ink: "#ffffff",
};

pub(super) const DARK: Palette = Palette {
    paper: "#10151c",
    ink: "#e9eef4",
    muted: "#aab5c1",
    frame: "#66727f",
    frame_fill: "#9db0c6",
    hatch: "#b98a3a",
    mark: "#b9cde2",
    roles: [
        ["#2c2512", "#dba83f"],
        ["#12291f", "#56bd8d"],
        ["#13253b", "#69a8ec"],
        ["#311e13", "#ea9360"],
        ["#241b38", "#ad90ec"],
    ],
    severities: ["#ff86a8", "#ff9b66", "#efc04d", "#6fbaff", "#b6c1cc"],
    badge_ink: "#10151c",
};

/// The colours on light paper, for formats that have no second look for the dark.
pub mod light {
    use super::LIGHT;
    use crate::finding::Severity;
    use crate::model::Role;

    /// Behind everything.
    pub const PAPER: &str = LIGHT.paper;
    /// Text.
    pub const INK: &str = LIGHT.ink;
    /// Text that matters less.
    pub const MUTED: &str = LIGHT.muted;
    /// Frames of groups.
    pub const FRAME: &str = LIGHT.frame;
    /// Frames of groups in which anybody can be.
    pub const UNTRUSTED_FRAME: &str = LIGHT.hatch;

    /// Fill and outline of a box.
    pub const fn role(role: Role) -> [&'static str; 2] {
        LIGHT.roles[role as usize]
    }

    /// What findings of this severity are about.
    pub const fn severity(severity: Severity) -> &'static str {
        let worst_first = Severity::Critical as usize - severity as usize;
        LIGHT.severities[worst_first]
    }
}

/// Which colours a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ones for those who prefer them, light ones for all others.
    #[default]
    Auto,
    /// Light ones.
    Light,
    /// Dark ones.
    Dark,
}
