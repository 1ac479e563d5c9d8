//! What is generated from the table of facts.

use std::path::Path;

use infra_audit::rules::{BUILT_IN, Catalogue, facts, schema};

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

fn as_json(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).expect("YAML that is JSON too")
}

#[test]
fn the_schema_accepts_every_rule_that_ships() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    for (name, text) in BUILT_IN {
        let problems: Vec<_> = validator
            .iter_errors(&as_json(text))
            .map(|problem| format!("{}: {problem}", problem.instance_path()))
            .collect();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let (_, text) = BUILT_IN
        .iter()
        .find(|(name, _)| name.ends_with("/missing-https.yaml"))
        .expect("a rule that ships");
    for (right, wrong) in [
        ("encrypted: false", "encypted: false"),
        ("encrypted: false", "encrypted: never"),
        ("trust: untrusted", "trust: untrustworthy"),
        ("each: connection", "each: component"),
        ("severity: high", "severity: severe"),
        ("why:", "because:"),
        (
            "data: confidential }\n    severity",
            "data: secret }\n    severity",
        ),
    ] {
        let changed = text.replacen(right, wrong, 1);
        assert_ne!(&changed, text, "{right}");
        assert!(!validator.is_valid(&as_json(&changed)), "{wrong}");
        let source = infra_audit::source::Source::new("rules/missing-https.yaml", changed);
        assert!(Catalogue::load(vec![source]).is_err(), "{wrong}");
    }
}
