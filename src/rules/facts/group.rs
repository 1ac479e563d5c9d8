//! What a rule can ask about a group.

use super::entity::{Entity, Sort};
use super::table::{Relation, facts};
use crate::analysis::faults::Impact;
use crate::model::{Element, GroupKind, Trust};

facts! {
    pub(super) FACTS: Entity::Group(group), evidence;

    /// Its identifier.
    id: identifier = Some(evidence.topology.groups[group].id.as_str().into());
    /// Its title, or else its identifier.
    name: text = Some(evidence.topology.groups[group].name().into());
    /// What it is.
    kind: word(GroupKind::ALL) = Some(evidence.topology.groups[group].kind);
    /// How far what stands in it is trusted.
    trust: word(Trust::ALL) = Some(evidence.places.group_trust(group));
    /// Whether a policy filters what crosses its border.
    firewall: flag = evidence.topology.groups[group].firewall;
    /// Whether it can fail as a whole.
    failure_domain: flag = Some(evidence.topology.groups[group].kind.is_failure_domain());
    /// The worst impact of its loss on a journey.
    impact: word(Impact::ALL) = evidence.faults.worst(Element::Group(group));
    /// Whether its loss is worse than that of anything in it: no component inside has as bad an impact by itself on one
    /// of the journeys on which its loss has its worst.
    own_fault: flag = Some(evidence.has_own_fault(group));
    /// Whether it holds every component of a journey that its loss touches, without what stands before the design.
    spans_a_journey: flag = Some(evidence.spans_a_journey(group));
    /// The group around it.
    parent: one(Sort::Group) = evidence.topology.groups[group].parent.map(Entity::Group);
    /// Every component inside, however deep.
    holds: relation(Sort::Component) = Relation::Inside;
    /// The components that stand in it and in no group inside it.
    holds_directly: list(Sort::Component) =
        evidence.places.directly_inside(group).iter().map(|&component| Entity::Component(component));
    /// The components whose innermost host it is, or one of those that they are spread over.
    runs: list(Sort::Component) =
        evidence.standings.by_host[group].iter().map(|&component| Entity::Component(component));
    /// The components whose innermost network it is that something untrusted calls, without those that keep data and
    /// those that stand on a border themselves, such as a firewall or a VPN.
    entries: list(Sort::Component) =
        evidence.standings.by_network[group].iter()
            .filter(|&&component| evidence.standings.entries[component])
            .map(|&component| Entity::Component(component));
    /// The datastores whose innermost network it is, if it is also that of something public on another host and
    /// nothing filters what passes between them.
    stores_beside_entries: list(Sort::Component) =
        evidence.standings.beside_entries[group].iter().map(|&component| Entity::Component(component));
    /// The components whose innermost network it is.
    connects: list(Sort::Component) =
        evidence.standings.by_network[group].iter().map(|&component| Entity::Component(component));
}
