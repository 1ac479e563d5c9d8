//! Problems of input files, as text.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin};

use super::layout::{note, render};
use super::snippet::{Mark, shown, snippets};
use crate::diagnostic::{self, Diagnostic};
use crate::source::Source;

/// Writes the problems of one source, each with the place that it is about.
///
/// # Errors
///
/// The writer's.
pub fn diagnostics(writer: &mut dyn Write, source: &Source, diagnostics: &[Diagnostic]) -> io::Result<()> {
    for diagnostic in diagnostics {
        write_one(writer, source, diagnostic)?;
    }
    Ok(())
}

/// Writes one problem of the run that belongs to no place of any source, such as a file that cannot be read.
///
/// # Errors
///
/// The writer's.
pub fn problem(writer: &mut dyn Write, message: &str, help: Option<&str>) -> io::Result<()> {
    let mut group = Group::with_title(Level::ERROR.primary_title(shown(message)));
    group = group.elements(help.map(|help| Level::HELP.message(note("help", help))));
    render(writer, group)
}

fn write_one(writer: &mut dyn Write, source: &Source, diagnostic: &Diagnostic) -> io::Result<()> {
    let level = match diagnostic.level {
        diagnostic::Level::Error => Level::ERROR,
        diagnostic::Level::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(shown(&diagnostic.message)));
    if let Some(span) = diagnostic.span {
        let mut marks = vec![Mark {
            span,
            label: &diagnostic.label,
            kind: AnnotationKind::Primary,
        }];
        marks.extend(diagnostic.related.iter().map(|(span, label)| Mark {
            span: *span,
            label,
            kind: AnnotationKind::Context,
        }));
        group = group.elements(snippets(source, &marks));
    } else {
        group = group.element(Origin::path(shown(source.name())));
    }
    group = group.elements(
        diagnostic
            .help
            .iter()
            .map(|help| Level::HELP.message(note("help", help))),
    );
    render(writer, group)
}
