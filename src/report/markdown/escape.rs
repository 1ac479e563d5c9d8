//! The only place that turns text into Markdown.

use std::fmt::{self, Write};

use askama::filters::Safe;

use crate::report::prose::{Piece, Prose};
use crate::report::reference::name_reference;
use crate::report::visible::visible;

/// Text that is Markdown already, which the templates leave as it is. Only this module makes any.
pub(crate) type Markdown = Safe<String>;

/// The parts with `separator` between them, which is ours.
pub(crate) fn joined(parts: &[Markdown], separator: &str) -> Markdown {
    let parts: Vec<&str> = parts.iter().map(|part| part.0.as_str()).collect();
    Safe(parts.join(separator))
}

/// Markdown that shows exactly this text.
pub(crate) fn plain(text: &str) -> Markdown {
    let mut markdown = String::with_capacity(text.len() + 8);
    escape_into(&mut markdown, text);
    Safe(markdown)
}

/// Markdown that shows this text as code.
///
/// The fence is one mark longer than any run of marks in the text, and a vertical bar, which would end the cell of
/// a table even here, is shown as the broken bar.
pub(crate) fn code(text: &str) -> Markdown {
    let text = visible(text).replace('|', "¦");
    let fence = "`".repeat(longest_run(&text) + 1);
    let padding = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() {
        " "
    } else {
        ""
    };
    Safe(format!("{fence}{padding}{text}{padding}{fence}"))
}

/// Markdown that shows these lines as code in a language.
///
/// The fence is one mark longer than any run of marks in the text.
pub(super) fn code_block(language: &str, text: &str) -> Markdown {
    let lines: Vec<_> = text.lines().map(visible).collect();
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    Safe(format!("{fence}{language}\n{}\n{fence}", lines.join("\n")))
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|character| character != '`').map(str::len);
    runs.max().unwrap_or_default()
}

/// Markdown that shows a text in which backticks enclose code, as rules write it.
///
/// A backtick without a partner is shown as it is.
pub(crate) fn with_code(text: &str) -> Markdown {
    let mut markdown = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, inside, after)) = rest.split_once('`').and_then(|(before, rest)| {
        rest.split_once('`')
            .map(|(inside, after)| (before, inside, after))
    }) {
        escape_into(&mut markdown, before);
        markdown.push_str(&code(inside).0);
        rest = after;
    }
    escape_into(&mut markdown, rest);
    Safe(markdown)
}

/// Markdown that shows a text: names in bold, terms in italics.
pub(crate) fn prose(prose: &Prose) -> Markdown {
    let mut markdown = String::new();
    for piece in prose.pieces() {
        let (mark, text): (&str, &str) = match piece {
            Piece::Words(words) | Piece::Quoted(words) => ("", words),
            Piece::Term(term) => ("*", term),
            Piece::Name(name) => ("**", name),
        };
        markdown.push_str(mark);
        escape_into(&mut markdown, text);
        markdown.push_str(mark);
    }
    Safe(markdown)
}

/// A link target within the folder of the document: the file name, percent-encoded.
pub(crate) fn file_link(name: &str) -> Markdown {
    Safe(name_reference(name))
}

/// The escaper of the templates: every value that is not [`Markdown`] already passes through it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkdownEscaper;

impl askama::filters::Escaper for MarkdownEscaper {
    fn write_escaped_str<W: Write>(&self, mut destination: W, text: &str) -> fmt::Result {
        let mut markdown = String::new();
        escape_into(&mut markdown, text);
        destination.write_str(&markdown)
    }
}

/// Appends what shows `text`, and nothing but it, wherever in a paragraph, a heading, a list or a cell it stands.
fn escape_into(markdown: &mut String, text: &str) {
    let text = visible(text);
    let characters: Vec<char> = text.chars().collect();
    let leading_digits = characters
        .iter()
        .take_while(|character| character.is_ascii_digit())
        .count();
    for (place, &character) in characters.iter().enumerate() {
        let before = &characters[..place];
        let after = characters.get(place + 1).copied();
        // `1. ` and `1) ` begin a list.
        let ends_a_number = leading_digits > 0
            && place == leading_digits
            && matches!(character, '.' | ')')
            && after.is_none_or(char::is_whitespace);
        if ends_a_number || is_markup(character, before, after) {
            markdown.push('\\');
        }
        markdown.push(character);
    }
}

/// Whether a character would be taken for markup there.
fn is_markup(character: char, before: &[char], after: Option<char>) -> bool {
    let is_word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    match character {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '&' | '#' => true,
        // Within a word an underscore is one.
        '_' => !(is_word(before.last().copied()) && is_word(after)),
        // The start of a list, a rule or an underlined heading.
        '-' | '+' | '=' => before.is_empty(),
        // Addresses and emoji names, which some readers turn into links and pictures.
        ':' => {
            after.is_some_and(|after| after == '/' || after.is_alphanumeric() || matches!(after, '+' | '-'))
        }
        '@' => is_word(after),
        // `www.` begins a link.
        '.' => before.ends_with(&['w', 'w', 'w']) || before.ends_with(&['W', 'W', 'W']),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{code, plain, with_code};

    #[test]
    fn names_of_everyday_stay_readable() {
        for text in [
            "Load balancer",
            "app-1",
            "MySQL (primary)",
            "a/b",
            "node_exporter",
            "größer",
        ] {
            assert_eq!(plain(text).0, text);
        }
    }

    #[test]
    fn markup_is_shown_instead_of_obeyed() {
        assert_eq!(
            plain("**a** [b](c) <script> | `d`").0,
            r"\*\*a\*\* \[b\](c) \<script\> \| \`d\`"
        );
        assert_eq!(plain("- a").0, r"\- a");
        assert_eq!(plain("1. a").0, r"1\. a");
        assert_eq!(plain("# a &amp; $x$").0, r"\# a \&amp; \$x\$");
        assert_eq!(plain("https://a www.b").0, r"https\://a www\.b");
        assert_eq!(plain("a\nb\u{202e}").0, "a␊b\\<U+202E\\>");
    }

    #[test]
    fn code_ends_where_it_should() {
        assert_eq!(code("a -> b").0, "`a -> b`");
        assert_eq!(code("a``b").0, "```a``b```");
        assert_eq!(code("`a").0, "`` `a ``");
        assert_eq!(code("a|b").0, "`a¦b`");
    }

    #[test]
    fn backticks_of_rules_enclose_code() {
        assert_eq!(with_code("`a_b` needs *`c|d`*").0, r"`a_b` needs \*`c¦d`\*");
        assert_eq!(with_code("a ` b").0, r"a \` b");
    }
}
