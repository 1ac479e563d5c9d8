//! The format: what a file can say, one struct for each sort of entry.
//!
//! The comments on the fields are the descriptions in the JSON Schema, so they speak to people who write models.

use schemars::JsonSchema;
use serde::Deserialize;

use super::scalars::{Availability, Count, DayText, Id, MinAvailable, ProtocolName};
use super::schema;
use crate::model::words::words;
use crate::model::{
    Access, Auth, Balance, Concern, Data, Dependency, Failover, GroupKind, JourneyAccess, Kind, Purpose,
    Restarts, Trust,
};
use crate::yaml::{Entries, Items, Keyed, OneOrMany, Spanned};

/// A reference to an element by its id.
pub(super) type Reference = Spanned<Id>;

/// One infrastructure: what it is made of, where that stands, and who calls whom.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(
    title = "Infrastructure topology",
    rename = "Topology",
    extend("defaultSnippets" = schema::new_model())
)]
pub(super) struct File {
    /// What the infrastructure is called.
    #[schemars(with = "String")]
    pub(super) name: Option<Keyed<Spanned<String>>>,
    /// What it is, in a sentence or two.
    pub(super) description: Option<String>,
    /// Concerns on which this file is silent. Their rules say nothing, and the report says so.
    #[serde(default)]
    pub(super) out_of_scope: Items<Silence>,
    /// Where things are, by id. Groups stand in each other by `in`.
    #[serde(default)]
    #[schemars(transform = schema::keys_are_ids, extend("defaultSnippets" = schema::new_group()))]
    pub(super) groups: Entries<Box<GroupEntry>>,
    /// What does the work, by id.
    #[serde(default)]
    #[schemars(transform = schema::keys_are_ids, extend("defaultSnippets" = schema::new_component()))]
    pub(super) components: Entries<Box<ComponentEntry>>,
    /// Redundancy, by id: components that stand in for each other.
    #[serde(default)]
    #[schemars(transform = schema::keys_are_ids, extend("defaultSnippets" = schema::new_cluster()))]
    pub(super) clusters: Entries<Box<ClusterEntry>>,
    /// Who calls whom. An arrow is a need of `from`.
    #[serde(default)]
    pub(super) connections: Items<Spanned<ConnectionEntry>>,
    /// What users come for, by id, and so what "down" means. Without any: one journey `serve` for each client, or
    /// `read` and `write` where a cluster has a primary.
    #[serde(default)]
    #[schemars(transform = schema::keys_are_ids, extend("defaultSnippets" = schema::new_journey()))]
    pub(super) journeys: Entries<JourneyEntry>,
    /// Findings that somebody has decided to live with for a while.
    #[serde(default)]
    pub(super) accepted_risks: Items<Spanned<AcceptedRiskEntry>>,
}

/// A concern on which a file can be silent.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Concern")]
pub(super) enum Silence {
    /// What filters traffic.
    Firewall,
    /// What is readable on the way or at rest.
    Encryption,
    /// What is watched.
    Monitoring,
    /// What can be recovered.
    Backup,
    /// Where things stand, and what fails together.
    Placement,
}

impl Silence {
    /// The concern itself.
    pub(super) const fn concern(self) -> Concern {
        match self {
            Self::Firewall => Concern::Firewall,
            Self::Encryption => Concern::Encryption,
            Self::Monitoring => Concern::Monitoring,
            Self::Backup => Concern::Backup,
            Self::Placement => Concern::Placement,
        }
    }
}

/// A place that holds components and other groups.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Group", transform = schema::availability_of_domains)]
pub(super) struct GroupEntry {
    /// What the group is. A provider, region, zone, data centre, rack, power feed or host can fail as a whole.
    pub(super) kind: Spanned<GroupKind>,
    /// The group that this one stands in.
    #[serde(rename = "in")]
    pub(super) place: Option<Reference>,
    /// A name for display; the id is used otherwise.
    #[schemars(extend("examples" = ["Data centre Frankfurt"]))]
    pub(super) title: Option<String>,
    /// How far what stands inside is trusted. Unstated, it is that of the group around, and `trusted` at last.
    pub(super) trust: Option<Trust>,
    /// Whether a policy (a security group, a host firewall) filters what crosses the border of the group.
    pub(super) firewall: Option<bool>,
    /// The components or clusters that watch everything inside.
    #[serde(default)]
    pub(super) monitored_by: OneOrMany<Reference>,
    /// The components or clusters that keep copies of everything inside.
    #[serde(default)]
    pub(super) backed_up_by: OneOrMany<Reference>,
    /// For a group that can fail as a whole: the fraction of time that it does not, from 0 to 1, or a percentage
    /// such as "99.9%". The failures of groups around it do not count.
    #[schemars(extend("examples" = ["99.9%", 0.999]))]
    pub(super) availability: Option<Keyed<Availability>>,
}

