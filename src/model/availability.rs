//! How much of the time something works.

use std::fmt;

/// The fraction of time that something works.
///
/// Keeps apart the fraction of time that it does not, which is what is computed with: of 0.999999999, a difference
/// from one in binary would keep seven digits only.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Availability {
    unavailability: f64,
    fraction: f64,
}

impl Availability {
    /// From a fraction in `0.0..=1.0`: the shortest decimal number that reads as this one is taken to be what was
    /// meant. None for anything else.
    pub fn from_fraction(fraction: f64) -> Option<Self> {
        if !(0.0..=1.0).contains(&fraction) {
            return None;
        }
        Some(Self {
            unavailability: rest(&fraction.abs().to_string(), 1)?.parse().ok()?,
            fraction,
        })
    }

    /// From a percentage of at most 100 as a decimal number without a sign or an exponent, such as "99.95"; with
    /// however many nines. None for anything else.
    pub fn from_percentage(text: &str) -> Option<Self> {
        let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        // Shifting the point, rather than dividing, gives the number nearest to what is written.
        let hundredth = |number: &str| -> Option<f64> { format!("{number}e-2").parse().ok() };
        let fraction = is_decimal.then(|| hundredth(text)).flatten()?;
        Some(Self {
            unavailability: hundredth(&rest(text, 100)?)?,
            fraction,
        })
        .filter(|_| fraction <= 1.0)
    }

    /// From the fraction of time that something does not work, in `0.0..=1.0`. None for anything else.
    pub fn from_unavailability(unavailability: f64) -> Option<Self> {
        (0.0..=1.0).contains(&unavailability).then_some(Self {
            unavailability,
            fraction: 1.0 - unavailability,
        })
    }

    /// The fraction of time that it works, in `0.0..=1.0`.
    pub const fn fraction(self) -> f64 {
        self.fraction
    }

    /// The fraction of time that it does not work, in `0.0..=1.0`.
    pub const fn unavailability(self) -> f64 {
        self.unavailability
    }
}

impl fmt::Display for Availability {
    /// As a percentage with all its nines: two digits behind them, without zeros at the end.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST_DECIMALS: usize = 60;
        let fails = self.unavailability * 100.0;
        let (mut decimals, mut shifted) = (1, fails * 10.0);
        while shifted < 10.0 && decimals < MOST_DECIMALS {
            decimals += 1;
            shifted *= 10.0;
        }
        let works = rest(&format!("{fails:.decimals$}"), 100).unwrap_or_default();
        write!(formatter, "{works}%")
    }
}

/// `whole` less a decimal number without a sign, digit by digit. None if it is greater than `whole`.
fn rest(number: &str, whole: u64) -> Option<String> {
    let (integer, decimals) = number.split_once('.').unwrap_or((number, ""));
    let integer: u64 = if integer.is_empty() {
        0
    } else {
        integer.parse().ok()?
    };
    let decimals = decimals.trim_end_matches('0');
    let Some((last, others)) = decimals.as_bytes().split_last() else {
        return Some(whole.checked_sub(integer)?.to_string());
    };
    let mut rest = format!("{}.", whole.checked_sub(integer)?.checked_sub(1)?);
    rest.extend(others.iter().map(|digit| char::from(b'9' - (digit - b'0'))));
    rest.push(char::from(b'9' + 1 - (last - b'0')));
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_percentage(text: &str) -> Option<(f64, f64)> {
        Availability::from_percentage(text).map(|read| (read.fraction(), read.unavailability()))
    }

    fn of_fraction(fraction: f64) -> Option<f64> {
        Availability::from_fraction(fraction).map(Availability::unavailability)
    }

    #[test]
    fn a_percentage_is_a_hundredth() {
        assert_eq!(of_percentage("99.5"), Some((0.995, 0.005)));
        assert_eq!(of_percentage("99.9"), Some((0.999, 0.001)));
        assert_eq!(of_percentage("5."), Some((0.05, 0.95)));
        assert_eq!(of_percentage(".5"), Some((0.005, 0.995)));
        assert_eq!(of_percentage("0"), Some((0.0, 1.0)));
        assert_eq!(of_percentage("100.00"), Some((1.0, 0.0)));
        for text in ["", "1e1", "-1", "100.1", "101", "nan", ".", "1.2.3", "+5"] {
            assert_eq!(of_percentage(text), None, "{text}");
        }
    }

    #[test]
    fn no_nine_is_lost() {
        assert_eq!(of_percentage("99.9999999"), Some((0.999_999_999, 1e-9)));
        assert_eq!(of_percentage("99.9999999999999999999"), Some((1.0, 1e-21)));
        assert_eq!(of_fraction(0.999_999_999), Some(1e-9));
        assert_eq!(of_fraction(0.999_5), Some(5e-4));
        assert_eq!(of_fraction(1e-9), Some(0.999_999_999));
    }

    #[test]
    fn no_nine_is_hidden() {
        let shown = |unavailability: f64| {
            Availability::from_unavailability(unavailability).map(|availability| availability.to_string())
        };
        for (unavailability, expected) in [
            (0.0, "100%"),
            (1.0, "0%"),
            (0.25, "75%"),
            (0.001, "99.9%"),
            (0.002_104, "99.79%"),
            (4.6e-5, "99.9954%"),
            (1e-9, "99.9999999%"),
            (1.24e-18, "99.99999999999999988%"),
            (1e-300, "100%"),
        ] {
            assert_eq!(shown(unavailability).as_deref(), Some(expected));
        }
        assert_eq!(shown(1.5), None);
    }

    #[test]
    fn a_fraction_is_one_at_most() {
        assert_eq!(of_fraction(0.0), Some(1.0));
        assert_eq!(of_fraction(-0.0), Some(1.0));
        assert_eq!(of_fraction(1.0), Some(0.0));
        for fraction in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!(of_fraction(fraction), None);
        }
    }
}
