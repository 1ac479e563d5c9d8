//! The devices that guard the way to a component.

use super::clusters::Named;
use super::{Builder, always};
use crate::analysis::faults::circuit::{GateIndex, Meaning, Rule};
use crate::model::ComponentIndex;

impl Builder<'_> {
    /// Whether a component works and can be reached past the devices between it and who needs it.
    pub(super) fn behind_guards(&mut self, from: ComponentIndex, to: ComponentIndex) -> GateIndex {
        let mut inputs = vec![always(self.component(to))];
        inputs.extend(self.guards(from, to).into_iter().map(always));
        self.draft.gate(Meaning::Behind(to), Rule::All, &inputs)
    }

    /// What must work for one component to reach another across guarded borders.
    fn guards(&mut self, from: ComponentIndex, to: ComponentIndex) -> Vec<GateIndex> {
        let devices = self.needs.borders.between(self.topology, from, to);
        let cluster_of = |device: ComponentIndex| self.topology.components[device].cluster;
        let mut clustered: Vec<_> = devices
            .iter()
            .filter_map(|&device| Some((cluster_of(device)?, device)))
            .collect();
        clustered.sort_unstable();
        let single = devices.into_iter().filter(|&device| cluster_of(device).is_none());
        let mut gates: Vec<_> = single.map(|device| self.component(device)).collect();
        for of_one in clustered.chunk_by(|one, other| one.0 == other.0) {
            let named: Vec<Named> = of_one
                .iter()
                .map(|&(_, device)| (device, self.component(device)))
                .collect();
            gates.push(self.named_members(of_one[0].0, &named));
        }
        gates
    }
}
