//! Minimal cut sets: against all sets of elements, against single faults and pairs, and where there are too many.

use std::collections::BTreeSet;

use infra_audit::analysis::faults::{CutSets, Impact, TooComplex, cut_sets, pairs, simulate};
use infra_audit::model::{Element, JourneyIndex, Topology};
use proptest::prelude::*;

use super::{loaded, models, oracle, random};

const EVERY_SET: usize = usize::MAX;

/// The minimal sets of at most `order` of these elements whose loss is an outage, by trying all, smaller ones first.
fn by_trying(
    topology: &Topology,
    journey: JourneyIndex,
    elements: &[Element],
    order: usize,
) -> BTreeSet<Vec<Element>> {
    let mut found: BTreeSet<Vec<Element>> = BTreeSet::new();
    let mut of_size: Vec<Vec<Element>> = vec![Vec::new()];
    for _ in 1..=order {
        let mut next = Vec::new();
        for set in of_size {
            let behind = elements.iter().filter(|&element| set.last() < Some(element));
            for &element in behind {
                let larger: Vec<_> = set.iter().copied().chain([element]).collect();
                let contains =
                    |smaller: &Vec<Element>| smaller.iter().all(|element| larger.contains(element));
                if found.iter().any(contains) {
                    continue;
                }
                let failed = larger.iter().copied().collect();
                if oracle::impact_of(topology, &failed, journey) == Some(Impact::Outage) {
                    found.insert(larger);
                } else {
                    next.push(larger);
                }
            }
        }
        of_size = next;
    }
    found
}

fn known(topology: &Topology, order: u32) -> Vec<CutSets> {
    let found = cut_sets(topology, &simulate(topology), order, EVERY_SET);
    let known: Result<_, TooComplex> = found.into_iter().collect();
    known.expect("small models are not too complex")
}

proptest! {
    #![proptest_config(models(100))]

    #[test]
    fn the_cut_sets_are_all_that_the_oracle_finds(topology in random::topologies()) {
        let elements: Vec<_> = topology.elements().take(10).collect();
        let found = known(&topology, 3);
        for (journey, found) in topology.journeys.indices().zip(found) {
            let within = found.sets.iter().filter(|set| set.iter().all(|element| elements.contains(element)));
            let within: BTreeSet<_> = within.cloned().collect();
            prop_assert_eq!(within, by_trying(&topology, journey, &elements, 3));
            prop_assert!(found.sets.is_sorted_by_key(Vec::len));
            for (size, &count) in (1..).zip(&found.counts) {
                let of_size = found.sets.iter().filter(|set| set.len() == size).count();
                prop_assert_eq!(of_size as u64, count);
            }
        }
    }

    #[test]
    fn small_cut_sets_are_faults_and_pairs(topology in random::topologies()) {
        let faults = simulate(&topology);
        let pairs = pairs(&topology, &faults, usize::MAX);
        for (journey, found) in topology.journeys.indices().zip(known(&topology, 2)) {
            let of_size = |size| found.sets.iter().filter(move |set| set.len() == size);
            let single: BTreeSet<_> = of_size(1).map(|set| set[0]).collect();
            let outages = topology.elements();
            let outages = outages.filter(|&element| faults.impact(element, journey) == Some(Impact::Outage));
            prop_assert_eq!(single, outages.collect::<BTreeSet<_>>());
            let double: BTreeSet<_> = of_size(2).cloned().collect();
            let pairs = pairs.of(journey).listed.iter().map(|&(first, second)| {
                let mut pair = vec![first, second];
                pair.sort_unstable();
                pair
            });
            prop_assert_eq!(double, pairs.collect::<BTreeSet<_>>());
        }
    }

    #[test]
    fn a_shorter_list_is_the_beginning_of_the_longer(topology in random::topologies(), most in 0usize..6) {
        let faults = simulate(&topology);
        for (all, some) in known(&topology, 3).into_iter().zip(cut_sets(&topology, &faults, 3, most)) {
            let some = some.expect("a short list is no harder");
            prop_assert_eq!(some.counts, all.counts);
            prop_assert_eq!(&some.sets, &all.sets[..all.sets.len().min(most)]);
        }
    }
}

#[test]
fn layers_of_three_fall_in_threes() {
    let topology = random::tower(4, 3);
    let found = known(&topology, 4);
    for (journey, found) in topology.journeys.indices().zip(found) {
        let elements: Vec<_> = topology.elements().collect();
        let expected = by_trying(&topology, journey, &elements, 3);
        let up_to_three = found.sets.iter().filter(|set| set.len() <= 3).cloned();
        assert_eq!(up_to_three.collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn more_sets_are_counted_than_could_be_listed() {
    // A quorum of 60 that needs 55 falls with any six of them, and with nothing less.
    let ids: Vec<_> = (0..60).map(|place| format!("member-{place:02}")).collect();
    let components: Vec<_> = ids
        .iter()
        .map(|id| format!("  {id}: {{ kind: service }}\n"))
        .collect();
    let topology = loaded(&format!(
        "name: Quorum\ncomponents:\n  visitor: {{ kind: client }}\n{}\
         clusters:\n  all: {{ mode: quorum, min_available: 55, members: [{}] }}\n\
         connections:\n  - {{ from: visitor, to: all }}\n",
        components.concat(),
        ids.join(", ")
    ));
    let found = cut_sets(&topology, &simulate(&topology), 6, 5);
    let found = found[0].as_ref().expect("counting is no harder than one set");
    assert_eq!(found.counts, [0, 0, 0, 0, 0, 50_063_860]);
    assert_eq!(found.sets.len(), 5);
}

/// What harms one journey is a part of the circle through which the other comes.
#[test]
fn a_circle_is_entered_twice() {
    let topology = loaded(
        "name: Circle\ncomponents:\n  a: { kind: service }\n  b: { kind: service }\n  c: { kind: service }\n\
         journeys:\n  first: { entry: a }\n  second: { entry: c }\n\
         connections:\n  - { from: a, to: b }\n  - { from: b, to: c, dependency: optional }\n  \
         - { from: c, to: a }\n",
    );
    let counts: Vec<_> = known(&topology, 1)
        .into_iter()
        .map(|found| found.counts)
        .collect();
    assert_eq!(counts, [[2], [3]]);
}
