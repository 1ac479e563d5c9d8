//! From what stands in a rule file to a pattern, checked against the tables of facts.

use super::{Pattern, Quantifier, Range, Related, Test, Wildcard};
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::model::ProtocolTable;
use crate::rules::facts::{self, Fact, Getter, Sort};
use crate::yaml::{Spanned, Value};

/// Compiles patterns, notes every problem, and counts the slots of memory that they need.
pub struct Compiler<'a> {
    protocols: &'a ProtocolTable,
    problems: Problems,
    slots: usize,
}

/// The words of a pattern that are no facts.
const KEYWORDS: [&str; 6] = ["any", "all", "not", "every", "some", "none"];

type Entry = (Spanned<String>, Spanned<Value>);

impl<'a> Compiler<'a> {
    /// A compiler whose patterns can name these protocols and use the slots of memory from this one on, for a file of
    /// which these problems are known.
    pub const fn new(protocols: &'a ProtocolTable, slots: usize, problems: Problems) -> Self {
        Self {
            protocols,
            problems,
            slots,
        }
    }

    /// The first slot of memory that no pattern uses.
    pub const fn slots(&self) -> usize {
        self.slots
    }

    /// Notes a problem that was found elsewhere in the same file.
    pub fn note(&mut self, problem: Diagnostic) {
        self.problems.note(problem);
    }

    /// Everything that was wrong.
    pub fn finish(self) -> Problems {
        self.problems
    }

    /// Compiles a pattern for entities of one sort. What is wrong is noted and left out.
    pub fn pattern(&mut self, sort: Sort, value: &Spanned<Value>) -> Pattern {
        let Some(entries) = self.entries(value, || format!("a pattern for a {sort}: a mapping of facts"))
        else {
            return Pattern::default();
        };
        let tests = entries
            .iter()
            .filter_map(|(key, value)| self.entry(sort, key, value));
        Pattern {
            tests: tests.collect(),
        }
    }

    fn entry(&mut self, sort: Sort, key: &Spanned<String>, value: &Spanned<Value>) -> Option<Test> {
        match key.value.as_str() {
            "any" => Some(Test::Any(self.patterns(sort, value))),
            "all" => Some(Test::All(self.patterns(sort, value))),
            "not" => Some(Test::Not(self.pattern(sort, value))),
            "every" => Some(self.related(sort, Quantifier::Every, value)),
            "some" => Some(self.related(sort, Quantifier::Some, value)),
            "none" => Some(self.related(sort, Quantifier::None, value)),
            name => {
                let Some(fact) = facts::fact(sort, name) else {
                    self.unknown_fact(sort, key);
                    return None;
                };
                self.fact(fact, value)
            }
        }
    }

    fn patterns(&mut self, sort: Sort, value: &Spanned<Value>) -> Vec<Pattern> {
        let Value::List(items) = &value.value else {
            self.wrong(value, "a list of patterns");
            return Vec::new();
        };
        items.iter().map(|item| self.pattern(sort, item)).collect()
    }

    fn related(&mut self, sort: Sort, quantifier: Quantifier, value: &Spanned<Value>) -> Test {
        let entries = self
            .entries(value, || format!("a relation of a {sort} with a pattern"))
            .unwrap_or_default();
        let mut tests = Vec::new();
        for (key, value) in entries {
            let relation = match facts::fact(sort, &key.value).map(|fact| &fact.getter) {
                Some(Getter::Many { sort, relation }) => Some((*sort, *relation)),
                Some(getter) => {
                    let kind = getter.type_in_words();
                    let message = format!("`{}` is {kind}, not a list of entities", key.value);
                    self.note(Diagnostic::error(message, key.span).label("no relation"));
                    None
                }
                None => {
                    self.unknown_relation(sort, key);
                    None
                }
            };
            if let Some((sort, relation)) = relation {
                let pattern = self.pattern(sort, value);
                tests.push(Test::Related(Related {
                    quantifier,
                    sort,
                    relation,
                    pattern,
                    slot: self.take_slot(),
                }));
            }
        }
        Test::All(vec![Pattern { tests }])
    }

    fn fact(&mut self, fact: &'static Fact, value: &Spanned<Value>) -> Option<Test> {
        if let Value::Map(entries) = &value.value
            && let [(key, wanted)] = entries.as_slice()
            && key.value == "stated"
            && !matches!(fact.getter, Getter::Many { .. })
        {
            let Value::Bool(wanted) = wanted.value else {
                self.wrong(wanted, "true or false");
                return None;
            };
            return Some(Test::Stated { fact, wanted });
        }
        match &fact.getter {
            Getter::Flag(get) => {
                let Value::Bool(wanted) = value.value else {
                    self.wrong(value, "true or false");
                    return None;
                };
                Some(Test::Flag { get: *get, wanted })
            }
            Getter::Number(get) => Some(Test::Number {
                get: *get,
                any_of: self.any_of(value, Self::range),
            }),
            Getter::Text { known, get } => {
                let known = known.map(|known| known(self.protocols));
                Some(Test::Text {
                    get: *get,
                    any_of: self.any_of(value, |compiler, item| compiler.text(known.as_deref(), item)),
                })
            }
            Getter::Identifier(get) => Some(Test::Text {
                get: *get,
                any_of: self.any_of(value, |compiler, item| compiler.text(None, item)),
            }),
            Getter::Word { words, get } => {
                let words = words();
                let places = self.any_of(value, |compiler, item| compiler.word(&words, item));
                Some(Test::Word {
                    get: *get,
                    any_of: places.into_iter().fold(0, |bits, place| bits | 1 << place),
                })
            }
            Getter::One { sort, get } => Some(Test::One {
                get: *get,
                pattern: self.pattern(*sort, value),
            }),
            Getter::End(get) => Some(Test::End {
                get: *get,
                pattern: self.pattern(Sort::Component, value),
                slot: self.take_slot(),
            }),
            Getter::Many { .. } => {
                let message = format!("`{}` is a list of entities", fact.name);
                let help = format!(
                    "ask with `some`, `every` or `none`: `some: {{ {}: … }}`",
                    fact.name
                );
                self.note(Diagnostic::error(message, value.span).help(help));
                None
            }
        }
    }

