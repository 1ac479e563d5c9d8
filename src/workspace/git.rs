//! Earlier versions of files, as git keeps them.
//!
//! Git is run with fixed arguments. What a user writes stands behind `--end-of-options` or within an argument that
//! begins otherwise, and what git asks of its surroundings is taken away from it: the folder of a file alone says which
//! repository is meant. Nothing is fetched, and nothing is written.

use std::collections::{BTreeMap, btree_map};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::configuration::folder_of;
use super::read::ReadError;
use crate::source::Source;

/// Why an earlier version of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no such program, or it cannot be started.
    #[error("git cannot be run: {0}")]
    NotRun(#[source] io::Error),
    /// The folder belongs to no repository, or to one that git does not want to read.
    #[error("{folder}: {reason}", folder = .folder.display(), reason = self.reason())]
    NoRepository {
        /// The folder.
        folder: PathBuf,
        /// What git said.
        said: String,
    },
    /// The repository has no such commit.
    #[error("{folder}: {reason}", folder = .folder.display(), reason = self.reason())]
    NoRevision {
        /// What was asked for.
        revision: String,
        /// Where it was asked for.
        folder: PathBuf,
        /// What the repository lacks, if that is the likely reason.
        lack: Option<Lack>,
    },
    /// The file was there, but cannot be taken as input.
    #[error("{name}: {error}")]
    Unread {
        /// The revision and the path, as git writes them.
        name: String,
        /// Why not.
        error: ReadError,
    },
    /// Git fails at what it should be able to do.
    #[error("git cannot answer: {0}")]
    Failed(String),
}

/// What a repository lacks in which a revision is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Any commit.
    Commits,
    /// The older part of its history.
    History,
}

impl GitError {
    /// The folder in which git was asked, if it matters.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::NoRepository { folder, .. } | Self::NoRevision { folder, .. } => Some(folder),
            Self::NotRun(_) | Self::Unread { .. } | Self::Failed(_) => None,
        }
    }

    /// What is wrong, without the folder.
    pub fn reason(&self) -> String {
        match self {
            Self::NoRepository { said, .. } => said.clone(),
            Self::NoRevision { revision, .. } => format!("git knows no revision `{revision}` here"),
            Self::NotRun(_) | Self::Unread { .. } | Self::Failed(_) => self.to_string(),
        }
    }

    /// What to do about it.
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoRevision {
                lack: Some(Lack::Commits),
                ..
            } => Some("nothing has been committed yet"),
            Self::NoRevision {
                lack: Some(Lack::History),
                ..
            } => Some(
                "this clone is shallow: fetch the whole history (`git fetch --unshallow`; `fetch-depth: 0` for \
                 actions/checkout)",
            ),
            Self::NoRevision { lack: None, .. } => {
                Some("name a branch, a tag or a commit that is here, such as `origin/main`")
            }
            Self::NoRepository { .. } => Some(
                "without git history, compare two files, or with a list of known findings (`check --baseline`)",
            ),
            Self::NotRun(_) | Self::Unread { .. } | Self::Failed(_) => None,
        }
    }
}

/// One revision of the repositories in which some files stand.
#[derive(Debug)]
pub struct Revision<'a> {
    name: &'a str,
    folders: BTreeMap<PathBuf, Folder>,
    /// By the root of a work tree, what has become of its files since the revision.
    changes: BTreeMap<OsString, Changes>,
}

/// A file that was there at a revision, and has gone or is no longer what it was.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The path that it had, as somebody would write it who names the folder that it was looked for in.
    pub path: PathBuf,
    /// The path that it has now, if it is still in that folder.
    pub now: Option<PathBuf>,
    /// The path that it had in that folder.
    pub below: PathBuf,
    folder: Folder,
    /// The path that it had in the work tree.
    in_tree: OsString,
}

/// What has become of the files of a work tree since a commit.
#[derive(Debug, Default)]
struct Changes {
    /// The earlier paths of files by their paths of today, of all that have been renamed.
    renamed: BTreeMap<OsString, OsString>,
    /// Every file that is no longer what it was, by its earlier path, with its path of today if it has one.
    changed: Vec<(OsString, Option<OsString>)>,
}

/// A folder of a repository.
#[derive(Clone, Debug)]
struct Folder {
    path: PathBuf,
    /// The hash of the commit.
    commit: String,
    /// Where the folder stands in the work tree: empty, or with a slash at its end.
    prefix: OsString,
}

/// A file of a commit.
struct Entry {
    hash: String,
    bytes: u64,
}

impl<'a> Revision<'a> {
    /// The revision of this name, such as a branch, a tag or a commit.
    pub const fn new(name: &'a str) -> Self {
        Self {
            name,
            folders: BTreeMap::new(),
            changes: BTreeMap::new(),
        }
    }

