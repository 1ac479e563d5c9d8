//! What of a topology is in the picture.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use infra_audit::diagram::plan::Item;
use infra_audit::diagram::view::{Collapse, Focus, MOST_BOXES, MOST_FRAMES, Several, Shown, View};
use infra_audit::diagram::{Options, arranged, draw};
use infra_audit::finding::{Finding, Fingerprint, Proof, Severity, Subject};
use infra_audit::model::{ComponentIndex, Concern, GroupKind, Topology};

use super::{measure, random};

fn views(topology: &Topology) -> Vec<(String, Options)> {
    let mut collapses = vec![
        Collapse::Nothing,
        Collapse::Kind(GroupKind::Host),
        Collapse::Kind(GroupKind::Zone),
    ];
    collapses.extend(topology.groups.indices().next().map(Collapse::Group));
    let mut focuses = vec![None];
    for hops in [0, 1, 2] {
        focuses.push(topology.components.indices().next_back().map(|last| Focus {
            name: "the last".to_owned(),
            on: vec![last],
            hops,
        }));
    }
    let mut views = Vec::new();
    for &collapse in &collapses {
        for focus in &focuses {
            let options = Options {
                collapse,
                focus: focus.clone(),
                ..Options::default()
            };
            views.push((format!("{collapse:?}, {focus:?}"), options));
        }
    }
    views
}

fn finding(subject: Subject, severity: Severity) -> Finding {
    Finding {
        rule: "some-rule".to_owned(),
        title: "Some rule".to_owned(),
        severity,
        concern: Concern::Availability,
        subject,
        message: "something about `c0`".to_owned(),
        impact: None,
        journeys: Vec::new(),
        proof: Proof::default(),
        fingerprint: Fingerprint::new("some-rule", subject.kind(), ""),
    }
}

/// The components near something, by following every connection again and again.
fn near(topology: &Topology, focus: &Focus) -> BTreeSet<ComponentIndex> {
    let mut near: BTreeSet<ComponentIndex> = focus.on.iter().copied().collect();
    for _ in 0..focus.hops {
        let before = near.clone();
        for connection in topology.connections.values() {
            let (from, to) = (
                topology.members(&connection.from),
                topology.members(&connection.to),
            );
            for (one, other) in [(from, to), (to, from)] {
                if one.iter().any(|component| before.contains(component)) {
                    near.extend(other);
                }
            }
        }
    }
    near
}

#[test]
fn every_component_is_in_one_box_or_out_of_focus() {
    for seed in 0..80 {
        let topology = random::topology(seed, 24);
        for (name, options) in views(&topology) {
            let view = options.view(&topology);
            let shown: BTreeSet<ComponentIndex> = match &options.focus {
                Some(focus) => near(&topology, focus),
                None => topology.components.indices().collect(),
            };
            let mut found = BTreeMap::new();
            for (number, shown) in view.boxes().iter().enumerate() {
                let inside: &[ComponentIndex] = match shown {
                    Shown::Component(component) => std::slice::from_ref(component),
                    Shown::Group(_, inside) | Shown::Several(Several { inside, .. }) => inside,
                };
                for &component in inside {
                    assert_eq!(found.insert(component, number), None, "seed {seed}, {name}");
                    assert_eq!(view.component(component), Some(number), "seed {seed}, {name}");
                }
            }
            assert_eq!(
                found.into_keys().collect::<BTreeSet<_>>(),
                shown,
                "seed {seed}, {name}"
            );
        }
    }
}

#[test]
fn nothing_touches_in_reduced_pictures() {
    for seed in 0..8 {
        let topology = random::topology(seed, 24);
        for (name, options) in views(&topology) {
            let (plan, geometry) = arranged(&topology, &[], &options);
            let faults = measure::faults(&plan, &geometry);
            assert!(
                faults.0.is_empty(),
                "seed {seed}, {name}:\n{faults}{}",
                random::text(seed, 24)
            );
        }
    }
}

