//! What a failure domain takes down with it.

use super::needs::Rows;
use super::spread::slots;
use crate::model::{ComponentIndex, Element, GroupIndex, Index, Kind, Topology};

/// What stands directly in each group.
#[derive(Clone, Debug)]
pub(super) struct Losses {
    groups: Rows<GroupIndex>,
    components: Rows<ComponentIndex>,
}

impl Losses {
    pub(super) fn new(topology: &Topology) -> Self {
        let groups = topology.groups.iter();
        let groups = groups.filter_map(|(index, group)| Some((group.parent?.place(), index)));
        let mut components = Vec::new();
        for (index, component) in topology.components.iter() {
            if component.kind != Kind::Client {
                let places = component.places.iter().chain(&component.replicas.spread);
                components.extend(places.map(|place| (place.place(), index)));
            }
        }
        Self {
            groups: Rows::new(topology.groups.len(), groups.collect()),
            components: Rows::new(topology.groups.len(), components),
        }
    }

    pub(super) fn with(&self, topology: &Topology, element: Element) -> Vec<ComponentIndex> {
        let Element::Group(domain) = element else {
            return Vec::new();
        };
        if !topology.groups[domain].kind.is_failure_domain() {
            return Vec::new();
        }
        let mut failed = vec![domain];
        let mut next = 0;
        while let Some(&group) = failed.get(next) {
            failed.extend_from_slice(self.groups.row(group.place()));
            next += 1;
        }
        failed.sort_unstable();
        let inside = failed.iter().flat_map(|group| self.components.row(group.place()));
        let mut lost: Vec<_> = inside.copied().collect();
        lost.sort_unstable();
        lost.dedup();
        lost.retain(|&component| !is_left(topology, component, &failed));
        lost
    }
}

/// Whether enough instances of a component stand outside the failed groups, given in order.
fn is_left(topology: &Topology, component: ComponentIndex, failed: &[GroupIndex]) -> bool {
    let component = &topology.components[component];
    let replicas = &component.replicas;
    let has_failed = |group: &GroupIndex| failed.binary_search(group).is_ok();
    let mut holders = component
        .places
        .iter()
        .filter(|place| !replicas.spread.contains(place));
    let left: u32 = slots(&replicas.spread, replicas.count, &component.places)
        .filter(|(group, _)| !has_failed(group))
        .map(|(_, instances)| instances)
        .sum();
    !holders.any(has_failed) && (replicas.spread.is_empty() || left >= replicas.min_available)
}
