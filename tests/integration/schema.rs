//! The JSON Schema of models: generated, committed, and of one mind with the reader.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use infra_audit::load;
use infra_audit::model::ProtocolTable;
use infra_audit::report::markdown::format_reference;
use infra_audit::source::Source;
use infra_audit::yaml::{self, Limits, Value};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

use crate::generated;

/// The committed schema is the generated one; `UPDATE_GENERATED=1` writes it.
#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = root().join("models/topology.schema.json");
    let mut generated = serde_json::to_string_pretty(&load::schema()).expect("a schema is JSON");
    generated.push('\n');
    generated::compare(&path, &generated);
}

const EXAMPLE: &str = "docs/format/everything.yaml";

#[test]
fn the_reference_of_the_format_is_made_from_the_schema() {
    let example = source(&root().join(EXAMPLE));
    let page = format_reference(&load::schema(), example.text(), &ProtocolTable::default());
    generated::compare(&root().join("docs/format.md"), &page);
}

#[test]
fn the_example_of_the_reference_uses_every_key() {
    let source = source(&root().join(EXAMPLE));
    let loaded = load::topology(&source, &Limits::default()).expect("the model is right");
    assert_eq!(loaded.warnings, []);
    assert_eq!(complaints(&source), [""; 0]);
    let value: Value = yaml::read(&source, &Limits::default()).expect("the file is YAML");
    let model = json(&value);
    let schema = load::schema();
    let keys = |schema: &serde_json::Value| {
        let keys = schema["properties"].as_object().expect("keys").keys();
        keys.cloned().collect::<BTreeSet<_>>()
    };
    let used = |entry: &serde_json::Value| {
        let keys = entry.as_object().expect("a mapping").keys();
        keys.cloned().collect::<BTreeSet<_>>()
    };
    assert_eq!(keys(&schema), used(&model));
    for (section, definition) in [
        ("groups", "Group"),
        ("components", "Component"),
        ("clusters", "Cluster"),
        ("connections", "Connection"),
        ("journeys", "Journey"),
        ("accepted_risks", "AcceptedRisk"),
    ] {
        let entries: Vec<_> = match &model[section] {
            serde_json::Value::Array(entries) => entries.iter().collect(),
            serde_json::Value::Object(entries) => entries.values().collect(),
            other => panic!("{section}: {other}"),
        };
        let used: BTreeSet<_> = entries.into_iter().flat_map(used).collect();
        assert_eq!(keys(&schema["$defs"][definition]), used, "{section}");
    }
}

#[test]
fn every_model_names_the_schema_and_is_right() {
    let models = files("models");
    assert!(!models.is_empty());
    for path in models {
        let source = source(&path);
        let first = source.text().lines().next().unwrap_or_default();
        assert_eq!(
            first,
            "# yaml-language-server: $schema=topology.schema.json",
            "{}",
            path.display()
        );
        let loaded = load::topology(&source, &Limits::default()).expect("the model is right");
        assert_eq!(loaded.warnings, [], "{}", path.display());
        assert_eq!(complaints(&source), [""; 0], "{}", path.display());
    }
}

#[test]
fn what_the_reader_takes_the_schema_takes() {
    let source = source(&root().join("tests/integration/loading/everything.yaml"));
    assert_eq!(complaints(&source), [""; 0]);
}

/// Mistakes that an editor can point out without following a reference.
#[test]
fn what_the_reader_refuses_for_its_shape_the_schema_refuses() {
    for name in [
        "availability",
        "cluster-mode",
        "missing-key",
        "not-a-mapping",
        "null-sections",
        "unknown-key",
        "unknown-word",
        "wrong-type",
        "wrong-type-in-connections",
    ] {
        let source = source(&root().join(format!("tests/integration/invalid/{name}.yaml")));
        assert!(!complaints(&source).is_empty(), "{name}");
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(root().join(folder))
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    files
}

fn source(path: &Path) -> Source {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    Source::new(path.display().to_string(), text)
}

/// A YAML file as JSON.
pub(crate) fn json_of(name: &str, text: &str) -> serde_json::Value {
    json(&yaml::read(&Source::new(name, text), &Limits::default()).expect(name))
}

/// What the schema has against a file.
fn complaints(source: &Source) -> Vec<String> {
    let value: Value = yaml::read(source, &Limits::default()).expect("the file is YAML");
    let validator = jsonschema::validator_for(&load::schema()).expect("the schema is one");
    let json = json(&value);
    validator
        .iter_errors(&json)
        .map(|error| error.to_string())
        .collect()
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(|item| json(&item.value)).collect(),
        Value::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|(key, value)| (key.value.clone(), json(&value.value)))
                .collect()
        }
    }
}
