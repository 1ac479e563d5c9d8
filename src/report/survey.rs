//! What the sections of a report ask of a topology again and again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::analysis::coverage::Coverage;
use crate::analysis::neighbours::{Direction, Neighbours};
use crate::analysis::place::Places;
use crate::model::{ComponentIndex, Connection, Endpoint, GroupIndex, Index, Kind, Purpose, Topology};

/// A topology with what follows from where things stand and who calls whom.
pub(crate) struct Survey<'a> {
    pub(crate) topology: &'a Topology,
    pub(crate) places: Places,
    pub(crate) coverage: Coverage,
    /// All components in the order in which a request meets them: from the entries of the journeys along the
    /// connections that carry traffic, then the rest.
    pub(crate) in_order: Vec<ComponentIndex>,
    neighbours: Neighbours,
}

impl<'a> Survey<'a> {
    /// Looks over a topology, in time linear but for sorting.
    pub(crate) fn new(topology: &'a Topology) -> Self {
        let places = Places::new(topology);
        let neighbours = Neighbours::new(topology);
        Self {
            topology,
            coverage: Coverage::new(topology, &places),
            places,
            in_order: in_order_of_requests(topology, &neighbours),
            neighbours,
        }
    }

    /// The connections that lead away from a component or its cluster.
    pub(crate) fn outgoing(&self, component: ComponentIndex) -> impl Iterator<Item = &'a Connection> {
        self.connections(component, Direction::Downstream)
    }

    /// The connections that lead to a component or its cluster.
    pub(crate) fn incoming(&self, component: ComponentIndex) -> impl Iterator<Item = &'a Connection> {
        self.connections(component, Direction::Upstream)
    }

    fn connections(
        &self,
        component: ComponentIndex,
        direction: Direction,
    ) -> impl Iterator<Item = &'a Connection> {
        let topology = self.topology;
        self.neighbours
            .of_component(topology, component, direction)
            .map(|index| &topology.connections[index])
    }

    /// The components that these ends name, each once, without `but`, in order of first mention.
    pub(crate) fn components(
        &self,
        ends: impl IntoIterator<Item = Endpoint>,
        but: ComponentIndex,
    ) -> Vec<ComponentIndex> {
        let mut seen = BTreeSet::from([but]);
        ends.into_iter()
            .flat_map(|end| self.topology.members(&end).to_vec())
            .filter(|&component| seen.insert(component))
            .collect()
    }

    /// The names of components.
    pub(crate) fn names(&self, components: &[ComponentIndex]) -> Vec<&'a str> {
        components
            .iter()
            .map(|&component| self.topology.components[component].name())
            .collect()
    }

    /// The hosts that carry components, by identifier, each with all of them in the order of requests.
    pub(crate) fn by_host(&self) -> BTreeMap<GroupIndex, Vec<ComponentIndex>> {
        let mut by_host: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for &component in &self.in_order {
            if let Some(host) = self.places.host(component) {
                by_host.entry(host).or_default().push(component);
            }
        }
        by_host
    }
}

/// The components in the order in which a request meets them, in time linear in the topology.
fn in_order_of_requests(topology: &Topology, neighbours: &Neighbours) -> Vec<ComponentIndex> {
    let mut seen = vec![false; topology.components.len()];
    let mut order = Vec::with_capacity(seen.len());
    let mut queue = VecDeque::new();
    let entries = topology
        .journeys
        .values()
        .flat_map(|journey| topology.members(&journey.entry).iter().copied());
    let clients = topology
        .components
        .iter()
        .filter(|(_, component)| component.kind == Kind::Client)
        .map(|(index, _)| index);
    let starts = entries.chain(clients).chain(topology.components.indices());
    let mut visited_ends = BTreeSet::new();
    for start in starts {
        queue.push_back(start);
        while let Some(component) = queue.pop_front() {
            if std::mem::replace(&mut seen[component.place()], true) {
                continue;
            }
            order.push(component);
            let cluster = topology.components[component].cluster.map(Endpoint::Cluster);
            let ends = [Some(Endpoint::Component(component)), cluster];
            // A cluster's connections are followed from its first member only.
            let fresh = ends.into_iter().flatten().filter(|&end| visited_ends.insert(end));
            for &index in fresh.flat_map(|end| neighbours.of(end, Direction::Downstream)) {
                let connection = &topology.connections[index];
                if connection.purpose == Purpose::Traffic {
                    queue.extend(topology.members(&connection.to));
                }
            }
        }
    }
    order
}
