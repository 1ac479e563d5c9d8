//! How a fact is declared.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::entity::{Entity, Sort};
use super::evidence::Evidence;
use crate::analysis::neighbours::Direction;
use crate::analysis::reach::{Limits, search};
use crate::model::{Endpoint, ProtocolTable};

/// One thing that a rule can ask about an entity.
pub struct Fact {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// What it means, as one line for the documentation.
    pub documentation: &'static str,
    /// What type it has, and how it is found out.
    pub getter: Getter,
}

type Get<T> = fn(&Evidence<'_>, Entity) -> Option<T>;

/// The type of a fact, and the function that tells it; `None` where the model does not state it.
pub enum Getter {
    /// True or false.
    Flag(Get<bool>),
    /// A number.
    Number(Get<f64>),
    /// A text.
    Text {
        /// The texts that can stand there, where that is known, given the protocols that can be named.
        known: Option<fn(&ProtocolTable) -> Vec<String>>,
        /// Tells the text.
        get: for<'a> fn(&'a Evidence<'_>, Entity) -> Option<Cow<'a, str>>,
    },
    /// The identifier of an element.
    Identifier(for<'a> fn(&'a Evidence<'_>, Entity) -> Option<Cow<'a, str>>),
    /// A word of a closed list.
    Word {
        /// The list.
        words: fn() -> Vec<&'static str>,
        /// Tells the place of the word in the list.
        get: Get<usize>,
    },
    /// Another entity.
    One {
        /// Its sort.
        sort: Sort,
        /// Tells which.
        get: Get<Entity>,
    },
    /// An end of a connection or a journey: a component, or a cluster that stands for its members.
    End(Get<Endpoint>),
    /// Other entities.
    Many {
        /// Their sort.
        sort: Sort,
        /// Tells which.
        relation: Relation,
    },
}

/// Calls a visitor for each of several entities until it has seen enough.
pub type Visit<'v> = &'v mut dyn FnMut(Entity) -> ControlFlow<()>;

/// How an entity is related to several others.
#[derive(Clone, Copy)]
pub enum Relation {
    /// To what a function tells, in time proportional to how much that is.
    Listed(fn(&Evidence<'_>, Entity, Visit<'_>) -> ControlFlow<()>),
    /// A component to its connections in one direction, those of its cluster included.
    Connections(Direction),
    /// A component to every other that it can reach in one direction.
    Reach(Direction),
    /// A group to every component inside.
    Inside,
}

impl Relation {
    /// Calls a visitor for each related entity until it has seen enough, always in the same order.
    pub fn visit(self, evidence: &Evidence<'_>, entity: Entity, visit: Visit<'_>) -> ControlFlow<()> {
        let topology = evidence.topology;
        match (self, entity) {
            (Self::Listed(list), _) => list(evidence, entity, visit),
            (Self::Connections(direction), Entity::Component(component)) => evidence
                .neighbours
                .of_component(topology, component, direction)
                .map(Entity::Connection)
                .try_for_each(visit),
            (Self::Reach(direction), Entity::Component(component)) => {
                let limits = Limits {
                    enters: |_| true,
                    passes: |_, _| true,
                    notes: |_| false,
                };
                // What is in a circle reaches itself, so the search begins one step further on.
                let next = evidence.neighbours.of_component(topology, component, direction);
                let next = next.flat_map(|connection| {
                    let connection = &topology.connections[connection];
                    topology.members(match direction {
                        Direction::Upstream => &connection.from,
                        Direction::Downstream => &connection.to,
                    })
                });
                let neighbours = &evidence.neighbours;
                let reached = search(topology, neighbours, direction, next.copied(), limits);
                let reached = reached.order().iter();
                reached.map(|&other| Entity::Component(other)).try_for_each(visit)
            }
            (Self::Inside, Entity::Group(group)) => evidence
                .places
                .inside(group)
                .iter()
                .map(|&component| Entity::Component(component))
                .try_for_each(visit),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// Declares the facts about one sort of entity.
///
/// Each has a line of documentation, a name, a type, and an expression for its value that may use the variables
/// named at the top.
macro_rules! facts {
    (
        $visibility:vis $table:ident: $entity:pat, $evidence:ident;
        $( $(#[doc = $doc:literal])+ $name:ident: $type:ident $(($argument:expr))? = $value:expr; )+
    ) => {
        $visibility static $table: &[$crate::rules::facts::table::Fact] = &[ $(
            $crate::rules::facts::table::Fact {
                name: stringify!($name),
                documentation: concat!($($doc),+),
                getter: $crate::rules::facts::table::getter!(
                    $type $(($argument))?, $entity, $evidence, $value
                ),
            }
        ),+ ];
    };
}

/// The getter of a fact, from its type and the expression for its value.
macro_rules! getter {
    (@get $entity:pat, $evidence:ident, $value:expr) => {
        |$evidence, entity| {
            // Some facts follow from the entity alone.
            let _ = $evidence;
            match entity {
                $entity => $value,
                _ => None,
            }
        }
    };
    (flag, $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Flag(
            $crate::rules::facts::table::getter!(@get $entity, $evidence, $value)
        )
    };
    (number, $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Number(
            $crate::rules::facts::table::getter!(@get $entity, $evidence, $value)
        )
    };
    (text, $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Text {
            known: None,
            get: $crate::rules::facts::table::getter!(@get $entity, $evidence, $value),
        }
    };
    (text_of($known:expr), $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Text {
            known: Some($known),
            get: $crate::rules::facts::table::getter!(@get $entity, $evidence, $value),
        }
    };
    (identifier, $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Identifier(
            $crate::rules::facts::table::getter!(@get $entity, $evidence, $value)
        )
    };
    (word($words:expr), $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Word {
            words: || $words.iter().map(|word| word.word()).collect(),
            get: |$evidence, entity| {
                let _ = $evidence;
                match entity {
                    $entity => {
                        let word = $value;
                        word.map(|word| word as usize)
                    }
                    _ => None,
                }
            },
        }
    };
    (one($sort:expr), $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::One {
            sort: $sort,
            get: $crate::rules::facts::table::getter!(@get $entity, $evidence, $value),
        }
    };
    (end, $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::End(
            $crate::rules::facts::table::getter!(@get $entity, $evidence, $value)
        )
    };
    (list($sort:expr), $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Many {
            sort: $sort,
            relation: $crate::rules::facts::table::Relation::Listed(|$evidence, entity, visit| match entity {
                $entity => $value.into_iter().try_for_each(visit),
                _ => std::ops::ControlFlow::Continue(()),
            }),
        }
    };
    (relation($sort:expr), $entity:pat, $evidence:ident, $value:expr) => {
        $crate::rules::facts::table::Getter::Many {
            sort: $sort,
            relation: $value,
        }
    };
}

pub(super) use {facts, getter};

impl Getter {
    /// The type in words, for error messages and the documentation.
    pub fn type_in_words(&self) -> Cow<'static, str> {
        match self {
            Self::Flag(_) => "true or false".into(),
            Self::Number(_) => "a number".into(),
            Self::Text { .. } => "a text".into(),
            Self::Identifier(_) => "an identifier".into(),
            Self::Word { .. } => "a word".into(),
            Self::One { sort, .. } => format!("a {sort}").into(),
            Self::End(_) => "a component, or a cluster that stands for its members".into(),
            Self::Many { sort, .. } => format!("a list of {sort}s").into(),
        }
    }
}
