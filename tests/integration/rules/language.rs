//! The language of rules: what is refused, and what patterns mean.

use infra_audit::audit::{Audit, Settings};
use infra_audit::load;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

const AROUND: &str = "\
title: A test
severity: low
concern: structure
message: '{id}'
why: it is a test
fix: end the test
examples:
  flagged: [ { model: { components: { a: { kind: client } } }, expect: a } ]
  clean: [ { model: {} } ]
";

fn rule(id: &str, lines: &str) -> Source {
    Source::new(format!("rules/{id}.yaml"), format!("id: {id}\n{lines}\n{AROUND}"))
}

/// What is wrong with a rule file of these lines.
fn problems(lines: &str) -> String {
    let rejected = Catalogue::load(vec![rule("a-test", lines)])
        .err()
        .expect("a rule file that cannot be used");
    super::describe(&rejected)
}

/// Where a rule of these lines finds something in a model.
fn found(lines: &str, model: &str) -> Vec<String> {
    let catalogue = Catalogue::load(vec![rule("a-test", lines)])
        .map_err(|rejected| super::describe(&rejected))
        .expect("a rule file that can be used");
    let source = Source::new("model.yaml", format!("name: A test\n{model}"));
    let loaded = load::topology(&source, &Limits::default()).expect("a valid model");
    let audit = Audit::new(source, loaded, &catalogue, Settings::default()).expect("known rules only");
    let ids = audit.findings.iter();
    let mut ids: Vec<_> = ids.map(|finding| finding.subject.id(&audit.topology)).collect();
    ids.sort();
    ids
}

fn components(pattern: &str, model: &str) -> Vec<String> {
    found(&format!("each: component\nwhere: {pattern}"), model)
}

#[test]
fn wrong_names_words_and_types_are_refused_with_their_place() {
    insta::assert_snapshot!(problems(
        "each: connection
where:
  form: { trust: untrusted }
  to: { kind: databse, replicas: { bellow: 2 }, host: { stated: maybe } }
  protocol: htpp
  encrypted: maybe
  port: many
  any: { encrypted: true }
  not: [ { encrypted: true } ]
  purpose: []
  auth: 3
  some: { outgoing: {} }
  none: { encrypted: true }
  guarded_by: { kind: waf }"
    ));
}

#[test]
fn wrong_keys_are_refused_with_their_place() {
    insta::assert_snapshot!(problems(
        "each: componet
wher: {}
one_per: clutser
yields_to: [other-rule]
references: none"
    ));
}

/// Wrong keys hide neither wrong patterns nor wrong messages nor wrong names of rules.
#[test]
fn everything_that_is_wrong_with_a_file_is_told_at_once() {
    let everything = "\
id: a-test
titel: A test
severity: hgih
concern: structure
each: component
where:
  kind: databse
  replicas: { bellow: 2 }
  some: { membres: {} }
wher: {}
message: '{idd} is bad, {cluster.nme} too'
variants:
  - where: { rol: data }
    severity: lowest
    message: '{foo}'
    wen: always
yields_to: [another-test]
why: [it, is, a, test]
fix: ' '
references: CWE-1
examples:
  flagged: [ { modle: {}, expect: [], today: 2026-02-31 } ]
";
    let unreadable = "id: b-test\neach: componnt\nwhere: { kind: databse }\nwhy: a\nfix: b\nexamples: none\n";
    let rejected = Catalogue::load(vec![
        Source::new("rules/a-test.yaml", everything),
        Source::new("rules/b-test.yaml", unreadable),
        Source::new("rules/c-test.yaml", "[]"),
    ]);
    insta::assert_snapshot!(super::describe(
        &rejected.err().expect("rules that cannot be used")
    ));
}

#[test]
fn what_follows_from_a_name_that_cannot_be_read_is_not_told() {
    insta::assert_snapshot!(problems("each: component\nyields_to: [{ shared: fate }]"));
}

#[test]
fn a_rule_must_look_at_something_and_paths_need_their_keys() {
    let files = [
        "where: { id: a }",
        "each: path\navoiding: { componet: {} }",
        "each: path\nsource: {}\none_per: way",
        "each: component\nsource: {}\none_per: clutser",
    ];
    insta::assert_snapshot!(files.map(problems).join("\n"));
}

#[test]
fn messages_are_checked() {
    let source = |message: &str| {
        let text = format!("id: a-test\neach: component\n{AROUND}").replace("'{id}'", message);
        let rejected = Catalogue::load(vec![Source::new("a-test.yaml", text)]);
        super::describe(&rejected.err().expect("a message that cannot be used"))
    };
    let messages = [
        "'{titel} stands in {home.kin}'",
        "'{matched} and {kind.name} and {id by host}'",
        "'{backups by host} and {backups by name} {'",
    ];
    insta::assert_snapshot!(messages.map(source).join("\n"));
}

#[test]
fn rules_are_checked_against_each_other() {
    let twice = Catalogue::load(vec![
        rule("a-test", "each: component"),
        Source::new("more/a-test.yaml", rule("a-test", "each: component").text()),
        rule("b-test", "each: component\nyields_to: [c-test]"),
        Source::new("d-test.yaml", rule("e-test", "each: component").text()),
    ]);
    let rejected = twice.err().expect("rules that contradict each other");
    insta::assert_snapshot!(super::describe(&rejected));
    let unknown = Catalogue::load(vec![
        rule("a-test", "each: component"),
        Source::new("more/a-test.yaml", rule("a-test", "each: component").text()),
        rule("b-test", "each: component\nyields_to: [b-tset]"),
    ]);
    let rejected = unknown.err().expect("rules that contradict each other");
    insta::assert_snapshot!(super::describe(&rejected));
}

