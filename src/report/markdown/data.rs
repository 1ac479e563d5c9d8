//! How a design keeps its data.

use std::collections::BTreeSet;

use super::escape::{Markdown, prose as markdown};
use super::loss::Losses;
use super::traffic::{failover_sentence, others};
use crate::model::{
    Access, Cluster, ComponentIndex, Concern, Connection, Element, FailoverPlan, Kind, Mode, Purpose, Role,
};
use crate::report::prose::{Prose, kind_words, mode_words};
use crate::report::survey::Survey;

/// One paragraph for each cluster that keeps data and for the stores that stand alone, and one on backups.
pub(super) fn paragraphs(survey: &Survey<'_>, losses: &Losses<'_>) -> Vec<Markdown> {
    let topology = survey.topology;
    let stores: Vec<_> = survey
        .in_order
        .iter()
        .copied()
        .filter(|&component| topology.components[component].kind.role() == Role::Data)
        .collect();
    if stores.is_empty() {
        let nothing = "The model has no database or other store: whatever data there is, is kept elsewhere.";
        return vec![markdown(&Prose::default().words(nothing))];
    }
    let mut paragraphs = Vec::new();
    let mut seen = BTreeSet::new();
    for &store in &stores {
        let Some(cluster) = topology.components[store].cluster else {
            continue;
        };
        if !seen.insert(cluster) {
            continue;
        }
        let cluster = &topology.clusters[cluster];
        match &cluster.mode {
            Mode::PrimaryReplica { primary, failover } => {
                paragraphs.push(roles(survey, cluster, *primary));
                paragraphs.push(loss_of_primary(survey, cluster, *primary, failover, losses));
            }
            _ => paragraphs.push(
                Prose::default()
                    .names(survey.names(&cluster.members))
                    .words(" keep the data of ")
                    .name(cluster.name())
                    .words(" together, as a ")
                    .words(mode_words(&cluster.mode).term)
                    .words(" cluster (see above)."),
            ),
        }
    }
    paragraphs.extend(single_stores(survey, &stores));
    paragraphs.push(backups(survey, &stores));
    paragraphs
        .iter()
        .filter(|paragraph| !paragraph.is_empty())
        .map(markdown)
        .collect()
}

/// Who takes writes, who serves reads, and how the members are kept alike.
fn roles(survey: &Survey<'_>, cluster: &Cluster, primary: ComponentIndex) -> Prose {
    let words = mode_words(&cluster.mode);
    let replicas = others(cluster, primary);
    let text = Prose::default()
        .name(cluster.name())
        .words(" is a ")
        .term(words.term)
        .words(" cluster: ")
        .words(words.meaning)
        .words(".");
    let writers = callers(survey, primary, Access::Write);
    let mut duty = Prose::default()
        .words("The primary, ")
        .name(survey.topology.components[primary].name())
        .words(", takes all writes");
    if !writers.is_empty() {
        duty = duty.words(" from ").names(survey.names(&writers));
    }
    text.sentence(duty.words("."))
        .sentence(reads(survey, &replicas))
        .sentence(replication(survey, cluster, primary))
        .sentence(Prose::default().words(words.contrast))
}

fn reads(survey: &Survey<'_>, replicas: &[ComponentIndex]) -> Prose {
    let one = replicas.len() == 1;
    let mut readers: Vec<_> = replicas
        .iter()
        .flat_map(|&replica| callers(survey, replica, Access::Read))
        .collect();
    readers.sort_unstable();
    readers.dedup();
    let text = Prose::default()
        .words(if one { "The replica, " } else { "The replicas, " })
        .names(survey.names(replicas));
    if readers.is_empty() {
        return text.words(if one {
            ", serves no reads here: it only keeps a second copy of the data."
        } else {
            ", serve no reads here: they only keep further copies of the data."
        });
    }
    text.words(if one {
        ", serves reads of "
    } else {
        ", serve reads of "
    })
    .names(survey.names(&readers))
    .words(if one {
        ", which takes load off the primary and lets reads scale, and keeps a second copy of the data."
    } else {
        ", which takes load off the primary and lets reads scale, and keep further copies of the data."
    })
}

/// The components that reach this one with requests of this sort.
fn callers(survey: &Survey<'_>, component: ComponentIndex, access: Access) -> Vec<ComponentIndex> {
    let ends = survey
        .incoming(component)
        .filter(|connection| connection.purpose == Purpose::Traffic)
        .filter(|connection| connection.access == access || connection.access == Access::ReadWrite)
        .map(|connection| connection.from);
    survey.components(ends, component)
}

