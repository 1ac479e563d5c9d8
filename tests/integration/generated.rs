//! Comparing generated files with the committed ones.

use std::fs;
use std::path::Path;

/// Fails unless the committed file holds exactly `text`; with `UPDATE_GENERATED` set, writes it instead.
pub(crate) fn compare(path: &Path, text: &str) {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder for generated files");
        }
        fs::write(path, text).expect("a writable file");
        return;
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == text,
        "{} is not what the program makes; run `UPDATE_GENERATED=1 cargo test` and look at the difference",
        path.display()
    );
}
