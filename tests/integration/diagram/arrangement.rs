//! Where things stand: what a reader expects of a picture.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use infra_audit::diagram::geometry::Rect;
use infra_audit::diagram::plan::Item;
use infra_audit::diagram::{Direction, Options, arranged, draw};
use infra_audit::model::Topology;

use super::{audited, measure, random};

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

const OK: &str = "a string takes any text";

/// Services that call one after the other.
fn pipeline(length: usize) -> Topology {
    let mut text = String::from("name: Pipeline\ncomponents:\n  step-0: { kind: client }\n");
    for step in 1..length {
        writeln!(text, "  step-{step}: {{ kind: service }}").expect(OK);
    }
    text.push_str("connections:\n");
    for step in 1..length {
        writeln!(
            text,
            "  - {{ from: step-{}, to: step-{step}, protocol: https }}",
            step - 1
        )
        .expect(OK);
    }
    random::load(&text)
}

#[test]
fn a_long_pipeline_is_broken_into_lines_like_a_text() {
    let places = places(&pipeline(14), Direction::Right);
    let at = |step: usize| places[&format!("step-{step}")];
    let mut lines = vec![vec![0]];
    for step in 1..14 {
        if at(step).x.start > at(step - 1).x.start {
            lines.last_mut().expect("a line").push(step);
        } else {
            lines.push(vec![step]);
        }
    }
    assert!((2..5).contains(&lines.len()), "{lines:?}");
    for line in &lines {
        assert!(
            (at(line[0]).x.start - at(0).x.start).abs() < 1.0,
            "lines begin at one margin: {lines:?}"
        );
        let is_level = |&step: &usize| (at(step).y.start - at(line[0]).y.start).abs() < 1.0;
        assert!(line.iter().all(is_level), "{lines:?}");
    }
    for pair in lines.windows(2) {
        assert!(at(pair[0][0]).y.end < at(pair[1][0]).y.start, "{lines:?}");
    }
}

#[test]
fn a_short_pipeline_stays_in_one_line() {
    let places = places(&pipeline(6), Direction::Right);
    for step in 1..6 {
        let [before, after] = [step - 1, step].map(|step| places[&format!("step-{step}")]);
        assert!(before.x.end < after.x.start);
        assert!((before.y.start - after.y.start).abs() < 1.0);
    }
}

/// Systems that have nothing to do with each other, side by side in one model.
fn islands(count: usize) -> Topology {
    let mut text = String::from("name: Islands\ncomponents:\n");
    for island in 0..count {
        for (name, kind) in [
            ("user", "client"),
            ("web", "web-server"),
            ("app", "app-server"),
            ("db", "database"),
        ] {
            writeln!(text, "  {name}-{island}: {{ kind: {kind} }}").expect(OK);
        }
    }
    text.push_str("connections:\n");
    for island in 0..count {
        for (from, to) in [("user", "web"), ("web", "app"), ("app", "db")] {
            writeln!(
                text,
                "  - {{ from: {from}-{island}, to: {to}-{island}, protocol: https }}"
            )
            .expect(OK);
        }
    }
    random::load(&text)
}

#[test]
fn what_is_not_connected_stands_apart_on_a_page_of_good_proportions() {
    for count in [2, 6, 30, 45] {
        let topology = islands(count);
        let (plan, geometry) = arranged(&topology, &[], &Options::default());
        let faults = measure::faults(&plan, &geometry);
        assert!(faults.0.is_empty(), "{count} islands:\n{faults}");
        let places = places(&topology, Direction::Right);
        let island = |island: usize| {
            ["web", "app", "db"]
                .map(|name| places[&format!("{name}-{island}")])
                .iter()
                .fold(places[&format!("user-{island}")], |all, place| all.union(place))
        };
        for one in 0..count {
            for other in one + 1..count {
                assert!(
                    !island(one).overlaps(&island(other)),
                    "{one} and {other} of {count}"
                );
            }
        }
        let size = geometry.rects[Item::Container(0)].size();
        let proportions = size.width / size.height;
        assert!(
            count < 6 || (0.8..2.6).contains(&proportions),
            "{count} islands: {size:?}"
        );
    }
}

/// A host in each of three zones, one of which has two, each with the same on it.
const ALIKE: &str = "
name: Alike
groups:
  a: { kind: zone }
  b: { kind: zone }
  a-1: { kind: host, in: a }
  a-2: { kind: host, in: a }
  b-1: { kind: host, in: b }
