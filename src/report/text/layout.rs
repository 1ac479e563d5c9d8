//! The page that text is set on.

use std::io::{self, Write};

use annotate_snippets::{Group, Renderer};

use super::super::visible::visible;

/// How many columns notes are wrapped to.
const COLUMNS: usize = 80;

/// The columns that a snippet's margin takes before a note: line number, bar and blanks.
const MARGIN: usize = 8;

/// How many columns of a long source line are shown.
const SOURCE_COLUMNS: usize = 120;

/// Writes one group and an empty line behind it.
pub(super) fn render(writer: &mut dyn Write, group: Group<'_>) -> io::Result<()> {
    let renderer = Renderer::styled().term_width(SOURCE_COLUMNS);
    writeln!(writer, "{}\n", renderer.render(&[group]))
}

/// The text of a note under the heading `name`: safe to show, and wrapped.
///
/// Words are never broken, and a line break in `text` stays one.
pub(super) fn note(name: &str, text: &str) -> String {
    wrap(text, COLUMNS - MARGIN - name.len() - ": ".len())
}

/// Words of ours, wrapped, each line with so many blanks before it.
pub(super) fn paragraph(indent: usize, text: &str) -> String {
    wrap(&format!("{:indent$}{text}", ""), COLUMNS)
}

fn wrap(text: &str, columns: usize) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / columns);
    for (place, line) in text.lines().enumerate() {
        if place > 0 {
            wrapped.push('\n');
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        wrapped.extend(std::iter::repeat_n(' ', indent));
        let mut used = indent;
        for (place, word) in line.split_whitespace().enumerate() {
            let word = visible(word);
            let length = word.chars().count();
            if place > 0 {
                if used + 1 + length > columns {
                    wrapped.push('\n');
                    wrapped.extend(std::iter::repeat_n(' ', indent));
                    used = indent;
                } else {
                    wrapped.push(' ');
                    used += 1;
                }
            }
            wrapped.push_str(&word);
            used += length;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn breaks_between_words_only() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("unbreakable word", 4), "unbreakable\nword");
        assert_eq!(wrap("", 4), "");
    }

    #[test]
    fn keeps_line_breaks_and_indents() {
        assert_eq!(wrap("a\n  b c d", 5), "a\n  b c\n  d");
    }
}
