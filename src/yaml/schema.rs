//! The JSON Schema of what can be read, made from the types that read it.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of files that are read as a `T`.
///
/// It says of a file what can be said without following references, so that an editor can complete and check it.
pub fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(nothing_is_no_value))
        .with_transform(RecursiveTransform(join_lines))
        .with_transform(RecursiveTransform(words_are_texts))
        .with_transform(RecursiveTransform(off_goes_without_saying));
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut ordered = Map::new();
    for key in ["$schema", "title", "description"] {
        ordered.extend(schema.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Value::Object(rest) = schema.to_value() {
        for (key, value) in rest {
            ordered.entry(key).or_insert(value);
        }
    }
    if let Some(Value::Object(definitions)) = ordered.get_mut("$defs") {
        for (name, definition) in definitions {
            if let Value::Object(definition) = definition {
                let title = definition.entry("title");
                title.or_insert_with(|| Value::String(words_of(name)));
            }
        }
    }
    Value::Object(ordered)
}

/// The name of a type as people read it: `AcceptedRisk` is "Accepted risk". Editors put it over what they show.
fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for (place, letter) in name.char_indices() {
        if place > 0 && letter.is_ascii_uppercase() {
            words.push(' ');
            words.push(letter.to_ascii_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

/// A choice of words is a text. Editors complete `key: ` only where they know that no mapping follows.
fn words_are_texts(schema: &mut Schema) {
    let Some(Value::Array(choices)) = schema.get("oneOf") else {
        return;
    };
    if choices.iter().all(|choice| choice["const"].is_string()) {
        schema.insert("type".to_owned(), "string".into());
    }
}

/// Editors write out whatever has a default; what is off unless it is stated would only be in the way.
fn off_goes_without_saying(schema: &mut Schema) {
    if schema.get("default") == Some(&Value::Bool(false)) {
        schema.remove("default");
    }
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
