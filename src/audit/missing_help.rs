//! One root cause, one finding: faults that would be survived if one cluster had help are told together.

use std::collections::BTreeMap;

use crate::analysis::faults::{Impact, Part};
use crate::model::{ClusterIndex, Element, Failover, FailoverPlan, Mode, Topology};
use crate::rules::facts::Entity;
use crate::rules::{Engine, Match};

/// Puts together the faults of one rule and impact that stop their journey for want of the same cluster's help: a
/// failover that a person or a restart has to make, or health checks that nobody makes. The loss of the member that
/// leads the cluster speaks for all, or else the first; the others stand beside it.
///
/// Which cluster that is stands in the chain of the match. Time: linear in the chains, but for the logarithm of the
/// clusters that lack help.
pub(super) fn together(engine: &Engine<'_>, matches: Vec<Match>) -> Vec<Match> {
    let topology = engine.evidence().topology;
    let mut speakers: BTreeMap<(usize, Impact, ClusterIndex), usize> = BTreeMap::new();
    let mut kept: Vec<Match> = Vec::with_capacity(matches.len());
    for mut found in matches {
        let cause = found.impact.and_then(|impact| {
            let mut steps = found.chain.iter().rev();
            let cluster = steps.find_map(|step| match step.part {
                Part::Cluster(cluster) => lacks_help(topology, cluster, impact).then_some(cluster),
                Part::Component(_) | Part::Domain(_) => None,
            })?;
            Some((found.rule, impact, cluster))
        });
        let Some(cause) = cause else {
            kept.push(found);
            continue;
        };
        let Some(&speaker) = speakers.get(&cause) else {
            speakers.insert(cause, kept.len());
            kept.push(found);
            continue;
        };
        let speaker = &mut kept[speaker];
        if leads(topology, &found, cause.2) {
            std::mem::swap(speaker, &mut found);
        }
        speaker.severity = speaker.severity.max(found.severity);
        speaker.journeys.append(&mut found.journeys);
        speaker.journeys.sort_unstable();
        speaker.journeys.dedup();
        speaker.also.push(found.entity);
        speaker.also.append(&mut found.also);
    }
    kept
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
    leader.is_some_and(|leader| found.entity == Entity::Fault(Element::Component(leader)))
}
