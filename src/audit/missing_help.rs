//! One root cause, one finding: faults that one cluster does not survive are told together.

use std::collections::BTreeMap;

use crate::analysis::faults::{Impact, Part};
use crate::model::{
    ClusterIndex, ComponentIndex, Element, Failover, FailoverPlan, JourneyIndex, Mode, Topology,
};
use crate::rules::facts::{Entity, FaultEntity};
use crate::rules::{Engine, Match};

/// Puts together the faults of one rule and impact that stop their journey for want of the same cluster's help (a
/// failover that a person or a restart has to make, or health checks that nobody makes), and those at members of one
/// cluster that stop the same journeys because it cannot do with fewer members.
///
/// The loss of the member that leads the cluster speaks for all, or else of a host that stands for several members,
/// or else the first; the others stand beside it. Which cluster that is stands in the chain of the match. Time: linear
/// in the chains, but for the logarithm of the clusters.
pub(super) fn together(engine: &Engine<'_>, matches: Vec<Match>) -> Vec<Match> {
    let topology = engine.evidence().topology;
    let mut speakers: BTreeMap<Cause, usize> = BTreeMap::new();
    let mut kept: Vec<Match> = Vec::with_capacity(matches.len());
    for mut found in matches {
        let Some(cause) = cause(topology, &found) else {
            kept.push(found);
            continue;
        };
        let Some(&speaker) = speakers.get(&cause) else {
            speakers.insert(cause, kept.len());
            kept.push(found);
            continue;
        };
        let speaker = &mut kept[speaker];
        let rank = |found: &Match| {
            (
                leads(topology, found, cause.cluster),
                !found.stands_for.is_empty(),
            )
        };
        if rank(&found) > rank(speaker) {
            std::mem::swap(speaker, &mut found);
        }
        speaker.severity = speaker.severity.max(found.severity);
        speaker.journeys.append(&mut found.journeys);
        speaker.journeys.sort_unstable();
        speaker.journeys.dedup();
        speaker.stands_for.append(&mut found.stands_for);
        speaker.also.push(found.entity);
        speaker.also.append(&mut found.also);
    }
    kept
}

/// What faults have in common that are told together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    rule: usize,
    impact: Impact,
    cluster: ClusterIndex,
    /// Where the cluster cannot do with fewer members: what that stops.
    journeys: Option<Vec<JourneyIndex>>,
}

fn cause(topology: &Topology, found: &Match) -> Option<Cause> {
    let (rule, impact) = (found.rule, found.impact?);
    let clusters = found.chain.iter().rev().filter_map(|step| match step.part {
        Part::Cluster(cluster) => Some(cluster),
        Part::Component(_) | Part::Domain(_) => None,
    });
    let mut lacking = clusters.filter(|&cluster| lacks_help(topology, cluster, impact));
    if let Some(cluster) = lacking.next() {
        return Some(Cause {
            rule,
            impact,
            cluster,
            journeys: None,
        });
    }
    let cluster = short_of_members(topology, found)?;
    Some(Cause {
        rule,
        impact,
        cluster,
        journeys: Some(found.journeys.clone()),
    })
}

/// The cluster that cannot do with fewer members, if the match is about nothing but members of it.
fn short_of_members(topology: &Topology, found: &Match) -> Option<ClusterIndex> {
    let mut steps = found.chain.iter().rev().map(|step| step.part);
    let last = steps.find(|part| !matches!(part, Part::Domain(_)))?;
    let (Part::Component(member), Part::Cluster(cluster)) = (last, steps.next()?) else {
        return None;
    };
    let is_member = |&component: &ComponentIndex| topology.components[component].cluster == Some(cluster);
    let about: &[ComponentIndex] = match found.entity {
        Entity::Fault(FaultEntity {
            element: Element::Component(_),
            ..
        }) => &[member],
        _ => &found.stands_for,
    };
    (!about.is_empty() && about.iter().all(is_member)).then_some(cluster)
}

/// Whether a cluster lacks the help without which a fault has this impact.
fn lacks_help(topology: &Topology, cluster: ClusterIndex, impact: Impact) -> bool {
    let mode = &topology.clusters[cluster].mode;
    let failover = mode.failover().map(FailoverPlan::effective);
    match impact {
        Impact::Manual => failover == Some(Failover::Manual),
        Impact::Brief => failover == Some(Failover::Restart),
        Impact::Partial => matches!(
            mode,
            Mode::ActiveActive {
                health_checked: false,
                ..
            }
        ),
        Impact::Outage | Impact::Degraded => false,
    }
}

fn leads(topology: &Topology, found: &Match, cluster: ClusterIndex) -> bool {
    let leader = topology.clusters[cluster].mode.leader();
    match found.entity {
        Entity::Fault(fault) => leader.is_some_and(|leader| fault.element == Element::Component(leader)),
        _ => false,
    }
}
