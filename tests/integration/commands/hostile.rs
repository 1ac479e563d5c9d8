//! Names that are meant to break out of where they are shown.

use super::{Folder, TODAY};

const HOSTILE: &str = r##"
name: "# Evil *name* <img src=x onerror=alert(1)> [link](https://evil.example) \e[31m \u202Edlrow | `x`"
description: "```\n<script>alert(1)</script>\n\n# heading | cell"
components:
  visitor: { kind: client, title: "visitor\u0007\e]0;owned\u0007" }
  web:
    kind: web-server
    title: "**bold** | `code` <b>html</b>"
    software: "${math}$ :smile: @team"
    description: "1. list\n- item\n\n> quote [x](javascript:alert(1))"
  db: { kind: database, title: "]]>--><!-- & \\", data: confidential }
connections:
  - { from: visitor, to: web, protocol: http, description: "</svg><script>" }
  - { from: web, to: db, protocol: mysql }
accepted_risks:
  - { rule: missing-https, at: "*", reason: "\e[2Jgone | `x`", until: 2027-01-01, by: "<script>" }
"##;

/// Whether a text holds a character that a terminal acts on.
fn acts_on_a_terminal(text: &str) -> bool {
    text.chars()
        .any(|letter| (letter.is_control() && letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}'))
}

#[test]
fn hostile_names_are_only_shown() {
    let folder = Folder::new().with("hostile.yaml", HOSTILE);
    let arguments: Vec<_> = TODAY.into_iter().chain(["hostile.yaml"]).collect();
    let transcript = folder.transcript(&arguments);
    assert!(!acts_on_a_terminal(&transcript), "{transcript}");
    insta::assert_snapshot!("hostile-text", transcript);
    let report = folder.read("output/hostile.md");
    assert!(!acts_on_a_terminal(&report), "{report}");
    insta::assert_snapshot!("hostile-report", report);
}

#[test]
fn hostile_names_are_only_shown_in_every_format_for_people_and_sites() {
    let folder = Folder::new().with("hostile.yaml", HOSTILE);
    for format in ["short", "github", "gitlab", "junit", "markdown", "sarif"] {
        let output = folder.run(&["check", "--today", TODAY[1], "--format", format, "hostile.yaml"]);
        let printed = String::from_utf8(output.stdout).expect("output in UTF-8");
        assert!(!acts_on_a_terminal(&printed), "{format}: {printed}");
        assert!(!printed.is_empty());
        if format == "markdown" {
            insta::assert_snapshot!("hostile-comment", printed);
        }
    }
}

#[test]
fn hostile_names_are_only_shown_in_what_a_change_did() {
    let folder = Folder::new()
        .with("hostile.yaml", HOSTILE)
        .with("calm.yaml", super::CALM);
    for models in [["calm.yaml", "hostile.yaml"], ["hostile.yaml", "calm.yaml"]] {
        for format in ["text", "markdown", "sarif"] {
            let arguments = ["diff", "--today", TODAY[1], "--format", format];
            let output = folder.run(&[&arguments[..], &models].concat());
            let printed = String::from_utf8(output.stdout).expect("output in UTF-8");
            assert!(!acts_on_a_terminal(&printed), "{format}: {printed}");
        }
        let arguments = ["diff", "--today", TODAY[1], "-o", "change.svg"];
        folder.run(&[&arguments[..], &models].concat());
        let picture = folder.read("change.svg");
        assert!(!acts_on_a_terminal(&picture));
        assert!(!picture.contains("<script"), "{picture}");
        usvg_reads(&picture);
    }
}

/// Fails unless a text is a picture.
fn usvg_reads(picture: &str) {
    let pixels = infra_audit::diagram::png::png(picture, 1.0).expect("a picture");
    assert!(!pixels.is_empty());
}

#[test]
fn hostile_names_come_through_json_as_they_are() {
    let folder = Folder::new().with("hostile.yaml", HOSTILE);
    let output = folder.run(&["check", "--format", "json", "--today", TODAY[1], "hostile.yaml"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let name = run["models"][0]["name"].as_str().expect("a name");
    assert!(name.contains("\u{1b}[31m \u{202e}dlrow"), "{name:?}");
}
