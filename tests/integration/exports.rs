//! The diagram in the languages of other tools: what is said, and that no name can say anything else.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use infra_audit::diagram::Direction;
use infra_audit::diagram::export::{Format, export};
use infra_audit::finding::{Finding, Fingerprint, Proof, Severity, Subject};
use infra_audit::load;
use infra_audit::model::{Concern, Topology};
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use proptest::prelude::*;

fn load(text: &str) -> Topology {
    load::topology(&Source::new("model.yaml", text), &Limits::default())
        .expect("a topology without errors")
        .topology
}

fn models() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let mut models: Vec<_> = fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| {
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (stem, fs::read_to_string(path).expect("a readable model"))
        })
        .collect();
    models.sort();
    assert!(!models.is_empty());
    models
}

fn plain(format: Format, topology: &Topology) -> String {
    export(format, topology, &[], Direction::Right)
}

#[test]
fn every_model_in_every_language() {
    for (name, text) in models() {
        let topology = load(&text);
        for format in Format::ALL {
            insta::assert_snapshot!(format!("{name}-{}", format.ending()), plain(format, &topology));
        }
    }
}

const SMALL: &str = "
name: Small shop
groups:
  outside: { kind: network, trust: untrusted }
  rack: { kind: rack }
  host-1: { kind: host, in: rack, firewall: true }
  spare: { kind: host, in: rack }
components:
  user: { kind: client, in: outside }
  edge: { kind: firewall, in: rack, guards: host-1 }
  web.1: { kind: web-server, software: Nginx, in: host-1, replicas: 3, min_available: 2 }
  web-1: { kind: web-server, in: host-1 }
  jobs: { kind: queue }
  db-1: { kind: database, in: host-1 }
  db-2: { kind: database }
  files: { kind: object-store }
clusters:
  data: { mode: primary-replica, primary: db-1, members: [db-1, db-2] }
  web: { mode: active-active, members: [web.1, web-1] }
connections:
  - { from: user, to: web, protocol: https }
  - { from: user, to: web, protocol: http, redirect: true }
  - { from: web, to: data, protocol: mysql, tls: true }
  - { from: web, to: jobs, protocol: amqp, dependency: optional }
  - { from: db-1, to: db-2, protocol: mysql, purpose: replication }
  - { from: data, to: files, protocol: s3, port: 9000, purpose: backup }
  - { from: jobs, to: web.1, port: 8080 }
  - { from: jobs, to: web-1 }
";

fn finding(subject: Subject, severity: Severity) -> Finding {
    Finding {
        rule: "rule".to_owned(),
        title: "Rule".to_owned(),
        severity,
        concern: Concern::Availability,
        subject,
        message: "something is wrong".to_owned(),
        journeys: Vec::new(),
        impact: None,
        proof: Proof::default(),
        fingerprint: Fingerprint::new("rule", subject.kind(), ""),
    }
}

/// Findings about an element of each sort, and some that have no place in the picture.
fn findings(topology: &Topology) -> Vec<Finding> {
    let first = "every table has an element";
    let component = Subject::Component(topology.components.indices().next().expect(first));
    vec![
        finding(component, Severity::Medium),
        finding(component, Severity::Critical),
        finding(
            Subject::Connection(topology.connections.indices().next().expect(first)),
            Severity::High,
        ),
        finding(
            Subject::Group(topology.groups.indices().next().expect(first)),
            Severity::Low,
        ),
        finding(
            Subject::Cluster(topology.clusters.indices().next().expect(first)),
            Severity::Info,
        ),
        finding(Subject::Model, Severity::Critical),
        finding(
            Subject::Journey(topology.journeys.indices().next().expect(first)),
            Severity::Critical,
        ),
    ]
}

#[test]
fn findings_mark_what_they_are_about() {
    let topology = load(SMALL);
    let mut findings = findings(&topology);
    for format in Format::ALL {
        let marked = export(format, &topology, &findings, Direction::Down);
        insta::assert_snapshot!(format!("marked-{}", format.ending()), marked);
        findings.reverse();
        assert_eq!(export(format, &topology, &findings, Direction::Down), marked);
    }
}

#[test]
fn a_topology_without_anything_is_a_diagram_all_the_same() {
    let topology = Topology::default();
    for format in Format::ALL {
        insta::assert_snapshot!(format!("empty-{}", format.ending()), plain(format, &topology));
    }
}

#[test]
fn a_format_is_known_by_the_ending_of_a_file() {
    for format in Format::ALL {
        assert_eq!(Format::from_ending(format.ending()), Some(format));
        assert_eq!(Format::from_ending(&format.ending().to_uppercase()), Some(format));
    }
    assert_eq!(Format::from_ending("svg"), None);
}

