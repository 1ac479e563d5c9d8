//! What facts are about.

use super::evidence::Evidence;
use crate::analysis::faults::Impact;
use crate::finding::Subject;
use crate::model::words::words;
use crate::model::{ClusterIndex, ComponentIndex, ConnectionIndex, Element, GroupIndex, JourneyIndex};

words! {
    /// The sorts of entity that a rule can look at, one after the other.
    pub enum Sort {
        /// Each component.
        Component = "component",
        /// Each connection.
        Connection = "connection",
        /// Each group.
        Group = "group",
        /// Each cluster.
        Cluster = "cluster",
        /// Each journey.
        Journey = "journey",
        /// Each element whose loss has an impact on a journey, once for each impact that it has.
        Fault = "fault",
        /// Each way from a source to a target that passes nothing to be avoided.
        Path = "path",
        /// Each set of components that need each other in a circle.
        Cycle = "cycle",
        /// Each accepted risk, when all other rules have been run.
        Accepted = "accepted",
        /// The topology as a whole.
        Model = "model",
    }
}

/// Something that facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// The topology as a whole.
    Model,
    /// A group.
    Group(GroupIndex),
    /// A component.
    Component(ComponentIndex),
    /// A cluster.
    Cluster(ClusterIndex),
    /// A connection.
    Connection(ConnectionIndex),
    /// A journey.
    Journey(JourneyIndex),
    /// The loss of an element, with one of the impacts that it has.
    Fault(FaultEntity),
    /// A way from a source to a target.
    Path(PathEntity),
    /// The dependency cycle at this place of [`Evidence::cycles`].
    Cycle(usize),
    /// The accepted risk at this place of the model's list.
    Accepted(usize),
}

/// The loss of an element, by how bad it is: one that stops one journey and degrades another is two faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultEntity {
    /// What fails.
    pub element: Element,
    /// What that does to some of the journeys.
    pub impact: Impact,
}

/// A way from a source to a target, by what tells it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathEntity {
    /// Where it begins.
    pub source: ComponentIndex,
    /// Where it ends.
    pub target: ComponentIndex,
    /// The connection by which it comes to its target.
    pub last: ConnectionIndex,
    /// The outermost group that the last connection enters; `None` for the border of the model itself.
    pub border: Option<GroupIndex>,
}

impl Entity {
    /// What a finding about this entity is about; for a cycle, the first of its components.
    pub fn subject(self, evidence: &Evidence<'_>) -> Subject {
        match self {
            Self::Model => Subject::Model,
            Self::Group(group) => Subject::Group(group),
            Self::Component(component) => Subject::Component(component),
            Self::Fault(fault) => match fault.element {
                Element::Group(group) => Subject::Group(group),
                Element::Component(component) => Subject::Component(component),
            },
            Self::Cluster(cluster) => Subject::Cluster(cluster),
            Self::Connection(connection) | Self::Path(PathEntity { last: connection, .. }) => {
                Subject::Connection(connection)
            }
            Self::Journey(journey) => Subject::Journey(journey),
            Self::Cycle(place) => evidence
                .cycles()
                .get(place)
                .and_then(|members| members.first())
                .map_or(Subject::Model, |&first| Subject::Component(first)),
            Self::Accepted(place) => Subject::AcceptedRisk(place),
        }
    }
}