fn replication(survey: &Survey<'_>, cluster: &Cluster, primary: ComponentIndex) -> Prose {
    let mut connections = cluster.members.iter().flat_map(|&member| {
        survey
            .outgoing(member)
            .filter(|connection| connection.purpose == Purpose::Replication)
    });
    let Some(connection) = connections.next() else {
        return Prose::default().words("How the copies are kept alike, the model does not say.");
    };
    let text = Prose::default()
        .words("Changes pass from ")
        .name(survey.topology.components[primary].name())
        .words(if cluster.members.len() == 2 {
            " to the replica"
        } else {
            " to the replicas"
        });
    text.words(over(connection)).words(".")
}

/// What a connection speaks and whether it is encrypted, in parentheses.
fn over(connection: &Connection) -> String {
    let protocol = connection
        .protocol
        .as_ref()
        .map(|protocol| protocol.title.as_ref());
    let encrypted = connection
        .encrypted()
        .map(|encrypted| if encrypted { "encrypted" } else { "unencrypted" });
    let said: Vec<_> = [protocol, encrypted].into_iter().flatten().collect();
    if said.is_empty() {
        String::new()
    } else {
        format!(" ({})", said.join(", "))
    }
}

fn loss_of_primary(
    survey: &Survey<'_>,
    cluster: &Cluster,
    primary: ComponentIndex,
    failover: &FailoverPlan,
    losses: &Losses<'_>,
) -> Prose {
    failover_sentence(survey, cluster, primary, failover).sentence(
        Prose::default()
            .words("What that means, as the audit has tried it: without ")
            .name(survey.topology.components[primary].name())
            .words(", ")
            .then(losses.clauses(Element::Component(primary)))
            .words("."),
    )
}

/// The stores of which there is only one copy.
fn single_stores(survey: &Survey<'_>, stores: &[ComponentIndex]) -> Vec<Prose> {
    let mut kinds: Vec<(Kind, Vec<ComponentIndex>)> = Vec::new();
    for &store in stores {
        let component = &survey.topology.components[store];
        if component.cluster.is_some() {
            continue;
        }
        match kinds.iter_mut().find(|(kind, _)| *kind == component.kind) {
            Some((_, members)) => members.push(store),
            None => kinds.push((component.kind, vec![store])),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, members)| {
            let one = members.len() == 1;
            let words = kind_words(kind);
            let text = Prose::default()
                .names(survey.names(&members))
                .words(if one { " is " } else { " are " })
                .words(if one { words.one } else { words.many });
            text.words(match (kind, one) {
                (Kind::Cache, true) => ": what it holds is a copy, and can be filled again when it is lost.",
                (Kind::Cache, false) => {
                    ": what they hold are copies, and can be filled again when they are lost."
                }
                (_, true) => " of its own: what it holds is kept in one place, with no replica.",
                (_, false) => {
                    " in no cluster: what each of them holds is kept in one place, with no replica."
                }
            })
        })
        .collect()
}

/// What keeps copies for recovery.
fn backups(survey: &Survey<'_>, stores: &[ComponentIndex]) -> Prose {
    let topology = survey.topology;
    if topology.out_of_scope.contains(&Concern::Backup) {
        return Prose::default().words("On backups the model is silent.");
    }
    let lasting = stores
        .iter()
        .copied()
        .filter(|&store| topology.components[store].kind != Kind::Cache);
    let mut targets = BTreeSet::new();
    let mut without = Vec::new();
    for store in lasting {
        targets.extend(survey.coverage.backups(topology, store));
        if !survey.coverage.is_backed_up(store) {
            without.push(store);
        }
    }
    let mut text = Prose::default();
    if !targets.is_empty() {
        let targets: Vec<_> = targets.into_iter().collect();
        text = text
            .words("Backups are kept by ")
            .names(survey.names(&targets))
            .words(".");
    }
    if !without.is_empty() {
        text = text.sentence(
            Prose::default()
                .words("No backup is stated for ")
                .names(survey.names(&without))
                .words("."),
        );
        let has_replica = without
            .iter()
            .any(|&store| topology.components[store].cluster.is_some());
        if has_replica {
            let warning = "A replica is no backup: what is deleted or overwritten by mistake is gone from the copies at once.";
            text = text.sentence(Prose::default().words(warning));
        }
    }
    text
}
