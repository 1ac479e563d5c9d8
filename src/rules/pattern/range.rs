//! Ranges of numbers.

/// A range of numbers, open or closed at either end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    above: f64,
    at_least: f64,
    below: f64,
    at_most: f64,
}

impl Range {
    /// The words for the bounds of a range.
    pub const WORDS: [&'static str; 4] = ["above", "at_least", "below", "at_most"];

    /// Every number.
    pub const ALL: Self = Self {
        above: f64::NEG_INFINITY,
        at_least: f64::NEG_INFINITY,
        below: f64::INFINITY,
        at_most: f64::INFINITY,
    };

    /// One number alone.
    pub const fn exactly(number: f64) -> Self {
        Self {
            at_least: number,
            at_most: number,
            ..Self::ALL
        }
    }

    /// The range with one more bound; `None` if there is no such word.
    #[must_use]
    pub fn bounded(mut self, word: &str, number: f64) -> Option<Self> {
        match word {
            "above" => self.above = number,
            "at_least" => self.at_least = number,
            "below" => self.below = number,
            "at_most" => self.at_most = number,
            _ => return None,
        }
        Some(self)
    }

    /// Whether a number lies in the range.
    pub fn contains(&self, number: f64) -> bool {
        number > self.above && number >= self.at_least && number < self.below && number <= self.at_most
    }
}
