//! Clusters: who stands in for whom, and how.

use std::collections::BTreeMap;

use super::entries::{ClusterEntry, ComponentEntry, ModeWord, Reference};
use super::references::References;
use super::scalars::MinAvailable;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Cluster, ClusterIndex, ComponentIndex, FailoverPlan, Index, Kind, Mode, Table, Threshold,
};
use crate::source::Span;
use crate::yaml::{Keyed, Spanned};

/// The clusters of a file, whose entries stand in the order of ids.
pub(super) fn resolve(
    entries: Vec<(Spanned<String>, Box<ClusterEntry>)>,
    components: &[(Spanned<String>, Box<ComponentEntry>)],
    references: &mut References,
) -> Table<ClusterIndex, Cluster> {
    let mut memberships = BTreeMap::new();
    let mut clusters = Table::default();
    for (id, entry) in entries {
        let members = members(&id.value, &entry, components, &mut memberships, references);
        check_keys(&entry, references);
        if let Some(mode) = mode(&id.value, &entry, references) {
            clusters.push(Cluster {
                id: id.value,
                span: id.span,
                title: entry.title,
                description: entry.description,
                mode,
                members,
                address: entry.address,
            });
        }
    }
    clusters
}

/// The cluster that a component was last seen in, and where.
type Memberships = BTreeMap<ComponentIndex, (String, Span)>;

fn members(
    cluster: &str,
    entry: &ClusterEntry,
    components: &[(Spanned<String>, Box<ComponentEntry>)],
    memberships: &mut Memberships,
    references: &mut References,
) -> Vec<ComponentIndex> {
    let named = &entry.members.value.0;
    if named.len() < 2 && !entry.members.is_stand_in() {
        let found = if named.is_empty() { "none" } else { "one" };
        let message = format!("a cluster needs at least two members, and `{cluster}` has {found}");
        let problem =
            Diagnostic::error(message, entry.members.span).label("expected at least two components");
        references.note(problem);
    }
    let members = references.all(named, |references, reference| {
        let component = references.component(reference)?;
        Some((component, reference.span))
    });
    for &(member, span) in &members {
        let Some((id, component)) = components.get(member.place()) else {
            continue;
        };
        if component.kind.value == Kind::Client && !component.kind.is_stand_in() {
            let problem = Diagnostic::error(
                format!("a client cannot be a member, and `{}` is one", id.value),
                span,
            );
            references.note(problem.label("a client").related(component.kind.span, "its kind"));
        }
        let before = memberships.insert(member, (cluster.to_owned(), span));
        if let Some((other, place)) = before.filter(|(other, _)| other != cluster) {
            let message = format!(
                "`{}` is a member of two clusters: `{other}` and `{cluster}`",
                id.value
            );
            let ((first, other), second) = if place < span {
                ((place, other.as_str()), span)
            } else {
                ((span, cluster), place)
            };
            let problem = Diagnostic::error(message, second).label("a component is a member of one cluster");
            references.note(problem.related(first, format!("already a member of `{other}`")));
        }
    }
    members.into_iter().map(|(member, _)| member).collect()
}

/// Notes keys that belong to another mode, and the lack of the key that names the leading member.
fn check_keys(entry: &ClusterEntry, references: &mut References) {
    if entry.mode.is_stand_in() {
        return;
    }
    let mode = entry.mode.value;
    let stated = [
        key(entry.min_available.as_ref()),
        key(entry.health_checked.as_ref()),
        key(entry.active.as_ref()),
        key(entry.primary.as_ref()),
        key(entry.failover.as_ref()),
        key(entry.failover_by.as_ref()),
    ];
    for (key, stated) in ModeWord::KEYS.into_iter().zip(stated) {
        match stated {
            // A value that could not be read has been reported, and that is enough.
            Some(key) if key.is_stand_in() => {}
            Some(Spanned { span, .. }) if !mode.keys().contains(&key) => {
                let modes = ModeWord::ALL.iter().filter(|mode| mode.keys().contains(&key));
                let modes: Vec<_> = modes.map(|mode| format!("`{mode}`")).collect();
                let message = format!(
                    "`{key}` belongs to the mode {}, not to `{mode}`",
                    modes.join(" or ")
                );
                let problem = Diagnostic::error(message, span).label("not in this mode");
                references.note(problem.related(entry.mode.span, "the mode"));
            }
            None if mode.required_key() == Some(key) => {
                let message = format!("missing key `{key}`");
                let label = format!("the mode `{mode}` requires `{key}`");
                references.note(Diagnostic::error(message, entry.mode.span).label(label));
            }
            _ => {}
        }
    }
}

