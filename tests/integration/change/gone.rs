//! Models that were there at a revision and are not now.

use serde_json::Value;

use super::repository::Repository;
use super::shop::BEFORE;

const OTHER: &str = "services: { web: { image: nginx } }\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// What `check --since main` prints about the repository in a format, with the exit code and what it says besides.
fn since(repository: &Repository, format: &str, paths: &[&str]) -> (i32, String, String) {
    let options = ["check", "--since", "main", "--fail-on-new", "--format", format];
    repository.told(&[&options[..], paths].concat())
}

#[test]
fn a_model_that_was_deleted_is_told_with_what_was_found_in_it() {
    let repository = Repository::with(&[
        ("models/shop.yaml", BEFORE),
        ("models/deep/a/shop.yaml", BEFORE),
        ("b.yaml", OTHER),
    ]);
    repository.git(&["rm", "--quiet", "-r", "models/deep"]);
    std::fs::remove_file(repository.folder.path("b.yaml")).expect("a file");
    for paths in [&["."][..], &["models"], &["./models", "models"]] {
        let (exit, printed, said) = since(&repository, "json", paths);
        assert_eq!(exit, 0, "{said}");
        let run = json(&printed);
        let gone = run["gone"].as_array().expect("a list");
        assert_eq!(gone.len(), 1, "{paths:?}: {printed}");
        let file = gone[0]["file"].as_str().expect("a name");
        assert_eq!(file, "models/deep/a/shop.yaml");
        assert_eq!(gone[0]["compared_with"], "main");
        let fixed = gone[0]["fixed"].as_array().expect("a list");
        assert!(!fixed.is_empty());
        assert!(fixed.iter().all(|finding| finding["state"] == "fixed"));
        assert!(
            said.contains("models/deep/a/shop.yaml: was a model at main, and has gone since"),
            "{said}"
        );
        assert!(!said.contains("b.yaml"), "{said}");
    }
    let (_, log, _) = since(&repository, "sarif", &["."]);
    let log = json(&log);
    let results = log["runs"][0]["results"].as_array().expect("results").iter();
    let absent: Vec<_> = results
        .filter(|result| result["baselineState"] == "absent")
        .collect();
    assert!(!absent.is_empty());
    for result in absent {
        let file = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(file, "models/deep/a/shop.yaml");
    }
    let (_, text, _) = since(&repository, "text", &["."]);
    assert!(
        text.contains("models/deep/a/shop.yaml: gone since main: "),
        "{text}"
    );
    assert!(text.contains("fixed["), "{text}");
    let (_, comment, _) = since(&repository, "markdown", &["."]);
    assert!(
        comment.contains("| `models/deep/a/shop.yaml` (gone) |"),
        "{comment}"
    );
    assert!(
        comment.lines().any(|line| line.ends_with(" fixed</summary>")),
        "{comment}"
    );
    let (exit, _, said) = since(&repository, "json", &["models/shop.yaml"]);
    assert_eq!(exit, 0);
    assert!(!said.contains("gone"), "only folders are looked through: {said}");
}

#[test]
fn the_last_model_can_be_deleted() {
    let repository = Repository::with(&[("models/shop.yaml", BEFORE), ("models/notes.txt", "Shops\n")]);
    repository.git(&["rm", "--quiet", "models/shop.yaml"]);
    let (exit, printed, said) = since(&repository, "json", &["models"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(json(&printed)["gone"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_model_that_moved_away_has_gone_from_where_it_was() {
    let repository = Repository::with(&[
        ("models/shop.yaml", BEFORE),
        ("models/b.yaml", OTHER),
        ("old/notes", "x\n"),
    ]);
    repository.git(&["mv", "models/shop.yaml", "old/shop.yaml"]);
    let (_, printed, said) = since(&repository, "json", &["models"]);
    assert_eq!(json(&printed)["gone"][0]["file"], "models/shop.yaml", "{said}");
    let (_, printed, _) = since(&repository, "json", &["."]);
    assert_eq!(json(&printed)["gone"], Value::Null, "it is followed");
}

#[test]
fn what_was_a_model_is_read_as_one() {
    let mut repository = Repository::with(&[("models/shop.yaml", BEFORE), ("models/other.yaml", OTHER)]);
    let mistyped = BEFORE
        .replace("$schema=", "schema: ")
        .replace("components:", "componets:")
        .replace("connections:", "conections:");
    let mistyped = mistyped
        .replace("groups:", "grups:")
        .replace("clusters:", "clsters:");
    let mistyped = mistyped
        .replace("journeys:", "jurneys:")
        .replace("accepted_risks:", "risks:");
    repository.write("models/shop.yaml", &mistyped.replace("out_of_scope:", "out:"));
    repository.write("models/other.yaml", "services: {}\n");
    let (exit, printed, said) = since(&repository, "json", &["models"]);
    assert_eq!(exit, 2, "{said}");
    assert!(
        said.contains("models/shop.yaml: was a model at main, and is read as one"),
        "{said}"
    );
    assert!(said.contains("passed over one other YAML file"), "{said}");
    assert_eq!(json(&printed)["errors"][0]["file"], "models/shop.yaml");
    let (exit, _, said) = since(&repository, "json", &["--models-only", "models/shop.yaml"]);
    assert_eq!(exit, 2, "{said}");
    let (exit, ..) = repository.told(&["check", "--models-only", "models/shop.yaml"]);
    assert_eq!(exit, 0, "without a revision nobody knows");
}

#[test]
fn a_named_file_that_was_no_text_is_passed_over() {
    let mut repository = Repository::with(&[("models/shop.yaml", BEFORE)]);
    std::fs::write(repository.folder.path("binary.yaml"), b"name: \xff\n").expect("a file");
    repository.commit();
    repository.write("binary.yaml", OTHER);
    let (exit, _, said) = since(
        &repository,
        "json",
        &["--models-only", "binary.yaml", "models/shop.yaml"],
    );
    assert_eq!(exit, 0, "{said}");
}

#[test]
fn what_was_ignored_was_not_there() {
    let repository = Repository::with(&[
        (".ignore", "fixtures/\n"),
        ("models/fixtures/shop.yaml", BEFORE),
        ("models/.hidden/shop.yaml", BEFORE),
        ("models/shop.yaml", BEFORE),
    ]);
    repository.git(&["rm", "--quiet", "-r", "models/fixtures", "models/.hidden"]);
    for path in [".", "models"] {
        let (exit, printed, said) = since(&repository, "json", &[path]);
        assert_eq!(exit, 0, "{said}");
        assert_eq!(json(&printed)["gone"], Value::Null, "{said}");
    }
}

#[test]
fn a_gone_model_that_was_wrong_has_gone_all_the_same() {
    let broken = "name: Shop\ncomponents:\n  web: { kind: web-servr }\n";
    let repository = Repository::with(&[("models/shop.yaml", BEFORE), ("models/broken.yaml", broken)]);
    repository.git(&["rm", "--quiet", "models/broken.yaml"]);
    let (exit, printed, said) = since(&repository, "json", &["models"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(json(&printed)["gone"][0]["fixed"], serde_json::json!([]));
    assert!(
        said.contains("what was found in models/broken.yaml is not known"),
        "{said}"
    );
}
