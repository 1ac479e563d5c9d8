//! `infra-audit check PATH…`.

use super::{BROKEN, CALM, Folder, TODAY, code};

fn check<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    ["check"]
        .into_iter()
        .chain(TODAY)
        .chain(arguments.iter().copied())
        .collect()
}

#[test]
fn findings_fail_the_run() {
    let folder = Folder::new().with_example("distributed");
    insta::assert_snapshot!(
        "check-distributed",
        folder.transcript(&check(&["models/distributed.yaml"]))
    );
    assert_eq!(
        folder.files(),
        ["models/distributed.yaml"],
        "check writes nothing"
    );
}

#[test]
fn findings_for_programs() {
    let folder = Folder::new().with_example("distributed");
    insta::assert_snapshot!(
        "check-distributed-json",
        folder.transcript(&check(&["--format", "json", "models/distributed.yaml"]))
    );
}

#[test]
fn a_calm_model_passes() {
    let folder = Folder::new().with("calm.yaml", CALM);
    insta::assert_snapshot!("check-calm", folder.transcript(&check(&["calm.yaml"])));
}

#[test]
fn the_threshold_decides() {
    let folder = Folder::new().with_example("distributed");
    let exit = |threshold| code(&folder.run(&check(&["--fail-on", threshold, "models/distributed.yaml"])));
    assert_eq!(exit("never"), 0);
    assert_eq!(exit("critical"), 1);
    assert_eq!(exit("info"), 1);
}

#[test]
fn a_broken_model_is_shown_and_the_others_are_audited_all_the_same() {
    let folder = Folder::new().with("broken.yaml", BROKEN).with("calm.yaml", CALM);
    insta::assert_snapshot!(
        "check-broken",
        folder.transcript(&check(&["broken.yaml", "calm.yaml"]))
    );
    let output = folder.run(&check(&["--format", "json", "broken.yaml", "calm.yaml"]));
    assert_eq!(code(&output), 2);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(run["models"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["models"][0]["file"], "calm.yaml");
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new()
        .with("binary.yaml", b"name: \xff\xfe\n")
        .with("large.yaml", "name: Large\n")
        .with("folder.yaml/calm.yaml", CALM);
    insta::assert_snapshot!(
        "check-unreadable",
        folder.transcript(&check(&["missing.yaml", "binary.yaml"]))
    );
    insta::assert_snapshot!(
        "check-too-large",
        folder.transcript(&check(&["--max-bytes", "4", "large.yaml"]))
    );
}

#[test]
fn folders_are_searched_for_models() {
    let folder = Folder::new()
        .with("a/calm.yaml", CALM)
        .with("a/deeper/also.yml", CALM)
        .with("a/compose.yaml", "services: {}\n")
        .with("a/notes.txt", CALM)
        .with("a/ignored.yaml", CALM)
        .with(".ignore", "ignored.yaml\n");
    insta::assert_snapshot!("check-folder", folder.transcript(&check(&["."])));
    let named = folder.run(&check(&["a", "a/calm.yaml", "a/ignored.yaml"]));
    let said = String::from_utf8_lossy(&named.stderr).into_owned();
    assert!(
        said.contains("read 3 models") || said.contains("read three models"),
        "{said}"
    );
}

#[test]
fn a_folder_without_models_is_an_error() {
    let folder = Folder::new().with("compose.yaml", "services: {}\n");
    insta::assert_snapshot!("check-nothing", folder.transcript(&check(&["."])));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_model() {
    let folder = Folder::new().with("bom.yaml", format!("\u{feff}{CALM}"));
    assert_eq!(code(&folder.run(&check(&["bom.yaml"]))), 0);
}
