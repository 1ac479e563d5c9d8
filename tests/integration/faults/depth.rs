//! Models far deeper than any stack.

use infra_audit::analysis::faults::{Explainer, Impact, simulate};
use infra_audit::model::{ComponentIndex, Element, Endpoint, GroupKind, Index, JourneyIndex, Need};

use super::random::{chain, connection, group};

#[test]
fn a_chain_of_a_hundred_thousand_components_in_as_many_nested_groups() {
    let mut topology = chain(100_000);
    let mut parent = None;
    for component in topology.components.indices() {
        let inner = topology
            .groups
            .push(group(format!("g{}", component.place()), GroupKind::Host, parent));
        topology.components[component].places.push(inner);
        parent = Some(inner);
    }
    let journey = JourneyIndex::new(0);
    let last = Element::Component(ComponentIndex::new(99_999));

    let mut explainer = Explainer::new(&topology);
    assert_eq!(explainer.on_path(journey).len(), 100_000);
    let steps = explainer.explain(&[last], journey);
    assert_eq!(steps.len(), 100_000);
    assert_eq!(steps[0].reason, "needs `c1`");
    assert_eq!(steps[99_999].reason, "has failed");
}

#[test]
fn every_fault_of_a_long_circle() {
    let mut topology = chain(5_000);
    let ends = [4_999, 1].map(|place| Endpoint::Component(ComponentIndex::new(place)));
    topology
        .connections
        .push(connection(ends[0], ends[1], Need::Hard));
    let faults = simulate(&topology);
    assert_eq!(faults.iter().len(), 4_999);
    let outage = [(JourneyIndex::new(0), Impact::Outage)];
    assert!(faults.iter().all(|(_, impacts)| impacts == outage));
}
