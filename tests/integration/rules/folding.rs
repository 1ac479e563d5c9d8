//! One root cause, one finding; and what somebody has decided to live with.

use infra_audit::audit::{Audit, Settings};
use infra_audit::load;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

use super::audits::audit;

/// Where one rule finds something, with what stands beside it.
pub(super) fn found(audit: &Audit, rule: &str) -> Vec<(String, Vec<String>)> {
    let findings = audit.findings.iter().filter(|finding| finding.rule == rule);
    findings
        .map(|finding| {
            let mut also: Vec<_> = finding.proof.also_ids(&audit.topology).collect();
            also.sort();
            (finding.subject.id(&audit.topology), also)
        })
        .collect()
}

fn faults(text: &str) -> Vec<(String, Vec<String>)> {
    found(&audit("model.yaml", text, None), "single-point-of-failure")
}

pub(super) fn one(at: &str, also: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![(at.to_owned(), also.iter().map(|&id| id.to_owned()).collect())]
}

#[test]
fn what_is_on_one_host_is_one_finding() {
    let text = "\
name: Everything on one host
groups:
  server: { kind: host }
components:
  visitor: { kind: client }
  dns: { kind: dns, managed: true }
  nginx: { kind: web-server, in: server }
  app: { kind: app-server, in: server }
  files: { kind: file-store, in: server }
  mysql: { kind: database, in: server }
connections:
  - { from: visitor, to: dns, protocol: dns }
  - { from: visitor, to: nginx, protocol: http }
  - { from: nginx, to: app, protocol: fastcgi }
  - { from: app, to: files, protocol: file }
  - { from: app, to: mysql, protocol: mysql }
";
    assert_eq!(faults(text), one("server", &["app", "files", "mysql", "nginx"]));
    let audit = audit("model.yaml", text, None);
    assert_eq!(found(&audit, "managed-single-point"), one("dns", &[]));
}

#[test]
fn a_single_component_is_named_itself_with_its_host_beside_it() {
    let text = "\
name: A load balancer on its own host
groups:
  server-0: { kind: host }
components:
  visitor: { kind: client }
  balancer: { kind: load-balancer, in: server-0 }
  web-1: { kind: web-server }
  web-2: { kind: web-server }
clusters:
  web: { mode: active-active, members: [web-1, web-2] }
connections:
  - { from: visitor, to: balancer }
  - { from: balancer, to: web }
";
    assert_eq!(faults(text), one("balancer", &["server-0"]));
}

#[test]
fn a_host_with_nothing_but_redundant_components_is_named_itself() {
    let text = "\
name: Two instances of an application on one host
groups:
  server: { kind: host }
components:
  visitor: { kind: client }
  app: { kind: app-server, in: server, replicas: 2 }
connections:
  - { from: visitor, to: app }
";
    assert_eq!(faults(text), one("server", &["app"]));
}

#[test]
fn a_host_that_stops_more_than_its_one_component_is_a_cause_of_its_own() {
    let text = "\
name: A host with a report server and every instance of an application
groups:
  server: { kind: host }
components:
  visitor: { kind: client }
  app: { kind: app-server, in: server, replicas: 2 }
  reports: { kind: service, in: server }
connections:
  - { from: visitor, to: app, for: [serve] }
  - { from: visitor, to: reports, for: [report] }
journeys:
  serve: { entry: visitor, access: write }
  report: { entry: visitor, access: read }
";
    let at: Vec<_> = faults(text).into_iter().map(|(at, _)| at).collect();
    assert_eq!(at, ["server", "reports"]);
}

#[test]
fn a_wider_domain_that_holds_a_whole_journey_is_no_finding() {
    let text = "\
name: Two hosts in one region
groups:
  region: { kind: region }
  zone-a: { kind: zone, in: region }
  zone-b: { kind: zone, in: region }
components:
  visitor: { kind: client }
  dns: { kind: dns, managed: true }
  app-1: { kind: app-server, in: zone-a }
  app-2: { kind: app-server, in: zone-b }
clusters:
  apps: { mode: active-active, members: [app-1, app-2] }
connections:
  - { from: visitor, to: dns, protocol: dns }
  - { from: visitor, to: apps }
";
    assert_eq!(faults(text), []);
}

#[test]
fn a_wider_domain_stands_beside_the_component_that_makes_it_matter() {
    let text = "\
name: A database in one of two zones
groups:
  zone-a: { kind: zone }
  zone-b: { kind: zone }
  server: { kind: host, in: zone-a }
components:
  visitor: { kind: client }
  app-1: { kind: app-server, in: zone-a }
  app-2: { kind: app-server, in: zone-b }
  mysql: { kind: database, in: server }
clusters:
  apps: { mode: active-active, members: [app-1, app-2] }
connections:
  - { from: visitor, to: apps }
  - { from: apps, to: mysql }
";
    assert_eq!(faults(text), one("mysql", &["server", "zone-a"]));
}

