//! What happens when several things fail at once.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::build::Builder;
use super::circuit::{GateIndex, Meaning};
use super::impact::Impact;
use super::losses::Losses;
use super::needs::Needs;
use super::simulate::audiences;
use super::state::State;
use super::step::Step;
use crate::model::words::words;
use crate::model::{ComponentIndex, Element, Index, JourneyIndex, Kind, Topology};

/// What the loss of several elements at once does to everything.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// What fails, in order, each once.
    pub failed: Vec<Element>,
    /// What that does to each journey, in order.
    pub journeys: Vec<JourneyLoss>,
    /// The components that it harms, in order.
    pub components: Vec<ComponentLoss>,
}

/// What the loss of several elements does to a journey.
#[derive(Clone, Debug)]
pub struct JourneyLoss {
    /// Whether it works with nothing failed and nobody's help. One that does not suffers nothing.
    pub works: bool,
    /// What happens to it; none if it goes on.
    pub impact: Option<Impact>,
    /// Why: failed elements that do this together, and would not without any of them; none if it goes on.
    pub causes: Vec<Cause>,
}

/// Why a failed element harms a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What has failed.
    pub element: Element,
    /// The shortest chain of needs from the journey's entry to it.
    pub chain: Vec<Step>,
}

impl JourneyLoss {
    /// The chains of all causes, each without the steps that it shares with one before.
    pub fn told(&self) -> impl Iterator<Item = &[Step]> {
        let shared = |one: &Cause, other: &Cause| {
            let steps = one.chain.iter().zip(&other.chain);
            steps.take_while(|(one, other)| one == other).count()
        };
        self.causes.iter().enumerate().map(move |(place, cause)| {
            let before = self.causes[..place].iter();
            let known = before.map(|before| shared(before, cause)).max();
            &cause.chain[known.unwrap_or(0)..]
        })
    }
}

/// What the loss of several elements does to a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentLoss {
    /// The component.
    pub component: ComponentIndex,
    /// The first policy under which it does not work, in the journey that suffers most.
    pub impact: Impact,
    /// Which journeys suffer.
    pub extent: Extent,
}

words! {
    /// In how many of the journeys that need a component it does not work.
    pub enum Extent {
        /// In every one.
        Every = "every",
        /// In some.
        Some = "some",
        /// No journey needs it, and it stands no longer.
        Unneeded = "unneeded",
    }
}

/// Works out what the loss of all of these elements at once does.
///
/// The time is linear in the size
/// of the topology, and for each chain in what the faults reach.
pub fn what_if(topology: &Topology, mut failed: Vec<Element>) -> WhatIf {
    failed.sort_unstable();
    failed.dedup();
    let needs = Needs::new(topology);
    let effects: Vec<Effect> = audiences(topology)
        .par_iter()
        .map_init(
            || Builder::new(topology, &needs),
            |builder, journeys| Effect::new(topology, State::new(builder.circuit(journeys)), &failed),
        )
        .collect();
    let mut suffers = vec![Suffers::default(); topology.components.len()];
    let mut journeys: Vec<Option<JourneyLoss>> = vec![None; topology.journeys.len()];
    for effect in effects {
        for (journey, loss) in effect.journeys {
            journeys[journey.place()] = Some(loss);
        }
        for component in effect.serving {
            suffers[component.place()].needed += 1;
        }
        for (component, impact) in effect.harmed {
            let suffers = &mut suffers[component.place()];
            suffers.harmed += 1;
            suffers.worst = Some(suffers.worst.map_or(impact, |worst| worst.min(impact)));
        }
    }
    for (component, can_restart) in Losses::new(topology).without(topology, &failed) {
        let suffers = &mut suffers[component.place()];
        if suffers.needed == 0 {
            suffers.worst = Some(if can_restart {
                Impact::Brief
            } else {
                Impact::Outage
            });
        }
    }
    let components = topology.components.iter().zip(suffers);
    let harmed = components.filter_map(|((component, described), suffers)| {
        let impact = suffers.worst.filter(|_| described.kind != Kind::Client)?;
        Some(ComponentLoss {
            component,
            impact,
            extent: suffers.extent(),
        })
    });
    WhatIf {
        failed,
        components: harmed.collect(),
        journeys: journeys.into_iter().flatten().collect(),
    }
}

/// What a component suffers in the audiences that need it.
#[derive(Clone, Copy, Debug, Default)]
struct Suffers {
    needed: usize,
    harmed: usize,
    worst: Option<Impact>,
}

impl Suffers {
    const fn extent(self) -> Extent {
        if self.needed == 0 {
            Extent::Unneeded
        } else if self.harmed == self.needed {
            Extent::Every
        } else {
            Extent::Some
        }
    }
}

/// What the loss does in one audience.
struct Effect {
    journeys: Vec<(JourneyIndex, JourneyLoss)>,
    /// The components that a journey needs, in no particular order.
    serving: Vec<ComponentIndex>,
    /// Those that do not work, each with the first policy under which it does not.
    harmed: Vec<(ComponentIndex, Impact)>,
}

