//! Impacts and availabilities that moved.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::faults::{Defaults, Impact, uptimes};
use crate::audit::Audit;
use crate::model::{Availability, Index};

/// What moved for one journey.
#[derive(Clone, Debug, PartialEq)]
pub struct JourneyChange {
    /// Identifier of the journey.
    pub id: String,
    /// In which versions there is such a journey.
    pub presence: Presence,
    /// Whether it works with nothing failed, before and after.
    pub works: [bool; 2],
    /// The elements whose loss has another impact than before, by identifier.
    pub impacts: Vec<MovedImpact>,
    /// How much of the time it works, before and after, as far as that is known.
    pub availability: [Option<Availability>; 2],
}

/// In which versions of a model something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Only in the head.
    Added,
    /// Only in the base.
    Removed,
    /// In both.
    Kept,
}

/// An element whose loss has another impact than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedImpact {
    /// Identifier of the element.
    pub element: String,
    /// The impact before; none where its loss did no harm or it was not there.
    pub from: Option<Impact>,
    /// The impact after; none where its loss does no harm or it is no longer there.
    pub to: Option<Impact>,
}

impl JourneyChange {
    /// Whether it works more of the time than before, or less; none where that has not moved or is not known of both.
    pub fn availability_moved(&self) -> Option<Ordering> {
        let [before, after] = self.availability.map(|known| known.map(significant));
        match after?.total_cmp(&before?) {
            Ordering::Equal => None,
            moved => Some(moved.reverse()),
        }
    }

    fn has_moved(&self) -> bool {
        let [worked, works] = self.works;
        let [before, after] = self.availability.map(|known| known.map(significant));
        self.presence != Presence::Kept || worked != works || before != after || !self.impacts.is_empty()
    }
}

/// The unavailability to ten digits: what is behind them is rounding, and depends on the order of elements.
fn significant(availability: Availability) -> f64 {
    let unavailability = availability.unavailability();
    format!("{unavailability:.9e}").parse().unwrap_or(unavailability)
}

/// A journey as one version of the model has it.
struct Known<'a> {
    works: bool,
    impacts: BTreeMap<&'a str, Impact>,
    availability: Option<Availability>,
}

/// The journeys for which anything moved, by identifier.
pub(super) fn changes(base: Option<&Audit>, head: &Audit, defaults: &Defaults) -> Vec<JourneyChange> {
    let mut after = journeys(head, defaults);
    let mut before = base.map(|base| journeys(base, defaults)).unwrap_or_default();
    let ids: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    ids.into_iter()
        .map(|id| compare(id, before.remove(id), after.remove(id)))
        .filter(JourneyChange::has_moved)
        .collect()
}

fn journeys<'a>(audit: &'a Audit, defaults: &Defaults) -> BTreeMap<&'a str, Known<'a>> {
    let Audit { topology, faults, .. } = audit;
    let uptimes = uptimes(topology, faults, defaults);
    let mut impacts: Vec<BTreeMap<&str, Impact>> = vec![BTreeMap::new(); topology.journeys.len()];
    for (element, of_element) in faults.iter() {
        for &(journey, impact) in of_element {
            impacts[journey.place()].insert(topology.element_id(element), impact);
        }
    }
    let known = topology.journeys.iter().zip(impacts).zip(uptimes);
    known
        .map(|(((index, journey), impacts), uptime)| {
            let known = Known {
                works: faults.works(index),
                impacts,
                availability: uptime.ok().map(|uptime| uptime.availability),
            };
            (journey.id.as_str(), known)
        })
        .collect()
}

fn compare(id: &str, before: Option<Known<'_>>, after: Option<Known<'_>>) -> JourneyChange {
    let presence = match (&before, &after) {
        (None, _) => Presence::Added,
        (_, None) => Presence::Removed,
        _ => Presence::Kept,
    };
    let sides = [before, after];
    let works = [0, 1].map(|side: usize| sides[side].as_ref().is_some_and(|known| known.works));
    let availability = [0, 1].map(|side: usize| sides[side].as_ref()?.availability);
    let mut impacts: BTreeMap<&str, [Option<Impact>; 2]> = BTreeMap::new();
    for (side, known) in sides.iter().enumerate() {
        for (&element, &impact) in known.iter().flat_map(|known| &known.impacts) {
            impacts.entry(element).or_default()[side] = Some(impact);
        }
    }
    let moved = impacts.into_iter().filter(|(_, [from, to])| from != to);
    let moved = moved.map(|(element, [from, to])| MovedImpact {
        element: element.to_owned(),
        from,
        to,
    });
    JourneyChange {
        id: id.to_owned(),
        presence,
        works,
        impacts: moved.collect(),
        availability,
    }
}
