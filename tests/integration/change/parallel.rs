//! Connections that join the same two are told apart by what they are.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use crate::program::Folder;

/// A model with these connections from a visitor to an application.
fn model(connections: &[&str]) -> String {
    let mut text =
        "name: Parallel\ncomponents:\n  u: { kind: client }\n  app: { kind: app-server }\nconnections:\n"
            .to_owned();
    for connection in connections {
        writeln!(text, "  - {{ from: u, to: app, {connection} }}").expect("text");
    }
    text
}

/// Rule and fingerprint of everything that is found about connections, sorted.
fn fingerprints(connections: &[&str]) -> Vec<(String, String)> {
    let folder = Folder::new().with("a.yaml", model(connections));
    let output = folder.run(&["check", "--format", "json", "a.yaml"]);
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = run["models"][0]["findings"].as_array().expect("findings").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let about = findings.filter(|finding| finding["at"]["kind"] == "connection");
    let mut all: Vec<_> = about
        .map(|finding| (text(&finding["rule"]), text(&finding["fingerprint"])))
        .collect();
    all.sort();
    all
}

const HTTP: &str = "protocol: http";
const TELNET: &str = "protocol: telnet";
const OTHER_PORT: &str = "protocol: http, port: 8080";
const BACKUP: &str = "protocol: http, purpose: backup";

/// Rules that look at one connection, whatever else leads to its target.
const OF_ONE: [&str; 2] = ["missing-https", "exposed-admin"];

fn of_one(all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.into_iter()
        .filter(|(rule, _)| OF_ONE.contains(&rule.as_str()))
        .collect()
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let expected = of_one(fingerprints(&[HTTP, TELNET, OTHER_PORT, BACKUP]));
    assert!(expected.len() > 4, "{expected:?}");
    let distinct: BTreeSet<_> = expected.iter().collect();
    assert_eq!(distinct.len(), expected.len(), "each has its own");
    for order in [
        [TELNET, HTTP, OTHER_PORT, BACKUP],
        [BACKUP, OTHER_PORT, TELNET, HTTP],
        [OTHER_PORT, BACKUP, HTTP, TELNET],
    ] {
        assert_eq!(of_one(fingerprints(&order)), expected, "{order:?}");
    }
}

#[test]
fn twins_are_counted() {
    let two = of_one(fingerprints(&[HTTP, TELNET, HTTP]));
    assert_eq!(of_one(fingerprints(&[HTTP, HTTP, TELNET])), two);
    let distinct: BTreeSet<_> = two.iter().collect();
    assert_eq!(distinct.len(), two.len());
}

#[test]
fn a_connection_alone_keeps_the_fingerprint_that_it_always_had() {
    assert_eq!(
        of_one(fingerprints(&[HTTP])),
        [(
            "missing-https".to_owned(),
            "d9e56f16af21b7ddf592c721d455069e".to_owned()
        )]
    );
}
