//! The schemas of what is written for programs, and that it keeps to them.

use std::collections::BTreeSet;

use infra_audit::audit::baseline;
use infra_audit::config;
use infra_audit::report::json;

use crate::program::{Folder, root};

fn pretty(schema: &serde_json::Value) -> String {
    serde_json::to_string_pretty(schema).expect("a schema is JSON") + "\n"
}

#[test]
fn the_schemas_are_the_committed_ones() {
    for (name, schema) in [
        ("findings.schema.json", json::findings_schema()),
        ("diff.schema.json", json::change_schema()),
        ("baseline.schema.json", baseline::schema()),
        ("faults.schema.json", json::faults_schema()),
        ("what-if.schema.json", json::what_if_schema()),
        ("config.schema.json", config::schema()),
    ] {
        crate::generated::compare(&root().join("docs").join(name), &pretty(&schema));
    }
}

/// The keys of a finding and of a model that are there only in comparison with earlier ones.
const COMPARED: [&str; 6] = [
    "compared_with",
    "fixed",
    "severity_before",
    "stale",
    "state",
    "was_accepted",
];

/// The keys of an object.
fn keys(object: &serde_json::Value) -> BTreeSet<&str> {
    let object = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

#[test]
fn a_finding_has_every_field_that_its_schema_names() {
    let folder = Folder::new().with_example("distributed");
    let output = folder.run(&["check", "--format", "json", "models/distributed.yaml"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let schema = json::findings_schema();
    let mut described = keys(&schema["properties"]);
    for only_where_there_is_any in ["errors", "gone"] {
        assert!(described.remove(only_where_there_is_any));
    }
    assert_eq!(keys(&run), described);
    let model = &run["models"][0];
    for (value, definition) in [
        (model, "Model"),
        (&model["summary"], "Summary"),
        (&model["findings"][0], "Item"),
        (&model["findings"][0]["proof"], "Proof"),
        (&model["findings"][0]["location"], "Location"),
    ] {
        let described = &schema["$defs"][definition]["properties"];
        let mut described = keys(described);
        described.retain(|key| !COMPARED.contains(key));
        assert_eq!(keys(value), described, "{definition}");
    }
}

#[test]
fn what_is_written_keeps_to_its_schema() {
    let folder = Folder::new()
        .with_example("scaled")
        .with("old.yaml", include_str!("../../docs/changes/before.yaml"))
        .with("new.yaml", include_str!("../../docs/changes/after.yaml"))
        .with("wrong.yaml", crate::commands::BROKEN)
        .with("shop.yaml", include_str!("commands/shop.yaml"));
    folder.run(&["check", "--write-baseline", "known.json", "old.yaml"]);
    let known = folder.read("known.json").replace("old.yaml", "new.yaml");
    let folder = folder.with("known.json", known);
    let model = "models/scaled.yaml";
    let faults = json::faults_schema();
    for (schema, command) in [
        (&json::findings_schema(), &["check", model][..]),
        (
            &json::findings_schema(),
            &["check", "--baseline", "known.json", "new.yaml"],
        ),
        (
            &json::findings_schema(),
            &["check", "missing.yaml", "wrong.yaml", model],
        ),
        (&json::change_schema(), &["diff", "old.yaml", "new.yaml"]),
        (&json::change_schema(), &["diff", "new.yaml", "old.yaml"]),
        (&faults, &["faults", model]),
        (&faults, &["faults", model, "--pairs"]),
        (&faults, &["faults", model, "--order", "3"]),
        (&faults, &["faults", "shop.yaml"]),
        (
            &json::what_if_schema(),
            &["faults", model, "--fail", "app-1,db-server-1"],
        ),
    ] {
        let output = folder.run(&[command, &["--format", "json"]].concat());
        let written: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let validator = jsonschema::validator_for(schema).expect("a schema");
        let complaints: Vec<_> = validator
            .iter_errors(&written)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(complaints, [""; 0], "{command:?}");
    }
}
