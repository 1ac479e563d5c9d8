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
        let failed = self.groups_in(topology, [domain]);
        let mut lost = self.components_in(&failed);
        lost.retain(|&component| !is_left(topology, component, 0, &failed));
        lost
    }

    /// The components of which too few instances are left without several elements, given in order; each with whether
    /// it can be started again.
    pub(super) fn without(&self, topology: &Topology, elements: &[Element]) -> Vec<(ComponentIndex, bool)> {
        let has_failed = |group| elements.binary_search(&Element::Group(group)).is_ok();
        let outermost = elements.iter().filter_map(|&element| match element {
            Element::Group(group) => {
                let mut around = topology.enclosing(group).skip(1);
                (!around.any(has_failed)).then_some(group)
            }
            Element::Component(_) => None,
        });
        let failed = self.groups_in(topology, outermost);
        let mut touched = self.components_in(&failed);
        let own = |&element: &Element| match element {
            Element::Component(component) => Some(component),
            Element::Group(_) => None,
        };
        touched.extend(elements.iter().filter_map(own));
        touched.sort_unstable();
        touched.dedup();
        touched.retain(|&component| {
            let missing = elements.binary_search(&Element::Component(component)).is_ok();
            !is_left(topology, component, missing.into(), &failed)
        });
        let lost = touched.into_iter();
        lost.map(|component| (component, can_restart(topology, component, &failed)))
            .collect()
    }

    /// These failure domains, of which none lies in another, with every group in them; in order.
    fn groups_in(
        &self,
        topology: &Topology,
        domains: impl IntoIterator<Item = GroupIndex>,
    ) -> Vec<GroupIndex> {
        let domains = domains.into_iter();
        let mut failed: Vec<_> = domains
            .filter(|&domain| topology.groups[domain].kind.is_failure_domain())
            .collect();
        let mut next = 0;
        while let Some(&group) = failed.get(next) {
            failed.extend_from_slice(self.groups.row(group.place()));
            next += 1;
        }
        failed.sort_unstable();
        failed
    }

    /// The components of which anything stands directly in one of these groups, in order.
    fn components_in(&self, groups: &[GroupIndex]) -> Vec<ComponentIndex> {
        let inside = groups.iter().flat_map(|group| self.components.row(group.place()));
        let mut inside: Vec<_> = inside.copied().collect();
        inside.sort_unstable();
        inside.dedup();
        inside
    }
}

/// Whether something brings a component back, and a place is left for it.
fn can_restart(topology: &Topology, component: ComponentIndex, failed: &[GroupIndex]) -> bool {
    let component = &topology.components[component];
    let spread = &component.replicas.spread;
    let stands = |group: &GroupIndex| failed.binary_search(group).is_err();
    component.restarts.is_some()
        && component.restart_holders().all(|holder| stands(&holder))
        && (spread.is_empty() || spread.iter().any(stands))
}

/// Whether enough instances of a component stand outside the failed groups, given in order, when some more are
/// missing.
fn is_left(topology: &Topology, component: ComponentIndex, missing: u32, failed: &[GroupIndex]) -> bool {
    let component = &topology.components[component];
    let replicas = &component.replicas;
    let has_failed = |group: &GroupIndex| failed.binary_search(group).is_ok();
    let left: u32 = if replicas.spread.is_empty() {
        replicas.count
    } else {
        slots(&replicas.spread, replicas.count, &component.places)
            .filter(|(group, _)| !has_failed(group))
            .map(|(_, instances)| instances)
            .sum()
    };
    !component.holders().any(|holder| has_failed(&holder))
        && left >= replicas.min_available.saturating_add(missing)
}
