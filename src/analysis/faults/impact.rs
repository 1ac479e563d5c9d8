//! How much help it takes to survive a fault.

use crate::model::words::words;

words! {
    /// The impact of a fault on a journey: the first policy, most forgiving first, under which the journey fails.
    ///
    /// Ordered from the worst to the mildest.
    pub enum Impact {
        /// Nothing helps.
        Outage = "outage",
        /// Down until a person acts.
        Manual = "manual",
        /// Down until something has restarted.
        Brief = "brief",
        /// A share of the requests fails.
        Partial = "partial",
        /// Works, but less well.
        Degraded = "degraded",
    }
}
