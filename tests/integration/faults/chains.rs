//! Why journeys fail, in words.

use std::fmt::Write as _;

use infra_audit::analysis::faults::{Explainer, what_if};
use infra_audit::model::{Element, Topology};

use super::cases::topology;

/// The chain from the entry of a journey to what has failed.
fn chain(case: &str, journey: &str, failed: &[&str]) -> String {
    let topology = topology(case);
    let failed: Vec<Element> = failed.iter().map(|id| element(&topology, id)).collect();
    let mut journeys = topology.journeys.iter();
    let (journey, _) = journeys
        .find(|(_, known)| known.id == journey)
        .expect("the case has the journey");
    let mut chain = String::new();
    for step in Explainer::new(&topology).explain(&failed, journey) {
        let (element, reason) = (step.element(&topology), step.reason(&topology));
        writeln!(chain, "{element} {reason}").expect("strings take everything");
    }
    chain
}

fn element(topology: &Topology, id: &str) -> Element {
    let mut elements = topology.elements();
    elements
        .find(|&element| topology.element_id(element) == id)
        .expect("the case has the element")
}

#[test]
fn a_chain_says_why_redundancy_did_not_help() {
    let asked: &[(&str, &str, &[&str])] = &[
        ("s02-two-servers", "write", &["server-0"]),
        ("s02-two-servers", "write", &["mysql-1"]),
        ("s02-two-servers", "read", &["mysql-1", "mysql-2"]),
        ("s02-two-servers", "read", &["app-1"]),
        ("s05-two-addresses", "serve", &["lb-2"]),
        ("s08-automatic-failover", "write", &["primary", "manager"]),
        ("s08-automatic-failover", "write", &["primary", "replica"]),
        ("s11-quorum-of-two", "write", &["etcd-2"]),
        ("s15-optional-cache", "serve", &["cache"]),
        ("s20b-circle-of-two", "serve", &["inventory"]),
        ("s26-orchestrated", "serve", &["node-2"]),
        ("s29-capacity", "peak", &["app-3"]),
        ("corner-assumed-journeys", "write", &["primary"]),
        ("corner-unstated-failover", "write", &["primary"]),
        ("corner-replica-only", "write", &[]),
        ("corner-firewall-device", "shop", &["device"]),
        ("corner-firewall-device", "shop", &["inner-1"]),
        ("corner-firewall-for-each-server", "write", &["firewall-1"]),
        ("corner-replicas-over-zones", "serve", &["region"]),
        ("corner-replicas-over-zones", "serve", &["zone-a"]),
        ("corner-restart-without-a-place", "movable", &["feed"]),
        (
            "corner-restart-without-a-place",
            "fetched",
            &["movable", "registry"],
        ),
        ("corner-second-way-broken", "write", &["app-1"]),
        ("corner-second-way-broken", "write", &["primary"]),
        ("corner-one-member-named", "check", &["db-2"]),
    ];
    let mut told = String::new();
    for &(case, journey, failed) in asked {
        let chain = chain(case, journey, failed);
        write!(
            told,
            "{case}, {journey} without {}:\n{chain}\n",
            failed.join(" and ")
        )
        .expect("strings take everything");
    }
    insta::assert_snapshot!(told);
}

/// What several losses do to the first journey of a model: each cause, and the chain to it.
fn causes(text: &str, failed: &[&str]) -> Vec<(String, Vec<String>)> {
    let topology = super::loaded(text);
    let failed = failed.iter().map(|id| element(&topology, id)).collect();
    let found = what_if(&topology, failed);
    let told = found.journeys[0].causes.iter().map(|cause| {
        let chain = cause.chain.iter().map(|step| step.element(&topology).to_owned());
        (topology.element_id(cause.element).to_owned(), chain.collect())
    });
    told.collect()
}

#[test]
fn no_chain_leads_through_what_has_failed_itself() {
    let pair = "\
name: Two applications that need one database
components:
  visitor: { kind: client }
  a: { kind: app-server }
  b: { kind: app-server }
  d: { kind: database }
clusters:
  apps: { mode: active-active, members: [a, b] }
connections:
  - { from: visitor, to: apps }
  - { from: apps, to: d }
";
    let chain = ["visitor", "apps", "b", "d"].map(str::to_owned).to_vec();
    assert_eq!(causes(pair, &["a", "d"]), [("d".to_owned(), chain)]);
    let row = "\
name: A row in which the far end comes first in the order of names
components:
  visitor: { kind: client }
  z: { kind: app-server }
  d: { kind: database }
connections:
  - { from: visitor, to: z }
  - { from: z, to: d }
";
    let chain = ["visitor", "z"].map(str::to_owned).to_vec();
    assert_eq!(causes(row, &["d", "z"]), [("z".to_owned(), chain)]);
}
