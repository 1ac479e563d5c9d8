//! The integration tests, one module for each concern.

mod invalid;
mod layers;
mod yaml;
