//! Groups: where things are.

use super::availability::Availability;
use super::connection::Endpoint;
use super::kind::{GroupKind, Trust};
use super::table::index;
use crate::source::Span;

index! {
    /// Names a group of a topology.
    GroupIndex
}

/// A place that holds components and other groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Identifier, unique among components, clusters and groups.
    pub id: String,
    /// Where the identifier stands.
    pub span: Span,
    /// What it is.
    pub kind: GroupKind,
    /// Name for display, where it differs from the identifier.
    pub title: Option<String>,
    /// The group that this one stands in; never itself, however far up.
    pub parent: Option<GroupIndex>,
    /// The trust stated for this group; unstated, it is inherited.
    pub trust: Option<Trust>,
    /// Whether a policy filters what crosses the border; `None` where the file does not say.
    pub firewall: Option<bool>,
    /// What watches everything inside.
    pub monitored_by: Vec<Endpoint>,
    /// What keeps copies of everything inside.
    pub backed_up_by: Vec<Endpoint>,
    /// How much of the time a failure domain works, as far as it is not for one around it, where the file says.
    pub availability: Option<Availability>,
}

impl Group {
    /// The name to show: the title, or else the identifier.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}
