//! Which journeys the matches of rules touch.

use super::{Engine, Match};
use crate::analysis::journeys::JourneyBits;
use crate::model::{ConnectionIndex, Endpoint, JourneyIndex};
use crate::rules::facts::{Entity, PathEntity};

impl Engine<'_> {
    /// Adds to matches that are no faults the journeys that come to what they are about.
    ///
    /// Time: linear in what the journeys come to, 64 journeys at a time, but for the logarithm of the matches.
    pub fn add_journeys(&self, matches: &mut [Match]) {
        let evidence = self.evidence();
        let mut wanted: Vec<_> = matches
            .iter()
            .enumerate()
            .filter_map(|(place, found)| {
                let (end, connection) = self.stands_at(found.entity)?;
                Some((end, place, connection))
            })
            .collect();
        wanted.sort_unstable();
        let journeys: Vec<JourneyIndex> = evidence.topology.journeys.indices().collect();
        let mut followed = JourneyBits::new(evidence.topology, &evidence.neighbours);
        for block in journeys.chunks(JourneyBits::WIDTH) {
            followed.follow(block);
            for (end, bits) in followed.reached() {
                let first = wanted.partition_point(|&(other, ..)| other < end);
                for &(_, place, connection) in wanted[first..].iter().take_while(|&&(other, ..)| other == end)
                {
                    let bits = bits & connection.map_or(u64::MAX, |connection| followed.relevant(connection));
                    let touched = block.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
                    matches[place]
                        .journeys
                        .extend(touched.map(|(_, &journey)| journey));
                }
            }
        }
    }

    /// What a journey comes to if it touches an entity, and the connection that it then passes.
    fn stands_at(&self, entity: Entity) -> Option<(Endpoint, Option<ConnectionIndex>)> {
        let evidence = self.evidence();
        match entity {
            Entity::Component(component) => Some((Endpoint::Component(component), None)),
            Entity::Cluster(cluster) => Some((Endpoint::Cluster(cluster), None)),
            Entity::Connection(connection) | Entity::Path(PathEntity { last: connection, .. }) => {
                Some((evidence.topology.connections[connection].from, Some(connection)))
            }
            Entity::Cycle(place) => {
                let first = evidence.cycles().get(place)?.first()?;
                Some((Endpoint::Component(*first), None))
            }
            _ => None,
        }
    }
}
