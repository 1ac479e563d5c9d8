//! Where things stand: what a reader expects of a picture.

use std::collections::BTreeMap;

use infra_audit::diagram::geometry::Rect;
use infra_audit::diagram::plan::Item;
use infra_audit::diagram::{Direction, Options, arranged, draw};
use infra_audit::model::Topology;

use super::{audited, random};

/// Where each component and each group of a topology is drawn, by identifier.
fn places(topology: &Topology, direction: Direction) -> BTreeMap<String, Rect> {
    let options = Options {
        direction,
        ..Options::default()
    };
    let (_, geometry) = arranged(topology, &[], &options);
    let view = options.view(topology);
    let components = topology.components.iter().filter_map(|(index, component)| {
        let number = view.component(index)?;
        Some((component.id.clone(), geometry.rects[Item::Box(number)]))
    });
    let groups = topology.groups.iter().filter_map(|(index, group)| {
        let item = view.group(index)?;
        Some((group.id.clone(), geometry.rects[item]))
    });
    components.chain(groups).collect()
}

/// Three zones with as much in each, behind one balancer, that call back to where requests come from.
const ZONES: &str = "
name: Zones
groups:
  internet: { kind: network, trust: untrusted }
  region: { kind: region }
  a: { kind: zone, in: region }
  b: { kind: zone, in: region }
  c: { kind: zone, in: region }
  d: { kind: zone, in: region }
components:
  user: { kind: client, in: internet }
  mail: { kind: mail, in: internet }
  payments: { kind: external, in: internet }
  balancer: { kind: load-balancer, in: region }
  identity: { kind: identity, in: region }
  secrets: { kind: secrets, in: region }
  web-a: { kind: web-server, in: a }
  web-b: { kind: web-server, in: b }
  web-c: { kind: web-server, in: c }
  data-a: { kind: database, in: a }
  data-b: { kind: database, in: b }
  data-c: { kind: database, in: c }
  index: { kind: search, replicas: 3, spread: [a, b, c] }
  ledger: { kind: database, replicas: 2, spread: [d, a] }
clusters:
  web: { mode: active-active, members: [web-a, web-b, web-c] }
  data: { mode: quorum, members: [data-a, data-b, data-c] }
connections:
  - { from: user, to: balancer, protocol: https }
  - { from: balancer, to: web, protocol: http }
  - { from: web, to: data, protocol: mysql }
  - { from: web, to: identity, protocol: https }
  - { from: web, to: secrets, protocol: https }
  - { from: web, to: index, protocol: https }
  - { from: web, to: payments, protocol: https }
  - { from: web, to: mail, protocol: smtp }
";

#[test]
fn requests_begin_before_what_they_reach_whatever_is_called_back() {
    let topology = random::load(ZONES);
    let right = places(&topology, Direction::Right);
    assert!(right["internet"].x.end < right["region"].x.start, "{right:?}");
    let down = places(&topology, Direction::Down);
    assert!(down["internet"].y.end < down["region"].y.start, "{down:?}");
}

#[test]
fn what_shares_the_work_of_clusters_stays_in_one_rank() {
    let topology = random::load(ZONES);
    for direction in [Direction::Right, Direction::Down] {
        let places = places(&topology, direction);
        let [a, b, c] = ["a", "b", "c"].map(|zone| places[zone]);
        let across = [a, b, c].map(|zone| zone.x.start.to_bits());
        let along = [a, b, c].map(|zone| zone.y.start.to_bits());
        let in_line = |starts: [u64; 3]| starts[0] == starts[1] && starts[1] == starts[2];
        assert!(
            in_line(across) || in_line(along),
            "{direction:?}: {a:?} {b:?} {c:?}"
        );
    }
}

#[test]
fn hosts_side_by_side_begin_at_the_same_height() {
    for (model, pairs) in [
        (
            "secured",
            vec![
                ("server-1", "server-2"),
                ("nginx-1", "nginx-2"),
                ("mysql-1", "mysql-2"),
            ],
        ),
        (
            "distributed",
            vec![("mysql-1", "files-1"), ("mysql-2", "files-2")],
        ),
        (
            "distributed-nginx",
            vec![("server-1", "server-2"), ("app-1", "app-2")],
        ),
        (
            "scaled",
            vec![("web-server-1", "app-server-1"), ("web-server-1", "db-server-1")],
        ),
    ] {
        let topology = audited(model).topology;
        let places = places(&topology, Direction::Right);
        for (one, other) in pairs {
            let (one, other) = (places[one], places[other]);
            let apart = (one.y.start - other.y.start).abs();
            assert!(apart < 1.0, "{model}: {one:?} {other:?}");
        }
    }
}

#[test]
fn what_is_spread_over_groups_stands_in_the_innermost_around_them() {
    let topology = random::load(ZONES);
    let places = places(&topology, Direction::Right);
    for spread in ["index", "ledger"] {
        assert!(places["region"].holds(&places[spread]), "{spread}");
        for zone in ["a", "b", "c", "d"] {
            assert!(!places[zone].overlaps(&places[spread]), "{spread} in {zone}");
        }
    }
    let picture = draw(&topology, &[], &Options::default());
    for words in [
        "search · over a, b, c",
        "database · over d, a",
        "zone · part of ledger",
    ] {
        assert!(picture.contains(words), "{words}:\n{picture}");
    }
}

#[test]
fn a_group_in_which_nothing_stands_says_so() {
    let topology = random::load(
        "name: Empty\ngroups: { site: { kind: network } }\ncomponents: { user: { kind: client } }\n",
    );
    assert!(draw(&topology, &[], &Options::default()).contains("network · empty"));
}
