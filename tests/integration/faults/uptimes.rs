//! Availability: against all states, against chance, and against closed forms.

use std::collections::BTreeSet;

use infra_audit::analysis::faults::{Defaults, Impact, Unknown, Uptime, simulate, uptimes};
use infra_audit::model::{Availability, Element, GroupKind, JourneyIndex, Kind, Topology};
use proptest::prelude::*;

use super::{loaded, models, oracle, random};

/// Something that fails independently of everything else: an instance of a component, or a failure domain.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    element: Element,
    instance: usize,
    unavailability: f64,
}

/// Everything that can fail by what the model states.
fn parts(topology: &Topology) -> Vec<Part> {
    let mut parts = Vec::new();
    for element in topology.elements() {
        let (stated, count) = match element {
            Element::Component(component) => {
                let component = &topology.components[component];
                (component.availability, component.replicas.count as usize)
            }
            Element::Group(group) => (topology.groups[group].availability, 1),
        };
        let unavailability = stated.map_or(0.0, Availability::unavailability);
        if unavailability > 0.0 {
            parts.extend((0..count).map(|instance| Part {
                element,
                instance,
                unavailability,
            }));
        }
    }
    parts
}

/// Whether a journey works when these parts have failed.
fn works<'a>(
    topology: &Topology,
    journey: JourneyIndex,
    policy: Impact,
    failed: impl Iterator<Item = &'a Part>,
) -> bool {
    let mut domains = oracle::Failed::new();
    let mut instances = oracle::FailedInstances::new();
    for part in failed {
        match part.element {
            Element::Component(component) => {
                instances.insert((component, part.instance));
            }
            Element::Group(_) => {
                domains.insert(part.element);
            }
        }
    }
    oracle::works_without(topology, journey, &domains, &instances, policy)
}

/// For each state of the parts, one bit for each, whether the journey fails.
fn failing_states(topology: &Topology, journey: JourneyIndex, policy: Impact, parts: &[Part]) -> Vec<bool> {
    (0..1usize << parts.len())
        .map(|state| {
            let failed = parts
                .iter()
                .enumerate()
                .filter(|&(place, _)| state & (1 << place) != 0);
            !works(topology, journey, policy, failed.map(|(_, part)| part))
        })
        .collect()
}

/// The probability of the failing states, where `unavailability` tells that of the part at a place.
fn probability(failing: &[bool], parts: usize, unavailability: impl Fn(usize) -> f64) -> f64 {
    let of_state = |state: usize| -> f64 {
        let of_part = |place| {
            let fails = unavailability(place);
            if state & (1 << place) == 0 {
                1.0 - fails
            } else {
                fails
            }
        };
        (0..parts).map(of_part).product()
    };
    let states = failing.iter().enumerate().filter(|&(_, &fails)| fails);
    states.map(|(state, _)| of_state(state)).sum()
}

/// Lets some elements of a model state an availability, with at most `most` parts that can fail.
fn state(topology: &mut Topology, choices: &[u8], most: usize) {
    let of_choice = |choice: u8| match choice % 6 {
        0 => Availability::from_fraction(0.5),
        1 => Availability::from_fraction(0.9),
        2 => Availability::from_fraction(0.999),
        3 => Availability::from_fraction(1.0),
        _ => None,
    };
    let elements: Vec<_> = topology.elements().collect();
    for (&choice, element) in choices.iter().zip(elements) {
        let stated = match element {
            Element::Component(component) => &mut topology.components[component].availability,
            Element::Group(group) => &mut topology.groups[group].availability,
        };
        *stated = of_choice(choice);
        if parts(topology).len() > most {
            match element {
                Element::Component(component) => topology.components[component].availability = None,
                Element::Group(group) => topology.groups[group].availability = None,
            }
        }
    }
}

fn near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-11
}

