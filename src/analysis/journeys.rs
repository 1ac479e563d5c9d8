//! Where journeys lead.

use std::sync::OnceLock;

use super::neighbours::{Direction, Neighbours};
use super::place::{Place, Places};
use crate::model::{ComponentIndex, Endpoint, Index, JourneyIndex, Need, Role, Topology};

/// The innermost place around all that a journey needs, worked out when it is first asked for.
#[derive(Debug)]
pub struct JourneyPlaces {
    places: Vec<OnceLock<Place>>,
}

impl JourneyPlaces {
    /// Nothing worked out yet.
    pub fn new(topology: &Topology) -> Self {
        Self {
            places: topology.journeys.indices().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The innermost group around every component that a journey comes to over its needs, without what stands
    /// before the design (clients, DNS, CDN and what others run); `None` if no group holds them all.
    ///
    /// The first question about a journey takes time linear in what it comes to.
    pub fn around(
        &self,
        topology: &Topology,
        neighbours: &Neighbours,
        places: &Places,
        journey: JourneyIndex,
    ) -> Place {
        *self.places[journey.place()].get_or_init(|| {
            let mut stands = components(topology, neighbours, journey)
                .into_iter()
                .filter(|&component| topology.components[component].kind.role() != Role::Outside)
                .flat_map(|component| {
                    let spread = &topology.components[component].replicas.spread;
                    let home = places.home(component);
                    std::iter::once(home).chain(spread.iter().map(|&group| Some(group)))
                });
            let first = stands.next().flatten();
            stands.fold(first, |around, place| places.common(around, place))
        })
    }
}

/// The components to which a journey comes over needs of any strength that are relevant to it, nearest first.
///
/// Time: linear in the components of the topology and in the connections that the journey passes.
pub fn components(
    topology: &Topology,
    neighbours: &Neighbours,
    journey: JourneyIndex,
) -> Vec<ComponentIndex> {
    let access = topology.journeys[journey].access;
    let mut seen = vec![false; topology.components.len()];
    let mut entered = vec![false; topology.clusters.len()];
    let mut left = vec![false; topology.clusters.len()];
    let mut order = Vec::new();
    let mut arrive = |end: Endpoint, order: &mut Vec<ComponentIndex>| {
        if let Endpoint::Cluster(cluster) = end
            && std::mem::replace(&mut entered[cluster.place()], true)
        {
            return;
        }
        for &member in topology.members(&end) {
            if !std::mem::replace(&mut seen[member.place()], true) {
                order.push(member);
            }
        }
    };
    arrive(topology.journeys[journey].entry, &mut order);
    let mut done = 0;
    while let Some(&component) = order.get(done) {
        done += 1;
        let own = neighbours.of(Endpoint::Component(component), Direction::Downstream);
        let shared = topology.components[component]
            .cluster
            .filter(|cluster| !std::mem::replace(&mut left[cluster.place()], true))
            .map_or(&[][..], |cluster| {
                neighbours.of(Endpoint::Cluster(cluster), Direction::Downstream)
            });
        for &connection in own.iter().chain(shared) {
            let connection = &topology.connections[connection];
            if connection.need != Need::Nothing && connection.is_relevant(journey, access) {
                arrive(connection.to, &mut order);
            }
        }
    }
    order
}
