//! What the loss of something does to the journeys, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::faults::{Faults, Impact};
use crate::model::{ComponentIndex, Element, JourneyIndex, Topology};
use crate::report::prose::{self, Prose};

/// The simulated faults of a topology, to be spoken of.
pub(super) struct Losses<'a> {
    pub(super) topology: &'a Topology,
    pub(super) faults: &'a Faults,
    /// The journeys that work with nothing failed.
    pub(super) journeys: Vec<JourneyIndex>,
}

impl<'a> Losses<'a> {
    /// The faults of a topology.
    pub(super) fn new(topology: &'a Topology, faults: &'a Faults) -> Self {
        let works = |&journey: &JourneyIndex| faults.works(journey);
        Self {
            topology,
            faults,
            journeys: topology.journeys.indices().filter(works).collect(),
        }
    }

    /// The journeys that a fault of `element` harms, by what it does to them.
    fn by_impact(&self, element: Element) -> BTreeMap<Impact, Vec<JourneyIndex>> {
        let mut journeys: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for &(journey, impact) in self.faults.impacts(element) {
            journeys.entry(impact).or_default().push(journey);
        }
        journeys
    }

    /// What an element is called.
    pub(super) fn name(&self, element: Element) -> &'a str {
        match element {
            Element::Component(component) => self.topology.components[component].name(),
            Element::Group(group) => self.topology.groups[group].name(),
        }
    }

    /// What a fault of `element` does, as clauses: "write stops until a person acts; read goes on".
    pub(super) fn clauses(&self, element: Element) -> Prose {
        let by_impact = self.by_impact(element);
        let mut text = Prose::default();
        for (impact, journeys) in &by_impact {
            text = self.clause(
                text,
                journeys,
                prose::impact(*impact),
                prose::impact_of_many(*impact),
            );
        }
        let harmed: BTreeSet<_> = by_impact.into_values().flatten().collect();
        match self.journeys.len() - harmed.len() {
            0 => text,
            rest if rest > Self::SHOWN && !harmed.is_empty() => {
                text.words(format!("; the other {rest} journeys go on"))
            }
            rest if rest > Self::SHOWN => text.words(format!("all {rest} journeys go on")),
            _ => {
                let unharmed: Vec<_> = self
                    .journeys
                    .iter()
                    .copied()
                    .filter(|journey| !harmed.contains(journey))
                    .collect();
                self.clause(text, &unharmed, "goes on", "go on")
            }
        }
    }

    fn clause(&self, text: Prose, journeys: &[JourneyIndex], of_one: &str, of_many: &str) -> Prose {
        let text = if text.is_empty() { text } else { text.words("; ") };
        text.names(
            journeys
                .iter()
                .map(|&journey| self.topology.journeys[journey].id.as_str()),
        )
        .words(" ")
        .words(if journeys.len() == 1 { of_one } else { of_many })
    }

    /// What the audit found out about the loss of any one of `members`.
    pub(super) fn of_any(&self, members: &[ComponentIndex]) -> Prose {
        let harmful: Vec<_> = members
            .iter()
            .copied()
            .filter(|&member| self.faults.worst(Element::Component(member)).is_some())
            .collect();
        if harmful.is_empty() {
            let unharmed = "The audit has tried the loss of each of them alone, and every journey went on.";
            return Prose::default().words(unharmed);
        }
        let mut text = Prose::default().words("The audit has tried the loss of each of them alone: ");
        for (place, &member) in harmful.iter().take(Self::SHOWN).enumerate() {
            text = text
                .words(if place > 0 { "; " } else { "" })
                .words("without ")
                .name(self.topology.components[member].name())
                .words(", ")
                .then(self.clauses(Element::Component(member)));
        }
        if harmful.len() > Self::SHOWN {
            text = text.words(format!("; and {} more do harm", harmful.len() - Self::SHOWN));
        }
        text.words(".")
    }

    /// How many members, or unharmed journeys, are spoken of one by one.
    const SHOWN: usize = 4;
}
