//! Files: reading models, finding them in folders, and writing what was made of them.

mod configuration;
mod find;
mod git;
mod read;
mod write;

pub use configuration::{CONFIGURATION, find_configuration, folder_of, rule_files};
pub use find::{FindError, Found, Named, find};
pub use git::{GitError, Lack, Revision};
pub use read::{ReadError, read};
pub use write::{Outputs, PlanError, WriteError, create, write_atomically};
