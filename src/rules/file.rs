//! What stands in a rule file, key by key.

use schemars::JsonSchema;
use serde::Deserialize;

use super::facts::{Sort, fact, facts};
use super::message::Message;
use super::pattern::{Compiler, Pattern};
use super::rule::{Case, Example, Examples, OnePer, PathSearch, Rule, Standing, Variant};
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::finding::Severity;
use crate::model::{Concern, Date, ProtocolTable};
use crate::source::{Source, Span};
use crate::yaml::{self, Items, Limits, OneOrMany, Reading, Spanned, Value};

/// A rule: what to look for, why it matters, and models that show what it finds.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// A noun phrase that names the defect, in lower case with hyphens; the name of the file without its ending.
    id: Spanned<String>,
    /// What is wrong, in a few words.
    title: Spanned<String>,
    /// How bad it is, where no variant says otherwise.
    severity: Severity,
    /// What it is about. Models that list it under `out_of_scope` are not asked.
    concern: Concern,
    /// What the rule looks at, one after the other.
    each: Option<Spanned<Sort>>,
    /// What must hold for a finding.
    #[serde(rename = "where")]
    condition: Option<Spanned<Value>>,
    /// For paths: where they begin.
    source: Option<Spanned<Value>>,
    /// For paths: where they end.
    target: Option<Spanned<Value>>,
    /// For paths: what the last connection must be like.
    last: Option<Spanned<Value>>,
    /// For paths: what they must not pass.
    avoiding: Option<Spanned<AvoidingFile>>,
    /// For paths `border`, `source` or `target`: of those that have it in common, the shortest is kept, and with
    /// `source` those that end at the same target share one finding. Otherwise a fact: what agrees in it shares one
    /// finding, and if it is an element, rules that yield to this one give way there as well.
    one_per: Option<Spanned<String>>,
    /// What is wrong, as one sentence without a full stop, with facts in braces.
    message: Option<Spanned<String>>,
    /// Other severities and messages for some of what is found; the first that matches holds.
    #[serde(default)]
    variants: Items<VariantFile>,
    /// Several things to look at, in place of `each` and what belongs to it.
    #[serde(default)]
    cases: Items<Spanned<CaseFile>>,
    /// Rules to which a finding gives way that stands at the same element, or at the one that their `one_per` names.
    #[serde(default)]
    yields_to: Items<Spanned<String>>,
    /// Why it matters.
    why: Spanned<String>,
    /// How to mend it.
    fix: Spanned<String>,
    /// What others say about it: standards, guides, books.
    #[serde(default)]
    references: Items<String>,
    /// Models that are run as tests.
    examples: ExamplesFile,
}

/// One of several things that a rule looks at.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Case")]
struct CaseFile {
    /// What the rule looks at, one after the other.
    each: Option<Spanned<Sort>>,
    /// What must hold for a finding.
    #[serde(rename = "where")]
    condition: Option<Spanned<Value>>,
    /// For paths: where they begin.
    source: Option<Spanned<Value>>,
    /// For paths: where they end.
    target: Option<Spanned<Value>>,
    /// For paths: what the last connection must be like.
    last: Option<Spanned<Value>>,
    /// For paths: what they must not pass.
    avoiding: Option<Spanned<AvoidingFile>>,
    /// What findings have in common of which one is kept.
    one_per: Option<Spanned<String>>,
    /// How bad it is, where it differs from the rule's own severity.
    severity: Option<Severity>,
    /// What is wrong, as one sentence without a full stop, with facts in braces.
    message: Option<Spanned<String>>,
    /// Other severities and messages for some of what is found; the first that matches holds.
    #[serde(default)]
    variants: Items<VariantFile>,
}

/// What a path must not pass.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Avoiding")]
struct AvoidingFile {
    /// A component between source and target.
    component: Option<Spanned<Value>>,
    /// A connection.
    connection: Option<Spanned<Value>>,
}

/// A severity and a message for some of what is found.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Variant")]
struct VariantFile {
    /// What must hold for the variant.
    #[serde(rename = "where")]
    condition: Spanned<Value>,
    /// How bad it is then.
    severity: Option<Severity>,
    /// What is wrong then.
    message: Option<Spanned<String>>,
}

/// Models that are run as tests, each with the whole catalogue.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Examples")]
struct ExamplesFile {
    /// Models in which the rule finds something.
    flagged: Spanned<Items<FlaggedFile>>,
    /// Models in which it finds nothing, though one might think that it should.
    clean: Spanned<Items<CleanFile>>,
}

/// A model in which the rule finds something.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Flagged")]
struct FlaggedFile {
    /// The model, in the topology format.
    model: Spanned<Value>,
    /// The identifiers of the elements at which the rule finds something: all of them, and no others.
    expect: Spanned<OneOrMany<String>>,
    /// The day of the audit, where that matters.
    today: Option<Spanned<String>>,
}

/// A model in which the rule finds nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Clean")]
struct CleanFile {
    /// The model, in the topology format.
    model: Spanned<Value>,
    /// The day of the audit, where that matters.
    today: Option<Spanned<String>>,
}

