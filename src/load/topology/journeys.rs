//! Journeys: those of the file, or else those that its clients suggest.

use super::Sections;
use super::entries::{JourneyAccessWord, JourneyEntry, ModeWord};
use super::references::References;
use crate::model::{ComponentIndex, Endpoint, Index, Journey, JourneyAccess, JourneyIndex, Kind, Table};
use crate::yaml::Spanned;

/// The journeys of a file, whose entries stand in the order of ids.
pub(super) fn resolve(
    entries: Vec<(Spanned<String>, JourneyEntry)>,
    sections: &Sections,
    references: &mut References,
) -> Table<JourneyIndex, Journey> {
    if entries.is_empty() {
        return assumed(sections, references);
    }
    let mut journeys = Table::default();
    for (id, entry) in entries {
        references.check_id(&id);
        let access = entry.access.map_or(JourneyAccess::Any, JourneyAccessWord::access);
        references.add_journey(&id.value, access);
        if let Some(start) = references.endpoint(&entry.entry) {
            journeys.push(Journey {
                id: id.value,
                span: id.span,
                entry: start,
                access,
                assumed: false,
            });
        }
    }
    journeys
}

/// One journey `serve` for each client, or `read` and `write` where a cluster has a primary; the id of the client
/// stands before it where there are several.
fn assumed(sections: &Sections, references: &mut References) -> Table<JourneyIndex, Journey> {
    let has_primary = sections
        .clusters
        .iter()
        .any(|(_, cluster)| cluster.mode.value == ModeWord::PrimaryReplica && !cluster.mode.is_stand_in());
    let accesses: &[_] = if has_primary {
        &[("read", JourneyAccess::Read), ("write", JourneyAccess::Write)]
    } else {
        &[("serve", JourneyAccess::Any)]
    };
    let is_client = |kind: &Spanned<Kind>| kind.value == Kind::Client && !kind.is_stand_in();
    let clients: Vec<_> = sections
        .components
        .iter()
        .enumerate()
        .filter(|(_, (_, component))| is_client(&component.kind))
        .collect();
    let mut journeys: Vec<_> = clients
        .iter()
        .flat_map(|&(place, (client, _))| {
            let several = clients.len() > 1;
            accesses.iter().map(move |&(word, access)| Journey {
                id: if several {
                    format!("{}-{word}", client.value)
                } else {
                    word.to_owned()
                },
                span: client.span,
                entry: Endpoint::Component(ComponentIndex::new(place)),
                access,
                assumed: true,
            })
        })
        .collect();
    journeys.sort_unstable_by(|left, right| left.id.cmp(&right.id));
    for journey in &journeys {
        references.add_journey(&journey.id, journey.access);
    }
    journeys.into_iter().collect()
}
