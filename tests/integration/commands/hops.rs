//! The hops of a path as places that belong to its finding.

use std::fmt::Write;

use serde_json::Value;

use super::{Folder, TODAY, code};

const HOPS: &str = "\
name: Hops
out_of_scope: [monitoring, backup, placement, firewall, encryption]
components:
  u: { kind: client }
  r1: { kind: router }
  r2: { kind: router }
  app: { kind: app-server }
connections:
  - { from: r2, to: app, protocol: http }
  - { from: u, to: r1, protocol: https }
  - { from: r1, to: r2, protocol: https }
";

/// What `check` prints of a model in a format.
fn check(model: &str, format: &str) -> String {
    let folder = Folder::new().with("hops.yaml", model);
    let output = folder.run(&["check", TODAY[0], TODAY[1], "--format", format, "hops.yaml"]);
    assert_eq!(code(&output), 1);
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_hops_of_a_path_are_marked() {
    let text = check(HOPS, "text");
    let finding = text
        .split("\n\n")
        .find(|part| part.contains("[no-horizontal-scaling]"))
        .expect("a path over several hops");
    insta::assert_snapshot!("hops-text", finding);
}

#[test]
fn programs_are_told_where_the_hops_stand() {
    let run: Value = serde_json::from_str(&check(HOPS, "json")).expect("JSON");
    let findings = run["models"][0]["findings"].as_array().expect("findings").iter();
    let find = |rule: &str| {
        findings
            .clone()
            .find(|finding| finding["rule"] == rule)
            .expect("a finding")
    };
    let proof = &find("no-horizontal-scaling")["proof"];
    assert_eq!(proof["path"], serde_json::json!(["u", "r1", "r2", "app"]));
    let related = proof["related"].as_array().expect("places").iter();
    let related: Vec<_> = related
        .map(|place| {
            (
                place["label"].as_str().expect("a label"),
                place["location"]["line"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        related,
        [("hop `u -> r1`", Some(10)), ("hop `r1 -> r2`", Some(11))]
    );

    let log: Value = serde_json::from_str(&check(HOPS, "sarif")).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results").iter();
    let mut results = results.filter(|result| result["ruleId"] == "no-horizontal-scaling");
    let result = results.next().expect("a result");
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
        .as_array()
        .expect("steps")
        .iter();
    let steps: Vec<_> = steps
        .map(|step| {
            let location = &step["location"];
            let line = &location["physicalLocation"]["region"]["startLine"];
            (
                location["message"]["text"].as_str().expect("a text"),
                line.as_u64(),
            )
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("u", Some(4)),
            ("u -> r1", Some(10)),
            ("r1 -> r2", Some(11)),
            ("r2 -> app", Some(9))
        ]
    );
}

#[test]
fn a_long_path_has_its_first_hops_marked() {
    let mut model = "name: Long\nout_of_scope: [monitoring, backup, placement, firewall, encryption]\ncomponents:\n  u: { kind: client }\n".to_owned();
    let mut connections = "connections:\n".to_owned();
    let mut last = "u".to_owned();
    for place in 0..20 {
        writeln!(model, "  r{place}: {{ kind: router }}").expect("text");
        writeln!(
            connections,
            "  - {{ from: {last}, to: r{place}, protocol: https }}"
        )
        .expect("text");
        last = format!("r{place}");
    }
    model += "  app: { kind: app-server }\n";
    writeln!(connections, "  - {{ from: {last}, to: app, protocol: https }}").expect("text");
    let text = check(&(model + &connections), "text");
    assert!(text.contains("hop `u -> r0`"), "{text}");
    assert_eq!(text.matches(" hop `").count(), 6, "{text}");
}
