//! All single faults of all journeys, against the same circuit evaluated for one fault at a time.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use infra_audit::analysis::faults::{Explainer, simulate};
use infra_audit::model::Topology;
use infra_audit_benches::{Shape, loaded, topology};

/// The same answers, one fault and one journey at a time.
fn one_at_a_time(topology: &Topology) {
    let mut explainer = Explainer::new(topology);
    for journey in topology.journeys.indices() {
        for element in topology.elements() {
            black_box(explainer.impact(&[element], journey));
        }
    }
}

fn faults(criterion: &mut Criterion) {
    for shape in [Shape::Islands, Shape::Chain] {
        let mut group = criterion.benchmark_group(format!("faults/{shape:?}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        for components in [100, 1_000, 10_000, 100_000] {
            let text = topology(components, shape).expect("strings take everything");
            let topology = loaded(text);
            group.bench_function(BenchmarkId::new("simulate", components), |bencher| {
                bencher.iter(|| simulate(&topology));
            });
            if components <= 1_000 {
                group.bench_function(BenchmarkId::new("one at a time", components), |bencher| {
                    bencher.iter(|| one_at_a_time(&topology));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, faults);
criterion_main!(benches);
