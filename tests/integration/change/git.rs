//! Earlier versions from git.

use serde_json::Value;

use super::repository::Repository;
use super::shop::{AFTER, BEFORE};
use crate::program::Folder;

const BROKEN: &str = "name: Shop\ncomponents:\n  web: { kind: web-servr }\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// How many findings are new, fixed and unchanged in what `diff --format json` prints.
fn numbers(printed: &str) -> [usize; 3] {
    let change = json(printed);
    ["new", "fixed", "unchanged"].map(|list| change[list].as_array().expect("a list").len())
}

#[test]
fn the_base_can_be_any_revision() {
    let mut repository = Repository::with(&[("models/shop.yaml", BEFORE)]);
    repository.git(&["tag", "v1"]);
    repository.write("models/shop.yaml", AFTER);
    let model = "models/shop.yaml";
    let expected = {
        let files = Folder::new().with("a.yaml", BEFORE).with("b.yaml", AFTER);
        let output = files.run(&["diff", "--format", "json", "a.yaml", "b.yaml"]);
        numbers(&String::from_utf8(output.stdout).expect("JSON"))
    };
    assert!(expected[0] > 0 && expected[1] > 0, "{expected:?}");
    for revision in ["main", "v1", "HEAD", "HEAD~0"] {
        let (exit, printed, _) = repository.told(&["diff", "--format", "json", "--git", revision, model]);
        assert_eq!(exit, 1, "{revision}");
        assert_eq!(numbers(&printed), expected, "{revision}");
        assert_eq!(json(&printed)["base"], format!("{revision}:models/shop.yaml"));
    }
    repository.commit();
    let (exit, printed, _) = repository.told(&["diff", "--format", "json", "--git", "HEAD~1", model]);
    assert_eq!((exit, numbers(&printed)), (1, expected));
    let (exit, printed, _) = repository.told(&[
        "diff",
        "--format",
        "json",
        "--fail-on-new",
        "--git",
        "HEAD",
        model,
    ]);
    assert_eq!(exit, 0);
    assert_eq!(numbers(&printed)[..2], [0, 0]);
}

#[test]
fn renamed_files_are_followed() {
    let repository = Repository::with(&[("models/shop.yaml", BEFORE), ("other.yaml", AFTER)]);
    repository.git(&["mv", "models/shop.yaml", "store front.yaml"]);
    let arguments = ["diff", "--format", "json", "--git", "main", "store front.yaml"];
    for committed in [false, true] {
        if committed {
            repository.git(&["checkout", "--quiet", "-b", "work"]);
            repository.commit();
        }
        let (_, printed, _) = repository.told(&arguments);
        assert_eq!(json(&printed)["base"], "main:models/shop.yaml");
        assert_eq!(numbers(&printed)[..2], [0, 0], "committed: {committed}");
    }
}

#[test]
fn everything_is_new_in_a_new_file() {
    let mut repository = Repository::with(&[("README", "Shops\n")]);
    repository.write("shop.yaml", BEFORE);
    let (exit, printed, _) = repository.told(&["diff", "--format", "json", "--git", "main", "shop.yaml"]);
    assert_eq!(exit, 1);
    assert_eq!(json(&printed)["base"], Value::Null);
    let [new, fixed, unchanged] = numbers(&printed);
    assert!(new > 0);
    assert_eq!([fixed, unchanged], [0, 0]);
    let (exit, printed, said) = repository.told(&["check", "--since", "main", "--fail-on-new", "."]);
    assert_eq!(exit, 1, "{said}");
    assert!(printed.contains("new: not in main"), "{printed}");
}

