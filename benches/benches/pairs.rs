//! Every pair of faults that stops a journey together.

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use infra_audit::analysis::faults::{pairs, simulate};
use infra_audit_benches::{Shape, loaded, pool, topology};

/// How many pairs are listed for each journey.
const LISTED: usize = 10_000;

fn pairs_of_faults(criterion: &mut Criterion) {
    let text = "strings take everything";
    let models = [100, 1_000, 2_000, 10_000].into_iter().flat_map(|components| {
        [
            (
                "islands",
                components,
                topology(components, Shape::Islands).expect(text),
            ),
            (
                "chain",
                components,
                topology(components, Shape::Chain).expect(text),
            ),
        ]
    });
    let pools = [100, 1_000, 2_000].map(|members| ("pool", members, pool(members).expect(text)));
    let mut group = criterion.benchmark_group("pairs");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    for (name, components, text) in models.chain(pools) {
        let topology = loaded(text);
        let faults = simulate(&topology);
        group.bench_function(BenchmarkId::new(name, components), |bencher| {
            bencher.iter(|| pairs(&topology, &faults, LISTED));
        });
    }
    group.finish();
}

criterion_group!(benches, pairs_of_faults);
criterion_main!(benches);
