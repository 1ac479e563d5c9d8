//! How long something is down, in numbers and words.

use crate::model::Availability;

/// How many minutes a year has: 365.25 days, the mean of the Julian calendar.
const MINUTES_PER_YEAR: f64 = 365.25 * 24.0 * 60.0;

/// How many minutes of a year something is down.
pub(super) fn minutes_down_per_year(availability: Availability) -> f64 {
    availability.unavailability() * MINUTES_PER_YEAR
}

/// How long of a year something is down: in minutes, and in what is easier to grasp.
pub(super) fn down_per_year(availability: Availability) -> String {
    let minutes = minutes_down_per_year(availability);
    let easier = match minutes {
        0.0 => return "never".to_owned(),
        ..0.000_016 => return "less than a millisecond".to_owned(),
        ..1.0 => format!(" ({} seconds)", digits(minutes * 60.0)),
        ..120.0 => String::new(),
        ..2_880.0 => format!(" ({} hours)", digits(minutes / 60.0)),
        _ => format!(" ({} days)", digits(minutes / 1_440.0)),
    };
    format!("{} minutes{easier}", digits(minutes))
}

/// A share of something, as a percentage.
pub(super) fn share(fraction: f64) -> String {
    let percent = fraction * 100.0;
    if percent < 0.1 {
        "under 0.1%".to_owned()
    } else {
        format!("{}%", digits(percent))
    }
}

/// A positive number with three digits that mean something, without zeros at the end.
fn digits(number: f64) -> String {
    const MOST_DECIMALS: usize = 12;
    let (mut decimals, mut shifted) = (0, number);
    while shifted < 100.0 && decimals < MOST_DECIMALS {
        decimals += 1;
        shifted *= 10.0;
    }
    let text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_graspable() {
        for (unavailability, expected) in [
            (0.0, "never"),
            (1e-18, "less than a millisecond"),
            (1e-9, "0.000526 minutes (0.0316 seconds)"),
            (1e-6, "0.526 minutes (31.6 seconds)"),
            (1e-5, "5.26 minutes"),
            (0.001, "526 minutes (8.77 hours)"),
            (0.01, "5260 minutes (3.65 days)"),
            (1.0, "525960 minutes (365 days)"),
        ] {
            let availability = Availability::from_unavailability(unavailability).expect("a fraction");
            assert_eq!(down_per_year(availability), expected);
        }
    }

    #[test]
    fn shares_are_short() {
        assert_eq!(share(1.0), "100%");
        assert_eq!(share(0.5), "50%");
        assert_eq!(share(0.123_456), "12.3%");
        assert_eq!(share(0.000_01), "under 0.1%");
    }
}