#[test]
fn a_domain_that_alone_stops_a_journey_is_a_finding() {
    let text = "\
name: All instances of an application in one of two zones
groups:
  zone-a: { kind: zone }
  zone-b: { kind: zone }
components:
  visitor: { kind: client }
  balancer-1: { kind: load-balancer, in: zone-a }
  balancer-2: { kind: load-balancer, in: zone-b }
  app: { kind: app-server, in: zone-a, replicas: 2 }
clusters:
  balancers: { mode: active-active, members: [balancer-1, balancer-2] }
connections:
  - { from: visitor, to: balancers }
  - { from: balancers, to: app }
";
    let at: Vec<_> = faults(text).into_iter().map(|(at, _)| at).collect();
    assert_eq!(at, ["zone-a"]);
}

#[test]
fn a_host_of_hosts_stands_beside_what_these_run() {
    let text = "\
name: Virtual machines of one physical one
groups:
  metal: { kind: host }
  machine-1: { kind: host, in: metal }
  machine-2: { kind: host, in: metal }
components:
  visitor: { kind: client }
  web: { kind: web-server, in: machine-1 }
  db: { kind: database, in: machine-2 }
connections:
  - { from: visitor, to: web }
  - { from: web, to: db }
";
    let audit = audit("model.yaml", text, None);
    let expected = [("db", "machine-2"), ("web", "machine-1")].map(|(at, machine)| {
        let also = vec![machine.to_owned(), "metal".to_owned()];
        (at.to_owned(), also)
    });
    let mut at = found(&audit, "single-point-of-failure");
    at.sort();
    assert_eq!(at, expected);
    let redundant = text
        .replace(
            "in: machine-1",
            "replicas: 2, in: machine-1, spread: [machine-1, machine-2]",
        )
        .replace(
            "in: machine-2",
            "replicas: 2, in: machine-2, spread: [machine-1, machine-2]",
        );
    assert_eq!(faults(&redundant), one("metal", &["db", "web"]));
}

const ACCEPTING: &str = "\
name: Two single servers
components:
  visitor: { kind: client }
  web-1: { kind: web-server }
  web-2: { kind: web-server }
connections:
  - { from: visitor, to: web-1, protocol: http }
  - { from: visitor, to: web-2, protocol: http }
accepted_risks:
  - { rule: single-point-of-failure, at: web-1, reason: second one is ordered, until: 2027-03-31 }
  - { rule: missing-https, at: 'visitor -> *', reason: certificates are ordered, until: 2027-03-31 }
  - { rule: missing-https, at: 'visitor -> web-3', reason: gone, until: 2027-03-31 }
";

/// Every finding of these rules: the rule, where it stands, and what stands beside it.
pub(super) fn among(rules: &[&str], text: &str) -> Vec<(String, String, Vec<String>)> {
    let audit = audit("model.yaml", text, None);
    let told = |rule: &&str| {
        let findings = found(&audit, rule).into_iter();
        let rule = (*rule).to_owned();
        findings
            .map(move |(at, also)| (rule.clone(), at, also))
            .collect::<Vec<_>>()
    };
    rules.iter().flat_map(told).collect()
}

const PLACEMENT: [&str; 3] = ["single-point-of-failure", "shared-fate", "fragile-quorum"];

/// The rack that holds a cluster, and the zone around it, which is as bad for the same reason, are one finding.
#[test]
fn members_that_share_a_domain_are_one_finding() {
    let text = "\
name: Both applications in one rack of one of two zones
groups:
  zone-a: { kind: zone }
  zone-b: { kind: zone }
  rack: { kind: rack, in: zone-a }
components:
  visitor: { kind: client }
  balancer-1: { kind: load-balancer, in: zone-a }
  balancer-2: { kind: load-balancer, in: zone-b }
  app-1: { kind: app-server, in: rack }
  app-2: { kind: app-server, in: rack }
clusters:
  balancers: { mode: active-active, members: [balancer-1, balancer-2] }
  apps: { mode: active-active, members: [app-1, app-2] }
connections:
  - { from: visitor, to: balancers, protocol: https }
  - { from: balancers, to: apps, protocol: https }
";
    let expected = ("shared-fate", "apps", &["app-1", "app-2"][..]);
    assert_eq!(among(&PLACEMENT, text), [owned(expected)]);
    let unasked = text.replace("groups:", "out_of_scope: [placement]\ngroups:");
    let expected = (
        "single-point-of-failure",
        "rack",
        &["app-1", "app-2", "zone-a"][..],
    );
    assert_eq!(among(&PLACEMENT, &unasked), [owned(expected)]);
}

