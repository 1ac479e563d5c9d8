//! What watches or keeps copies of others and is known by no connection, only by the elements that name it.

use std::collections::BTreeMap;

use crate::diagram::theme::Stroke;
use crate::model::{ComponentIndex, Element, Endpoint, GroupIndex, Index, Topology};

/// More elements than this are not connected with what watches them: the lines would hide the rest.
const MOST_WATCHED: usize = 12;

/// A service and the elements that name it.
pub(super) struct Watch {
    pub(super) service: ComponentIndex,
    pub(super) stroke: Stroke,
    pub(super) watched: Vec<Element>,
}

/// The services that would stand in the picture without a line, in their order.
///
/// An element inside another that names the same service is left out.
pub(super) fn watches(topology: &Topology) -> Vec<Watch> {
    let mut connected = vec![false; topology.components.len()];
    for connection in topology.connections.values() {
        for end in [&connection.from, &connection.to] {
            for &member in topology.members(end) {
                connected[member.place()] = true;
            }
        }
    }
    let mut watched: BTreeMap<(ComponentIndex, Stroke), Vec<Element>> = BTreeMap::new();
    let mut note = |services: &[Endpoint], stroke: Stroke, item: Element, around: &[GroupIndex]| {
        for &service in services.iter().flat_map(|service| topology.members(service)) {
            let named_around = around.iter().any(|&group| {
                let group = &topology.groups[group];
                let named = match stroke {
                    Stroke::Backup => &group.backed_up_by,
                    _ => &group.monitored_by,
                };
                named
                    .iter()
                    .any(|other| topology.members(other).contains(&service))
            });
            let inside = match item {
                Element::Component(component) => component == service,
                Element::Group(group) => topology.home_groups(service).any(|around| around == group),
            };
            if !connected[service.place()] && !named_around && !inside {
                watched.entry((service, stroke)).or_default().push(item);
            }
        }
    };
    for (index, group) in topology.groups.iter() {
        let around: Vec<GroupIndex> = topology.enclosing(index).skip(1).collect();
        let item = Element::Group(index);
        note(&group.monitored_by, Stroke::Monitoring, item, &around);
        note(&group.backed_up_by, Stroke::Backup, item, &around);
    }
    for (index, component) in topology.components.iter() {
        let around: Vec<GroupIndex> = topology.home_groups(index).collect();
        let item = Element::Component(index);
        note(&component.monitored_by, Stroke::Monitoring, item, &around);
        note(&component.backed_up_by, Stroke::Backup, item, &around);
    }
    watched
        .into_iter()
        .filter(|(_, watched)| watched.len() <= MOST_WATCHED)
        .map(|((service, stroke), mut watched)| {
            watched.sort_unstable();
            watched.dedup();
            Watch {
                service,
                stroke,
                watched,
            }
        })
        .collect()
}
