//! The servers of a design: what stands on each, what its loss means, and why there are several.

use std::collections::{BTreeMap, BTreeSet};

use super::escape::{Markdown, prose as markdown};
use super::loss::Losses;
use crate::model::{ComponentIndex, Element, GroupIndex, Kind, Role};
use crate::report::prose::{Prose, capital, count};
use crate::report::survey::Survey;

/// One server.
pub(super) struct Server {
    /// What it is called.
    pub(super) name: String,
    /// What stands on it.
    pub(super) carries: Markdown,
    /// What its loss means.
    pub(super) loss: Markdown,
}

/// The servers and what is to be said of them together.
pub(super) struct Servers {
    /// How many there are and why.
    pub(super) introduction: Vec<Markdown>,
    /// Each of them, by identifier.
    pub(super) servers: Vec<Server>,
}

/// The servers of a design.
pub(super) fn servers(survey: &Survey<'_>, losses: &Losses<'_>) -> Servers {
    let topology = survey.topology;
    let held = survey.by_host();
    let introduction = if held.is_empty() {
        vec![Prose::default().words("On which servers all this stands, the model does not say.")]
    } else {
        introduction(survey, &held)
    };
    let servers = held.iter().map(|(&group, components)| Server {
        name: topology.groups[group].name().to_owned(),
        carries: markdown(&Prose::default().names(survey.names(components))),
        loss: markdown(&losses.clauses(Element::Group(group))),
    });
    Servers {
        introduction: introduction.iter().map(markdown).collect(),
        servers: servers.collect(),
    }
}

fn introduction(survey: &Survey<'_>, held: &BTreeMap<GroupIndex, Vec<ComponentIndex>>) -> Vec<Prose> {
    let name = |group: GroupIndex| survey.topology.groups[group].name();
    let counted = capital(&count(held.len(), "server", "servers"));
    let mut paragraphs = vec![
        Prose::default()
            .words(counted)
            .words(if held.len() == 1 {
                " carries the design: "
            } else {
                " carry the design: "
            })
            .names(held.keys().map(|&group| name(group)))
            .words("."),
    ];
    let mut alike: BTreeMap<BTreeSet<Kind>, Vec<GroupIndex>> = BTreeMap::new();
    for (&group, components) in held {
        let kinds: BTreeSet<_> = components
            .iter()
            .map(|&component| survey.topology.components[component].kind)
            .filter(|kind| kind.role() != Role::Support && kind.role() != Role::Outside)
            .collect();
        if !kinds.is_empty() {
            alike.entry(kinds).or_default().push(group);
        }
    }
    let mut sets: Vec<_> = alike.into_values().filter(|groups| groups.len() > 1).collect();
    sets.sort();
    if !sets.is_empty() {
        let mut text = Prose::default();
        for (place, groups) in sets.iter().enumerate() {
            text = match place {
                0 => text,
                1 => text.words("; so do "),
                _ => text.words(", and "),
            };
            text = text.names(groups.iter().map(|&group| name(group)));
            if place == 0 {
                text = text.words(" carry the same parts");
            }
        }
        let one = sets.len() == 1 && sets[0].len() == 2;
        paragraphs.push(
            text.words(if one {
                ". The additional server is there for "
            } else {
                ". The additional servers are there for "
            })
            .term("redundancy")
            .words(
                ", so that the site can stay up when one of them fails, and for room to grow: the load is shared, and \
                 further servers of the same sort can be added. The table shows how far that holds here: the audit has \
                 let each server fail in turn.",
            ),
        );
    }
    if sets.is_empty() {
        let alone = if held.len() == 1 {
            "With a single server there is no redundancy and no room to grow: it can only be replaced by a larger one, \
             and when it fails, all that it carries fails with it."
        } else {
            "Each server has a part of its own, so none of them can stand in for another."
        };
        paragraphs.push(Prose::default().words(alone));
    }
    paragraphs
}
