//! The integration tests, one module for each concern.

mod book;
mod change;
mod commands;
mod configuration;
mod diagram;
mod documents;
mod exports;
mod faults;
mod formats;
mod generated;
mod guide;
#[cfg(unix)]
mod integrations;
mod invalid;
mod layers;
mod loading;
mod order;
mod output;
mod overlay;
mod png;
mod program;
mod rules;
mod schema;
mod yaml;