components:
  user: { kind: client }
  web-1: { kind: web-server, in: a-1 }
  agent-1: { kind: monitoring, in: a-1 }
  app-1: { kind: app-server, in: a-1 }
  files-1: { kind: file-store, in: a-1 }
  web-2: { kind: web-server, in: a-2 }
  app-2: { kind: app-server, in: a-2 }
  agent-2: { kind: monitoring, in: a-2 }
  files-2: { kind: file-store, in: a-2 }
  app-3: { kind: app-server, in: b-1 }
  web-3: { kind: web-server, in: b-1 }
  agent-3: { kind: monitoring, in: b-1 }
  files-3: { kind: file-store, in: b-1 }
clusters:
  web: { mode: active-active, members: [web-1, web-2, web-3] }
connections:
  - { from: user, to: web, protocol: https }
  - { from: web-1, to: app-1, protocol: fastcgi }
  - { from: web-2, to: app-2, protocol: fastcgi }
  - { from: web-3, to: app-3, protocol: fastcgi }
  - { from: app-1, to: files-1 }
  - { from: app-2, to: files-2 }
  - { from: app-3, to: files-3 }
";

#[test]
fn hosts_that_carry_the_same_look_the_same_in_whichever_zone_they_stand() {
    let topology = random::load(ALIKE);
    for direction in [Direction::Right, Direction::Down] {
        let places = places(&topology, direction);
        let way = |host: usize| {
            let [web, app] = ["web", "app"].map(|name| places[&format!("{name}-{host}")]);
            [
                web.x.end < app.x.start,
                app.x.end < web.x.start,
                web.y.end < app.y.start,
                app.y.end < web.y.start,
            ]
        };
        assert_eq!(way(1), way(2), "{direction:?}");
        assert_eq!(way(1), way(3), "{direction:?}");
    }
}

#[test]
fn requests_pass_the_firewall_that_stands_in_the_network_which_it_guards() {
    let topology = random::load(
        "name: Guarded
groups:
  internet: { kind: network, trust: untrusted }
  site: { kind: network }
components:
  user: { kind: client, in: internet }
  firewall: { kind: firewall, in: site, guards: site }
  web: { kind: web-server, in: site }
  db: { kind: database, in: site }
connections:
  - { from: user, to: web, protocol: https }
  - { from: web, to: db, protocol: mysql }
",
    );
    let places = places(&topology, Direction::Right);
    let [user, firewall, web] = ["user", "firewall", "web"].map(|name| places[name]);
    assert!(user.x.end < firewall.x.start, "{places:?}");
    assert!(
        firewall.x.end < web.x.start || firewall.y.end < web.y.start,
        "{places:?}"
    );
    let picture = draw(&topology, &[], &Options::default());
    assert!(picture.contains("passes what guards site"), "{picture}");
}

#[test]
fn what_is_connected_to_itself_has_a_loop() {
    let topology = random::load(
        "name: Loops
components:
  user: { kind: client }
  cache: { kind: cache, replicas: 3 }
  one: { kind: queue }
  other: { kind: queue }
clusters:
  queues: { mode: active-active, members: [one, other] }
connections:
  - { from: user, to: cache, protocol: https }
  - { from: user, to: queues, protocol: https }
  - { from: cache, to: cache, protocol: redis, purpose: replication }
  - { from: queues, to: queues, protocol: amqp, purpose: replication }
",
    );
    for direction in [Direction::Right, Direction::Down] {
        let options = Options {
            direction,
            ..Options::default()
        };
        let (plan, geometry) = arranged(&topology, &[], &options);
        let faults = measure::faults(&plan, &geometry);
        assert!(faults.0.is_empty(), "{direction:?}:\n{faults}");
    }
    let (plan, geometry) = arranged(&topology, &[], &Options::default());
    let net = plan
        .nets
        .iter()
        .position(|net| net.sources == net.targets)
        .expect("a loop");
    let wires = geometry.wiring.wires.iter().filter(|wire| wire.net == net);
    assert!(wires.count() >= 3, "a loop leaves its box and comes back");
    let picture = draw(&topology, &[], &Options::default());
    assert!(picture.contains("cache -&gt; cache: Redis"), "{picture}");
    assert!(picture.contains("queues -&gt; queues: AMQP"), "{picture}");
}
