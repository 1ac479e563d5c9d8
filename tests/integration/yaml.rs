//! Reading YAML: positions, limits, and every problem at once.

use infra_audit::diagnostic::Diagnostic;
use infra_audit::source::Source;
use infra_audit::yaml::{self, Entries, Items, Limits, OneOrMany, Spanned, Value};
use serde::Deserialize;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
    Green,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    colour: Colour,
    size: Option<Spanned<u16>>,
    label: Option<String>,
    #[serde(default)]
    near: OneOrMany<Spanned<String>>,
    #[serde(default)]
    ready: bool,
}

#[derive(Debug, Deserialize)]
struct Box {
    name: Spanned<String>,
    owner: String,
    #[serde(default)]
    things: Entries<Thing>,
    #[serde(default)]
    list: Items<Thing>,
    extra: Option<Spanned<Value>>,
}

fn source(text: &str) -> Source {
    Source::new("box.yaml", text)
}

fn problems(text: &str) -> Vec<String> {
    let source = source(text);
    let problems = yaml::read::<Box>(&source, &Limits::default()).expect_err("the text is wrong");
    lines(&source, &problems)
}

fn lines(source: &Source, problems: &[Diagnostic]) -> Vec<String> {
    let line = |problem: &Diagnostic| {
        let place = problem
            .span
            .map_or("file".to_owned(), |span| source.position(span.start).to_string());
        let help = problem.help.as_deref().unwrap_or("-");
        format!("{place}: {} [{}] ({help})", problem.message, problem.label)
    };
    problems.iter().map(line).collect()
}

#[test]
fn a_good_file_is_read_with_places() {
    let text = "name: first\nowner: me\nthings:\n  a: { colour: red, size: 7, near: b }\n  b:\n    colour: green\n    near: [a, \"c d\"]\nextra: [1, 2.5, ~, x, {k: v}]\n";
    let source = source(text);
    let read: Box = yaml::read(&source, &Limits::default()).expect("the text is right");
    assert_eq!(source.slice(read.name.span), "first");
    assert_eq!((read.owner.as_str(), read.list.0.len()), ("me", 0));
    let [(a, first), (b, second)] = read.things.0.as_slice() else {
        panic!("two things");
    };
    assert_eq!((source.slice(a.span), source.slice(b.span)), ("a", "b"));
    let size = first.size.as_ref().expect("a size");
    assert_eq!((size.value, source.slice(size.span)), (7, "7"));
    assert_eq!(source.slice(first.near.0[0].span), "b");
    assert_eq!(source.slice(second.near.0[1].span), "\"c d\"");
    let extra = read.extra.expect("extra");
    assert_eq!(source.slice(extra.span), "[1, 2.5, ~, x, {k: v}]");
}

#[test]
fn every_problem_is_reported_at_once() {
    insta::assert_snapshot!(problems(
        "nam: x\nthings:\n  a: { colour: grene, size: 70000, near: 5, reday: true }\n  b: 5\n  7: {}\n  c: { size: many, ready: maybe, label: true }\nlist: [ { colour: blue }, x, { colour: [] } ]\nthings: {}\n"
    )
    .join("\n"));
}

#[test]
fn a_value_can_be_as_deep_as_the_deepest_limit() {
    let depth = Limits::DEEPEST;
    let source = source(&("[".repeat(depth) + &"]".repeat(depth)));
    let limits = Limits {
        depth: usize::MAX,
        ..Limits::default()
    };
    let mut value: Value = yaml::read(&source, &limits).expect("as deep as can be");
    let mut levels = 0;
    while let Value::List(mut items) = value {
        levels += 1;
        value = items.pop().map_or(Value::Null, |item| item.value);
    }
    assert_eq!(levels, depth);
}

#[test]
fn limits_are_exact() {
    let text = "name: x\nowner: y\nextra: [a, [b]]\n";
    let read = |limits: Limits| yaml::read::<Box>(&source(text), &limits).is_ok();
    let exact = Limits {
        bytes: text.len(),
        depth: 3,
        // The file itself, the list, both its items, and the item of the second.
        elements: 5,
    };
    assert!(read(exact));
    let bytes = exact.bytes - 1;
    assert!(!read(Limits { bytes, ..exact }));
    assert!(!read(Limits { depth: 2, ..exact }));
    assert!(!read(Limits { elements: 4, ..exact }));
}

#[test]
fn an_alias_counts_as_what_it_stands_for() {
    let text = format!(
        "name: &long {}\nowner: *long\nextra: [*long, *long]\n",
        "x".repeat(1000)
    );
    let read = |bytes: usize| {
        let limits = Limits {
            bytes,
            ..Limits::default()
        };
        yaml::read::<Box>(&source(&text), &limits).is_ok()
    };
    assert!(read(text.len() + 3000));
    assert!(!read(text.len() + 2999));
}

#[test]
fn a_part_is_read_with_the_places_of_the_whole() {
    let source = source("name: x\nowner: y\nextra: { colour: rde, size: 5, label: 7 }\n");
    let read: Box = yaml::read(&source, &Limits::default()).expect("the text is right");
    let part = read.extra.expect("extra");
    let problems = yaml::read_part::<Thing>(&part).expect_err("two problems");
    insta::assert_snapshot!(lines(&source, &problems).join("\n"));
}

#[test]
fn syntax_and_limits() {
    let deep = "[".repeat(100_000);
    let deep_block = (0..300).fold(String::new(), |text, level| text + &" ".repeat(level) + "a:\n");
    let bomb = (1..10).fold(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(),
        |text, level| {
            let before = level - 1;
            text + &format!(
                "a{level}: &a{level} [{}]\n",
                vec![format!("*a{before}"); 9].join(", ")
            )
        },
    );
    let chain = (1..200).fold("a0: &a0 [x]\n".to_owned(), |text, level| {
        text + &format!("a{level}: &a{level} [*a{}]\n", level - 1)
    });
    let texts = [
        "",
        "# only a comment\n",
        "---\n",
        "---\n...\n",
        "name: [\n",
        "name: x\n\towner: y\n",
        "name: x\n---\nname: y\n",
        "name: *nobody\n",
        "name: &a [*a]\n",
        "<<: x\n",
        "name: !!str 5\nowner: y\n",
        "? [a]\n: b\nname: x\nowner: y\n",
        "*x : y\n",
        "&x name: x\n*x : y\nowner: z\n",
        ": x\nname: x\nowner: y\n",
        "just text\n",
        "[a, b]\n",
        "name: \"unclosed\n",
        "%YAML 3.0\n---\nname: x\n",
        &deep,
        &deep_block,
        &bomb,
        &chain,
    ];
    let report: Vec<_> = texts
        .iter()
        .map(|text| {
            let shown: String = text.chars().take(40).collect();
            format!("{shown:?}\n  {}", problems(text).join("\n  "))
        })
        .collect();
    insta::assert_snapshot!(report.join("\n"));
}