/// The text without what is written for people: what is left is structure.
fn skeleton(format: Format, text: &str) -> String {
    let mut left = String::new();
    for line in text.lines() {
        match format {
            Format::Dot => skeleton_of_dot(line, &mut left),
            Format::PlantUml => skeleton_of_plantuml(line, &mut left),
            Format::Mermaid => strip_quoted(line, None, &mut left),
            Format::D2 => strip_quoted(line, Some('\\'), &mut left),
        }
        left.push('\n');
    }
    left
}

/// Leaves out what stands between double quotes.
fn strip_quoted(line: &str, escape: Option<char>, left: &mut String) {
    let mut quoted = false;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '"' {
            quoted = !quoted;
        }
        if quoted && Some(letter) == escape {
            letters.next();
        }
        if !quoted {
            left.push(letter);
        }
    }
    assert!(!quoted, "a quote is left open: {line}");
}

/// Leaves out HTML-like labels, whose angle brackets are balanced.
fn skeleton_of_dot(line: &str, left: &mut String) {
    let mut depth = 0_u32;
    for letter in line.replace("->", "to").chars() {
        match letter {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ if depth == 0 => left.push(letter),
            _ => {}
        }
    }
    assert_eq!(depth, 0, "a label is left open: {line}");
}

/// Leaves out quoted texts, the title and the texts of lines.
fn skeleton_of_plantuml(line: &str, left: &mut String) {
    if line.starts_with("title ") {
        left.push_str("title");
    } else if line.contains("]->") {
        left.push_str(line.split(" : ").next().unwrap_or_default());
    } else {
        strip_quoted(line, None, left);
    }
}

/// The first line of every text, as the tool shows it.
fn shown(format: Format, text: &str) -> Vec<String> {
    let begin = match format {
        Format::D2 => ": \"",
        _ => "<b>",
    };
    let ends: &[&str] = match format {
        Format::D2 => &["\\n", "\" {"],
        _ => &["</b>"],
    };
    text.lines()
        .filter_map(|line| line.split_once(begin))
        .filter(|(before, _)| !before.contains("->") && (format != Format::D2 || !before.contains('{')))
        .map(|(_, behind)| {
            let mut end = 0;
            // In D2 what ends a text can stand in it, behind a backslash.
            assert!(
                ends.iter().any(|mark| behind.contains(mark)),
                "a text has no end: {behind}"
            );
            while !ends.iter().any(|mark| behind[end..].starts_with(mark)) {
                assert!(end < behind.len(), "a text has no end: {behind}");
                let letters = if format == Format::D2 && behind[end..].starts_with('\\') {
                    2
                } else {
                    1
                };
                end += behind[end..]
                    .chars()
                    .take(letters)
                    .map(char::len_utf8)
                    .sum::<usize>();
            }
            decoded(format, &behind[..end])
        })
        .collect()
}

/// What the tool makes of an escaped text.
fn decoded(format: Format, text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (shown, length) = match (format, letter) {
            (Format::Dot, '&') => entity(rest, ["&", ";"]),
            (Format::Dot | Format::D2, '\\') => {
                let escaped = rest.chars().nth(1).expect("a character behind the backslash");
                (escaped.to_string(), 1 + escaped.len_utf8())
            }
            (Format::Mermaid, '#') => entity(rest, ["#", ";"]),
            (Format::Mermaid, '<') => (String::new(), "<wbr>".len()),
            (Format::PlantUml, '<') => entity(rest, ["<U+", ">"]),
            _ => (letter.to_string(), letter.len_utf8()),
        };
        decoded.push_str(&shown);
        rest = &rest[length..];
    }
    decoded
}

fn entity(text: &str, [begin, end]: [&str; 2]) -> (String, usize) {
    let (name, _) = text
        .strip_prefix(begin)
        .and_then(|text| text.split_once(end))
        .expect("an entity with its end");
    let code = match (begin, name) {
        (_, "amp") => u32::from('&'),
        (_, "lt") => u32::from('<'),
        (_, "gt") => u32::from('>'),
        (_, "quot") => u32::from('"'),
        ("<U+", digits) => u32::from_str_radix(digits, 16).expect("a hexadecimal number"),
        (_, digits) => digits.trim_start_matches('#').parse().expect("a number"),
    };
    let letter = char::from_u32(code).expect("a code point");
    (letter.to_string(), begin.len() + name.len() + end.len())
}

