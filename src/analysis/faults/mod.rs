//! What breaks when something fails.

mod impact;

pub use impact::Impact;
