//! The JSON Schema of the format, made from the types that read it.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Map, Value, json};

use super::entries::{File, ModeWord};
use super::scalars::{ID_PATTERN, LONGEST_ID};
use crate::model::GroupKind;

/// The JSON Schema (draft 2020-12) of a topology file.
///
/// It says of a file what can be said without following references, so that an editor can complete and check it.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(nothing_is_no_value))
        .with_transform(RecursiveTransform(join_lines));
    let schema = settings.into_generator().into_root_schema_for::<File>();
    let mut ordered = Map::new();
    for key in ["$schema", "title", "description"] {
        ordered.extend(schema.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Value::Object(rest) = schema.to_value() {
        for (key, value) in rest {
            ordered.entry(key).or_insert(value);
        }
    }
    Value::Object(ordered)
}

/// Descriptions are comments of the program, which are broken into lines of its width.
fn join_lines(schema: &mut Schema) {
    if let Some(Value::String(description)) = schema.get_mut("description") {
        *description = description.replace('\n', " ");
    }
}

/// An optional key is left out; it cannot be there with nothing behind it.
fn nothing_is_no_value(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|word| word != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = schema.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else {
        return;
    };
    choices.retain(|choice| choice != &json!({ "type": "null" }));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        for (key, value) in only {
            if schema.get(&key).is_none() {
                schema.insert(key, value);
            }
        }
    }
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
