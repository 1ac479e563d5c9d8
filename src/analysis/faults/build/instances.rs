//! The instances of components: where they stand, and what is left of them.

use super::{Builder, always};
use crate::analysis::faults::circuit::{GateIndex, Input, Meaning, Rule};
use crate::analysis::faults::policy::Policies;
use crate::analysis::faults::spread::slots;
use crate::model::{ComponentIndex, Element, Replicas};

/// What of a component can fail by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failing {
    /// One of its instances.
    OneInstance,
    /// Each of its instances, independently of the others.
    EachInstance,
}

impl Builder<'_> {
    /// What must all work for enough instances of a component to be left, where `gate` fails if it does not.
    pub(super) fn instances(&mut self, index: ComponentIndex, gate: GateIndex) -> Vec<Input> {
        let replicas = &self.topology.components[index].replicas;
        let spare = replicas.count.saturating_sub(replicas.min_available);
        let mut inputs = self.holders(index);
        if spare == 0 {
            let faults = self.take_instances(index);
            let own = (Element::Component(index), gate);
            self.draft.faults.extend((0..faults).map(|_| own));
            inputs.extend(self.places(index));
            return inputs;
        }
        match self.failing {
            Failing::OneInstance if replicas.spread.is_empty() => {}
            Failing::OneInstance => {
                let mut places = self.places(index);
                let instance = self.draft.gate(Meaning::Instances(index), Rule::All, &[]);
                self.draft.faults.push((Element::Component(index), instance));
                places.push(always(instance));
                inputs.push(self.too_few(index, spare, &places));
            }
            Failing::EachInstance => {
                let instances = self.each_instance(index);
                inputs.push(self.too_few(index, spare, &instances));
            }
        }
        inputs
    }

    fn too_few(&mut self, index: ComponentIndex, spare: u32, instances: &[Input]) -> Input {
        let rule = Rule::MoreThan(spare.into());
        always(self.draft.gate(Meaning::Instances(index), rule, instances))
    }

    /// The failure domains over which the instances of a component are spread, each as often as it holds one.
    fn places(&mut self, index: ComponentIndex) -> Vec<Input> {
        let component = &self.topology.components[index];
        let replicas = &component.replicas;
        slots(&replicas.spread, replicas.count, &component.places)
            .filter_map(|(group, weight)| {
                Some(Input {
                    gate: self.domain(group)?,
                    weight,
                    active: Policies::ALL,
                })
            })
            .collect()
    }

    /// The instances of a component, each of which fails by itself or with its place.
    fn each_instance(&mut self, index: ComponentIndex) -> Vec<Input> {
        let component = &self.topology.components[index];
        let Replicas { count, spread, .. } = &component.replicas;
        let mut instances = Vec::new();
        if self.take_instances(index) < *count {
            return instances;
        }
        let spread_out =
            slots(spread, *count, &component.places).map(|(group, weight)| (Some(group), weight));
        let together = spread.is_empty().then_some((None, *count));
        for (group, weight) in spread_out.chain(together) {
            let domain: Vec<_> = group.and_then(|group| self.domain(group)).into_iter().collect();
            let place: Vec<_> = domain.into_iter().map(always).collect();
            for _ in 0..weight {
                let instance = self.draft.declare(Meaning::Instances(index));
                self.draft.define(instance, Rule::All, &place);
                self.draft.faults.push((Element::Component(index), instance));
                instances.push(always(instance));
            }
        }
        instances
    }

    /// How many faults a component has by itself; none if that is more than a circuit may have.
    fn take_instances(&mut self, index: ComponentIndex) -> u32 {
        let count = self.topology.components[index].replicas.count;
        if self.failing == Failing::OneInstance || count == 1 {
            return 1;
        }
        let left = self.draft.instances_left.checked_sub(count);
        self.draft.instances_left = left.unwrap_or(0);
        self.draft.is_cut |= left.is_none();
        if left.is_some() { count } else { 0 }
    }

    /// The failure domains that hold every instance of a component.
    fn holders(&mut self, component: ComponentIndex) -> Vec<Input> {
        let holders = self.topology.components[component].holders();
        holders
            .filter_map(|place| self.domain(place))
            .map(always)
            .collect()
    }

    /// The failure domains that hold every instance of a component, wherever it is started again.
    pub(super) fn restart_holders(&mut self, component: ComponentIndex) -> Vec<Input> {
        let holders = self.topology.components[component].restart_holders();
        holders
            .filter_map(|place| self.domain(place))
            .map(always)
            .collect()
    }
}
