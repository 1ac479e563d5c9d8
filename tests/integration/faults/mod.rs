//! What breaks when something fails: against an oracle, against worked cases, and in depth.

mod cases;
mod chains;
mod cut_sets;
mod depth;
mod oracle;
mod random;
mod uptimes;

use infra_audit::analysis::faults::{Explainer, Extent, Impact, pairs, simulate, what_if};
use infra_audit::load;
use infra_audit::model::{Element, Kind, Topology};
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
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

/// The model of a text.
fn loaded(text: &str) -> Topology {
    let source = Source::new("model.yaml", text);
    let loaded = load::topology(&source, &Limits::default());
    loaded.expect("the model is right").topology
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
    fn what_is_spread_behind_guards_agrees_with_the_oracle(topology in random::spread_behind_guards()) {
        let faults = simulate(&topology);
        for journey in topology.journeys.indices() {
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
                let last = chain.last().map(|step| step.element(&topology));
                prop_assert_eq!(last, Some(topology.element_id(element)));
                if let Element::Component(component) = element {
                    prop_assert!(explainer.on_path(journey).contains(&component));
                }
            }
        }
    }

    #[test]
    fn the_loss_of_several_agrees_with_the_oracle(
        topology in random::topologies(),
        lost in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let elements: Vec<_> = topology.elements().collect();
        prop_assume!(!elements.is_empty());
        let failed: oracle::Failed = lost.iter().map(|index| *index.get(&elements)).collect();
        let listed: Vec<_> = failed.iter().copied().collect();
        let mut explainer = Explainer::new(&topology);
        for journey in topology.journeys.indices() {
            let expected = oracle::impact_of(&topology, &failed, journey);
            prop_assert_eq!(explainer.impact(&listed, journey), expected);
        }
    }

    #[test]
    fn what_if_several_fail_agrees_with_the_oracle(
        topology in random::topologies(),
        lost in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let elements: Vec<_> = topology.elements().collect();
        prop_assume!(!elements.is_empty());
        let listed: Vec<_> = lost.iter().map(|index| *index.get(&elements)).collect();
        let failed: oracle::Failed = listed.iter().copied().collect();
        let found = what_if(&topology, listed);
        prop_assert!(found.failed.iter().eq(&failed));
        let mut explainer = Explainer::new(&topology);
        for (journey, loss) in topology.journeys.indices().zip(&found.journeys) {
            prop_assert_eq!(loss.works, oracle::works(&topology, journey));
            prop_assert_eq!(loss.impact, oracle::impact_of(&topology, &failed, journey));
            let causes: oracle::Failed = loss.causes.iter().map(|cause| cause.element).collect();
            prop_assert_eq!(causes.is_empty(), loss.impact.is_none());
            prop_assert_eq!(oracle::impact_of(&topology, &causes, journey), loss.impact);
            for cause in &loss.causes {
                let last = cause.chain.last().map(|step| step.element(&topology));
                prop_assert_eq!(last, Some(topology.element_id(cause.element)));
                let mut others = causes.clone();
                others.remove(&cause.element);
                prop_assert_ne!(oracle::impact_of(&topology, &others, journey), loss.impact);
            }
        }
        for (component, described) in topology.components.iter() {
            if described.kind == Kind::Client {
                continue;
            }
            let fails_at = |failed: &oracle::Failed, journey| {
                let works = |&policy: &Impact| oracle::component_works(&topology, journey, failed, policy, component);
                Impact::ALL.iter().copied().find(|policy| !works(policy))
            };
            let journeys = topology.journeys.indices();
            let needing: Vec<_> = journeys.filter(|&index| explainer.on_path(index).contains(&component)).collect();
            let harmed: Vec<_> = needing
                .iter()
                .filter_map(|&journey| {
                    let impact = fails_at(&failed, journey)?;
                    let before = fails_at(&oracle::Failed::new(), journey);
                    before.is_none_or(|before| before > impact).then_some(impact)
                })
                .collect();
            let loss = found.components.iter().find(|loss| loss.component == component);
            if needing.is_empty() {
                let stands = oracle::enough_instances(&topology, &failed, component);
                prop_assert_eq!(loss.map(|loss| loss.extent), (!stands).then_some(Extent::Unneeded));
            } else {
                prop_assert_eq!(loss.map(|loss| loss.impact), harmed.iter().min().copied());
                let extent = if harmed.len() == needing.len() { Extent::Every } else { Extent::Some };
                prop_assert_eq!(loss.map(|loss| loss.extent), (!harmed.is_empty()).then_some(extent));
            }
        }
    }

    #[test]
    fn the_pairs_are_all_that_the_oracle_finds(topology in random::topologies(), most in 0..6usize) {
        let mut elements: Vec<_> = topology.elements().collect();
        elements.sort_unstable_by_key(|&element| topology.element_id(element));
        let faults = simulate(&topology);
        let found = pairs(&topology, &faults, usize::MAX);
        let bounded = pairs(&topology, &faults, most);
        let is_outage = |failed: &[Element], journey| {
            let failed = failed.iter().copied().collect();
            oracle::impact_of(&topology, &failed, journey) == Some(Impact::Outage)
        };
        for journey in topology.journeys.indices() {
            let survived: Vec<_> = elements.iter().filter(|&&element| !is_outage(&[element], journey)).collect();
            let mut expected = Vec::new();
            for (place, &&first) in survived.iter().enumerate() {
                let others = survived[place + 1..].iter().map(|&&second| (first, second));
                expected.extend(others.filter(|&(first, second)| is_outage(&[first, second], journey)));
            }
            prop_assert_eq!(&found.of(journey).listed, &expected);
            prop_assert_eq!(found.of(journey).total, expected.len() as u64);
            prop_assert_eq!(bounded.of(journey).total, expected.len() as u64);
            expected.truncate(most);
            prop_assert_eq!(&bounded.of(journey).listed, &expected);
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
    let topology = random::tower(90, 7);
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

#[test]
fn blocks_of_faults_agree_with_one_fault_at_a_time() {
    for seed in 1..=40 {
        let topology = random::tower(60, seed);
        let faults = simulate(&topology);
        let mut explainer = Explainer::new(&topology);
        for journey in topology.journeys.indices() {
            for element in topology.elements() {
                assert_eq!(
                    faults.impact(element, journey),
                    explainer.impact(&[element], journey)
                );
            }
        }
    }
}

#[test]
fn blocks_of_pairs_agree_with_one_pair_at_a_time() {
    for seed in 1..=2 {
        let topology = random::tower(90, seed);
        let faults = simulate(&topology);
        let found = pairs(&topology, &faults, usize::MAX);
        let mut explainer = Explainer::new(&topology);
        let mut is_outage =
            |failed: &[Element], journey| explainer.impact(failed, journey) == Some(Impact::Outage);
        for journey in topology.journeys.indices() {
            let listed = &found.of(journey).listed;
            let elements: Vec<_> = topology.elements().collect();
            for &first in elements.iter().step_by(197) {
                let mut expected: Vec<_> = elements
                    .iter()
                    .filter(|&&second| {
                        second != first
                            && is_outage(&[first, second], journey)
                            && !is_outage(&[first], journey)
                            && !is_outage(&[second], journey)
                    })
                    .collect();
                let mut partners: Vec<_> = listed
                    .iter()
                    .filter_map(|(one, other)| match first {
                        first if first == *one => Some(other),
                        first if first == *other => Some(one),
                        _ => None,
                    })
                    .collect();
                expected.sort_unstable();
                partners.sort_unstable();
                assert_eq!(partners, expected, "{first:?} in {journey:?}");
            }
        }
    }
}