/// A rule, with the places that are looked at when all rules are known, and with what is wrong with it alone.
pub(super) struct ReadRule {
    pub(super) problems: Problems,
    pub(super) rule: Rule,
    pub(super) id: Span,
    pub(super) yields_to: Vec<Spanned<String>>,
}

/// Reads a rule file. The patterns use the slots of memory from `slots` on; their number is raised accordingly.
///
/// What is wrong with it is noted, and what could be read is checked all the same.
///
/// # Errors
///
/// The file and what is wrong with it, if nothing of it could be read.
pub(super) fn read(
    source: Source,
    is_shipped: bool,
    protocols: &ProtocolTable,
    slots: &mut usize,
) -> Result<ReadRule, (Source, Vec<Diagnostic>)> {
    // What could be read is checked whether or not all could be, so that one run tells everything.
    let Reading { value, problems } = yaml::read_leniently(&source, &Limits::default());
    let Some(file): Option<RuleFile> = value else {
        return Err((source, problems.sorted()));
    };
    let mut compiler = Compiler::new(protocols, *slots, problems);
    check_id(&mut compiler, &source, &file.id);
    let direct = CaseFile {
        each: file.each,
        condition: file.condition,
        source: file.source,
        target: file.target,
        last: file.last,
        avoiding: file.avoiding,
        one_per: file.one_per,
        severity: None,
        message: file.message,
        variants: file.variants,
    };
    let cases: Vec<_> = if file.cases.0.is_empty() {
        vec![Spanned::new(direct, file.id.span)]
    } else {
        if let Some(each) = &direct.each {
            compiler.note(Diagnostic::error(
                "a rule with `cases` has no `each` of its own",
                each.span,
            ));
        }
        file.cases.0
    };
    let cases = cases
        .into_iter()
        .filter_map(|case| case_of(&mut compiler, case, file.severity))
        .collect();
    let examples = examples(&mut compiler, &file.id, file.examples);
    for text in [&file.title, &file.why, &file.fix] {
        if text.value.trim().is_empty() {
            compiler.note(Diagnostic::error("expected a text, found nothing", text.span));
        }
    }
    *slots = compiler.slots();
    Ok(ReadRule {
        problems: compiler.finish(),
        id: file.id.span,
        yields_to: file.yields_to.0.clone(),
        rule: Rule {
            id: file.id.value,
            title: file.title.value,
            severity: file.severity,
            concern: file.concern,
            why: file.why.value.trim().to_owned(),
            fix: file.fix.value.trim().to_owned(),
            references: file.references.0,
            examples,
            yields_to: file.yields_to.0.into_iter().map(|rule| rule.value).collect(),
            cases,
            source,
            is_shipped,
            standing: Standing::default(),
        },
    })
}

fn check_id(compiler: &mut Compiler<'_>, source: &Source, id: &Spanned<String>) {
    let is_kebab = |text: &str| {
        text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
    };
    if !is_kebab(&id.value) {
        let problem = Diagnostic::error(format!("`{}` is no identifier of a rule", id.value), id.span);
        compiler.note(problem.help("lower-case words with hyphens between them, such as `missing-https`"));
    }
    let name = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name
        .strip_suffix(".yaml")
        .or_else(|| name.strip_suffix(".yml"))
        .unwrap_or(name);
    if stem != id.value {
        let problem = Diagnostic::error(
            format!("rule `{}` stands in a file called `{name}`", id.value),
            id.span,
        );
        compiler.note(problem.help(format!("call the file `{}.yaml`", id.value)));
    }
}