impl Effect {
    fn new(topology: &Topology, mut state: State, failed: &[Element]) -> Self {
        let faults: Vec<_> = state.faults(failed).collect();
        let failed = state.fault_gates(failed);
        let mut journeys = journeys(&state);
        let broken = first_failing(&mut state, &[], |_, _, _| {});
        let fails_at = first_failing(&mut state, &failed, |state, policy, failing_before| {
            for (journey, entry, loss) in &mut journeys {
                let is_new = loss.works && !failing_before.contains(entry);
                let fails = is_new && !state.simulation.fails(*entry).is_none();
                if fails && state.entries.tells(*entry, *journey, policy) {
                    loss.impact = Some(policy);
                }
            }
        });
        for (journey, entry, loss) in &mut journeys {
            if let Some(impact) = loss.impact {
                loss.causes = causes(topology, &mut state, &faults, *journey, *entry, impact);
            }
        }
        let entries = state.circuit.entries.iter().map(|&(_, entry)| entry);
        let needed = state.circuit.below(entries, |_| true);
        let gates = state.circuit.gates().zip(fails_at).zip(broken).zip(needed);
        let components = gates.filter_map(|(((gate, fails_at), broken), needed)| match gate.meaning {
            // What does not work with nothing failed is not for what has failed.
            Meaning::Component(component) if needed => {
                let impact = fails_at.filter(|&impact| broken.is_none_or(|broken| broken > impact));
                Some((component, impact))
            }
            _ => None,
        });
        let (mut serving, mut harmed) = (Vec::new(), Vec::new());
        for (component, impact) in components {
            serving.push(component);
            harmed.extend(impact.map(|impact| (component, impact)));
        }
        Self {
            journeys: journeys
                .into_iter()
                .map(|(journey, _, loss)| (journey, loss))
                .collect(),
            serving,
            harmed,
        }
    }
}

/// The journeys of an audience, each with the gate where it begins, as if nothing had happened to them.
fn journeys(state: &State) -> Vec<(JourneyIndex, GateIndex, JourneyLoss)> {
    let working: BTreeSet<_> = state.entries.working().collect();
    let entries = state.circuit.entries.iter();
    entries
        .map(|&(journey, entry)| {
            let loss = JourneyLoss {
                works: working.contains(&journey),
                impact: None,
                causes: Vec::new(),
            };
            (journey, entry, loss)
        })
        .collect()
}

/// Faults that have this impact on a journey together, and would not without any of them; each with its chain.
fn causes(
    topology: &Topology,
    state: &mut State,
    faults: &[(Element, GateIndex)],
    journey: JourneyIndex,
    entry: GateIndex,
    impact: Impact,
) -> Vec<Cause> {
    let mut all: Vec<_> = faults.iter().map(|&(_, gate)| gate).collect();
    all.sort_unstable();
    // What is reached only through what has failed itself changes nothing.
    let reached = state
        .circuit
        .below_and_not_past([entry], &all, |input| input.active.contains(impact));
    let mut needed = faults.to_vec();
    needed.retain(|&(_, gate)| reached[gate as usize]);
    let faults = needed.clone();
    let gates =
        |faults: &[(Element, GateIndex)]| -> Vec<_> { faults.iter().map(|&(_, gate)| gate).collect() };
    for fault in faults.iter().rev().filter(|_| faults.len() > 1) {
        let mut others = needed.clone();
        others.retain(|other| other != fault);
        state.run(&gates(&others), impact);
        if !state.simulation.fails(entry).is_none() {
            needed = others;
        }
    }
    let before = Impact::ALL.iter().rev().find(|&&policy| policy < impact);
    let failing_before = before.map_or_else(BTreeSet::new, |&policy| {
        state.run(&gates(&needed), policy);
        state.failing().collect()
    });
    state.run(&gates(&needed), impact);
    let chain = |gate| state.chain(topology, journey, impact, &[gate], &all, &failing_before);
    let causes = needed.iter().map(|&(element, gate)| Cause {
        element,
        chain: chain(gate),
    });
    causes.collect()
}

/// For each gate the first policy under which it fails, if there is one. After the run of each policy, `visit` sees
/// the state, and the gates that fail under the policy before.
fn first_failing(
    state: &mut State,
    failed: &[GateIndex],
    mut visit: impl FnMut(&State, Impact, &BTreeSet<GateIndex>),
) -> Vec<Option<Impact>> {
    let mut first = vec![None; state.circuit.len()];
    let mut failing_before = BTreeSet::new();
    for &policy in Impact::ALL {
        state.run(failed, policy);
        for gate in state.failing() {
            first[gate as usize].get_or_insert(policy);
        }
        visit(state, policy, &failing_before);
        failing_before = state.failing().collect();
    }
    first
}
