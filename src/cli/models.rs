//! From the path of a model to its audit, or to what is wrong with it.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use rayon::prelude::*;

use super::arguments::Arguments;
use super::streams::Streams;
use crate::audit::{self, Audit, Refused};
use crate::diagnostic::{Diagnostic, nearest};
use crate::load::{self, Loaded};
use crate::report::run;
use crate::report::text;
use crate::rules::Catalogue;
use crate::source::Source;
use crate::workspace::{self, ReadError};
use crate::yaml::Limits;

/// Why there is no audit of a model.
pub(super) enum Bad {
    /// The file cannot be read.
    Unread(PathBuf, ReadError),
    /// It is no model.
    Invalid(Source, Vec<Diagnostic>),
}

impl Bad {
    /// What the formats for programs and sites say of it.
    pub(super) fn refused(&self) -> run::Refused<'_> {
        match self {
            Self::Unread(path, ReadError::NotUtf8(error)) => run::Refused {
                name: path.to_string_lossy(),
                source: Some(&error.before),
                problems: Cow::Owned(vec![Diagnostic::from(&**error)]),
            },
            Self::Unread(path, error) => run::Refused {
                name: path.to_string_lossy(),
                source: None,
                problems: Cow::Owned(vec![Diagnostic::file_error(error.to_string())]),
            },
            Self::Invalid(source, problems) => run::Refused {
                name: Cow::Borrowed(source.name()),
                source: Some(source),
                problems: Cow::Borrowed(problems),
            },
        }
    }

    /// Says what is wrong.
    pub(super) fn report(&self, streams: &mut Streams) -> io::Result<()> {
        match self {
            Self::Unread(_, ReadError::NotUtf8(error)) => {
                text::diagnostics(&mut streams.err, &error.before, &[Diagnostic::from(&**error)])
            }
            Self::Unread(path, error) => {
                let help = matches!(error, ReadError::Missing)
                    .then(|| command_like(path))
                    .flatten()
                    .map(|command| format!("did you mean the command `{command}`?"));
                let message = format!("{}: {error}", path.display());
                text::problem(&mut streams.err, &message, help.as_deref())
            }
            Self::Invalid(source, diagnostics) => text::diagnostics(&mut streams.err, source, diagnostics),
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

/// Reads a model.
pub(super) fn load(path: &Path, limits: &Limits) -> Result<(Source, Loaded), Bad> {
    let source = workspace::read(path, limits.bytes).map_err(|error| Bad::Unread(path.to_owned(), error))?;
    match load::topology(&source, limits) {
        Ok(loaded) => Ok((source, loaded)),
        Err(diagnostics) => Err(Bad::Invalid(source, diagnostics)),
    }
}

/// Reads and audits models, several at a time; the results stand in the order of the paths.
pub(super) fn audit<T: Send>(
    paths: &[PathBuf],
    limits: &Limits,
    catalogue: &Catalogue,
    settings: audit::Settings,
    make: impl Fn(&Path, Audit) -> T + Sync,
) -> Vec<Result<T, Bad>> {
    paths
        .par_iter()
        .map(|path| {
            let (source, loaded) = load(path, limits)?;
            let audit = Audit::new(source, loaded, catalogue, settings)
                .map_err(|Refused { source, problems }| Bad::Invalid(source, problems))?;
            Ok(make(path, audit))
        })
        .collect()
}
