//! What the formats say of a run that could not use its input: never that nothing was found.

use std::fmt::Write;

use serde_json::Value;

use super::{BROKEN, CALM, Folder, TODAY, code};

/// The formats that programs and sites read.
const FORMATS: [&str; 7] = ["short", "json", "sarif", "github", "gitlab", "junit", "markdown"];

/// What keeps `check` from auditing, each with the arguments behind which it does.
const OBSTACLES: [(&str, &[&str]); 7] = [
    ("a missing path", &["missing.yaml"]),
    ("a folder without a model", &["empty"]),
    ("a broken configuration", &["configured/calm.yaml"]),
    ("a missing folder of rules", &["--rules", "no-rules", "calm.yaml"]),
    ("a broken rule", &["--rules", "rules", "calm.yaml"]),
    ("a missing baseline", &["--baseline", "missing.json", "calm.yaml"]),
    ("a missing history", &["--since", "main", "calm.yaml"]),
];

fn folder() -> Folder {
    Folder::new()
        .with("calm.yaml", CALM)
        .with("broken.yaml", BROKEN)
        .with("empty/notes.txt", "nothing\n")
        .with("configured/calm.yaml", CALM)
        .with("configured/infra-audit.yaml", "fail_on: loud\n")
        .with("rules/own.yaml", "id: own\n")
        .with("old.json", "old\n")
}

/// The exit code of `check`, and what it prints.
fn check(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let all: Vec<_> = ["check"].iter().chain(&TODAY).chain(arguments).copied().collect();
    let output = folder.run(&all);
    let printed = String::from_utf8(output.stdout.clone()).expect("output in UTF-8");
    (code(&output), printed)
}

/// Whether what is printed in a format says that something could not be used.
fn tells(format: &str, printed: &str) -> bool {
    let json = || serde_json::from_str::<Value>(printed).expect("JSON");
    match format {
        "short" => printed.contains(": error[bad-input] ") || printed.contains(": error[invalid-model] "),
        "json" => !json()["errors"].as_array().is_none_or(Vec::is_empty),
        "sarif" => {
            let invocation = &json()["runs"][0]["invocations"][0];
            let notifications = invocation["toolExecutionNotifications"].as_array();
            invocation["executionSuccessful"] == false && !notifications.is_none_or(Vec::is_empty)
        }
        "github" => printed.starts_with("::error "),
        "gitlab" => !json().as_array().is_none_or(Vec::is_empty),
        "junit" => !printed.contains(" errors=\"0\""),
        "markdown" => printed.contains("nothing could be audited") && !printed.contains("Audited:"),
        _ => false,
    }
}

#[test]
fn nothing_that_could_be_audited_is_never_nothing_found() {
    for (obstacle, arguments) in OBSTACLES {
        let folder = folder();
        for format in FORMATS {
            let output = format!("{format}=old.json");
            let all = [&["--format", format, "--output", &output], arguments].concat();
            let (exit, printed) = check(&folder, &all);
            assert_eq!(exit, 2, "{obstacle}");
            assert!(tells(format, &printed), "{obstacle} in {format}:\n{printed}");
            assert_eq!(folder.read("old.json"), "old\n", "{obstacle} writes no file");
        }
    }
}

#[test]
fn what_could_not_be_used_is_told_beside_what_was_found() {
    let folder = folder();
    let mut shown = String::new();
    for format in FORMATS.into_iter().filter(|&format| format != "sarif") {
        let all = [
            "--format",
            format,
            "calm.yaml",
            "missing.yaml",
            "broken.yaml",
            "configured/calm.yaml",
        ];
        let (exit, printed) = check(&folder, &all);
        assert_eq!(exit, 2);
        if format == "junit" {
            let errors = printed.matches("<error ").count();
            assert_eq!(errors, 3, "{printed}");
            continue;
        }
        writeln!(shown, "--- {format}\n{printed}").expect("writing to a string");
    }
    insta::assert_snapshot!("unusable-beside", shown);
    let (_, log) = check(
        &folder,
        &[
            "--format",
            "sarif",
            "calm.yaml",
            "missing.yaml",
            "broken.yaml",
            "configured/calm.yaml",
        ],
    );
    let log: Value = serde_json::from_str(&log).expect("JSON");
    let invocation = &log["runs"][0]["invocations"][0];
    insta::assert_snapshot!(
        "unusable-sarif",
        serde_json::to_string_pretty(invocation).expect("JSON")
    );
}

#[test]
fn files_are_written_where_something_was_audited() {
    let folder = folder();
    let (exit, _) = check(
        &folder,
        &["--output", "json=new.json", "calm.yaml", "missing.yaml"],
    );
    assert_eq!(exit, 2);
    let run: Value = serde_json::from_str(&folder.read("new.json")).expect("JSON");
    assert_eq!(run["models"][0]["file"], "calm.yaml");
    assert_eq!(run["errors"][0]["file"], "missing.yaml");
    let (exit, printed) = check(&folder, &["--format", "json", "calm.yaml"]);
    assert_eq!(exit, 0);
    assert!(!printed.contains("\"errors\""), "all is well: {printed}");
}

#[test]
fn an_audit_says_the_same() {
    let folder = folder();
    for format in FORMATS {
        let output = format!("{format}=old.json");
        let all = [
            TODAY[0],
            TODAY[1],
            "--format",
            format,
            "--output",
            &output,
            "configured/calm.yaml",
        ];
        let run = folder.run(&all);
        assert_eq!(code(&run), 2);
        let printed = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(tells(format, &printed), "{format}:\n{printed}");
        assert_eq!(folder.read("old.json"), "old\n");
    }
}

#[test]
fn a_list_of_files_without_a_model_is_a_clean_run() {
    let folder = Folder::new().with("compose.yaml", "services: {}\n");
    let (exit, printed) = check(
        &folder,
        &[
            "--models-only",
            "--output",
            "json=a.json",
            "--format",
            "json",
            "compose.yaml",
        ],
    );
    assert_eq!(exit, 0);
    assert_eq!(folder.read("a.json"), printed);
}
