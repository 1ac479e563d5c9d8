//! A serde deserializer over the tree that notes problems and reads on.
//!
//! serde gives up a whole value at its first failure. So a failed key of a mapping is remembered, and the tree is
//! read again with a stand-in in its place, until a run brings nothing new: as many runs as there are problems in
//! the worst single mapping, and one for a file without problems. The items of [`Items`](super::Items) and
//! [`Entries`](super::Entries) fail each for itself; each wrong item of a plain `Vec` costs a run of its own.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::de::{DeserializeOwned, Deserializer, Visitor};

use super::Reading;
use super::access::{Enum, List, Map, Once, PlacedParts, Struct};
use super::collections::{ATTEMPT, ONE_OR_MANY};
use super::failure::{Failure, TEXT};
use super::scalar::Scalar;
use super::stand_in::StandIn;
use super::tree::{Content, Place, Tree};
use super::value::{KEYED, SPANNED};
use crate::diagnostic::{Diagnostic, Problems};

/// Reads a value from a tree in which earlier steps have found some problems.
pub(super) fn reading<T: DeserializeOwned>(tree: &Tree<'_>, problems: Problems) -> Reading<T> {
    let mut run = Run {
        tree,
        stand_ins: BTreeSet::new(),
        found: RefCell::new(Found {
            problems,
            failed: BTreeSet::new(),
        }),
    };
    for _ in 0..MOST_RUNS {
        let value = run.read();
        let mut failed = std::mem::take(&mut run.found.borrow_mut().failed);
        let known = run.stand_ins.len();
        run.stand_ins.append(&mut failed);
        if run.stand_ins.len() == known {
            return Reading {
                value,
                problems: run.found.into_inner().problems,
            };
        }
    }
    Reading {
        value: None,
        problems: run.found.into_inner().problems,
    }
}

/// Far more than there are keys in any struct that is read; it bounds the work for hostile files.
const MOST_RUNS: usize = 64;

/// One pass over a tree.
pub(super) struct Run<'tree> {
    pub(super) tree: &'tree Tree<'tree>,
    /// What is not read but replaced by a stand-in.
    stand_ins: BTreeSet<Gap>,
    found: RefCell<Found>,
}

struct Found {
    problems: Problems,
    failed: BTreeSet<Gap>,
}

/// Something that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// The value at a place.
    Value(Place),
    /// The value at a place, for which the plainest stand-in will not do.
    OptionalValue(Place),
    /// A key that the mapping at a place lacks.
    Key(Place, &'static str),
}

impl Run<'_> {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        let root = Reader {
            run: self,
            place: 0,
            key: None,
        };
        if self.is_replaced(Gap::Value(0)) {
            return T::deserialize(StandIn::default()).ok();
        }
        root.settle(T::deserialize(root)).ok()
    }

    /// Whether a stand-in is to be read in place of `gap`.
    pub(super) fn is_replaced(&self, gap: Gap) -> bool {
        !self.stand_ins.is_empty() && self.stand_ins.contains(&gap)
    }

    /// Takes down a problem.
    pub(super) fn note(&self, problem: Diagnostic) {
        self.found.borrow_mut().problems.note(problem);
    }

    /// Has a stand-in read in place of `gap` in the next run.
    pub(super) fn replace(&self, gap: Gap) {
        self.found.borrow_mut().failed.insert(gap);
    }
}

/// Reads one value of a tree.
#[derive(Clone, Copy)]
pub(super) struct Reader<'tree> {
    pub(super) run: &'tree Run<'tree>,
    pub(super) place: Place,
    /// The key under which the value stands, itself or as an item of a list.
    pub(super) key: Option<Place>,
}

impl<'tree> Reader<'tree> {
    /// The reader of a value inside this one.
    pub(super) fn inside(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// Notes a failure, unless that has been done.
    pub(super) fn settle<T>(self, result: Result<T, Failure>) -> Result<T, Failure> {
        result.map_err(|failure| {
            match failure {
                Failure::Noted => return Failure::Noted,
                Failure::NoStandIn => {}
                failure => self
                    .run
                    .note(failure.diagnostic(self.run.tree, self.place, self.key)),
            }
            self.run.replace(Gap::Value(self.place));
            Failure::Noted
        })
    }

    fn missing(self, key: &'static str) -> Failure {
        let tree = self.run.tree;
        self.run.replace(Gap::Key(self.place, key));
        // What a key that cannot be read was meant to be, nobody knows.
        if self.map().is_ok_and(Map::has_unreadable_key) {
            return Failure::Noted;
        }
        let owner = self.key.filter(|&owner| tree.end(owner) == self.place);
        let span = owner.map_or_else(|| tree.short_span(self.place), |owner| tree.node(owner).span);
        let message = format!("missing key `{key}`");
        self.run
            .note(Diagnostic::error(message, span).label(format!("`{key}` is required here")));
        Failure::Noted
    }

    fn target(self) -> Place {
        self.run.tree.resolve(self.place)
    }

    fn scalar(self) -> Option<Scalar<'tree>> {
        self.run.tree.scalar(self.target())
    }

