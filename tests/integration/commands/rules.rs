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
    let (_, summary) = said.trim_end().rsplit_once('\n').expect("several lines");
    assert!(summary.ends_with(" ok"), "{summary}");
}

/// A rule of a user's own, with an example that comes out otherwise and one that cannot be read.
const FAILING: &str = "\
id: unnamed-product
title: Database without a product
severity: medium
concern: structure
each: component
where: { kind: database, software: { stated: false } }
message: \"{id} does not say which product it is\"
why: Nobody can patch what nobody knows.
fix: Name it with `software`.
examples:
  flagged:
    - model: { name: No product, components: { orders: { kind: database } } }
      expect: orders
    - model: { name: The wrong element, components: { orders: { kind: database } } }
      expect: order
  clean:
    - model: { name: A product, components: { orders: { kind: database, software: MySQL } } }
    - model: { components: { orders: { kind: databse } } }
";

/// The same rule with the examples that come out as stated.
pub(super) fn own_rule(id: &str) -> String {
    let wrong = FAILING.lines().filter(|line| !line.contains("databse"));
    let wrong: Vec<_> = wrong.collect();
    let (first, rest) = wrong.split_at(13);
    let lines: Vec<_> = first.iter().chain(&rest[2..]).copied().collect();
    lines.join("\n").replace("unnamed-product", id) + "\n"
}

#[test]
fn examples_of_own_rules_are_run_as_tests() {
    let folder = Folder::new().with("acme/unnamed-product.yaml", FAILING);
    insta::assert_snapshot!(
        "rules-test-failing",
        folder.transcript(&["rules", "test", "acme"])
    );
    let folder = Folder::new()
        .with("acme/unnamed-product.yaml", own_rule("unnamed-product"))
        .with("acme/notes.txt", "not a rule");
    insta::assert_snapshot!("rules-test", folder.transcript(&["rules", "test", "acme"]));
    let one = folder.run(&["rules", "test", "acme/unnamed-product.yaml"]);
    assert_eq!(one.stdout, folder.run(&["rules", "test", "acme"]).stdout);
    let all = folder.run(&["rules", "test", "--rules", "acme"]);
    let said = String::from_utf8_lossy(&all.stdout);
    assert_eq!(code(&all), 0, "{said}");
    assert!(
        said.contains("unnamed-product, clean") && said.contains("missing-https, clean"),
        "{said}"
    );
}

#[test]
fn own_rules_are_treated_like_those_that_ship() {
    let model = "name: Shop\ncomponents:\n  orders: { kind: database }\n  visitor: { kind: client }\n";
    let folder = Folder::new()
        .with("acme/unnamed-product.yaml", own_rule("unnamed-product"))
        .with("shop.yaml", model);
    let explained = folder.transcript(&["explain", "unnamed-product", "--rules", "acme"]);
    insta::assert_snapshot!("explain-own", explained);
    let listed = folder.run(&["rules", "list", "--rules", "acme"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("unnamed-product"));

    let found = |arguments: &[&str]| {
        let output = folder.run(arguments);
        String::from_utf8_lossy(&output.stdout).contains("does not say which product it is")
    };
    assert!(found(&["check", "--rules", "acme", "shop.yaml"]));
    assert!(!found(&["check", "shop.yaml"]));
    assert!(found(&["diagram", "--rules", "acme", "shop.yaml"]));
    folder.run(&["--rules", "acme", "shop.yaml"]);
    let report = folder.read("output/shop.md");
    assert!(report.contains("Nobody can patch what nobody knows"), "{report}");
    assert!(report.contains("Rule:** `unnamed-product`"), "{report}");
}

#[test]
fn wrong_rule_files_are_all_reported() {
    let folder = Folder::new()
        .with("acme/missing-https.yaml", own_rule("missing-https"))
        .with("acme/other-name.yaml", own_rule("unnamed-product"))
        .with("acme/unnamed-product.yaml", own_rule("unnamed-product"))
        .with(
            "zeta/unnamed-product.yaml",
            own_rule("unnamed-product").replace("kind: database,", "knid: database,"),
        )
        .with("eta/unnamed-product.yaml", own_rule("unnamed-product"))
        .with("empty/notes.txt", "")
        .with("calm.yaml", super::CALM);
    let arguments = [
        "check",
        "calm.yaml",
        "--rules",
        "acme",
        "--rules",
        "zeta",
        "--rules",
        "eta",
        "--rules",
        "empty",
        "--rules",
        "none",
    ];
    insta::assert_snapshot!("rules-wrong", folder.transcript(&arguments));
}
