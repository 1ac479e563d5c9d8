//! The JSON Schema of models: generated, committed, and in accord with the reader.

use std::path::Path;

use infra_audit::load;

/// The committed schema is the generated one; `UPDATE_GENERATED=1` writes it.
#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/topology.schema.json");
    let mut generated = serde_json::to_string_pretty(&load::schema()).expect("a schema is JSON");
    generated.push('\n');
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, &generated).expect("the schema can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the schema is committed");
    assert!(
        committed == generated,
        "models/topology.schema.json is out of date: run the tests with UPDATE_GENERATED=1"
    );
}
