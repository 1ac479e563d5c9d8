//! `infra-audit faults MODEL`.

use super::{BROKEN, CALM, Folder, SHOP, code};

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
    assert_eq!(faults["journeys"]["read"]["pairs_total"], pairs.len());
}

#[test]
fn pairs_beyond_the_bound_are_only_counted() {
    let folder = Folder::new().with_example("scaled");
    let bounded = ["faults", "--pairs", "--max-pairs", "2", "models/scaled.yaml"];
    insta::assert_snapshot!("faults-max-pairs", folder.transcript(&bounded));
    let output = folder.run(&[&bounded[..], &["--format", "json"]].concat());
    let faults: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let read = &faults["journeys"]["read"];
    assert_eq!(read["pairs"].as_array().map(Vec::len), Some(2));
    assert!(read["pairs_total"].as_u64() > Some(2));
    assert_eq!(
        code(&folder.run(&["faults", "--max-pairs", "2", "models/scaled.yaml"])),
        2
    );
}

#[test]
fn availabilities() {
    let folder = Folder::new().with("shop.yaml", SHOP);
    insta::assert_snapshot!("faults-availability", folder.transcript(&["faults", "shop.yaml"]));
    insta::assert_snapshot!(
        "faults-availability-json",
        folder.transcript(&["faults", "--format", "json", "shop.yaml"])
    );
}

#[test]
fn availabilities_that_are_not_known() {
    let model = "\
name: Unknown
components:
  visitor: { kind: client }
  app: { kind: service, availability: 99.9% }
  other: { kind: service }
  many: { kind: service, replicas: 4000000000, availability: 90% }
journeys:
  known: { entry: visitor }
  large: { entry: many }
  unstated: { entry: visitor }
connections:
  - { from: visitor, to: app, for: known }
  - { from: visitor, to: other, for: unstated }
";
    let folder = Folder::new().with("unknown.yaml", model);
    insta::assert_snapshot!(
        "faults-availability-unknown",
        folder.transcript(&["faults", "unknown.yaml"])
    );
    let output = folder.run(&["faults", "--format", "json", "unknown.yaml"]);
    let faults: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        faults["journeys"]["known"]["availability"],
        serde_json::json!(0.999)
    );
    assert_eq!(faults["journeys"]["large"]["availability_unknown"], "too-complex");
    assert_eq!(
        faults["journeys"]["unstated"]["availability_unknown"],
        "nothing-stated"
    );
}

#[test]
fn availabilities_that_the_configuration_gives() {
    let folder = Folder::new()
        .with(
            "infra-audit.yaml",
            "availability: { web-server: 99%, load-balancer: 50%, host: 99.9% }\n",
        )
        .with("calm.yaml", CALM);
    insta::assert_snapshot!(
        "faults-availability-by-kind",
        folder.transcript(&["faults", "calm.yaml"])
    );
}

#[test]
fn minimal_cut_sets() {
    let folder = Folder::new().with_example("scaled");
    let model = "models/scaled.yaml";
    insta::assert_snapshot!(
        "faults-order",
        folder.transcript(&["faults", "--order", "3", model])
    );
    insta::assert_snapshot!(
        "faults-max-sets",
        folder.transcript(&["faults", "--order", "3", "--max-sets", "4", model])
    );
    insta::assert_snapshot!(
        "faults-order-json",
        folder.transcript(&[
            "faults",
            "--order",
            "2",
            "--max-sets",
            "4",
            "--format",
            "json",
            model
        ])
    );
    insta::assert_snapshot!(
        "faults-order-none",
        folder.transcript(&["faults", "--order", "0", model])
    );
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
        folder.transcript(&["faults", model, "--fail", "mysql-3", "visitor", "web", "internet"])
    );
}

#[test]
fn faults_of_a_broken_model() {
    let folder = Folder::new().with("broken.yaml", BROKEN);
    assert_eq!(code(&folder.run(&["faults", "broken.yaml"])), 2);
    assert_eq!(code(&folder.run(&["faults", "missing.yaml"])), 2);
}
