//! What is generated from the table of facts.

use std::path::Path;

use infra_audit::rules::{facts, schema};

use crate::generated::compare;

#[test]
fn the_schema_of_rule_files() {
    let mut generated = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    generated.push('\n');
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    compare(&root.join("rules/rule.schema.json"), &generated);
}

#[test]
fn the_page_of_facts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    compare(&root.join("docs/facts.md"), &facts::page());
}
