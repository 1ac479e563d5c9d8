//! What a change did, as a comment on a pull request.

use std::io::{self, Write};

use super::super::markdown::escape::{Markdown, code, joined, plain};
use super::super::run::Run;
use super::{MOST_FINDINGS, write, write_rest};
use crate::audit::Audit;
use crate::audit::change::{Change, ChangedKey, JourneyChange, Presence};
use crate::finding::Subject;

/// Writes the comment on the findings, then what moved for journeys, and folded below, which elements came, went and
/// changed.
///
/// # Errors
///
/// The writer's.
pub fn write_change(writer: &mut dyn Write, change: &Change<'_>, run: &Run<'_>) -> io::Result<()> {
    write(writer, run)?;
    write_journeys(writer, &change.journeys)?;
    write_elements(writer, change)
}

fn write_journeys(writer: &mut dyn Write, journeys: &[JourneyChange]) -> io::Result<()> {
    let rows: Vec<_> = journeys.iter().flat_map(rows).collect();
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(writer, "\n| journey | | before | after |\n|---|---|---|---|")?;
    for row in rows.iter().take(MOST_FINDINGS) {
        writeln!(writer, "| {} |", joined(row, " | "))?;
    }
    write_rest(writer, rows.len())
}

/// What moved for one journey, a row for each.
fn rows(journey: &JourneyChange) -> Vec<[Markdown; 4]> {
    let id = || code(&journey.id);
    let mut rows = Vec::new();
    let [worked, works] = journey.works;
    let says = |there: bool, works: bool| {
        plain(match (there, works) {
            (false, _) => "not there",
            (true, true) => "works",
            (true, false) => "does not work",
        })
    };
    if journey.presence != Presence::Kept || worked != works {
        let before = says(journey.presence != Presence::Added, worked);
        let after = says(journey.presence != Presence::Removed, works);
        rows.push([id(), plain("with nothing failed"), before, after]);
    }
    let [before, after] = journey.availability;
    if journey.availability_moved().is_some() || before.is_some() != after.is_some() {
        let said = |known: Option<_>| plain(&known.map_or("unknown".to_owned(), |known| format!("{known}")));
        rows.push([
            id(),
            plain("works so much of the time"),
            said(before),
            said(after),
        ]);
    }
    rows.extend(journey.impacts.iter().map(|moved| {
        let said =
            |impact: Option<_>| plain(&impact.map_or("no harm".to_owned(), |impact| format!("{impact}")));
        let without = joined(&[plain("without "), code(&moved.element)], "");
        [id(), without, said(moved.from), said(moved.to)]
    }));
    rows
}

fn write_elements(writer: &mut dyn Write, change: &Change<'_>) -> io::Result<()> {
    let elements = &change.elements;
    if elements.is_empty() {
        return Ok(());
    }
    let numbers = [
        (elements.added.len(), "added"),
        (elements.removed.len(), "removed"),
        (elements.changed.len(), "changed"),
    ];
    let told = numbers.iter().filter(|(number, _)| *number > 0);
    let told: Vec<_> = told.map(|(number, word)| format!("{number} {word}")).collect();
    let added = elements
        .added
        .iter()
        .map(|&added| line("added", change.head, added));
    let base = change.base.into_iter();
    let removed = base.flat_map(|base| {
        elements
            .removed
            .iter()
            .map(move |&removed| line("removed", base, removed))
    });
    let changed = elements.changed.iter().map(|changed| {
        let keys: Vec<_> = changed.keys.iter().map(key).collect();
        let line = line("changed", change.head, changed.after);
        joined(&[line, joined(&keys, ", ")], ": ")
    });
    let lines: Vec<_> = added.chain(removed).chain(changed).collect();
    let told = told.join(", ");
    writeln!(writer, "\n<details>\n<summary>Elements: {told}</summary>\n")?;
    for line in lines.iter().take(MOST_FINDINGS) {
        writeln!(writer, "- {line}")?;
    }
    write_rest(writer, lines.len())?;
    writeln!(writer, "\n</details>")
}

fn line(what: &str, audit: &Audit, subject: Subject) -> Markdown {
    let kind = match subject {
        Subject::AcceptedRisk(_) => "accepted risk",
        _ => subject.kind(),
    };
    let id = code(&subject.id(&audit.topology));
    joined(&[plain(what), plain(kind), id], " ")
}

fn key(changed: &ChangedKey) -> Markdown {
    let said = |value: &Option<String>| value.as_deref().map_or_else(|| plain("unstated"), code);
    let moved = joined(&[said(&changed.from), said(&changed.to)], " → ");
    joined(&[code(changed.key), moved], " ")
}
