//! Texts in which `*` stands for any run of characters.

/// A text to compare with, in which `*` can stand for any run of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    first: String,
    /// What follows each `*`, in order.
    rest: Vec<String>,
}

impl Wildcard {
    /// A text that stands for itself alone, stars included.
    pub fn exactly(text: impl Into<String>) -> Self {
        Self {
            first: text.into(),
            rest: Vec::new(),
        }
    }

    /// A text in which each `*` stands for any run of characters, also for none.
    pub fn new(text: &str) -> Self {
        let mut parts = text.split('*').map(str::to_owned);
        Self {
            first: parts.next().unwrap_or_default(),
            rest: parts.collect(),
        }
    }

    /// The text that alone is matched, if there is only one.
    pub fn as_exact(&self) -> Option<&str> {
        self.rest.is_empty().then_some(self.first.as_str())
    }

    /// Whether it stands for this text.
    ///
    /// Each part is taken at the first place where it stands, which is right because the parts between two stars
    /// are free to move. Time: at most the product of the lengths.
    pub fn matches(&self, text: &str) -> bool {
        let Some(mut text) = text.strip_prefix(self.first.as_str()) else {
            return false;
        };
        let Some((last, between)) = self.rest.split_last() else {
            return text.is_empty();
        };
        for part in between {
            match text.split_once(part.as_str()) {
                Some((_, behind)) => text = behind,
                None => return false,
            }
        }
        text.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Wildcard;

    #[test]
    fn stars_stand_for_any_run() {
        for (pattern, matching, other) in [
            ("app-*", vec!["app-", "app-1", "app-1-2"], vec!["app", "my-app-1"]),
            ("*-1", vec!["-1", "app-1"], vec!["app-1-", "app-2"]),
            ("a*b*c", vec!["abc", "a-b-b-c"], vec!["acb", "abcd"]),
            ("*", vec!["", "x"], vec![]),
            ("ab*ba", vec!["abba", "abxba"], vec!["aba"]),
            ("app", vec!["app"], vec!["app-1", ""]),
        ] {
            let wildcard = Wildcard::new(pattern);
            assert!(matching.iter().all(|text| wildcard.matches(text)), "{pattern}");
            assert!(!other.iter().any(|text| wildcard.matches(text)), "{pattern}");
        }
    }

    #[test]
    fn an_exact_text_knows_no_stars() {
        assert!(Wildcard::exactly("a*").matches("a*"));
        assert!(!Wildcard::exactly("a*").matches("ab"));
    }
}
