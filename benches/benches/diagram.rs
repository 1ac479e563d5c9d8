//! The picture with every component in it, beside Graphviz `dot` on the same graph where that is installed.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use infra_audit::diagram::export::{self, Format};
use infra_audit::diagram::view::Collapse;
use infra_audit::diagram::{self, Direction, Options};
use infra_audit_benches::{Shape, loaded, topology};

/// Lets `dot` draw a graph, from start to end of the process.
fn dot(graph: &str) -> io::Result<()> {
    let mut process = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = process.stdin.take() {
        input.write_all(graph.as_bytes())?;
    }
    process.wait().map(|_| ())
}

fn pictures(criterion: &mut Criterion) {
    let options = Options {
        collapse: Collapse::Nothing,
        ..Options::default()
    };
    let has_dot = dot("digraph {}").is_ok();
    for shape in [Shape::Islands, Shape::Chain] {
        let mut group = criterion.benchmark_group(format!("diagram/{shape:?}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        for components in [100, 1_000, 10_000] {
            let topology = loaded(topology(components, shape).expect("strings take everything"));
            group.bench_function(BenchmarkId::new("draw", components), |bencher| {
                bencher.iter(|| diagram::draw(&topology, &[], &options));
            });
            if has_dot && components <= 1_000 {
                let graph = export::export(Format::Dot, &topology, &[], Direction::Right);
                group.bench_function(BenchmarkId::new("dot", components), |bencher| {
                    bencher.iter(|| dot(&graph));
                });
            }
        }
        group.finish();
    }
}

criterion_group!(benches, pictures);
criterion_main!(benches);
