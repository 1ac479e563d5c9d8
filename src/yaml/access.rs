//! How a visitor walks the lists, mappings and words of a tree.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::deserialize::{Gap, Reader};
use super::failure::{Failure, suggestion};
use super::stand_in::StandIn;
use super::tree::{Content, Place};
use crate::diagnostic::Diagnostic;

/// Reads a value inside another, or its stand-in, and notes a failure.
fn read<'tree, S: DeserializeSeed<'tree>>(reader: Reader<'tree>, seed: S) -> Result<S::Value, Failure> {
    let run = reader.run;
    if run.is_replaced(Gap::OptionalValue(reader.place)) {
        return seed.deserialize(StandIn::absent());
    }
    if run.is_replaced(Gap::Value(reader.place)) {
        return seed.deserialize(StandIn::default()).map_err(|_| {
            run.replace(Gap::OptionalValue(reader.place));
            Failure::Noted
        });
    }
    reader.settle(seed.deserialize(reader))
}

/// How many values stand side by side from one place to another.
fn count(owner: Reader<'_>, mut next: Place, end: Place) -> usize {
    let mut values = 0;
    while next < end {
        next = owner.run.tree.end(next);
        values += 1;
    }
    values
}

/// The items of a list.
pub(super) struct List<'tree> {
    owner: Reader<'tree>,
    next: Place,
    end: Place,
}

impl<'tree> List<'tree> {
    pub(super) fn new(owner: Reader<'tree>, next: Place, end: Place) -> Self {
        Self { owner, next, end }
    }

    /// How many items there are, in linear time.
    pub(super) fn length(&self) -> usize {
        count(self.owner, self.next, self.end)
    }
}

impl<'tree> SeqAccess<'tree> for List<'tree> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        if self.next >= self.end {
            return Ok(None);
        }
        let item = self.owner.inside(self.next);
        self.next = item.run.tree.end(item.place);
        read(item, seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.length())
    }
}

/// The entries of a mapping that have a usable key.
pub(super) struct Map<'tree> {
    owner: Reader<'tree>,
    next: Place,
    end: Place,
    /// The key whose value comes next.
    key: Place,
}

impl<'tree> Map<'tree> {
    pub(super) fn new(owner: Reader<'tree>, next: Place, end: Place) -> Self {
        Self {
            owner,
            next,
            end,
            key: next,
        }
    }

    fn next_key(&mut self) -> Option<Place> {
        let tree = self.owner.run.tree;
        while self.next < self.end {
            let key = self.next;
            let value = tree.end(key);
            self.next = tree.end(value);
            if !matches!(tree.node(key).content, Content::RejectedKey { .. }) {
                self.key = key;
                return Some(key);
            }
        }
        None
    }

    fn value(&self) -> Reader<'tree> {
        let place = self.owner.run.tree.end(self.key);
        Reader {
            place,
            key: Some(self.key),
            ..self.owner
        }
    }

    /// Whether there is a key of which nobody knows what it was meant to be.
    pub(super) fn has_unreadable_key(mut self) -> bool {
        let tree = self.owner.run.tree;
        while self.next < self.end {
            let key = tree.node(self.next).content;
            if matches!(key, Content::RejectedKey { duplicate: false, .. }) {
                return true;
            }
            self.next = tree.end(tree.end(self.next));
        }
        false
    }

    /// Key and value of a mapping with one entry.
    pub(super) fn only_entry(mut self) -> Option<(Place, Reader<'tree>)> {
        let key = self.next_key()?;
        let value = self.value();
        self.next_key().is_none().then_some((key, value))
    }
}

impl<'tree> MapAccess<'tree> for Map<'tree> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let Some(key) = self.next_key() else {
            return Ok(None);
        };
        let key = Reader {
            place: key,
            key: None,
            ..self.owner
        };
        key.settle(seed.deserialize(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        read(self.value(), seed)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(count(self.owner, self.next, self.end) / 2)
    }
}

/// The entries of a mapping whose keys are known beforehand.
pub(super) struct Struct<'tree> {
    map: Map<'tree>,
    known: &'static [&'static str],
    /// How many of the known keys have been looked at for a stand-in.
    replaced: usize,
    at_stand_in: bool,
}

