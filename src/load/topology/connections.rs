//! Connections: who calls whom, and what that means for the caller.

use std::collections::HashMap;

use super::entries::ConnectionEntry;
use super::references::References;
use super::scalars::ProtocolName;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{
    Access, Connection, ConnectionIndex, Dependency, Endpoint, Need, Protocol, ProtocolTable, Purpose,
    ServedJourneys, Table,
};
use crate::yaml::{Items, Spanned};

/// The connections of a file, in file order.
pub(super) fn resolve(
    entries: Items<Spanned<ConnectionEntry>>,
    protocols: &ProtocolTable,
    references: &mut References,
) -> Table<ConnectionIndex, Connection> {
    let mut numbers = HashMap::with_capacity(entries.0.len());
    let mut connections = Table::default();
    for entry in entries {
        connections.extend(connection(entry, protocols, &mut numbers, references));
    }
    connections
}

/// A connection, if both its ends are known.
fn connection(
    Spanned { value: entry, span }: Spanned<ConnectionEntry>,
    protocols: &ProtocolTable,
    numbers: &mut HashMap<(Endpoint, Endpoint), u32>,
    references: &mut References,
) -> Option<Connection> {
    let from = references.endpoint(&entry.from);
    let to = references.endpoint(&entry.to);
    let protocol = entry
        .protocol
        .as_ref()
        .and_then(|name| protocol(name, protocols, references));
    let serves = serves(&entry, references);
    let need = need(&entry, references);
    let (from, to) = from.zip(to)?;
    if from == to && entry.purpose.unwrap_or(Purpose::Traffic) == Purpose::Traffic {
        let problem = Diagnostic::warning(
            format!("`{}` is connected to itself", entry.from.value.0),
            entry.to.span,
        )
        .label("needs nothing but itself");
        references.note(problem.help("where instances talk to each other, `purpose: replication` says so"));
    }
    let number = numbers.entry((from, to)).or_insert(0_u32);
    *number += 1;
    let pair = format!("{} -> {}", entry.from.value.0, entry.to.value.0);
    let id = match number {
        1 => pair,
        number => format!("{pair} #{number}"),
    };
    Some(Connection {
        id,
        span,
        from,
        to,
        protocol,
        port: entry.port.and_then(|port| u16::try_from(port.0).ok()),
        tls: entry.tls,
        redirect: entry.redirect,
        purpose: entry.purpose.unwrap_or(Purpose::Traffic),
        need,
        serves,
        access: entry.access.unwrap_or(Access::ReadWrite),
        auth: entry.auth,
        data: entry.data,
        description: entry.description,
    })
}

fn protocol(
    name: &Spanned<ProtocolName>,
    protocols: &ProtocolTable,
    references: &mut References,
) -> Option<Protocol> {
    let written = name.value.0.as_str();
    let found = protocols.get(written).cloned();
    if found.is_none() && !name.is_stand_in() {
        let problem = Diagnostic::error(format!("unknown protocol `{written}`"), name.span)
            .label("not in the table of protocols");
        references.note(
            match nearest(written, protocols.iter().map(|protocol| protocol.name.as_ref())) {
                Some(protocol) => problem.help(format!("did you mean `{protocol}`?")),
                None => problem.help("where none fits, `tcp`, `udp` and `tls` say least"),
            },
        );
    }
    found
}

fn serves(entry: &ConnectionEntry, references: &mut References) -> ServedJourneys {
    let Some(stated) = &entry.serves else {
        return ServedJourneys::All;
    };
    if stated.value.0.is_empty() && !stated.is_stand_in() {
        let problem = Diagnostic::error("`for` names no journey", stated.key).label("no journey");
        references.note(problem.help("without `for`, the connection serves every journey"));
    }
    let mut journeys = references.all(&stated.value.0, References::journey);
    let access = entry.access.unwrap_or(Access::ReadWrite);
    let fits = |journey| access.fits(references.access(journey));
    if !journeys.is_empty() && journeys.len() == stated.value.0.len() && !journeys.iter().copied().any(fits) {
        let does = match access {
            Access::Read => "writes",
            Access::Write | Access::ReadWrite => "reads",
        };
        let named = if journeys.len() == 1 {
            format!("the journey that `for` names {does}")
        } else {
            format!("every journey that `for` names {does}")
        };
        let message = format!("the connection serves no journey: its `access` is `{access}`, and {named}");
        references.note(Diagnostic::warning(message, stated.key).label("excluded by `access`"));
    }
    journeys.sort_unstable();
    ServedJourneys::Only(journeys)
}

fn need(entry: &ConnectionEntry, references: &mut References) -> Need {
    let is_traffic = entry.purpose.unwrap_or(Purpose::Traffic) == Purpose::Traffic;
    if !is_traffic && entry.serves.is_none() {
        if let Some(dependency) = &entry.dependency {
            let message =
                "`dependency` has no effect on a connection that is no traffic and serves no journey";
            let problem = Diagnostic::warning(message, dependency.key).label("no effect");
            references.note(problem.help("name the journeys that need it with `for`"));
        }
        return Need::Nothing;
    }
    match entry.dependency.as_ref().map(|dependency| dependency.value) {
        None | Some(Dependency::Hard) => Need::Hard,
        Some(Dependency::Optional) => Need::Optional,
        Some(Dependency::Startup) => Need::Startup,
    }
}