    fn list(self, expected: &str) -> Result<List<'tree>, Failure> {
        let target = self.target();
        match self.run.tree.node(target).content {
            Content::List { end } => Ok(List::new(self, target + 1, end)),
            _ => Err(Failure::Expected(expected.to_owned())),
        }
    }

    fn map(self) -> Result<Map<'tree>, Failure> {
        let target = self.target();
        match self.run.tree.node(target).content {
            Content::Map { end } => Ok(Map::new(self, target + 1, end)),
            _ => Err(Failure::Expected("a mapping".to_owned())),
        }
    }

    fn text(self) -> Result<&'tree str, Failure> {
        match self.scalar() {
            Some(Scalar::Text(text)) => Ok(text),
            _ => Err(Failure::Expected(TEXT.to_owned())),
        }
    }

    fn integer(self, least: i64, most: i64) -> Result<i64, Failure> {
        match self.scalar() {
            Some(Scalar::Integer(number)) if (least..=most).contains(&number) => Ok(number),
            _ if most == i64::MAX => Err(Failure::Expected("a whole number".to_owned())),
            _ => Err(Failure::Expected(format!(
                "a whole number from {least} to {most}"
            ))),
        }
    }
}

/// Reads each kind of whole number within its bounds.
macro_rules! integers {
    ($($method:ident $visit:ident $number:ty as $wide:ty)+) => {$(
        fn $method<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
            let least = i64::try_from(<$number>::MIN).unwrap_or(i64::MIN);
            let most = i64::try_from(<$number>::MAX).unwrap_or(i64::MAX);
            let number = self.integer(least, most)?;
            match <$wide>::try_from(number) {
                Ok(number) => visitor.$visit(number),
                Err(_) => Err(Failure::Expected("a whole number".to_owned())),
            }
        }
    )+};
}

impl<'tree> Deserializer<'tree> for Reader<'tree> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar() {
            Some(Scalar::Null) => visitor.visit_unit(),
            Some(Scalar::Bool(truth)) => visitor.visit_bool(truth),
            Some(Scalar::Integer(number)) => visitor.visit_i64(number),
            Some(Scalar::Float(number)) => visitor.visit_f64(number),
            Some(Scalar::Text(text)) => visitor.visit_borrowed_str(text),
            None => match self.list("") {
                Ok(list) => visitor.visit_seq(list),
                Err(_) => visitor.visit_map(self.map()?),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar() {
            Some(Scalar::Bool(truth)) => visitor.visit_bool(truth),
            _ => Err(Failure::Expected("`true` or `false`".to_owned())),
        }
    }

    integers! {
        deserialize_i8 visit_i64 i8 as i64
        deserialize_i16 visit_i64 i16 as i64
        deserialize_i32 visit_i64 i32 as i64
        deserialize_i64 visit_i64 i64 as i64
        deserialize_u8 visit_u64 u8 as u64
        deserialize_u16 visit_u64 u16 as u64
        deserialize_u32 visit_u64 u32 as u64
        deserialize_u64 visit_u64 u64 as u64
    }

    fn deserialize_f32<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar() {
            Some(Scalar::Integer(number)) => visitor.visit_i64(number),
            Some(Scalar::Float(number)) => visitor.visit_f64(number),
            _ => Err(Failure::Expected("a number".to_owned())),
        }
    }

    fn deserialize_char<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self.text()?)
    }

    fn deserialize_string<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar() {
            Some(Scalar::Null) => visitor.visit_unit(),
            _ => Err(Failure::Expected("nothing".to_owned())),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'tree>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'tree>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match name {
            SPANNED => visitor.visit_seq(PlacedParts::new(self, self.place)),
            KEYED => visitor.visit_seq(PlacedParts::new(self, self.key.unwrap_or(self.place))),
            ATTEMPT => visitor.visit_seq(Once::lenient(self)),
            ONE_OR_MANY => match self.list("") {
                Ok(list) => visitor.visit_seq(list),
                Err(_) => visitor.visit_seq(Once::strict(self)),
            },
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_seq(self.list("a list")?)
    }

    fn deserialize_tuple<V: Visitor<'tree>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        let expected = format!("a list of {length} items");
        let list = self.list(&expected)?;
        if list.length() == length {
            visitor.visit_seq(list)
        } else {
            Err(Failure::Message(format!(
                "expected {expected}, found {}",
                list.length()
            )))
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'tree>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(self.map()?)
    }

    fn deserialize_struct<V: Visitor<'tree>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match visitor.visit_map(Struct::new(self.map()?, fields)) {
            Err(Failure::MissingKey(key)) => Err(self.missing(key)),
            result => result,
        }
    }

    fn deserialize_enum<V: Visitor<'tree>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if let Ok(map) = self.map() {
            return match map.only_entry() {
                Some((key, value)) => visitor.visit_enum(Enum::with_content(self.inside(key), value)),
                None => Err(Failure::UnknownWord(words)),
            };
        }
        match self.scalar() {
            Some(Scalar::Text(_)) => visitor.visit_enum(Enum::word(self)),
            None | Some(Scalar::Null) => Err(Failure::Expected("a word".to_owned())),
            // A number is no word, but the user may think so.
            Some(_) => Err(Failure::UnknownWord(words)),
        }
    }

    fn deserialize_identifier<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self.run.tree.text(self.target()))
    }

    fn deserialize_ignored_any<V: Visitor<'tree>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}
