//! Elements that came, went and changed.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{self, Attributes};
use super::pairs::Pairs;
use crate::audit::Audit;
use crate::finding::Subject;
use crate::model::{Index, Table, Topology};

/// The elements in which two versions of a model differ, each list by sort and identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElementChanges {
    /// Those of the head that were not there before.
    pub added: Vec<Subject>,
    /// Those of the base that are no longer there.
    pub removed: Vec<Subject>,
    /// Those that are still there, but say something else.
    pub changed: Vec<ChangedElement>,
}

/// An element that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedElement {
    /// What it was in the base.
    pub before: Subject,
    /// What it is in the head.
    pub after: Subject,
    /// The keys that differ, at least one.
    pub keys: Vec<ChangedKey>,
}

/// A key of an element that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedKey {
    /// The key as the file has it.
    pub key: &'static str,
    /// What it said; none where it was unstated.
    pub from: Option<String>,
    /// What it says; none where it is unstated.
    pub to: Option<String>,
}

impl ElementChanges {
    /// Whether nothing came, went or changed.
    pub fn is_empty(&self) -> bool {
        let Self {
            added,
            removed,
            changed,
        } = self;
        added.is_empty() && removed.is_empty() && changed.is_empty()
    }
}

/// The elements in which two versions differ. The order in which the files state them does not matter, nor do comments.
pub(super) fn changes(base: Option<(&Audit, &Pairs)>, head: &Audit) -> ElementChanges {
    let after = &head.topology;
    let mut changes = ElementChanges {
        added: subjects(after),
        ..ElementChanges::default()
    };
    if let Some((base, pairs)) = base {
        let before = &base.topology;
        let kept = kept(before, after, pairs);
        let (befores, afters): (BTreeSet<_>, BTreeSet<_>) = kept.iter().copied().unzip();
        changes.added.retain(|subject| !afters.contains(subject));
        changes.removed = subjects(before);
        changes.removed.retain(|subject| !befores.contains(subject));
        sort(&mut changes.removed, before);
        let differing = kept.into_iter().filter_map(|(old, new)| {
            let keys = keys_that_differ(of(before, old), of(after, new));
            (!keys.is_empty()).then_some(ChangedElement {
                before: old,
                after: new,
                keys,
            })
        });
        changes.changed = differing.collect();
        changes
            .changed
            .sort_by_cached_key(|changed| order(changed.after, after));
    }
    sort(&mut changes.added, after);
    changes
}

/// Everything that a file states.
fn subjects(topology: &Topology) -> Vec<Subject> {
    let journeys = topology.journeys.iter().filter(|(_, journey)| !journey.assumed);
    std::iter::once(Subject::Model)
        .chain(topology.groups.indices().map(Subject::Group))
        .chain(topology.components.indices().map(Subject::Component))
        .chain(topology.clusters.indices().map(Subject::Cluster))
        .chain(topology.connections.indices().map(Subject::Connection))
        .chain(journeys.map(|(journey, _)| Subject::Journey(journey)))
        .chain((0..topology.accepted_risks.len()).map(Subject::AcceptedRisk))
        .collect()
}

/// What is in both versions, as what it is in the base and what it is in the head.
fn kept(before: &Topology, after: &Topology, pairs: &Pairs) -> Vec<(Subject, Subject)> {
    let mut kept = vec![(Subject::Model, Subject::Model)];
    kept.extend(alike(&before.groups, &after.groups, Subject::Group, |group| {
        Some(&group.id)
    }));
    kept.extend(alike(
        &before.components,
        &after.components,
        Subject::Component,
        |component| Some(&component.id),
    ));
    kept.extend(alike(
        &before.clusters,
        &after.clusters,
        Subject::Cluster,
        |cluster| Some(&cluster.id),
    ));
    kept.extend(alike(
        &before.journeys,
        &after.journeys,
        Subject::Journey,
        |journey| (!journey.assumed).then_some(&journey.id),
    ));
    let connections = before.connections.indices().filter_map(|index| {
        let partner = pairs.after(index)?;
        Some((Subject::Connection(index), Subject::Connection(partner)))
    });
    kept.extend(connections);
    kept.extend(risks(before, after));
    kept
}

