//! `infra-audit.yaml`: where it is found, what it does, and `infra-audit config`.

use super::rules::own_rule;
use super::{CALM, Folder, code};

/// A model with a finding of high severity, and one of a rule of the user's own.
const SHOP: &str = "\
name: Shop
out_of_scope: [firewall, monitoring, backup, placement]
groups:
  internet: { kind: network, trust: untrusted }
components:
  visitor: { kind: client, in: internet }
  web: { kind: web-server }
  orders: { kind: database }
connections:
  - { from: visitor, to: web, protocol: http }
  - { from: web, to: orders, protocol: ledger }
";

const CONFIGURATION: &str = "\
fail_on: high
severities:
  missing-https: low
disabled: [single-point-of-failure, unencrypted-data]
rules: team/rules
availability: { database: 99.5%, host: 0.99 }
protocols:
  ledger: { title: Ledger protocol, port: 7000, encrypted: true, credentials: true }
  tick: { encrypted: false, content: false }
";

fn shop() -> Folder {
    Folder::new()
        .with("infra-audit.yaml", CONFIGURATION)
        .with("team/rules/unnamed-product.yaml", own_rule("unnamed-product"))
        .with("models/shop.yaml", SHOP)
}

fn findings(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let arguments: Vec<_> = ["check", "--format", "json"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let output = folder.run(&arguments);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The rules and severities of the findings about the first model.
fn found(run: &serde_json::Value) -> Vec<String> {
    let findings = run["models"][0]["findings"].as_array().expect("findings");
    let mut found: Vec<_> = findings
        .iter()
        .map(|finding| format!("{} {}", finding["rule"], finding["severity"]).replace('"', ""))
        .collect();
    found.sort();
    found
}

#[test]
fn a_configuration_holds_for_the_models_below_it() {
    let folder = shop();
    let said = folder.transcript(&["check", "models"]);
    assert!(
        said.contains("; disabled: single-point-of-failure, unencrypted-data\n"),
        "{said}"
    );
    let run = findings(&folder, &["models/shop.yaml"]);
    let found = found(&run);
    for expected in ["missing-https low", "unnamed-product medium"] {
        assert!(found.iter().any(|found| found == expected), "{found:?}");
    }
    assert!(
        !found
            .iter()
            .any(|found| found.starts_with("single-point-of-failure"))
    );
    assert_eq!(
        run["models"][0]["disabled"],
        serde_json::json!(["single-point-of-failure", "unencrypted-data"])
    );
    assert_eq!(run["models"][0]["summary"]["high"], 0);
    folder.run(&["models/shop.yaml"]);
    let report = folder.read("output/shop.md");
    assert!(
        report.contains(
            "The configuration disables these rules, which were not applied: `single-point-of-failure`, \
             `unencrypted-data`."
        ),
        "{report}"
    );
}

#[test]
fn the_command_line_beats_the_configuration() {
    let folder = shop();
    let exit = |arguments: &[&str]| {
        let arguments: Vec<_> = ["check", "models/shop.yaml"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        code(&folder.run(&arguments))
    };
    assert_eq!(exit(&[]), 0);
    assert_eq!(exit(&["--fail-on", "medium"]), 1);
    let folder = folder.with(
        "strict.yaml",
        "fail_on: info\nprotocols: { ledger: { encrypted: true } }\n",
    );
    let exit = |arguments: &[&str]| {
        let arguments: Vec<_> = ["check", "models/shop.yaml"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        code(&folder.run(&arguments))
    };
    assert_eq!(exit(&["--config", "strict.yaml"]), 1);
    assert_eq!(exit(&["--config", "strict.yaml", "--fail-on", "never"]), 0);
    // Without the configuration there is no protocol `ledger`.
    assert_eq!(exit(&["--no-config"]), 2);
    assert_eq!(exit(&["--config", "nowhere.yaml"]), 2);
    assert_eq!(exit(&["--config", "strict.yaml", "--no-config"]), 2);
}

#[test]
fn every_command_that_reads_models_reads_the_configuration() {
    let folder = shop();
    for command in ["check", "diagram", "faults"] {
        assert_eq!(code(&folder.run(&[command, "models/shop.yaml"])), 0, "{command}");
        let output = folder.run(&[command, "models/shop.yaml", "--no-config"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(code(&output), 2, "{command}");
        assert!(said.contains("unknown protocol `ledger`"), "{said}");
    }
    let output = folder.run(&["explain", "unnamed-product"]);
    assert_eq!(code(&output), 0);
    let output = folder.run(&["explain", "missing-https"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("severity high (here low, by configuration)"),
        "{said}"
    );
    let output = folder.run(&["rules", "list"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("unencrypted-data         disabled"), "{said}");
    // Examples show what rules find as they are written.
    assert_eq!(code(&folder.run(&["rules", "test", "team/rules"])), 0);
}

#[test]
fn the_nearest_configuration_holds_up_to_the_root_of_the_repository() {
    let without = |rule: &str| format!("disabled: {rule}\n");
    let folder = Folder::new()
        .with("infra-audit.yaml", without("missing-https"))
        .with("calm.yaml", CALM)
        .with("near/infra-audit.yaml", without("missing-waf"))
        .with("near/deeper/calm.yaml", CALM)
        .with("repository/.git/HEAD", "")
        .with("repository/models/calm.yaml", CALM);
    let disabled = |model: &str| findings(&folder, &[model])["models"][0]["disabled"].clone();
    assert_eq!(disabled("calm.yaml"), serde_json::json!(["missing-https"]));
    assert_eq!(
        disabled("near/deeper/calm.yaml"),
        serde_json::json!(["missing-waf"])
    );
    assert_eq!(disabled("repository/models/calm.yaml"), serde_json::json!([]));
    let folder = folder.with("repository/infra-audit.yaml", without("missing-firewall"));
    let run = findings(
        &folder,
        &[
            "calm.yaml",
            "near/deeper/calm.yaml",
            "repository/models/calm.yaml",
        ],
    );
    let each: Vec<_> = (0..3).map(|model| &run["models"][model]["disabled"][0]).collect();
    assert_eq!(each, ["missing-https", "missing-waf", "missing-firewall"]);
}

#[test]
fn a_wrong_configuration_stops_its_models_only() {
    let folder = Folder::new()
        .with(
            "a/infra-audit.yaml",
            "disabled: [missing-htps]\nrules: nowhere\nfail-on: high\n",
        )
        .with("a/calm.yaml", CALM)
        .with("a/other.yaml", CALM)
        .with(
            "b/infra-audit.yaml",
            "disabled: [missing-htps, missing-waf]\nseverities: { missing-waf: low, flat: info }\n",
        )
        .with("b/calm.yaml", CALM)
        .with("c/calm.yaml", CALM);
    insta::assert_snapshot!("config-wrong", folder.transcript(&["check", "."]));
    assert_eq!(code(&folder.run(&["a/calm.yaml"])), 2);
    assert_eq!(code(&folder.run(&["diagram", "a/calm.yaml"])), 2);
    assert_eq!(code(&folder.run(&["faults", "a/calm.yaml"])), 2);
    assert_eq!(code(&folder.run(&["config", "a"])), 2);
}

#[test]
fn everything_that_is_wrong_with_a_configuration_is_told_at_once() {
    let folder = Folder::new()
        .with(
            "infra-audit.yaml",
            "disabled: [missing-htps]\nfail_on: loud\nseverities: { flat: info }\n",
        )
        .with("calm.yaml", CALM);
    let output = folder.run(&["check", "calm.yaml"]);
    assert_eq!(code(&output), 2);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let places: Vec<_> = ["missing-htps", "loud", "flat"]
        .map(|word| said.find(word))
        .into();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{said}");
}

#[test]
fn folders_of_rules_are_looked_for_from_the_configuration() {
    let folder = shop();
    let mut command = folder.command(&["check", "--fail-on", "medium", "shop.yaml"]);
    let output = command
        .current_dir(folder.path("models"))
        .output()
        .expect("a program that starts");
    assert_eq!(code(&output), 1);
    let folder = folder.with(
        "infra-audit.yaml",
        CONFIGURATION.replace("team/rules", "[team/rules, team/none]"),
    );
    insta::assert_snapshot!(
        "config-no-rules",
        folder.transcript(&["check", "models/shop.yaml"])
    );
}

#[test]
fn an_accepted_risk_of_a_disabled_rule_is_neither_stale_nor_out_of_date() {
    let accepts = "\
accepted_risks:
  - { rule: missing-https, at: visitor -> web, reason: on its way, until: 2026-01-01 }
";
    let folder = Folder::new().with("calm.yaml", format!("{CALM}{accepts}"));
    let stale = |folder: &Folder| found(&findings(folder, &["calm.yaml", "--today", "2026-11-23"]));
    // The model is silent on encryption, so nobody can tell.
    assert_eq!(stale(&folder), [""; 0]);
    let speaks = CALM.replace("encryption, ", "").replace("https", "http");
    let folder = folder.with("calm.yaml", format!("{speaks}{accepts}"));
    assert_eq!(
        stale(&folder),
        ["accepted-risk-stale medium", "missing-https high"]
    );
    let folder = folder.with("infra-audit.yaml", "disabled: missing-https\n");
    assert_eq!(stale(&folder), [""; 0]);
}

#[test]
fn the_effective_configuration_is_shown() {
    let folder = shop();
    insta::assert_snapshot!("config", folder.transcript(&["config", "models/shop.yaml"]));
    insta::assert_snapshot!(
        "config-json",
        folder.transcript(&["config", "--format", "json", "models"])
    );
    insta::assert_snapshot!("config-none", folder.transcript(&["config", "--no-config"]));
    insta::assert_snapshot!("config-missing", folder.transcript(&["config", "nowhere"]));
}
