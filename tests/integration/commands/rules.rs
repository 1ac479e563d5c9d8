//! `infra-audit explain RULE` and `infra-audit rules …`.

use super::{Folder, code};

#[test]
fn rules_are_listed_and_explained() {
    let folder = Folder::new();
    insta::assert_snapshot!("rules-list", folder.transcript(&["rules", "list"]));
    insta::assert_snapshot!("explain", folder.transcript(&["explain", "missing-https"]));
}

#[test]
fn a_mistyped_rule_is_recognised() {
    let folder = Folder::new();
    insta::assert_snapshot!(
        "explain-mistyped",
        folder.transcript(&["explain", "missing-http"])
    );
    insta::assert_snapshot!("explain-unknown", folder.transcript(&["explain", "weather"]));
}

#[test]
fn every_rule_passes_its_own_examples() {
    let output = Folder::new().run(&["rules", "test"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(code(&output), 0, "{said}");
    assert!(said.ends_with("examples: all as they should be\n"), "{said}");
}