/// Words that mean something in one of the languages or in the text of its pictures.
const WORDS: &[&str] = &[
    "\"",
    "\\",
    "\\n",
    "\\N",
    "end",
    "graph",
    "subgraph",
    "<b>",
    "</b>",
    "<br/>",
    "${x}",
    "$$x$$",
    "|md",
    "`",
    "%%{",
    "]",
    "[",
    ")",
    "}",
    "{{",
    "--",
    "==",
    "__",
    "//",
    "**",
    "~",
    "#quot;",
    "&lt;",
    "&#60;",
    "<U+0041>",
    "#35;",
    "'",
    "/'",
    "!include",
    "@enduml",
    "ﬂ°°35¶ß",
    ";",
    ":",
    "null",
    "->",
    "%date()",
    "[[x]]",
    "<$s>",
    "fa:fa-car",
    ":::",
    "é",
    "日本",
    "😀",
    "...",
    "label",
    "]]>",
    "-->",
    " ",
];

/// A text of such words and other visible characters, without space at its ends or doubled.
fn hostile() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        proptest::sample::select(WORDS).prop_map(str::to_owned),
        "[!-~]{1,3}",
        "[a-z]{1,6}",
    ];
    proptest::collection::vec(word, 1..6)
        .prop_map(|words| {
            let text = words.concat();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .prop_filter("a name has letters", |text| !text.is_empty())
}

/// Gives every element a title and software of these, in turn.
fn rename(topology: &mut Topology, texts: &[String]) {
    let mut texts = texts.iter().cloned().cycle();
    let mut next = || texts.next();
    topology.name = next().unwrap_or_default();
    for group in topology.groups.indices() {
        topology.groups[group].title = next();
    }
    for component in topology.components.indices() {
        topology.components[component].title = next();
        topology.components[component].software = Some("x".to_owned());
    }
    for cluster in topology.clusters.indices() {
        topology.clusters[cluster].title = next();
    }
    for connection in topology.connections.indices() {
        if let Some(protocol) = &mut topology.connections[connection].protocol {
            protocol.title = next().unwrap_or_default().into();
        }
    }
}

fn titles(topology: &Topology) -> Vec<String> {
    let groups = topology.groups.values().map(|group| group.name().to_owned());
    let components = topology
        .components
        .values()
        .map(|component| component.name().to_owned());
    let clusters = topology
        .clusters
        .values()
        .map(|cluster| cluster.name().to_owned());
    let mut titles: Vec<_> = groups.chain(components).chain(clusters).collect();
    titles.sort();
    titles
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn names_change_nothing_but_what_is_shown(texts in proptest::collection::vec(hostile(), 1..24)) {
        let mut harmless = load(SMALL);
        rename(&mut harmless, &["name".to_owned()]);
        let mut topology = harmless.clone();
        rename(&mut topology, &texts);
        for format in Format::ALL {
            let text = plain(format, &topology);
            prop_assert_eq!(skeleton(format, &text), skeleton(format, &plain(format, &harmless)));
            let mut found = shown(format, &text);
            // Where the title of the whole is written like the others, it is one of them.
            let mut expected = titles(&topology);
            if format != Format::Mermaid {
                expected.push(topology.name.clone());
            }
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_left_out(text in any::<String>()) {
        let mut topology = load(SMALL);
        rename(&mut topology, &[text]);
        for format in Format::ALL {
            let text = plain(format, &topology);
            let unseen = text.chars().find(|&letter| {
                letter != '\n' && letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{feff}')
            });
            prop_assert_eq!(unseen, None);
        }
    }
}

#[test]
fn every_element_is_drawn_once() {
    for (name, text) in models()
        .into_iter()
        .chain([("small".to_owned(), SMALL.to_owned())])
    {
        let topology = load(&text);
        let members: usize = topology
            .clusters
            .values()
            .map(|cluster| cluster.members.len())
            .sum();
        for format in Format::ALL {
            let text = plain(format, &topology);
            let skeleton = skeleton(format, &text);
            let lines: Vec<_> = skeleton.lines().map(str::trim).collect();
            let count = |is: &dyn Fn(&str) -> bool| lines.iter().filter(|line| is(line)).count();
            let arrow = |line: &str| is_connection(format, line);
            let tie = |line: &str| is_tie(format, line);
            let label = format!("{name} as {}", format.ending());
            assert_eq!(
                count(&arrow),
                topology.connections.len(),
                "connections of {label}"
            );
            assert_eq!(count(&tie), members, "members of {label}");
            let ends: [&str; 2] = match format {
                Format::Mermaid => ["subgraph ", "end"],
                _ => ["{", "}"],
            };
            let opened = |line: &str| match format {
                Format::Mermaid => line.starts_with(ends[0]),
                _ => line.ends_with(ends[0]),
            };
            let rest = match format {
                Format::Dot | Format::D2 => 1,
                Format::Mermaid | Format::PlantUml => 0,
            };
            assert_eq!(count(&opened), topology.groups.len() + rest, "groups of {label}");
            assert_eq!(
                count(&|line| line == ends[1]),
                topology.groups.len() + rest,
                "ends in {label}"
            );
            let boxes: Vec<_> = lines
                .iter()
                .filter(|line| !arrow(line) && !tie(line))
                .filter_map(|line| declared(format, line))
                .collect();
            for [open, close] in [['{', '}'], ['[', ']'], ['(', ')']] {
                assert_eq!(
                    skeleton.matches(open).count(),
                    skeleton.matches(close).count(),
                    "{open}{close} in {label}"
                );
            }
            let expected = topology.components.len() + topology.clusters.len();
            assert_eq!(boxes.len(), expected, "boxes of {label}: {boxes:?}");
            let distinct: BTreeSet<_> = boxes.iter().collect();
            assert_eq!(distinct.len(), expected, "names of {label}: {boxes:?}");
        }
    }
}

fn is_connection(format: Format, line: &str) -> bool {
    match format {
        Format::Dot => line.contains(" to ") && !line.contains("dir=none"),
        Format::Mermaid => line.contains("-->") || line.contains("==>"),
        Format::D2 => line.contains(" -> "),
        Format::PlantUml => line.contains("]-> "),
    }
}

/// Whether a line of a skeleton leads from a cluster to a member.
fn is_tie(format: Format, line: &str) -> bool {
    match format {
        Format::Dot => line.contains(" to ") && line.contains("dir=none"),
        Format::Mermaid => line.contains(" --- "),
        Format::D2 => line.contains(" -- "),
        Format::PlantUml => line.contains("]- "),
    }
}

/// The name that a line of a skeleton declares, if it declares a box.
fn declared(format: Format, line: &str) -> Option<&str> {
    let is_box = |name: &&str| name.starts_with("c_") || name.starts_with("cluster_");
    let name = match format {
        Format::Dot => line.split(" [").next()?,
        Format::Mermaid => line
            .split(['(', '[', '{'])
            .next()
            .filter(|_| line.contains(['(', '[', '{']))?,
        Format::D2 => line.split_once(':')?.0,
        Format::PlantUml => line.split_once(" as ")?.1.split(' ').next()?,
    };
    Some(name).filter(is_box)
}

#[test]
fn the_order_of_keys_in_the_file_changes_nothing() {
    for (_, text) in models() {
        let mut file: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        let sections = file.as_mapping_mut().expect("a mapping");
        for section in ["groups", "components", "clusters", "journeys"] {
            if let Some(section) = sections
                .get_mut(section)
                .and_then(serde_yaml::Value::as_mapping_mut)
            {
                let mut entries: Vec<_> = std::mem::take(section).into_iter().collect();
                entries.reverse();
                section.extend(entries);
            }
        }
        let turned = serde_yaml::to_string(&file).expect("YAML");
        assert_ne!(turned, text);
        for format in Format::ALL {
            assert_eq!(plain(format, &load(&turned)), plain(format, &load(&text)));
        }
    }
}

#[test]
fn deep_nesting_stays_shallow_and_short() {
    let mut text = "name: Deep\ngroups:\n  g0: { kind: network }\n".to_owned();
    let groups = 5_000;
    for group in 1..groups {
        writeln!(text, "  g{group}: {{ kind: network, in: g{} }}", group - 1)
            .expect("a string takes any text");
    }
    text.push_str("components:\n  user: { kind: client, in: g0 }\n");
    writeln!(text, "  service: {{ kind: service, in: g{} }}", groups - 1).expect("a string takes any text");
    text.push_str("connections:\n  - { from: user, to: service }\n");
    let topology = load(&text);
    for format in Format::ALL {
        let text = plain(format, &topology);
        let deepest = text
            .lines()
            .map(|line| line.len() - line.trim_start().len())
            .max();
        assert!(deepest.is_some_and(|deepest| deepest <= 2 * 34), "{deepest:?}");
        assert!(text.len() < 600 * groups, "{} bytes", text.len());
    }
}

#[test]
fn mermaid_is_told_of_diagrams_that_it_does_not_draw_as_it_comes() {
    let mut text =
        "name: Large\ncomponents:\n  user: { kind: client }\n  service: { kind: service }\nconnections:\n"
            .to_owned();
    for port in 1..=501 {
        writeln!(text, "  - {{ from: user, to: service, port: {port} }}").expect("a string takes any text");
    }
    let large = load(&text);
    assert!(plain(Format::Mermaid, &large).contains("%% Set maxEdges"));
    assert!(!plain(Format::Mermaid, &load(SMALL)).contains("%%"));
}
