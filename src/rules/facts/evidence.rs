//! Everything that facts are told from.

use std::sync::OnceLock;

use super::entity::FaultEntity;
use super::standing::Standings;
use crate::analysis::coverage::Coverage;
use crate::analysis::cycles::cycles;
use crate::analysis::faults::{Faults, Impact};
use crate::analysis::journeys::JourneyPlaces;
use crate::analysis::neighbours::Neighbours;
use crate::analysis::place::{Place, Places};
use crate::analysis::wire::Wire;
use crate::finding::Subject;
use crate::model::{
    ClusterIndex, ComponentIndex, Connection, Element, Endpoint, GroupIndex, Index, JourneyIndex, Table,
    Topology, Trust,
};

/// The model and every analysis of it: what all facts are told from.
pub struct Evidence<'a> {
    /// The model.
    pub topology: &'a Topology,
    /// What breaks when something fails.
    pub faults: &'a Faults,
    /// What encloses what.
    pub places: Places,
    /// Which connections begin and end where.
    pub neighbours: Neighbours,
    /// What is seen and filtered on the way.
    pub wire: Wire,
    /// What is watched and backed up.
    pub coverage: Coverage,
    pub(super) standings: Standings,
    cluster_trust: Table<ClusterIndex, Trust>,
    cycles: OnceLock<Vec<Vec<ComponentIndex>>>,
    stopped_by: OnceLock<Vec<Vec<ComponentIndex>>>,
    own_faults: Table<GroupIndex, OnceLock<bool>>,
    journey_places: JourneyPlaces,
    working_journeys: usize,
    risks: Vec<Option<RiskState>>,
}

/// What has become of an accepted risk, when all rules but those about accepted risks have been run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskState {
    /// Whether its last day has passed; `None` where the day of the audit is not known.
    pub expired: Option<bool>,
    /// Whether it accepts any finding.
    pub matches: bool,
    /// Where the finding stands that tells what the risk is about beside something else, if there is one.
    pub told_at: Option<Subject>,
    /// Whether anything in the model is called like the place of the risk.
    pub exists: bool,
}

impl<'a> Evidence<'a> {
    /// Works out everything that facts are told from, in time linear but for sorting.
    pub fn new(topology: &'a Topology, faults: &'a Faults) -> Self {
        let places = Places::new(topology);
        let neighbours = Neighbours::new(topology);
        let coverage = Coverage::new(topology, &places);
        let wire = Wire::new(topology, &places);
        let cluster_trust = topology
            .clusters
            .indices()
            .map(|cluster| places.end_trust(topology, Endpoint::Cluster(cluster)))
            .collect();
        Self {
            topology,
            faults,
            standings: Standings::new(topology, &places, &neighbours, &wire),
            wire,
            cluster_trust,
            cycles: OnceLock::new(),
            stopped_by: OnceLock::new(),
            own_faults: topology.groups.indices().map(|_| OnceLock::new()).collect(),
            journey_places: JourneyPlaces::new(topology),
            working_journeys: topology
                .journeys
                .indices()
                .filter(|&journey| faults.works(journey))
                .count(),
            risks: Vec::new(),
            places,
            neighbours,
            coverage,
        }
    }

    /// Adds what has become of the accepted risks, in the order of the model's list; nothing is known of those whose
    /// rule is not run.
    pub fn set_risks(&mut self, risks: Vec<Option<RiskState>>) {
        self.risks = risks;
    }

    /// What has become of the accepted risk at this place of the model's list, if that is known.
    pub fn risk(&self, place: usize) -> Option<RiskState> {
        self.risks.get(place).copied().flatten()
    }

    /// The sets of components that need each other in a circle.
    pub fn cycles(&self) -> &[Vec<ComponentIndex>] {
        self.cycles.get_or_init(|| cycles(self.topology))
    }

    /// The components whose loss stops a journey until something or somebody brings them back, in order.
    pub fn stopped_by(&self, journey: JourneyIndex) -> &[ComponentIndex] {
        let lists = self.stopped_by.get_or_init(|| {
            let mut lists = vec![Vec::new(); self.topology.journeys.len()];
            for (element, impacts) in self.faults.iter() {
                let Element::Component(component) = element else {
                    continue;
                };
                for &(journey, impact) in impacts {
                    if impact <= Impact::Brief {
                        lists[journey.place()].push(component);
                    }
                }
            }
            lists
        });
        &lists[journey.place()]
    }

    /// The journeys on which the fault of an element has this impact, in order.
    pub fn journeys_with(&self, fault: FaultEntity) -> impl Iterator<Item = JourneyIndex> {
        let impacts = self.faults.impacts(fault.element).iter();
        impacts.filter_map(move |&(journey, impact)| (impact == fault.impact).then_some(journey))
    }

