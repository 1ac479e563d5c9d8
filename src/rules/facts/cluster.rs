//! What a rule can ask about a cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::entity::{Entity, Sort};
use super::table::facts;
use crate::analysis::neighbours::Direction;
use crate::model::words::words;
use crate::model::{ClusterIndex, ConnectionIndex, Endpoint, Failover, GroupIndex, Mode};
use crate::rules::facts::Evidence;

words! {
    /// How the members of a cluster share the work, as rules ask for it.
    pub enum ModeWord {
        /// All members take requests.
        ActiveActive = "active-active",
        /// One member takes requests, the others wait.
        ActivePassive = "active-passive",
        /// One member takes writes, every member can serve reads.
        PrimaryReplica = "primary-replica",
        /// The members decide by vote.
        Quorum = "quorum",
    }
}

facts! {
    pub(super) FACTS: Entity::Cluster(cluster), evidence;

    /// Its identifier.
    id: identifier = Some(evidence.topology.clusters[cluster].id.as_str().into());
    /// Its title, or else its identifier.
    name: text = Some(evidence.topology.clusters[cluster].name().into());
    /// How its members share the work.
    mode: word(ModeWord::ALL) = Some(match evidence.topology.clusters[cluster].mode {
        Mode::ActiveActive { .. } => ModeWord::ActiveActive,
        Mode::ActivePassive { .. } => ModeWord::ActivePassive,
        Mode::PrimaryReplica { .. } => ModeWord::PrimaryReplica,
        Mode::Quorum { .. } => ModeWord::Quorum,
    });
    /// The components that it consists of.
    members: list(Sort::Component) =
        evidence.topology.clusters[cluster].members.iter().map(|&member| Entity::Component(member));
    /// How many members it has; the replicas of a member count as one.
    size: number = Some(evidence.topology.clusters[cluster].members.len() as f64);
    /// Whether it has an even number of members.
    even: flag = Some(evidence.topology.clusters[cluster].members.len() % 2 == 0);
    /// How many members must work, in journeys that it does not name.
    min_available: number = match &evidence.topology.clusters[cluster].mode {
        Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => {
            Some(min_available.default.into())
        }
        Mode::ActivePassive { .. } | Mode::PrimaryReplica { .. } => None,
    };
    /// Whether requests stop going to a member that has failed.
    health_checked: flag = match evidence.topology.clusters[cluster].mode {
        Mode::ActiveActive { health_checked, .. } => Some(health_checked),
        _ => None,
    };
    /// What it takes to pass the work on to another member.
    failover: word(Failover::ALL) = {
        let failover = evidence.topology.clusters[cluster].mode.failover();
        failover.and_then(|failover| failover.stated)
    };
    /// The active member or the primary.
    leader: one(Sort::Component) =
        evidence.topology.clusters[cluster].mode.leader().map(Entity::Component);
    /// The address that its members share.
    address: text = evidence.topology.clusters[cluster].address.as_deref().map(Into::into);
    /// The innermost failure domain that holds every member.
    shared_domain: one(Sort::Group) = evidence.shared_domain(cluster).map(Entity::Group);
    /// Whether the loss of that domain is worse than that of each member: no member has as bad an impact by itself on one
    /// of the journeys on which the loss of the domain has its worst.
    shared_fate: flag = evidence.shares_fate(cluster);
    /// The zone or data centre that holds more than half of the members, but not all of them.
    majority_zone: one(Sort::Group) = majority_zone(evidence, cluster).map(Entity::Group);
    /// The connections that lead to it or to one of its members, but for those between members.
    incoming: list(Sort::Connection) =
        connections(evidence, cluster, Direction::Upstream).into_iter().map(Entity::Connection);
    /// The connections that it or one of its members begins, but for those between members.
    outgoing: list(Sort::Connection) =
        connections(evidence, cluster, Direction::Downstream).into_iter().map(Entity::Connection);
}

fn majority_zone(evidence: &Evidence<'_>, cluster: ClusterIndex) -> Option<GroupIndex> {
    let members = &evidence.topology.clusters[cluster].members;
    let mut counts: BTreeMap<GroupIndex, usize> = BTreeMap::new();
    for zone in members.iter().filter_map(|&member| evidence.places.zone(member)) {
        *counts.entry(zone).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .find(|&(_, count)| 2 * count > members.len() && count < members.len());
    most.map(|(zone, _)| zone)
}

fn connections(
    evidence: &Evidence<'_>,
    cluster: ClusterIndex,
    direction: Direction,
) -> BTreeSet<ConnectionIndex> {
    let topology = evidence.topology;
    let named = evidence.neighbours.of(Endpoint::Cluster(cluster), direction);
    let members = topology.clusters[cluster].members.iter();
    let single = members.flat_map(|&member| evidence.neighbours.of(Endpoint::Component(member), direction));
    let is_inside = |end: Endpoint| match end {
        Endpoint::Component(component) => topology.components[component].cluster == Some(cluster),
        Endpoint::Cluster(other) => other == cluster,
    };
    named
        .iter()
        .chain(single)
        .copied()
        .filter(|&connection| {
            let connection = &topology.connections[connection];
            !(is_inside(connection.from) && is_inside(connection.to))
        })
        .collect()
}
