//! The JSON Schema of rule files, for editors.

use serde_json::{Map, Value, json};

use super::facts::{Fact, Getter, Sort, facts};
use super::file::RuleFile;
use super::pattern::Range;
use crate::model::{Protocol, ProtocolTable};
use crate::yaml;

/// The JSON Schema of rule files, made from the types that read them and from the tables of facts.
pub fn schema() -> Value {
    let mut schema = yaml::schema::<RuleFile>();
    let mut definitions = Map::new();
    for &sort in Sort::ALL {
        definitions.insert(name(sort), pattern(sort));
    }
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".into(), "Rule of infra-audit".into());
        schema.insert("allOf".into(), cases());
        let known = schema.entry("$defs").or_insert_with(|| json!({}));
        if let Some(known) = known.as_object_mut() {
            if let Some(case) = known.get_mut("Case").and_then(Value::as_object_mut) {
                case.insert("allOf".into(), cases());
            }
            known.extend(definitions);
        }
    }
    schema
}

/// What patterns must look like for each sort of entity that `each` can name.
fn cases() -> Value {
    let case = |&sort: &Sort| {
        json!({
            "if": { "properties": { "each": { "const": sort.word() } }, "required": ["each"] },
            "then": { "properties": {
                "where": reference(sort),
                "variants": { "items": { "properties": { "where": reference(sort) } } },
            } },
        })
    };
    let paths = json!({ "properties": {
        "source": reference(Sort::Component),
        "target": reference(Sort::Component),
        "last": reference(Sort::Connection),
        "avoiding": { "properties": {
            "component": reference(Sort::Component),
            "connection": reference(Sort::Connection),
        } },
    } });
    Sort::ALL.iter().map(case).chain([paths]).collect()
}

fn name(sort: Sort) -> String {
    format!("{sort}-pattern")
}

fn reference(sort: Sort) -> Value {
    json!({ "$ref": format!("#/$defs/{}", name(sort)) })
}

/// The schema of patterns for entities of one sort.
fn pattern(sort: Sort) -> Value {
    let mut properties = Map::new();
    let mut relations = Map::new();
    for fact in facts(sort) {
        if let Getter::Many { sort, .. } = &fact.getter {
            let mut relation = reference(*sort);
            relation["description"] = fact.documentation.trim().into();
            relations.insert(fact.name.into(), relation);
        } else {
            properties.insert(fact.name.into(), wanted(fact));
        }
    }
    let list = json!({ "type": "array", "items": reference(sort) });
    properties.insert("any".into(), list.clone());
    properties.insert("all".into(), list);
    properties.insert("not".into(), reference(sort));
    for quantifier in ["every", "some", "none"] {
        let related = json!({ "type": "object", "properties": relations, "additionalProperties": false });
        properties.insert(quantifier.into(), related);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// What can be wanted of a fact.
fn wanted(fact: &Fact) -> Value {
    let one_or_any_of = |value: Value| {
        vec![
            value.clone(),
            json!({ "type": "array", "items": value, "minItems": 1 }),
        ]
    };
    let mut wanted = match &fact.getter {
        Getter::Flag(_) => vec![json!({ "type": "boolean" })],
        Getter::Number(_) => {
            let bounds: Map<_, _> = Range::WORDS
                .iter()
                .map(|&word| (word.to_owned(), json!({ "type": "number" })))
                .collect();
            let range = json!({ "type": "object", "properties": bounds, "additionalProperties": false });
            one_or_any_of(json!({ "anyOf": [{ "type": "number" }, range] }))
        }
        Getter::Text {
            known: Some(known), ..
        } => one_or_any_of(json!({ "anyOf": [
            { "enum": known(&ProtocolTable::default()) },
            { "type": "string", "pattern": Protocol::PATTERN },
        ] })),
        Getter::Text { known: None, .. } | Getter::Identifier(_) => one_or_any_of(json!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "like": { "type": "string" } }, "required": ["like"], "additionalProperties": false },
        ] })),
        Getter::Word { words, .. } => one_or_any_of(json!({ "enum": words() })),
        Getter::One { sort, .. } | Getter::Many { sort, .. } => vec![reference(*sort)],
        Getter::End(_) => vec![reference(Sort::Component)],
    };
    wanted.push(json!({
        "type": "object",
        "properties": { "stated": { "type": "boolean" } },
        "required": ["stated"],
        "additionalProperties": false,
    }));
    json!({ "description": fact.documentation.trim(), "anyOf": wanted })
}
