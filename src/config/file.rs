//! What stands in a configuration file, key by key.
//!
//! The comments on the fields are the descriptions in the JSON Schema, so they speak to people who write the file.

use std::borrow::Cow;
use std::num::NonZeroU16;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Config, FallibleKind, Threshold};
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::finding::Severity;
use crate::load::Availability;
use crate::model::{self, GroupKind, Kind, Protocol, ProtocolTable};
use crate::source::Source;
use crate::yaml::{self, Entries, Limits, OneOrMany, Spanned};

/// What holds for the models beside this file and below.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Configuration of infra-audit", rename = "Configuration")]
struct File {
    /// How bad what a rule finds is, by the id of the rule; it holds in place of whatever the rule says itself.
    #[serde(default)]
    severities: Entries<Severity>,
    /// The ids of rules that are not run.
    #[serde(default)]
    disabled: OneOrMany<Spanned<String>>,
    /// Folders with rules of your own, from the folder of this file.
    #[serde(default)]
    rules: OneOrMany<Spanned<String>>,
    /// The mildest severity that makes the exit code 1; `medium` if unstated.
    fail_on: Option<Spanned<Threshold>>,
    /// How much of the time things work that do not say so themselves, by the kind of component or failure domain.
    #[serde(default)]
    #[schemars(transform = keys_are_fallible_kinds)]
    availability: Entries<Availability>,
    /// Protocols beside the usual ones, by the name that connections use.
    #[serde(default)]
    #[schemars(transform = keys_are_protocol_names)]
    protocols: Entries<ProtocolEntry>,
}

/// A protocol, and what it implies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Protocol")]
struct ProtocolEntry {
    /// The name as people write it; the key if unstated.
    title: Option<String>,
    /// The port that it uses by default.
    #[schemars(with = "Option<NonZeroU16>")]
    port: Option<Port>,
    /// Whether what is sent is encrypted.
    encrypted: bool,
    /// Whether callers commonly prove who they are with a secret that is sent; false if unstated.
    credentials: Option<bool>,
    /// Whether it carries what users or applications have to say, rather than names, times or probes; true if
    /// unstated.
    content: Option<Spanned<bool>>,
}

/// A port.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "i64")]
struct Port(u16);

impl TryFrom<i64> for Port {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        let port = u16::try_from(number).ok().filter(|&port| port > 0);
        port.map(Self)
            .ok_or_else(|| format!("expected a whole number from 1 to 65535, found the number `{number}`"))
    }
}

/// Reads a configuration file. An empty one says nothing, and that is allowed.
///
/// # Errors
///
/// Everything that is wrong with the file, in the order of places. Names of rules are not checked.
pub fn read(source: &Source) -> Result<Config, Vec<Diagnostic>> {
    match read_leniently(source) {
        (config, problems) if problems.is_empty() => Ok(config),
        (_, problems) => Err(problems),
    }
}

/// Reads what can be read of a configuration file, and tells everything that is wrong with it, in the order of places.
/// Names of rules are not checked.
pub fn read_leniently(source: &Source) -> (Config, Vec<Diagnostic>) {
    if source.text().lines().all(says_nothing) {
        return (Config::default(), Vec::new());
    }
    let reading = yaml::read_leniently::<File>(source, &Limits::default());
    let mut problems = reading.problems;
    let file = reading.value.unwrap_or_default();
    let config = Config {
        severities: file.severities.0,
        disabled: file.disabled.0,
        rules: file.rules.0,
        fail_on: file.fail_on,
        availability: availability(file.availability, &mut problems),
        protocols: protocols(file.protocols, &mut problems),
    };
    let problems = if problems.has_error() {
        problems.sorted()
    } else {
        Vec::new()
    };
    (config, problems)
}

/// Whether a line is blank or a comment.
fn says_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn availability(
    entries: Entries<Availability>,
    problems: &mut Problems,
) -> Vec<(Spanned<FallibleKind>, model::Availability)> {
    let mut known = Vec::new();
    for (word, Availability(availability)) in entries {
        match FallibleKind::all().find(|kind| kind.word() == word.value) {
            Some(kind) => known.push((Spanned::new(kind, word.span), availability)),
            None => problems.note(not_fallible(&word)),
        }
    }
    known
}

fn not_fallible(word: &Spanned<String>) -> Diagnostic {
    let written = word.value.as_str();
    let is_kind = Kind::ALL.iter().any(|kind| kind.word() == written)
        || GroupKind::ALL.iter().any(|kind| kind.word() == written);
    if is_kind {
        let problem = Diagnostic::error(format!("a {written} never fails"), word.span);
        return problem.label("expected a kind of component or failure domain");
    }
    let problem = Diagnostic::error(format!("unknown kind `{written}`"), word.span)
        .label("no component or failure domain is of this kind");
    match nearest(written, FallibleKind::all().map(FallibleKind::word)) {
        Some(kind) => problem.help(format!("did you mean `{kind}`?")),
        None => problem,
    }
}

fn protocols(entries: Entries<ProtocolEntry>, problems: &mut Problems) -> Vec<Spanned<Protocol>> {
    let usual = ProtocolTable::default();
    let mut defined = Vec::new();
    for (name, entry) in entries {
        if usual.get(&name.value).is_some() {
            let message = format!("there is a protocol `{}` already", name.value);
            problems.note(
                Diagnostic::error(message, name.span)
                    .label("one of the usual ones")
                    .help("give this one another name"),
            );
        }
        if !Protocol::is_name(&name.value) {
            let message = format!("`{}` is no name of a protocol", name.value);
            problems.note(
                Diagnostic::error(message, name.span)
                    .label("expected lower-case words with hyphens between them"),
            );
        }
        let carries_credentials = entry.credentials.unwrap_or(false);
        let carries_content = entry.content.is_none_or(|content| content.value);
        if let Some(content) = entry.content
            && carries_credentials
            && !carries_content
        {
            let problem = Diagnostic::error("what carries credentials carries content", content.span);
            problems.note(problem.label("contradicts `credentials: true`"));
        }
        let protocol = Protocol {
            title: Cow::Owned(entry.title.unwrap_or_else(|| name.value.clone())),
            name: Cow::Owned(name.value),
            port: entry.port.map(|Port(port)| port),
            encrypted: entry.encrypted,
            carries_credentials,
            carries_content,
            local: false,
        };
        defined.push(Spanned::new(protocol, name.span));
    }
    defined
}

/// The JSON Schema (draft 2020-12) of a configuration file.
pub fn schema() -> Value {
    yaml::schema::<File>()
}

fn keys_are_fallible_kinds(schema: &mut Schema) {
    let values = schema.get("additionalProperties").cloned().unwrap_or_default();
    let kinds = FallibleKind::all().map(|kind| (kind.word().to_owned(), values.clone()));
    schema.insert(
        "properties".to_owned(),
        Value::Object(kinds.collect::<Map<_, _>>()),
    );
    schema.insert("additionalProperties".to_owned(), json!(false));
}

fn keys_are_protocol_names(schema: &mut Schema) {
    schema.insert(
        "propertyNames".to_owned(),
        json!({ "pattern": Protocol::PATTERN }),
    );
}
