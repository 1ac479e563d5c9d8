//! What breaks when something fails: against an oracle, against worked cases, and in depth.

mod cases;
mod chains;
mod depth;
mod oracle;
mod random;

use infra_audit::analysis::faults::{Explainer, simulate};
use infra_audit::model::{Element, Kind};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// As many random models as `PROPTEST_CASES` says, or else `count`.
fn models(count: u32) -> Config {
    let stated = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    Config {
        cases: stated.unwrap_or(count),
        failure_persistence: None,
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(models(300))]

    #[test]
    fn every_impact_agrees_with_the_oracle(topology in random::topologies()) {
        let faults = simulate(&topology);
        for journey in topology.journeys.indices() {
            prop_assert_eq!(faults.works(journey), oracle::works(&topology, journey));
            for element in topology.elements() {
                let expected = oracle::impact(&topology, element, journey);
                prop_assert_eq!(faults.impact(element, journey), expected, "{:?} on {:?}", element, journey);
            }
        }
    }

    #[test]
    fn the_chain_of_an_impact_ends_at_what_failed(topology in random::topologies()) {
        let faults = simulate(&topology);
        let mut explainer = Explainer::new(&topology);
        for (element, impacts) in faults.iter() {
            for &(journey, _) in impacts {
                let chain = explainer.explain(&[element], journey);
                let last = chain.last().map(|step| step.element.as_str());
                prop_assert_eq!(last, Some(topology.element_id(element)));
                if let Element::Component(component) = element {
                    prop_assert!(explainer.on_path(journey).contains(&component));
                }
            }
        }
    }

    #[test]
    fn what_goes_down_with_a_domain_agrees_with_the_oracle(topology in random::topologies()) {
        let faults = simulate(&topology);
        for element in topology.elements() {
            let lost = faults.lost_with(&topology, element);
            let stands = |&index: &_| oracle::enough_instances(&topology, &[element].into(), index);
            let components = topology.components.iter();
            let expected: Vec<_> = components
                .filter(|(_, component)| component.kind != Kind::Client)
                .map(|(index, _)| index)
                .filter(|index| matches!(element, Element::Group(_)) && !stands(index))
                .collect();
            prop_assert_eq!(lost, expected, "{:?}", element);
        }
    }
}

#[test]
fn faults_of_several_blocks_agree_with_the_oracle() {
    let topology = random::tower(90);
    let faults = simulate(&topology);
    assert!(
        faults.iter().len() > 256,
        "{} faults with an impact",
        faults.iter().len()
    );
    for journey in topology.journeys.indices() {
        assert_eq!(faults.works(journey), oracle::works(&topology, journey));
        for element in topology.elements().step_by(67) {
            let expected = oracle::impact(&topology, element, journey);
            assert_eq!(faults.impact(element, journey), expected);
        }
    }
}
