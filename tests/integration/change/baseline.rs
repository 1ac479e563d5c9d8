//! Baselines: lists of findings that are known.

use infra_audit::audit::baseline;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use serde_json::Value;

use super::shop::{AFTER, BEFORE};
use crate::program::{Folder, code};

const LIST: &str = "known/infra-audit.baseline.json";

fn check(folder: &Folder, arguments: &[&str]) -> (i32, String, String) {
    let all = [&["check", "--today", "2026-11-23"], arguments].concat();
    let output = folder.run(&all);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output in UTF-8");
    (code(&output), text(&output.stdout), text(&output.stderr))
}

fn entries(folder: &Folder) -> Vec<Value> {
    let list: Value = serde_json::from_str(&folder.read(LIST)).expect("JSON");
    list["findings"].as_array().expect("a list").clone()
}

#[test]
fn what_is_listed_is_known() {
    let folder = Folder::new().with("models/shop.yaml", BEFORE);
    let (exit, _, said) = check(&folder, &["--write-baseline", LIST, "models/shop.yaml"]);
    assert_eq!(exit, 0, "{said}");
    insta::assert_snapshot!("baseline-written", format!("{said}\n{}", folder.read(LIST)));
    let schema = baseline::schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let written: Value = serde_json::from_str(&folder.read(LIST)).expect("JSON");
    let complaints: Vec<_> = validator
        .iter_errors(&written)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(complaints, [""; 0]);

    // However the model is named, and wherever from.
    let absolute = folder.path("models/shop.yaml").display().to_string();
    for model in ["models/shop.yaml", "./models/shop.yaml", absolute.as_str(), "."] {
        let (exit, _, said) = check(&folder, &["--baseline", LIST, "--fail-on-new", model]);
        assert_eq!(exit, 0, "{model}: {said}");
    }
    // Without it the known findings count as ever.
    assert_eq!(check(&folder, &["--baseline", LIST, "models/shop.yaml"]).0, 1);

    let folder = folder.with("models/shop.yaml", AFTER);
    let (exit, printed, said) = check(
        &folder,
        &["--baseline", LIST, "--fail-on-new", "models/shop.yaml"],
    );
    assert_eq!(exit, 1, "{said}");
    insta::assert_snapshot!("baseline-compared", printed);
}

#[test]
fn entries_are_sorted_and_have_no_line_numbers() {
    let folder = Folder::new().with("b.yaml", BEFORE).with("a.yaml", AFTER);
    check(&folder, &["--write-baseline", LIST, "b.yaml", "a.yaml"]);
    let listed = folder.read(LIST);
    let folder = folder.with("b.yaml", format!("# Moved down.\n\n\n{BEFORE}"));
    check(&folder, &["--write-baseline", LIST, "a.yaml", "b.yaml"]);
    assert_eq!(folder.read(LIST), listed);
    let keys =
        |entry: &Value| ["file", "rule", "at"].map(|key| entry[key].as_str().expect("text").to_owned());
    let entries: Vec<_> = entries(&folder).iter().map(keys).collect();
    assert!(entries.is_sorted());
}

#[test]
fn a_renamed_file_keeps_its_entries_and_another_file_cannot_use_them() {
    let folder = Folder::new().with("shop.yaml", BEFORE);
    check(&folder, &["--write-baseline", LIST, "shop.yaml"]);
    let folder = folder.with("copy.yaml", BEFORE);
    let arguments = ["--baseline", LIST, "--fail-on-new", "copy.yaml"];
    let (exit, _, said) = check(&folder, &arguments);
    assert_eq!(exit, 1, "the entries are those of shop.yaml");
    assert!(said.contains("of files that were not looked at"), "{said}");
    std::fs::remove_file(folder.path("shop.yaml")).expect("a file to remove");
    let (exit, _, said) = check(&folder, &arguments);
    assert_eq!(exit, 0, "{said}");
}

#[test]
fn an_entry_stands_for_one_finding() {
    let twice = BEFORE.replace(
        "protocol: http }\n  - { from: balancer",
        "protocol: http }\n  - { from: customer, to: balancer, protocol: http, port: 8080 }\n  - { from: balancer",
    );
    assert_ne!(twice, BEFORE);
    let folder = Folder::new().with("shop.yaml", BEFORE);
    check(&folder, &["--write-baseline", LIST, "shop.yaml"]);
    let folder = folder.with("shop.yaml", twice);
    let (exit, printed, _) = check(
        &folder,
        &[
            "--baseline",
            LIST,
            "--fail-on-new",
            "--format",
            "short",
            "shop.yaml",
        ],
    );
    assert_eq!(exit, 1);
    let news: Vec<_> = printed.lines().filter(|line| line.ends_with("(new)")).collect();
    assert_eq!(news.len(), 1, "{printed}");
    assert!(news[0].contains("[missing-https]"), "{printed}");
}

#[test]
fn nothing_is_listed_where_a_model_is_wrong() {
    let folder = Folder::new()
        .with("shop.yaml", BEFORE)
        .with("broken.yaml", "name: Broken\ncomponents: []\n")
        .with(LIST, "as it was");
    let (exit, _, said) = check(&folder, &["--write-baseline", LIST, "shop.yaml", "broken.yaml"]);
    assert_eq!(exit, 2);
    assert!(said.contains("not written"), "{said}");
    assert_eq!(folder.read(LIST), "as it was");
    let (exit, _, said) = check(&folder, &["--write-baseline", "shop.yaml", "shop.yaml"]);
    assert_eq!(exit, 2, "{said}");
    assert_eq!(folder.read("shop.yaml"), BEFORE);
}

#[test]
fn everything_that_is_wrong_with_a_baseline_is_told() {
    let folder = Folder::new().with("shop.yaml", BEFORE).with(
        LIST,
        r#"{
  "version": 7,
  "findigns": [],
  "findings": [
    { "file": "shop.yaml", "rule": "missing-https", "at": "a -> b", "fingerprint": "0123" },
    { "file": "shop.yaml", "rule": "missing-https", "fingerprint": "00000000000000000000000000000000", "line": 4 }
  ]
}
"#,
    );
    let (exit, printed, said) = check(&folder, &["--baseline", LIST, "shop.yaml"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    insta::assert_snapshot!("baseline-wrong", said);
    let (exit, _, said) = check(&folder, &["--baseline", "missing.json", "shop.yaml"]);
    assert_eq!(exit, 2);
    assert!(said.contains("missing.json: no such file"), "{said}");
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    let folder = Folder::new().with("shop.yaml", BEFORE);
    for arguments in [&["--fail-on-new"][..], &["--since", "main", "--baseline", LIST]] {
        let (exit, _, said) = check(&folder, &[arguments, &["shop.yaml"]].concat());
        assert_eq!(exit, 2, "{arguments:?}");
        assert!(said.contains("Usage"), "{said}");
    }
}

#[test]
fn an_empty_list_is_read_again() {
    let mut bytes = Vec::new();
    let empty = baseline::Baseline::default();
    infra_audit::report::json::baseline(&mut bytes, &empty).expect("writing to memory");
    let source = Source::from_bytes("empty.json", bytes).expect("text");
    assert_eq!(baseline::read(&source, &Limits::default()), Ok(empty));
}
