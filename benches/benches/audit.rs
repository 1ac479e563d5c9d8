//! The whole audit, and what it is made of, against a plain reader of the same text.

use std::hint::black_box;

use criterion::{
    BatchSize, BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use infra_audit::analysis::faults::{Faults, simulate};
use infra_audit::audit::{Audit, Settings};
use infra_audit::load;
use infra_audit::model::Topology;
use infra_audit::rules::facts::Evidence;
use infra_audit::rules::{Catalogue, Engine, Stage};
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use infra_audit_benches::{Shape, loaded, topology};

/// What `check` does with a file that has been read from disk.
fn audit(text: String, catalogue: &Catalogue) -> Audit {
    let source = Source::new("generated.yaml", text);
    let loaded = load::topology(&source, &Limits::default()).expect("generated models are valid");
    Audit::new(source, loaded, catalogue, Settings::default()).expect("generated models accept no risks")
}

/// Asks every rule about everything in a model, and tells how much they match.
fn run_rules(catalogue: &Catalogue, topology: &Topology, faults: &Faults) -> usize {
    let evidence = Evidence::new(topology, faults);
    let memory = Engine::memory(catalogue);
    Engine::new(catalogue, &evidence, &memory).run(Stage::Model).len()
}

fn whole_audit(criterion: &mut Criterion) {
    let catalogue = Catalogue::built_in();
    let mut group = criterion.benchmark_group("audit");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.bench_function("load the rules", |bencher| bencher.iter(Catalogue::built_in));
    for components in [100, 1_000, 10_000, 100_000] {
        let text = topology(components, Shape::Islands).expect("strings take everything");
        let topology = loaded(text.clone());
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("yaml into a value", components), |bencher| {
            bencher.iter(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(&text)));
        });
        group.bench_function(BenchmarkId::new("read", components), |bencher| {
            let source = Source::new("generated.yaml", text.clone());
            bencher.iter(|| load::topology(&source, &Limits::default()));
        });
        group.bench_function(BenchmarkId::new("faults", components), |bencher| {
            bencher.iter(|| simulate(&topology));
        });
        group.bench_function(BenchmarkId::new("rules", components), |bencher| {
            let faults = simulate(&topology);
            bencher.iter(|| run_rules(&catalogue, &topology, &faults));
        });
        group.bench_function(BenchmarkId::new("whole", components), |bencher| {
            bencher.iter_batched(
                || text.clone(),
                |text| audit(text, &catalogue),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, whole_audit);
criterion_main!(benches);
