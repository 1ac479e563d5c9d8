//! Models far deeper than any stack.

use infra_audit::analysis::faults::{Defaults, Explainer, Impact, cut_sets, simulate, uptimes};
use infra_audit::model::{
    Availability, ComponentIndex, Element, Endpoint, GroupKind, Index, JourneyIndex, Need,
};

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
    assert_eq!(steps[0].reason(&topology), "needs `c1`");
    assert_eq!(steps[99_999].reason(&topology), "has failed");
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

#[test]
fn the_availability_of_a_chain_of_a_hundred_thousand_components() {
    let mut topology = chain(100_000);
    for component in topology.components.indices().skip(1) {
        topology.components[component].availability = Availability::from_unavailability(1e-9);
    }
    let faults = simulate(&topology);
    let uptimes = uptimes(&topology, &faults, &Defaults::default());
    let uptime = uptimes[0].as_ref().expect("a chain is simple");
    let expected = -(99_999.0 * (-1e-9_f64).ln_1p()).exp_m1();
    assert!((uptime.availability.unavailability() / expected - 1.0).abs() < 1e-11);
    assert_eq!(uptime.importance.len(), 99_999);
    let cut_sets = cut_sets(&topology, &faults, 3, 10);
    let found = cut_sets[0].as_ref().expect("a chain is simple");
    assert_eq!(found.counts, [99_999, 0, 0]);
}
