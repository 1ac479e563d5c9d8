//! The modules stand in layers, and each imports downward only.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first.
const LAYERS: [&str; 15] = [
    "source",
    "diagnostic",
    "yaml",
    "model",
    "load",
    "graph",
    "analysis",
    "finding",
    "config",
    "rules",
    "audit",
    "diagram",
    "report",
    "workspace",
    "cli",
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|&layer| layer == module)
}

/// The first module of each `crate::…` path in a line of code.
fn imported_modules(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::").skip(1).map(|path| {
        let end = path
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(path.len());
        &path[..end]
    })
}

#[test]
fn modules_import_downward_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    let mut imports = 0;
    for file in rust_files(&root) {
        let relative = file.strip_prefix(&root).expect("a file below src");
        let module = relative
            .iter()
            .next()
            .and_then(|part| part.to_str())
            .expect("a name in UTF-8");
        let module = module.trim_end_matches(".rs");
        if module == "lib" || module == "main" {
            continue;
        }
        let own = layer(module).unwrap_or_else(|| panic!("`{module}` stands in no layer"));
        let text = fs::read_to_string(&file).expect("a readable file");
        for (number, line) in text.lines().enumerate() {
            for imported in imported_modules(line) {
                imports += 1;
                if layer(imported).is_none_or(|other| other > own) {
                    broken.push(format!("{}:{}: {}", relative.display(), number + 1, line.trim()));
                }
            }
        }
    }
    assert!(imports > 0, "no import was seen at all");
    assert!(
        broken.is_empty(),
        "imports that do not point downward:\n{}",
        broken.join("\n")
    );
}

#[test]
fn the_library_lists_its_modules_in_layer_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = fs::read_to_string(root).expect("a readable file");
    let listed: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_by_key(|module| layer(module));
    assert_eq!(listed, sorted);
}
