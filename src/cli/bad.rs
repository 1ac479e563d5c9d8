//! Input that cannot be used.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::arguments::Arguments;
use super::shell::argument;
use super::streams::Streams;
use crate::diagnostic::{Diagnostic, nearest};
use crate::report::run::{Refused, Role};
use crate::report::text;
use crate::source::Source;
use crate::workspace::{FindError, GitError, ReadError};

/// Why a model, a configuration or a rule file cannot be used.
pub(super) enum Bad {
    /// The file cannot be read.
    Unread(PathBuf, ReadError),
    /// The file is not what it should be.
    Invalid(Source, Vec<Diagnostic>),
    /// The folder cannot be looked at.
    Unfound(FindError),
    /// The file is no longer there, but was at this revision.
    Removed(PathBuf, String),
    /// An earlier version cannot be looked up.
    Unversioned(GitError),
    /// What the model would be audited by cannot be used, as is said elsewhere.
    WithoutStandard,
}

impl Bad {
    /// What tells it from other input that cannot be used.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Unread(path, _) | Self::Removed(path, _) => path.display().to_string(),
            Self::Invalid(source, _) => source.name().to_owned(),
            Self::Unfound(error) => error.to_string(),
            Self::Unversioned(error) => error.to_string(),
            Self::WithoutStandard => String::new(),
        }
    }

    /// What the formats for programs and sites say of input in this role that could not be used; nothing if that is said
    /// of other input.
    pub(super) fn refused(&self, role: Role) -> Option<Refused<'_>> {
        let whole = |name, message: String, help: Option<&str>| {
            let mut problem = Diagnostic::file_error(message);
            problem.help = help.map(str::to_owned);
            Refused {
                role,
                name,
                source: None,
                problems: Cow::Owned(vec![problem]),
            }
        };
        Some(match self {
            Self::Unread(path, ReadError::NotUtf8(error)) => Refused {
                role,
                name: path.to_string_lossy(),
                source: Some(&error.before),
                problems: Cow::Owned(vec![Diagnostic::from(&**error)]),
            },
            Self::Unread(path, error) => whole(path.to_string_lossy(), error.to_string(), error.help()),
            Self::Invalid(source, problems) => Refused {
                role,
                name: Cow::Borrowed(source.name()),
                source: Some(source),
                problems: Cow::Borrowed(problems),
            },
            Self::Removed(path, revision) => {
                let message = format!("was there at `{revision}`, and has gone since");
                whole(path.to_string_lossy(), message, None)
            }
            Self::Unfound(error) => whole(error.path.to_string_lossy(), error.why.to_string(), error.help()),
            Self::Unversioned(error) => {
                let folder = error.folder().unwrap_or(Path::new("."));
                whole(folder.to_string_lossy(), error.reason(), error.help())
            }
            Self::WithoutStandard => return None,
        })
    }

    /// Says what is wrong.
    pub(super) fn report(&self, streams: &mut Streams) -> io::Result<()> {
        match self {
            Self::Unread(_, ReadError::NotUtf8(error)) => {
                text::diagnostics(&mut streams.err, &error.before, &[Diagnostic::from(&**error)])
            }
            Self::Unread(path, error) => {
                let help = match error {
                    ReadError::Missing => {
                        let command = command_like(path);
                        command.map(|command| format!("did you mean the command `{command}`?"))
                    }
                    ReadError::Folder => Some(format!(
                        "`infra-audit check {}` audits every model below it",
                        argument(path.as_os_str())
                    )),
                    _ => error.help().map(str::to_owned),
                };
                let message = format!("{}: {error}", path.display());
                text::problem(&mut streams.err, &message, help.as_deref())
            }
            Self::Invalid(source, diagnostics) => text::diagnostics(&mut streams.err, source, diagnostics),
            Self::Unfound(error) => text::problem(&mut streams.err, &error.to_string(), error.help()),
            Self::Removed(path, revision) => {
                let message = format!("{}: no such file", path.display());
                let help =
                    format!("it was there at `{revision}`, and has gone since: there is nothing to audit");
                text::problem(&mut streams.err, &message, Some(&help))
            }
            Self::Unversioned(error) => text::problem(&mut streams.err, &error.to_string(), error.help()),
            Self::WithoutStandard => Ok(()),
        }
    }
}

impl From<GitError> for Bad {
    fn from(error: GitError) -> Self {
        match error {
            GitError::Unread { name, error } => Self::Unread(name.into(), error),
            error => Self::Unversioned(error),
        }
    }
}

/// The command that a user most likely meant who wrote this where a model belongs.
fn command_like(path: &Path) -> Option<String> {
    let written = path.to_str()?;
    let commands = Arguments::command();
    let known = commands.get_subcommands().map(clap::Command::get_name);
    nearest(written, known).map(str::to_owned)
}