#[test]
fn a_zone_with_most_voters_is_the_quorums_matter() {
    let text = "\
name: Two of three voters in one zone
groups:
  zone-a: { kind: zone }
  zone-b: { kind: zone }
components:
  visitor: { kind: client }
  etcd-1: { kind: database, in: zone-a }
  etcd-2: { kind: database, in: zone-a }
  etcd-3: { kind: database, in: zone-b }
clusters:
  etcd: { mode: quorum, members: [etcd-1, etcd-2, etcd-3] }
connections:
  - { from: visitor, to: etcd, protocol: etcd }
";
    assert_eq!(among(&PLACEMENT, text), [owned(("fragile-quorum", "etcd", &[]))]);
}

/// What is lost with the primary, or bars the way to it, matters for want of the same failover.
#[test]
fn faults_that_wait_for_the_same_failover_are_one_finding() {
    let text = "\
name: A firewall before each database server
groups:
  server-1: { kind: host }
  server-2: { kind: host }
components:
  visitor: { kind: client }
  app: { kind: app-server, managed: true }
  wall-1: { kind: firewall, guards: server-1 }
  wall-2: { kind: firewall, guards: server-2 }
  mysql-1: { kind: database, in: server-1 }
  mysql-2: { kind: database, in: server-2 }
clusters:
  mysql: { mode: primary-replica, primary: mysql-1, members: [mysql-1, mysql-2], failover: manual }
connections:
  - { from: visitor, to: app, protocol: https }
  - { from: app, to: mysql, protocol: mysqls }
";
    let expected = ("manual-failover", "mysql-1", &["server-1", "wall-1"][..]);
    assert_eq!(
        among(&["manual-failover", "slow-failover"], text),
        [owned(expected)]
    );
    let restarted = text.replace("failover: manual", "failover: restart");
    let expected = ("slow-failover", "mysql-1", &["server-1", "wall-1"][..]);
    assert_eq!(
        among(&["manual-failover", "slow-failover"], &restarted),
        [owned(expected)]
    );
}

pub(super) fn owned((rule, at, also): (&str, &str, &[&str])) -> (String, String, Vec<String>) {
    let also = also.iter().map(|&id| id.to_owned());
    (rule.to_owned(), at.to_owned(), also.collect())
}

fn accepted(audit: &Audit) -> Vec<(String, usize)> {
    let accepted = audit.accepted.iter();
    accepted
        .map(|accepted| (accepted.finding.subject.id(&audit.topology), accepted.risk))
        .collect()
}

#[test]
fn accepted_risks_stand_apart_and_do_not_count() {
    let audit = audit("model.yaml", ACCEPTING, Some("2027-03-31"));
    let expected = [("web-1", 0), ("visitor -> web-1", 1), ("visitor -> web-2", 1)];
    assert_eq!(accepted(&audit), expected.map(|(at, risk)| (at.to_owned(), risk)));
    assert_eq!(found(&audit, "missing-https"), []);
    assert_eq!(found(&audit, "single-point-of-failure"), one("web-2", &[]));
    assert_eq!(
        found(&audit, "accepted-risk-stale"),
        one("missing-https at visitor -> web-3", &[])
    );
    let counted: usize = infra_audit::finding::Severity::WORST_FIRST
        .iter()
        .map(|&severity| audit.summary().count(severity))
        .sum();
    assert_eq!(counted, audit.findings.len());
}

#[test]
fn a_risk_that_accepts_nothing_says_what_to_accept_instead() {
    let text = "\
name: What is told of the host, and what has another name
groups:
  server: { kind: host }
components:
  visitor: { kind: client }
  web: { kind: web-server, in: server }
  app: { kind: app-server, in: server }
connections:
  - { from: visitor, to: web, protocol: https }
  - { from: web, to: app, protocol: fastcgi }
accepted_risks:
  - { rule: single-point-of-failure, at: web, reason: ordered, until: 2027-03-31 }
  - { rule: single-point-of-failure, at: 'ngnix-*', reason: ordered, until: 2027-03-31 }
  - { rule: missing-https, at: 'visitor -> web', reason: ordered, until: 2027-03-31 }
  - { rule: missing-https, at: 'web -> app', reason: ordered, until: 2026-03-31 }
";
    let audit = audit("model.yaml", text, Some("2027-01-01"));
    let stale = audit.findings.iter();
    let stale = stale.filter(|finding| finding.rule == "accepted-risk-stale");
    let told: Vec<_> = stale.map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        told,
        [
            "nothing is found by `missing-https` at `visitor -> web` any more, so there is no risk to accept",
            "the risk of `missing-https` at `web -> app` was accepted until 2026-03-31, and is found no more",
            "nothing is called `ngnix-*`, so no finding of `single-point-of-failure` is accepted there",
            "`single-point-of-failure` tells of `web` in its finding at `server`: accept it there, or not at all",
        ]
    );
}

