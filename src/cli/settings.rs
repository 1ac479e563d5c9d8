//! What the arguments come to.

use std::time::{SystemTime, UNIX_EPOCH};

use super::arguments::{FailOn, ReadingArguments};
use crate::config::Threshold;
use crate::model::Date;
use crate::yaml::Limits;

/// The bounds on what is read: the usual ones but for those that are stated.
pub(super) fn limits(arguments: &ReadingArguments) -> Limits {
    let usual = Limits::default();
    Limits {
        bytes: arguments.bytes.unwrap_or(usual.bytes),
        depth: arguments.depth.unwrap_or(usual.depth),
        elements: arguments.elements.unwrap_or(usual.elements),
    }
}

/// The mildest severity that counts as failure.
pub(super) const fn threshold(fail_on: FailOn) -> Threshold {
    match fail_on {
        FailOn::Critical => Threshold::Critical,
        FailOn::High => Threshold::High,
        FailOn::Medium => Threshold::Medium,
        FailOn::Low => Threshold::Low,
        FailOn::Info => Threshold::Info,
        FailOn::Never => Threshold::Never,
    }
}

/// The day by which accepted risks are judged: the stated one, or else the current day in UTC.
///
/// A clock that stands outside the years that have a date is taken for 1970-01-01, by which every accepted risk
/// still holds.
pub(super) fn today(stated: Option<Date>) -> Date {
    stated
        .or_else(|| {
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
            Date::from_days_since_epoch(u32::try_from(seconds / 86_400).ok()?)
        })
        .or_else(|| Date::from_days_since_epoch(0))
        .expect("1970-01-01 is a date")
}
