//! Writing files whole or not at all.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::configuration::folder_of;

/// Why nothing is written for a set of models.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The path does not end in a file name.
    #[error("{path}: has no file name to call the output after", path = .0.display())]
    NoFileName(PathBuf),
    /// Two models would be written to the same files.
    #[error(
        "{first} and {second}: both would be written under the name {stem}",
        first = .first.display(),
        second = .second.display(),
        stem = .stem.display()
    )]
    SameStem {
        /// The model that was named first.
        first: PathBuf,
        /// The model that was named later.
        second: PathBuf,
        /// The file name that they share.
        stem: OsString,
    },
    /// An output would take the place of an input.
    #[error("{path}: would be overwritten by its own output", path = .0.display())]
    OverInput(PathBuf),
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: cannot be written: {source}", path = .path.display())]
pub struct WriteError {
    path: PathBuf,
    source: io::Error,
}

/// Where the outputs of several models go: one folder, and in it one file name for each model.
#[derive(Debug)]
pub struct Outputs {
    folder: PathBuf,
}

impl Outputs {
    /// Plans to write into `folder` what is made of `models`.
    ///
    /// # Errors
    ///
    /// Two models have the same stem, a model has none, or an output would overwrite a model.
    pub fn plan(folder: &Path, models: &[PathBuf]) -> Result<Self, PlanError> {
        let outputs = Self {
            folder: folder.to_owned(),
        };
        let mut stems: BTreeMap<&OsStr, &Path> = BTreeMap::new();
        for model in models {
            let stem = stem(model).ok_or_else(|| PlanError::NoFileName(model.clone()))?;
            if let Some(first) = stems.insert(stem, model) {
                return Err(PlanError::SameStem {
                    first: first.to_owned(),
                    second: model.clone(),
                    stem: stem.to_owned(),
                });
            }
        }
        let inputs: Vec<_> = models
            .iter()
            .filter_map(|model| model.canonicalize().ok())
            .collect();
        for model in models {
            for ending in ["svg", "md"] {
                let output = outputs.path(model, ending);
                if output.canonicalize().is_ok_and(|output| inputs.contains(&output)) {
                    return Err(PlanError::OverInput(output));
                }
            }
        }
        Ok(outputs)
    }

    /// The file that is made of `model` and ends in `ending`: always directly in the folder.
    pub fn path(&self, model: &Path, ending: &str) -> PathBuf {
        let mut name = stem(model).unwrap_or_default().to_owned();
        name.push(".");
        name.push(ending);
        self.folder.join(name)
    }
}

/// The file name of a model without its ending.
fn stem(model: &Path) -> Option<&OsStr> {
    model.file_stem()
}

/// Writes `bytes` to `path`, whole or not at all: into a new file beside it, which then takes its name.
///
/// Folders that are missing are made. A file that is replaced hands on its permissions; a link is followed; what is
/// no file, such as a pipe or `/dev/null`, takes the bytes as they come. Whoever ends the program on the way finds
/// `path` as it was, and perhaps a hidden file beside it whose name begins with `.infra-audit-`.
///
/// # Errors
///
/// A folder cannot be made, the file that is there is read-only, or the new one cannot be written or renamed; then
/// `path` is as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write(path, bytes).map_err(|source| not_written(path, source))
}

/// Writes `bytes` to `path`, whole or not at all, unless anything has that name already: then nothing is touched.
/// Tells whether the file was written.
///
/// Folders that are missing are made.
///
/// # Errors
///
/// A folder cannot be made, or the file cannot be written or renamed.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, WriteError> {
    // The last step refuses to replace a file as well, but a folder that cannot be written to would be named first.
    if path.symlink_metadata().is_ok() {
        return Ok(false);
    }
    let written = finished(path, bytes).and_then(|file| Ok(file.persist_noclobber(path)?));
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(source) => Err(not_written(path, source)),
    }
}

fn not_written(path: &Path, source: io::Error) -> WriteError {
    WriteError {
        path: path.to_owned(),
        source,
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(path).ok();
    if known
        .as_ref()
        .is_some_and(|known| !known.is_file() && !known.is_dir())
    {
        return fs::File::options().write(true).open(path)?.write_all(bytes);
    }
    let known = known
        .filter(fs::Metadata::is_file)
        .map(|known| known.permissions());
    if known.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is read-only",
        ));
    }
    let file = finished(path, bytes)?;
    if let Some(permissions) = known {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path)?;
    Ok(())
}

/// A file without a lasting name that holds `bytes`, in the folder of `path`.
fn finished(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".infra-audit-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's own programs would give a new file; the user's mask takes away from it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}
