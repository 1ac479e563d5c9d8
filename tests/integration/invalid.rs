//! Wrong models: each file of `invalid/` beside the diagnostics that it must bring.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use infra_audit::diagnostic::{Diagnostic, Level};
use infra_audit::load;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/invalid")
}

fn files() -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    files.sort();
    assert!(files.len() >= 20, "{} files", files.len());
    files
}

/// The plainest rendering that shows everything a diagnostic holds.
fn render(source: &Source, problems: &[Diagnostic]) -> String {
    let mut text = String::new();
    for problem in problems {
        let level = match problem.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let _ = write!(text, "{level}: {}\n  --> {}", problem.message, source.name());
        if let Some(span) = problem.span {
            let position = source.position(span.start);
            let line = source.slice(source.line_span(position.line));
            let first = source.slice(span).lines().next().unwrap_or_default();
            let marks = "^".repeat(first.chars().count().max(1));
            let gap = " ".repeat(position.column as usize - 1);
            let _ = write!(
                text,
                ":{position}\n  | {line}\n  | {gap}{marks} {}",
                problem.label
            );
        }
        text.push('\n');
        for (span, label) in &problem.related {
            let _ = writeln!(text, "  also {}: {label}", source.position(span.start));
        }
        if let Some(help) = &problem.help {
            let _ = writeln!(text, "  help: {help}");
        }
        text.push('\n');
    }
    text
}

/// What loading brings: the problems, or the warnings.
fn problems(source: &Source) -> Vec<Diagnostic> {
    match load::topology(source, &Limits::default()) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems,
    }
}

#[test]
fn every_file_brings_what_stands_beside_it() {
    insta::with_settings!({ snapshot_path => folder(), prepend_module_to_snapshot => false, omit_expression => true }, {
        for path in files() {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).expect("the file can be read");
            let rendered = match Source::from_bytes(format!("{name}.yaml"), bytes) {
                Ok(source) => render(&source, &problems(&source)),
                Err(error) => render(&error.before, &[(&error).into()]),
            };
            assert!(!rendered.is_empty(), "{name} is not wrong");
            insta::assert_snapshot!(name.as_str(), rendered);
        }
    });
}

/// Inputs that are too large to be kept as files.
fn hostile(folder: &Path) -> Vec<PathBuf> {
    let deep_block = (0..2_000).fold("name: x\n".to_owned(), |text, level| {
        text + &" ".repeat(level) + "a:\n"
    });
    let bomb = (1..12).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, level| {
            let before = level - 1;
            text + &format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{before}"); 9].join(", ")
            )
        },
    );
    let texts = [
        ("flow.yaml", "[".repeat(100_000)),
        ("flow-maps.yaml", "{a: ".repeat(100_000)),
        ("items.yaml", "- ".repeat(100_000)),
        ("keys.yaml", "? ".repeat(100_000)),
        ("block.yaml", deep_block),
        ("bomb.yaml", bomb),
        (
            "long-alias.yaml",
            format!(
                "a: &a {}\nb: [{}]\n",
                "x".repeat(1 << 20),
                vec!["*a"; 100].join(",")
            ),
        ),
        ("large.yaml", "#".repeat((64 << 20) + 1)),
        (
            "wrong.yaml",
            "name: x\nconnections:\n".to_owned() + &"- a\n".repeat(20_000),
        ),
    ];
    texts
        .into_iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).expect("the file can be written");
            path
        })
        .collect()
}

/// Whatever the file holds, the program says what is wrong, ends with 2 and leaves nothing behind.
#[test]
fn the_program_refuses_each_file() {
    let inputs = tempfile::tempdir().expect("a folder for the inputs");
    let outputs = tempfile::tempdir().expect("a folder for the outputs");
    let doubtful = folder().join("warnings.yaml");
    let mut wrong = files();
    wrong.retain(|path| *path != doubtful);
    wrong.extend(hostile(inputs.path()));
    wrong.push(inputs.path().join("missing.yaml"));
    wrong.push(inputs.path().to_owned());
    for path in wrong {
        let output = Command::new(env!("CARGO_BIN_EXE_infra-audit"))
            .current_dir(outputs.path())
            .arg(&path)
            .output()
            .expect("the program runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{}: {errors}", path.display());
        assert!(
            !errors.is_empty() && !errors.contains("panicked"),
            "{}: {errors}",
            path.display()
        );
        let left = std::fs::read_dir(outputs.path())
            .expect("the folder is there")
            .count();
        assert_eq!(left, 0, "{} left something behind", path.display());
    }
}
