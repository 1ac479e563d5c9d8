//! Files: reading models, finding them in folders, and writing what was made of them.

mod configuration;
mod find;
mod git;
mod read;
mod write;

pub use configuration::{CONFIGURATION, find_configuration, folder_of, rule_files};
pub use find::{FindError, Found, Named, Unfound, can_be_model, distinct, find, is_left_out, is_model};
pub use git::{Earlier, GitError, Lack, Revision};
pub use read::{ReadError, read};
pub use write::{Output, Outputs, PlanError, WriteError, create, destination, write_atomically};
