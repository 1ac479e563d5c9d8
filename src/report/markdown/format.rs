//! The reference of the format: every key and every word, made from the JSON Schema that editors use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use super::escape::{code, code_block, with_code};
use crate::model::ProtocolTable;

/// What stands above the keys.
const INTRODUCTION: &str = "\
# The format

<!-- Generated from the schema of models and from docs/format/everything.yaml; do not edit. -->

A model is one YAML file: a mapping with the keys below. An unknown key, an unknown word, an unknown reference and a value of the wrong
type are errors; all of them are told in one run, each with its line. An *id* is made of letters, digits, `.`, `_`, `/` and `-`,
and begins with a letter or a digit; components, clusters and groups share one name space. An id that looks like a number stands in quotes.

The examples are the sections of one model, [`everything.yaml`](format/everything.yaml), in which every key is used at least once. Your editor
knows all of this page if the first line of the model names the schema, which `infra-audit schema` prints and `infra-audit init` puts in place.
";

/// What stands above the protocols.
const PROTOCOLS: &str = "
## Protocols

What a connection speaks implies whether it is encrypted, whether callers commonly send a secret over it, and whether it carries what users or
applications have to say. `tls` on the connection overrides whether it is encrypted. A [configuration](configuration.md#protocols) can define more.

| `protocol` | name | port | encrypted | sends secrets | carries content |
|---|---|---|---|---|---|
";

/// The page: the keys of a file, then each of its sections with the lines of `example` that belong to it, then the
/// protocols.
///
/// `schema` is that of models; `example` is a model whose sections stand in the order of the page.
pub fn format_reference(schema: &Value, example: &str, protocols: &ProtocolTable) -> String {
    let mut reference = Reference {
        schema,
        page: INTRODUCTION.to_owned(),
        shown: BTreeSet::new(),
        sections: BTreeMap::new(),
    };
    // A section is a collection of entries that have keys of their own.
    let entries = properties(schema).filter_map(|(key, property)| {
        let (name, entry) = reference.definition(entries(property)?);
        entry.get("properties").map(|_| (key.as_str(), name, entry))
    });
    let sections: Vec<_> = entries.collect();
    reference.sections = sections.iter().map(|&(key, name, _)| (name, key)).collect();
    reference.section("The file", schema, &header(example));
    for (key, _, entry) in sections {
        reference.section(&code(key).0, entry, &lines_of(key, example));
    }
    reference.page.push_str(PROTOCOLS);
    for protocol in protocols {
        let port = protocol.port.map_or_else(String::new, |port| port.to_string());
        let cells = [
            code(&protocol.name).0,
            protocol.title.to_string(),
            port,
            yes(protocol.encrypted),
            yes(protocol.carries_credentials),
            yes(protocol.carries_content),
        ];
        reference.line(&format!("| {} |", cells.join(" | ")));
    }
    reference.page
}

/// The page as far as it is written.
struct Reference<'a> {
    schema: &'a Value,
    page: String,
    /// The definitions whose words are listed already.
    shown: BTreeSet<&'a str>,
    /// The sections of a file, by the definition of their entries.
    sections: BTreeMap<&'a str, &'a str>,
}

impl<'a> Reference<'a> {
    fn line(&mut self, line: &str) {
        self.page.push_str(line);
        self.page.push('\n');
    }

