//! Monotone functions of many things that can fail, as decision diagrams.
//!
//! A diagram asks one variable after the other, "has this failed?", in a fixed order, and shares whatever is asked
//! twice. [`Function`](function) diagrams hold the function itself and tell its probability; [`Family`](family)
//! diagrams hold the minimal sets of failures that make it true. Both are built by the same two operations, so that a
//! circuit can be turned into either; both are canonical: equal functions are the same node.
//!
//! Sources: R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on Computers
//! C-35, 1986; S. Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", Design Automation
//! Conference, 1993; A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety
//! 40, 1993.

mod algebra;
#[cfg(test)]
mod expression;
mod family;
mod function;
mod nodes;

pub(super) use algebra::{Algebra, FAILS, WORKS};
pub(super) use family::Family;
pub(super) use function::Function;
pub(super) use nodes::{Exceeded, NodeIndex};
