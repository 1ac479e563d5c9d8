//! Connections: who calls whom, and what depends on it.

use super::cluster::ClusterIndex;
use super::component::ComponentIndex;
use super::journey::{JourneyAccess, JourneyIndex};
use super::kind::Data;
use super::protocol::Protocol;
use super::table::index;
use super::words::words;
use crate::source::Span;

index! {
    /// Names a connection of a topology.
    ConnectionIndex
}

/// What a connection, a journey or an attribute can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// One component.
    Component(ComponentIndex),
    /// All members of a cluster.
    Cluster(ClusterIndex),
}

/// One connection: `from` calls `to`.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// `from -> to`, with ` #2` and so on behind it where the pair is connected more than once.
    pub id: String,
    /// Where the entry stands.
    pub span: Span,
    /// Who calls.
    pub from: Endpoint,
    /// Who is called.
    pub to: Endpoint,
    /// What is spoken; `None` where the file does not say.
    pub protocol: Option<Protocol>,
    /// The port, where it is stated.
    pub port: Option<u16>,
    /// Whether the connection is encrypted, where the file overrides what the protocol implies.
    pub tls: Option<bool>,
    /// Whether the only answer is to come again over an encrypted connection.
    pub redirect: bool,
    /// What it is for.
    pub purpose: Purpose,
    /// What the loss of `to` means for `from`.
    pub need: Need,
    /// The journeys that it serves.
    pub serves: ServedJourneys,
    /// The kind of journey that it serves.
    pub access: Access,
    /// How the caller proves who it is; `None` where the file does not say.
    pub auth: Option<Auth>,
    /// How sensitive the content is; `None` where the file does not say.
    pub data: Option<Data>,
    /// Why it is there, in the author's words.
    pub description: Option<String>,
}

impl Connection {
    /// Whether what is sent is encrypted; `None` where neither `tls` nor the protocol tells.
    pub fn encrypted(&self) -> Option<bool> {
        self.tls
            .or(self.protocol.as_ref().map(|protocol| protocol.encrypted))
    }

    /// The port in use: the one stated, or else the protocol's own.
    pub fn effective_port(&self) -> Option<u16> {
        self.port
            .or(self.protocol.as_ref().and_then(|protocol| protocol.port))
    }

    /// Whether the connection matters to a journey with this access, by `for` and `access`.
    pub fn is_relevant(&self, journey: JourneyIndex, access: JourneyAccess) -> bool {
        self.serves.includes(journey) && self.access.fits(access)
    }
}

/// What the loss of a connection's target means for its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The source fails.
    Hard,
    /// The source works, but less well.
    Optional,
    /// The source cannot start, but goes on if it runs.
    Startup,
    /// Nothing: the connection is no dependency.
    Nothing,
}

/// The journeys that a connection serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServedJourneys {
    /// Every journey.
    All,
    /// These journeys, in order.
    Only(Vec<JourneyIndex>),
}

impl ServedJourneys {
    /// Whether `journey` is among them.
    pub fn includes(&self, journey: JourneyIndex) -> bool {
        match self {
            Self::All => true,
            Self::Only(journeys) => journeys.contains(&journey),
        }
    }
}

words! {
    /// What a connection is for.
    pub enum Purpose {
        /// Requests of users, or what follows from them.
        Traffic = "traffic",
        /// Keeping copies alike.
        Replication = "replication",
        /// Watching.
        Monitoring = "monitoring",
        /// Collecting log lines.
        Logging = "logging",
        /// Copies for recovery.
        Backup = "backup",
        /// Administration by people.
        Admin = "admin",
        /// Probing whether the target works.
        HealthCheck = "health-check",
    }
}

words! {
    /// How strongly a source depends on its target.
    pub enum Dependency {
        /// Without the target the source does not work.
        Hard = "hard",
        /// Without the target the source works less well.
        Optional = "optional",
        /// Without the target the source does not start.
        Startup = "startup",
    }
}

words! {
    /// The kinds of journey that a connection serves.
    pub enum Access {
        /// Journeys that only read.
        Read = "read",
        /// Journeys that write.
        Write = "write",
        /// Both.
        ReadWrite = "read-write",
    }
}

impl Access {
    /// Whether a connection with this access serves a journey with that one.
    pub const fn fits(self, journey: JourneyAccess) -> bool {
        matches!(
            (self, journey),
            (Self::ReadWrite, _)
                | (_, JourneyAccess::Any)
                | (Self::Read, JourneyAccess::Read)
                | (Self::Write, JourneyAccess::Write)
        )
    }
}

words! {
    /// How a caller proves who it is.
    pub enum Auth {
        /// Not at all.
        None = "none",
        /// With a password.
        Password = "password",
        /// With a token.
        Token = "token",
        /// With a client certificate.
        Certificate = "certificate",
        /// With more than one factor.
        Mfa = "mfa",
    }
}
