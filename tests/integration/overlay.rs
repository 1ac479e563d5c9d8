//! What is laid over a picture: which element is marked as what, and what is said of it.

use std::fmt::Write as _;
use std::path::Path;

use infra_audit::analysis::faults::{Defaults, Impact, simulate, what_if};
use infra_audit::audit::change::{Change, Union};
use infra_audit::audit::{Audit, Settings};
use infra_audit::diagram::overlay::{Overlay, Tint};
use infra_audit::diagram::png::png;
use infra_audit::diagram::scene::{Group, Scene, Shape};
use infra_audit::diagram::theme::Class;
use infra_audit::diagram::view::Collapse;
use infra_audit::diagram::{Options, draw, scene};
use infra_audit::load;
use infra_audit::model::{GroupKind, Topology};
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

fn topology(name: &str) -> Topology {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("models/{name}.yaml"));
    let text = std::fs::read_to_string(path).expect("a model");
    let source = Source::new(name, text);
    load::topology(&source, &Limits::default())
        .expect("the model is right")
        .topology
}

fn over(overlay: Overlay) -> Options {
    Options {
        overlay: Some(overlay),
        ..Options::default()
    }
}

fn without(topology: &Topology, ids: &[&str]) -> Options {
    let failed = topology
        .elements()
        .filter(|&element| ids.contains(&topology.element_id(element)));
    over(Overlay::what_if(topology, &what_if(topology, failed.collect())))
}

/// The tint of a box or frame, if it is marked.
fn tint(group: &Group) -> Option<Tint> {
    group.shapes.iter().find_map(|shape| match shape {
        Shape::Rect { classes, .. } => classes.iter().find_map(|class| match class {
            Class::Tint(tint) => Some(*tint),
            _ => None,
        }),
        _ => None,
    })
}

/// Every marked element with what its hover text says, and all text that stands outside the elements.
fn said(scene: &Scene) -> String {
    let mut said = String::new();
    for shape in &scene.shapes {
        match shape {
            Shape::Group(group) => {
                if let Some(tint) = tint(group) {
                    let signs = group.shapes.iter().filter(|shape| match shape {
                        Shape::Circle { classes, .. } => classes.contains(&Class::Sign(tint)),
                        _ => false,
                    });
                    assert_eq!(signs.count(), 1, "{:?} has one sign", group.id);
                    let hover = group.hover.as_deref().unwrap_or_default();
                    writeln!(said, "{tint:?}: {}", hover.replace('\n', " | "))
                        .expect("strings take everything");
                }
            }
            Shape::Text { content, .. } => writeln!(said, "{content}").expect("strings take everything"),
            Shape::Prose { parts, .. } => {
                let parts: String = parts.iter().map(|(part, _)| part.as_str()).collect();
                writeln!(said, "{parts}").expect("strings take everything");
            }
            _ => {}
        }
    }
    said
}

#[test]
fn a_what_if_marks_what_failed_and_what_suffers() {
    let topology = topology("distributed");
    let drawn = scene(&topology, &[], &without(&topology, &["mysql-1", "server-2"]));
    insta::assert_snapshot!(said(&drawn));
}

#[test]
fn faults_mark_the_worst_impact_of_each_element() {
    let topology = topology("distributed");
    let drawn = scene(
        &topology,
        &[],
        &over(Overlay::faults(&topology, &simulate(&topology))),
    );
    insta::assert_snapshot!(said(&drawn));
}

#[test]
fn trust_marks_places() {
    let topology = topology("secured");
    let drawn = scene(&topology, &[], &over(Overlay::trust(&topology)));
    insta::assert_snapshot!(said(&drawn));
}

#[test]
fn a_group_that_is_one_box_carries_the_marks_of_what_it_holds() {
    let topology = topology("distributed");
    let options = Options {
        collapse: Collapse::Kind(GroupKind::Host),
        ..without(&topology, &["mysql-1"])
    };
    let drawn = scene(&topology, &[], &options);
    let box_of_server_1 = drawn.shapes.iter().find_map(|shape| match shape {
        Shape::Group(group) => group
            .hover
            .as_ref()
            .filter(|hover| hover.contains("mysql-1: has failed"))
            .map(|_| tint(group)),
        _ => None,
    });
    assert_eq!(box_of_server_1, Some(Some(Tint::Harmed(Impact::Outage))));
}

