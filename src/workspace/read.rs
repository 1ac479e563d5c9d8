//! Reading one input file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::source::{NotUtf8, Source};

/// Why a file cannot be taken as input.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("no such file")]
    Missing,
    /// It is a folder.
    #[error("is a folder, not a file")]
    Folder,
    /// The system does not let us read it.
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// It is larger than the limit.
    #[error("is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// It is no UTF-8 text.
    #[error(transparent)]
    NotUtf8(#[from] Box<NotUtf8>),
}

impl ReadError {
    /// What to do about it.
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge { .. } => Some("for models, --max-bytes raises the limit"),
            _ => None,
        }
    }
}

/// Reads the file at `path` as a source with that name.
///
/// # Errors
///
/// The file is missing, a folder, unreadable, larger than `limit` bytes (never more than 4 GiB), or not UTF-8. No
/// more than `limit` bytes are held, whatever stands behind the path.
pub fn read(path: &Path, limit: usize) -> Result<Source, ReadError> {
    let limit = u64::try_from(limit)
        .unwrap_or(u64::MAX)
        .min(u64::from(u32::MAX) - 1);
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::Missing,
        _ => ReadError::Unreadable(error),
    })?;
    let metadata = file.metadata().map_err(ReadError::Unreadable)?;
    if metadata.is_dir() {
        return Err(ReadError::Folder);
    }
    if metadata.len() > limit {
        return Err(ReadError::TooLarge { limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(ReadError::Unreadable)?;
    if bytes.len() as u64 > limit {
        return Err(ReadError::TooLarge { limit });
    }
    Source::from_bytes(path.to_string_lossy(), bytes).map_err(|error| Box::new(error).into())
}
