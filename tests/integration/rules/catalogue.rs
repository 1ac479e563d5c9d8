//! The rules that ship.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use infra_audit::audit::{ExampleOutcome, run_examples};
use infra_audit::rules::{BUILT_IN, Catalogue};

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .expect("the folder of rules")
        .map(|entry| entry.expect("a readable entry").file_name())
        .map(|name| format!("rules/{}", name.to_string_lossy()))
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    let built_in: BTreeSet<String> = BUILT_IN.iter().map(|&(name, _)| name.to_owned()).collect();
    assert_eq!(files, built_in);
}

#[test]
fn every_built_in_rule_loads() {
    match Catalogue::load(Catalogue::built_in_sources()) {
        Ok(catalogue) => assert_eq!(catalogue.rules().len(), BUILT_IN.len()),
        Err(rejected) => {
            let text = super::describe(&rejected);
            panic!("{text}");
        }
    }
}

#[test]
fn every_rule_is_called_like_its_file_and_shows_what_it_finds() {
    let catalogue = Catalogue::built_in();
    for (name, text) in BUILT_IN {
        let stem = name
            .strip_prefix("rules/")
            .and_then(|name| name.strip_suffix(".yaml"));
        let rule = stem.and_then(|stem| catalogue.rule(stem));
        let rule = rule.unwrap_or_else(|| panic!("{name} holds a rule of its own name"));
        let flagged = &rule.examples.flagged;
        assert!(!flagged.is_empty() && !rule.examples.clean.is_empty(), "{name}");
        assert!(flagged.iter().all(|example| !example.expect.is_empty()), "{name}");
        let longest = text.lines().map(str::len).max();
        assert!(longest <= Some(120), "{name} has lines that do not fit on a page");
    }
}

#[test]
fn every_example_comes_out_as_stated() {
    let failed: Vec<_> = run_examples(&Catalogue::built_in())
        .into_iter()
        .filter(|result| result.outcome != ExampleOutcome::Passed)
        .collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