#[test]
fn overlays_leave_the_elements_where_they_are_and_stay_inside_the_picture() {
    for name in ["simple", "distributed", "distributed-nginx", "secured", "scaled"] {
        let topology = topology(name);
        for options in [
            without(&topology, &["mysql-1", "server-1", "db-server-1"]),
            over(Overlay::faults(&topology, &simulate(&topology))),
            over(Overlay::trust(&topology)),
        ] {
            let drawn = scene(&topology, &[], &options);
            for shape in &drawn.shapes {
                let below = match shape {
                    Shape::Text { at, .. } | Shape::Prose { at, .. } => at.y,
                    Shape::Circle { center, radius, .. } => center.y + radius,
                    _ => 0.0,
                };
                assert!(below < drawn.size.height, "{name}: {shape:?}");
            }
            let picture = draw(&topology, &[], &options);
            png(&picture, 0.2).expect("a picture that can be read");
            assert_eq!(picture, draw(&topology, &[], &options));
        }
    }
}

/// An audit of a model on no day in particular.
fn audited(text: &str) -> Audit {
    let source = Source::new("model.yaml", text);
    let loaded = load::topology(&source, &Limits::default()).expect("the model is right");
    Audit::new(source, loaded, &Catalogue::built_in(), Settings::default()).expect("an audit")
}

fn changed(before: &str, after: &str) -> Scene {
    let (base, head) = (audited(before), audited(after));
    let change = Change::new(Some(&base), &head, &Defaults::default());
    let union = Union::new(&change);
    scene(&union.topology, &[], &over(Overlay::change(&union, &change)))
}

/// The marked lines, each with its sign, its label and what its hover text says.
fn marked_lines(scene: &Scene) -> Vec<String> {
    let groups = scene.shapes.iter().filter_map(|shape| match shape {
        Shape::Group(group) => Some(group),
        _ => None,
    });
    let lines = groups.filter_map(|group| {
        let tint = group.shapes.iter().find_map(|shape| match shape {
            Shape::Path { classes, .. } => classes.iter().find_map(|class| match class {
                Class::TintLine(tint) => Some(*tint),
                _ => None,
            }),
            _ => None,
        })?;
        let signs = group.shapes.iter().filter(|shape| match shape {
            Shape::Circle { classes, radius, .. } => classes.contains(&Class::Sign(tint)) && *radius > 5.0,
            _ => false,
        });
        assert_eq!(signs.count(), 1, "{:?} has one sign", group.id);
        let label = group.shapes.iter().find_map(|shape| match shape {
            Shape::Text { content, .. } => Some(content.clone()),
            _ => None,
        });
        let hover = group.hover.clone().unwrap_or_default().replace('\n', " | ");
        Some(format!("{tint:?} [{}]: {hover}", label.unwrap_or_default()))
    });
    lines.collect()
}

#[test]
fn a_change_shows_what_came_went_and_changed() {
    const BEFORE: &str = include_str!("../../docs/changes/before.yaml");
    const AFTER: &str = include_str!("../../docs/changes/after.yaml");
    let there = changed(BEFORE, AFTER);
    insta::assert_snapshot!(
        "overlay-change",
        format!("{}\n{}", said(&there), marked_lines(&there).join("\n"))
    );
    let back = changed(AFTER, BEFORE);
    insta::assert_snapshot!(
        "overlay-change-back",
        format!("{}\n{}", said(&back), marked_lines(&back).join("\n"))
    );
    let same = changed(BEFORE, BEFORE);
    assert!(marked_lines(&same).is_empty());
    assert!(!said(&same).contains("Came") && !said(&same).contains("Changed"));
}

#[test]
fn groups_that_change_places_are_drawn_all_the_same() {
    let model = |inner: &str, outer: &str| {
        format!(
            "name: Turned\ngroups:\n  {outer}: {{ kind: zone }}\n  {inner}: {{ kind: host, in: {outer} }}\n\
             components:\n  user: {{ kind: client }}\n  web: {{ kind: web-server, in: {inner} }}\n\
             connections:\n  - {{ from: user, to: web, protocol: https }}\n"
        )
    };
    let turned = changed(&model("a", "b"), &model("b", "a"));
    assert!(said(&turned).contains("Changed: "), "{}", said(&turned));
    // What went stood in what came, which stands in what is left of it.
    let one = "name: One\ngroups:\n  b: { kind: zone }\n  a: { kind: host, in: b }\n  c: { kind: zone }\n";
    let other = "name: One\ngroups:\n  b: { kind: zone, in: c }\n  c: { kind: zone }\n";
    for (before, after) in [(one, other), (other, one)] {
        let scene = changed(before, after);
        assert!(said(&scene).contains("Changed"), "{}", said(&scene));
    }
}
