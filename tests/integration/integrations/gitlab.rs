//! The template for GitLab, run line by line as its runner does.

use super::release::{VERSION, release};
use super::{Bench, list, shown, yaml};
use crate::commands::CALM;
use crate::program::code;

/// Stands in for a download: the address ends with what lies in the folder of the release.
const WGET: &str = "#!/usr/bin/env bash\ncp \"$RELEASE/${2##*/v*/}\" .\n";

/// The lines of the job, as one script that ends where one fails.
fn job(bench: Bench) -> (Bench, String) {
    let template = yaml("integrations/gitlab.yml");
    let job = &template["infra-audit"];
    let mut bench = bench;
    for (name, value) in job["variables"].as_object().expect("variables") {
        let value = value.as_str().expect("a text");
        bench
            .variables
            .entry(name.clone())
            .or_insert_with(|| value.to_owned());
    }
    let lines = [list(&job["before_script"]), list(&job["script"])].concat();
    (bench, format!("set -e\n{}\n", lines.join("\n")))
}

fn bench(model: &str) -> Bench {
    let bench = Bench::new()
        .with("models/shop.yaml", model)
        .with_program("apk", "#!/bin/sh\n")
        .with_program("uname", "#!/bin/sh\necho x86_64\n")
        .with_program("wget", WGET);
    let folder = bench.path("temp/release").display().to_string();
    release(&bench, &["x86_64-unknown-linux-musl"], "temp/release");
    let work = bench.path("work").display().to_string();
    bench.set("RELEASE", folder).set("CI_PROJECT_DIR", work)
}

#[test]
fn the_job_leaves_the_reports_that_it_names_and_fails_on_findings() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    for (model, exit) in [(CALM, 0), (finding.as_str(), 1)] {
        let (bench, script) = job(bench(model));
        let output = bench.run("sh", &["-c", &script]);
        assert_eq!(code(&output), exit, "{}", shown(&output));
        let template = yaml("integrations/gitlab.yml");
        let reports = template["infra-audit"]["artifacts"]["reports"].as_object();
        for report in reports.expect("reports").values() {
            let report = report.as_str().expect("a name");
            assert!(bench.path("work").join(report).is_file(), "{report}");
        }
    }
}

#[test]
fn what_was_there_before_the_merge_request_does_not_fail_the_job() {
    let finding = CALM.replace("https", "http").replace("encryption, ", "");
    let bench = bench(&finding);
    let before = bench.commit();
    let (bench, script) = job(bench.set("CI_MERGE_REQUEST_DIFF_BASE_SHA", before));
    let output = bench.run("sh", &["-c", &script]);
    assert_eq!(code(&output), 0, "{}", shown(&output));
}

#[test]
fn the_job_does_not_run_what_has_another_checksum() {
    let bench = bench(CALM);
    std::fs::write(bench.path("temp/release/SHA256SUMS"), "0  other.tar.gz\n").expect("checksums");
    let (bench, script) = job(bench);
    let output = bench.run("sh", &["-c", &script]);
    assert_ne!(code(&output), 0);
    assert!(!bench.path("work/gl-code-quality-report.json").exists());
}

#[test]
fn paths_are_not_run() {
    let (bench, script) = job(bench(CALM).set("INFRA_AUDIT_PATH", "$(touch pwned); touch pwned"));
    assert_eq!(code(&bench.run("sh", &["-c", &script])), 2);
    assert!(!bench.path("work/pwned").exists(), "something was run");
}

#[test]
fn the_template_asks_for_a_version_that_is_released() {
    let template = yaml("integrations/gitlab.yml");
    assert_eq!(
        template["infra-audit"]["variables"]["INFRA_AUDIT_VERSION"],
        VERSION
    );
}
