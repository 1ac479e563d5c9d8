//! Icons: simple drawings of our own on a square of 24 by 24, for lines of constant width.

use super::overlay::Tint;
use crate::model::Kind;

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Icon {
    /// What stands for a kind of component.
    Kind(Kind),
    /// A padlock: encrypted.
    Lock,
    /// Linked rings: member of a cluster.
    Cluster,
    /// What an overlay marks something as.
    Sign(Tint),
    /// Sheets on each other: a group with all that it holds.
    Group,
    /// A flag: how many findings there are.
    Finding,
}

impl Icon {
    /// Its name, for use as an identifier.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.word(),
            Self::Lock => "lock",
            Self::Cluster => "cluster",
            Self::Sign(tint) => tint.names()[1],
            Self::Group => "group",
            Self::Finding => "finding",
        }
    }

    /// The way of the pen, as path data.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Kind(kind) => of_kind(kind),
            Self::Lock => "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v2",
            Self::Sign(tint) => tint.path(),
            Self::Group => "M3.5 10.5h17v10h-17zM5.5 7h13M7.5 3.5h9",
            Self::Finding => "M6 22V3h12l-3 5l3 5H6",
            Self::Cluster => "M9 16A6 6 0 1 1 14 9M15 8A6 6 0 1 1 10 15",
        }
    }
}

const fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Client => "M12 3a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM3.5 21c.5-4.5 4-6.5 8.5-6.5s8 2 8.5 6.5",
        Kind::Dns => {
            "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM3 12h18M12 3c-5.5 5.5-5.5 12.5 0 18M12 3c5.5 5.5 5.5 12.5 0 18"
        }
        Kind::Cdn => {
            "M12 9.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5zM12 2.5v7M12 14.5v7M2.5 12h7M14.5 12h7M5.3 5.3l4.9 4.9M13.8 13.8l4.9 4.9M18.7 5.3l-4.9 4.9M10.2 13.8l-4.9 4.9"
        }
        Kind::Firewall => {
            "M3 4.5h18v15H3zM3 9.5h18M3 14.5h18M9 4.5v5M16 4.5v5M12.5 9.5v5M6.5 9.5v5M9 14.5v5M16 14.5v5"
        }
        Kind::Waf => "M12 2.5l8 3v6c0 5-3.5 8.5-8 10c-4.5-1.5-8-5-8-10v-6zM8.5 11.5l2.5 2.5l4.5-5",
        Kind::LoadBalancer => {
            "M2.5 12H8M8 12l5-7h6M8 12h11M8 12l5 7h6M17 2.5L20 5l-3 2.5M17 9.5l3 2.5l-3 2.5M17 16.5l3 2.5l-3 2.5"
        }
        Kind::Proxy => {
            "M9 4h6v16H9zM2 9h7M15 9h6M18.5 6.5L21 9l-2.5 2.5M22 15h-7M9 15H3M5.5 12.5L3 15l2.5 2.5"
        }
        Kind::ApiGateway => "M4 21V9a8 8 0 0 1 16 0v12M2.5 21h19M9.5 12L7.5 14.5l2 2.5M14.5 12l2 2.5l-2 2.5",
        Kind::WebServer => {
            "M3 4.5h18v15H3zM3 9h18M6 6.8h.1M9 6.8h.1M9.5 12.5L7 14.5l2.5 2M14.5 12.5l2.5 2l-2.5 2"
        }
        Kind::AppServer => "M12 2.5l8.5 4.75v9.5L12 21.5l-8.5-4.75v-9.5zM3.5 7.25L12 12l8.5-4.75M12 12v9.5",
        Kind::Service => {
            "M12 8.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1"
        }
        Kind::Function => "M5 3.5h3.5L17 20.5h3M5 20.5L11.2 9",
        Kind::Worker => "M4 7h9M4 12h6M4 17h9M17 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM14 17l2.5-3.5h1L20 17v3h-6z",
        Kind::Scheduler => "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM12 7v5l3.5 2.5",
        Kind::Database => "M4 6c0-4 16-4 16 0s-16 4-16 0v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0",
        Kind::Cache => "M13.5 2.5L5 13.5h6l-1 8l8.5-11h-6z",
        Kind::Queue => "M2.5 6.5h4.5v11H2.5zM9.5 6.5H14v11H9.5zM17 12h5M19.5 9.5L22 12l-2.5 2.5",
        Kind::ObjectStore => "M4 6c0-3.5 16-3.5 16 0l-2.5 13c-.5 2.5-10.5 2.5-11 0zM4 6c0 3.5 16 3.5 16 0",
        Kind::FileStore => "M3 19V5.5h6.5l2 2.5H21V19z",
        Kind::Search => "M10.5 3.5a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM15.6 15.6l5.4 5.4",
        Kind::Secrets => {
            "M8 10.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9zM11.2 11.8L20 3M16.5 6.5l3 3M13.5 9.5l2 2"
        }
        Kind::Identity => {
            "M3 5h18v14H3zM8.5 8.5a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM5.5 16.5c.3-3 5.7-3 6 0M15 10h3.5M15 14h3.5"
        }
        Kind::Mail => "M3 5.5h18v13H3zM3 6.5l9 7l9-7",
        Kind::Monitoring => "M2.5 12.5h4l3-8.5l5 16l3-7.5h4",
        Kind::Logging => "M5 3h10l4 4v14H5zM15 3v4h4M8.5 11h7M8.5 14h7M8.5 17h4.5",
        Kind::Backup => "M3.5 12a8.5 8.5 0 1 0 2.7-6.2M3 3.5v5h5M12 7.5V12l3 2",
        Kind::Bastion => "M4 21V4h3.5v2.5h3V4h3v2.5h3V4H20v17zM9.5 21v-5a2.5 2.5 0 0 1 5 0v5",
        Kind::Vpn => {
            "M12 2.5l8 3v6c0 5-3.5 8.5-8 10c-4.5-1.5-8-5-8-10v-6zM12 8.5a2 2 0 1 1 0 4a2 2 0 1 1 0-4zM12 12.5V16"
        }
        Kind::Nat => "M3 8h14M13.5 4.5L17 8l-3.5 3.5M21 16H7M10.5 12.5L7 16l3.5 3.5",
        Kind::Router => {
            "M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18zM7 9.5h4M9 7.5L7 9.5l2 2M17 14.5h-4M15 12.5l2 2l-2 2M12.5 9.5H17M12 14.5H7"
        }
        Kind::Switch => "M2.5 7.5h19v9h-19zM6 13.5v-3M9.5 13.5v-3M13 13.5v-3M17 12h1.5",
        Kind::Registry => {
            "M3.5 8L12 3.5L20.5 8v8.5L12 21l-8.5-4.5zM3.5 8l8.5 4.5L20.5 8M12 12.5V21M7.7 5.8l8.6 4.5"
        }
        Kind::External => "M7 18.5a4.5 4.5 0 0 1-.5-9a6 6 0 0 1 11.5 1.5a3.8 3.8 0 0 1-.5 7.5z",
    }
}
