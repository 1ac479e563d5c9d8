//! What a change did.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::VERSION;
use super::findings::{AcceptedItem, AtKind, Item, Location};
use crate::analysis::faults::Impact;
use crate::audit::Audit;
use crate::audit::change::{self, Before, ChangedElement, ChangedKey, JourneyChange, MovedImpact, Presence};
use crate::finding::Subject;
use crate::model::Availability;

/// What the change from one version of a model to another did.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Change of infra-audit")]
pub struct Change<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The file before, as it was named; null where there was no model before.
    base: Option<&'a str>,
    /// The file after, as it was named.
    head: &'a str,
    /// What is found now and was not before, or was accepted, in the order of the audit.
    new: Vec<Item<'a>>,
    /// What was found or accepted before and is no longer there.
    fixed: Vec<Item<'a>>,
    /// What is found before and after, as it is now.
    unchanged: Vec<Item<'a>>,
    /// What has been accepted by the change: it is neither new nor fixed.
    accepted: Vec<AcceptedItem<'a>>,
    /// What the files state.
    elements: Elements<'a>,
    /// By identifier, the journeys for which an impact or an availability moved.
    journeys: BTreeMap<&'a str, Journey<'a>>,
}

/// The elements in which the versions differ, each list by sort and identifier.
#[derive(Serialize, JsonSchema)]
struct Elements<'a> {
    /// Those that were not there before.
    added: Vec<Element<'a>>,
    /// Those that are no longer there.
    removed: Vec<Element<'a>>,
    /// Those that are still there, but say something else.
    changed: Vec<Changed<'a>>,
}

/// An element of a model.
#[derive(Serialize, JsonSchema)]
struct Element<'a> {
    /// What sort of thing it is.
    kind: AtKind,
    /// Its identifier; `model` for the model as a whole, `RULE at PLACE` for an accepted risk.
    id: String,
    /// Where it stands.
    location: Location<'a>,
}

/// An element that says something else than before.
#[derive(Serialize, JsonSchema)]
struct Changed<'a> {
    #[serde(flatten)]
    element: Element<'a>,
    /// The keys that differ.
    keys: Vec<Said<'a>>,
}

/// A key that says something else than before.
#[derive(Serialize, JsonSchema)]
struct Said<'a> {
    /// The key as the file has it.
    key: &'a str,
    /// What it said; null where it was unstated.
    from: Option<&'a str>,
    /// What it says; null where it is unstated.
    to: Option<&'a str>,
}

/// What moved for one journey.
#[derive(Serialize, JsonSchema)]
struct Journey<'a> {
    /// In which versions there is such a journey.
    state: JourneyState,
    /// Whether it works with nothing failed; null where there is no such journey.
    works: Moved<bool>,
    /// The elements whose loss has another impact than before, by identifier.
    impacts: Vec<ImpactOf<'a>>,
    /// The fraction of time that it works; null where that is not known.
    availability: Moved<f64>,
    /// The fraction of time that it does not work; null where that is not known.
    unavailability: Moved<f64>,
}

/// In which versions there is a journey.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum JourneyState {
    /// Only in the later one.
    Added,
    /// Only in the earlier one.
    Removed,
    /// In both.
    Kept,
}

/// Something before and after.
#[derive(Serialize, JsonSchema)]
struct Moved<T> {
    /// Before.
    from: Option<T>,
    /// After.
    to: Option<T>,
}

/// An element whose loss has another impact than before.
#[derive(Serialize, JsonSchema)]
struct ImpactOf<'a> {
    /// Identifier of the element.
    element: &'a str,
    /// The impact before; null where its loss did no harm or it was not there.
    from: Option<Impact>,
    /// The impact after; null where its loss does no harm or it is no longer there.
    to: Option<Impact>,
}

impl<'a> Change<'a> {
    /// What a change did, for programs.
    pub fn new(change: &'a change::Change<'a>) -> Self {
        let head = change.head;
        let compared = head.findings.iter().zip(&change.findings.findings);
        let (new, unchanged): (Vec<_>, Vec<_>) = compared.partition(|(_, before)| before.is_new());
        let item = |(finding, before): (_, &Before)| Item::compared(head, finding, Some(*before));
        let accepted = head.accepted.iter().zip(&change.findings.accepted);
        let accepted = accepted.filter(|(_, before)| **before != Before::Accepted);
        let elements = &change.elements;
        let added = elements.added.iter().map(|&added| Element::new(head, added));
        let removed = elements.removed.iter().zip(change.base.into_iter().cycle());
        let journeys = change.journeys.iter();
        Self {
            version: VERSION,
            base: change.base.map(|base| base.source.name()),
            head: head.source.name(),
            new: new.into_iter().map(item).collect(),
            fixed: change.findings.fixed.iter().map(Item::fixed).collect(),
            unchanged: unchanged.into_iter().map(item).collect(),
            accepted: accepted
                .map(|(accepted, before)| AcceptedItem::new(head, accepted, Some(*before)))
                .collect(),
            elements: Elements {
                added: added.collect(),
                removed: removed.map(|(&gone, base)| Element::new(base, gone)).collect(),
                changed: elements
                    .changed
                    .iter()
                    .map(|changed| Changed::new(head, changed))
                    .collect(),
            },
            journeys: journeys
                .map(|journey| (journey.id.as_str(), Journey::new(journey)))
                .collect(),
        }
    }
}

impl<'a> Element<'a> {
    fn new(audit: &'a Audit, subject: Subject) -> Self {
        Self {
            kind: subject.into(),
            id: subject.id(&audit.topology),
            location: Location::new(&audit.source, subject.span(&audit.topology)),
        }
    }
}

impl<'a> Changed<'a> {
    fn new(head: &'a Audit, changed: &'a ChangedElement) -> Self {
        let keys = changed.keys.iter().map(|ChangedKey { key, from, to }| Said {
            key,
            from: from.as_deref(),
            to: to.as_deref(),
        });
        Self {
            element: Element::new(head, changed.after),
            keys: keys.collect(),
        }
    }
}

impl<'a> Journey<'a> {
    fn new(change: &'a JourneyChange) -> Self {
        let state = match change.presence {
            Presence::Added => JourneyState::Added,
            Presence::Removed => JourneyState::Removed,
            Presence::Kept => JourneyState::Kept,
        };
        let [worked, works] = change.works;
        let impacts = change.impacts.iter();
        let impacts = impacts.map(|MovedImpact { element, from, to }| ImpactOf {
            element,
            from: *from,
            to: *to,
        });
        Self {
            works: Moved {
                from: (change.presence != Presence::Added).then_some(worked),
                to: (change.presence != Presence::Removed).then_some(works),
            },
            state,
            impacts: impacts.collect(),
            availability: Moved::of(change.availability, Availability::fraction),
            unavailability: Moved::of(change.availability, Availability::unavailability),
        }
    }
}

impl Moved<f64> {
    fn of([from, to]: [Option<Availability>; 2], number: impl Fn(Availability) -> f64) -> Self {
        Self {
            from: from.map(|from| super::uptime::rounded(number(from))),
            to: to.map(|to| super::uptime::rounded(number(to))),
        }
    }
}

/// The JSON Schema of what is written about changes.
pub fn change_schema() -> serde_json::Value {
    schemars::schema_for!(Change<'static>).to_value()
}