    /// What it is called.
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// A file as it was then, under the name `REVISION:PATH`; none if it was not there. A file that has been renamed
    /// since is found under its earlier name.
    ///
    /// # Errors
    ///
    /// Git cannot be run; the file stands in no repository, or in one without such a revision; or the earlier version
    /// is larger than `limit` bytes (never more than 4 GiB), or not UTF-8.
    pub fn read(&mut self, file: &Path, limit: usize) -> Result<Option<Source>, GitError> {
        let Some((folder, path)) = self.locate(file)? else {
            return Ok(None);
        };
        let Some((entry, path)) = self.find(&folder, path)? else {
            return Ok(None);
        };
        self.load(&folder, &entry, &path, limit).map(Some)
    }

    /// The files below a folder that are no longer what they were, by their earlier paths.
    ///
    /// # Errors
    ///
    /// Git cannot be run, or the folder stands in no repository, or in one without such a revision.
    pub fn changed_below(&mut self, folder: &Path) -> Result<Vec<Earlier>, GitError> {
        let found = self.folder(folder)?;
        let below = |path: &OsStr| {
            let below = Path::new(path).strip_prefix(Path::new(&found.prefix));
            below.map(Path::to_owned).ok()
        };
        let named = |below: &PathBuf| {
            let path = folder.join(below);
            path.strip_prefix("./").map(Path::to_owned).unwrap_or(path)
        };
        let changed = &self.changes(&found)?.changed;
        let earlier = changed.iter().filter_map(|(before, now)| {
            let before_below = below(before)?;
            Some(Earlier {
                path: named(&before_below),
                now: now.as_deref().and_then(below).as_ref().map(named),
                below: before_below,
                folder: found.clone(),
                in_tree: before.clone(),
            })
        });
        Ok(earlier.collect())
    }

    /// A file as it was then, under the name `REVISION:PATH`; none if it was no file, but a link or such.
    ///
    /// # Errors
    ///
    /// Git cannot be run, or the earlier version is larger than `limit` bytes (never more than 4 GiB), or not UTF-8.
    pub fn read_earlier(&self, file: &Earlier, limit: usize) -> Result<Option<Source>, GitError> {
        let entry = entry(&file.folder, &file.in_tree)?;
        let load = |entry| self.load(&file.folder, &entry, &file.in_tree, limit);
        entry.map(load).transpose()
    }

    fn load(&self, folder: &Folder, entry: &Entry, path: &OsStr, limit: usize) -> Result<Source, GitError> {
        let name = format!("{}:{}", self.name, path.to_string_lossy());
        let limit = u64::try_from(limit)
            .unwrap_or(u64::MAX)
            .min(u64::from(u32::MAX) - 1);
        if entry.bytes > limit {
            let error = ReadError::TooLarge { limit };
            return Err(GitError::Unread { name, error });
        }
        let bytes = answer(&folder.path, ["cat-file", "blob", &entry.hash])?;
        Source::from_bytes(name.clone(), bytes).map_err(|error| GitError::Unread {
            name,
            error: Box::new(error).into(),
        })
    }

    /// The folder in which a file stands, and the path of the file in its work tree; none for what is no file.
    fn locate(&mut self, file: &Path) -> Result<Option<(Folder, OsString)>, GitError> {
        // A link is a name for the file that it leads to.
        let is_link = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink());
        let real = is_link.then(|| file.canonicalize().ok()).flatten();
        let file = real.as_deref().unwrap_or(file);
        let Some(name) = file.file_name() else {
            return Ok(None);
        };
        let folder = self.folder(folder_of(file))?;
        let mut path = folder.prefix.clone();
        path.push(name);
        Ok(Some((folder, path)))
    }

    fn folder(&mut self, path: &Path) -> Result<Folder, GitError> {
        if let Some(folder) = self.folders.get(path) {
            return Ok(folder.clone());
        }
        let folder = self.look_up(path)?;
        self.folders.insert(path.to_owned(), folder.clone());
        Ok(folder)
    }

    fn look_up(&self, path: &Path) -> Result<Folder, GitError> {
        let output = run(path, ["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(GitError::NoRepository {
                folder: path.to_owned(),
                said: said(&output),
            });
        }
        let prefix = line(output.stdout);
        let commit = format!("{}^{{commit}}", self.name);
        let output = run(
            path,
            ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit],
        )?;
        let commit = String::from_utf8(output.stdout).unwrap_or_default();
        let commit = commit.trim_end();
        let is_hash = !commit.is_empty() && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !output.status.success() || !is_hash {
            return Err(GitError::NoRevision {
                revision: self.name.to_owned(),
                folder: path.to_owned(),
                lack: lack(path)?,
            });
        }
        Ok(Folder {
            path: path.to_owned(),
            commit: commit.to_owned(),
            prefix,
        })
    }

    /// The entry of a file, and the path that it had.
    fn find(&mut self, folder: &Folder, path: OsString) -> Result<Option<(Entry, OsString)>, GitError> {
        if let Some(entry) = entry(folder, &path)? {
            return Ok(Some((entry, path)));
        }
        let Some(earlier) = self.changes(folder)?.renamed.get(&path).cloned() else {
            return Ok(None);
        };
        Ok(entry(folder, &earlier)?.map(|entry| (entry, earlier)))
    }

    /// What has become of the files of the work tree to which a folder belongs.
    fn changes(&mut self, folder: &Folder) -> Result<&Changes, GitError> {
        let root = line(answer(&folder.path, ["rev-parse", "--show-toplevel"])?);
        Ok(match self.changes.entry(root) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(unknown) => unknown.insert(changes(folder)?),
        })
    }
}

