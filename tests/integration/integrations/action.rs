//! The GitHub action: what it takes, and the step that audits.

use std::collections::BTreeSet;
use std::fs;

use super::{Bench, shown, text, yaml};
use crate::commands::{BROKEN, CALM};
use crate::program::code;

const HOSTILE: &str = "\
name: \"Hostile\\n::set-env name=A::b\"
components:
  visitor: { kind: client, title: \"</details> ${{ github.token }} $(touch pwned) `touch pwned`\" }
  web: { kind: web-server, title: \"a\\n::error::b\" }
connections:
  - { from: visitor, to: web, protocol: http }
";

fn bench() -> Bench {
    let bench = Bench::new();
    let temp = bench.path("temp").display().to_string();
    bench
        .set("PROGRAM", "infra-audit")
        .set("RUNNER_TEMP", &temp)
        .set("GITHUB_OUTPUT", format!("{temp}/output"))
        .set("GITHUB_STEP_SUMMARY", format!("{temp}/summary"))
        .set("INPUT_PATHS", ".")
        .set("INPUT_WORKING_DIRECTORY", ".")
        .set("INPUT_FAIL_ON", "")
        .set("INPUT_SINCE", "")
        .set("INPUT_BASELINE", "")
}

/// Runs the step, which succeeds whatever it finds, and gives what it printed and what the audit came to.
fn check(bench: &Bench) -> (String, i32) {
    let output = bench.script("integrations/github/check.sh");
    assert_eq!(code(&output), 0, "{}", shown(&output));
    let exit = bench.output("exit-code").expect("an exit code");
    (shown(&output), exit.parse().expect("a number"))
}

#[test]
fn the_audit_decides_and_the_reports_are_there_in_any_case() {
    for (model, exit, verdict) in [
        (CALM, 0, "nothing found"),
        (
            &CALM.replace("https", "http").replace("encryption, ", ""),
            1,
            "missing-https",
        ),
        (BROKEN, 2, "invalid"),
    ] {
        let bench = bench().with("models/shop.yaml", model);
        let (printed, came_to) = check(&bench);
        assert_eq!(came_to, exit, "{printed}");
        let markdown = fs::read_to_string(bench.output("markdown").expect("a file")).expect("a report");
        assert!(markdown.contains(verdict), "{markdown}");
        assert_eq!(markdown.contains("nothing found"), exit == 0, "{markdown}");
        assert!(
            markdown.starts_with("<!-- infra-audit -->\n"),
            "the comment is found by it"
        );
        assert_eq!(
            fs::read_to_string(bench.path("temp/summary")).expect("a summary"),
            markdown
        );
        if exit == 2 {
            assert_eq!(
                bench.output("sarif"),
                None,
                "a log without findings would close old ones"
            );
        } else {
            let sarif = fs::read_to_string(bench.output("sarif").expect("a file")).expect("a log");
            assert_eq!(
                sarif.contains("\"uri\": \"models/shop.yaml\""),
                exit > 0,
                "files are named from the root of the repository"
            );
        }
        assert_eq!(
            printed.contains("::error file=models/shop.yaml"),
            exit > 0,
            "{printed}"
        );
    }
}

#[test]
fn inputs_become_options() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    let bench = bench()
        .with("infra/a b/shop.yaml", &finding)
        .with("infra/other/shop.yaml", BROKEN)
        .set("INPUT_WORKING_DIRECTORY", "./infra/")
        .set("INPUT_PATHS", "./a b\r\n\r\n \ta b/shop.yaml \n");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 1, "{printed}");
    assert!(printed.contains("file=infra/a b/shop.yaml"), "{printed}");
    let (printed, exit) = check(&bench.set("INPUT_FAIL_ON", "never"));
    assert_eq!(exit, 0, "{printed}");
    let whole = self::bench()
        .with("infra/shop.yaml", &finding)
        .set("INPUT_WORKING_DIRECTORY", "infra");
    let (printed, exit) = check(&whole);
    assert_eq!(exit, 1, "{printed}");
    assert!(printed.contains("file=infra/shop.yaml"), "{printed}");
}

#[test]
fn bad_inputs_end_in_code_2() {
    for (name, value) in [
        ("INPUT_PATHS", "nothing-here"),
        ("INPUT_PATHS", "--help"),
        ("INPUT_PATHS", ""),
        ("INPUT_FAIL_ON", "medium --fail-on never"),
    ] {
        let bench = bench().with("shop.yaml", CALM).set(name, value);
        let (printed, exit) = check(&bench);
        assert_eq!(exit, 2, "{name}={value}: {printed}");
        assert_eq!(bench.output("sarif"), None, "{name}={value}");
    }
}

