//! `infra-audit init`.

use std::io::Write;
use std::process::Stdio;

use super::{Folder, TODAY, code};

/// The files that a run leaves behind.
const FILES: [&str; 2] = ["topology.schema.json", "topology.yaml"];

#[test]
fn a_first_model() {
    let folder = Folder::new();
    insta::assert_snapshot!("init", folder.transcript(&["init"]));
    assert_eq!(folder.files(), FILES);
    insta::assert_snapshot!("init-topology.yaml", folder.read("topology.yaml"));
    insta::assert_snapshot!(
        "init-check",
        folder.transcript(&["check", "--format", "short", ".", TODAY[0], TODAY[1]])
    );
    let schema = folder.run(&["schema"]).stdout;
    assert_eq!(folder.read("topology.schema.json").as_bytes(), schema);
}

#[test]
fn options_answer_the_questions() {
    let folder = Folder::new();
    let arguments = [
        "init",
        "--defaults",
        "--name",
        "Shop: \"one\"",
        "--servers",
        "3",
        "--database",
        "managed",
        "--encryption",
        "no",
        "--firewall",
        "n",
        "--monitoring",
        "no",
        "--backup",
        "no",
        "models/shop.yaml",
    ];
    assert_eq!(code(&folder.run(&arguments)), 0);
    assert_eq!(
        folder.files(),
        ["models/shop.yaml", "models/topology.schema.json"]
    );
    insta::assert_snapshot!(
        "init-check-options",
        folder.transcript(&["check", "--format", "short", "models", TODAY[0], TODAY[1]])
    );
}

#[test]
fn a_file_that_is_there_is_left_as_it_is() {
    let folder = Folder::new().with("topology.yaml", "name: mine\n");
    insta::assert_snapshot!("init-there", folder.transcript(&["init"]));
    assert_eq!(folder.files(), ["topology.yaml"]);
    assert_eq!(folder.read("topology.yaml"), "name: mine\n");
    let folder = Folder::new().with("topology.yaml/a", "");
    assert_eq!(code(&folder.run(&["init"])), 2);
    assert_eq!(folder.files(), ["topology.yaml/a"]);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_left_as_it_is() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("elsewhere.yaml", folder.path("topology.yaml")).expect("a link");
    assert_eq!(code(&folder.run(&["init"])), 2);
    assert_eq!(folder.files(), ["topology.yaml"]);
}

#[test]
fn a_schema_that_is_there_is_left_as_it_is() {
    let folder = Folder::new().with("topology.schema.json", "{}");
    insta::assert_snapshot!("init-schema-there", folder.transcript(&["init"]));
    assert_eq!(folder.files(), FILES);
    assert_eq!(folder.read("topology.schema.json"), "{}");
}

#[test]
fn who_is_no_terminal_is_not_asked() {
    let folder = Folder::new();
    let mut child = folder
        .command(&["init"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program that starts");
    // The program may have ended already: then nobody reads this, as it should be.
    let _ = child.stdin.take().expect("a pipe").write_all(b"Shop\n");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(code(&output), 0);
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(!said.contains('?'), "{said}");
    assert!(folder.read("topology.yaml").contains("\nname: My service\n"));
}

#[test]
fn wrong_answers_are_bad_usage() {
    let folder = Folder::new();
    for (option, value) in [
        ("--name", " "),
        ("--servers", "0"),
        ("--servers", "10"),
        ("--database", "big"),
        ("--backup", "maybe"),
    ] {
        let output = folder.run(&["init", option, value]);
        assert_eq!(code(&output), 2, "{option} {value}");
    }
    assert_eq!(folder.files(), [""; 0]);
}

#[test]
fn a_name_stays_a_text_for_everybody() {
    for name in ["no", "Yes", "ON", "y"] {
        let folder = Folder::new();
        assert_eq!(code(&folder.run(&["init", "--defaults", "--name", name])), 0);
        let text = folder.read("topology.yaml");
        assert!(text.contains(&format!("\nname: \"{name}\"\n")), "{text}");
    }
}

#[test]
fn the_next_command_can_be_copied() {
    for (file, shown) in [("-x.yaml", "-- -x.yaml"), ("my shop.yaml", "'my shop.yaml'")] {
        let folder = Folder::new();
        let output = folder.run(&["init", "--defaults", "--", file]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            said.contains(&format!("next: infra-audit check {shown}\n")),
            "{said}"
        );
        let next = folder.run(&["check", "--fail-on", "never", "--", file]);
        assert_eq!(code(&next), 0);
    }
}
