//! Messages: sentences with places for what is known of an entity.

use std::collections::BTreeMap;

use super::facts::{self, Entity, Evidence, Fact, Getter, Sort};
use super::pattern::Compiler;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::Endpoint;
use crate::yaml::Spanned;

/// A sentence with places for facts: `{from} reaches {to} over {protocol_name}`.
///
/// `{fact}` stands for a fact, `{fact.fact}` for a fact about a related entity, `{matched}` for what `some` has
/// matched, and `{list by fact}` for a list that is grouped by a related entity. Elements appear in backticks.
#[derive(Default)]
pub(super) struct Message {
    parts: Vec<Part>,
}

enum Part {
    Text(String),
    Place { value: Value, by: Option<&'static Fact> },
}

enum Value {
    /// Facts that lead from one entity to the next, and the one that is wanted of the last.
    Fact {
        way: Vec<&'static Fact>,
        last: &'static Fact,
    },
    Matched,
}

/// How many elements of a list, and how many groups of them, are named before the rest is only counted.
const NAMED: usize = 6;

impl Message {
    /// Reads a message about entities of one sort. `matched` are the sorts of what `some` can match in the rule.
    pub(super) fn compile(
        compiler: &mut Compiler<'_>,
        sort: Sort,
        matched: &[Sort],
        text: &Spanned<String>,
    ) -> Self {
        let mut parts = Vec::new();
        let mut rest = text.value.as_str();
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((place, behind)) = behind.split_once('}') else {
                compiler.note(
                    Diagnostic::error("the message has `{` without `}`", text.span)
                        .help("`{fact}` stands for a fact"),
                );
                break;
            };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            match part(sort, matched, place) {
                Ok(part) => parts.push(part),
                Err((message, help)) => {
                    let problem = Diagnostic::error(message, text.span);
                    compiler.note(match help {
                        Some(help) => problem.help(help),
                        None => problem,
                    });
                }
            }
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Self { parts }
    }

    /// The sentence about an entity, with what `some` has matched.
    pub(super) fn write(&self, evidence: &Evidence<'_>, entity: Entity, matched: &[Entity]) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::Place { value, by } => text.push_str(&value.write(*by, evidence, entity, matched)),
            }
        }
        // Messages are kept, and there can be very many.
        text.shrink_to_fit();
        text
    }
}

type Problem = (String, Option<String>);

fn part(sort: Sort, matched: &[Sort], place: &str) -> Result<Part, Problem> {
    let (value, by) = match place.split_once(" by ") {
        Some((value, by)) => (value.trim(), Some(by.trim())),
        None => (place.trim(), None),
    };
    let (value, listed) = if value == "matched" {
        let &[sort] = matched else {
            let message = "`{matched}` stands for what `some` matches, and must be of one sort".to_owned();
            return Err((message, None));
        };
        (Value::Matched, Some(sort))
    } else {
        let mut sort = sort;
        let mut way = Vec::new();
        let mut names = value.split('.').peekable();
        loop {
            let fact = fact(sort, names.next().unwrap_or_default())?;
            if names.peek().is_none() {
                let listed = match fact.getter {
                    Getter::Many { sort, .. } => Some(sort),
                    _ => None,
                };
                break (Value::Fact { way, last: fact }, listed);
            }
            sort = match fact.getter {
                Getter::One { sort, .. } => sort,
                Getter::End(_) => Sort::Component,
                _ => {
                    let kind = fact.getter.type_in_words();
                    return Err((format!("`{}` is {kind} and leads no further", fact.name), None));
                }
            };
            way.push(fact);
        }
    };
    let by = match (by, listed) {
        (None, _) => None,
        (Some(_), None) => return Err((format!("`{place}` groups what is no list"), None)),
        (Some(by), Some(sort)) => {
            let by = fact(sort, by)?;
            if !matches!(by.getter, Getter::One { .. }) {
                return Err((format!("`{}` is no entity to group by", by.name), None));
            }
            Some(by)
        }
    };
    Ok(Part::Place { value, by })
}

