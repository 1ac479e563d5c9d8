//! Rule files to findings.

pub mod facts;
pub mod pattern;
