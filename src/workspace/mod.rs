//! Files: reading models, finding them in folders, and writing what was made of them.

mod find;
mod read;
mod write;

pub use find::{FindError, Found, find};
pub use read::{ReadError, read};
pub use write::{Outputs, PlanError, WriteError, write_atomically};
