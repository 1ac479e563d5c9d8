//! The picture: nothing in it touches what it should not, whatever the topology.

mod measure;
mod random;

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
