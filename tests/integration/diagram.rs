//! The picture: nothing in it touches what it should not, whatever the topology.

mod arrangement;
mod drawn;
mod measure;
mod random;
mod view;

use std::fs;
use std::path::Path;

use infra_audit::audit::{Audit, Settings};
use infra_audit::diagram::{Direction, Options, arranged};
use infra_audit::load;
use infra_audit::model::Topology;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

/// The examples.
const MODELS: [&str; 5] = ["simple", "distributed", "distributed-nginx", "secured", "scaled"];

/// The text of an example.
fn model(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    fs::read_to_string(root.join(format!("{name}.yaml"))).expect("a model")
}

/// An example with its findings.
fn audited(name: &str) -> Audit {
    audited_text(name, &model(name))
}

/// A model with its findings.
fn audited_text(name: &str, text: &str) -> Audit {
    let source = Source::new(name, text);
    let loaded = load::topology(&source, &Limits::default()).expect("a model");
    Audit::new(source, loaded, &Catalogue::built_in(), Settings::default()).expect("known rules")
}

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
    let examples = MODELS.map(|name| {
        let audit = audited(name);
        (name.to_owned(), audit.topology, audit.findings)
    });
    let generated =
        [7, 21, 42].map(|seed| (format!("random {seed}"), random::topology(seed, 40), Vec::new()));
    let mut figures = Vec::new();
    for (name, topology, findings) in examples.into_iter().chain(generated) {
        for direction in [Direction::Right, Direction::Down] {
            let options = Options {
                direction,
                ..Options::default()
            };
            let (plan, geometry) = arranged(&topology, &findings, &options);
            let faults = measure::faults(&plan, &geometry);
            assert!(faults.0.is_empty(), "{name}, {direction:?}:\n{faults}");
            figures.push(format!("{name}, {direction:?}: {}", measure::figures(&geometry)));
        }
    }
    insta::assert_snapshot!(figures.join("\n"));
}
