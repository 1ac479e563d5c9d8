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

/// What a run says besides, where it is to end with code 2.
fn refusal(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.run(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(code(&output), 2, "{arguments:?}: {said}");
    said
}

#[test]
fn help_is_a_command_too() {
    let folder = Folder::new();
    let printed = |arguments: &[&str]| {
        let output = folder.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(printed(&["help"]), printed(&["--help"]));
    assert_eq!(printed(&["help", "check"]), printed(&["check", "--help"]));
    assert_eq!(
        printed(&["help", "rules", "test"]),
        printed(&["rules", "test", "--help"])
    );
    refusal(&folder, &["help", "nothing"]);
}

#[test]
fn a_folder_is_for_check() {
    let folder = Folder::new().with("my models/calm.yaml", super::CALM);
    for (path, shown) in [
        ("my models", "'my models'"),
        (".", "."),
        ("my models/", "'my models/'"),
    ] {
        let said = refusal(&folder, &[path]);
        assert!(said.contains(&format!("infra-audit check {shown}`")), "{said}");
    }
    assert_eq!(folder.files(), ["my models/calm.yaml"]);
}

#[test]
fn a_hyphen_is_no_file() {
    let folder = Folder::new().with("calm.yaml", super::CALM);
    for (arguments, hint) in [
        (&["-"][..], "/dev/stdin"),
        (&["check", "-"], "/dev/stdin"),
        (&["faults", "-"], "/dev/stdin"),
        (&["diff", "calm.yaml", "-"], "/dev/stdin"),
        (&["check", "--baseline", "-", "calm.yaml"], "/dev/stdin"),
        (&["diagram", "calm.yaml", "-o", "-"], "/dev/stdout"),
        (&["check", "--output", "json=-", "calm.yaml"], "/dev/stdout"),
        (&["check", "--write-baseline", "-", "calm.yaml"], "/dev/stdout"),
        (&["init", "-"], "/dev/stdout"),
    ] {
        let said = refusal(&folder, arguments);
        assert!(said.contains(hint), "{said}");
    }
    assert_eq!(folder.files(), ["calm.yaml"]);
}

#[cfg(target_os = "linux")]
#[test]
fn the_standard_streams_are_files() {
    let folder = Folder::new().with("calm.yaml", super::CALM);
    let printed = folder.run(&["diagram", "calm.yaml"]).stdout;
    assert_eq!(
        folder.run(&["diagram", "calm.yaml", "-o", "/dev/stdout"]).stdout,
        printed
    );
    let model = std::fs::File::open(folder.path("calm.yaml")).expect("a model");
    let output = folder
        .command(&["diagram", "/dev/stdin"])
        .stdin(model)
        .output()
        .expect("a program that starts");
    assert_eq!(output.stdout, printed);
}

#[test]
fn limits_say_what_raises_them() {
    let folder = Folder::new().with("calm.yaml", super::CALM);
    for (option, value) in [
        ("--max-bytes", "40"),
        ("--max-depth", "1"),
        ("--max-elements", "2"),
    ] {
        let said = refusal(&folder, &["check", option, value, "calm.yaml"]);
        assert!(said.contains(&format!("{option} raises the limit")), "{said}");
    }
    let said = refusal(&folder, &["check", "--max-depth", "257", "calm.yaml"]);
    assert!(said.contains("no more than 256 levels are read"), "{said}");
    let said = refusal(&folder, &["check", "--max-bytes", "64 miles", "calm.yaml"]);
    assert!(said.contains("such as 64MiB"), "{said}");
    for size in ["1000000", "64MiB", "64 MiB", "1GB", "10kB"] {
        assert_eq!(
            code(&folder.run(&["check", "--max-bytes", size, "calm.yaml"])),
            0,
            "{size}"
        );
    }
    refusal(&folder, &["check", "--max-bytes", "1B", "calm.yaml"]);
}

#[test]
fn a_model_that_is_named_twice_is_audited_once() {
    let folder = Folder::new().with("calm.yaml", super::CALM);
    for arguments in [
        &["--format", "short", "calm.yaml", "./calm.yaml"][..],
        &["diagram", "-o", "output", "calm.yaml", "calm.yaml"],
    ] {
        let output = folder.run(arguments);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn what_the_system_refuses_is_not_missing() {
    let folder = Folder::new().with("file", "text\n");
    let said = refusal(&folder, &["check", "file/calm.yaml"]);
    assert!(
        said.contains("file/calm.yaml: cannot be read: Not a directory"),
        "{said}"
    );
    let said = refusal(&folder, &["check", "missing/calm.yaml"]);
    assert!(
        said.contains("missing/calm.yaml: no such file or folder"),
        "{said}"
    );
}
