//! Random expressions of failures, as plainly as they can be written.

use proptest::prelude::*;

use super::algebra::Algebra;
use super::nodes::{Exceeded, NodeIndex};

/// How many variables expressions have.
pub(super) const VARIABLES: u32 = 10;

/// When something fails.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Single(u32),
    Either(Box<[Expression; 2]>),
    Both(Box<[Expression; 2]>),
    MoreThan(Vec<(Expression, u32)>, u64),
}

pub(super) fn expressions() -> impl Strategy<Value = Expression> {
    let single = (0..VARIABLES).prop_map(Expression::Single);
    single.prop_recursive(5, 40, 5, |inner| {
        let weighted = (inner.clone(), 1u32..4);
        prop_oneof![
            [inner.clone(), inner.clone()].prop_map(|parts| Expression::Either(Box::new(parts))),
            [inner.clone(), inner.clone()].prop_map(|parts| Expression::Both(Box::new(parts))),
            (prop::collection::vec(weighted, 1..6), 0u64..8)
                .prop_map(|(inputs, bound)| Expression::MoreThan(inputs, bound)),
        ]
    })
}

impl Expression {
    /// Whether it fails when the variables have whose bit is set.
    pub(super) fn fails(&self, failed: u32) -> bool {
        match self {
            Self::Single(variable) => failed & (1 << variable) != 0,
            Self::Either(parts) => parts.iter().any(|part| part.fails(failed)),
            Self::Both(parts) => parts.iter().all(|part| part.fails(failed)),
            Self::MoreThan(inputs, bound) => {
                let failing = inputs.iter().filter(|(input, _)| input.fails(failed));
                failing.map(|&(_, weight)| u64::from(weight)).sum::<u64>() > *bound
            }
        }
    }

    /// The same as a diagram.
    pub(super) fn build(&self, algebra: &mut impl Algebra) -> Result<NodeIndex, Exceeded> {
        match self {
            Self::Single(variable) => algebra.single(*variable),
            Self::Either(parts) => {
                let [one, other] = [parts[0].build(algebra)?, parts[1].build(algebra)?];
                algebra.either(one, other)
            }
            Self::Both(parts) => {
                let [one, other] = [parts[0].build(algebra)?, parts[1].build(algebra)?];
                algebra.both(one, other)
            }
            Self::MoreThan(inputs, bound) => {
                let inputs = inputs
                    .iter()
                    .map(|(input, weight)| Ok((input.build(algebra)?, *weight)));
                let inputs = inputs.collect::<Result<Vec<_>, Exceeded>>()?;
                algebra.more_than(&inputs, *bound)
            }
        }
    }
}