#[test]
fn a_risk_that_is_out_of_date_counts_again_and_is_a_finding_itself() {
    let audit = audit("model.yaml", ACCEPTING, Some("2027-04-01"));
    assert_eq!(accepted(&audit), []);
    assert_eq!(found(&audit, "missing-https").len(), 2);
    let stale: Vec<_> = found(&audit, "accepted-risk-stale")
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(
        stale,
        [
            "missing-https at visitor -> *",
            "missing-https at visitor -> web-3",
            "single-point-of-failure at web-1"
        ]
    );
}

#[test]
fn without_a_day_no_risk_is_out_of_date() {
    assert_eq!(accepted(&audit("model.yaml", ACCEPTING, None)).len(), 3);
}

#[test]
fn an_accepted_risk_of_an_unknown_rule_is_an_error() {
    let text = ACCEPTING.replace("rule: missing-https", "rule: missing-htps");
    let source = Source::new("model.yaml", text);
    let loaded = load::topology(&source, &Limits::default()).expect("a valid model");
    let problems = Audit::new(source, loaded, &Catalogue::built_in(), Settings::default())
        .expect_err("rules that do not exist");
    let problems: Vec<_> = problems
        .problems
        .iter()
        .map(|problem| (problem.message.as_str(), problem.help.as_deref()))
        .collect();
    let expected = (
        "unknown rule `missing-htps`",
        Some("did you mean `missing-https`?"),
    );
    assert_eq!(problems, [expected, expected]);
}

#[test]
fn what_is_out_of_scope_is_not_asked() {
    let text = ACCEPTING.replace(
        "components:",
        "out_of_scope: [encryption, firewall, monitoring]\ncomponents:",
    );
    let audit = audit("model.yaml", &text, None);
    for rule in ["missing-https", "missing-firewall", "missing-monitoring"] {
        assert_eq!(found(&audit, rule), [], "{rule}");
    }
}

/// The order of keys, and of what is declared, changes nothing but the places in the file.
#[test]
fn the_order_of_keys_changes_nothing() {
    for name in ["simple", "distributed", "secured", "scaled"] {
        let path = format!("{}/models/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the model");
        let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        let reversed = serde_yaml::to_string(&reversed(value)).expect("YAML");
        let describe = |text: &str| {
            let audit = audit("model.yaml", text, None);
            let mut lines: Vec<_> = super::audits::describe(&audit)
                .split("\n\n")
                .flat_map(|part| part.lines().map(str::to_owned).collect::<Vec<_>>())
                .map(|line| match line.split_once(' ') {
                    // The place of a finding is its only line that is not indented.
                    Some((place, rest)) if !place.is_empty() => rest.to_owned(),
                    _ => line,
                })
                .collect();
            lines.sort();
            lines
        };
        assert_eq!(describe(&text), describe(&reversed), "{name}");
    }
}

/// The same mapping with its keys, and those of every mapping inside, the other way round.
fn reversed(value: serde_yaml::Value) -> serde_yaml::Value {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            let entries: Vec<_> = entries.into_iter().collect();
            let entries = entries.into_iter().rev();
            entries
                .map(|(key, value)| (key, reversed(value)))
                .collect::<serde_yaml::Mapping>()
                .into()
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(reversed).collect::<Vec<_>>().into(),
        other => other,
    }
}

/// Long chains and deep nesting are walked, not descended into.
#[test]
fn long_chains_and_deep_nesting_are_audited() {
    use std::fmt::Write;

    let mut text = String::from("name: Long and deep\ngroups:\n  g0: { kind: zone }\n");
    for place in 1..20_000 {
        writeln!(text, "  g{place}: {{ kind: zone, in: g{} }}", place - 1).expect("text");
    }
    text += "components:\n  visitor: { kind: client }\n  deep: { kind: database, in: g19999 }\n";
    for place in 0..300 {
        writeln!(text, "  c{place}: {{ kind: service }}").expect("text");
    }
    text += "connections:\n  - { from: visitor, to: c0 }\n  - { from: c299, to: deep }\n";
    for place in 1..300 {
        writeln!(text, "  - {{ from: c{}, to: c{place} }}", place - 1).expect("text");
    }
    let audit = audit("model.yaml", &text, None);
    let faults = found(&audit, "single-point-of-failure");
    assert!(faults.iter().any(|(at, _)| at == "deep"));
    let longest = audit
        .findings
        .iter()
        .map(|finding| finding.proof.chain.len())
        .max();
    assert!(longest > Some(300), "{longest:?}");
}
