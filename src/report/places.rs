//! From the identifiers in a proof back to their places in the file.

use std::collections::HashMap;

use crate::model::Topology;
use crate::source::Span;

/// Where each component, group, cluster and connection of a model stands.
#[derive(Debug)]
pub(super) struct Places<'a> {
    spans: HashMap<&'a str, Span>,
}

impl<'a> Places<'a> {
    /// The places of everything in a model, in time linear in its size.
    pub(super) fn new(topology: &'a Topology) -> Self {
        let components = topology.components.values();
        let components = components.map(|component| (component.id.as_str(), component.span));
        let groups = topology.groups.values();
        let groups = groups.map(|group| (group.id.as_str(), group.span));
        let clusters = topology.clusters.values();
        let clusters = clusters.map(|cluster| (cluster.id.as_str(), cluster.span));
        let connections = topology.connections.values();
        let connections = connections.map(|connection| (connection.id.as_str(), connection.span));
        Self {
            spans: components
                .chain(groups)
                .chain(clusters)
                .chain(connections)
                .collect(),
        }
    }

    /// Where the element with this identifier stands.
    pub(super) fn of(&self, id: &str) -> Option<Span> {
        self.spans.get(id).copied()
    }
}