const TRIO: &str = "\
components:
  a: { kind: web-server, firewall: true, replicas: 3, software: Nginx }
  b: { kind: app-server, firewall: false, address: 10.0.0.1 }
  c: { kind: database, data: internal }
";

#[test]
fn values_lists_and_comparisons() {
    assert_eq!(components("{ kind: database }", TRIO), ["c"]);
    assert_eq!(components("{ kind: [database, web-server] }", TRIO), ["a", "c"]);
    assert_eq!(components("{ replicas: 1 }", TRIO), ["b", "c"]);
    assert_eq!(components("{ replicas: { above: 1, at_most: 3 } }", TRIO), ["a"]);
    assert_eq!(components("{ replicas: [3, { below: 1 }] }", TRIO), ["a"]);
    assert_eq!(components("{ software: Nginx }", TRIO), ["a"]);
    assert_eq!(components("{ software: { like: 'N*x' } }", TRIO), ["a"]);
    assert_eq!(components("{ id: [a, { like: 'c*' }] }", TRIO), ["a", "c"]);
    assert_eq!(components("{}", TRIO), ["a", "b", "c"]);
}

#[test]
fn what_is_unknown_fires_neither_a_comparison_nor_its_not() {
    assert_eq!(components("{ firewall: true }", TRIO), ["a"]);
    assert_eq!(components("{ not: { firewall: true } }", TRIO), ["b"]);
    assert_eq!(components("{ firewall: { stated: false } }", TRIO), ["c"]);
    assert_eq!(
        components("{ not: { firewall: { stated: false } } }", TRIO),
        ["a", "b"]
    );
    assert_eq!(
        components("{ not: { host: { kind: host } } }", TRIO),
        Vec::<String>::new()
    );
    assert_eq!(components("{ host: { stated: false } }", TRIO), ["a", "b", "c"]);
    assert_eq!(
        components("{ any: [ { firewall: true }, { data: internal } ] }", TRIO),
        ["a", "c"]
    );
    assert_eq!(
        components(
            "{ not: { any: [ { firewall: true }, { data: internal } ] } }",
            TRIO
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        components(
            "{ not: { all: [ { firewall: true }, { kind: database } ] } }",
            TRIO
        ),
        ["a", "b"]
    );
}

const CHAIN: &str = "\
groups:
  outer: { kind: zone }
  inner: { kind: host, in: outer }
components:
  visitor: { kind: client }
  web-1: { kind: web-server, in: inner, firewall: true }
  web-2: { kind: web-server, in: outer }
  app: { kind: app-server }
  db: { kind: database, data: internal }
clusters:
  web: { mode: active-active, members: [web-1, web-2] }
connections:
  - { from: visitor, to: web, protocol: https }
  - { from: web, to: app, protocol: http }
  - { from: app, to: db, protocol: mysql }
  - { from: db, to: app }
";

#[test]
fn quantifiers_over_relations() {
    let groups = |pattern: &str| found(&format!("each: group\nwhere: {pattern}"), CHAIN);
    assert_eq!(
        groups("{ every: { holds: { kind: web-server } } }"),
        ["inner", "outer"]
    );
    assert_eq!(groups("{ some: { holds_directly: { id: web-2 } } }"), ["outer"]);
    assert_eq!(groups("{ none: { holds: { id: web-2 } } }"), ["inner"]);
    // Of what is unknown neither every nor none can be said.
    assert_eq!(groups("{ every: { holds: { firewall: true } } }"), ["inner"]);
    assert_eq!(groups("{ none: { holds: { firewall: false } } }"), ["inner"]);
    assert_eq!(
        groups("{ some: { holds: { firewall: true } } }"),
        ["inner", "outer"]
    );
}

#[test]
fn the_name_of_a_cluster_stands_for_its_members() {
    let connections = |pattern: &str| found(&format!("each: connection\nwhere: {pattern}"), CHAIN);
    assert_eq!(connections("{ to: { id: web-2 } }"), ["visitor -> web"]);
    assert_eq!(connections("{ from: { firewall: true } }"), ["web -> app"]);
    assert_eq!(
        components("{ some: { incoming: { from: { kind: client } } } }", CHAIN),
        ["web-1", "web-2"]
    );
    assert_eq!(
        components("{ every: { outgoing: { protocol: http } } }", CHAIN),
        ["web-1", "web-2"]
    );
}

#[test]
fn relations_over_any_number_of_connections() {
    assert_eq!(
        components("{ some: { downstream: { kind: database } } }", CHAIN),
        ["app", "db", "visitor", "web-1", "web-2"]
    );
    assert_eq!(
        components("{ none: { upstream: { kind: client } } }", CHAIN),
        ["visitor"]
    );
    assert_eq!(
        components("{ none: { upstream: { kind: app-server } } }", CHAIN),
        ["visitor", "web-1", "web-2"]
    );
    assert_eq!(
        components("{ every: { upstream: { kind: client } } }", CHAIN),
        ["visitor", "web-1", "web-2"]
    );
}
