//! What is generated from the table of facts.

use std::path::Path;

use infra_audit::rules::{facts, schema};

/// Compares a committed file with what is generated; `UPDATE_GENERATED=1` writes it.
fn compare(path: &str, generated: &str) {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&full, generated).expect("the file can be written");
    }
    let committed = std::fs::read_to_string(&full).expect("the file is committed");
    assert!(
        committed == generated,
        "{path} is out of date: run the tests with UPDATE_GENERATED=1"
    );
}

#[test]
fn the_schema_of_rule_files() {
    let mut generated = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    generated.push('\n');
    compare("rules/rule.schema.json", &generated);
}

#[test]
fn the_page_of_facts() {
    compare("docs/facts.md", &facts::page());
}