impl<'tree> Struct<'tree> {
    pub(super) fn new(map: Map<'tree>, known: &'static [&'static str]) -> Self {
        Self {
            map,
            known,
            replaced: 0,
            at_stand_in: false,
        }
    }

    fn note_unknown(&self, key: Place) {
        let run = self.map.owner.run;
        let written = run.tree.text(key);
        let problem = Diagnostic::error(format!("unknown key `{written}`"), run.tree.node(key).span);
        run.note(problem.label("unknown key").help(suggestion(written, self.known)));
    }
}

impl<'tree> MapAccess<'tree> for Struct<'tree> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let owner = self.map.owner;
        while let Some(key) = self.map.next_key() {
            let text = owner.run.tree.text(key);
            if self.known.contains(&text) {
                return seed.deserialize(BorrowedStrDeserializer::new(text)).map(Some);
            }
            self.note_unknown(key);
        }
        while let Some(&key) = self.known.get(self.replaced) {
            self.replaced += 1;
            if owner.run.is_replaced(Gap::Key(owner.place, key)) {
                self.at_stand_in = true;
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        if self.at_stand_in {
            return seed.deserialize(StandIn::default());
        }
        self.map.next_value_seed(seed)
    }
}

/// One value, as the list of which it is the only item.
pub(super) struct Once<'tree> {
    value: Option<Reader<'tree>>,
    lenient: bool,
}

impl<'tree> Once<'tree> {
    /// The value; a failure to read it is a failure.
    pub(super) fn strict(value: Reader<'tree>) -> Self {
        Self {
            value: Some(value),
            lenient: false,
        }
    }

    /// The value if it can be read, and nothing otherwise.
    pub(super) fn lenient(value: Reader<'tree>) -> Self {
        Self {
            value: Some(value),
            lenient: true,
        }
    }
}

impl<'tree> SeqAccess<'tree> for Once<'tree> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let Some(value) = self.value.take() else {
            return Ok(None);
        };
        match value.settle(seed.deserialize(value)) {
            Err(_) if self.lenient => Ok(None),
            result => result.map(Some),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(self.value.is_some()))
    }
}

/// A value, then the two ends of a place.
pub(super) struct PlacedParts<'tree> {
    value: Option<Reader<'tree>>,
    ends: std::array::IntoIter<u32, 2>,
}

impl<'tree> PlacedParts<'tree> {
    pub(super) fn new(value: Reader<'tree>, place: Place) -> Self {
        let span = value.run.tree.node(place).span;
        Self {
            value: Some(value),
            ends: [span.start, span.end].into_iter(),
        }
    }
}

impl<'tree> SeqAccess<'tree> for PlacedParts<'tree> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'tree>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        if let Some(value) = self.value.take() {
            return seed.deserialize(value).map(Some);
        }
        let end = self.ends.next();
        end.map(|end| seed.deserialize(end.into_deserializer()))
            .transpose()
    }
}

/// A word of a closed list, alone or as the key of its content.
pub(super) struct Enum<'tree> {
    word: Reader<'tree>,
    content: Option<Reader<'tree>>,
}

impl<'tree> Enum<'tree> {
    /// A word alone.
    pub(super) fn word(word: Reader<'tree>) -> Self {
        Self { word, content: None }
    }

    /// A word with its content.
    pub(super) fn with_content(word: Reader<'tree>, content: Reader<'tree>) -> Self {
        Self {
            word,
            content: Some(content),
        }
    }

    fn content(self, expected: &str) -> Result<Reader<'tree>, Failure> {
        let word = self
            .word
            .run
            .tree
            .text(self.word.run.tree.resolve(self.word.place));
        self.content
            .ok_or_else(|| Failure::Message(format!("`{word}` needs a value: expected {expected}")))
    }
}

impl<'tree> EnumAccess<'tree> for Enum<'tree> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'tree>>(self, seed: S) -> Result<(S::Value, Self), Failure> {
        let word = seed.deserialize(self.word);
        match self.content {
            // The failure is noted at the value as a whole, which is the word.
            None => Ok((word?, self)),
            Some(_) => Ok((self.word.settle(word)?, self)),
        }
    }
}

impl<'tree> VariantAccess<'tree> for Enum<'tree> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        match self.content {
            None => Ok(()),
            Some(_) => Err(Failure::Expected("a word".to_owned())),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'tree>>(self, seed: S) -> Result<S::Value, Failure> {
        read(self.content("a value")?, seed)
    }

    fn tuple_variant<V: Visitor<'tree>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        let content = self.content("a list")?;
        content.settle(content.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'tree>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let content = self.content("a mapping")?;
        content.settle(content.deserialize_struct("", fields, visitor))
    }
}
