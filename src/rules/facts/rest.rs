//! What a rule can ask about journeys, faults, paths, cycles, accepted risks and the model as a whole.

use std::collections::BTreeSet;

use super::entity::{Entity, Sort};
use super::table::facts;
use crate::analysis::faults::Impact;
use crate::analysis::neighbours::Direction;
use crate::model::{
    ClusterIndex, ComponentIndex, Element, GroupIndex, JourneyAccess, JourneyIndex, Kind, Need, Role,
};
use crate::rules::facts::Evidence;

facts! {
    pub(super) JOURNEY: Entity::Journey(journey), evidence;

    /// Its identifier.
    id: identifier = Some(evidence.topology.journeys[journey].id.as_str().into());
    /// Where it begins.
    entry: end = Some(evidence.topology.journeys[journey].entry);
    /// What it does to data.
    access: word(JourneyAccess::ALL) = Some(evidence.topology.journeys[journey].access);
    /// Whether the file has no journeys and this one is assumed in their place.
    assumed: flag = Some(evidence.topology.journeys[journey].assumed);
    /// Whether it works with nothing failed.
    works: flag = Some(evidence.faults.works(journey));
    /// Whether it leads from its entry to anything.
    leads_somewhere: flag = Some(leads_somewhere(evidence, journey));
    /// The components whose loss stops it, until something restarts or a person acts at the least.
    stopped_by: list(Sort::Component) =
        evidence.stopped_by(journey).iter().map(|&component| Entity::Component(component));
}

facts! {
    pub(super) FAULT: Entity::Fault(fault), evidence;

    /// The identifier of what fails.
    element: identifier = Some(evidence.topology.element_id(fault.element).into());
    /// What fails, if it is a component.
    component: one(Sort::Component) = match fault.element {
        Element::Component(component) => Some(Entity::Component(component)),
        Element::Group(_) => None,
    };
    /// What fails, if it is a failure domain.
    group: one(Sort::Group) = match fault.element {
        Element::Component(_) => None,
        Element::Group(group) => Some(Entity::Group(group)),
    };
    /// What it does to some of the journeys; a loss with several impacts is a fault for each.
    impact: word(Impact::ALL) = Some(fault.impact);
    /// The journeys on which it has that impact.
    journeys: list(Sort::Journey) = evidence.journeys_with(fault).map(Entity::Journey);
    /// Whether it is an outage of every journey that works at all.
    stops_every_journey: flag = Some(evidence.stops_every_journey(fault.element));
    /// Whether what fails is managed by a provider.
    managed: flag = Some(match fault.element {
        Element::Component(component) => evidence.topology.components[component].managed,
        Element::Group(_) => false,
    });
    /// The cluster that loses the member which leads it.
    cluster: one(Sort::Cluster) = led_cluster(evidence, fault.element).map(Entity::Cluster);
    /// The components that go down with a failure domain.
    takes_down: list(Sort::Component) =
        evidence.faults.lost_with(evidence.topology, fault.element).into_iter().map(Entity::Component);
    /// In how many zones or data centres the callers of the component stand.
    zones_served: number = match fault.element {
        Element::Component(component) => Some(zones_served(evidence, component) as f64),
        Element::Group(_) => None,
    };
}

facts! {
    pub(super) PATH: Entity::Path(path), evidence;

    /// Where it begins.
    source: one(Sort::Component) = Some(Entity::Component(path.source));
    /// Where it ends.
    target: one(Sort::Component) = Some(Entity::Component(path.target));
    /// The connection by which it comes to its target.
    last: one(Sort::Connection) = Some(Entity::Connection(path.last));
    /// The outermost group that its last connection enters.
    border: one(Sort::Group) = path.border.map(Entity::Group);
}

facts! {
    pub(super) CYCLE: Entity::Cycle(place), evidence;

    /// The components that need each other.
    members: list(Sort::Component) =
        evidence.cycles()[place].iter().map(|&component| Entity::Component(component));
    /// How many they are.
    size: number = Some(evidence.cycles()[place].len() as f64);
}