/// The elements of two tables that have the same identifier.
fn alike<'a, I: Index, T>(
    before: &'a Table<I, T>,
    after: &'a Table<I, T>,
    subject: impl Fn(I) -> Subject,
    id: impl Fn(&'a T) -> Option<&'a String>,
) -> Vec<(Subject, Subject)> {
    let known: BTreeMap<_, _> = before
        .iter()
        .filter_map(|(index, element)| Some((id(element)?, index)))
        .collect();
    let partner = |element| known.get(id(element)?).copied();
    after
        .iter()
        .filter_map(|(index, element)| Some((subject(partner(element)?), subject(index))))
        .collect()
}

/// The accepted risks of the same rule at the same place, those that say the same before others, in file order.
fn risks(before: &Topology, after: &Topology) -> Vec<(Subject, Subject)> {
    let mut kept = Vec::new();
    let mut taken = (BTreeSet::new(), BTreeSet::new());
    let say_the_same = |old: usize, new: usize| {
        let [old, new] = [&before.accepted_risks[old], &after.accepted_risks[new]];
        attributes::of_accepted_risk(old) == attributes::of_accepted_risk(new)
    };
    let mut by_place: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (place, risk) in before.accepted_risks.iter().enumerate() {
        by_place.entry((&risk.rule, &risk.at)).or_default().push(place);
    }
    for must_be_equal in [true, false] {
        for (new, risk) in after.accepted_risks.iter().enumerate() {
            let known = by_place.get(&(risk.rule.as_str(), risk.at.as_str()));
            let mut known = known.into_iter().flatten().copied();
            if taken.1.contains(&new) {
                continue;
            }
            let fits = |old: &usize| !taken.0.contains(old) && (!must_be_equal || say_the_same(*old, new));
            if let Some(old) = known.find(fits) {
                taken.0.insert(old);
                taken.1.insert(new);
                kept.push((Subject::AcceptedRisk(old), Subject::AcceptedRisk(new)));
            }
        }
    }
    kept
}

/// What an element says of itself.
fn of(topology: &Topology, subject: Subject) -> Attributes {
    match subject {
        Subject::Model => attributes::of_model(topology),
        Subject::Group(group) => attributes::of_group(topology, &topology.groups[group]),
        Subject::Component(component) => attributes::of_component(topology, &topology.components[component]),
        Subject::Cluster(cluster) => attributes::of_cluster(topology, &topology.clusters[cluster]),
        Subject::Connection(connection) => {
            attributes::of_connection(topology, &topology.connections[connection])
        }
        Subject::Journey(journey) => attributes::of_journey(topology, &topology.journeys[journey]),
        Subject::AcceptedRisk(place) => attributes::of_accepted_risk(&topology.accepted_risks[place]),
    }
}

/// The keys that say different things, in their order.
fn keys_that_differ(before: Attributes, after: Attributes) -> Vec<ChangedKey> {
    let pairs = before.into_iter().zip(after);
    pairs
        .filter(|((_, from), (_, to))| from != to)
        .map(|((key, from), (_, to))| ChangedKey { key, from, to })
        .collect()
}

fn sort(subjects: &mut [Subject], topology: &Topology) {
    subjects.sort_by_cached_key(|&subject| order(subject, topology));
}

/// By sort, then by identifier, then by place.
fn order(subject: Subject, topology: &Topology) -> impl Ord + use<> {
    let sort = match subject {
        Subject::Model => 0,
        Subject::Group(_) => 1,
        Subject::Component(_) => 2,
        Subject::Cluster(_) => 3,
        Subject::Connection(_) => 4,
        Subject::Journey(_) => 5,
        Subject::AcceptedRisk(_) => 6,
    };
    (sort, subject.id(topology), subject)
}