/// A key without its value.
fn key<T>(stated: Option<&Keyed<T>>) -> Option<Spanned<()>> {
    stated.map(|stated| Spanned::new((), stated.key))
}

/// The mode of a cluster, if nothing essential is missing.
fn mode(cluster: &str, entry: &ClusterEntry, references: &mut References) -> Option<Mode> {
    let count = u32::try_from(entry.members.value.0.len()).unwrap_or(u32::MAX);
    // Everything is resolved, whatever the mode: a wrong reference is wrong even under a wrong key.
    let active = leader(cluster, entry, entry.active.as_ref(), references);
    let primary = leader(cluster, entry, entry.primary.as_ref(), references);
    let by = entry.failover_by.as_ref();
    let failover = FailoverPlan {
        stated: entry.failover.as_ref().map(|failover| failover.value),
        by: by.and_then(|by| references.endpoint(&by.value)),
    };
    let least = match entry.mode.value {
        ModeWord::Quorum => count / 2 + 1,
        ModeWord::ActiveActive | ModeWord::ActivePassive | ModeWord::PrimaryReplica => 1,
    };
    let min_available = threshold(entry, count, least, references);
    match entry.mode.value {
        ModeWord::ActiveActive => Some(Mode::ActiveActive {
            min_available,
            health_checked: entry.health_checked.as_ref().is_none_or(|checked| checked.value),
        }),
        ModeWord::ActivePassive => active.map(|active| Mode::ActivePassive { active, failover }),
        ModeWord::PrimaryReplica => primary.map(|primary| Mode::PrimaryReplica { primary, failover }),
        ModeWord::Quorum => Some(Mode::Quorum { min_available }),
    }
}

/// The member that a key names as the leading one.
fn leader(
    cluster: &str,
    entry: &ClusterEntry,
    stated: Option<&Keyed<Reference>>,
    references: &mut References,
) -> Option<ComponentIndex> {
    let reference = &stated?.value;
    let component = references.component(reference)?;
    let members = || entry.members.value.0.iter().map(|member| member.value.0.as_str());
    let id = reference.value.0.as_str();
    if !members().any(|member| member == id) && !entry.members.is_stand_in() {
        let problem = Diagnostic::error(format!("`{id}` is no member of `{cluster}`"), reference.span)
            .label("expected a member")
            .related(entry.members.span, "the members");
        references.note(match nearest(id, members()) {
            Some(member) => problem.help(format!("did you mean `{member}`?")),
            None => problem,
        });
        return None;
    }
    Some(component)
}

fn threshold(entry: &ClusterEntry, count: u32, default: u32, references: &mut References) -> Threshold {
    let stated = entry.min_available.as_ref().map(|stated| &stated.value);
    let stated = stated.filter(|stated| !stated.is_stand_in());
    let check = |references: &mut References, number: u32, span: Span| {
        if number > count && !entry.members.is_stand_in() {
            let message = format!("`min_available` is {number}, but there are {count} members");
            let problem = Diagnostic::error(message, span).label(format!("expected at most {count}"));
            references.note(problem.related(entry.members.span, "the members"));
        }
        number
    };
    let mut threshold = Threshold {
        default,
        by_journey: BTreeMap::new(),
    };
    match stated {
        None => {}
        Some(stated) => match &stated.value {
            MinAvailable::Always(number) => threshold.default = check(references, *number, stated.span),
            MinAvailable::ByJourney(numbers) => {
                for (id, number) in &numbers.0 {
                    if let Some(journey) = references.journey_of(&id.value, id.span)
                        && !number.is_stand_in()
                    {
                        let number = check(references, number.value.0, number.span);
                        threshold.by_journey.insert(journey, number);
                    }
                }
            }
        },
    }
    threshold
}
