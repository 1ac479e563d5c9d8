//! The integration tests, one module for each concern.

mod faults;
mod layers;
mod yaml;
