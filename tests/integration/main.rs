//! The integration tests, one module for each concern.

mod faults;
mod invalid;
mod layers;
mod schema;
mod yaml;
