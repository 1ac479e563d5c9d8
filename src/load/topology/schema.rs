//! The JSON Schema of the format, made from the types that read it.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::entries::{File, ModeWord};
use super::scalars::{ID_PATTERN, LONGEST_ID};
use crate::model::GroupKind;
use crate::yaml;

/// The JSON Schema (draft 2020-12) of a topology file.
pub fn schema() -> Value {
    yaml::schema::<File>()
}

/// The keys of a mapping are ids.
pub(super) fn keys_are_ids(schema: &mut Schema) {
    let names = json!({ "pattern": ID_PATTERN, "maxLength": LONGEST_ID });
    schema.insert("propertyNames".to_owned(), names);
}

/// Only what fails as a whole has an availability of its own.
pub(super) fn availability_of_domains(schema: &mut Schema) {
    let domains: Vec<_> = GroupKind::ALL
        .iter()
        .filter(|kind| kind.is_failure_domain())
        .map(|kind| kind.word())
        .collect();
    let rule = json!({
        "if": { "required": ["availability"] },
        "then": { "properties": { "kind": { "enum": domains } } },
    });
    schema.insert("allOf".to_owned(), json!([rule]));
}

/// A cluster has the keys of its mode.
pub(super) fn keys_by_mode(schema: &mut Schema) {
    let rules = ModeWord::ALL.iter().map(|mode| {
        let foreign = ModeWord::KEYS.iter().filter(|key| !mode.keys().contains(key));
        let foreign: Map<_, _> = foreign.map(|&key| (key.to_owned(), json!(false))).collect();
        let mut keys = json!({ "properties": foreign });
        if let Some(key) = mode.required_key() {
            keys["required"] = json!([key]);
        }
        json!({ "if": { "properties": { "mode": { "const": mode.word() } }, "required": ["mode"] }, "then": keys })
    });
    schema.insert("allOf".to_owned(), rules.collect());
}
