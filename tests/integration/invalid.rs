//! Wrong models: each file of `invalid/` beside the diagnostics that it must bring.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use infra_audit::diagnostic::{Diagnostic, Level};
use infra_audit::load;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/integration/invalid")
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
        let mut files: Vec<_> = std::fs::read_dir(folder())
            .expect("the folder is there")
            .map(|entry| entry.expect("the folder can be read").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
            .collect();
        files.sort();
        assert!(files.len() >= 20, "{} files", files.len());
        for path in files {
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
