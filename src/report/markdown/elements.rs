//! The elements of a design: what each is for, and why this design has it.

use super::escape::{Markdown, code, joined, plain, prose as markdown};
use crate::model::{Component, ComponentIndex, Endpoint, GroupKind, Kind, Purpose};
use crate::report::prose::{self, Prose, capital, count, full_stop, kind_words};
use crate::report::survey::Survey;

/// Components of one kind, under a heading of their own.
pub(super) struct Tier {
    /// The kind, as a heading.
    pub(super) title: String,
    /// What such a component does in any design.
    pub(super) role: String,
    /// The components, in the order in which a request meets them.
    pub(super) members: Vec<Entry>,
}

/// One component.
pub(super) struct Entry {
    /// What it is called.
    pub(super) name: String,
    /// Identifier where it is not the name, software and place.
    pub(super) facts: Markdown,
    /// Why it is here, and what it has to do with the others.
    pub(super) text: Markdown,
}

/// How many there are and where users come in.
pub(super) fn introduction(survey: &Survey<'_>) -> Markdown {
    let topology = survey.topology;
    let own = topology
        .components
        .values()
        .filter(|component| component.kind != Kind::Client)
        .count();
    let mut text = Prose::default().words(format!(
        "The design has {}",
        count(own, "component", "components")
    ));
    let entries: Vec<_> = {
        let mut entries: Vec<_> = topology.journeys.values().map(|journey| journey.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    };
    if !entries.is_empty() {
        text = text
            .words(" beside its clients; its journeys begin with ")
            .names(entries.iter().map(|&entry| topology.endpoint_name(entry)));
    }
    markdown(&text.words("."))
}

/// The components by kind, kinds and components in the order in which a request meets them.
pub(super) fn tiers(survey: &Survey<'_>) -> Vec<Tier> {
    let mut kinds: Vec<(Kind, Vec<ComponentIndex>)> = Vec::new();
    for &component in &survey.in_order {
        let kind = survey.topology.components[component].kind;
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, members)) => members.push(component),
            None => kinds.push((kind, vec![component])),
        }
    }
    kinds
        .into_iter()
        .map(|(kind, members)| {
            let words = kind_words(kind);
            let (_, noun) = words.one.split_once(' ').unwrap_or(("", words.one));
            Tier {
                title: capital(if members.len() == 1 { noun } else { words.many }),
                role: format!("{} {}.", capital(words.one), words.role),
                members: members.into_iter().map(|member| entry(survey, member)).collect(),
            }
        })
        .collect()
}

fn entry(survey: &Survey<'_>, index: ComponentIndex) -> Entry {
    let component = &survey.topology.components[index];
    let described = component.description.as_deref().map(|words| {
        Prose::default().quoted(&full_stop(
            &words.split_whitespace().collect::<Vec<_>>().join(" "),
        ))
    });
    let text = described
        .unwrap_or_default()
        .sentence(neighbours(survey, index))
        .sentence(replicas(component))
        .sentence(managed(component));
    Entry {
        name: component.name().to_owned(),
        facts: facts(survey, index),
        text: markdown(&text),
    }
}

fn facts(survey: &Survey<'_>, index: ComponentIndex) -> Markdown {
    let topology = survey.topology;
    let component = &topology.components[index];
    let mut facts: Vec<_> = component.title.iter().map(|_| code(&component.id)).collect();
    facts.extend(component.software.as_deref().map(plain));
    facts.extend(topology.drawn_in(index).map(|home| {
        let home = &topology.groups[home];
        let preposition = if home.kind == GroupKind::Host {
            "on "
        } else {
            "in "
        };
        joined(&[plain(preposition), plain(home.name())], "")
    }));
    joined(&facts, ", ")
}

/// Who calls the component and whom it calls.
fn neighbours(survey: &Survey<'_>, index: ComponentIndex) -> Prose {
    let callers = survey.components(
        survey
            .incoming(index)
            .filter(|connection| connection.purpose == Purpose::Traffic)
            .map(|connection| connection.from),
        index,
    );
    let mut text = Prose::default();
    if !callers.is_empty() {
        text = text.words("called by ").names(survey.names(&callers));
    }
    let mut targets: Vec<(Purpose, Vec<Endpoint>)> = Vec::new();
    for connection in survey.outgoing(index) {
        match targets
            .iter_mut()
            .find(|(purpose, _)| *purpose == connection.purpose)
        {
            Some((_, ends)) => ends.push(connection.to),
            None => targets.push((connection.purpose, vec![connection.to])),
        }
    }
    let mut text = if text.is_empty() {
        text
    } else {
        Prose::default().words("It is ").then(text)
    };
    let calls: Vec<_> = targets
        .into_iter()
        .map(|(purpose, ends)| (purpose, survey.components(ends, index)))
        .filter(|(_, ends)| !ends.is_empty())
        .collect();
    for (place, (purpose, ends)) in calls.iter().enumerate() {
        text = match (text.is_empty(), place + 1 == calls.len()) {
            (true, _) => text.words("It "),
            (false, true) => text.words(" and "),
            (false, false) => text.words(", "),
        };
        text = text
            .words(prose::purpose(*purpose))
            .words(" ")
            .names(survey.names(ends));
    }
    if text.is_empty() { text } else { text.words(".") }
}

fn replicas(component: &Component) -> Prose {
    match component.replicas.count {
        1 => Prose::default(),
        number => Prose::default().words(format!(
            "It runs as {number} instances, of which at least {} must be up.",
            component.replicas.min_available
        )),
    }
}

fn managed(component: &Component) -> Prose {
    if component.managed {
        Prose::default().words("It is managed: a provider keeps it running.")
    } else {
        Prose::default()
    }
}
