//! Which connection of one version of a model is which of the other.

use std::collections::BTreeMap;

use super::attributes::{self, Attributes};
use crate::model::{Connection, ConnectionIndex, Index, Topology};

/// The connections of two versions of a model that are the same, or have become one another.
///
/// A connection has no name of its own: its identifier says what it joins and, where the same two are connected more
/// than once, counts in file order. So of those that join the same two, those that say the same are paired first, then
/// those of the same protocol, port and purpose, and then the others, each time in file order.
#[derive(Debug)]
pub(super) struct Pairs {
    of_head: Vec<Option<ConnectionIndex>>,
    of_base: Vec<Option<ConnectionIndex>>,
}

/// The identifiers of what a connection joins.
type Ends<'a> = (&'a str, &'a str);

impl Pairs {
    /// Pairs the connections of two versions, in time linear in their number but for sorting. The same the other way
    /// round gives the same pairs.
    pub(super) fn new(base: &Topology, head: &Topology) -> Self {
        let mut pairs = Self {
            of_head: vec![None; head.connections.len()],
            of_base: vec![None; base.connections.len()],
        };
        let mut by_ends: BTreeMap<Ends<'_>, [Vec<ConnectionIndex>; 2]> = BTreeMap::new();
        for (side, topology) in [base, head].into_iter().enumerate() {
            for (index, connection) in topology.connections.iter() {
                by_ends.entry(ends(topology, connection)).or_default()[side].push(index);
            }
        }
        for [before, after] in by_ends.into_values() {
            if let ([one], [other]) = (before.as_slice(), after.as_slice()) {
                pairs.join(*one, *other);
                continue;
            }
            pairs.join_alike(
                (base, &before),
                (head, &after),
                |topology, connection| -> Attributes { attributes::of_connection(topology, connection) },
            );
            pairs.join_alike((base, &before), (head, &after), |_, connection| {
                let protocol = connection.protocol.as_ref();
                let protocol = protocol.map(|protocol| protocol.name.clone());
                (protocol, connection.effective_port(), connection.purpose)
            });
            pairs.join_alike((base, &before), (head, &after), |_, _| ());
        }
        pairs
    }

    /// The connection of the base that one of the head was.
    pub(super) fn before(&self, head: ConnectionIndex) -> Option<ConnectionIndex> {
        self.of_head[head.place()]
    }

    /// The connection of the head that one of the base has become.
    pub(super) fn after(&self, base: ConnectionIndex) -> Option<ConnectionIndex> {
        self.of_base[base.place()]
    }

    fn join(&mut self, base: ConnectionIndex, head: ConnectionIndex) {
        self.of_base[base.place()] = Some(head);
        self.of_head[head.place()] = Some(base);
    }

    /// Pairs those with the same key that have no partner yet.
    fn join_alike<K: Ord>(
        &mut self,
        (base, before): (&Topology, &[ConnectionIndex]),
        (head, after): (&Topology, &[ConnectionIndex]),
        key: impl Fn(&Topology, &Connection) -> K,
    ) {
        let mut waiting: BTreeMap<K, Vec<ConnectionIndex>> = BTreeMap::new();
        // From the last to the first, so that taking from the end takes the first.
        for &index in before.iter().rev() {
            if self.after(index).is_none() {
                let key = key(base, &base.connections[index]);
                waiting.entry(key).or_default().push(index);
            }
        }
        for &index in after {
            if self.before(index).is_none()
                && let Some(alike) = waiting.get_mut(&key(head, &head.connections[index]))
                && let Some(partner) = alike.pop()
            {
                self.join(partner, index);
            }
        }
    }
}

fn ends<'a>(topology: &'a Topology, connection: &Connection) -> Ends<'a> {
    (
        topology.endpoint_id(connection.from),
        topology.endpoint_id(connection.to),
    )
}
