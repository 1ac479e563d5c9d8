//! `infra-audit faults MODEL`.

use super::{BROKEN, Folder, code};

#[test]
fn faults_by_journey() {
    let folder = Folder::new().with_example("distributed");
    let model = "models/distributed.yaml";
    insta::assert_snapshot!("faults-text", folder.transcript(&["faults", model]));
    insta::assert_snapshot!(
        "faults-json",
        folder.transcript(&["faults", "--format", "json", model])
    );
}

#[test]
fn pairs_of_faults() {
    let folder = Folder::new().with_example("scaled");
    let model = "models/scaled.yaml";
    insta::assert_snapshot!("faults-pairs", folder.transcript(&["faults", "--pairs", model]));
    let output = folder.run(&["faults", "--pairs", "--format", "json", model]);
    let faults: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let pairs = faults["journeys"]["read"]["pairs"].as_array().expect("pairs");
    assert!(
        pairs.contains(&serde_json::json!(["app-1", "app-2"])),
        "{pairs:?}"
    );
    assert_eq!(faults["journeys"]["read"]["outage"], serde_json::json!([]));
}

#[test]
fn what_if_these_fail() {
    let folder = Folder::new().with_example("distributed");
    let model = "models/distributed.yaml";
    insta::assert_snapshot!(
        "faults-fail",
        folder.transcript(&["faults", model, "--fail", "nginx-2", "mysql-1"])
    );
    insta::assert_snapshot!(
        "faults-fail-json",
        folder.transcript(&["faults", model, "--format", "json", "--fail", "nginx-2", "app-1"])
    );
    insta::assert_snapshot!(
        "faults-fail-unknown",
        folder.transcript(&["faults", model, "--fail", "mysql-3", "visitor"])
    );
}

#[test]
fn faults_of_a_broken_model() {
    let folder = Folder::new().with("broken.yaml", BROKEN);
    assert_eq!(code(&folder.run(&["faults", "broken.yaml"])), 2);
    assert_eq!(code(&folder.run(&["faults", "missing.yaml"])), 2);
}