/// One thing that runs, or that somebody runs for us.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Component")]
pub(super) struct ComponentEntry {
    /// What the component is.
    pub(super) kind: Spanned<Kind>,
    /// The group in which it stands. Of several, the first is where it is drawn, the others are further failure
    /// domains that it shares, such as a power feed or a storage array.
    #[serde(rename = "in", default)]
    pub(super) places: OneOrMany<Reference>,
    /// A name for display; the id is used otherwise.
    #[schemars(extend("examples" = ["MySQL primary"]))]
    pub(super) title: Option<String>,
    /// The product that runs, such as "HAProxy".
    #[schemars(extend("examples" = ["HAProxy"]))]
    pub(super) software: Option<String>,
    /// Why it is there.
    pub(super) description: Option<String>,
    /// How many instances there are; one if unstated.
    #[schemars(extend("default" = 1))]
    pub(super) replicas: Option<Spanned<Count>>,
    /// How many of the replicas must be up; one if unstated.
    #[schemars(extend("default" = 1))]
    pub(super) min_available: Option<Spanned<Count>>,
    /// The groups on which the replicas stand in turn, beginning with the group named by `in` if it is among them.
    /// A replica that is restarted may go to any of them; other groups of `in` bind it only if one of `in` is among them.
    #[schemars(extend("examples" = [["zone-a", "zone-b"]]))]
    pub(super) spread: Option<Keyed<OneOrMany<Reference>>>,
    /// Who brings it back when its place has failed; unstated, nobody does by himself.
    pub(super) restarts: Option<Restarts>,
    /// Whether the provider makes it redundant. That softens findings; the component fails like any other.
    #[serde(default)]
    pub(super) managed: bool,
    /// How it chooses the next target.
    pub(super) balance: Option<Balance>,
    /// Whether it filters what reaches it.
    pub(super) firewall: Option<bool>,
    /// For a firewall or a web application firewall: the groups or components on whose border it stands. A need
    /// whose ends lie on different sides of that border passes this device and needs it.
    #[schemars(extend("examples" = ["site"]))]
    pub(super) guards: Option<Keyed<OneOrMany<Reference>>>,
    /// The components or clusters that watch it.
    #[serde(default)]
    pub(super) monitored_by: OneOrMany<Reference>,
    /// The components or clusters that keep copies of it.
    #[serde(default)]
    pub(super) backed_up_by: OneOrMany<Reference>,
    /// Its network address.
    #[schemars(extend("examples" = ["10.0.3.10"]))]
    pub(super) address: Option<String>,
    /// How sensitive the data is that it handles.
    pub(super) data: Option<Data>,
    /// Whether what it stores is encrypted.
    pub(super) encrypted_at_rest: Option<bool>,
    /// The fraction of time that it works: from 0 to 1, or a percentage such as "99.9%". With `replicas`, that of
    /// each. The failures of the groups in which it stands, and of what it needs, do not count.
    #[schemars(extend("examples" = ["99.9%", 0.999]))]
    pub(super) availability: Option<Availability>,
}

words! {
    /// How the members of a cluster share the work.
    #[schemars(rename = "Mode")]
    pub(super) enum ModeWord {
        /// All members take requests.
        ActiveActive = "active-active",
        /// One member takes requests, the others wait.
        ActivePassive = "active-passive",
        /// One member takes writes, every member can serve reads.
        PrimaryReplica = "primary-replica",
        /// The members decide by vote.
        Quorum = "quorum",
    }
}

impl ModeWord {
    /// Every key that belongs to some modes only.
    pub(super) const KEYS: [&str; 6] = [
        "min_available",
        "health_checked",
        "active",
        "primary",
        "failover",
        "failover_by",
    ];

    /// The keys of [`Self::KEYS`] that belong to this mode.
    pub(super) const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::ActiveActive => &["min_available", "health_checked"],
            Self::ActivePassive => &["active", "failover", "failover_by"],
            Self::PrimaryReplica => &["primary", "failover", "failover_by"],
            Self::Quorum => &["min_available"],
        }
    }

    /// The key of [`Self::KEYS`] that this mode requires: the one that names the leading member.
    pub(super) const fn required_key(self) -> Option<&'static str> {
        match self {
            Self::ActivePassive => Some("active"),
            Self::PrimaryReplica => Some("primary"),
            Self::ActiveActive | Self::Quorum => None,
        }
    }
}

