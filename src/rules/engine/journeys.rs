//! Which journeys the matches of rules touch.

use super::{Engine, Match};
use crate::analysis::journeys::JourneyBits;
use crate::model::JourneyIndex;
use crate::rules::facts::{Entity, PathEntity};

impl Engine<'_> {
    /// Adds to matches that are no faults the journeys that come to what they are about.
    ///
    /// Time: linear in the journeys times what they reach, 64 journeys at a time.
    pub fn add_journeys(&self, matches: &mut [Match]) {
        let evidence = self.evidence();
        let journeys: Vec<JourneyIndex> = evidence.topology.journeys.indices().collect();
        let mut followed = JourneyBits::new(evidence.topology, &evidence.neighbours);
        for block in journeys.chunks(JourneyBits::WIDTH) {
            followed.follow(block);
            for found in matches.iter_mut() {
                let bits = match found.entity {
                    Entity::Component(component) => followed.at(component),
                    Entity::Cluster(cluster) => followed.at_cluster(cluster),
                    Entity::Connection(connection) | Entity::Path(PathEntity { last: connection, .. }) => {
                        followed.over(connection)
                    }
                    Entity::Cycle(place) => {
                        let first = evidence.cycles().get(place).and_then(|members| members.first());
                        first.map_or(0, |&first| followed.at(first))
                    }
                    _ => continue,
                };
                let touched = block.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
                found.journeys.extend(touched.map(|(_, &journey)| journey));
            }
        }
    }
}
