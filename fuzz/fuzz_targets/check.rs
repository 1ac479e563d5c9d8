//! `check` takes any model, configuration and rule: it ends with an exit code, whatever they say, and each of its
//! formats is that format.
//!
//! The input is a model, and behind the separators below a configuration and a rule of one's own.

#![no_main]

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::LazyLock;

use infra_audit::cli::{self, Exit};
use infra_audit_fuzz::assert_harmless;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tempfile::TempDir;

const CONFIGURATION: &str = "\n=== configuration\n";
const RULE: &str = "\n=== rule\n";

const FORMATS: [&str; 8] = [
    "text", "short", "json", "sarif", "github", "gitlab", "junit", "markdown",
];

/// The folder of the files, which stays for the whole run.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("rules")).expect("a folder for rules");
    folder
});

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    let (bytes, rule) = split(bytes, RULE);
    let (model, configuration) = split(bytes, CONFIGURATION);
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("a file");
    write("model.yaml", model);
    write("infra-audit.yaml", configuration.unwrap_or_default());
    write("rules/own.yaml", rule.unwrap_or_default());
    let mut arguments = vec!["--config", "infra-audit.yaml"];
    if configuration.is_none() {
        arguments = vec!["--no-config"];
    }
    if rule.is_some() {
        arguments.extend(["--rules", "rules"]);
    }
    let (exit, printed) = check(folder, &arguments);
    let files = FORMATS.map(|format| read(folder, format));
    assert_formats(exit, &files);
    assert!(printed.starts_with(&files[0]), "what is printed is what is written");
    let again = check(folder, &arguments);
    assert!(again == (exit, printed), "the second run differs from the first");
    assert!(FORMATS.map(|format| read(folder, format)) == files, "the second run differs");
});

/// What stands before a separator, and what behind it if it is there.
fn split<'a>(bytes: &'a [u8], separator: &str) -> (&'a [u8], Option<&'a [u8]>) {
    let mut windows = bytes.windows(separator.len());
    match windows.position(|window| window == separator.as_bytes()) {
        Some(place) => (&bytes[..place], Some(&bytes[place + separator.len()..])),
        None => (bytes, None),
    }
}

/// Runs `check` with every format as a file; the exit code, and what is printed.
fn check(folder: &Path, arguments: &[&str]) -> (Exit, Vec<u8>) {
    let mut words: Vec<OsString> = ["infra-audit", "check", "--today", "2026-11-22"].map(OsString::from).into();
    for format in FORMATS {
        let _ = fs::remove_file(folder.join(format));
        words.push("--output".into());
        words.push(format!("{format}={}", folder.join(format).display()).into());
    }
    for &argument in arguments {
        let is_path = !argument.starts_with('-');
        words.push(if is_path { folder.join(argument).into() } else { argument.into() });
    }
    words.push(folder.join("model.yaml").into());
    let mut streams = tempfile::tempfile().expect("a temporary file");
    let stream = |streams: &File| streams.try_clone().expect("a second handle");
    let exit = cli::run(words, None, stream(&streams), stream(&streams));
    let mut printed = Vec::new();
    streams.rewind().expect("a file can be read again");
    streams.read_to_end(&mut printed).expect("a readable file");
    assert_harmless("streams", &printed);
    (exit, printed)
}

fn read(folder: &Path, format: &str) -> Vec<u8> {
    fs::read(folder.join(format)).unwrap_or_default()
}

fn assert_formats(exit: Exit, files: &[Vec<u8>; 8]) {
    // Where nothing could be audited no file is written.
    if exit == Exit::Bad && files.iter().all(Vec::is_empty) {
        return;
    }
    let [text, short, json, sarif, github, gitlab, junit, markdown] = files;
    for (what, text) in [("text", text), ("short", short), ("github", github), ("markdown", markdown)] {
        assert_harmless(what, text);
    }
    let parsed = |what, bytes: &[u8]| -> Value {
        serde_json::from_slice(bytes).unwrap_or_else(|error| panic!("{what}: {error}"))
    };
    let json = parsed("json", json);
    let models = json["models"].as_array().expect("models");
    let findings: Vec<_> = models
        .iter()
        .flat_map(|model| model["findings"].as_array().expect("findings"))
        .collect();
    if exit == Exit::Clean {
        assert_eq!(models.len(), 1);
    }
    if exit == Exit::Found {
        assert!(!findings.is_empty());
    }
    let log = parsed("sarif", sarif);
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert!(results.len() >= findings.len());
    assert!(parsed("gitlab", gitlab).is_array());
    let junit = std::str::from_utf8(junit).expect("UTF-8");
    roxmltree::Document::parse(junit).unwrap_or_else(|error| panic!("junit: {error}\n{junit}"));
}
