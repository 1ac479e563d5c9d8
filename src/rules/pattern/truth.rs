//! Three-valued logic.

use std::ops::Not;

use super::Quantifier;

/// Whether something holds, as far as the model tells. Least true first.
///
/// The connectives are those of Kleene's strong logic: "all of" is the least of the values, "any of" the greatest.
/// Source: S. C. Kleene, "Introduction to Metamathematics", 1952, section 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    No,
    /// The model does not tell.
    Unknown,
    /// It holds.
    Yes,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

impl Truth {
    /// The least of these, or yes if there are none. Stops at the first that settles it.
    pub(super) fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        let mut least = Self::Yes;
        for truth in truths {
            least = least.min(truth);
            if least == Self::No {
                break;
            }
        }
        least
    }

    /// The greatest of these, or no if there are none. Stops at the first that settles it.
    pub(super) fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        !Self::all(truths.into_iter().map(Not::not))
    }
}

impl Quantifier {
    /// What to count, from whether the pattern holds: all quantifiers are "all of" these, so that what is known of
    /// two parts of a list is put together with the least of both.
    pub(super) fn counted(self, truth: Truth) -> Truth {
        match self {
            Self::Every => truth,
            Self::Some | Self::None => !truth,
        }
    }

    /// The answer, from the least of what was counted.
    pub(super) fn answer(self, least: Truth) -> Truth {
        match self {
            Self::Every | Self::None => least,
            Self::Some => !least,
        }
    }
}
