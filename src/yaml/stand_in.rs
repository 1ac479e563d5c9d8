//! A value that is made up to take the place of one that could not be read.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::collections::{ATTEMPT, ONE_OR_MANY};
use super::failure::Failure;
use super::value::{KEYED, SPANNED};
use crate::source::Span;

/// Answers any question with the plainest value: `false`, one, an empty text, the first word of a list.
///
/// A [`Spanned`] stand-in stands nowhere, so that it can be told from what the file says.
#[derive(Clone, Copy, Default)]
pub(super) struct StandIn {
    depth: u8,
    absent: bool,
}

impl StandIn {
    /// A type can hold itself, so there must be an end somewhere.
    const DEEPEST: u8 = 8;

    /// A stand-in for what may be absent: it is.
    pub(super) const fn absent() -> Self {
        Self {
            depth: 0,
            absent: true,
        }
    }

    fn inside(self) -> Result<Self, Failure> {
        let depth = self.depth + 1;
        (depth <= Self::DEEPEST)
            .then_some(Self { depth, ..self })
            .ok_or(Failure::NoStandIn)
    }
}

/// The same stand-in a number of times.
struct Repeated {
    value: StandIn,
    left: usize,
    /// Whether nothing will do as well.
    lenient: bool,
}

impl<'de> SeqAccess<'de> for Repeated {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        match stand_in(seed, self.value) {
            Err(_) if self.lenient => Ok(None),
            result => result.map(Some),
        }
    }
}

/// A stand-in that stands nowhere.
struct Nowhere {
    value: Option<StandIn>,
}

impl<'de> SeqAccess<'de> for Nowhere {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let nowhere = Span::NOWHERE.start;
        match self.value.take() {
            Some(value) => stand_in(seed, value).map(Some),
            None => seed.deserialize(nowhere.into_deserializer()).map(Some),
        }
    }
}

/// A stand-in for each of some keys.
struct Fields {
    value: StandIn,
    left: std::slice::Iter<'static, &'static str>,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        let key: Option<StrDeserializer<'_, Failure>> = self.left.next().map(|key| key.into_deserializer());
        key.map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        stand_in(seed, self.value)
    }
}

/// The first of some words.
struct FirstWord {
    value: StandIn,
    word: &'static str,
}

impl<'de> EnumAccess<'de> for FirstWord {
    type Error = Failure;
    type Variant = StandIn;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, StandIn), Failure> {
        let word: StrDeserializer<'_, Failure> = self.word.into_deserializer();
        Ok((seed.deserialize(word)?, self.value))
    }
}

impl<'de> VariantAccess<'de> for StandIn {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        stand_in(seed, self.inside()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_struct("", fields, visitor)
    }
}

/// What a type says of its own accord against a stand-in is nothing that a user could mend.
fn stand_in<'de, S: DeserializeSeed<'de>>(seed: S, value: StandIn) -> Result<S::Value, Failure> {
    seed.deserialize(value).map_err(|_| Failure::NoStandIn)
}

impl<'de> Deserializer<'de> for StandIn {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_bool(false)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_i64(1)
    }

    fn deserialize_i16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_i64(1)
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_i64(1)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_i64(1)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u64(1)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u64(1)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u64(1)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u64(1)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_f64(1.0)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_f64(1.0)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_char(' ')
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str("")
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str("")
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_bytes(&[])
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_bytes(&[])
    }

    /// Something rather than nothing: that the key is there has some meaning, too.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.inside() {
            Ok(inside) if !self.absent => visitor.visit_some(inside),
            _ => visitor.visit_none(),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let value = self.inside()?;
        match name {
            SPANNED | KEYED => visitor.visit_seq(Nowhere { value: Some(value) }),
            ATTEMPT => visitor.visit_seq(Repeated {
                value,
                left: 1,
                lenient: self.absent,
            }),
            ONE_OR_MANY => self.deserialize_tuple(0, visitor),
            _ => visitor.visit_newtype_struct(value),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_tuple(0, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_seq(Repeated {
            value: self.inside()?,
            left: length,
            lenient: false,
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_map(Fields {
            value: self.inside()?,
            left: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let value = self.inside()?;
        match words.first() {
            Some(word) => visitor.visit_enum(FirstWord { value, word }),
            None => Err(Failure::NoStandIn),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Failure> {
        Err(Failure::NoStandIn)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }
}
