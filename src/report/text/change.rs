//! What a change did, as text.

use std::io::{self, Write};

use super::finding::findings;
use super::layout::paragraph;
use crate::audit::Audit;
use crate::audit::change::{Change, ChangedKey, JourneyChange, Presence};
use crate::finding::Subject;
use crate::model::Availability;
use crate::report::run::Audited;
use crate::report::uptime::down_per_year;
use crate::report::visible::one_line;

/// How many impacts that moved are told of one journey, and how many elements of each list.
const SHOWN: usize = 40;

/// Writes which elements came, went and changed, what moved for journeys, and the findings.
///
/// # Errors
///
/// The writer's.
pub fn change(writer: &mut dyn Write, change: &Change<'_>, audited: &Audited<'_>) -> io::Result<()> {
    elements(writer, change)?;
    for journey in &change.journeys {
        write_journey(writer, journey)?;
    }
    findings(writer, audited)
}

fn elements(writer: &mut dyn Write, change: &Change<'_>) -> io::Result<()> {
    let elements = &change.elements;
    if elements.is_empty() {
        return Ok(());
    }
    writeln!(writer, "elements")?;
    let added = elements.added.iter().map(|&added| line('+', change.head, added));
    write_lines(writer, added)?;
    if let Some(base) = change.base {
        let removed = elements.removed.iter().map(|&removed| line('-', base, removed));
        write_lines(writer, removed)?;
    }
    let changed = elements.changed.iter().map(|changed| {
        let keys: Vec<_> = changed.keys.iter().map(key).collect();
        format!(
            "{}: {}",
            line('~', change.head, changed.after),
            one_line(&keys.join(", "))
        )
    });
    write_lines(writer, changed)?;
    writeln!(writer)
}

fn line(mark: char, audit: &Audit, subject: Subject) -> String {
    let kind = match subject {
        // Its identifier says the same.
        Subject::Model => String::new(),
        Subject::AcceptedRisk(_) => "accepted risk ".to_owned(),
        _ => format!("{} ", subject.kind()),
    };
    one_line(&format!("{mark} {kind}{}", subject.id(&audit.topology)))
}

fn key(changed: &ChangedKey) -> String {
    let said = |value: &Option<String>| value.as_deref().map_or("unstated".to_owned(), one_line);
    format!("{} {} -> {}", changed.key, said(&changed.from), said(&changed.to))
}

fn write_lines(writer: &mut dyn Write, lines: impl ExactSizeIterator<Item = String>) -> io::Result<()> {
    let left_out = lines.len().saturating_sub(SHOWN);
    for line in lines.take(SHOWN) {
        writeln!(writer, "{}", paragraph(2, &line))?;
    }
    if left_out > 0 {
        writeln!(writer, "  … {left_out} more …")?;
    }
    Ok(())
}

fn write_journey(writer: &mut dyn Write, journey: &JourneyChange) -> io::Result<()> {
    let state = match journey.presence {
        Presence::Added => " (new)",
        Presence::Removed => " (removed)",
        Presence::Kept => "",
    };
    writeln!(writer, "journey {}{state}", one_line(&journey.id))?;
    match (journey.presence, journey.works) {
        (Presence::Kept, [true, false]) => writeln!(writer, "  no longer works, even with nothing failed")?,
        (Presence::Kept, [false, true]) => writeln!(writer, "  now works with nothing failed")?,
        (Presence::Added, [_, false]) => writeln!(writer, "  does not work even with nothing failed")?,
        _ => {}
    }
    let word = |impact: Option<_>| impact.map_or_else(|| "no harm".to_owned(), |impact| format!("{impact}"));
    let impacts = journey.impacts.iter().map(|moved| {
        let (from, to) = (word(moved.from), word(moved.to));
        match journey.presence {
            Presence::Added => format!("without {}: {to}", moved.element),
            Presence::Removed => format!("without {}: was {from}", moved.element),
            Presence::Kept => format!("without {}: {from} -> {to}", moved.element),
        }
    });
    write_lines(writer, impacts)?;
    let [before, after] = journey.availability;
    if journey.availability_moved().is_some() || before.is_some() != after.is_some() {
        let said = |known: Option<Availability>| match known {
            Some(known) => format!("{known} (down {} a year)", down_per_year(known)),
            None => "unknown".to_owned(),
        };
        let moved = format!("works {} -> {} of the time", said(before), said(after));
        writeln!(writer, "{}", paragraph(2, &moved))?;
    }
    writeln!(writer)
}
