//! What a person reads in a terminal: findings and problems of input files, as rustc prints its own.
//!
//! The text is styled with escape sequences; whoever writes it to a place without colours strips them.

mod diagnostic;
mod layout;
mod snippet;

pub use diagnostic::{diagnostics, problem};
