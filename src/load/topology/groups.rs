//! Groups: what stands in what.

use super::entries::{GroupEntry, Reference};
use super::references::References;
use crate::diagnostic::Diagnostic;
use crate::model::{Group, GroupIndex, Index, Table};
use crate::source::Span;
use crate::yaml::Spanned;

/// The groups of a file, whose entries stand in the order of ids.
pub(super) fn resolve(
    entries: Vec<(Spanned<String>, Box<GroupEntry>)>,
    references: &mut References,
) -> Table<GroupIndex, Group> {
    let mut places = Vec::with_capacity(entries.len());
    let mut groups: Table<_, _> = entries
        .into_iter()
        .map(|(id, entry)| {
            let parent = entry.place.as_ref().and_then(|place| references.group(place));
            places.push(
                entry
                    .place
                    .as_ref()
                    .map_or(id.span, |place: &Reference| place.span),
            );
            let kind = &entry.kind;
            if let Some(availability) = &entry.availability
                && !kind.is_stand_in()
                && !kind.value.is_failure_domain()
            {
                let message = format!(
                    "`availability` belongs to what fails as a whole, and this is a {}",
                    kind.value
                );
                let problem =
                    Diagnostic::error(message, availability.key).label("not on a group of this kind");
                references.note(problem.related(kind.span, "its kind"));
            }
            Group {
                id: id.value,
                span: id.span,
                kind: kind.value,
                title: entry.title,
                parent,
                trust: entry.trust,
                firewall: entry.firewall,
                monitored_by: references.all(&entry.monitored_by.0, References::endpoint),
                backed_up_by: references.all(&entry.backed_up_by.0, References::endpoint),
                availability: entry.availability.map(|read| read.value.0),
            }
        })
        .collect();
    open_cycles(&mut groups, &places, references);
    groups
}

/// Notes each cycle of groups once, where its first `in` stands in the file, and opens it there. Linear.
fn open_cycles(groups: &mut Table<GroupIndex, Group>, places: &[Span], references: &mut References) {
    // For each group, the walk that has passed it.
    let mut passed: Vec<Option<GroupIndex>> = vec![None; groups.len()];
    for start in groups.indices() {
        let mut next = Some(start);
        while let Some(group) = next {
            match passed[group.place()] {
                None => {
                    passed[group.place()] = Some(start);
                    next = groups[group].parent;
                }
                Some(walk) if walk == start => {
                    let cycle = cycle_from(groups, group);
                    let first = cycle.iter().copied().min_by_key(|group| places[group.place()]);
                    let first = first.unwrap_or(group);
                    references.note(cycle_problem(groups, &cycle_from(groups, first), places));
                    groups[first].parent = None;
                    next = None;
                }
                Some(_) => next = None,
            }
        }
    }
}

/// The groups of a cycle, from one of them outwards.
fn cycle_from(groups: &Table<GroupIndex, Group>, start: GroupIndex) -> Vec<GroupIndex> {
    let others = std::iter::successors(groups[start].parent, |&group| groups[group].parent);
    std::iter::once(start)
        .chain(others.take_while(|&group| group != start))
        .collect()
}

fn cycle_problem(groups: &Table<GroupIndex, Group>, cycle: &[GroupIndex], places: &[Span]) -> Diagnostic {
    const LISTED: usize = 8;
    let id = |group: &GroupIndex| format!("`{}`", groups[*group].id);
    let first = cycle.first();
    let span = first.map_or(Span::default(), |first| places[first.place()]);
    let first = first.map(id).unwrap_or_default();
    if cycle.len() == 1 {
        return Diagnostic::error(format!("the group {first} stands in itself"), span).label("itself");
    }
    let mut chain: Vec<_> = cycle.iter().take(LISTED).map(id).collect();
    if cycle.len() > LISTED {
        chain.push("…".to_owned());
    }
    chain.push(first.clone());
    let problem = Diagnostic::error(
        format!("the group {first} stands in itself: {}", chain.join(" in ")),
        span,
    );
    let others = cycle.iter().skip(1).take(LISTED);
    others.fold(problem.label("the cycle begins here"), |problem, group| {
        problem.related(places[group.place()], "and goes on here")
    })
}
