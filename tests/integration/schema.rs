//! The JSON Schema of models: generated, committed, and in accord with the reader.

use std::path::Path;

use infra_audit::load;

use crate::generated;

/// The committed schema is the generated one; `UPDATE_GENERATED=1` writes it.
#[test]
fn the_committed_schema_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/topology.schema.json");
    let mut generated = serde_json::to_string_pretty(&load::schema()).expect("a schema is JSON");
    generated.push('\n');
    generated::compare(&path, &generated);
}
