//! Components: where each stands, and what it refers to.

use super::entries::ComponentEntry;
use super::references::References;
use crate::diagnostic::Diagnostic;
use crate::model::{Component, ComponentIndex, Kind, Replicas, Table};
use crate::yaml::Spanned;

/// The components of a file, whose entries stand in the order of ids. None is a member of a cluster yet.
pub(super) fn resolve(
    entries: Vec<(Spanned<String>, Box<ComponentEntry>)>,
    references: &mut References,
) -> Table<ComponentIndex, Component> {
    entries
        .into_iter()
        .map(|(id, entry)| component(id, *entry, references))
        .collect()
}

fn component(id: Spanned<String>, entry: ComponentEntry, references: &mut References) -> Component {
    let replicas = replicas(&entry, references);
    let guards = entry.guards.map_or_else(Vec::new, |guards| {
        let kind = &entry.kind;
        if !kind.is_stand_in() && !guards.is_stand_in() && !matches!(kind.value, Kind::Firewall | Kind::Waf) {
            let message = format!(
                "`guards` belongs to a firewall or a waf, and this is a {}",
                kind.value
            );
            let problem = Diagnostic::error(message, guards.key).label("not on a component of this kind");
            references.note(problem.related(kind.span, "its kind"));
        }
        references.all(&guards.value.0, References::guarded)
    });
    Component {
        id: id.value,
        span: id.span,
        kind: entry.kind.value,
        title: entry.title,
        software: entry.software,
        description: entry.description,
        places: references.all(&entry.places.0, References::group),
        replicas,
        restarts: entry.restarts,
        managed: entry.managed,
        balance: entry.balance,
        firewall: entry.firewall,
        guards,
        monitored_by: references.all(&entry.monitored_by.0, References::endpoint),
        backed_up_by: references.all(&entry.backed_up_by.0, References::endpoint),
        address: entry.address,
        data: entry.data,
        encrypted_at_rest: entry.encrypted_at_rest,
        availability: entry.availability.map(|read| read.0),
        cluster: None,
    }
}

fn replicas(entry: &ComponentEntry, references: &mut References) -> Replicas {
    let count = entry.replicas.map_or(1, |count| count.value.0);
    let min_available = entry.min_available.map_or(1, |least| least.value.0);
    if let Some(least) = entry.min_available
        && !least.is_stand_in()
        && !entry.replicas.is_some_and(|count| count.is_stand_in())
        && min_available > count
    {
        let replicas = if count == 1 {
            "is one replica".to_owned()
        } else {
            format!("are {count} replicas")
        };
        let message = format!("`min_available` is {min_available}, but there {replicas}");
        let problem = Diagnostic::error(message, least.span).label(format!("expected at most {count}"));
        references.note(match entry.replicas {
            Some(count) => problem.related(count.span, "the number of replicas"),
            None => problem.help("say how many there are with `replicas`"),
        });
    }
    let spread = entry.spread.as_ref().map_or_else(Vec::new, |spread| {
        if !spread.is_stand_in()
            && entry.restarts.is_none()
            && entry
                .replicas
                .is_none_or(|count| count.value.0 == 1 && !count.is_stand_in())
        {
            let message = "`spread` has no effect on a single replica that nothing restarts";
            let problem = Diagnostic::warning(message, spread.key).label("no effect");
            references.note(problem.help("add `replicas` or `restarts: automatic`"));
        }
        references.all(&spread.value.0, References::group)
    });
    Replicas {
        count,
        min_available,
        spread,
    }
}
