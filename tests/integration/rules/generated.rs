//! What is generated from the table of facts.

use std::collections::BTreeSet;
use std::path::Path;

use infra_audit::report::markdown::handbook;
use infra_audit::rules::{BUILT_IN, Catalogue, facts, schema};

use crate::generated::compare;

#[test]
fn the_schema_of_rule_files() {
    let mut generated = serde_json::to_string_pretty(&schema()).expect("a schema is JSON");
    generated.push('\n');
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    compare(&root.join("rules/rule.schema.json"), &generated);
}

#[test]
fn the_page_of_facts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    compare(&root.join("docs/facts.md"), &facts::page());
}

/// The files below a folder, by path from the root of the project.
fn files(root: &Path, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root.join(folder)).expect("a readable folder");
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.expect("a readable entry");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(self::files(root, &path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn the_handbook_of_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = handbook(&Catalogue::built_in());
    for page in &pages {
        compare(&root.join(&page.path), &page.text);
    }
    let committed: BTreeSet<_> = files(root, "docs/rules").into_iter().collect();
    let expected = pages.into_iter().map(|page| page.path);
    let expected: BTreeSet<_> = expected.filter(|path| path.starts_with("docs/rules/")).collect();
    assert_eq!(
        committed, expected,
        "docs/rules/ holds a page or a picture of no rule"
    );
}

/// The YAML blocks of a page.
fn blocks(page: &str) -> Vec<String> {
    let blocks = page.split("```yaml\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned());
    blocks.collect()
}

#[test]
fn pages_show_the_models_that_are_tested() {
    let catalogue = Catalogue::built_in();
    for page in handbook(&catalogue) {
        let id = page
            .path
            .strip_prefix("docs/rules/")
            .and_then(|name| name.strip_suffix(".md"));
        let Some(rule) = id.and_then(|id| catalogue.rule(id)) else {
            continue;
        };
        let shown = blocks(&page.text);
        let tested = rule.examples.flagged.iter().chain(&rule.examples.clean);
        let tested: Vec<_> = tested
            .map(|example| serde_json::to_value(&example.model.value).expect("JSON"))
            .collect();
        let shown: Vec<_> = shown.iter().skip(1).map(|block| as_json(block)).collect();
        assert_eq!(shown, tested, "{}", rule.id);
    }
}

fn as_json(text: &str) -> serde_json::Value {
    serde_yaml::from_str(text).expect("YAML that is JSON too")
}

#[test]
fn the_schema_accepts_every_rule_that_ships() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    for (name, text) in BUILT_IN {
        let problems: Vec<_> = validator
            .iter_errors(&as_json(text))
            .map(|problem| format!("{}: {problem}", problem.instance_path()))
            .collect();
        assert_eq!(problems, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let (_, text) = BUILT_IN
        .iter()
        .find(|(name, _)| name.ends_with("/missing-https.yaml"))
        .expect("a rule that ships");
    for (right, wrong) in [
        ("encrypted: false", "encypted: false"),
        ("encrypted: false", "encrypted: never"),
        ("trust: untrusted", "trust: untrustworthy"),
        ("each: connection", "each: component"),
        ("severity: high", "severity: severe"),
        ("why:", "because:"),
        (
            "data: confidential }\n    severity",
            "data: secret }\n    severity",
        ),
    ] {
        let changed = text.replacen(right, wrong, 1);
        assert_ne!(&changed, text, "{right}");
        assert!(!validator.is_valid(&as_json(&changed)), "{wrong}");
        let source = infra_audit::source::Source::new("rules/missing-https.yaml", changed);
        assert!(Catalogue::load(vec![source]).is_err(), "{wrong}");
    }
}