facts! {
    pub(super) ACCEPTED: Entity::Accepted(place), evidence;

    /// The rule whose finding is accepted.
    rule: identifier = Some(evidence.topology.accepted_risks[place].rule.as_str().into());
    /// What the accepted finding is about.
    at: identifier = Some(evidence.topology.accepted_risks[place].at.as_str().into());
    /// Why it is accepted.
    reason: text = Some(evidence.topology.accepted_risks[place].reason.as_str().into());
    /// The last day on which it is accepted.
    until: text = Some(evidence.topology.accepted_risks[place].until.to_string().into());
    /// Whether that day has passed.
    expired: flag = evidence.risk(place).and_then(|risk| risk.expired);
    /// Where the rule stands instead with a finding that names `at` beside something else: a host, the first of
    /// several with one root cause.
    told_at: identifier = {
        let told_at = evidence.risk(place).filter(|risk| !risk.matches).and_then(|risk| risk.told_at);
        told_at.map(|subject| subject.id(evidence.topology).into())
    };
    /// Whether anything in the model is called `at`, or fits its wildcards.
    exists: flag = evidence.risk(place).map(|risk| risk.exists);
    /// Whether it accepts any finding.
    matches: flag = evidence.risk(place).map(|risk| risk.matches);
}

facts! {
    pub(super) MODEL: Entity::Model, evidence;

    /// What it is called.
    name: text = Some(evidence.topology.name.as_str().into());
    /// Whether it has a journey or a client with which one could begin.
    has_entry: flag = Some({
        let mut components = evidence.topology.components.values();
        !evidence.topology.journeys.is_empty() || components.any(|component| component.kind == Kind::Client)
    });
    /// Whether anything is watched but what watches itself.
    monitored: flag = Some({
        let mut components = evidence.topology.components.iter();
        components.any(|(index, component)| {
            component.kind != Kind::Monitoring
                && component.kind.role() != Role::Outside
                && evidence.coverage.is_monitored(index)
        })
    });
    /// Every component.
    components: list(Sort::Component) = evidence.topology.components.indices().map(Entity::Component);
    /// Every journey.
    journeys: list(Sort::Journey) = evidence.topology.journeys.indices().map(Entity::Journey);
}

/// Whether a need that is relevant to the journey leaves its entry. What begins at something other than a client is
/// where it wants to be already.
fn leads_somewhere(evidence: &Evidence<'_>, journey: JourneyIndex) -> bool {
    let topology = evidence.topology;
    let access = topology.journeys[journey].access;
    let entry = topology.journeys[journey].entry;
    let is_need = |&connection: &_| {
        let connection = &topology.connections[connection];
        connection.need != Need::Nothing && connection.is_relevant(journey, access)
    };
    let named = evidence.neighbours.of(entry, Direction::Downstream);
    named.iter().any(is_need)
        || topology.members(&entry).iter().any(|&member| {
            topology.components[member].kind != Kind::Client
                || evidence
                    .neighbours
                    .of_component(topology, member, Direction::Downstream)
                    .any(|connection| is_need(&connection))
        })
}

/// The first cluster, by what goes down, whose leading member goes down.
fn led_cluster(evidence: &Evidence<'_>, element: Element) -> Option<ClusterIndex> {
    let led = |component: ComponentIndex| {
        let cluster = evidence.topology.components[component].cluster?;
        let leader = evidence.topology.clusters[cluster].mode.leader();
        (leader == Some(component)).then_some(cluster)
    };
    match element {
        Element::Component(component) => led(component),
        Element::Group(_) => evidence
            .faults
            .lost_with(evidence.topology, element)
            .into_iter()
            .find_map(led),
    }
}

fn zones_served(evidence: &Evidence<'_>, component: ComponentIndex) -> usize {
    let topology = evidence.topology;
    let callers = evidence
        .neighbours
        .of_component(topology, component, Direction::Upstream)
        .map(|connection| &topology.connections[connection])
        .filter(|connection| connection.need != Need::Nothing)
        .flat_map(|connection| topology.members(&connection.from));
    let zones: BTreeSet<GroupIndex> = callers
        .flat_map(|&caller| evidence.places.zones(&topology.components[caller]))
        .collect();
    zones.len()
}
