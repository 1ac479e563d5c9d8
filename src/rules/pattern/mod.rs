//! Patterns: how a rule asks for facts.
//!
//! `compile` checks a pattern against the tables of facts; `ask` asks it of an entity. Facts are functions by then,
//! words are bits, and nothing is looked up by name.

mod ask;
mod compile;
mod memory;
mod range;
mod truth;
mod wildcard;

pub use ask::Asker;
pub use compile::Compiler;
pub use memory::Memory;
pub use range::Range;
pub use truth::Truth;
pub use wildcard::Wildcard;

use std::borrow::Cow;

use super::facts::{Entity, Evidence, Fact, Relation, Sort};
use crate::model::Endpoint;

/// What must hold of an entity; the empty pattern holds of every one.
#[derive(Default)]
pub struct Pattern {
    tests: Vec<Test>,
}

/// One thing that must hold of an entity.
enum Test {
    Flag {
        get: fn(&Evidence<'_>, Entity) -> Option<bool>,
        wanted: bool,
    },
    Number {
        get: fn(&Evidence<'_>, Entity) -> Option<f64>,
        any_of: Vec<Range>,
    },
    Text {
        get: for<'a> fn(&'a Evidence<'_>, Entity) -> Option<Cow<'a, str>>,
        any_of: Vec<Wildcard>,
    },
    /// The wanted words are one bit each, at their place in the list of words.
    Word {
        get: fn(&Evidence<'_>, Entity) -> Option<usize>,
        any_of: u64,
    },
    Stated {
        fact: &'static Fact,
        wanted: bool,
    },
    One {
        get: fn(&Evidence<'_>, Entity) -> Option<Entity>,
        pattern: Pattern,
    },
    /// Holds if one of the components that the end names matches.
    End {
        get: fn(&Evidence<'_>, Entity) -> Option<Endpoint>,
        pattern: Pattern,
        slot: usize,
    },
    Related(Related),
    Any(Vec<Pattern>),
    All(Vec<Pattern>),
    Not(Pattern),
}

/// What must hold of the entities to which one is related.
struct Related {
    quantifier: Quantifier,
    sort: Sort,
    relation: Relation,
    pattern: Pattern,
    slot: usize,
}

/// Of how many related entities a pattern must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantifier {
    Every,
    Some,
    None,
}

impl Pattern {
    /// The sorts of the entities that `some` can match, with repetitions.
    pub fn matched_sorts(&self) -> Vec<Sort> {
        let mut sorts = Vec::new();
        let mut waiting = vec![self];
        while let Some(pattern) = waiting.pop() {
            for test in &pattern.tests {
                match test {
                    Test::One { pattern, .. } | Test::End { pattern, .. } => waiting.push(pattern),
                    Test::Related(related) if related.quantifier == Quantifier::Some => {
                        sorts.push(related.sort);
                    }
                    Test::Any(patterns) | Test::All(patterns) => waiting.extend(patterns),
                    _ => {}
                }
            }
        }
        sorts
    }
}
