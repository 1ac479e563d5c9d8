//! The integration tests, one module for each concern.

mod documents;
mod exports;
mod faults;
mod generated;
mod invalid;
mod layers;
mod loading;
mod output;
mod rules;
mod schema;
mod yaml;