    /// Whether the loss of a group is worse than that of anything in it: no component that is lost with it has as bad
    /// an impact by itself on one of the journeys on which its loss has its worst.
    ///
    /// Time: linear in what is lost and in the impacts of that, once for each group that is asked for.
    pub fn has_own_fault(&self, group: GroupIndex) -> bool {
        let element = Element::Group(group);
        let Some(worst) = self.faults.worst(element) else {
            return false;
        };
        *self.own_faults[group].get_or_init(|| {
            let lost = self.faults.lost_with(self.topology, element);
            self.is_worse(element, worst, &lost)
        })
    }

    /// Whether the loss of the failure domain that all members of a cluster share is worse than that of each of them:
    /// no member has as bad an impact by itself on one of the journeys on which the loss of the domain has its worst.
    ///
    /// `None` where they share no domain, or one whose loss has no impact.
    pub fn shares_fate(&self, cluster: ClusterIndex) -> Option<bool> {
        let element = Element::Group(self.shared_domain(cluster)?);
        let worst = self.faults.worst(element)?;
        Some(self.is_worse(element, worst, &self.topology.clusters[cluster].members))
    }

    /// Whether none of these components has this impact, or a worse one, by itself on one of the journeys on which the
    /// loss of an element has it.
    fn is_worse(&self, element: Element, impact: Impact, components: &[ComponentIndex]) -> bool {
        let as_bad = |component: &ComponentIndex| {
            let mut alone = self.faults.impacts(Element::Component(*component)).iter();
            alone.any(|&(journey, alone)| {
                alone <= impact && self.faults.impact(element, journey) == Some(impact)
            })
        };
        !components.iter().any(as_bad)
    }

    /// Whether the fault of an element is an outage of every journey that works at all.
    pub fn stops_every_journey(&self, element: Element) -> bool {
        let stopped = self
            .faults
            .impacts(element)
            .iter()
            .filter(|&&(_, impact)| impact == Impact::Outage);
        stopped.count() == self.working_journeys && self.working_journeys > 0
    }

    /// Whether a group holds every component of a journey that its loss touches.
    pub fn spans_a_journey(&self, group: GroupIndex) -> bool {
        let touched = self.faults.impacts(Element::Group(group)).iter();
        touched
            .map(|&(journey, _)| {
                self.journey_places
                    .around(self.topology, &self.neighbours, &self.places, journey)
            })
            .any(|around| around.is_some() && self.places.is_within(around, group))
    }

    /// The trust of an endpoint; that of a cluster is that of its least trusted member.
    pub fn trust(&self, end: Endpoint) -> Trust {
        match end {
            Endpoint::Component(component) => self.places.trust(component),
            Endpoint::Cluster(cluster) => self.cluster_trust[cluster],
        }
    }

    /// Whether the two ends of a connection are trusted differently.
    pub fn crosses_trust(&self, connection: &Connection) -> bool {
        self.trust(connection.from) != self.trust(connection.to)
    }

    /// The innermost failure domain that holds every member of a cluster, whichever of their places they share.
    ///
    /// Time: linear in the members and their places, but for the logarithm of the depth.
    pub fn shared_domain(&self, cluster: ClusterIndex) -> Option<GroupIndex> {
        let members = &self.topology.clusters[cluster].members;
        self.innermost_shared(members, |place| self.places.domain(place))
    }

    /// The innermost group of a sort that holds all of these components, whichever of their places they share.
    ///
    /// `wanted` tells the innermost group of that sort around a place. Time: linear in the components and their
    /// places, but for the logarithm of the depth.
    pub fn innermost_shared(
        &self,
        components: &[ComponentIndex],
        wanted: impl Fn(GroupIndex) -> Place,
    ) -> Option<GroupIndex> {
        let (&first, rest) = components.split_first()?;
        let shared = |place: GroupIndex| -> Place {
            rest.iter().try_fold(place, |around, &member| {
                let places = self.stands_in(member);
                places
                    .filter_map(|place| self.places.common(Some(around), Some(place)))
                    .max_by_key(|&place| self.places.depth(Some(place)))
            })
        };
        self.stands_in(first)
            .filter_map(shared)
            .filter_map(wanted)
            .max_by_key(|&group| self.places.depth(Some(group)))
    }

    /// The groups each of which holds every instance of a component.
    fn stands_in(&self, component: ComponentIndex) -> impl Iterator<Item = GroupIndex> {
        let component = &self.topology.components[component];
        component.holders().chain(self.places.around_spread(component))
    }
}
