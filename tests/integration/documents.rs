//! Every command that the README and the guide show runs, and prints what they show; every block of YAML is right.
//!
//! A block whose first line is a comment with a path is a file, which the commands behind it find. In the guide to
//! rules any other block is a part of a rule, and in the guide to configurations a part of a configuration.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use infra_audit::config;
use infra_audit::model::ProtocolTable;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;

use crate::generated;

/// One block of code of a document.
struct Block {
    /// The document and the line on which the block begins.
    place: String,
    language: String,
    lines: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn documents() -> Vec<PathBuf> {
    let mut documents = vec![root().join("README.md"), root().join("CONTRIBUTING.md")];
    let pages = walk(&root().join("docs")).into_iter();
    documents.extend(pages.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    documents
}

pub(crate) fn walk(folder: &Path) -> Vec<PathBuf> {
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

/// The blocks of a document, in order.
fn blocks(document: &Path) -> Vec<Block> {
    let text = fs::read_to_string(document).expect("a readable document");
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for (number, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            inside = !inside;
            if inside {
                blocks.push(Block {
                    place: format!("{}:{}", document.display(), number + 1),
                    language: language.to_owned(),
                    lines: Vec::new(),
                });
            }
        } else if let Some(block) = blocks.last_mut().filter(|_| inside) {
            block.lines.push(line.to_owned());
        }
    }
    assert!(!inside, "{}: a block without an end", document.display());
    blocks
}

impl Block {
    /// The commands of a console block, each with what the document says that it prints.
    fn commands(&self) -> Vec<(&str, Vec<&str>)> {
        let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in &self.lines {
            if let Some(command) = line.strip_prefix("$ ") {
                commands.push((command, Vec::new()));
            } else if let Some((_, output)) = commands.last_mut() {
                output.push(line);
            }
        }
        commands
    }

    /// The path that the first line names, if the block is a file.
    fn file(&self) -> Option<&str> {
        let path = self.lines.first()?.strip_prefix("# ")?;
        let is_path =
            Path::new(path).extension().is_some_and(|ending| ending == "yaml") && !path.contains(' ');
        is_path.then_some(path)
    }

    fn text(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

/// The arguments that a shown command gives to the program; `None` for a command that is not the program's.
fn arguments(command: &str) -> Option<Vec<&str>> {
    let rest = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("infra-audit "))?;
    Some(rest.split_whitespace().collect())
}

/// A folder with the example models, what is made of them, and the models of the guide. It is a repository, in which
/// the shop of the page on changes has been changed since the last commit.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (place, models) in [
        ("models", walk(&root().join("models"))),
        ("output", walk(&root().join("output"))),
        ("docs/faults", crate::guide::models()),
        ("docs/changes", crate::program::models_in("docs/changes")),
    ] {
        let copies = folder.path().join(place);
        fs::create_dir_all(&copies).expect("a new folder");
        for model in models {
            let name = model.file_name().expect("a file name");
            fs::copy(&model, copies.join(name)).expect("a copied model");
        }
    }
    let shop = |version: &str| {
        let changes = folder.path().join("docs/changes");
        fs::copy(changes.join(version), changes.join("shop.yaml")).expect("a copied model");
    };
    shop("before.yaml");
    crate::program::git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    crate::program::git(folder.path(), &["add", "--all"]);
    crate::program::git(folder.path(), &["commit", "--quiet", "--message", "Everything"]);
    shop("after.yaml");
    folder
}

/// Runs a command that prints `shown`, if that says anything, and tells what it does print: on standard output, or
/// else on standard error. `None` for a command that is not the program's.
fn run(place: &str, command: &str, shown: &str, folder: &Path) -> Option<String> {
    let place = format!("{place}: {command}");
    let Some(arguments) = arguments(command) else {
        let known = [
            "cargo test",
            "UPDATE_GENERATED=1 INSTA_UPDATE=always cargo test",
            "PROPTEST_CASES=",
            "cargo install ",
            "cargo bench",
            "bash .ci/",
            "git clone ",
            "cd ",
        ];
        assert!(
            known.iter().any(|start| command.starts_with(start)),
            "an unknown command at {place}"
        );
        return None;
    };
    let output = Command::new(env!("CARGO_BIN_EXE_infra-audit"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("a program that starts");
    let printed = if output.stdout.is_empty() {
        &output.stderr
    } else {
        &output.stdout
    };
    let printed = String::from_utf8_lossy(printed);
    let code = output.status.code();
    // Bad input is shown on purpose only where what is said about it is shown too.
    assert!(
        matches!(code, Some(0 | 1)) || code == Some(2) && !shown.is_empty(),
        "{place}\n{printed}"
    );
    let lines: Vec<_> = printed.trim_end().lines().map(str::trim_end).collect();
    Some(lines.join("\n"))
}

#[test]
fn commands_in_documents_print_what_is_shown() {
    let mut commands = 0;
    for document in documents() {
        let folder = folder();
        let mut text = fs::read_to_string(&document).expect("a readable document");
        for block in blocks(&document) {
            if let Some(file) = block.file() {
                let path = folder.path().join(file);
                fs::create_dir_all(path.parent().expect("a folder around a file")).expect("a new folder");
                fs::write(path, block.text()).expect("a writable file");
            }
            let is_console = block.language == "console";
            let is_command = |line: &String| line.starts_with("infra-audit ");
            let is_of_a_shell = ["sh", "bash", "shell", "zsh"].contains(&block.language.as_str());
            assert!(
                is_console
                    || block.commands().is_empty() && !(is_of_a_shell && block.lines.iter().any(is_command)),
                "{}: commands stand in blocks of the language `console`, which are run",
                block.place
            );
            if is_console {
                for (command, shown) in block.commands() {
                    let shown = shown.join("\n").trim_end().to_owned();
                    let Some(printed) = run(&block.place, command, &shown, folder.path()) else {
                        continue;
                    };
                    commands += 1;
                    if !shown.is_empty() {
                        let before = format!("$ {command}\n{shown}\n");
                        text = text.replacen(&before, &format!("$ {command}\n{printed}\n"), 1);
                    }
                }
            }
        }
        generated::compare(&document, &text);
    }
    assert!(commands > 0, "no document shows a command of the program");
}

/// The blocks of a page of the guide that are no files.
fn parts(page: &str) -> Vec<Block> {
    let blocks = blocks(&root().join("docs").join(page)).into_iter();
    let parts: Vec<_> = blocks
        .filter(|block| block.language == "yaml" && block.file().is_none())
        .collect();
    assert!(!parts.is_empty(), "{page} shows no part of a file");
    parts
}

/// What a rule needs beside the part that a page shows.
const REST_OF_A_RULE: [(&str, &str); 7] = [
    ("id", "a-part"),
    ("title", "A part of a rule"),
    ("severity", "low"),
    ("concern", "structure"),
    ("message", "'something is wrong'"),
    ("why", "It is shown."),
    ("fix", "Read on."),
];

/// Examples that pass or fail; only whether they can be read is asked here.
const EXAMPLES: &str =
    "examples: { flagged: [ { model: { name: A }, expect: a } ], clean: [ { model: { name: B } } ] }\n";

#[test]
fn parts_of_rules_in_the_guide_can_be_used() {
    for part in parts("writing-rules.md") {
        let mut text = part.text();
        let has = |key: &str| part.lines.iter().any(|line| line.starts_with(&format!("{key}:")));
        assert!(
            has("each") || has("cases"),
            "{}: a part of a rule says what it looks at",
            part.place
        );
        for (key, value) in REST_OF_A_RULE {
            let is_in_cases = key == "message" && has("cases");
            if !has(key) && !is_in_cases {
                writeln!(text, "{key}: {value}").expect("text");
            }
        }
        if !has("examples") {
            text += EXAMPLES;
        }
        let loaded = Catalogue::extended(vec![Source::new("a-part.yaml", text)], ProtocolTable::default());
        let problems: Vec<_> = loaded
            .err()
            .into_iter()
            .flatten()
            .flat_map(|file| file.problems)
            .collect();
        assert_eq!(problems, [], "{}", part.place);
    }
}

#[test]
fn parts_of_configurations_in_the_guide_can_be_used() {
    for part in parts("configuration.md") {
        let config = config::read(&Source::new("infra-audit.yaml", part.text()));
        let problems = match config {
            Ok(config) => Catalogue::built_in().configure(&config).err().unwrap_or_default(),
            Err(problems) => problems,
        };
        assert_eq!(problems, [], "{}", part.place);
    }
}
