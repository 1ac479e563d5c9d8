//! Releases: what the archives are called, and that everybody calls them the same.

use std::collections::BTreeSet;
use std::fs;

use super::{Bench, shown, text, yaml};
use crate::program::code;

pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The machines for which the release workflow builds.
fn targets() -> BTreeSet<String> {
    let workflow = yaml(".github/workflows/release.yml");
    let machines = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_array();
    let machines = machines.expect("machines").iter();
    machines
        .map(|machine| machine["target"].as_str().expect("a target").to_owned())
        .collect()
}

/// Puts a release for these targets into the folder, as the workflow does.
pub(super) fn release(bench: &Bench, targets: &[&str], folder: &str) {
    let script = crate::program::root().join(".ci/release").display().to_string();
    let folder = bench.path(folder).display().to_string();
    let program = bench.path("bin/infra-audit").display().to_string();
    for target in targets {
        let output = bench.run("bash", &[&script, "package", target, &program, &folder]);
        assert_eq!(code(&output), 0, "{}", shown(&output));
    }
    let output = bench.run("bash", &[&script, "sums", &folder]);
    assert_eq!(code(&output), 0, "{}", shown(&output));
}

#[test]
fn everybody_calls_the_archives_the_same() {
    let manifest = text("Cargo.toml");
    let (_, binstall) = manifest
        .split_once("[package.metadata.binstall]\n")
        .expect("metadata");
    let filled = |key: &str, target: &str| {
        let mut lines = binstall.lines();
        let pattern = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
        let pattern = pattern.expect("a pattern");
        let pattern = pattern
            .replace("{ version }", VERSION)
            .replace("{ target }", target);
        pattern
            .replace("{ bin }", "infra-audit")
            .replace("{ binary-ext }", "")
    };
    let targets = targets();
    assert_eq!(targets.len(), 5);
    let names: Vec<_> = targets.iter().map(String::as_str).collect();
    let bench = Bench::new();
    release(&bench, &names, "temp/release");
    let sums = fs::read_to_string(bench.path("temp/release/SHA256SUMS")).expect("checksums");
    assert_eq!(sums.lines().count(), targets.len());
    for target in &targets {
        let address = filled("pkg-url", target);
        let (folder, archive) = address.rsplit_once('/').expect("an address");
        assert_eq!(folder, format!("{{ repo }}/releases/download/v{VERSION}"));
        assert!(
            sums.contains(&format!("  {archive}\n")),
            "{archive} is not in\n{sums}"
        );
        let archive = bench.path("temp/release").join(archive).display().to_string();
        let listed = bench.run("tar", &["-tzf", &archive]);
        let listed = String::from_utf8(listed.stdout).expect("names");
        assert!(
            listed.lines().any(|name| name == filled("bin-dir", target)),
            "{listed}"
        );
        assert!(listed.contains("LICENSE-MIT"), "{listed}");
        let name = address.rsplit('/').next().expect("a name");
        assert!(
            text("docs/ci.md").contains(&format!("| `{name}` |")),
            "{name} is not in the guide"
        );
    }
    let known: BTreeSet<_> = text("integrations/github/install.sh")
        .lines()
        .filter_map(|line| line.split_once("target="))
        .map(|(_, target)| target.trim_end_matches(" ;;").to_owned())
        .filter(|target| target.contains('-'))
        .collect();
    assert_eq!(known, targets, "the action installs what is released");
}

#[test]
fn every_checkout_has_the_same_line_ends() {
    let attributes = text(".gitattributes");
    let rules: Vec<_> = attributes.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        rules,
        ["* text=auto eol=lf", "tests/integration/invalid/*.yaml -text"],
        "a checkout on Windows builds the release, and wrong models are wrong to the byte"
    );
}

#[test]
fn a_release_is_what_its_tag_says() {
    let bench = Bench::new();
    let script = crate::program::root().join(".ci/release").display().to_string();
    let check = |tag: &str| bench.run("bash", &[&script, "check", tag]);
    let output = check("v999.0.0");
    assert_eq!(code(&output), 1);
    assert!(
        shown(&output).contains("the tag is v999.0.0, but Cargo.toml says"),
        "{}",
        shown(&output)
    );
    let program = bench.path("bin/other").display().to_string();
    let bench = bench.with_program("other", "#!/bin/sh\necho infra-audit 999.0.0\n");
    let folder = bench.path("temp/archives").display().to_string();
    let output = bench.run(
        "bash",
        &[&script, "package", "x86_64-unknown-linux-musl", &program, &folder],
    );
    assert_eq!(code(&output), 1);
    assert!(
        !bench.path("temp/archives").exists(),
        "another version is not packed"
    );
}

#[test]
fn the_image_holds_the_program_and_what_it_is_built_from() {
    let image = text("Dockerfile");
    let last = image.rsplit("\nFROM ").next().expect("a last stage");
    assert!(last.starts_with("scratch\n"), "{last}");
    assert!(last.contains("USER 65532:65532\n"), "{last}");
    assert!(last.contains("ENTRYPOINT [\"/infra-audit\"]\n"), "{last}");
    let kept: Vec<_> = text(".dockerignore")
        .lines()
        .filter_map(|line| line.strip_prefix('!').map(str::to_owned))
        .collect();
    for path in &kept {
        assert!(crate::program::root().join(path).exists(), "{path}");
    }
    for needed in [
        "Cargo.toml",
        "Cargo.lock",
        "askama.toml",
        "src",
        "rules",
        "benches",
        "README.md",
    ] {
        assert!(
            kept.iter().any(|path| path == needed),
            "{needed} is not in the image"
        );
    }
}
