//! The page of facts of the documentation.

use std::fmt::Write;

use super::{Getter, Sort, facts};

/// The page that lists every fact of every sort of entity, in Markdown.
pub fn page() -> String {
    let mut page = String::from(INTRODUCTION);
    for &sort in Sort::ALL {
        let table = facts(sort).iter().map(|fact| {
            let kind = match &fact.getter {
                Getter::Word { words, .. } => {
                    let words: Vec<_> = words().iter().map(|word| format!("`{word}`")).collect();
                    format!("one of {}", words.join(", "))
                }
                other => other.type_in_words().into_owned(),
            };
            format!("| `{}` | {kind} | {} |", fact.name, fact.documentation.trim())
        });
        let rows: Vec<_> = table.collect();
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "\n## `each: {sort}`\n\n{}\n\n| fact | type | meaning |\n|---|---|---|\n{}\n",
            about(sort),
            rows.join("\n")
        );
    }
    page
}

const INTRODUCTION: &str = "\
# What a rule can ask

<!-- Generated from the table of facts in src/rules/facts; do not edit. -->

Every fact has a type, and a pattern asks for it accordingly:

| type | how to ask |
|---|---|
| true or false | `encrypted: false` |
| a number | `replicas: 1`, `replicas: { below: 2 }`, with `above`, `below`, `at_least`, `at_most` |
| a word | `kind: database`; a list means any of: `kind: [database, cache]` |
| a text, an identifier | `software: Nginx`, or with `*` for any run of characters: `software: { like: \"My*\" }` |
| an entity | a pattern for that entity: `host: { kind: host }` |
| a component, or a cluster that stands for its members | a pattern for components; it holds if one of them matches |
| a list of entities | `some: { members: { … } }`, `every: { … }` or `none: { … }` |

`any: [ … ]` and `all: [ … ]` put patterns together, and `not: { … }` turns one round. What the model does not state is unknown:
it fires neither a comparison nor its `not`. `{ stated: false }` asks whether a fact is unknown.

In messages, `{fact}` stands for a fact, `{fact.fact}` for a fact about a related entity, `{matched}` for what `some` has matched,
and `{list by fact}` for a list grouped by a related entity. Elements appear in backticks.
";

const fn about(sort: Sort) -> &'static str {
    match sort {
        Sort::Component => "Each component.",
        Sort::Connection => "Each connection.",
        Sort::Group => "Each group.",
        Sort::Cluster => "Each cluster.",
        Sort::Journey => "Each journey, also those that are assumed.",
        Sort::Fault => "Each component or failure domain whose loss has an impact on a journey.",
        Sort::Path => {
            "The shortest way from a `source` to a `target` (patterns for components) that passes nothing to be \
             `avoiding` (patterns for a `component` between them and for a `connection`), with a pattern for the `last` \
             connection if one is given. There is one for each border, source or target (`one_per`); with `source`, those that end at the same target share one \
             finding."
        }
        Sort::Cycle => "Each set of components that need each other in a circle over hard needs of traffic.",
        Sort::Accepted => "Each accepted risk, when all other rules have been run.",
        Sort::Model => "The model as a whole, once.",
    }
}
