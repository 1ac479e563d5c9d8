//! The step of the action that installs the program.

use std::fs;

use super::release::{VERSION, release};
use super::{Bench, shown, text};
use crate::program::{code, root};

const TARGET: &str = "x86_64-unknown-linux-musl";

fn bench() -> Bench {
    let bench = Bench::new().with_program("gh", &text("tests/integration/integrations/gh"));
    let temp = bench.path("temp").display().to_string();
    bench
        .set("FAKE", &temp)
        .set("RUNNER_TEMP", format!("{temp}/run ner"))
        .set("RUNNER_OS", "Linux")
        .set("RUNNER_ARCH", "X64")
        .set("GITHUB_OUTPUT", format!("{temp}/output"))
        .set("ACTION_PATH", root().display().to_string())
        .set("ACTION_REPOSITORY", "o/r")
        .set("INPUT_VERSION", "")
}

fn install(bench: &Bench) -> (i32, String) {
    let output = bench.script("integrations/github/install.sh");
    (code(&output), shown(&output))
}

#[test]
fn a_release_is_installed_if_its_checksum_is_right() {
    for version in ["", VERSION, concat!("v", env!("CARGO_PKG_VERSION"))] {
        let bench = bench().set("INPUT_VERSION", version);
        let folder = format!("temp/releases/v{VERSION}");
        release(&bench, &[TARGET], &folder);
        let (exit, said) = install(&bench);
        assert_eq!(exit, 0, "{said}");
        let program = bench.output("program").expect("a program");
        assert!(program.ends_with(&format!("infra-audit-{VERSION}-{TARGET}/infra-audit")));
        assert_eq!(code(&bench.run(&program, &["--version"])), 0);
    }
}

#[test]
fn a_wrong_checksum_ends_the_run() {
    for tamper in [
        |sums: &str| format!("0{}", &sums[1..]).replace("00", "11"),
        |sums: &str| sums.replace("infra-audit-", "other-"),
        |_: &str| String::new(),
    ] {
        let bench = bench();
        let folder = format!("temp/releases/v{VERSION}");
        release(&bench, &[TARGET], &folder);
        let sums = bench.path(&folder).join("SHA256SUMS");
        let written = fs::read_to_string(&sums).expect("checksums");
        let wrong = tamper(&written);
        assert_ne!(wrong, written);
        fs::write(&sums, wrong).expect("wrong checksums");
        let (exit, said) = install(&bench);
        assert_ne!(exit, 0, "{said}");
        assert_eq!(bench.output("program"), None);
    }
}

#[test]
fn without_a_release_the_sources_of_the_action_are_built() {
    let building = "#!/usr/bin/env bash\n[ \"$1\" = install ] && [ \"$2\" = --locked ] || exit 1\n\
        while [ \"$1\" != --root ]; do shift; done\nmkdir -p \"$2/bin\"\ncp \"$(command -v infra-audit)\" \"$2/bin\"\n";
    let bench = bench().with_program("cargo", building);
    let (exit, said) = install(&bench);
    assert_eq!(exit, 0, "{said}");
    assert!(said.contains("building it"), "{said}");
    assert!(
        bench
            .output("program")
            .expect("a program")
            .ends_with("/bin/infra-audit")
    );
    let (exit, said) = install(&bench.set("RUNNER_ARCH", "RISCV64"));
    assert_eq!(exit, 0, "{said}");
}

#[test]
fn versions_that_are_not_there_or_none_are_refused() {
    for version in [
        "999.0.0",
        "latest",
        "1.0.0; touch pwned",
        "$(touch pwned)",
        "../1.0.0",
        "1.0.0\n2.0.0",
    ] {
        let bench = bench().set("INPUT_VERSION", version);
        let (exit, said) = install(&bench);
        assert_eq!(exit, 1, "{version}: {said}");
        assert_eq!(bench.output("program"), None, "{version}");
        assert!(!bench.path("work/pwned").exists(), "{version} was run");
    }
}
