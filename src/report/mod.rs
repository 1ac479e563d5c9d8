//! What a user gets to read: one file for each format, each a pure function from an audit to a writer.

pub(crate) mod prose;
mod reference;
mod survey;
mod uptime;
pub(crate) mod visible;

pub mod comment;
pub mod effective;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod loss;
pub mod markdown;
pub mod run;
pub mod sarif;
pub mod text;
