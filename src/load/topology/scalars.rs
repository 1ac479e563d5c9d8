//! Values of the format that are more than a text or a number.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Unexpected, Visitor};

use crate::model::{self, Protocol, ProtocolTable};
use crate::yaml::{Entries, Spanned};

/// The pattern of an id.
pub(super) const ID_PATTERN: &str = "^[A-Za-z0-9][A-Za-z0-9._/-]*$";

/// The most bytes of an id.
pub(super) const LONGEST_ID: usize = 128;

/// Declares a text that has a schema of its own.
macro_rules! text {
    ($(#[$meta:meta])* $name:ident as $title:literal, $schema:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
        #[serde(transparent)]
        pub(super) struct $name(pub(super) String);

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                $title.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

text! {
    /// The id of an element, as a reference writes it.
    Id as "Id",
    json_schema!({ "type": "string", "pattern": ID_PATTERN, "maxLength": LONGEST_ID })
}

text! {
    /// A day, as the file writes it.
    DayText as "Day",
    json_schema!({ "type": "string", "format": "date" })
}

text! {
    /// The name of a protocol.
    ProtocolName as "Protocol",
    {
        let table = ProtocolTable::default();
        let names: Vec<_> = table.iter().map(|protocol| protocol.name.as_ref()).collect();
        let known: Vec<_> = table.iter().map(|protocol| json_schema!({
            "type": "string",
            "const": protocol.name,
            "description": what_it_implies(protocol),
        })).collect();
        let own = json_schema!({
            "type": "string",
            "pattern": Protocol::PATTERN,
            "not": { "enum": names },
            "description": "One that a configuration file defines.",
        });
        json_schema!({ "type": "string", "anyOf": [{ "oneOf": known }, own] })
    }
}

/// What an editor says of a protocol.
fn what_it_implies(protocol: &Protocol) -> String {
    let port = protocol
        .port
        .map_or_else(String::new, |port| format!("port {port}, "));
    let wire = match protocol {
        Protocol { local: true, .. } => "never leaves the machine",
        Protocol { encrypted: true, .. } => "encrypted",
        _ => "plain text",
    };
    format!("{}: {port}{wire}.", protocol.title)
}

/// A whole number from one to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count<const MOST: u32 = { u32::MAX }>(pub(super) u32);

impl<const MOST: u32> Count<MOST> {
    fn new<E: de::Error>(number: i64, expected: &dyn de::Expected) -> Result<Self, E> {
        u32::try_from(number)
            .ok()
            .filter(|number| (1..=MOST).contains(number))
            .map(Self)
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), expected))
    }
}

fn expect_count(most: u32, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    if most == u32::MAX {
        formatter.write_str("a whole number of at least 1")
    } else {
        write!(formatter, "a whole number from 1 to {most}")
    }
}

impl<'de, const MOST: u32> Deserialize<'de> for Count<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<const MOST: u32>;

        impl<const MOST: u32> Visitor<'_> for Read<MOST> {
            type Value = Count<MOST>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                expect_count(MOST, formatter)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
                Count::new(number, &self)
            }
        }

        deserializer.deserialize_i64(Read)
    }
}

impl<const MOST: u32> JsonSchema for Count<MOST> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("CountTo{MOST}").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        if MOST == u32::MAX {
            json_schema!({ "type": "integer", "minimum": 1 })
        } else {
            json_schema!({ "type": "integer", "minimum": 1, "maximum": MOST })
        }
    }
}

/// How many must work: one number, or a number for each of some journeys.
#[derive(Clone, Debug)]
pub(super) enum MinAvailable {
    /// The number for all journeys.
    Always(u32),
    /// The numbers for single journeys.
    ByJourney(Entries<Spanned<Count>>),
}

impl<'de> Deserialize<'de> for MinAvailable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = MinAvailable;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a whole number of at least 1, or such a number for each journey")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<MinAvailable, E> {
                Count::<{ u32::MAX }>::new(number, &self).map(|Count(number)| MinAvailable::Always(number))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<MinAvailable, A::Error> {
                Entries::deserialize(MapAccessDeserializer::new(map)).map(MinAvailable::ByJourney)
            }
        }

        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for MinAvailable {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "MinAvailable".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<Count>();
        let by_journey = generator.subschema_for::<Entries<Count>>();
        json_schema!({ "anyOf": [number, by_journey] })
    }
}

/// How much of the time something works, as a fraction or a percentage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability(pub model::Availability);

impl Availability {
    const PATTERN: &str = "^(100(\\.0*)?|[0-9]{1,2}(\\.[0-9]*)?) ?%$";

    fn from_fraction(fraction: f64) -> Option<Self> {
        model::Availability::from_fraction(fraction).map(Self)
    }

    fn from_text(text: &str) -> Option<Self> {
        let number = text.strip_suffix('%')?;
        let number = number.strip_suffix(' ').unwrap_or(number);
        model::Availability::from_percentage(number).map(Self)
    }
}

impl<'de> Deserialize<'de> for Availability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl Visitor<'_> for Read {
            type Value = Availability;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a fraction from 0 to 1, or a percentage such as `99.9%`")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Availability, E> {
                self.visit_f64(number as f64)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Availability, E> {
                let read = Availability::from_fraction(number);
                read.ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Availability, E> {
                let read = Availability::from_text(text);
                read.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(Read)
    }
}

impl JsonSchema for Availability {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Availability".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "number", "minimum": 0, "maximum": 1 },
                { "type": "string", "pattern": Self::PATTERN },
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Availability;

    #[test]
    fn a_percentage_ends_with_its_sign() {
        let read = |text| Availability::from_text(text).map(|read| read.0.fraction());
        assert_eq!(read("99.5%"), Some(0.995));
        assert_eq!(read("100 %"), Some(1.0));
        for text in ["99.5", "%", "1e1%", "99%%", "99  %"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