proptest! {
    #![proptest_config(models(150))]

    #[test]
    fn availability_agrees_with_all_states(
        mut topology in random::topologies(),
        choices in prop::collection::vec(any::<u8>(), 20),
    ) {
        state(&mut topology, &choices, 6);
        let faults = simulate(&topology);
        let parts = parts(&topology);
        for (journey, uptime) in topology.journeys.indices().zip(uptimes(&topology, &faults, &Defaults::default())) {
            if !faults.works(journey) {
                prop_assert!(matches!(uptime, Err(Unknown::DoesNotWork | Unknown::NothingStated)));
                continue;
            }
            let uptime = match uptime {
                Ok(uptime) => uptime,
                Err(unknown) => {
                    prop_assert_eq!(unknown, Unknown::NothingStated);
                    prop_assert!(!failing_states(&topology, journey, Impact::Brief, &parts).contains(&true));
                    continue;
                }
            };
            let failing = failing_states(&topology, journey, Impact::Brief, &parts);
            let stated = |place: usize| parts[place].unavailability;
            let expected = probability(&failing, parts.len(), stated);
            prop_assert!(near(uptime.availability.unavailability(), expected), "{} {}", uptime.availability.unavailability(), expected);
            let failing_at_best = failing_states(&topology, journey, Impact::Outage, &parts);
            prop_assert_eq!(uptime.best.is_some(), failing != failing_at_best);
            let best = probability(&failing_at_best, parts.len(), stated);
            prop_assert!(near(uptime.best.map_or(expected, Availability::unavailability), best));
            prop_assert!(best <= expected + 1e-12);
            for element in topology.elements() {
                let of_part = |place: usize| {
                    let with = |fails: f64| {
                        probability(&failing, parts.len(), |other| if other == place { fails } else { stated(other) })
                    };
                    with(1.0) - with(0.0)
                };
                let places = (0..parts.len()).filter(|&place| parts[place].element == element);
                let birnbaum = places.map(of_part).fold(0.0, f64::max);
                let found = uptime.importance.iter().find(|importance| importance.element == element);
                prop_assert!(near(found.map_or(0.0, |found| found.birnbaum), birnbaum));
            }
            check_assumed(&topology, journey, &uptime)?;
        }
    }
}

/// What is assumed states nothing, and what states nothing and stops the journey is assumed.
fn check_assumed(topology: &Topology, journey: JourneyIndex, uptime: &Uptime) -> Result<(), TestCaseError> {
    let faults = simulate(topology);
    let unstated = |element: &Element| match *element {
        Element::Component(component) => topology.components[component].availability.is_none(),
        Element::Group(group) => topology.groups[group].availability.is_none(),
    };
    let assumed: BTreeSet<_> = uptime.assumed.iter().copied().collect();
    prop_assert!(assumed.iter().all(unstated));
    for element in topology.elements().filter(unstated) {
        let stops = faults
            .impact(element, journey)
            .is_some_and(|impact| impact <= Impact::Brief);
        prop_assert!(!stops || assumed.contains(&element));
    }
    Ok(())
}

/// Numbers from nought to one that look random. Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software
/// 8, 2003.
fn chances(seed: u64) -> impl Iterator<Item = f64> {
    let next = |&state: &u64| {
        let state = state ^ (state << 13);
        let state = state ^ (state >> 7);
        Some(state ^ (state << 17))
    };
    std::iter::successors(Some(seed), next).map(|state| (state >> 11) as f64 / (1u64 << 53) as f64)
}

/// The exact answer lies within five standard errors of what chance brings; with these seeds it is always the same.
#[test]
fn availability_agrees_with_chance() {
    const ROUNDS: u32 = 4_000;
    for seed in 1..=4 {
        let mut topology = random::tower(3, seed);
        let stated =
            [0.7, 0.8, 0.9].map(|fraction| Availability::from_fraction(fraction).expect("a fraction"));
        for (place, component) in topology.components.indices().enumerate() {
            topology.components[component].availability = Some(stated[place % 3]);
        }
        for (place, group) in topology.groups.indices().enumerate() {
            topology.groups[group].availability = Some(stated[place % 2 + 1]);
        }
        let parts = parts(&topology);
        assert!(parts.len() > 20, "{} parts", parts.len());
        let uptimes = uptimes(&topology, &simulate(&topology), &Defaults::default());
        for (journey, uptime) in topology.journeys.indices().zip(uptimes) {
            let uptime = uptime.expect("a tower works");
            let answers = [
                (Impact::Brief, uptime.availability.unavailability()),
                (
                    Impact::Outage,
                    uptime.best.unwrap_or(uptime.availability).unavailability(),
                ),
            ];
            for (policy, exact) in answers {
                let mut chances = chances(u64::from(seed));
                let mut failures = 0;
                for _ in 0..ROUNDS {
                    let failed: Vec<_> = parts
                        .iter()
                        .zip(&mut chances)
                        .filter(|(part, chance)| *chance < part.unavailability)
                        .collect();
                    let failed = failed.into_iter().map(|(part, _)| part);
                    failures += u32::from(!works(&topology, journey, policy, failed));
                }
                let found = f64::from(failures) / f64::from(ROUNDS);
                let error = (exact * (1.0 - exact) / f64::from(ROUNDS)).sqrt();
                assert!((found - exact).abs() < 5.0 * error, "{found} is not {exact}");
            }
        }
    }
}