#[test]
fn what_kept_the_audit_from_beginning_reaches_those_who_read_the_comment() {
    let bench = bench()
        .with("shop.yaml", CALM)
        .with("infra-audit.yaml", "severities: 3\n");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 2, "{printed}");
    assert!(printed.contains("::error file=infra-audit.yaml"), "{printed}");
    let markdown = fs::read_to_string(bench.output("markdown").expect("a file")).expect("a report");
    assert!(markdown.contains("nothing could be audited"), "{markdown}");
    assert!(markdown.contains("`infra-audit.yaml`"), "{markdown}");
    assert_eq!(bench.output("sarif"), None);
}

#[test]
fn a_second_use_in_a_job_leaves_the_files_of_the_first() {
    let bench = bench().with("a/shop.yaml", CALM).with("b/shop.yaml", CALM);
    let bench = bench.set("INPUT_PATHS", "a");
    check(&bench);
    let first = bench.output("sarif").expect("a file");
    let before = fs::read_to_string(&first).expect("a log");
    let bench = bench.set("INPUT_PATHS", "b");
    check(&bench);
    assert_ne!(bench.output("sarif"), Some(first.clone()));
    assert_eq!(fs::read_to_string(&first).expect("a log"), before);
}

#[test]
fn a_summary_stays_below_what_sites_take() {
    let huge = "#!/usr/bin/env bash\nfor word; do\n  case $word in\n    markdown=*) file=${word#markdown=} ;;\n  esac\ndone\n\
        { echo '<details>'; yes \"$(printf 'x%.0s' {1..100})\" | head -n 20000; echo '</details>'; } >\"$file\"\n";
    let bench = bench().with_program("huge", huge).set("PROGRAM", "huge");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 0, "{printed}");
    let summary = fs::read_to_string(bench.path("temp/summary")).expect("a summary");
    assert!(summary.len() < 1 << 20, "{} bytes", summary.len());
    assert!(summary.len() > 900_000, "{} bytes", summary.len());
    let end = "x\n\n</details>\n\nThe rest does not fit here.\n";
    assert!(summary.ends_with(end), "{}", &summary[summary.len() - 200..]);
}

#[test]
fn a_failed_upload_does_not_hide_what_the_audit_came_to() {
    let steps = steps("action.yml");
    let last = steps.last().expect("a last step");
    let condition = last["if"].as_str().expect("a condition");
    assert!(condition.contains("!cancelled()"), "{condition}");
    assert!(
        condition.contains("steps.check.outputs.exit-code != ''"),
        "{condition}"
    );
    let job = &yaml("integrations/github/workflow.yml")["jobs"]["audit"];
    assert_eq!(
        job["permissions"]["actions"], "read",
        "private repositories need it"
    );
}

/// Lines that a runner would take for commands, without those that the program and the script mean.
fn foreign_commands(printed: &str) -> Vec<&str> {
    let mut foreign = Vec::new();
    let mut until = None;
    for line in printed.lines().map(str::trim_start) {
        if let Some(token) = &until {
            if line == token {
                until = None;
            }
        } else if let Some(token) = line.strip_prefix("::stop-commands::") {
            until = Some(format!("::{token}::"));
        } else if line.starts_with("::") {
            let of_a_finding = ["::error file=", "::warning file=", "::notice file="];
            if !of_a_finding.iter().any(|start| line.starts_with(start)) {
                foreign.push(line);
            }
        }
    }
    assert_eq!(until, None, "the runner listens again");
    foreign
}

#[test]
fn hostile_names_and_texts_stay_texts() {
    let file = "$(touch pwned);`touch pwned`&touch pwned\n::error::a.yaml";
    let bench = bench()
        .with(file, HOSTILE)
        .with("models/broken\n::warning::b.yaml", BROKEN)
        .set("INPUT_PATHS", ".\n$(touch pwned)\n; touch pwned\n' touch pwned");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 2, "{printed}");
    assert_eq!(foreign_commands(&printed), [""; 0], "{printed}");
    assert!(!bench.path("work/pwned").exists(), "something was run");
    let outputs = fs::read_to_string(bench.path("temp/output")).expect("outputs");
    let keys: Vec<_> = outputs.lines().map(|line| line.split('=').next()).collect();
    assert_eq!(keys, [Some("exit-code"), Some("sarif"), Some("markdown")]);
}

#[test]
fn findings_of_before_do_not_fail_the_run() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    let bench = bench().with("models/shop.yaml", &finding);
    let before = bench.commit();
    let bench = bench
        .set("INPUT_SINCE", before)
        .set("INPUT_BASELINE", "not-looked-at.json");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 0, "{printed}");
    let log = fs::read_to_string(bench.output("sarif").expect("a file")).expect("a log");
    assert!(log.contains("\"ruleId\": \"missing-https\""), "{log}");
    assert!(!log.contains("baselineState"), "code scanning compares by itself");
    let worse = finding.replace(
        "to: web, protocol: http }",
        "to: web, protocol: http }\n  - { from: visitor, to: web-1, protocol: telnet }",
    );
    let bench = bench.with("models/shop.yaml", worse);
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 1, "{printed}");
}