#[test]
fn a_file_that_has_gone_is_said_to_be() {
    let repository = Repository::with(&[("shop.yaml", BEFORE)]);
    repository.git(&["rm", "--quiet", "shop.yaml"]);
    let (exit, printed, said) = repository.told(&["diff", "--git", "main", "shop.yaml"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    insta::assert_snapshot!("git-removed", said);
}

#[test]
fn hostile_names_are_names() {
    for name in [
        "-n.yaml",
        "--help.yaml",
        "two words.yaml",
        "line\nbreak.yaml",
        "*.yaml",
        ":(top)x.yaml",
        "größe \u{202e}.yaml",
        "models/..yaml",
    ] {
        let mut repository = Repository::with(&[(name, BEFORE), ("x.yaml", AFTER)]);
        repository.write(name, AFTER);
        let (exit, printed, said) = repository.told(&[
            "diff",
            "--format",
            "json",
            "--git",
            "main",
            "--",
            &format!("./{name}"),
        ]);
        assert_eq!(exit, 1, "{name}: {said}");
        assert_eq!(json(&printed)["base"], format!("main:{name}"));
        assert!(numbers(&printed)[0] > 0, "{name}");
    }
}

#[test]
fn a_revision_is_never_an_option() {
    let repository = Repository::with(&[("shop.yaml", BEFORE)]);
    for revision in [
        "--all",
        "-h",
        "--output=stolen",
        "--upload-pack=touch stolen",
        "main:shop.yaml",
        "",
        "no such",
    ] {
        let (exit, printed, said) = repository.told(&["check", &format!("--since={revision}"), "shop.yaml"]);
        assert_eq!((exit, printed.as_str()), (2, ""), "{revision}: {said}");
        assert!(said.contains("git knows no revision"), "{said}");
        assert_eq!(
            repository
                .folder
                .files()
                .iter()
                .filter(|file| !file.starts_with(".git/"))
                .count(),
            1
        );
    }
}

#[test]
fn without_a_history_it_is_said_what_is_missing() {
    let folder = Folder::new().with("shop.yaml", BEFORE);
    let output = folder.run(&["check", "--since", "main", "shop.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("not a git repository"), "{said}");
    assert!(said.contains("--baseline"), "{said}");

    let mut unborn = Repository::new();
    unborn.write("shop.yaml", BEFORE);
    let (exit, _, said) = unborn.told(&["check", "--since", "main", "shop.yaml"]);
    assert_eq!(exit, 2);
    insta::assert_snapshot!("git-unborn", said);
}

#[test]
fn a_shallow_clone_is_told_from_a_wrong_name() {
    let mut origin = Repository::with(&[("shop.yaml", BEFORE)]);
    origin.git(&["tag", "v1"]);
    origin.write("shop.yaml", AFTER);
    origin.commit();
    let clone = Repository::new();
    let address = format!("file://{}", origin.path().display());
    clone.git(&["fetch", "--quiet", "--depth", "1", &address, "main"]);
    clone.git(&["checkout", "--quiet", "FETCH_HEAD"]);
    let (exit, _, said) = clone.told(&["check", "--since", "v1", "shop.yaml"]);
    assert_eq!(exit, 2);
    insta::assert_snapshot!("git-shallow", said);
    let (exit, _, said) = clone.told(&["check", "--since", "HEAD", "--fail-on-new", "shop.yaml"]);
    assert_eq!(exit, 0, "{said}");
}

#[test]
fn a_base_that_is_no_model_is_shown_with_its_place() {
    let mut repository = Repository::with(&[("models/shop.yaml", BROKEN)]);
    repository.write("models/shop.yaml", BEFORE);
    let (exit, printed, said) = repository.told(&["diff", "--git", "main", "models/shop.yaml"]);
    assert_eq!((exit, printed.as_str()), (2, ""));
    insta::assert_snapshot!("git-broken-base", said);
    // Whoever mends a model must be able to pass.
    let (exit, printed, said) =
        repository.told(&["check", "--since", "main", "--format", "json", "models/shop.yaml"]);
    assert_eq!(exit, 1);
    insta::assert_snapshot!("git-broken-base-check", said);
    let findings = json(&printed)["models"][0]["findings"].clone();
    let findings = findings.as_array().expect("a list");
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|finding| finding["state"] == "new"));
}

#[test]
fn a_submodule_has_a_history_of_its_own() {
    let inner = Repository::with(&[("shop.yaml", BEFORE)]);
    let outer = Repository::with(&[("README", "Shops\n")]);
    outer.git(&[
        "submodule",
        "--quiet",
        "add",
        &inner.path().display().to_string(),
        "inner",
    ]);
    outer.commit();
    let (exit, printed, said) = outer.told(&["diff", "--format", "json", "--git", "HEAD", "inner/shop.yaml"]);
    assert_eq!(exit, 1, "{said}");
    assert_eq!(json(&printed)["base"], "HEAD:shop.yaml");
}

#[cfg(unix)]
#[test]
fn a_link_is_a_name_for_what_it_leads_to() {
    let mut repository = Repository::with(&[("models/shop.yaml", BEFORE)]);
    std::os::unix::fs::symlink("models/shop.yaml", repository.folder.path("link.yaml")).expect("a link");
    repository.write("models/shop.yaml", AFTER);
    let (_, printed, _) = repository.told(&["diff", "--format", "json", "--git", "main", "link.yaml"]);
    assert_eq!(json(&printed)["base"], "main:models/shop.yaml");
}

#[test]
fn a_hook_does_not_lead_astray() {
    let mut repository = Repository::with(&[("models/shop.yaml", BEFORE)]);
    let other = Repository::with(&[("models/shop.yaml", AFTER)]);
    repository.write("models/shop.yaml", AFTER);
    let mut command =
        repository
            .folder
            .command(&["diff", "--format", "json", "--git", "main", "models/shop.yaml"]);
    command
        .env("GIT_DIR", other.folder.path(".git"))
        .env("GIT_INDEX_FILE", ".git/index")
        .env("GIT_WORK_TREE", other.path());
    let output = command.output().expect("a program that starts");
    let printed = String::from_utf8(output.stdout).expect("JSON");
    assert!(numbers(&printed)[0] > 0, "{printed}");
}

#[test]
fn several_folders_are_compared_in_one_run() {
    let mut repository = Repository::with(&[("a/shop.yaml", BEFORE), ("b/shop.yaml", BEFORE)]);
    repository.write("b/shop.yaml", AFTER);
    let (exit, printed, said) = repository.told(&["check", "--since", "main", "--format", "json", "."]);
    assert_eq!(exit, 1, "{said}");
    let run = json(&printed);
    let news = |place: usize| {
        let findings = run["models"][place]["findings"].as_array().expect("a list");
        findings
            .iter()
            .filter(|finding| finding["state"] == "new")
            .count()
    };
    assert_eq!(news(0), 0);
    assert!(news(1) > 0);
}