/// What is known of the only journey of a model.
fn only(text: &str) -> (Topology, Uptime) {
    let topology = loaded(text);
    let mut found = uptimes(&topology, &simulate(&topology), &Defaults::default());
    assert_eq!(found.len(), 1);
    let uptime = found.pop().expect("there is one").expect("it is known");
    (topology, uptime)
}

/// Equal but for rounding, however small.
fn equal(found: f64, expected: f64) -> bool {
    (found / expected - 1.0).abs() < 1e-11
}

#[test]
fn a_chain_fails_with_each_of_its_links() {
    let (topology, uptime) = only(
        "name: Series\ncomponents:\n  visitor: { kind: client }\n  app: { kind: service, availability: 99% }\n  \
         db: { kind: database, availability: 99.9% }\n  log: { kind: logging, availability: 50% }\nconnections:\n  \
         - { from: visitor, to: app }\n  - { from: app, to: db }\n  \
         - { from: app, to: log, purpose: logging }\n",
    );
    assert!(equal(
        uptime.availability.unavailability(),
        0.01 + 0.001 - 0.01 * 0.001
    ));
    assert_eq!(uptime.best, None);
    assert_eq!(uptime.assumed, []);
    let ids: Vec<_> = uptime
        .importance
        .iter()
        .map(|found| topology.element_id(found.element))
        .collect();
    assert_eq!(ids, ["app", "db"]);
    let [app, db] = [&uptime.importance[0], &uptime.importance[1]];
    assert!(equal(app.birnbaum, 0.999) && equal(db.birnbaum, 0.99));
    assert!(equal(
        app.criticality,
        0.999 * 0.01 / uptime.availability.unavailability()
    ));
}

#[test]
fn nine_nines_twice_are_eighteen() {
    let (_, uptime) = only(
        "name: Parallel\ncomponents:\n  visitor: { kind: client }\n  \
         a: { kind: service, availability: 0.999999999 }\n  b: { kind: service, availability: 99.9999999% }\n\
         clusters:\n  both: { mode: active-active, members: [a, b] }\n\
         connections:\n  - { from: visitor, to: both }\n",
    );
    assert!(
        equal(uptime.availability.unavailability(), 1e-18),
        "{}",
        uptime.availability.unavailability()
    );
    assert!(
        uptime
            .importance
            .iter()
            .all(|found| equal(found.criticality, 1.0))
    );
}

#[test]
fn two_of_three_and_their_host() {
    let quorum = 3.0 * 0.01 * 0.01 * 0.99 + 0.01 * 0.01 * 0.01;
    let (_, uptime) = only(
        "name: Two of three\ngroups:\n  host: { kind: host, availability: 99.9% }\ncomponents:\n  \
         visitor: { kind: client }\n  a: { kind: service, in: host, availability: 99% }\n  \
         b: { kind: service, in: host, availability: 99% }\n  c: { kind: service, in: host, availability: 99% }\n\
         clusters:\n  all: { mode: quorum, members: [a, b, c] }\n\
         connections:\n  - { from: visitor, to: all }\n",
    );
    assert!(equal(
        uptime.availability.unavailability(),
        0.001 + 0.999 * quorum
    ));
    let (_, uptime) = only(
        "name: Two of three instances\ngroups:\n  host: { kind: host, availability: 99.9% }\ncomponents:\n  \
         visitor: { kind: client }\n  \
         all: { kind: service, in: host, replicas: 3, min_available: 2, availability: 99% }\n\
         connections:\n  - { from: visitor, to: all }\n",
    );
    assert!(equal(
        uptime.availability.unavailability(),
        0.001 + 0.999 * quorum
    ));
}

#[test]
fn instances_fail_with_the_places_over_which_they_are_spread() {
    let (topology, uptime) = only(
        "name: Spread\ngroups:\n  a: { kind: zone, availability: 99.9% }\n  b: { kind: zone }\ncomponents:\n  \
         visitor: { kind: client }\n  \
         app: { kind: service, replicas: 3, spread: [a, b], availability: 90% }\n\
         connections:\n  - { from: visitor, to: app }\n",
    );
    // Two instances stand on `a`, one on `b`.
    assert!(equal(
        uptime.availability.unavailability(),
        (0.001 + 0.999 * 0.01) * 0.1
    ));
    let assumed: Vec<_> = uptime
        .assumed
        .iter()
        .map(|&element| topology.element_id(element))
        .collect();
    assert_eq!(assumed, ["b"]);
}