/// Components that stand in for each other.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cluster", transform = schema::keys_by_mode)]
pub(super) struct ClusterEntry {
    /// How the members share the work.
    pub(super) mode: Spanned<ModeWord>,
    /// At least two components.
    #[schemars(extend("minItems" = 2))]
    pub(super) members: Spanned<Items<Reference>>,
    /// A name for display; the id is used otherwise.
    pub(super) title: Option<String>,
    /// Why it is there.
    pub(super) description: Option<String>,
    /// An address that moves between the members or that they share.
    pub(super) address: Option<String>,
    /// For `active-active` (one if unstated) and `quorum` (a majority if unstated): how many members must work. A
    /// number, or a number for each of some journeys.
    pub(super) min_available: Option<Keyed<Spanned<MinAvailable>>>,
    /// For `active-active`: whether requests stop going to a member that has failed; true if unstated.
    #[schemars(extend("default" = true))]
    pub(super) health_checked: Option<Keyed<bool>>,
    /// For `active-passive`: the member that takes requests.
    pub(super) active: Option<Keyed<Reference>>,
    /// For `primary-replica`: the member that takes writes.
    pub(super) primary: Option<Keyed<Reference>>,
    /// For `active-passive` and `primary-replica`: what it takes to pass the work on. Unstated counts as manual.
    #[schemars(extend("default" = "manual"))]
    pub(super) failover: Option<Keyed<Failover>>,
    /// For `active-passive` and `primary-replica`: the component or cluster that switches. While it does not work,
    /// there is no failover of any kind.
    pub(super) failover_by: Option<Keyed<Reference>>,
}

/// One connection: `from` calls `to`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Connection")]
pub(super) struct ConnectionEntry {
    /// The component or cluster that calls.
    pub(super) from: Reference,
    /// The component or cluster that is called.
    pub(super) to: Reference,
    /// What is spoken. It implies a port, and whether the connection is encrypted.
    pub(super) protocol: Option<Spanned<ProtocolName>>,
    /// The port, where it is not the protocol's own.
    #[schemars(extend("examples" = [8443]))]
    pub(super) port: Option<Count<65_535>>,
    /// Whether the connection is encrypted, where that is not what the protocol implies.
    pub(super) tls: Option<bool>,
    /// Whether the only answer is to come again over an encrypted connection.
    #[serde(default)]
    pub(super) redirect: bool,
    /// What the connection is for; `traffic` if unstated. Any other purpose makes it no dependency, unless `for`
    /// names a journey.
    pub(super) purpose: Option<Purpose>,
    /// How strongly `from` depends on `to`; `hard` if unstated.
    pub(super) dependency: Option<Keyed<Dependency>>,
    /// The journeys that it serves; all if unstated.
    #[serde(rename = "for")]
    pub(super) serves: Option<Keyed<OneOrMany<Reference>>>,
    /// The kind of journey that it serves; `read-write` if unstated. A read that a write depends on is `read-write`.
    pub(super) access: Option<Access>,
    /// How the caller proves who it is.
    pub(super) auth: Option<Auth>,
    /// How sensitive the content is.
    pub(super) data: Option<Data>,
    /// Why it is there.
    pub(super) description: Option<String>,
}

/// What a journey does to data.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "JourneyAccess")]
pub(super) enum JourneyAccessWord {
    /// It only reads.
    Read,
    /// It writes.
    Write,
}

impl JourneyAccessWord {
    /// The access itself.
    pub(super) const fn access(self) -> JourneyAccess {
        match self {
            Self::Read => JourneyAccess::Read,
            Self::Write => JourneyAccess::Write,
        }
    }
}

/// Something that users come for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Journey")]
pub(super) struct JourneyEntry {
    /// The component (often a client) or cluster where the journey begins.
    pub(super) entry: Reference,
    /// Whether the journey reads or writes. Unstated, connections for either serve it.
    pub(super) access: Option<JourneyAccessWord>,
}

/// A finding that somebody has decided to live with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AcceptedRisk")]
pub(super) struct AcceptedRiskEntry {
    /// The id of the rule whose finding is accepted.
    #[schemars(extend("examples" = ["single-point-of-failure"]))]
    pub(super) rule: Spanned<String>,
    /// The id of what the finding is about: a component, connection, cluster or group. A `*` stands for any run of
    /// characters.
    #[schemars(extend("examples" = ["haproxy", "visitor -> haproxy", "mysql-*"]))]
    pub(super) at: Spanned<String>,
    /// Why it is accepted.
    #[schemars(length(min = 1), extend("examples" = ["a second one is planned, OPS-114"]))]
    pub(super) reason: Spanned<String>,
    /// The last day on which it is accepted, as `YYYY-MM-DD`.
    #[schemars(extend("examples" = ["2027-03-31"]))]
    pub(super) until: Spanned<DayText>,
    /// Who accepted it.
    pub(super) by: Option<String>,
}
