//! What a person reads in a terminal: findings and problems of input files, as rustc prints its own.
//!
//! The text is styled with escape sequences; whoever writes it to a place without colours strips them.

mod change;
mod config;
mod cut_sets;
mod diagnostic;
mod examples;
mod faults;
mod finding;
mod layout;
mod rule;
mod short;
mod snippet;
mod uptime;
mod what_if;

pub use change::change;
pub use config::effective;
pub use diagnostic::{diagnostics, problem};
pub use examples::examples;
pub use faults::faults;
pub use finding::run;
pub use rule::{catalogue, explanation};
pub use short::short;
pub use what_if::what_if;
