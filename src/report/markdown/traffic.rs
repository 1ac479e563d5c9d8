//! How a design spreads its traffic.

use std::collections::BTreeSet;

use super::escape::{Markdown, prose as markdown};
use super::loss::Losses;
use crate::model::{
    Balance, Cluster, ComponentIndex, Endpoint, FailoverPlan, JourneyIndex, Kind, Mode, Purpose, Threshold,
    Topology,
};
use crate::report::prose::{self, Prose, algorithm, mode_words};
use crate::report::survey::Survey;

/// One paragraph for each component that spreads requests and for each cluster that takes them.
pub(super) fn paragraphs(survey: &Survey<'_>, losses: &Losses<'_>) -> Vec<Markdown> {
    let order = &survey.in_order;
    let spreaders = spreaders(survey, order);
    let mut explained = BTreeSet::new();
    let mut paragraphs: Vec<_> = spreaders
        .iter()
        .map(|spreader| spreader.paragraph(survey, &mut explained))
        .collect();
    let mut seen = BTreeSet::new();
    let clusters = order
        .iter()
        .filter_map(|&component| survey.topology.components[component].cluster)
        .filter(|&cluster| seen.insert(cluster))
        .map(|cluster| &survey.topology.clusters[cluster])
        .filter(|cluster| !matches!(cluster.mode, Mode::PrimaryReplica { .. }));
    paragraphs.extend(clusters.map(|cluster| cluster_paragraph(survey, cluster, losses, &mut explained)));
    if paragraphs.is_empty() {
        let nothing = "Nothing spreads the traffic: the model has neither a load balancer nor a cluster that takes \
                       requests, so each request takes the one way that there is.";
        paragraphs.push(Prose::default().words(nothing));
    }
    paragraphs.iter().map(markdown).collect()
}

/// Components that spread requests over the same targets in the same way.
struct Spreader {
    components: Vec<ComponentIndex>,
    balance: Option<Balance>,
    targets: Vec<ComponentIndex>,
}

fn spreaders(survey: &Survey<'_>, order: &[ComponentIndex]) -> Vec<Spreader> {
    let mut spreaders: Vec<Spreader> = Vec::new();
    for &index in order {
        let component = &survey.topology.components[index];
        if component.balance.is_none() && component.kind != Kind::LoadBalancer {
            continue;
        }
        let ends = survey
            .outgoing(index)
            .filter(|connection| connection.purpose == Purpose::Traffic)
            .map(|connection| connection.to);
        let targets = survey.components(ends, index);
        match spreaders.last_mut() {
            Some(last) if last.balance == component.balance && last.targets == targets => {
                last.components.push(index);
            }
            _ => spreaders.push(Spreader {
                components: vec![index],
                balance: component.balance,
                targets,
            }),
        }
    }
    spreaders
}

impl Spreader {
    /// What it does; a term that is not among the explained ones is explained.
    fn paragraph(&self, survey: &Survey<'_>, explained: &mut BTreeSet<&'static str>) -> Prose {
        let one = self.components.len() == 1;
        let mut text = Prose::default().names(survey.names(&self.components));
        text = match self.targets.as_slice() {
            [] => text.words(if one {
                " spreads requests, but the model does not say over what."
            } else {
                " spread requests, but the model does not say over what."
            }),
            [target] => text
                .words(if one {
                    " passes all its requests on to "
                } else {
                    " pass all their requests on to "
                })
                .name(survey.topology.components[*target].name())
                .words("."),
            targets => text
                .words(if one {
                    " spreads the requests over "
                } else {
                    " spread the requests over "
                })
                .names(survey.names(targets))
                .words("."),
        };
        let Some(balance) = self.balance else {
            return text.sentence(
                Prose::default()
                    .words("By which algorithm the next target is chosen, the model does not say."),
            );
        };
        let (term, meaning) = algorithm(balance);
        let setting = Prose::default()
            .words(if one { "It is set to " } else { "They are set to " })
            .term(term);
        text = text.sentence(if explained.insert(term) {
            setting.words(": ").words(meaning).words(".")
        } else {
            setting.words(", too.")
        });
        if self.targets.len() == 1 {
            text = text.sentence(Prose::default().words(
                "With a single target there is nothing to choose between yet; the algorithm takes effect as soon as a second one is added.",
            ));
        }
        text
    }
}

