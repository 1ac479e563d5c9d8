//! Facts about a topology, no opinions.

pub mod coverage;
pub mod cycles;
mod decision;
pub mod faults;
pub mod journeys;
pub mod neighbours;
pub mod place;
pub mod reach;
pub mod wire;
