//! `infra-audit check FOLDER`: what is found below a folder, and what becomes of the rest.

use std::fmt::Write;
use std::fs;
use std::process::Output;

use super::{BROKEN, CALM, Folder, TODAY, code};

fn check(folder: &Folder, arguments: &[&str]) -> Output {
    let all: Vec<_> = ["check"]
        .into_iter()
        .chain(TODAY)
        .chain(arguments.iter().copied())
        .collect();
    folder.run(&all)
}

/// What the run says about itself.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files that were audited.
fn audited(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let all: Vec<_> = ["--format", "json"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let output = check(folder, &all);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let models = run["models"].as_array().expect("models").iter();
    models
        .map(|model| model["file"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn what_is_ignored_or_hidden_is_not_looked_at() {
    let folder = Folder::new()
        .with("calm.yaml", CALM)
        .with(".gitignore", "build/\n*.gen.yaml\n!kept.gen.yaml\n")
        .with("build/deep/calm.yaml", CALM)
        .with("calm.gen.yaml", CALM)
        .with("kept.gen.yaml", CALM)
        .with("site/.ignore", "/drafts\n")
        .with("site/drafts/calm.yaml", CALM)
        .with("site/live/drafts/calm.yaml", CALM)
        .with(".github/calm.yaml", CALM)
        .with(".hidden.yaml", CALM);
    assert_eq!(
        audited(&folder, &["."]),
        ["calm.yaml", "kept.gen.yaml", "site/live/drafts/calm.yaml"]
    );
    assert_eq!(
        audited(&folder, &["build/deep/calm.yaml"]),
        ["build/deep/calm.yaml"],
        "a file that is named is read, ignored or not"
    );
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let folder = Folder::new()
        .with("a-syntax.yaml", "name: [\ncomponents: }\n")
        .with("b-binary.yaml", b"name: \xff\ncomponents: {}\n")
        .with("c-broken.yaml", BROKEN)
        .with("d-calm.yaml", CALM)
        .with("e/calm.yaml", CALM);
    assert_eq!(audited(&folder, &["."]), ["d-calm.yaml", "e/calm.yaml"]);
    let output = check(&folder, &["."]);
    assert_eq!(code(&output), 2);
    let said = said(&output);
    for bad in ["a-syntax.yaml", "b-binary.yaml", "c-broken.yaml"] {
        assert!(said.contains(bad), "{bad} is not told of:\n{said}");
    }
    assert!(
        said.ends_with("read five models, passed over no other YAML files\n"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn links_lead_round_in_circles() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new().with("a/calm.yaml", CALM);
    symlink(".", folder.path("a/round")).expect("a link");
    symlink("..", folder.path("a/up.yaml")).expect("a link");
    symlink("self.yaml", folder.path("a/self.yaml")).expect("a link");
    symlink("nowhere.yaml", folder.path("a/dangling.yaml")).expect("a link");
    symlink("a/calm.yaml", folder.path("z-again.yaml")).expect("a link");
    assert_eq!(audited(&folder, &["."]), ["a/calm.yaml"]);
    assert_eq!(code(&check(&folder, &["."])), 0);
    let through_links = ["a/round/round", "a/up.yaml"];
    assert_eq!(
        audited(&folder, &through_links),
        ["a/round/round/calm.yaml"],
        "a link that is named is followed, and each model is read once"
    );
}

/// Whoever runs the tests may be allowed to read every file; the memory of a process is one that opens for him and
/// cannot be read from its beginning.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_is_told_of() {
    let folder = Folder::new().with("calm.yaml", CALM);
    std::os::unix::fs::symlink("/proc/self/mem", folder.path("memory.yaml")).expect("a link");
    assert_eq!(audited(&folder, &["."]), ["calm.yaml"]);
    let output = check(&folder, &["."]);
    assert_eq!(code(&output), 2);
    assert!(
        said(&output).contains("memory.yaml: cannot be read: "),
        "{}",
        said(&output)
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_shown_as_well_as_they_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = Folder::new().with("calm.yaml", CALM);
    for name in [b"caf\xe9.yaml".as_slice(), b"caf\xe8.yaml"] {
        let path = folder.path("").join(OsStr::from_bytes(name));
        fs::write(path, BROKEN.replace("Broken", "Café")).expect("a file with any name");
    }
    let output = check(&folder, &["--format", "short", "."]);
    assert_eq!(code(&output), 2);
    assert_eq!(
        said(&output).matches("caf\u{fffd}.yaml:").count() % 2,
        0,
        "{}",
        said(&output)
    );
    assert!(said(&output).contains("caf\u{fffd}.yaml:4:"), "{}", said(&output));
    assert!(said(&output).contains("read three models"), "{}", said(&output));
    for format in ["json", "sarif", "github", "gitlab", "junit", "markdown"] {
        let output = check(&folder, &["--format", format, "."]);
        assert_eq!(code(&output), 2, "{format}");
        String::from_utf8(output.stdout).expect("output in UTF-8");
    }
}

#[test]
fn what_many_formats_have_in_common_makes_no_model() {
    let folder = Folder::new()
        .with("calm.yaml", CALM)
        .with(
            "chart/Chart.yaml",
            "apiVersion: v2\nname: shop\ndescription: A chart\nversion: 1.0.0\n",
        )
        .with(
            "action.yml",
            "name: Deploy\ndescription: Deploys\nruns: { using: composite, steps: [] }\n",
        )
        .with("mkdocs.yml", "{ name: Shop, description: Its pages }\n");
    assert_eq!(audited(&folder, &["."]), ["calm.yaml"]);
    assert_eq!(code(&check(&folder, &["."])), 0);
    assert_eq!(code(&check(&folder, &["--models-only", "action.yml"])), 0);
    assert_eq!(code(&check(&folder, &["action.yml"])), 2, "what is named is read");
}

/// Models that differ, each with findings of its own.
fn many(number: usize) -> Folder {
    let mut folder = Folder::new();
    for place in 0..number {
        let mut text = format!("name: Site {place}\ncomponents:\n  visitor: {{ kind: client }}\n");
        let servers = 1 + place % 5;
        for server in 0..servers {
            writeln!(text, "  web-{server}: {{ kind: web-server }}").expect("text");
        }
        text += "connections:\n";
        for server in 0..servers {
            writeln!(text, "  - {{ from: visitor, to: web-{server}, protocol: http }}").expect("text");
        }
        folder = folder.with(&format!("site-{:02}/{place}.yaml", place % 17), text);
    }
    folder
}

#[test]
fn a_folder_of_many_models_gives_the_same_bytes_on_any_number_of_threads() {
    let folder = many(200).with("site-03/broken.yaml", BROKEN);
    for format in ["text", "json", "sarif", "junit"] {
        let run = |threads: &str| {
            let output = folder
                .command(&["check", "--today", "2026-11-23", "--format", format, "."])
                .env("RAYON_NUM_THREADS", threads)
                .output()
                .expect("a program that starts");
            assert_eq!(code(&output), 2);
            (output.stdout, output.stderr)
        };
        let alone = run("1");
        for threads in ["2", "3", "8"] {
            assert!(run(threads) == alone, "{format} differs on {threads} threads");
        }
        assert!(!alone.0.is_empty());
    }
}

#[test]
fn nothing_but_the_result_is_said_where_nobody_watches() {
    let folder = many(40);
    let output = check(&folder, &["."]);
    assert_eq!(said(&output), "read 40 models, passed over no other YAML files\n");
}

#[test]
fn a_list_of_changed_files_can_be_handed_over_as_it_is() {
    let folder = Folder::new()
        .with("calm.yaml", CALM)
        .with("compose.yaml", "services: {}\n")
        .with("infra-audit.yaml", "fail_on: high\n")
        .with("broken.yaml", BROKEN)
        .with("notes.txt", CALM);
    let changed = ["compose.yaml", "calm.yaml", "infra-audit.yaml", "notes.txt"];
    let all: Vec<_> = ["--models-only"].into_iter().chain(changed).collect();
    assert_eq!(audited(&folder, &all), ["calm.yaml"]);
    assert_eq!(code(&check(&folder, &all)), 0);
    let none = check(&folder, &["--models-only", "compose.yaml"]);
    assert_eq!(code(&none), 0, "no model has changed: {}", said(&none));
    assert_eq!(said(&none), "read no models, passed over one other YAML file\n");
    for bad in ["missing.yaml", "broken.yaml"] {
        assert_eq!(code(&check(&folder, &["--models-only", bad])), 2, "{bad}");
    }
    assert_eq!(
        code(&check(&folder, &["compose.yaml"])),
        2,
        "what is named is read"
    );
}
