//! One root cause, one finding: which faults are told together, and which apart.

use super::folding::{among, owned};

const FAULTS: [&str; 4] = [
    "single-point-of-failure",
    "manual-failover",
    "slow-failover",
    "partial-outage",
];

/// What is found by the rules about faults: the rule, where it stands, and what stands beside it.
fn faults(text: &str) -> Vec<(String, String, Vec<String>)> {
    among(&FAULTS, text)
}

/// Readable findings.
fn told(findings: &[(&str, &str, &[&str])]) -> Vec<(String, String, Vec<String>)> {
    findings.iter().copied().map(owned).collect()
}

#[test]
fn an_element_is_told_of_once_for_each_impact() {
    let text = "\
name: A report that needs the primary itself, and a shop that any member serves
components:
  u: { kind: client }
  report: { kind: service, replicas: 2 }
  shop: { kind: service, replicas: 2 }
  p: { kind: database }
  r: { kind: database }
clusters:
  db: { mode: primary-replica, primary: p, members: [p, r], failover: manual }
connections:
  - { from: u, to: report, for: [report] }
  - { from: u, to: shop, for: [buy] }
  - { from: report, to: p }
  - { from: shop, to: db }
journeys:
  report: { entry: u, access: write }
  buy: { entry: u, access: write }
";
    let expected = [
        ("single-point-of-failure", "p", &[][..]),
        ("manual-failover", "p", &[]),
    ];
    assert_eq!(faults(text), told(&expected));
}

#[test]
fn a_cluster_that_needs_all_of_its_members_is_one_finding() {
    let text = "\
name: Two voters, three applications that are all needed, and a host for each voter
groups:
  h1: { kind: host }
  h2: { kind: host }
components:
  visitor: { kind: client }
  app-1: { kind: app-server }
  app-2: { kind: app-server }
  app-3: { kind: app-server }
  etcd-1: { kind: database, in: h1 }
  etcd-2: { kind: database, in: h2 }
clusters:
  apps: { mode: active-active, members: [app-1, app-2, app-3], min_available: 3 }
  etcd: { mode: quorum, members: [etcd-1, etcd-2] }
connections:
  - { from: visitor, to: apps, protocol: https }
  - { from: apps, to: etcd, protocol: etcd }
";
    let expected = [
        ("single-point-of-failure", "app-1", &["app-2", "app-3"][..]),
        ("single-point-of-failure", "etcd-1", &["etcd-2", "h1", "h2"]),
    ];
    assert_eq!(faults(text), told(&expected));
    let quorum = among(&["fragile-quorum"], text);
    assert_eq!(quorum, told(&[("fragile-quorum", "etcd", &[])]));
}

#[test]
fn members_that_stop_different_journeys_are_told_apart() {
    let text = "\
name: Each member has a journey of its own
components:
  visitor: { kind: client }
  app-1: { kind: app-server }
  app-2: { kind: app-server }
clusters:
  apps: { mode: active-active, members: [app-1, app-2] }
connections:
  - { from: visitor, to: app-1, protocol: https, for: [left] }
  - { from: visitor, to: app-2, protocol: https, for: [right] }
journeys:
  left: { entry: visitor, access: read }
  right: { entry: visitor, access: read }
";
    let expected = [
        ("single-point-of-failure", "app-1", &[][..]),
        ("single-point-of-failure", "app-2", &[]),
    ];
    assert_eq!(faults(text), told(&expected));
}

#[test]
fn a_host_of_several_members_speaks_for_a_cluster_that_nobody_checks() {
    let text = "\
name: Three members without health checks, two of them on one host
groups:
  h: { kind: host }
components:
  visitor: { kind: client }
  a: { kind: web-server }
  b: { kind: web-server, in: h }
  c: { kind: web-server, in: h }
clusters:
  web: { mode: active-active, members: [a, b, c], health_checked: false }
connections:
  - { from: visitor, to: web, protocol: https }
";
    assert_eq!(faults(text), told(&[("partial-outage", "h", &["a", "b", "c"])]));
    let needed = text.replace("health_checked: false", "min_available: 3");
    assert_eq!(
        faults(&needed),
        told(&[("single-point-of-failure", "h", &["a", "b", "c"])])
    );
}

#[test]
fn the_host_stands_beside_a_component_whatever_else_it_stops() {
    let text = "\
name: A host that is an outage of one journey, and waits for a person in another
groups:
  h: { kind: host }
components:
  visitor: { kind: client }
  p: { kind: database, in: h }
  r: { kind: database }
  reports: { kind: service, in: h }
  search: { kind: search, in: h, managed: true }
clusters:
  db: { mode: primary-replica, primary: p, members: [p, r], failover: manual }
connections:
  - { from: visitor, to: db, for: [buy] }
  - { from: visitor, to: reports, for: [report] }
  - { from: visitor, to: search, for: [report] }
journeys:
  buy: { entry: visitor, access: write }
  report: { entry: visitor, access: read }
";
    let expected = [
        ("single-point-of-failure", "reports", &["h"][..]),
        ("manual-failover", "p", &["h"]),
    ];
    assert_eq!(faults(text), told(&expected));
    let managed = among(&["managed-single-point"], text);
    assert_eq!(managed, told(&[("managed-single-point", "search", &["h"])]));
}

#[test]
fn a_component_on_several_hosts_explains_each_of_them() {
    let text = "\
name: Two instances on two hosts, both of them needed
groups:
  h1: { kind: host }
  h2: { kind: host }
components:
  visitor: { kind: client }
  app: { kind: app-server, replicas: 2, min_available: 2, spread: [h1, h2] }
connections:
  - { from: visitor, to: app, protocol: https }
";
    assert_eq!(
        faults(text),
        told(&[("single-point-of-failure", "app", &["h1", "h2"])])
    );
}

#[test]
fn what_stops_the_site_by_itself_hides_no_shared_fate() {
    let text = "\
name: A load balancer and two web servers on one host
groups:
  h: { kind: host }
components:
  visitor: { kind: client }
  lb: { kind: load-balancer, in: h }
  w1: { kind: web-server, in: h }
  w2: { kind: web-server, in: h }
clusters:
  web: { mode: active-active, members: [w1, w2] }
connections:
  - { from: visitor, to: lb, protocol: https }
  - { from: lb, to: web, protocol: http }
";
    let rules = ["single-point-of-failure", "shared-fate"];
    let expected = [
        ("single-point-of-failure", "lb", &["h"][..]),
        ("shared-fate", "web", &["w1", "w2"]),
    ];
    assert_eq!(among(&rules, text), told(&expected));
    let two = text
        .replace("components:", "components:\n  db: { kind: database, in: h }")
        .replace("connections:", "connections:\n  - { from: web, to: db }");
    let expected = [
        ("single-point-of-failure", "h", &["db", "lb", "w1", "w2"][..]),
        ("shared-fate", "web", &["w1", "w2"]),
    ];
    assert_eq!(among(&rules, &two), told(&expected));
}
