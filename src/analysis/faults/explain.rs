//! Why a journey fails when something has failed.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::circuit::Meaning;
use super::impact::Impact;
use super::needs::Needs;
use super::simulate::audiences;
use super::state::State;
use super::step::Step;
use crate::model::{ComponentIndex, Element, Index, JourneyIndex, Topology};

/// Tells what journeys depend on, and why they fail.
///
/// Keeps what it works out for one journey, for the next question about it; so ask many questions of one.
#[derive(Debug)]
pub struct Explainer<'a> {
    topology: &'a Topology,
    needs: Needs,
    audiences: Vec<Vec<JourneyIndex>>,
    /// For each journey, the place of its audience.
    audience_of: Vec<usize>,
    states: BTreeMap<usize, State>,
    /// The gates of all states together.
    kept_gates: usize,
}

impl<'a> Explainer<'a> {
    /// The gates that are kept at the same time, beyond those of the journey asked for last: a few hundred bytes each.
    const KEPT_GATES: usize = 100_000;

    /// Prepares to explain a topology, in time linear in its size.
    pub fn new(topology: &'a Topology) -> Self {
        let audiences = audiences(topology);
        let mut audience_of = vec![0; topology.journeys.len()];
        for (place, audience) in audiences.iter().enumerate() {
            for journey in audience {
                audience_of[journey.place()] = place;
            }
        }
        Self {
            topology,
            needs: Needs::new(topology),
            audiences,
            audience_of,
            states: BTreeMap::new(),
            kept_gates: 0,
        }
    }

    /// The components on which a journey depends at all, its entry among them, in order: what lies on its path.
    ///
    /// Members of clusters that no need of the journey names are among them only where their number counts.
    pub fn on_path(&mut self, journey: JourneyIndex) -> Vec<ComponentIndex> {
        let State { circuit, .. } = self.state(journey);
        let needed = circuit.below([circuit.entry(journey)], |_| true);
        let mut components: Vec<_> = circuit
            .gates()
            .zip(needed)
            .filter(|&(_, needed)| needed)
            .filter_map(|(gate, _)| match gate.meaning {
                Meaning::Component(component) => Some(component),
                _ => None,
            })
            .collect();
        components.sort_unstable();
        components
    }

    /// The impact on a journey of the loss of all of `failed` at once; none if the journey goes on, or does not work
    /// with nothing failed.
    pub fn impact(&mut self, failed: &[Element], journey: JourneyIndex) -> Option<Impact> {
        let state = self.state(journey);
        let entry = state.circuit.entry(journey);
        let failed = state.fault_gates(failed);
        let policy = Impact::ALL.iter().copied().find(|&policy| {
            state.run(&failed, policy);
            !state.simulation.fails(entry).is_none()
        })?;
        state.entries.tells(entry, journey, policy).then_some(policy)
    }

    /// Why a journey fails when all of `failed` have failed: the shortest chain of needs from its entry to one of
    /// them, under the most forgiving policy under which it fails. Empty if it works under each.
    ///
    /// With nothing failed, the chain tells why the journey does not work anyhow. The time is linear in what the
    /// faults reach.
    pub fn explain(&mut self, failed: &[Element], journey: JourneyIndex) -> Vec<Step> {
        let topology = self.topology;
        let state = self.state(journey);
        let entry = state.circuit.entry(journey);
        let failed = state.fault_gates(failed);
        let mut failing_before = BTreeSet::new();
        let policy = Impact::ALL.iter().copied().find(|&policy| {
            failing_before = state.failing().collect();
            state.run(&failed, policy);
            !state.simulation.fails(entry).is_none()
        });
        policy
            .map(|policy| state.chain(topology, journey, policy, &failed, &[], &failing_before))
            .unwrap_or_default()
    }

    fn state(&mut self, journey: JourneyIndex) -> &mut State {
        let place = self.audience_of[journey.place()];
        if self.kept_gates > Self::KEPT_GATES && !self.states.contains_key(&place) {
            self.states.clear();
            self.kept_gates = 0;
        }
        self.states.entry(place).or_insert_with(|| {
            let circuit = Builder::new(self.topology, &self.needs).circuit(&self.audiences[place]);
            self.kept_gates += circuit.len();
            State::new(circuit)
        })
    }
}