/// The mode of a symbolic link.
const LINK: &str = "120000";

/// The file at this path of the work tree; none if there is none, or something that is no file.
fn entry(folder: &Folder, path: &OsStr) -> Result<Option<Entry>, GitError> {
    let options = ["ls-tree", "-z", "-l", "--full-tree", &folder.commit, "--"];
    let arguments = options.into_iter().map(OsStr::new).chain([path]);
    let listed = answer(&folder.path, arguments)?;
    // MODE SP TYPE SP HASH SP+ SIZE TAB PATH NUL
    let columns = listed.split(|&byte| byte == b'\t').next().unwrap_or_default();
    let columns = String::from_utf8_lossy(columns);
    let columns: Vec<_> = columns.split_ascii_whitespace().collect();
    let &[mode, "blob", hash, bytes] = columns.as_slice() else {
        return Ok(None);
    };
    Ok(bytes.parse().ok().filter(|_| mode != LINK).map(|bytes| Entry {
        hash: hash.to_owned(),
        bytes,
    }))
}

/// What has become of the files of a work tree since a commit.
fn changes(folder: &Folder) -> Result<Changes, GitError> {
    let listed = answer(
        &folder.path,
        [
            "diff",
            "--name-status",
            "-z",
            "-M",
            "--diff-filter=DMRT",
            "--no-relative",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=all",
            &folder.commit,
            "--",
        ],
    )?;
    let mut parts = listed.split(|&byte| byte == 0).map(<[u8]>::to_owned);
    let mut changes = Changes::default();
    // The status and the path; for `R`, behind which stands how alike they are, the path before and the path after.
    while let (Some(status), Some(before)) = (parts.next(), parts.next()) {
        let before = path(before);
        let now = match status.first() {
            Some(b'R') => parts.next().map(path),
            Some(b'D') => None,
            _ => Some(before.clone()),
        };
        if let Some(now) = now.as_ref().filter(|&now| *now != before) {
            changes.renamed.insert(now.clone(), before.clone());
        }
        changes.changed.push((before, now));
    }
    Ok(changes)
}

/// What may be the reason that a repository has not got a revision.
fn lack(folder: &Path) -> Result<Option<Lack>, GitError> {
    let head = run(
        folder,
        [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            "HEAD^{commit}",
        ],
    )?;
    if !head.status.success() {
        return Ok(Some(Lack::Commits));
    }
    let is_shallow = answer(folder, ["rev-parse", "--is-shallow-repository"])?;
    Ok((is_shallow.trim_ascii() == b"true").then_some(Lack::History))
}

/// What git says where it succeeds.
fn answer(
    folder: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Result<Vec<u8>, GitError> {
    let output = run(folder, arguments)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(GitError::Failed(said(&output)))
    }
}

/// Runs git in a folder.
fn run(folder: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Output, GitError> {
    /// What git tells the programs that it starts of the repository that it works on. In a hook it is that of the
    /// hook, whatever the folder.
    const OF_ANOTHER_REPOSITORY: [&str; 9] = [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_GRAFT_FILE",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_WORK_TREE",
    ];
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    command.args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"]);
    command.args(arguments).stdin(Stdio::null());
    for variable in OF_ANOTHER_REPOSITORY {
        command.env_remove(variable);
    }
    command
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    command.output().map_err(GitError::NotRun)
}

/// What git has to say about a failure: its first line.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().next().unwrap_or("git says nothing");
    first.strip_prefix("fatal: ").unwrap_or(first).to_owned()
}

/// A line of output that is a path: a path can end in line breaks of its own.
fn line(mut bytes: Vec<u8>) -> OsString {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    path(bytes)
}

/// A path as git writes it.
#[cfg(unix)]
fn path(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// A path as git writes it.
#[cfg(not(unix))]
fn path(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}
