//! The impacts of all faults, looked up by what failed.

use super::impact::Impact;
use super::losses::Losses;
use super::needs::Rows;
use crate::model::{ComponentIndex, Element, Index, JourneyIndex, Topology};

/// The impact of each fault on each journey.
#[derive(Clone, Debug)]
pub struct Faults {
    works: Vec<bool>,
    of_components: Rows<(JourneyIndex, Impact)>,
    of_groups: Rows<(JourneyIndex, Impact)>,
    /// What has an impact at all: components, then groups, each in order.
    elements: Vec<Element>,
    losses: Losses,
}

impl Faults {
    pub(super) fn new(
        topology: &Topology,
        works: Vec<bool>,
        mut impacts: Vec<(Element, JourneyIndex, Impact)>,
    ) -> Self {
        impacts.sort_unstable();
        let mut elements: Vec<_> = impacts.iter().map(|&(element, ..)| element).collect();
        elements.dedup();
        let mut of_components = Vec::new();
        let mut of_groups = Vec::new();
        for (element, journey, impact) in impacts {
            match element {
                Element::Component(component) => of_components.push((component.place(), (journey, impact))),
                Element::Group(group) => of_groups.push((group.place(), (journey, impact))),
            }
        }
        Self {
            works,
            of_components: Rows::new(topology.components.len(), of_components),
            of_groups: Rows::new(topology.groups.len(), of_groups),
            elements,
            losses: Losses::new(topology),
        }
    }

    /// Whether a journey works with nothing failed and nobody's help. One that does not has no impacts.
    pub fn works(&self, journey: JourneyIndex) -> bool {
        self.works[journey.place()]
    }

    /// The impacts of the fault of an element, in the order of journeys; a journey that it does not touch is absent.
    pub fn impacts(&self, element: Element) -> &[(JourneyIndex, Impact)] {
        match element {
            Element::Component(component) => self.of_components.row(component.place()),
            Element::Group(group) => self.of_groups.row(group.place()),
        }
    }

    /// The impact of the fault of an element on one journey.
    pub fn impact(&self, element: Element, journey: JourneyIndex) -> Option<Impact> {
        let impacts = self.impacts(element);
        let place = impacts
            .binary_search_by_key(&journey, |&(journey, _)| journey)
            .ok()?;
        Some(impacts[place].1)
    }

    /// The worst impact of the fault of an element on any journey.
    pub fn worst(&self, element: Element) -> Option<Impact> {
        self.impacts(element).iter().map(|&(_, impact)| impact).min()
    }

    /// Every fault that has an impact, with its impacts: components, then failure domains, each in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Element, &[(JourneyIndex, Impact)])> {
        self.elements
            .iter()
            .map(|&element| (element, self.impacts(element)))
    }

    /// The components that go down with a failure domain: those of which too few instances are left outside, before
    /// anything is restarted. None for a component or another kind of group.
    ///
    /// The time is linear in what the domain holds.
    pub fn lost_with(&self, topology: &Topology, element: Element) -> Vec<ComponentIndex> {
        self.losses.with(topology, element)
    }
}