#[test]
fn a_group_in_one_box_counts_what_it_holds() {
    let topology = random::load(
        "name: Sum\ngroups:\n  site: { kind: network }\n  rack: { kind: rack, in: site }\n  host: { kind: host, in: rack }\n\
         components:\n  user: { kind: client }\n  web: { kind: web-server, in: host }\n  app: { kind: app-server, in: host }\n\
         connections:\n  - { from: user, to: web, protocol: https }\n  - { from: user, to: app, protocol: http }\n\
         \x20 - { from: web, to: app, protocol: http }\n",
    );
    let component = |id: &str| {
        topology
            .components
            .iter()
            .find(|(_, found)| found.id == id)
            .expect(id)
            .0
    };
    let group = |id: &str| {
        topology
            .groups
            .iter()
            .find(|(_, found)| found.id == id)
            .expect(id)
            .0
    };
    let findings = [
        finding(Subject::Component(component("web")), Severity::High),
        finding(Subject::Group(group("host")), Severity::High),
        finding(
            Subject::Connection(topology.connections.indices().nth(2).expect("inside")),
            Severity::Low,
        ),
        finding(
            Subject::Connection(topology.connections.indices().next().expect("outside")),
            Severity::Info,
        ),
    ];
    let picture = draw(
        &topology,
        &findings,
        &Options {
            collapse: Collapse::Group(group("rack")),
            ..Options::default()
        },
    );
    for words in ["rack · 2 components", "2 high · 1 low", "HTTPS :443", "HTTP :80"] {
        assert!(picture.contains(words), "{words}:\n{picture}");
    }
    assert!(!picture.contains("host ·") && !picture.contains('`'), "{picture}");
}

/// What each box says it is, in order: identifiers of components and groups, and what shares a box.
fn boxes(topology: &Topology, view: &View) -> Vec<String> {
    view.boxes()
        .iter()
        .map(|shown| match shown {
            Shown::Component(component) => topology.components[*component].id.clone(),
            Shown::Group(group, inside) => format!("{} of {}", topology.groups[*group].id, inside.len()),
            Shown::Several(several) => format!("{:?} of {}", several.alike, several.inside.len()),
        })
        .collect()
}

#[test]
fn large_pictures_are_drawn_in_short_and_say_so() {
    let mut text = String::from("name: Large\ngroups:\n  site: { kind: network }\n");
    for host in 0..MOST_BOXES / 2 {
        writeln!(text, "  h{host}: {{ kind: host, in: site }}").expect("a string takes any text");
    }
    text.push_str("components:\n  user: { kind: client }\n");
    for component in 0..=MOST_BOXES {
        let host = component / 3;
        writeln!(text, "  c{component}: {{ kind: service, in: h{host} }}").expect("a string takes any text");
    }
    let topology = random::load(&text);
    let view = |collapse| View::new(&topology, collapse, None);
    assert_eq!(view(Collapse::Nothing).boxes().len(), MOST_BOXES + 2);
    assert_eq!(view(Collapse::Nothing).notes(), &[] as &[String]);
    let short = view(Collapse::Automatic);
    assert_eq!(short.boxes().len(), MOST_BOXES / 2 + 1);
    insta::assert_snapshot!(short.notes().join("\n"), @"Drawn in short: 202 components in 101 boxes. --collapse none draws all, --focus ID what is near one.");
}

#[test]
fn frames_in_which_nothing_stands_are_folded_like_boxes() {
    let mut text = String::from("name: Empty\ncomponents:\n  user: { kind: client }\ngroups:\n");
    for host in 0..20 * MOST_BOXES {
        writeln!(text, "  h{host}: {{ kind: host }}").expect("a string takes any text");
    }
    let topology = random::load(&text);
    let view = View::new(&topology, Collapse::Automatic, None);
    assert!(
        view.boxes().len() + view.containers().len() <= MOST_BOXES,
        "{:?}",
        view.notes()
    );
    // In time, though nothing is folded.
    let all = Options {
        collapse: Collapse::Nothing,
        ..Options::default()
    };
    let (plan, geometry) = arranged(&topology, &[], &all);
    assert_eq!(plan.containers.len(), 20 * MOST_BOXES + 1);
    let page = geometry.rects[Item::Container(0)].size();
    assert!((0.3..4.0).contains(&(page.width / page.height)), "{page:?}");
}

#[test]
fn groups_in_very_many_others_are_one_box_whatever_is_asked_for() {
    let mut text = String::from("name: Deep\ngroups:\n  g0: { kind: network }\n");
    for depth in 1..3 * MOST_FRAMES {
        writeln!(text, "  g{depth}: {{ kind: network, in: g{} }}", depth - 1)
            .expect("a string takes any text");
    }
    let innermost = 3 * MOST_FRAMES - 1;
    write!(
        text,
        "components:\n  outer: {{ kind: client, in: g5 }}\n  inner: {{ kind: service, in: g{innermost} }}\n\
         connections:\n  - {{ from: outer, to: inner, protocol: https }}\n"
    )
    .expect("a string takes any text");
    let topology = random::load(&text);
    for collapse in [Collapse::Automatic, Collapse::Nothing] {
        let view = View::new(&topology, collapse, None);
        assert_eq!(view.containers().len(), MOST_FRAMES);
        assert_eq!(view.boxes().len(), 2);
        let note = "A group that stands in 32 others is drawn as one box.";
        assert!(view.notes().contains(&note.to_owned()), "{:?}", view.notes());
    }
    let (plan, geometry) = arranged(&topology, &[], &Options::default());
    let faults = measure::faults(&plan, &geometry);
    assert!(faults.0.is_empty(), "{faults}");
}

