//! What must hold of everything that the program shows, whatever it is given.

use anstream::StripStream;
use infra_audit::diagnostic::Diagnostic;
use infra_audit::report::text;
use infra_audit::source::Source;

/// Makes sure that a text shows what is in it and does nothing to the one who reads it.
///
/// # Panics
///
/// The text is not UTF-8, or holds a character on which a terminal acts or that turns the direction of writing.
pub fn assert_harmless(what: &str, text: &[u8]) {
    let text = std::str::from_utf8(text).unwrap_or_else(|error| panic!("{what}: {error}"));
    let acting = text.chars().find(|&letter| acts_on_a_reader(letter));
    assert_eq!(acting, None, "{what}:\n{text}");
}

fn acts_on_a_reader(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Makes sure that each problem lies in its file and can be shown.
///
/// # Panics
///
/// One does not, or cannot.
pub fn assert_shows(source: &Source, problems: &[Diagnostic]) {
    for problem in problems {
        let related = problem.related.iter().map(|(span, _)| *span);
        for span in problem.span.into_iter().chain(related) {
            let place = span.start as usize..span.end as usize;
            assert!(source.text().get(place).is_some(), "outside of the file: {problem:?}");
        }
    }
    let mut shown = Vec::new();
    text::diagnostics(&mut plain(&mut shown), source, problems).expect("memory takes everything");
    assert_harmless("diagnostics", &shown);
}

/// A writer that takes out our own colours, as those do who write to a file.
pub fn plain(bytes: &mut Vec<u8>) -> StripStream<&mut Vec<u8>> {
    StripStream::new(bytes)
}
