//! Help, versions, completions, and what is wrong with arguments.

use std::io::Read;
use std::process::Stdio;

use super::{Folder, code};

#[test]
fn help() {
    let folder = Folder::new();
    insta::assert_snapshot!("help", folder.transcript(&["--help"]));
    for command in [
        "init",
        "check",
        "diagram",
        "diff",
        "faults",
        "explain",
        "rules",
        "config",
        "schema",
        "completions",
        "man",
    ] {
        insta::assert_snapshot!(format!("help-{command}"), folder.transcript(&[command, "--help"]));
    }
    for command in ["list", "test"] {
        insta::assert_snapshot!(
            format!("help-rules-{command}"),
            folder.transcript(&["rules", command, "--help"])
        );
    }
}

#[test]
fn no_arguments_show_the_help_and_fail() {
    let output = Folder::new().run(&[]);
    assert_eq!(code(&output), 2);
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: infra-audit"));
}

#[test]
fn version() {
    let output = Folder::new().run(&["--version"]);
    assert_eq!(code(&output), 0);
    let expected = format!("infra-audit {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn bad_usage() {
    let folder = Folder::new();
    insta::assert_snapshot!("bad-option", folder.transcript(&["check", "--fail", "a.yaml"]));
    insta::assert_snapshot!(
        "bad-value",
        folder.transcript(&["check", "--fail-on", "awful", "a.yaml"])
    );
    insta::assert_snapshot!(
        "bad-date",
        folder.transcript(&["check", "--today", "2026-02-30", "a.yaml"])
    );
}

#[test]
fn completions_for_every_shell() {
    let folder = Folder::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = folder.run(&["completions", shell]);
        assert_eq!(code(&output), 0, "{shell}");
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("fail-on"),
            "{shell}"
        );
    }
}

#[test]
fn the_schema_is_json() {
    let output = Folder::new().run(&["schema"]);
    assert_eq!(code(&output), 0);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(schema["properties"]["components"].is_object());
    for (of, key) in [
        ("topology", "components"),
        ("rule", "where"),
        ("config", "fail_on"),
        ("findings", "models"),
        ("diff", "elements"),
        ("baseline", "findings"),
        ("faults", "journeys"),
        ("what-if", "failed"),
    ] {
        let output = Folder::new().run(&["schema", of]);
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(schema["properties"][key].is_object(), "{of}");
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::new().with_example("distributed");
    let has_colour = |arguments: &[&str], no_color: bool| {
        let mut command = folder.command(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let output = command.output().expect("a program that starts");
        output.stdout.contains(&0x1b)
    };
    let model = "models/distributed.yaml";
    assert!(!has_colour(&["check", model], false));
    assert!(has_colour(&["check", "--color", "always", model], false));
    assert!(has_colour(&["--color", "always", "check", model], true));
    assert!(!has_colour(&["check", "--color", "never", model], false));
}

#[test]
fn a_closed_pipe_ends_quietly_with_the_same_exit_code() {
    let folder = Folder::new().with_example("distributed");
    let arguments = ["check", "models/distributed.yaml"];
    let whole = folder.run(&arguments);
    let mut child = folder
        .command(&arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    drop(child.stdout.take());
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut said).expect("text");
    let status = child.wait().expect("an end");
    assert_eq!(said, String::from_utf8_lossy(&whole.stderr));
    assert_eq!(status.code(), whole.status.code());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new().with_example("distributed");
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let output = folder
        .command(&["check", "models/distributed.yaml"])
        .stdout(full)
        .output()
        .expect("a program that starts");
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("the output cannot be written"));
}
