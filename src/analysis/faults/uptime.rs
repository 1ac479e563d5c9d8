//! How much of the time a journey works.

use std::collections::BTreeMap;

use super::build::Builder;
use super::impact::Impact;
use super::needs::Needs;
use super::results::Faults;
use super::simulate::audiences;
use super::unfold::{Effort, Unfolder, View};
use crate::analysis::decision::{Exceeded, Function};
use crate::model::{Availability, Element, GroupKind, Index, Kind, Topology};

/// The availabilities of what states none, by what it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// Those of components.
    pub components: BTreeMap<Kind, Availability>,
    /// Those of failure domains; for a group of another kind they mean nothing.
    pub groups: BTreeMap<GroupKind, Availability>,
}

/// How much of the time a journey works, and what it owes to what.
#[derive(Clone, Debug, PartialEq)]
pub struct Uptime {
    /// The availability where nothing helps but redundancy and automatic failover. Restarts and manual failovers do
    /// not: until they are done the journey is down.
    pub availability: Availability,
    /// The availability if restarts and manual failovers took no time, where that differs.
    pub best: Option<Availability>,
    /// What the elements contribute to the unavailability, most important first; those that contribute nothing are
    /// left out.
    pub importance: Vec<Importance>,
    /// The elements on which it depends that state no availability and are taken as if they never failed, in order.
    pub assumed: Vec<Element>,
}

/// What one element contributes to the unavailability of a journey. Of a component with several instances, what the
/// most important one does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// The element.
    pub element: Element,
    /// Birnbaum importance: by how much the probability that the journey does not work is greater while the element
    /// has failed than while it works.
    ///
    /// Source: Z. W. Birnbaum, "On the importance of different components in a multicomponent system", in Multivariate
    /// Analysis II, 1969.
    pub birnbaum: f64,
    /// Criticality importance: the probability, while the journey does not work, that the element has failed and
    /// that the journey would work if it had not. Birnbaum importance times the unavailability of the element, divided
    /// by that of the journey. Not the Fussell-Vesely importance, for which a failed element counts if any minimal
    /// cut set that contains it has failed.
    ///
    /// Source: H. E. Lambert, "Fault trees for decision making in systems analysis", Lawrence Livermore Laboratory,
    /// 1975.
    pub criticality: f64,
}

/// Why it is not known how much of the time a journey works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Nothing on which it depends states an availability.
    NothingStated,
    /// It does not work with nothing failed.
    DoesNotWork,
    /// It would take too long to work out exactly.
    TooComplex,
}

/// For each journey, how much of the time it works.
///
/// Each instance of a component fails with the stated availability, and each failure domain, independently of all
/// others; what stands in a domain fails with it. The result is exact: what several parts of a journey share is
/// counted once. It is worked out as the probability of failing, so that however many nines there are, none is lost.
/// The time grows with how much is shared, not with the size of the model alone, and is bounded: what would take
/// longer is [`Unknown::TooComplex`].
///
/// Source: A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40, 1993.
pub fn uptimes(topology: &Topology, faults: &Faults, defaults: &Defaults) -> Vec<Result<Uptime, Unknown>> {
    let mut uptimes = vec![Err(Unknown::NothingStated); topology.journeys.len()];
    let stated = Stated::new(topology, defaults);
    if stated.is_nothing() {
        return uptimes;
    }
    let needs = Needs::new(topology);
    let mut builder = Builder::of_each_instance(topology, &needs);
    let mut effort = Effort::new();
    for audience in audiences(topology) {
        let circuit = builder.circuit(&audience);
        let function = Function::new(Effort::MOST_NODES);
        let mut unfolder = Unfolder::new(&circuit, [Impact::Brief, Impact::Outage], function);
        for &(journey, entry) in &circuit.entries {
            uptimes[journey.place()] = if !faults.works(journey) {
                Err(Unknown::DoesNotWork)
            } else if circuit.is_cut {
                Err(Unknown::TooComplex)
            } else {
                let may_fail = |element| stated.unavailability(element).is_some_and(|fails| fails > 0.0);
                let uptime = unfolder.unfold(&mut effort, entry, may_fail, |view| uptime(view, &stated));
                uptime.unwrap_or(Err(Unknown::TooComplex))
            };
        }
    }
    uptimes
}

