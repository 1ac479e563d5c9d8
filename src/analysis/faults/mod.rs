//! What breaks when something fails.
//!
//! From the topology [`build`](self) makes a circuit of gates that tells, from what has failed, whether each journey
//! works; the circuit is evaluated for many faults at a time.

mod build;
mod circuit;
mod cut_sets;
mod entries;
mod explain;
mod impact;
mod losses;
mod needs;
mod order;
mod pairs;
mod policy;
mod reason;
mod results;
mod shortcuts;
mod simulate;
mod simulation;
mod spread;
mod state;
mod step;
mod unfold;
mod uptime;
mod what_if;
mod word;

pub use cut_sets::{CutSets, MOST_IN_A_CUT_SET, TooComplex, cut_sets};
pub use explain::Explainer;
pub use impact::Impact;
pub use pairs::{JourneyPairs, Pairs, pairs};
pub use results::Faults;
pub use simulate::simulate;
pub use step::{Part, Step};
pub use uptime::{Defaults, Importance, Unknown, Uptime, uptimes};
pub use what_if::{Cause, ComponentLoss, Extent, JourneyLoss, WhatIf, what_if};
