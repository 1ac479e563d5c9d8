//! What a user gets to read: one file for each format, each a pure function from an audit to a writer.

mod visible;

pub mod text;
