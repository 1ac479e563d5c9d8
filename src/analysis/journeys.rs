//! Where journeys lead.

use std::collections::VecDeque;
use std::sync::OnceLock;

use super::neighbours::{Direction, Neighbours};
use super::place::{Place, Places};
use crate::model::{
    Access, ClusterIndex, ComponentIndex, ConnectionIndex, Endpoint, Index, JourneyAccess, JourneyIndex,
    Need, Role, ServedJourneys, Topology,
};

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

/// Which of up to 64 journeys come to each component, one bit for each journey.
///
/// The bits spread from the entries over the needs that are relevant to them, all journeys at a time, until nothing
/// changes: in time linear in what is reached, times at most the number of journeys and mostly once.
#[derive(Debug)]
pub struct JourneyBits<'a> {
    topology: &'a Topology,
    neighbours: &'a Neighbours,
    journeys: Vec<JourneyIndex>,
    /// The journeys that each kind of access serves, in the order of the words for access.
    by_access: [u64; Access::ALL.len()],
    /// Of components, then of clusters as what is called, then of clusters as what calls.
    bits: Vec<u64>,
    reached: Vec<usize>,
    waiting: VecDeque<usize>,
}

impl<'a> JourneyBits<'a> {
    /// How many journeys are followed at a time.
    pub const WIDTH: usize = 64;

    /// Follows no journey yet.
    pub fn new(topology: &'a Topology, neighbours: &'a Neighbours) -> Self {
        Self {
            topology,
            neighbours,
            journeys: Vec::new(),
            by_access: [0; Access::ALL.len()],
            bits: vec![0; topology.components.len() + 2 * topology.clusters.len()],
            reached: Vec::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Follows these journeys, at most [`JourneyBits::WIDTH`] of them, and forgets those before.
    pub fn follow(&mut self, journeys: &[JourneyIndex]) {
        for place in self.reached.drain(..) {
            self.bits[place] = 0;
        }
        self.journeys = journeys.iter().copied().take(Self::WIDTH).collect();
        for &access in Access::ALL {
            self.by_access[access as usize] = self.bits_of(|_, journey| access.fits(journey));
        }
        for (bit, &journey) in journeys.iter().enumerate().take(Self::WIDTH) {
            let entry = self.called(self.topology.journeys[journey].entry);
            self.raise(entry, 1 << bit);
        }
        while let Some(place) = self.waiting.pop_front() {
            self.spread(place);
        }
    }

    /// Everything that the journeys come to, each once: components, and clusters to some member of which they come;
    /// with one bit for each journey in the order given.
    pub fn reached(&self) -> impl Iterator<Item = (Endpoint, u64)> {
        self.reached
            .iter()
            .filter_map(|&place| Some((self.end(place)?, self.bits[place])))
    }

    /// The journeys to which a connection is relevant, if it is a need; one bit for each in the order given.
    pub fn relevant(&self, connection: ConnectionIndex) -> u64 {
        let connection = &self.topology.connections[connection];
        match (&connection.need, &connection.serves) {
            (Need::Nothing, _) => 0,
            (_, ServedJourneys::All) => self.by_access[connection.access as usize],
            (_, ServedJourneys::Only(_)) => {
                self.bits_of(|journey, access| connection.is_relevant(journey, access))
            }
        }
    }

    fn bits_of(&self, holds: impl Fn(JourneyIndex, JourneyAccess) -> bool) -> u64 {
        let followed = self.journeys.iter().enumerate();
        followed.fold(0, |bits, (bit, &journey)| {
            let access = self.topology.journeys[journey].access;
            bits | u64::from(holds(journey, access)) << bit
        })
    }

    fn spread(&mut self, place: usize) {
        let (topology, neighbours) = (self.topology, self.neighbours);
        let bits = self.bits[place];
        let Some(end) = self.end(place) else {
            let called = ClusterIndex::new(place - topology.components.len());
            for &member in &topology.clusters[called].members {
                self.raise(member.place(), bits);
            }
            return;
        };
        if let Endpoint::Component(component) = end
            && let Some(cluster) = topology.components[component].cluster
        {
            self.raise(self.calling(cluster), bits);
        }
        for &connection in neighbours.of(end, Direction::Downstream) {
            let called = self.called(topology.connections[connection].to);
            self.raise(called, bits & self.relevant(connection));
        }
    }

    fn raise(&mut self, place: usize, bits: u64) {
        let known = self.bits[place];
        if bits & !known != 0 {
            if known == 0 {
                self.reached.push(place);
            }
            self.bits[place] = known | bits;
            self.waiting.push_back(place);
        }
    }

    /// What calls from a place; nothing where a cluster is called.
    fn end(&self, place: usize) -> Option<Endpoint> {
        let components = self.topology.components.len();
        let calling = components + self.topology.clusters.len();
        if place < components {
            Some(Endpoint::Component(ComponentIndex::new(place)))
        } else {
            let cluster = place.checked_sub(calling)?;
            Some(Endpoint::Cluster(ClusterIndex::new(cluster)))
        }
    }

    fn called(&self, end: Endpoint) -> usize {
        match end {
            Endpoint::Component(component) => component.place(),
            Endpoint::Cluster(cluster) => self.topology.components.len() + cluster.place(),
        }
    }

    fn calling(&self, cluster: ClusterIndex) -> usize {
        self.topology.components.len() + self.topology.clusters.len() + cluster.place()
    }
}
