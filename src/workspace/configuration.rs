//! Finding the configuration that holds for a model, and the rule files that it names.

use std::fs;
use std::path::{Path, PathBuf};

use super::find::{FindError, Unfound};

/// The name of a configuration file.
pub const CONFIGURATION: &str = "infra-audit.yaml";

/// What marks the root of a repository.
const REPOSITORY: &str = ".git";

/// The configuration file that holds for what stands at `path`: the nearest one, in the folder of `path` or in a
/// folder around it. A folder is taken for its own.
///
/// The search ends at the root of the repository or of the file system. The file is named from the current folder
/// where it stands in it, and from the root otherwise.
pub fn find_configuration(path: &Path) -> Option<PathBuf> {
    let folder = if path.is_dir() { path } else { folder_of(path) };
    // Where there is no such folder, the model is missing too, and that is what is worth saying.
    let folder = folder.canonicalize().ok()?;
    for folder in folder.ancestors() {
        let file = folder.join(CONFIGURATION);
        if file.symlink_metadata().is_ok() && !file.is_dir() {
            return Some(from_here(&file));
        }
        if folder.join(REPOSITORY).exists() {
            break;
        }
    }
    None
}

/// The folder in which a file stands.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path as a user in the current folder would write it, if it leads into that folder.
fn from_here(path: &Path) -> PathBuf {
    let here = Path::new(".").canonicalize();
    let relative = here
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    relative.unwrap_or_else(|| path.to_owned())
}

/// The rule files in a folder, by name: those that end in `.yaml` or `.yml` and are not hidden. A file is taken for
/// itself.
///
/// # Errors
///
/// There is nothing at `path`, it cannot be read, or it holds no rule file.
pub fn rule_files(path: &Path) -> Result<Vec<PathBuf>, FindError> {
    if let Some(error) = FindError::at(path) {
        return Err(error);
    }
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |why| FindError {
        path: path.to_owned(),
        why,
    };
    let unreadable = |error| failed(Unfound::Unreadable(error));
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        let is_rule = file
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml");
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if is_rule && !name.starts_with('.') && name != CONFIGURATION && file.is_file() {
            files.push(file.strip_prefix("./").unwrap_or(&file).to_owned());
        }
    }
    if files.is_empty() {
        return Err(failed(Unfound::NoRules));
    }
    files.sort();
    Ok(files)
}
