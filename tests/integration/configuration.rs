//! What a configuration file can say, and what the reader and the schema have against it.

use std::collections::BTreeSet;

use infra_audit::config::{self, FallibleKind};
use infra_audit::source::Source;

use crate::program::Folder;

/// A file in which everything is wrong that can be.
const WRONG: &str = "\
severities: { missing-https: sever, flat-network: low }
disabled: [[missing-https], 7]
rule: acme
fail_on: hihg
availability: { client: 0.9, zonee: 0.99, network: 0.9, host: 2, rack: 99,9% }
protocols:
  http: { encrypted: false }
  ledger: { port: 0, encrypted: true, credentials: true, content: false }
  Bad Name: {}
";

const RIGHT: &str = "\
severities: { missing-https: critical }
disabled: flat-network
rules: [ rules, ../shared/rules ]
fail_on: never
availability: { database: 99.9%, zone: 0.9995 }
protocols:
  ledger: { port: 7000, encrypted: true, credentials: true }
";

fn accepts(text: &str) -> bool {
    let validator = jsonschema::validator_for(&config::schema()).expect("the schema is one");
    let value: serde_json::Value = serde_yaml::from_str(text).expect("YAML that is JSON too");
    validator.is_valid(&value)
}

#[test]
fn everything_that_is_wrong_is_reported() {
    let folder = Folder::new().with("infra-audit.yaml", WRONG);
    insta::assert_snapshot!("wrong", folder.transcript(&["config"]));
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "# Nothing yet.\n", "{}\n"] {
        let config = config::read(&Source::new("infra-audit.yaml", text)).expect("a right file");
        assert!(config.fail_on.is_none() && config.disabled.is_empty(), "{text}");
    }
}

#[test]
fn the_schema_is_of_one_mind_with_the_reader() {
    assert!(config::read(&Source::new("infra-audit.yaml", RIGHT)).is_ok());
    assert!(accepts(RIGHT));
    for (right, wrong) in [
        ("critical", "grave"),
        ("never", "no"),
        ("database", "client"),
        ("zone", "network"),
        ("99.9%", "1999%"),
        ("0.9995", "1.5"),
        ("port: 7000", "port: 70000"),
        ("encrypted: true, ", ""),
        ("ledger", "Ledger"),
        ("disabled", "off"),
    ] {
        let text = RIGHT.replace(right, wrong);
        assert!(
            config::read(&Source::new("infra-audit.yaml", text.as_str())).is_err(),
            "{wrong}"
        );
        assert!(!accepts(&text), "{wrong}");
    }
}

#[test]
fn one_word_means_one_kind() {
    let words: Vec<_> = FallibleKind::all().map(FallibleKind::word).collect();
    let distinct: BTreeSet<_> = words.iter().collect();
    assert_eq!(distinct.len(), words.len());
}