fn cluster_paragraph(
    survey: &Survey<'_>,
    cluster: &Cluster,
    losses: &Losses<'_>,
    explained: &mut BTreeSet<&'static str>,
) -> Prose {
    let topology = survey.topology;
    let words = mode_words(&cluster.mode);
    let mut text = Prose::default()
        .names(survey.names(&cluster.members))
        .words(" form the cluster ")
        .name(cluster.name())
        .words(", set up as ")
        .term(words.term);
    let is_new = explained.insert(words.term);
    text = if is_new {
        text.words(": ").words(words.meaning).words(".")
    } else {
        text.words(", too.")
    };
    text = text.sentence(match &cluster.mode {
        Mode::ActiveActive {
            min_available,
            health_checked,
        } => threshold(topology, cluster, min_available).sentence(Prose::default().words(if *health_checked {
            "One that fails its health check gets no more requests until it is back."
        } else {
            "There are no health checks: a member that has failed goes on getting its share of the requests, and they fail."
        })),
        Mode::Quorum { min_available } => threshold(topology, cluster, min_available),
        Mode::ActivePassive { active, failover } => lead(survey, cluster, *active, " is active")
            .sentence(failover_sentence(survey, cluster, *active, failover)),
        Mode::PrimaryReplica { .. } => Prose::default(),
    });
    if let Some(address) = &cluster.address {
        text = text.sentence(
            Prose::default()
                .words("They share the address ")
                .quoted(address)
                .words("."),
        );
    }
    text = text.sentence(losses.of_any(&cluster.members));
    if is_new {
        text = text.sentence(Prose::default().words(words.contrast));
    }
    text
}

/// How many members must work, by journey where that differs.
fn threshold(topology: &Topology, cluster: &Cluster, threshold: &Threshold) -> Prose {
    let needed = |number: u32| match number {
        1 => "one of them does".to_owned(),
        number => format!("at least {number} of the {} do", cluster.members.len()),
    };
    let mut text = Prose::default()
        .words("The cluster works as long as ")
        .words(needed(threshold.default));
    for (journey, number) in &threshold.by_journey {
        let journey: &JourneyIndex = journey;
        text = text
            .words(", for the journey ")
            .name(&topology.journeys[*journey].id)
            .words(" as long as ")
            .words(needed(*number));
    }
    text.words(".")
}

/// Which member leads, and which wait.
fn lead(survey: &Survey<'_>, cluster: &Cluster, leader: ComponentIndex, role: &str) -> Prose {
    let others = others(cluster, leader);
    Prose::default()
        .name(survey.topology.components[leader].name())
        .words(role)
        .words("; ")
        .names(survey.names(&others))
        .words(if others.len() == 1 { " waits." } else { " wait." })
}

/// What happens when the leading member is lost.
pub(super) fn failover_sentence(
    survey: &Survey<'_>,
    cluster: &Cluster,
    leader: ComponentIndex,
    plan: &FailoverPlan,
) -> Prose {
    let topology = survey.topology;
    let others = others(cluster, leader);
    let mut text = Prose::default()
        .words("When ")
        .name(topology.components[leader].name())
        .words(" is lost, ");
    text = match others.as_slice() {
        [other] => text.name(topology.components[*other].name()),
        _ => text.words("one of the others"),
    };
    text = text.words(" ").words(prose::failover(plan.effective()));
    if plan.stated.is_none() {
        text = text.words(": the model does not state how, so it is judged as work for a person");
    }
    if let Some(by) = plan.by {
        let switcher = match by {
            Endpoint::Component(component) => topology.components[component].name(),
            Endpoint::Cluster(cluster) => topology.clusters[cluster].name(),
        };
        text = text
            .words("; ")
            .name(switcher)
            .words(" makes the switch, and while it does not work there is none");
    }
    text.words(".")
}

/// The members but for the one that leads.
pub(super) fn others(cluster: &Cluster, leader: ComponentIndex) -> Vec<ComponentIndex> {
    cluster
        .members
        .iter()
        .copied()
        .filter(|&member| member != leader)
        .collect()
}