    /// The keys of one mapping, and the words of those that take a word.
    fn section(&mut self, title: &str, mapping: &'a Value, example: &str) {
        let description = with_code(text(mapping, "description")).0;
        self.line(&format!("\n## {title}\n\n{description}\n"));
        self.line(&code_block("yaml", example).0);
        self.line("\n| key | value | default | meaning |\n|---|---|---|---|");
        let required = words(mapping.get("required"));
        for (key, property) in properties(mapping) {
            let default = match property.get("default") {
                _ if required.contains(&key.as_str()) => "required".to_owned(),
                Some(default) => code(default.as_str().unwrap_or(&default.to_string())).0,
                None => String::new(),
            };
            let value = self.value(property);
            let meaning = with_code(text(property, "description")).0;
            let examples = examples(property);
            self.line(&format!(
                "| {} | {value} | {default} | {meaning}{examples} |",
                code(key).0
            ));
        }
        for rule in mapping
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.condition(rule);
        }
        for (_, property) in properties(mapping) {
            let (name, definition) = self.definition(entries(property).unwrap_or(property));
            if let Some(choices) = choices(definition).filter(|_| self.shown.insert(name)) {
                let description = with_code(text(definition, "description")).0;
                self.line(&format!(
                    "\n### {}\n\n{description}\n\n| word | meaning |\n|---|---|",
                    spaced(name)
                ));
                for choice in choices {
                    let meaning = with_code(text(choice, "description")).0;
                    self.line(&format!("| {} | {meaning} |", code(text(choice, "const")).0));
                }
            }
        }
    }

    /// What a schema says about some mappings only.
    fn condition(&mut self, rule: &Value) {
        let (Some(case), Some(then)) = (rule.get("if"), rule.get("then")) else {
            return;
        };
        let mut conditions: Vec<String> = Vec::new();
        for (key, property) in properties(case) {
            conditions.push(format!("{} is {}", code(key).0, code(text(property, "const")).0));
        }
        if conditions.is_empty() {
            let stated = words(case.get("required")).into_iter();
            conditions.extend(stated.map(|key| format!("{} is stated", code(key).0)));
        }
        let mut rules: Vec<String> = Vec::new();
        let required = words(then.get("required")).into_iter();
        rules.extend(required.map(|key| format!("{} is required", code(key).0)));
        let foreign = properties(then).filter(|(_, property)| **property == Value::Bool(false));
        let foreign: Vec<_> = foreign.map(|(key, _)| code(key).0).collect();
        if !foreign.is_empty() {
            rules.push(format!("there is no {}", foreign.join(", ")));
        }
        for (key, property) in properties(then) {
            let allowed: Vec<_> = words(property.get("enum"));
            if !allowed.is_empty() {
                let allowed: Vec<_> = allowed.into_iter().map(|word| code(word).0).collect();
                rules.push(format!("{} is one of {}", code(key).0, allowed.join(", ")));
            }
        }
        self.line(&format!(
            "\nWhere {}, {}.",
            conditions.join(" and "),
            rules.join(", and ")
        ));
    }

    /// What can stand as a value, in words.
    fn value(&self, property: &Value) -> String {
        let (name, definition) = self.definition(property);
        if choices(definition).is_some() {
            return format!("[{}](#{})", spaced(name).to_lowercase(), anchor(name));
        }
        match name {
            "" => {}
            "Protocol" => return "[protocol](#protocols)".to_owned(),
            "Id" => return "id".to_owned(),
            "Day" => return "day, as `2027-03-31`".to_owned(),
            name => {
                let words = spaced(name).to_lowercase();
                let section = self.sections.get(name);
                return section.map_or(words.clone(), |key| format!("[{words}](#{key})"));
            }
        }
        if let Some(variants) = definition.get("anyOf").and_then(Value::as_array) {
            let variants: Vec<_> = variants.iter().map(|variant| self.value(variant)).collect();
            return variants.join(", or ");
        }
        let bound = |key: &str| definition.get(key).map(Value::to_string);
        match text(definition, "type") {
            "boolean" => "`true`, `false`".to_owned(),
            "integer" | "number" => {
                let sort = if text(definition, "type") == "integer" {
                    "whole number"
                } else {
                    "number"
                };
                match (bound("minimum"), bound("maximum")) {
                    (Some(least), Some(most)) => format!("{sort} from {least} to {most}"),
                    (Some(least), None) => format!("{sort} of at least {least}"),
                    _ => sort.to_owned(),
                }
            }
            "array" => format!("list: {}", self.items(definition)),
            "object" => format!("mapping from id: {}", self.items(definition)),
            "string" if text(definition, "pattern").contains('%') => "percentage".to_owned(),
            _ => "text".to_owned(),
        }
    }

    fn items(&self, definition: &Value) -> String {
        entries(definition).map_or_else(|| "anything".to_owned(), |items| self.value(items))
    }

    /// The name of the definition that a schema refers to, or nothing, and what it says.
    fn definition<'b>(&self, property: &'b Value) -> (&'b str, &'b Value)
    where
        'a: 'b,
    {
        let name = text(property, "$ref")
            .strip_prefix("#/$defs/")
            .unwrap_or_default();
        match self.schema.get("$defs").and_then(|all| all.get(name)) {
            Some(definition) => (name, definition),
            None => ("", property),
        }
    }
}

/// The schema of the entries of a list or of a mapping whose keys are free.
fn entries(collection: &Value) -> Option<&Value> {
    let entries = collection.get("items").or(collection.get("additionalProperties"));
    entries.filter(|entries| entries.is_object())
}

/// The properties of a mapping, in order.
fn properties(mapping: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let properties = mapping.get("properties").and_then(Value::as_object);
    properties.into_iter().flat_map(Map::iter)
}

/// The words of an enumeration, each with its meaning.
fn choices(definition: &Value) -> Option<&Vec<Value>> {
    definition.get("oneOf").and_then(Value::as_array)
}

/// What a key can hold for example, as a sentence of its own.
fn examples(property: &Value) -> String {
    let examples = property
        .get("examples")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let single = examples.filter(|example| !example.is_array() && !example.is_object());
    let shown: Vec<_> = single
        .map(|example| code(example.as_str().unwrap_or(&example.to_string())).0)
        .collect();
    if shown.is_empty() {
        String::new()
    } else {
        format!(" For example {}.", shown.join(", "))
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn words(list: Option<&Value>) -> Vec<&str> {
    let list = list.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "" }.to_owned()
}

/// The name of a definition in words: `GroupKind` is `Group kind`.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for (place, letter) in name.char_indices() {
        if place > 0 && letter.is_uppercase() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

/// Where the words of a definition stand on the page.
fn anchor(name: &str) -> String {
    spaced(name).to_lowercase().replace(' ', "-")
}

/// The lines before the first section: what is called what.
fn header(example: &str) -> String {
    let lines = example.lines().take_while(|line| !line.is_empty());
    lines.fold(String::new(), |mut text, line| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{line}");
        text
    })
}

/// The lines of a file that belong to a key at the top.
fn lines_of(key: &str, example: &str) -> String {
    let start = format!("{key}:");
    let lines = example.lines().skip_while(|line| !line.starts_with(&start));
    let mut section = String::new();
    for (place, line) in lines.enumerate() {
        if place > 0 && !line.starts_with(' ') {
            break;
        }
        section.push_str(line);
        section.push('\n');
    }
    section
}
