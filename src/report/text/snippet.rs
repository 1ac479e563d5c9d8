//! Places of a source as annotated snippets.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use super::super::visible::visible;
use crate::source::{Source, Span};

/// Places further apart than this many lines stand in snippets of their own, so that what is between them is not
/// scanned.
const FAR_APART: u32 = 40;

/// One marked place.
pub(super) struct Mark<'a> {
    pub(super) span: Span,
    pub(super) label: &'a str,
    pub(super) kind: AnnotationKind,
}

/// Snippets that show the marks, the first of them first.
///
/// Only the lines from the first mark of a snippet to its last are handed on, since all of them are scanned.
pub(super) fn snippets<'a>(source: &Source, marks: &[Mark<'a>]) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut placed: Vec<_> = marks
        .iter()
        .map(|mark| (source.position(mark.span.start).line, mark))
        .collect();
    let Some(&(first_line, _)) = placed.first() else {
        return Vec::new();
    };
    placed.sort_by_key(|&(line, mark)| (line, mark.span));
    let mut windows: Vec<_> = placed
        .chunk_by(|(line, _), (next, _)| next - line <= FAR_APART)
        .filter_map(|chunk| {
            let (&(first, _), &(last, _)) = (chunk.first()?, chunk.last()?);
            Some((first..=last, chunk))
        })
        .collect();
    windows.sort_by_key(|(lines, _)| !lines.contains(&first_line));
    windows
        .into_iter()
        .map(|(lines, chunk)| {
            let window = Window::new(source, *lines.start(), *lines.end());
            let annotations = chunk.iter().map(|(line, mark)| {
                let label = (!mark.label.is_empty()).then(|| visible(mark.label));
                mark.kind
                    .span(window.place(source, *line, mark.span))
                    .label(label)
            });
            let annotations: Vec<_> = annotations.collect();
            Snippet::source(window.text)
                .line_start(*lines.start() as usize)
                .path(visible(source.name()).into_owned())
                .annotations(annotations)
        })
        .collect()
}

/// Some lines of a source, made safe to show.
struct Window {
    text: String,
    /// For each line its start in the text.
    starts: Vec<usize>,
    first_line: u32,
}

impl Window {
    fn new(source: &Source, first_line: u32, last_line: u32) -> Self {
        let mut text = String::new();
        let mut starts = Vec::new();
        for line in first_line..=last_line {
            starts.push(text.len());
            text.push_str(&visible(source.slice(source.line_span(line))));
            text.push('\n');
        }
        Self {
            text,
            starts,
            first_line,
        }
    }

    /// Where a span that begins in `line` stands in the window; it is cut at the end of the line.
    fn place(&self, source: &Source, line: u32, span: Span) -> Range<usize> {
        let bounds = source.line_span(line);
        let shown = |end: u32| {
            let before = source.slice(Span::new(bounds.start, end.clamp(bounds.start, bounds.end)));
            visible(before).len()
        };
        let start = self
            .starts
            .get((line - self.first_line) as usize)
            .copied()
            .unwrap_or_default();
        let (from, to) = (start + shown(span.start), start + shown(span.end));
        // An empty place, such as the end of a line, is still pointed at.
        from..to.max(from + usize::from(span.start >= bounds.end))
    }
}

/// `text` with the control characters and such made visible, for places that take only what is owned.
pub(super) fn shown(text: &str) -> Cow<'static, str> {
    Cow::Owned(visible(text).into_owned())
}
