//! Plain words about topologies, without any markup: a format decides how a name or a term looks.

mod kinds;
mod terms;

pub(crate) use kinds::{group_words, kind_words};
pub(crate) use terms::{
    algorithm, concern_title, failover, impact, impact_of_many, impact_on_components, impact_short,
    mode_words, purpose, severity_title,
};

/// How many names are listed before the rest is only counted.
const NAMES_SHOWN: usize = 12;

/// A run of text whose parts know what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prose {
    pieces: Vec<Piece>,
}

/// One part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words of ours.
    Words(String),
    /// A term of the trade, where it is introduced.
    Term(&'static str),
    /// Words of the author of the model.
    Quoted(String),
    /// The name of an element.
    Name(String),
}

impl Prose {
    /// Words of ours.
    pub(crate) fn words(mut self, words: impl Into<String>) -> Self {
        self.pieces.push(Piece::Words(words.into()));
        self
    }

    /// A term of the trade, where it is introduced.
    pub(crate) fn term(mut self, term: &'static str) -> Self {
        self.pieces.push(Piece::Term(term));
        self
    }

    /// Words of the author of the model.
    pub(crate) fn quoted(mut self, words: &str) -> Self {
        self.pieces.push(Piece::Quoted(words.to_owned()));
        self
    }

    /// The name of an element.
    pub(crate) fn name(mut self, name: &str) -> Self {
        self.pieces.push(Piece::Name(name.to_owned()));
        self
    }

    /// Names as a list with "and" before the last; a long list ends in the number of those left out.
    pub(crate) fn names<'a>(mut self, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<_> = names.into_iter().collect();
        let shown = if names.len() > NAMES_SHOWN + 1 {
            NAMES_SHOWN
        } else {
            names.len()
        };
        for (place, name) in names.iter().take(shown).enumerate() {
            if place > 0 {
                self = self.words(if place + 1 == names.len() { " and " } else { ", " });
            }
            self = self.name(name);
        }
        if shown < names.len() {
            self = self.words(format!(" and {} more", names.len() - shown));
        }
        self
    }

    /// Appends another text.
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Appends a sentence, with a space before it if there is something to be apart from.
    pub(crate) fn sentence(mut self, other: Self) -> Self {
        if !self.is_empty() && !other.is_empty() {
            self = self.words(" ");
        }
        self.then(other)
    }

    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The parts, in order.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }
}

/// Words as a list with "and" before the last.
pub(crate) fn and<T: AsRef<str>>(words: &[T]) -> String {
    let mut list = String::new();
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            list.push_str(if place + 1 == words.len() { " and " } else { ", " });
        }
        list.push_str(word.as_ref());
    }
    list
}

/// A number of things: `one server`, `three servers`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", number_word(number), if number == 1 { one } else { many })
}

/// A number as people write it in a sentence: in words up to twelve.
pub(crate) fn number_word(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), |&word| word.to_owned())
}

/// The text with a full stop or other mark at its end.
pub(crate) fn full_stop(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…', ':', ';']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// The text with its first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{Prose, and, capital, count, full_stop};

    #[test]
    fn lists_have_an_and_before_the_last() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["a"]), "a");
        assert_eq!(and(&["a", "b"]), "a and b");
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn long_lists_of_names_end_in_a_number() {
        let names: Vec<_> = (0..20).map(|number| format!("n{number}")).collect();
        let prose = Prose::default().names(names.iter().map(String::as_str));
        let said = format!("{:?}", prose.pieces().last());
        assert_eq!(said, "Some(Words(\" and 8 more\"))");
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(count(0, "server", "servers"), "no servers");
        assert_eq!(count(1, "server", "servers"), "one server");
        assert_eq!(count(17, "server", "servers"), "17 servers");
    }

    #[test]
    fn sentences_begin_and_end_as_sentences_do() {
        assert_eq!(full_stop("Yes"), "Yes.");
        assert_eq!(full_stop("Yes!"), "Yes!");
        assert_eq!(capital("éclair"), "Éclair");
    }
}
