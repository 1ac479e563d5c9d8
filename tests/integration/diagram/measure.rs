//! Measures a picture: what must never happen, and what should happen seldom.

use std::collections::BTreeSet;
use std::fmt;

use infra_audit::diagram::compact::Geometry;
use infra_audit::diagram::geometry::{Extent, Rect};
use infra_audit::diagram::judge;
use infra_audit::diagram::plan::{Item, Plan, ROOT, Tree};
use infra_audit::diagram::route::wiring::Joint;

/// What was found in a picture.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults(pub(crate) Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|fault| writeln!(formatter, "{fault}"))
    }
}

/// Everything that must not happen.
pub(crate) fn faults(plan: &Plan, geometry: &Geometry) -> Faults {
    let mut faults = Vec::new();
    rectangles(plan, geometry, &mut faults);
    wires(plan, geometry, &mut faults);
    labels(plan, geometry, &mut faults);
    Faults(faults)
}

/// The figures of a picture, for a snapshot.
pub(crate) fn figures(geometry: &Geometry) -> String {
    let figures = judge::figures(geometry);
    format!(
        "{} crossings, {} bends, {} out of line, {:.0} of line, {:.0} x {:.0}, {:.2} to 1",
        figures.crossings,
        figures.bends,
        figures.ragged,
        figures.length,
        figures.width,
        figures.height,
        figures.width / figures.height
    )
}

fn rectangles(plan: &Plan, geometry: &Geometry, faults: &mut Vec<String>) {
    let tree = Tree::new(plan);
    let items = |container: usize| tree.children(container).to_vec();
    for container in 0..plan.containers.len() {
        let frame = geometry.rects[Item::Container(container)];
        let children = items(container);
        for (place, &one) in children.iter().enumerate() {
            let rect = geometry.rects[one];
            if !frame.grown(-9.0).holds(&rect) {
                faults.push(format!("{one:?} leaves container {container}"));
            }
            if container != ROOT && title(plan, geometry, container).overlaps(&rect) {
                faults.push(format!("{one:?} covers the title of container {container}"));
            }
            for &other in &children[place + 1..] {
                if rect.grown(9.0).overlaps(&geometry.rects[other].grown(9.0)) {
                    faults.push(format!("{one:?} is on {other:?}"));
                }
            }
        }
    }
    for (number, planned) in plan.boxes.iter().enumerate() {
        let size = geometry.rects[Item::Box(number)].size();
        if size.width < planned.size.width || size.height < planned.size.height {
            faults.push(format!("box {number} is too small"));
        }
    }
}

fn title(plan: &Plan, geometry: &Geometry, container: usize) -> Rect {
    let frame = geometry.rects[Item::Container(container)];
    Rect::new(frame.x.start, frame.y.start, plan.containers[container].title)
}

fn wire_rects(geometry: &Geometry) -> Vec<Rect> {
    geometry
        .wiring
        .wires
        .iter()
        .enumerate()
        .map(|(number, wire)| {
            let extent = geometry.wiring.extent(number, &geometry.rects);
            Rect::from_axis(wire.axis, extent, Extent::between(wire.at, wire.at))
        })
        .collect()
}

fn wires(plan: &Plan, geometry: &Geometry, faults: &mut Vec<String>) {
    let wires = &geometry.wiring.wires;
    let rects = wire_rects(geometry);
    for (number, rect) in rects.iter().enumerate() {
        let thick = rect.grown(1.0);
        for inner in 0..plan.boxes.len() {
            if geometry.rects[Item::Box(inner)].grown(-2.0).overlaps(&thick) {
                faults.push(format!(
                    "wire {number} of net {} runs through box {inner}",
                    wires[number].net
                ));
            }
        }
        for container in 1..plan.containers.len() {
            if title(plan, geometry, container).overlaps(&thick) && !ends_at(geometry, number, container) {
                faults.push(format!(
                    "wire {number} runs through the title of container {container}"
                ));
            }
        }
        for joint in &wires[number].joints {
            if let Joint::Port(port) = joint {
                let side = geometry.rects[port.item].along(port.side.axis().other());
                if !(side.start + 5.0 <= wires[number].at && wires[number].at <= side.end - 5.0) {
                    faults.push(format!("wire {number} misses {port:?}"));
                }
            }
        }
        for (other, near) in rects.iter().enumerate().skip(number + 1) {
            let axis = wires[number].axis;
            let parallel = axis == wires[other].axis && wires[number].net != wires[other].net;
            let beside = rect.along(axis).overlap(near.along(axis)) > -1.0;
            if parallel && beside && (wires[number].at - wires[other].at).abs() < 10.0 {
                faults.push(format!(
                    "wires {number} and {other} of nets {} and {} are too near",
                    wires[number].net, wires[other].net
                ));
            }
        }
    }
    for (net, planned) in plan.nets.iter().enumerate() {
        let reached: BTreeSet<Item> = wires
            .iter()
            .filter(|wire| wire.net == net)
            .flat_map(|wire| &wire.joints)
            .filter_map(|joint| match joint {
                Joint::Port(port) => Some(port.item),
                Joint::Wire(_) => None,
            })
            .collect();
        if reached != planned.ends().collect() {
            faults.push(format!("net {net} does not reach all of its ends"));
        }
    }
}

fn ends_at(geometry: &Geometry, wire: usize, container: usize) -> bool {
    geometry.wiring.wires[wire]
        .joints
        .iter()
        .any(|joint| matches!(joint, Joint::Port(port) if port.item == Item::Container(container)))
}

fn labels(plan: &Plan, geometry: &Geometry, faults: &mut Vec<String>) {
    let rects = wire_rects(geometry);
    for (place, label) in geometry.labels.iter().enumerate() {
        let net = label.net;
        let rect = label.rect.grown(2.0);
        for number in 0..plan.boxes.len() {
            if geometry.rects[Item::Box(number)].overlaps(&rect) {
                faults.push(format!("the label of net {net} is on box {number}"));
            }
        }
        for container in 1..plan.containers.len() {
            let frame = geometry.rects[Item::Container(container)];
            if frame.overlaps(&rect) && !frame.holds(&rect) {
                faults.push(format!(
                    "the label of net {net} is on the border of container {container}"
                ));
            }
            if title(plan, geometry, container).overlaps(&rect) {
                faults.push(format!(
                    "the label of net {net} is on the title of container {container}"
                ));
            }
        }
        for (number, wire) in rects.iter().enumerate() {
            if number != label.wire && wire.grown(0.5).overlaps(&label.rect.grown(1.0)) {
                faults.push(format!("the label of net {net} is on wire {number}"));
            }
        }
        let wire = rects[label.wire];
        let axis = geometry.wiring.wires[label.wire].axis;
        let (along, across) = (label.rect.along(axis), label.rect.along(axis.other()));
        let on_wire = wire.along(axis).start < along.start
            && along.end < wire.along(axis).end
            && (across.middle() - wire.along(axis.other()).start).abs() < 1.0;
        if !on_wire {
            faults.push(format!("the label of net {net} is not on its line"));
        }
        for other in &geometry.labels[place + 1..] {
            if other.rect.overlaps(&rect) {
                faults.push(format!(
                    "the labels of nets {net} and {} are on each other",
                    other.net
                ));
            }
        }
    }
    let labelled: BTreeSet<usize> = geometry.labels.iter().map(|label| label.net).collect();
    for (net, planned) in plan.nets.iter().enumerate() {
        if planned.label.is_some() && !labelled.contains(&net) {
            faults.push(format!("net {net} has no label"));
        }
    }
}
