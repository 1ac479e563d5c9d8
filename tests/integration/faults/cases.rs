//! Small topologies with the exactly right answer, worked out by hand: `cases/*.yaml`, the answer beside each.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use infra_audit::analysis::faults::{Impact, pairs, simulate};
use infra_audit::load;
use infra_audit::model::Topology;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/faults/cases")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("the cases can be read")
}

/// The topology of a case.
pub(super) fn topology(name: &str) -> Topology {
    let file = format!("{name}.yaml");
    let source = Source::new(&file, read(&folder().join(&file)));
    let loaded = load::topology(&source, &Limits::default());
    loaded.expect("every case is a valid model").topology
}

/// Every impact that was found, one line for each journey and impact.
fn answer(topology: &Topology) -> String {
    let faults = simulate(topology);
    let mut answer = String::new();
    for (index, journey) in topology.journeys.iter() {
        let mut by_impact: BTreeMap<Impact, Vec<&str>> = BTreeMap::new();
        for element in topology.elements() {
            if let Some(impact) = faults.impact(element, index) {
                by_impact
                    .entry(impact)
                    .or_default()
                    .push(topology.element_id(element));
            }
        }
        let id = &journey.id;
        if !faults.works(index) {
            writeln!(answer, "{id} does not work").expect("strings take everything");
        } else if by_impact.is_empty() {
            writeln!(answer, "{id} none").expect("strings take everything");
        }
        for (impact, mut elements) in by_impact {
            elements.sort_unstable();
            writeln!(answer, "{id} {impact}: {}", elements.join(" ")).expect("strings take everything");
        }
    }
    answer
}

/// The pairs that stop a journey together, as the cases write them.
fn answer_in_pairs(topology: &Topology, journey: &str) -> String {
    let faults = simulate(topology);
    let (index, _) = topology
        .journeys
        .iter()
        .find(|(_, known)| known.id == journey)
        .expect("a journey of the case");
    let pairs = pairs(topology, &faults, usize::MAX);
    let written = pairs.of(index).listed.iter().map(|&(first, second)| {
        let ids = [first, second].map(|element| topology.element_id(element));
        ids.join("+")
    });
    written.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_case_gets_the_right_answer_and_no_more() {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder()).expect("the cases are there") {
        let path = entry.expect("the cases can be listed").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path
                .file_stem()
                .and_then(|name| name.to_str())
                .expect("cases have plain names");
            names.push(name.to_owned());
        }
    }
    names.sort_unstable();
    assert!(names.len() > 30, "{names:?}");
    for name in names {
        let expected = read(&folder().join(format!("{name}.txt")));
        let (doubles, singles): (Vec<_>, Vec<_>) =
            expected.lines().partition(|line| line.contains(" pairs: "));
        for line in doubles {
            let (journey, listed) = line.split_once(" pairs: ").expect("a journey before its pairs");
            assert_eq!(
                answer_in_pairs(&topology(&name), journey),
                listed,
                "{name}: {journey}"
            );
        }
        assert_eq!(
            answer(&topology(&name)).lines().collect::<Vec<_>>(),
            singles,
            "{name}"
        );
    }
}
