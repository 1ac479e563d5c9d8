//! Every command that the README and the guide show runs, and prints what they show.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One command of a document, with what the document says that it prints.
struct Shown {
    document: PathBuf,
    line: usize,
    command: String,
    output: Vec<String>,
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    let guide = root.join("docs");
    if guide.is_dir() {
        let pages = walk(&guide)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"));
        documents.extend(pages);
    }
    documents
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            paths.extend(walk(&path));
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}

/// The commands in the `console` blocks of a document.
fn shown(document: &Path) -> Vec<Shown> {
    let text = fs::read_to_string(document).expect("a readable document");
    let mut commands: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            inside = line.trim() == "```console";
        } else if !inside {
        } else if let Some(command) = line.strip_prefix("$ ") {
            commands.push(Shown {
                document: document.to_owned(),
                line: number + 1,
                command: command.to_owned(),
                output: Vec::new(),
            });
        } else if let Some(shown) = commands.last_mut() {
            shown.output.push(line.to_owned());
        }
    }
    commands
}

/// The arguments that a shown command gives to the program; `None` for a command that is not the program's.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let rest = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("infra-audit "))?;
    Some(rest.split_whitespace().collect())
}

#[test]
fn commands_in_documents_print_what_is_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let models = folder.path().join("models");
    fs::create_dir(&models).expect("a new folder");
    for model in walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("models")) {
        let name = model.file_name().expect("a file name");
        fs::copy(&model, models.join(name)).expect("a copied model");
    }

    let commands: Vec<_> = documents().iter().flat_map(|document| shown(document)).collect();
    let mut run = 0;
    for shown in &commands {
        let place = format!("{}:{}: {}", shown.document.display(), shown.line, shown.command);
        let Some(arguments) = arguments(&shown.command) else {
            let known = [
                "cargo test",
                "UPDATE_GENERATED=1 INSTA_UPDATE=always cargo test",
                "cargo install ",
                "cargo bench",
                "bash .ci/",
                "git clone ",
                "cd ",
            ];
            assert!(
                known.iter().any(|start| shown.command.starts_with(start)),
                "an unknown command at {place}"
            );
            continue;
        };
        let output = Command::new(env!("CARGO_BIN_EXE_infra-audit"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("a program that starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{place}\n{errors}");
        if shown.output.iter().any(|line| !line.trim().is_empty()) {
            let printed = String::from_utf8(output.stdout).expect("output in UTF-8");
            assert_eq!(printed.trim_end(), shown.output.join("\n").trim_end(), "{place}");
        }
        run += 1;
    }
    assert!(run > 0, "no document shows a command of the program");
}
