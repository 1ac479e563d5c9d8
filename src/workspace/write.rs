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
    /// Two outputs would take the place of each other.
    #[error("{path}: two outputs would be written to it, and one of them would be lost", path = .0.display())]
    SameOutput(PathBuf),
    /// The folder that is taken where nobody names one is not where everybody looks for it.
    #[error(
        "{path}: is a link that leads out of this folder; to write there all the same, name it: --out {path}",
        path = .0.display()
    )]
    LeadsOut(PathBuf),
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
    /// The folder that is taken where nobody names one.
    pub const USUAL_FOLDER: &str = "output";

    /// Plans to write into the usual folder what is made of `models`.
    ///
    /// # Errors
    ///
    /// Those of [`Outputs::plan`], and that the folder is a link which leads out of the current folder.
    pub fn plan_usual(models: &[PathBuf]) -> Result<Self, PlanError> {
        let folder = Path::new(Self::USUAL_FOLDER);
        if leads_out(folder) {
            return Err(PlanError::LeadsOut(folder.to_owned()));
        }
        Self::plan(folder, models)
    }

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

/// Whether a folder is a link that leads out of the current folder.
fn leads_out(folder: &Path) -> bool {
    let is_link = folder.symlink_metadata().is_ok_and(|known| known.is_symlink());
    let here = Path::new(".").canonicalize();
    is_link && !here.is_ok_and(|here| destination(folder).starts_with(here))
}

/// A file that is to be written, by who named it.
#[derive(Clone, Copy, Debug)]
pub enum Output<'a> {
    /// The user: a link of this name is one for what it leads to.
    Named(&'a Path),
    /// The program, within a folder: a link of this name is replaced, since it might lead out of the folder.
    Own(&'a Path),
}

impl<'a> Output<'a> {
    /// The path of the file.
    pub const fn path(self) -> &'a Path {
        match self {
            Self::Named(path) | Self::Own(path) => path,
        }
    }

    /// The whole path of the file that is written.
    pub fn place(self) -> PathBuf {
        match self {
            Self::Named(path) => destination(path),
            Self::Own(path) => {
                let folder = destination(folder_of(path));
                path.file_name()
                    .map_or_else(|| folder.clone(), |name| folder.join(name))
            }
        }
    }
}

/// Writes `bytes` to a file, whole or not at all: into a new file beside it, which then takes its name.
///
/// Folders that are missing are made. A file that is replaced hands on its permissions; what is no file, such as a pipe
/// or `/dev/null`, takes the bytes as they come, and so does a file that is mounted by itself and cannot be replaced.
/// Whoever ends the program on the way finds the file as it was, and perhaps a hidden one beside it whose name begins
/// with `.infra-audit-`.
///
/// # Errors
///
/// A folder cannot be made, the file that is there is read-only, or the new one cannot be written or renamed; then
/// the file is as it was.
pub fn write_atomically(output: Output<'_>, bytes: &[u8]) -> Result<(), WriteError> {
    let written = match output {
        Output::Named(path) => {
            let path = destination(path);
            write(&path, path.metadata().ok().as_ref(), bytes)
        }
        Output::Own(path) => {
            let known = path.symlink_metadata().ok();
            write(path, known.filter(|known| !known.is_symlink()).as_ref(), bytes)
        }
    };
    written.map_err(|source| not_written(output.path(), source))
}

/// The most links that are followed one after the other.
const MOST_LINKS: usize = 40;

/// The whole path of the file or folder that a path leads to through links, which need not be there.
pub fn destination(path: &Path) -> PathBuf {
    if let Ok(whole) = path.canonicalize() {
        return whole;
    }
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        // What there is behind a link without a path to it, such as a pipe behind `/dev/stdout`, has its name alone.
        let target = path.metadata().is_err().then(|| fs::read_link(&path).ok());
        let Some(target) = target.flatten() else {
            break;
        };
        path = folder_of(&path).join(target);
    }
    let whole = path.ancestors().find_map(|around| {
        let there = if around.as_os_str().is_empty() {
            Path::new(".")
        } else {
            around
        };
        Some(there.canonicalize().ok()?.join(path.strip_prefix(around).ok()?))
    });
    whole.unwrap_or(path)
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

/// Writes a file in the place of what is known to be there, if anything is.
fn write(path: &Path, known: Option<&fs::Metadata>, bytes: &[u8]) -> io::Result<()> {
    if known.is_some_and(|known| !known.is_file() && !known.is_dir()) {
        return fs::File::options().write(true).open(path)?.write_all(bytes);
    }
    let known = known
        .filter(|known| known.is_file())
        .map(fs::Metadata::permissions);
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
    match file.persist(path) {
        Ok(_) => Ok(()),
        Err(failed) if failed.error.kind() == io::ErrorKind::ResourceBusy => fs::write(path, bytes),
        Err(failed) => Err(failed.error),
    }
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
    let mut file = builder.tempfile_in(folder).map_err(without_name)?;
    file.write_all(bytes).map_err(without_name)?;
    Ok(file)
}

/// What the system said, without the name of a file that nobody has heard of.
fn without_name(error: io::Error) -> io::Error {
    let said = error.to_string();
    match said.rsplit_once(" at path ") {
        Some((said, _)) => io::Error::new(error.kind(), said),
        None => error,
    }
}
