//! The integration tests, one module for each concern.

mod layers;
mod yaml;
