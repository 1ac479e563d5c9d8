//! Baselines, as they are read again.

use std::io::{self, Write};

use serde::Serialize;

use crate::audit::baseline::{Baseline, VERSION};

/// One entry, in the order of what tells most to a reader.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    rule: &'a str,
    at: &'a str,
    fingerprint: String,
}

/// Writes a baseline with a line for each entry, so that version control shows each that comes and goes.
///
/// # Errors
///
/// The writer's.
pub fn baseline(writer: &mut dyn Write, baseline: &Baseline) -> io::Result<()> {
    write!(writer, "{{\n  \"version\": {VERSION},\n  \"findings\": [")?;
    for (place, entry) in baseline.entries.iter().enumerate() {
        let separator = if place > 0 { "," } else { "" };
        write!(writer, "{separator}\n    ")?;
        let entry = Entry {
            file: &entry.file,
            rule: &entry.rule,
            at: &entry.at,
            fingerprint: entry.fingerprint.to_string(),
        };
        serde_json::to_writer(&mut *writer, &entry)?;
    }
    let end = if baseline.entries.is_empty() { "" } else { "\n  " };
    writeln!(writer, "{end}]\n}}")
}
