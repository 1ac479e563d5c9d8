//! Facts about a topology, no opinions.

pub mod faults;
