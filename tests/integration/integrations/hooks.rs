//! The hooks of pre-commit: their command lines, as it puts them together.

use super::{Bench, list, shown, yaml};
use crate::commands::{BROKEN, CALM};
use crate::program::code;

/// What pre-commit would run: the entry, the arguments and then the names of the changed files.
fn hook(id: &str, own: Option<&[&str]>, changed: &[&str]) -> Vec<String> {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().expect("hooks").iter();
    let hook = hooks.clone().find(|hook| hook["id"] == id).expect("the hook");
    assert_eq!(hook["language"], "rust");
    assert_eq!(list(&hook["types"]), ["yaml"]);
    let usual = list(&hook["args"]);
    let entry = hook["entry"].as_str().expect("an entry").split_whitespace();
    let words = entry.chain(own.unwrap_or(&usual).iter().copied());
    words.chain(changed.iter().copied()).map(str::to_owned).collect()
}

fn run(bench: &Bench, words: &[String]) -> (i32, String) {
    let (program, arguments) = words.split_first().expect("a program");
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let output = bench.run(program, &arguments);
    (code(&output), shown(&output))
}

#[test]
fn changed_models_are_audited_and_other_files_are_passed_over() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    let bench = Bench::new()
        .with("calm.yaml", CALM)
        .with("broken.yaml", BROKEN)
        .with("finding.yaml", finding)
        .with("compose.yaml", "services: {}\n");
    for (changed, exit) in [
        (vec!["compose.yaml"], 0),
        (vec!["compose.yaml", "calm.yaml"], 0),
        (vec!["finding.yaml", "calm.yaml"], 1),
        (vec!["calm.yaml", "broken.yaml"], 2),
    ] {
        let (code, said) = run(&bench, &hook("infra-audit", None, &changed));
        assert_eq!(code, exit, "{changed:?}: {said}");
    }
}

#[test]
fn stale_pictures_fail() {
    let bench = Bench::new()
        .with("calm.yaml", CALM)
        .with("compose.yaml", "services: {}\n");
    let changed = ["calm.yaml", "compose.yaml"];
    for folder in ["output", "docs/pictures"] {
        let own = [folder];
        let words = hook(
            "infra-audit-diagrams",
            (folder != "output").then_some(&own),
            &changed,
        );
        assert_eq!(run(&bench, &words).0, 1, "there is no picture yet");
        assert_eq!(
            code(&bench.run("infra-audit", &["diagram", "calm.yaml", "-o", folder])),
            0
        );
        let (exit, said) = run(&bench, &words);
        assert_eq!(exit, 0, "{said}");
    }
}

#[test]
fn the_example_uses_hooks_that_there_are() {
    let example = yaml("integrations/pre-commit-config.yaml");
    let repository = &example["repos"][0];
    assert_eq!(repository["rev"], concat!("v", env!("CARGO_PKG_VERSION")));
    let bench = Bench::new().with("calm.yaml", CALM);
    for used in repository["hooks"].as_array().expect("hooks") {
        let own = list(&used["args"]);
        let words = hook(used["id"].as_str().expect("an id"), Some(&own), &["calm.yaml"]);
        let (exit, said) = run(&bench, &words);
        assert!(exit < 2, "{words:?}: {said}");
    }
}