fn case_of(compiler: &mut Compiler<'_>, case: Spanned<CaseFile>, severity: Severity) -> Option<Case> {
    let Spanned { value: case, span } = case;
    let Some(each) = case.each else {
        let known: Vec<_> = Sort::ALL.iter().map(|sort| format!("`{sort}`")).collect();
        let problem = Diagnostic::error("missing key `each`: what the rule looks at", span);
        compiler.note(problem.help(format!("one of {}", known.join(", "))));
        return None;
    };
    if each.is_stand_in() {
        return None;
    }
    let sort = each.value;
    let condition = optional(compiler, sort, case.condition.as_ref());
    let (path, one_per) = if sort == Sort::Path {
        let path = PathSearch {
            source: required(
                compiler,
                Sort::Component,
                case.source.as_ref(),
                "source",
                each.span,
            ),
            target: required(
                compiler,
                Sort::Component,
                case.target.as_ref(),
                "target",
                each.span,
            ),
            last: optional(compiler, Sort::Connection, case.last.as_ref()),
            avoided_components: case
                .avoiding
                .as_ref()
                .and_then(|avoiding| avoiding.value.component.as_ref())
                .map(|component| compiler.pattern(Sort::Component, component)),
            avoided_connections: case
                .avoiding
                .as_ref()
                .and_then(|avoiding| avoiding.value.connection.as_ref())
                .map(|connection| compiler.pattern(Sort::Connection, connection)),
            one_per: path_key(compiler, case.one_per.as_ref(), each.span),
        };
        (Some(path), None)
    } else {
        let spans = [
            ("source", case.source.as_ref().map(|key| key.span)),
            ("target", case.target.as_ref().map(|key| key.span)),
            ("last", case.last.as_ref().map(|key| key.span)),
            ("avoiding", case.avoiding.as_ref().map(|key| key.span)),
        ];
        for (key, span) in spans {
            if let Some(span) = span {
                let problem = Diagnostic::error(format!("`{key}` is for paths"), span);
                compiler.note(problem.help("`each: path`, or put it into `where`"));
            }
        }
        (None, fact_key(compiler, sort, case.one_per.as_ref()))
    };
    let variants: Vec<_> = case
        .variants
        .0
        .into_iter()
        .map(|variant| (compiler.pattern(sort, &variant.condition), variant))
        .collect();
    let mut matched = condition.matched_sorts();
    matched.extend(
        variants
            .iter()
            .flat_map(|(condition, _)| condition.matched_sorts()),
    );
    matched.sort_unstable();
    matched.dedup();
    let message = if let Some(message) = &case.message {
        Message::compile(compiler, sort, &matched, message)
    } else {
        compiler.note(Diagnostic::error("missing key `message`", each.span));
        Message::default()
    };
    let variants = variants
        .into_iter()
        .map(|(condition, variant)| Variant {
            condition,
            severity: variant.severity,
            message: variant
                .message
                .map(|message| Message::compile(compiler, sort, &matched, &message)),
        })
        .collect();
    Some(Case {
        each: sort,
        condition,
        path,
        one_per,
        severity: case.severity.unwrap_or(severity),
        message,
        variants,
    })
}

fn optional(compiler: &mut Compiler<'_>, sort: Sort, value: Option<&Spanned<Value>>) -> Pattern {
    value.map_or_else(Pattern::default, |value| compiler.pattern(sort, value))
}

fn required(
    compiler: &mut Compiler<'_>,
    sort: Sort,
    value: Option<&Spanned<Value>>,
    key: &str,
    span: Span,
) -> Pattern {
    if value.is_none() {
        compiler.note(Diagnostic::error(format!("a path needs the key `{key}`"), span));
    }
    optional(compiler, sort, value)
}

fn path_key(compiler: &mut Compiler<'_>, key: Option<&Spanned<String>>, each: Span) -> OnePer {
    match key.map(|key| (key.value.as_str(), key.span)) {
        Some(("border", _)) => OnePer::Border,
        Some(("source", _)) => OnePer::Source,
        Some(("target", _)) => OnePer::Target,
        Some((other, span)) => {
            let problem = Diagnostic::error(format!("paths are not told apart by `{other}`"), span);
            compiler.note(problem.help("one of `border`, `source`, `target`"));
            OnePer::Border
        }
        None => {
            let problem = Diagnostic::error("a path needs the key `one_per`", each);
            compiler.note(problem.help("one of `border`, `source`, `target`"));
            OnePer::Border
        }
    }
}

fn fact_key(
    compiler: &mut Compiler<'_>,
    sort: Sort,
    key: Option<&Spanned<String>>,
) -> Option<&'static super::facts::Fact> {
    let key = key?;
    let found = fact(sort, &key.value);
    if found.is_none() {
        let problem = Diagnostic::error(format!("unknown fact of a {sort} `{}`", key.value), key.span);
        let names = facts(sort).iter().map(|fact| fact.name);
        compiler.note(match nearest(&key.value, names) {
            Some(name) => problem.help(format!("did you mean `{name}`?")),
            None => problem,
        });
    }
    found
}

fn examples(compiler: &mut Compiler<'_>, id: &Spanned<String>, file: ExamplesFile) -> Examples {
    let mut day = |today: Option<Spanned<String>>| -> Option<Date> {
        let today = today?;
        match today.value.parse() {
            Ok(today) => Some(today),
            Err(invalid) => {
                compiler.note(Diagnostic::error(format!("{invalid}"), today.span));
                None
            }
        }
    };
    let places = [("flagged", file.flagged.span), ("clean", file.clean.span)];
    let mut flagged = Vec::new();
    let mut empty = Vec::new();
    for example in file.flagged.value {
        if example.expect.value.0.is_empty() {
            empty.push(example.expect.span);
        }
        flagged.push(Example {
            model: example.model,
            expect: example.expect.value.0,
            today: day(example.today),
        });
    }
    let clean: Vec<_> = file
        .clean
        .value
        .into_iter()
        .map(|example| Example {
            model: example.model,
            expect: Vec::new(),
            today: day(example.today),
        })
        .collect();
    for span in empty {
        compiler.note(Diagnostic::error("a flagged example expects nothing", span));
    }
    for ((sort, place), is_empty) in places.into_iter().zip([flagged.is_empty(), clean.is_empty()]) {
        if is_empty {
            let message = format!("rule `{}` has no {sort} example", id.value);
            compiler.note(Diagnostic::error(message, place));
        }
    }
    Examples { flagged, clean }
}