#[test]
fn known_findings_do_not_fail_the_run() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    let bench = bench()
        .with("infra/shop.yaml", finding)
        .set("INPUT_WORKING_DIRECTORY", "infra")
        .set("INPUT_BASELINE", "known.json");
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 2, "there is no baseline: {printed}");
    let write = ["check", "--write-baseline", "infra/known.json", "infra/shop.yaml"];
    assert_eq!(code(&bench.run("infra-audit", &write)), 0);
    let (printed, exit) = check(&bench);
    assert_eq!(exit, 0, "{printed}");
}

/// The steps of an action or of every job of a workflow.
fn steps(file: &str) -> Vec<serde_json::Value> {
    let file = yaml(file);
    let own = file["runs"]["steps"].as_array().into_iter().flatten();
    let jobs = file["jobs"].as_object().into_iter().flatten();
    let of_jobs = jobs.flat_map(|(_, job)| job["steps"].as_array().into_iter().flatten());
    own.chain(of_jobs).cloned().collect()
}

const WORKFLOWS: [&str; 4] = [
    "action.yml",
    ".github/workflows/ci.yml",
    ".github/workflows/release.yml",
    "integrations/github/workflow.yml",
];

#[test]
fn actions_are_pinned_and_nothing_is_pasted_into_scripts() {
    for file in WORKFLOWS {
        for line in text(file).lines().filter(|line| line.contains("uses: ")) {
            let (_, pinned) = line.split_once('@').expect("a version");
            let (commit, version) = pinned.split_once(" # v").unwrap_or_default();
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            // Whoever copies the example puts the commit there that he trusts.
            let is_left_open = line.contains("OWNER/infra-audit@COMMIT");
            assert!(
                (is_commit || is_left_open) && !version.is_empty(),
                "{file}: {line}"
            );
        }
        let steps = steps(file);
        assert!(!steps.is_empty(), "{file}");
        for step in steps {
            let script = step["run"].as_str().unwrap_or_default();
            assert!(!script.contains("${{"), "{file}: {script}");
            if step["uses"]
                .as_str()
                .is_some_and(|uses| uses.starts_with("actions/checkout@"))
            {
                assert_eq!(step["with"]["persist-credentials"], false, "{file}: {step}");
            }
        }
        if file != "action.yml" {
            assert_eq!(yaml(file)["permissions"], serde_json::json!({}), "{file}");
        }
    }
}

#[test]
fn the_steps_hand_over_what_the_scripts_ask_for() {
    let action = yaml("action.yml");
    let inputs: BTreeSet<_> = action["inputs"].as_object().expect("inputs").keys().collect();
    for input in &inputs {
        assert!(
            text("action.yml").contains(&format!("inputs.{input} ")),
            "the input {input} is used"
        );
    }
    let example = steps("integrations/github/workflow.yml");
    let ours = example.iter().find(|step| {
        step["uses"]
            .as_str()
            .is_some_and(|uses| uses.contains("infra-audit"))
    });
    for key in ours.expect("our action")["with"]
        .as_object()
        .expect("inputs")
        .keys()
    {
        assert!(inputs.contains(key), "the example sets {key}, which is no input");
    }
    let mut scripts = 0;
    for step in steps("action.yml") {
        let run = step["run"].as_str().unwrap_or_default();
        let Some((_, script)) = run.split_once("$ACTION_PATH/") else {
            continue;
        };
        scripts += 1;
        let given: BTreeSet<_> = step["env"]
            .as_object()
            .expect("variables")
            .keys()
            .cloned()
            .collect();
        let script = text(script.trim_end_matches('"'));
        let asked = script.split('$').skip(1).map(|rest| {
            let name = rest.trim_start_matches('{').chars();
            name.take_while(|letter| letter.is_ascii_uppercase() || *letter == '_')
                .collect::<String>()
        });
        let of_runner = ["GITHUB_", "RUNNER_", "ACTION_PATH", "GH_TOKEN"];
        let asked: BTreeSet<_> = asked
            .filter(|name| name.len() > 1 && !of_runner.iter().any(|own| name.starts_with(own)))
            .collect();
        for name in &asked {
            assert!(given.contains(name), "{run} lacks {name}");
        }
        for name in given.iter().filter(|name| !of_runner.contains(&name.as_str())) {
            assert!(asked.contains(name), "{run} makes no use of {name}");
        }
    }
    assert_eq!(scripts, 3);
}
