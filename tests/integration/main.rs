//! The integration tests, one module for each concern.

mod diagram;
mod faults;
mod invalid;
mod layers;
mod loading;
mod rules;
mod schema;
mod yaml;
