//! Facts about a topology, no opinions.

pub mod coverage;
pub mod faults;
pub mod neighbours;
pub mod place;
pub mod reach;
pub mod wire;
