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

/// What editors offer in an empty file.
pub(super) fn new_model() -> Value {
    snippet(
        "model",
        "A small model to begin with: who uses it, what runs, and who calls whom.",
        json!({
            "name": "${1:Shop}",
            "groups": {
                "internet": { "kind": "network", "trust": "untrusted" },
                "site": { "kind": "network", "firewall": true },
            },
            "components": {
                "customer": { "kind": "client", "in": "internet" },
                "web": { "kind": "web-server", "in": "site", "software": "${2:Nginx}" },
            },
            "connections": [{ "from": "customer", "to": "web", "protocol": "https" }],
            "journeys": { "buy": { "entry": "customer" } },
        }),
    )
}

/// What editors offer as a further group.
pub(super) fn new_group() -> Value {
    let body = json!({ "${1:id}": { "kind": "${2:host}" } });
    snippet("group", "A place: what it is.", body)
}

/// What editors offer as a further component.
pub(super) fn new_component() -> Value {
    let body = json!({ "${1:id}": { "kind": "${2:service}", "in": "${3:group}" } });
    snippet("component", "A component: what it is and where it stands.", body)
}

/// What editors offer as a further cluster.
pub(super) fn new_cluster() -> Value {
    let body =
        json!({ "${1:id}": { "mode": "${2:active-active}", "members": ["${3:first}", "${4:second}"] } });
    snippet(
        "cluster",
        "Components that stand in for each other, and how they do.",
        body,
    )
}

/// What editors offer as a further journey.
pub(super) fn new_journey() -> Value {
    let body = json!({ "${1:id}": { "entry": "${2:client}", "access": "${3:write}" } });
    snippet("journey", "What users come for, and where it begins.", body)
}

/// A keyword of YAML language servers: `${1:word}` is a word that is typed over.
fn snippet(label: &str, description: &str, body: Value) -> Value {
    let mut snippet = json!({ "label": label, "description": description });
    snippet["body"] = body;
    Value::Array(vec![snippet])
}
