//! What a topology *is*: plain data with places in the file, no input or output, no opinion.
//!
//! All references are resolved: an element names another by index, and no identifier is looked up again after
//! loading. Components, groups, clusters and journeys stand in the order of their identifiers, so that nothing
//! computed from a topology depends on the order of keys in its file; connections stand in file order.

mod availability;
mod cluster;
mod component;
mod connection;
mod date;
mod group;
mod journey;
mod kind;
mod protocol;
mod risk;
mod table;
mod topology;
pub(crate) mod words;

pub use availability::Availability;
pub use cluster::{Cluster, ClusterIndex, Failover, FailoverPlan, Mode, Threshold};
pub use component::{Component, ComponentIndex, Guarded, Replicas};
pub use connection::{
    Access, Auth, Connection, ConnectionIndex, Dependency, Endpoint, Need, Purpose, ServedJourneys,
};
pub use date::{Date, InvalidDate};
pub use group::{Group, GroupIndex};
pub use journey::{Journey, JourneyAccess, JourneyIndex};
pub use kind::{Balance, Concern, Data, GroupKind, Kind, Restarts, Role, Trust};
pub use protocol::{Protocol, ProtocolTable};
pub use risk::AcceptedRisk;
pub use table::{Index, Table};
pub use topology::{Element, Topology};