/// Five parts of which none is in series or in parallel with another: `bridge` stands in either direction for what it
/// leads to.
#[test]
fn a_bridge() {
    let (_, uptime) = only(
        "name: Bridge\ngroups:\n  bridge: { kind: host, availability: 80% }\ncomponents:\n  \
         visitor: { kind: client }\n  \
         in-1: { kind: service, availability: 90% }\n  in-2: { kind: service, availability: 70% }\n  \
         out-1: { kind: service, availability: 60% }\n  out-2: { kind: service, availability: 95% }\n  \
         across-1: { kind: service, in: bridge }\n  across-2: { kind: service, in: bridge }\n\
         clusters:\n  outs: { mode: active-active, members: [out-1, out-2] }\n  \
         to-1: { mode: active-active, members: [in-1, across-1] }\n  \
         to-2: { mode: active-active, members: [in-2, across-2] }\n\
         connections:\n  - { from: visitor, to: outs }\n  - { from: out-1, to: to-1 }\n  \
         - { from: out-2, to: to-2 }\n  - { from: across-1, to: in-2 }\n  - { from: across-2, to: in-1 }\n",
    );
    let [in_1, in_2, out_1, out_2, bridge] = [0.1, 0.3, 0.4, 0.05, 0.2];
    let either = |one: f64, other: f64| one + other - one * other;
    let with_bridge = either(in_1 * in_2, out_1 * out_2);
    let without = either(in_1, out_1) * either(in_2, out_2);
    assert!(equal(
        uptime.availability.unavailability(),
        (1.0 - bridge) * with_bridge + bridge * without
    ));
}

#[test]
fn a_restart_helps_at_best() {
    let (_, uptime) = only(
        "name: Failover\ncomponents:\n  visitor: { kind: client }\n  a: { kind: database, availability: 99% }\n  \
         b: { kind: database, availability: 99% }\nclusters:\n  \
         db: { mode: active-passive, active: a, members: [a, b], failover: manual }\n\
         connections:\n  - { from: visitor, to: db }\n",
    );
    assert!(equal(uptime.availability.unavailability(), 0.01));
    assert!(equal(
        uptime.best.expect("a person helps").unavailability(),
        0.0001
    ));
}

#[test]
fn kinds_have_defaults() {
    let topology = loaded(
        "name: Defaults\ngroups:\n  host: { kind: host }\n  net: { kind: network }\ncomponents:\n  \
         visitor: { kind: client, in: net }\n  app: { kind: service, in: host, availability: 90% }\n  \
         db: { kind: database, in: net }\n  dns: { kind: dns }\n\
         connections:\n  - { from: visitor, to: app }\n  - { from: app, to: db }\n  - { from: app, to: dns }\n",
    );
    let nines = |fraction| Availability::from_fraction(fraction).expect("a fraction");
    let defaults = Defaults {
        components: [
            (Kind::Client, nines(0.5)),
            (Kind::Service, nines(0.5)),
            (Kind::Database, nines(0.8)),
        ]
        .into(),
        groups: [(GroupKind::Host, nines(0.6)), (GroupKind::Network, nines(0.5))].into(),
    };
    let found = uptimes(&topology, &simulate(&topology), &defaults);
    let uptime = found[0].as_ref().expect("it is known");
    assert!(equal(uptime.availability.unavailability(), 1.0 - 0.9 * 0.8 * 0.6));
    let assumed: Vec<_> = uptime
        .assumed
        .iter()
        .map(|&element| topology.element_id(element))
        .collect();
    assert_eq!(assumed, ["dns"]);
}

#[test]
fn what_is_not_known_says_why() {
    let topology = loaded(
        "name: Unknown\ncomponents:\n  visitor: { kind: client, availability: 90% }\n  \
         app: { kind: service }\n  many: { kind: service, replicas: 4000000000, availability: 90% }\n\
         journeys:\n  few: { entry: visitor }\n  large: { entry: many }\n\
         connections:\n  - { from: visitor, to: app, for: few }\n",
    );
    let unknown: Vec<_> = uptimes(&topology, &simulate(&topology), &Defaults::default())
        .into_iter()
        .map(|uptime| uptime.expect_err("it is not known"))
        .collect();
    assert_eq!(unknown, [Unknown::NothingStated, Unknown::TooComplex]);
}
