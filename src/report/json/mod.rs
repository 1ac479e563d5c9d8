//! Answers for programs. The schemas of what is written stand in `docs/`.

mod baseline;
mod change;
mod configuration;
mod cut_sets;
mod faults;
mod findings;
mod formatter;
mod problems;
mod uptime;
mod what_if;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

pub use self::baseline::baseline;
pub use self::change::{Change, change_schema};
use crate::model::Topology;

pub use self::configuration::Configuration;
pub use self::faults::{Faults, faults_schema};
pub use self::findings::{Run, findings_schema};
pub use self::what_if::{WhatIf, what_if_schema};

/// The number that is raised when a field changes its meaning or goes.
const VERSION: u32 = 1;

/// One step from the entry of a journey to what failed.
#[derive(Serialize, JsonSchema)]
struct Step<'a> {
    /// Identifier of the element that does not work.
    element: &'a str,
    /// Why it does not work.
    reason: String,
}

impl<'a> Step<'a> {
    fn new(topology: &'a Topology, step: &crate::analysis::faults::Step) -> Self {
        Self {
            element: step.element(topology),
            reason: step.reason(topology),
        }
    }
}

/// Writes what is to be shown, indented, and a line break. Characters that would act on a reader are escapes.
///
/// # Errors
///
/// The writer's.
pub fn write<T: Serialize>(writer: &mut dyn Write, shown: &T) -> io::Result<()> {
    let formatter = formatter::Visible::default();
    shown.serialize(&mut serde_json::Serializer::with_formatter(
        &mut *writer,
        formatter,
    ))?;
    writeln!(writer)
}
