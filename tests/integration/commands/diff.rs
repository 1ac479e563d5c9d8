//! `infra-audit diff BASE HEAD` and `infra-audit check` with a past.

use serde_json::Value;

use super::{Folder, TODAY, code};

/// The shop of the guide, before and after a change.
const BEFORE: &str = include_str!("../../../docs/changes/before.yaml");
const AFTER: &str = include_str!("../../../docs/changes/after.yaml");

fn folder() -> Folder {
    Folder::new()
        .with("before.yaml", BEFORE)
        .with("after.yaml", AFTER)
}

fn with_day<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(TODAY).collect()
}

fn lists(printed: &[u8]) -> [usize; 3] {
    let change: Value = serde_json::from_slice(printed).expect("JSON");
    ["new", "fixed", "unchanged"].map(|list| change[list].as_array().expect("a list").len())
}

#[test]
fn each_format_tells_what_a_change_did() {
    let folder = folder();
    for format in ["text", "json", "markdown"] {
        let arguments = with_day(&["diff", "--format", format, "before.yaml", "after.yaml"]);
        insta::assert_snapshot!(format!("diff-{format}"), folder.transcript(&arguments));
    }
}

#[test]
fn a_log_says_what_each_result_was_before() {
    let output = folder().run(&with_day(&[
        "diff",
        "--format",
        "sarif",
        "before.yaml",
        "after.yaml",
    ]));
    let log: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let told: Vec<_> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            format!(
                "{} {} {}",
                result["baselineState"].as_str().unwrap_or("none"),
                result["ruleId"].as_str().unwrap_or("none"),
                place["artifactLocation"]["uri"].as_str().unwrap_or("none"),
            )
        })
        .collect();
    insta::assert_snapshot!("diff-sarif", told.join("\n"));
}

#[test]
fn nothing_changes_between_a_model_and_itself() {
    let folder = folder();
    let arguments = with_day(&["diff", "--fail-on-new", "before.yaml", "before.yaml"]);
    insta::assert_snapshot!("diff-same", folder.transcript(&arguments));
    let fails = with_day(&["diff", "before.yaml", "before.yaml"]);
    assert_eq!(code(&folder.run(&fails)), 1, "what was found before still counts");
}

#[test]
fn the_other_way_round_new_is_fixed() {
    let folder = folder();
    let there = folder.run(&with_day(&[
        "diff",
        "--format",
        "json",
        "before.yaml",
        "after.yaml",
    ]));
    let back = folder.run(&with_day(&[
        "diff",
        "--format",
        "json",
        "after.yaml",
        "before.yaml",
    ]));
    let ([new, fixed, unchanged], back) = (lists(&there.stdout), lists(&back.stdout));
    assert_eq!([fixed, new, unchanged], back);
    assert!(new > 0 && fixed > 0 && unchanged > 0);
}

#[test]
fn an_accepted_finding_is_neither_new_nor_fixed() {
    let accepted = format!(
        "{BEFORE}\naccepted_risks:\n  - {{ rule: single-point-of-failure, at: orders, reason: known, until: 2027-01-31 }}\n"
    );
    let folder = folder().with("accepted.yaml", accepted);
    let there = folder.run(&with_day(&[
        "diff",
        "--format",
        "json",
        "before.yaml",
        "accepted.yaml",
    ]));
    let change: Value = serde_json::from_slice(&there.stdout).expect("JSON");
    assert_eq!(lists(&there.stdout)[..2], [0, 0]);
    assert_eq!(change["accepted"][0]["rule"], "single-point-of-failure");
    assert_eq!(change["accepted"][0]["newly"], true);
    assert_eq!(change["elements"]["added"][0]["kind"], "accepted");
    let text = folder.run(&with_day(&["diff", "before.yaml", "accepted.yaml"]));
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    assert!(text.contains("newly accepted[single-point-of-failure]"), "{text}");

    // Whoever strikes the decision makes the finding count again.
    let back = folder.run(&with_day(&[
        "diff",
        "--fail-on-new",
        "--format",
        "json",
        "accepted.yaml",
        "before.yaml",
    ]));
    assert_eq!(code(&back), 1);
    let change: Value = serde_json::from_slice(&back.stdout).expect("JSON");
    assert_eq!(change["new"][0]["was_accepted"], true);
    assert_eq!(lists(&back.stdout)[..2], [1, 0]);
}

#[test]
fn what_has_become_worse_fails_like_what_is_new() {
    let worse = BEFORE.replace(
        "to: balancer, protocol: http ",
        "to: balancer, protocol: http, data: confidential ",
    );
    let folder = folder().with("worse.yaml", worse);
    let arguments = ["diff", "--fail-on-new", "before.yaml", "worse.yaml"];
    let run = folder.run(&with_day(&[&arguments[..], &["--format", "json"]].concat()));
    assert_eq!(code(&run), 1);
    let change: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let moved: Vec<_> = change["unchanged"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["state"] == "worse")
        .map(|finding| {
            [
                &finding["rule"],
                &finding["severity_before"],
                &finding["severity"],
            ]
        })
        .collect();
    assert_eq!(moved, [["missing-https", "high", "critical"]]);
    insta::assert_snapshot!("diff-worse", folder.transcript(&with_day(&arguments)));
    let back = ["diff", "--fail-on-new", "worse.yaml", "before.yaml"];
    assert_eq!(code(&folder.run(&with_day(&back))), 0);
}

#[test]
fn the_configuration_of_the_model_as_it_is_judges_both() {
    let folder = folder()
        .with("old/shop.yaml", BEFORE)
        .with("old/infra-audit.yaml", "severities: { missing-https: info }\n")
        .with("new/shop.yaml", BEFORE)
        .with(
            "new/infra-audit.yaml",
            "severities: { missing-https: critical }\n",
        );
    let run = folder.run(&with_day(&[
        "diff",
        "--format",
        "json",
        "old/shop.yaml",
        "new/shop.yaml",
    ]));
    let change: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(lists(&run.stdout)[..2], [0, 0]);
    let unchanged = change["unchanged"].as_array().expect("a list");
    assert!(unchanged.iter().all(|finding| finding["state"] == "unchanged"));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = folder().with("broken.yaml", super::BROKEN);
    insta::assert_snapshot!(
        "diff-broken",
        folder.transcript(&with_day(&["diff", "broken.yaml", "missing.yaml"]))
    );
    for arguments in [
        &["diff", "before.yaml"][..],
        &["diff", "--git", "main", "before.yaml", "after.yaml"],
    ] {
        assert_eq!(code(&folder.run(arguments)), 2);
    }
}

#[test]
fn every_format_of_a_check_says_what_is_new() {
    let folder = folder().with("shop.yaml", BEFORE);
    folder.run(&with_day(&[
        "check",
        "--write-baseline",
        "known.json",
        "shop.yaml",
    ]));
    let folder = folder.with("shop.yaml", AFTER);
    for format in ["text", "short", "json", "github", "gitlab", "junit", "markdown"] {
        let arguments = with_day(&[
            "check",
            "--format",
            format,
            "--baseline",
            "known.json",
            "--fail-on-new",
            "shop.yaml",
        ]);
        insta::assert_snapshot!(format!("check-past-{format}"), folder.transcript(&arguments));
    }
}
