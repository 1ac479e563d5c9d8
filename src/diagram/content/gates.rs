//! Devices that guard a border, and the lines that pass them.

use std::collections::{BTreeMap, BTreeSet};

use super::bundle::{self, Bundle};
use crate::diagram::plan::Item;
use crate::diagram::view::View;
use crate::model::{ComponentIndex, Guarded, Topology};

/// What is guarded, and by which devices.
pub(super) struct Gates {
    devices: BTreeMap<Guarded, Vec<ComponentIndex>>,
    /// Which guarded border requests leave, and which they enter then.
    crossed: BTreeSet<(Guarded, Guarded)>,
}

/// A way from devices to what is behind them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Passage {
    pub(super) border: Guarded,
    pub(super) devices: Vec<ComponentIndex>,
    pub(super) targets: Vec<ComponentIndex>,
}

impl Gates {
    pub(super) fn new(topology: &Topology, view: &View, bundles: &[Bundle]) -> Self {
        let mut devices: BTreeMap<Guarded, Vec<ComponentIndex>> = BTreeMap::new();
        for (device, guarded) in bundle::guards(topology) {
            let own = view.component(device).filter(|&number| !view.is_group(number));
            let before = view.guarded(guarded);
            if own.is_none() || before.is_none() || own.map(Item::Box) == before {
                continue;
            }
            devices.entry(guarded).or_default().push(device);
        }
        let mut gates = Self {
            devices,
            crossed: BTreeSet::new(),
        };
        if gates.devices.is_empty() {
            return gates;
        }
        for bundle in bundles.iter().filter(|bundle| bundle::ranks(topology, bundle)) {
            for &source in &bundle.sources {
                let outside = gates.around(topology, source);
                for &target in &bundle.targets {
                    let inside = gates.around(topology, target);
                    for &left in outside.iter().filter(|border| !inside.contains(border)) {
                        let entered = inside.iter().filter(|border| !outside.contains(border));
                        gates.crossed.extend(entered.map(|&entered| (left, entered)));
                    }
                }
            }
        }
        gates
    }

    /// Every border with the devices that stand before it.
    pub(super) fn before<'a>(
        &'a self,
        topology: &'a Topology,
    ) -> impl Iterator<Item = (Guarded, ComponentIndex)> + 'a {
        let pairs = |(&guarded, devices): (&Guarded, &'a Vec<ComponentIndex>)| {
            devices
                .iter()
                .map(move |&device| (guarded, device))
                .collect::<Vec<_>>()
        };
        self.devices
            .iter()
            .flat_map(pairs)
            .filter(|&(guarded, device)| match guarded {
                // What a device stands in, it cannot stand before.
                Guarded::Group(group) => topology.home_groups(device).all(|around| around != group),
                Guarded::Component(_) => true,
            })
    }

    /// The part of a bundle that ends at devices on its way, and the passages behind them.
    ///
    /// A request is drawn through a device where it enters just one guarded border, and nothing comes back through
    /// it to a guarded place that the request leaves. Others cross the border wherever they do: between two places
    /// that talk in both directions, lines through both devices would tell less.
    pub(super) fn through(&self, topology: &Topology, bundle: &Bundle) -> (Bundle, Vec<Passage>) {
        let mut front = bundle.clone();
        if self.devices.is_empty() || !bundle::ranks(topology, bundle) {
            return (front, Vec::new());
        }
        front.targets.clear();
        let mut behind: BTreeMap<Guarded, Vec<ComponentIndex>> = BTreeMap::new();
        for &target in &bundle.targets {
            match self.gate(topology, &bundle.sources, target) {
                Some(border) => behind.entry(border).or_default().push(target),
                None => front.targets.push(target),
            }
        }
        let passages: Vec<Passage> = behind
            .into_iter()
            .map(|(border, targets)| Passage {
                devices: self.devices[&border].clone(),
                border,
                targets,
            })
            .collect();
        front
            .targets
            .extend(passages.iter().flat_map(|passage| &passage.devices));
        front.targets.sort_unstable();
        front.targets.dedup();
        (front, passages)
    }

    /// The only guarded border between all of these sources and a target, if requests cross it in one direction.
    fn gate(
        &self,
        topology: &Topology,
        sources: &[ComponentIndex],
        target: ComponentIndex,
    ) -> Option<Guarded> {
        let around = self.around(topology, target);
        let mut gate = None;
        for &source in sources {
            let outside = self.around(topology, source);
            let mut entered = around.iter().filter(|border| !outside.contains(border));
            let (Some(&border), None) = (entered.next(), entered.next()) else {
                return None;
            };
            let left = outside.iter().filter(|border| !around.contains(border));
            if left.copied().any(|left| self.crossed.contains(&(border, left))) {
                return None;
            }
            if gate.is_some_and(|other| other != border) || self.devices[&border].contains(&source) {
                return None;
            }
            gate = Some(border);
        }
        gate.filter(|border| !self.devices[border].contains(&target))
    }

    /// The guarded borders around a component.
    fn around(&self, topology: &Topology, component: ComponentIndex) -> Vec<Guarded> {
        topology
            .home_groups(component)
            .map(Guarded::Group)
            .chain([Guarded::Component(component)])
            .filter(|border| self.devices.contains_key(border))
            .collect()
    }
}
