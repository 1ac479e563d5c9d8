//! Components: what does the work.

use super::availability::Availability;
use super::cluster::ClusterIndex;
use super::connection::Endpoint;
use super::group::GroupIndex;
use super::kind::{Balance, Data, Kind, Restarts};
use super::table::index;
use crate::source::Span;

index! {
    /// Names a component of a topology.
    ComponentIndex
}

/// One thing that runs, or that somebody runs for us.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Identifier, unique among components, clusters and groups.
    pub id: String,
    /// Where the identifier stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Name for display, where it differs from the identifier.
    pub title: Option<String>,
    /// The product that runs, such as "HAProxy".
    pub software: Option<String>,
    /// Why it is there, in the author's words.
    pub description: Option<String>,
    /// Where it stands: the first group is where it is drawn, the others are failure domains that it shares.
    pub places: Vec<GroupIndex>,
    /// How many instances there are and how many are needed.
    pub replicas: Replicas,
    /// Who brings it back when its place has failed.
    pub restarts: Option<Restarts>,
    /// Whether a provider makes it redundant.
    pub managed: bool,
    /// How it chooses the next target.
    pub balance: Option<Balance>,
    /// Whether it filters what reaches it; `None` where the file does not say.
    pub firewall: Option<bool>,
    /// The borders on which this device stands.
    pub guards: Vec<Guarded>,
    /// What watches it, as stated on the component itself.
    pub monitored_by: Vec<Endpoint>,
    /// What keeps copies of it, as stated on the component itself.
    pub backed_up_by: Vec<Endpoint>,
    /// Its network address.
    pub address: Option<String>,
    /// How sensitive the data is that it handles; `None` where the file does not say.
    pub data: Option<Data>,
    /// Whether what it stores is encrypted; `None` where the file does not say.
    pub encrypted_at_rest: Option<bool>,
    /// How much of the time each instance works, where the file says.
    pub availability: Option<Availability>,
    /// The cluster that it is a member of.
    pub cluster: Option<ClusterIndex>,
}

impl Component {
    /// The name to show: the title, or else the identifier.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }

    /// The group in which it stands first of all.
    pub fn home(&self) -> Option<GroupIndex> {
        self.places.first().copied()
    }

    /// The groups that hold every instance: those of its places over which the instances are not spread.
    pub fn holders(&self) -> impl Iterator<Item = GroupIndex> {
        let spread = &self.replicas.spread;
        let places = self.places.iter().copied();
        places.filter(move |place| !spread.contains(place))
    }

    /// The groups that hold every instance, wherever it is started again.
    ///
    /// Where none of its places is among the groups of its spread, an instance may leave them: they are where it
    /// runs now. Where one is, the others are shared by every place of the spread, like a power feed.
    pub fn restart_holders(&self) -> impl Iterator<Item = GroupIndex> {
        let spread = &self.replicas.spread;
        let leaves = !spread.is_empty() && !self.places.iter().any(|place| spread.contains(place));
        self.holders().filter(move |_| !leaves)
    }

    /// Every group in which an instance stands, or may be started again.
    pub fn standing_places(&self) -> impl Iterator<Item = GroupIndex> {
        self.places.iter().chain(&self.replicas.spread).copied()
    }
}

/// The instances of one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replicas {
    /// How many there are, at least one.
    pub count: u32,
    /// How many of them must be up, from one to `count`.
    pub min_available: u32,
    /// The groups on which the instances stand in turn; empty where they all stand in one place.
    pub spread: Vec<GroupIndex>,
}

/// Something around which a guarding device closes a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guarded {
    /// Everything in a group.
    Group(GroupIndex),
    /// One component.
    Component(ComponentIndex),
}