/// Zones of networks of hosts, each with two services, and clients that stand nowhere.
fn large([zones, networks, hosts]: [usize; 3], clients: usize) -> Topology {
    let mut groups = String::new();
    let mut components = String::new();
    let ok = "a string takes any text";
    for client in 0..clients {
        writeln!(components, "  user-{client}: {{ kind: client }}").expect(ok);
    }
    for zone in 0..zones {
        writeln!(groups, "  z{zone}: {{ kind: zone }}").expect(ok);
        for network in 0..networks {
            writeln!(groups, "  n{zone}-{network}: {{ kind: network, in: z{zone} }}").expect(ok);
            for host in 0..hosts {
                let place = format!("{zone}-{network}-{host}");
                writeln!(groups, "  h{place}: {{ kind: host, in: n{zone}-{network} }}").expect(ok);
                for service in 0..2 {
                    writeln!(
                        components,
                        "  s{place}-{service}: {{ kind: service, in: h{place} }}"
                    )
                    .expect(ok);
                }
            }
        }
    }
    random::load(&format!(
        "name: Large\ngroups:\n{groups}components:\n{components}"
    ))
}

#[test]
fn as_many_groups_are_opened_as_leave_the_picture_legible() {
    let short = |topology: &Topology| View::new(topology, Collapse::Automatic, None);

    // All hosts of a level are opened, or none of them.
    let topology = large([3, 4, 9], 1);
    let view = short(&topology);
    assert_eq!(view.boxes().len(), 1 + 3 * 4 * 9);
    assert_eq!(boxes(&topology, &view)[1], "h0-0-0 of 2");

    // Clients that would fill the picture share a box.
    let topology = large([3, 4, 9], 500);
    let view = short(&topology);
    assert_eq!(view.boxes().len(), 1 + 3 * 4 * 9);
    assert_eq!(
        boxes(&topology, &view).last().expect("a box"),
        "Components(Client) of 500"
    );

    // Of more networks than a picture holds, the first of each zone are drawn.
    let topology = large([3, 400, 2], 500);
    let view = short(&topology);
    let boxes = boxes(&topology, &view);
    assert_eq!(boxes.len(), 58);
    assert_eq!(boxes[0], "n0-0 of 4");
    assert_eq!(boxes[18], "n1-0 of 4");
    assert_eq!(
        boxes[54..],
        [
            "Components(Client) of 500",
            "Groups(Network, 382) of 1528",
            "Groups(Network, 382) of 1528",
            "Groups(Network, 382) of 1528",
        ]
    );
    let finding = finding(
        Subject::Component(topology.components.indices().next_back().expect("a component")),
        Severity::High,
    );
    let picture = draw(&topology, &[finding], &Options::default());
    for words in [
        "382 more",
        "network · 1528 components",
        "1 high",
        "client",
        "500 components",
    ] {
        assert!(picture.contains(words), "{words}");
    }
}

#[test]
fn large_pictures_touch_nothing() {
    for (sizes, clients) in [([3, 4, 9], 500), ([3, 400, 2], 5), ([1, 150, 1], 0)] {
        let (plan, geometry) = arranged(&large(sizes, clients), &[], &Options::default());
        let faults = measure::faults(&plan, &geometry);
        assert!(faults.0.is_empty(), "{sizes:?}:\n{faults}");
    }
}

#[test]
fn every_link_leads_somewhere_and_no_identifier_stands_twice() {
    for seed in 0..8 {
        let topology = random::topology(seed, 16);
        let findings: Vec<Finding> = (0..40)
            .map(|number| {
                let subject = match topology.connections.indices().nth(number) {
                    Some(connection) if number % 2 == 0 => Subject::Connection(connection),
                    _ => Subject::Component(topology.components.indices().next().expect("a component")),
                };
                finding(subject, Severity::Medium)
            })
            .collect();
        for (name, options) in views(&topology) {
            let picture = draw(&topology, &findings, &options);
            let between = |start: &str| -> Vec<&str> {
                picture
                    .split(start)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next())
                    .collect()
            };
            let identifiers = between(" id=\"");
            let known: BTreeSet<&str> = identifiers.iter().copied().collect();
            assert_eq!(known.len(), identifiers.len(), "seed {seed}, {name}");
            for link in between("href=\"#") {
                assert!(known.contains(link), "seed {seed}, {name}: {link}");
            }
        }
    }
}
