//! The formats in which findings can be printed and written.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use super::{BROKEN, CALM, Folder, TODAY, code};

/// Two findings, one of them accepted, with a path and a chain to prove them.
const SMALL: &str = "\
name: Small
out_of_scope: [monitoring, backup, placement]
groups:
  internet: { kind: network, trust: untrusted }
  site: { kind: network, firewall: true }
components:
  visitor: { kind: client, in: internet }
  balancer: { kind: load-balancer, in: site }
  web-1: { kind: web-server, in: site }
  web-2: { kind: web-server, in: site }
clusters:
  web: { mode: active-active, members: [web-1, web-2] }
connections:
  - { from: visitor, to: balancer, protocol: http }
  - { from: balancer, to: web, protocol: http }
accepted_risks:
  - { rule: missing-https, at: visitor -> balancer, reason: \"moves in May, OPS-7\", until: 2027-05-31, by: ops }
";

const FORMATS: [&str; 8] = [
    "text", "short", "json", "sarif", "github", "gitlab", "junit", "markdown",
];

fn folder() -> Folder {
    Folder::new()
        .with("small.yaml", SMALL)
        .with("broken.yaml", BROKEN)
}

fn check(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let all: Vec<_> = ["check"]
        .into_iter()
        .chain(TODAY)
        .chain(arguments.iter().copied())
        .collect();
    let output = folder.run(&all);
    let printed = String::from_utf8(output.stdout.clone()).expect("output in UTF-8");
    (code(&output), printed)
}

#[test]
fn each_format_shows_findings_and_what_is_wrong_with_models() {
    let folder = folder();
    for format in ["short", "github", "gitlab", "junit", "markdown", "sarif"] {
        let (exit, mut printed) = check(&folder, &["--format", format, "small.yaml", "broken.yaml"]);
        assert_eq!(exit, 2, "{format}");
        if format == "sarif" {
            let mut log: Value = serde_json::from_str(&printed).expect("JSON");
            let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
            assert!(rules.as_array().expect("rules").len() > 30);
            printed = serde_json::to_string_pretty(&log).expect("JSON");
        }
        let version = env!("CARGO_PKG_VERSION");
        insta::assert_snapshot!(format!("format-{format}"), printed.replace(version, "VERSION"));
    }
}

#[test]
fn files_hold_what_would_be_printed() {
    for format in FORMATS {
        let folder = folder();
        let (_, printed) = check(&folder, &["--format", format, "small.yaml"]);
        let output = format!("{format}=reports/findings.{format}");
        let (exit, short) = check(&folder, &["--format", "short", "--output", &output, "small.yaml"]);
        assert_eq!(exit, 1);
        assert_eq!(folder.read(&format!("reports/findings.{format}")), printed);
        assert!(short.starts_with("small.yaml:"), "{short}");
    }
}

#[test]
fn several_files_are_written_in_one_run() {
    let folder = folder();
    let outputs = ["--output", "sarif=a.sarif", "--output", "junit=b.xml"];
    let arguments: Vec<_> = outputs.into_iter().chain(["small.yaml"]).collect();
    assert_eq!(check(&folder, &arguments).0, 1);
    assert_eq!(folder.files(), ["a.sarif", "b.xml", "broken.yaml", "small.yaml"]);
}

#[test]
fn outputs_that_make_no_sense_are_refused() {
    let folder = folder();
    for output in ["sarif", "sarif=", "serif=a.sarif"] {
        assert_eq!(
            check(&folder, &["--output", output, "small.yaml"]).0,
            2,
            "{output}"
        );
    }
    let over_model = check(&folder, &["--output", "json=small.yaml", "small.yaml"]);
    assert_eq!(over_model, (2, String::new()));
    assert_eq!(folder.read("small.yaml"), SMALL);
    assert_eq!(folder.files(), ["broken.yaml", "small.yaml"]);
}

#[test]
fn a_log_holds_every_finding_under_its_rule() {
    let folder = folder();
    let (_, json) = check(&folder, &["--format", "json", "small.yaml"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let model = &json["models"][0];
    let findings = model["findings"].as_array().expect("findings").iter();
    let accepted = model["accepted"].as_array().expect("accepted findings").iter();
    let expected: Vec<_> = findings.chain(accepted).collect();

    let (_, log) = check(&folder, &["--format", "sarif", "small.yaml"]);
    let log: Value = serde_json::from_str(&log).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), expected.len());
    for (result, finding) in results.iter().zip(expected) {
        assert_eq!(result["ruleId"], finding["rule"]);
        let place = usize::try_from(result["ruleIndex"].as_u64().expect("a place")).expect("a small number");
        assert_eq!(run["tool"]["driver"]["rules"][place]["id"], finding["rule"]);
        assert_eq!(
            result["partialFingerprints"]["ruleAndElement/v1"],
            finding["fingerprint"]
        );
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], finding["location"]["line"]);
        assert_eq!(region["startColumn"], finding["location"]["column"]);
        let is_accepted = finding.get("reason").is_some();
        assert_eq!(result.get("suppressions").is_some(), is_accepted);
        let proves = |what: &str| !finding["proof"][what].as_array().expect("a list").is_empty();
        assert_eq!(
            result.get("codeFlows").is_some(),
            proves("path") || proves("chain")
        );
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn the_threshold_decides_what_a_test_run_fails_on() {
    let folder = folder();
    let failures = |threshold| {
        let (_, printed) = check(
            &folder,
            &["--format", "junit", "--fail-on", threshold, "small.yaml"],
        );
        printed.matches("<failure").count()
    };
    assert_eq!(failures("never"), 0);
    assert_eq!(failures("critical"), 1);
}

#[test]
fn entries_of_one_element_in_two_files_are_told_apart() {
    let folder = folder().with("other/small.yaml", SMALL);
    let (_, printed) = check(&folder, &["--format", "gitlab", "small.yaml", "other/small.yaml"]);
    let entries: Value = serde_json::from_str(&printed).expect("JSON");
    let entries = entries.as_array().expect("a list");
    let fingerprints: BTreeSet<_> = entries
        .iter()
        .map(|entry| entry["fingerprint"].as_str().expect("a fingerprint"))
        .collect();
    assert_eq!(fingerprints.len(), entries.len());
    assert!(!entries.is_empty());
}

#[test]
fn nothing_found_is_said_in_every_format() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let mut shown = String::new();
    for format in ["short", "github", "gitlab", "markdown"] {
        let (exit, printed) = check(&folder, &["--format", format, "--fail-on", "low", "calm.yaml"]);
        writeln!(shown, "--- {format}: exit code {exit}\n{printed}").expect("writing to a string");
    }
    insta::assert_snapshot!("format-nothing-found", shown);
}
