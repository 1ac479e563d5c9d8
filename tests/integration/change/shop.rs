//! The shop of the guide, before and after a change.

/// As it was.
pub(crate) const BEFORE: &str = include_str!("../../../docs/changes/before.yaml");

/// As it is.
pub(crate) const AFTER: &str = include_str!("../../../docs/changes/after.yaml");
