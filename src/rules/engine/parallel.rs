//! Connections that join the same two, told from each other by what they are, not by where they stand.

use std::collections::BTreeMap;

use crate::model::{ConnectionIndex, Topology};

/// What tells those connections of a model apart that join the same two as another one.
///
/// Their identifiers count them in the order of the file, by which nothing can be known again when lines change places.
#[derive(Debug, Default)]
pub(super) struct Parallel(BTreeMap<ConnectionIndex, String>);

impl Parallel {
    /// Takes all connections of a model, those that join the same two one after the other in the order of the file.
    ///
    /// Time: linear in the connections, but for sorting those that are parallel.
    pub(super) fn new(topology: &Topology, sorted: &[ConnectionIndex]) -> Self {
        let ends = |index: ConnectionIndex| {
            let connection = &topology.connections[index];
            (connection.from, connection.to)
        };
        let mut identities = BTreeMap::new();
        for group in sorted.chunk_by(|&one, &other| ends(one) == ends(other)) {
            if group.len() > 1 {
                let mut twins: BTreeMap<String, u32> = BTreeMap::new();
                for &index in group {
                    let identity = identity(topology, index);
                    let number = twins.entry(identity.clone()).or_insert(0);
                    *number += 1;
                    let told_apart = match number {
                        1 => identity,
                        number => format!("{identity} #{number}"),
                    };
                    identities.insert(index, told_apart);
                }
            }
        }
        Self(identities)
    }

    /// What a connection is told from the others by, if there are others that join the same two.
    pub(super) fn identity(&self, connection: ConnectionIndex) -> Option<&str> {
        self.0.get(&connection).map(String::as_str)
    }
}

/// What a connection joins, and what it is. No identifier holds a blank.
fn identity(topology: &Topology, index: ConnectionIndex) -> String {
    let connection = &topology.connections[index];
    let [from, to] = [connection.from, connection.to].map(|end| topology.endpoint_id(end));
    let protocol = connection.protocol.as_ref().map_or("", |protocol| &protocol.name);
    let port = connection.effective_port();
    let port = port.map_or_else(String::new, |port| port.to_string());
    format!("{from} -> {to} {protocol}:{port} {}", connection.purpose.word())
}
