//! The picture: nothing in it touches what it should not, whatever the topology.

mod measure;
mod random;
mod view;

use std::fs;
use std::path::Path;

use infra_audit::diagram::{Direction, Options, arranged};
use infra_audit::model::Topology;

fn check(topology: &Topology, direction: Direction) -> measure::Faults {
    let options = Options {
        direction,
        ..Options::default()
    };
    let (plan, geometry) = arranged(topology, &[], &options);
    measure::faults(&plan, &geometry)
}

#[test]
fn nothing_touches_in_random_topologies() {
    for seed in 0..60 {
        for direction in [Direction::Right, Direction::Down] {
            let faults = check(&random::topology(seed, 24), direction);
            assert!(
                faults.0.is_empty(),
                "seed {seed}, {direction:?}:\n{faults}{}",
                random::text(seed, 24)
            );
        }
    }
}

#[test]
fn pictures_keep_their_figures() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let models = ["simple", "distributed", "distributed-nginx", "secured", "scaled"].map(|name| {
        let text = fs::read_to_string(root.join(format!("{name}.yaml"))).expect("a model");
        (name.to_owned(), random::load(&text))
    });
    let generated = [7, 21, 42].map(|seed| (format!("random {seed}"), random::topology(seed, 40)));
    let mut figures = Vec::new();
    for (name, topology) in models.into_iter().chain(generated) {
        for direction in [Direction::Right, Direction::Down] {
            let options = Options {
                direction,
                ..Options::default()
            };
            let (plan, geometry) = arranged(&topology, &[], &options);
            let faults = measure::faults(&plan, &geometry);
            assert!(faults.0.is_empty(), "{name}, {direction:?}:\n{faults}");
            figures.push(format!("{name}, {direction:?}: {}", measure::figures(&geometry)));
        }
    }
    insta::assert_snapshot!(figures.join("\n"));
}
