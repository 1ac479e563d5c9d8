//! The integration tests, one module for each concern.

mod exports;
mod invalid;
mod layers;
mod yaml;