    /// What stands there, alone or as a list that means any of.
    fn any_of<T>(
        &mut self,
        value: &Spanned<Value>,
        mut read: impl FnMut(&mut Self, &Spanned<Value>) -> Option<T>,
    ) -> Vec<T> {
        match &value.value {
            Value::List(items) if items.is_empty() => {
                self.wrong(value, "at least one value");
                Vec::new()
            }
            Value::List(items) => items.iter().filter_map(|item| read(self, item)).collect(),
            _ => read(self, value).into_iter().collect(),
        }
    }

    fn range(&mut self, value: &Spanned<Value>) -> Option<Range> {
        if let Some(number) = number(&value.value) {
            return Some(Range::exactly(number));
        }
        let Value::Map(entries) = &value.value else {
            self.wrong(value, "a number or a comparison such as `{ below: 2 }`");
            return None;
        };
        let mut range = Range::ALL;
        for (key, value) in entries {
            let Some(number) = number(&value.value) else {
                self.wrong(value, "a number");
                continue;
            };
            match range.bounded(&key.value, number) {
                Some(bounded) => range = bounded,
                None => self.unknown("comparison", key, Range::WORDS),
            }
        }
        Some(range)
    }

    fn text(&mut self, known: Option<&[String]>, value: &Spanned<Value>) -> Option<Wildcard> {
        match &value.value {
            Value::Text(text) => {
                if let Some(known) = known
                    && !known.contains(text)
                {
                    let word = Spanned::new(text.clone(), value.span);
                    self.unknown("word", &word, known.iter().map(String::as_str));
                }
                Some(Wildcard::exactly(text.as_str()))
            }
            Value::Map(entries) => match entries.as_slice() {
                [(key, pattern)] if key.value == "like" => {
                    let Value::Text(pattern) = &pattern.value else {
                        self.wrong(pattern, "a text in which `*` stands for any run of characters");
                        return None;
                    };
                    Some(Wildcard::new(pattern))
                }
                _ => {
                    self.wrong(
                        value,
                        "a text, or `{ like: … }` with `*` for any run of characters",
                    );
                    None
                }
            },
            _ => {
                self.wrong(value, "a text");
                None
            }
        }
    }

    fn word(&mut self, words: &[&'static str], value: &Spanned<Value>) -> Option<usize> {
        let Value::Text(text) = &value.value else {
            self.wrong(value, &format!("one of {}", listed(words)));
            return None;
        };
        let place = words.iter().position(|word| word == text);
        if place.is_none() {
            let word = Spanned::new(text.clone(), value.span);
            self.unknown("word", &word, words.iter().copied());
        }
        place
    }

    fn take_slot(&mut self) -> usize {
        self.slots += 1;
        self.slots - 1
    }

    fn entries<'v>(
        &mut self,
        value: &'v Spanned<Value>,
        expected: impl FnOnce() -> String,
    ) -> Option<&'v [Entry]> {
        if let Value::Map(entries) = &value.value {
            return Some(entries);
        }
        self.wrong(value, &expected());
        None
    }

    fn wrong(&mut self, value: &Spanned<Value>, expected: &str) {
        let found = match &value.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(truth) => format!("`{truth}`"),
            Value::Integer(number) => format!("`{number}`"),
            Value::Float(number) => format!("`{number}`"),
            Value::Text(text) => format!("`{text}`"),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "a mapping".to_owned(),
        };
        let message = format!("expected {expected}, found {found}");
        self.note(Diagnostic::error(message, value.span));
    }

    fn unknown_fact(&mut self, sort: Sort, key: &Spanned<String>) {
        let names = facts::facts(sort).iter().map(|fact| fact.name);
        self.unknown(&format!("fact of a {sort}"), key, names.chain(KEYWORDS));
    }

    fn unknown_relation(&mut self, sort: Sort, key: &Spanned<String>) {
        let relations = facts::facts(sort)
            .iter()
            .filter(|fact| matches!(fact.getter, Getter::Many { .. }))
            .map(|fact| fact.name);
        self.unknown(&format!("relation of a {sort}"), key, relations);
    }

    fn unknown<'k>(
        &mut self,
        what: &str,
        key: &Spanned<String>,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let help = match nearest(&key.value, known.clone()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("known are {}", listed(&known.into_iter().collect::<Vec<_>>())),
        };
        let message = format!("unknown {what} `{}`", key.value);
        self.note(Diagnostic::error(message, key.span).help(help));
    }
}

fn number(value: &Value) -> Option<f64> {
    match *value {
        Value::Integer(number) => Some(number as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