fn uptime(view: &mut View<'_, Function, 2>, stated: &Stated) -> Result<Result<Uptime, Unknown>, Exceeded> {
    let relevant = relevant(view);
    let (known, assumed): (Vec<_>, Vec<_>) = relevant
        .into_iter()
        .partition(|&element| stated.unavailability(element).is_some());
    if known.is_empty() {
        return Ok(Err(Unknown::NothingStated));
    }
    let View { circuit, order, .. } = *view;
    let element = |variable: u32| circuit.faults[order.faults()[variable as usize] as usize].0;
    let failing = |variable: u32| stated.unavailability(element(variable)).unwrap_or(0.0);
    let [root, best_root] = view.roots;
    let unavailability = view.algebra.probability(root, failing);
    let mut by_element: BTreeMap<Element, Importance> = BTreeMap::new();
    for sensitivity in view.algebra.sensitivities(root, failing)? {
        let element = element(sensitivity.variable);
        let importance = Importance {
            element,
            birnbaum: settled(sensitivity.birnbaum),
            criticality: settled(sensitivity.birnbaum * failing(sensitivity.variable) / unavailability),
        };
        let known = by_element.entry(element).or_insert(importance);
        if known.birnbaum < importance.birnbaum {
            *known = importance;
        }
    }
    let mut importance: Vec<_> = by_element.into_values().collect();
    importance.sort_by(|one, other| other.criticality.total_cmp(&one.criticality));
    let best = (root != best_root).then(|| view.algebra.probability(best_root, failing));
    let known = |unavailability: f64| Availability::from_unavailability(unavailability.min(1.0));
    Ok(
        known(unavailability).map_or(Err(Unknown::TooComplex), |availability| {
            Ok(Uptime {
                availability,
                best: best.and_then(known),
                importance,
                assumed,
            })
        }),
    )
}

/// A number to twelve digits. What is behind them is rounding, and would decide the order of what is equal.
fn settled(number: f64) -> f64 {
    format!("{number:.11e}").parse().unwrap_or(number)
}

/// The elements on which a journey depends, in order, each once.
fn relevant(view: &View<'_, Function, 2>) -> Vec<Element> {
    let faults = |&gate: &_| view.circuit.faults_of(gate);
    let faults = view.behind.iter().flat_map(faults);
    let mut elements: Vec<_> = faults.map(|fault| view.circuit.faults[fault].0).collect();
    elements.sort_unstable();
    elements.dedup();
    elements
}

/// The unavailabilities of components and failure domains, as far as they are stated.
#[derive(Debug)]
struct Stated {
    components: Vec<Option<f64>>,
    groups: Vec<Option<f64>>,
}

impl Stated {
    fn new(topology: &Topology, defaults: &Defaults) -> Self {
        let components = topology.components.values().map(|component| {
            let default = || defaults.components.get(&component.kind).copied();
            component.availability.or_else(default)
        });
        let groups = topology.groups.values().map(|group| {
            let default = || defaults.groups.get(&group.kind).copied();
            group.availability.or_else(default)
        });
        Self {
            components: components
                .map(|stated| stated.map(Availability::unavailability))
                .collect(),
            groups: groups
                .map(|stated| stated.map(Availability::unavailability))
                .collect(),
        }
    }

    fn is_nothing(&self) -> bool {
        self.components.iter().chain(&self.groups).all(Option::is_none)
    }

    fn unavailability(&self, element: Element) -> Option<f64> {
        match element {
            Element::Component(component) => self.components[component.place()],
            Element::Group(group) => self.groups[group.place()],
        }
    }
}
