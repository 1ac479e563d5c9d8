//! What a user gets to read: one file for each format, each a pure function from an audit to a writer.

pub(crate) mod prose;
mod survey;
mod visible;

pub mod effective;
pub mod json;
pub mod loss;
pub mod markdown;
pub mod text;