fn fact(sort: Sort, name: &str) -> Result<&'static Fact, Problem> {
    facts::fact(sort, name).ok_or_else(|| {
        let names = facts::facts(sort).iter().map(|fact| fact.name);
        let help = nearest(name, names).map(|name| format!("did you mean `{name}`?"));
        (format!("unknown fact of a {sort} `{name}` in the message"), help)
    })
}

impl Value {
    fn write(
        &self,
        by: Option<&'static Fact>,
        evidence: &Evidence<'_>,
        entity: Entity,
        matched: &[Entity],
    ) -> String {
        match self {
            Self::Matched => list(by, evidence, matched),
            Self::Fact { way, last } => {
                let at = way.iter().try_fold(entity, |at, fact| match &fact.getter {
                    Getter::One { get, .. } => get(evidence, at),
                    Getter::End(get) => match get(evidence, at)? {
                        Endpoint::Component(component) => Some(Entity::Component(component)),
                        Endpoint::Cluster(_) => None,
                    },
                    _ => None,
                });
                at.and_then(|at| fact_in_words(last, by, evidence, at))
                    .unwrap_or_else(|| "unknown".to_owned())
            }
        }
    }
}

fn fact_in_words(
    fact: &Fact,
    by: Option<&'static Fact>,
    evidence: &Evidence<'_>,
    entity: Entity,
) -> Option<String> {
    match &fact.getter {
        Getter::Flag(get) => get(evidence, entity).map(|flag| flag.to_string()),
        Getter::Number(get) => get(evidence, entity).map(|number| number.to_string()),
        Getter::Text { get, .. } => get(evidence, entity).map(Into::into),
        Getter::Identifier(get) => get(evidence, entity).map(|id| format!("`{id}`")),
        Getter::Word { words, get } => {
            get(evidence, entity).and_then(|place| words().get(place).map(|&word| word.to_owned()))
        }
        Getter::One { get, .. } => get(evidence, entity).map(|other| name(evidence, other)),
        Getter::End(get) => {
            get(evidence, entity).map(|end| format!("`{}`", evidence.topology.endpoint_id(end)))
        }
        Getter::Many { relation, .. } => {
            let mut others = Vec::new();
            // Nothing ends the visit early.
            let _ = relation.visit(evidence, entity, &mut |other| {
                others.push(other);
                std::ops::ControlFlow::Continue(())
            });
            Some(list(by, evidence, &others))
        }
    }
}

fn name(evidence: &Evidence<'_>, entity: Entity) -> String {
    format!("`{}`", entity.subject(evidence).id(evidence.topology))
}

/// A list in words, grouped by a related entity if one is given: "`a` and `b` on `host`, `c`".
fn list(by: Option<&'static Fact>, evidence: &Evidence<'_>, entities: &[Entity]) -> String {
    let Some(Fact {
        getter: Getter::One { get, .. },
        ..
    }) = by
    else {
        let names = entities.iter().take(NAMED).map(|&entity| name(evidence, entity));
        return enumerate(names.collect(), entities.len().saturating_sub(NAMED));
    };
    let mut groups: BTreeMap<Option<Entity>, Vec<Entity>> = BTreeMap::new();
    for &entity in entities {
        groups.entry(get(evidence, entity)).or_default().push(entity);
    }
    let mut named = 0;
    // What stands nowhere comes last.
    let (placed, nowhere): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(group, _)| group.is_some());
    let texts = placed
        .into_iter()
        .chain(nowhere)
        .map_while(|(group, members)| {
            if named >= NAMED {
                return None;
            }
            named += members.len();
            let members = list(None, evidence, &members);
            Some(match group {
                Some(group) => format!("{members} on {}", name(evidence, group)),
                None => members,
            })
        })
        .collect::<Vec<_>>();
    match entities.len() - named {
        0 => texts.join(", "),
        more => format!("{}, and {more} more", texts.join(", ")),
    }
}

fn enumerate(mut names: Vec<String>, more: usize) -> String {
    if more > 0 {
        return format!("{} and {more} more", names.join(", "));
    }
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        Some(last) => last,
        None => "nothing".to_owned(),
    }
}
