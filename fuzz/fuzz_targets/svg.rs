//! The SVG writer shows any name as it is: what it writes is XML with the elements and the texts of the scene, and
//! nothing else.

#![no_main]

use std::sync::LazyLock;

use infra_audit::audit::{Audit, Settings};
use infra_audit::diagram::overlay::Overlay;
use infra_audit::diagram::scene::{Group, Scene, Shape};
use infra_audit::diagram::theme::Theme;
use infra_audit::diagram::{Direction, Options, scene, svg};
use infra_audit::load;
use infra_audit::model::Topology;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use roxmltree::{Document, Node};

/// What is put into the picture of one model.
#[derive(Arbitrary, Debug)]
struct Input<'a> {
    names: Vec<&'a str>,
    prefix: Option<&'a str>,
    is_down: bool,
    theme: u8,
    overlay: u8,
}

const MODEL: &str = include_str!("../../models/simple.yaml");

static AUDIT: LazyLock<Audit> = LazyLock::new(|| {
    let source = Source::new("model.yaml", MODEL);
    let loaded = load::topology(&source, &Limits::default()).expect("a model that ships is valid");
    Audit::new(source, loaded, &Catalogue::built_in(), Settings::default()).expect("no accepted risks")
});

fuzz_target!(|input: Input<'_>| {
    let mut names = input.names.iter().copied().cycle();
    let mut next = || names.next().map(str::to_owned);
    let mut topology = AUDIT.topology.clone();
    rename(&mut topology, &mut next);
    let mut findings = AUDIT.findings.clone();
    for finding in &mut findings {
        finding.message = next().unwrap_or_default();
        finding.rule = next().unwrap_or_default();
    }
    let options = Options {
        direction: if input.is_down { Direction::Down } else { Direction::Right },
        id_prefix: input.prefix.map(str::to_owned),
        overlay: match input.overlay % 3 {
            0 => None,
            1 => Some(Overlay::faults(&topology, &AUDIT.faults)),
            _ => Some(Overlay::trust(&topology)),
        },
        theme: match input.theme % 3 {
            0 => Theme::default(),
            1 => Theme::Light,
            _ => Theme::Dark,
        },
        ..Options::default()
    };
    let scene = scene(&topology, &findings, &options);
    let written = svg::write(&scene);
    let document = Document::parse(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_safe(&document);
    assert_same(&scene, &document);
});

fn rename(topology: &mut Topology, next: &mut impl FnMut() -> Option<String>) {
    topology.name = next().unwrap_or_default();
    topology.description = next();
    for group in topology.groups.indices() {
        topology.groups[group].title = next();
    }
    for component in topology.components.indices() {
        let component = &mut topology.components[component];
        component.title = next();
        component.software = next();
        component.description = next();
    }
    for cluster in topology.clusters.indices() {
        topology.clusters[cluster].title = next();
    }
    for connection in topology.connections.indices() {
        let connection = &mut topology.connections[connection];
        connection.description = next();
        if let Some(protocol) = &mut connection.protocol {
            protocol.title = next().unwrap_or_default().into();
        }
    }
}

/// Every element and attribute is one that draws, and nothing leads out of the picture.
fn assert_safe(document: &Document<'_>) {
    const ELEMENTS: [&str; 16] = [
        "svg", "title", "desc", "style", "defs", "pattern", "path", "symbol", "rect", "circle", "g", "a", "text",
        "tspan", "use", "line",
    ];
    const ATTRIBUTES: [&str; 24] = [
        "class", "width", "height", "viewBox", "role", "aria-labelledby", "id", "patternUnits", "patternTransform",
        "d", "x", "y", "rx", "cx", "cy", "r", "href", "text-anchor", "fill", "ry", "x1", "y1", "x2", "y2",
    ];
    for element in document.descendants().filter(Node::is_element) {
        let name = element.tag_name().name();
        assert!(ELEMENTS.contains(&name), "<{name}>");
        for attribute in element.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(ATTRIBUTES.contains(&key), "{name} {key}={value}");
            let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " .,#()-:/".contains(letter);
            assert!(value.chars().all(is_plain), "{name} {key}={value}");
            assert!(key != "href" || value.starts_with('#'), "{name} {key}={value}");
        }
    }
}

/// The picture has the texts of the scene, in its order.
fn assert_same(scene: &Scene, document: &Document<'_>) {
    let mut expected = vec![scene.title.clone(), scene.description.clone()];
    for shape in &scene.shapes {
        collect(shape, &mut expected);
    }
    let texts = document.descendants().filter(|node| {
        node.is_element() && ["title", "desc", "text"].contains(&node.tag_name().name())
    });
    let found: Vec<String> = texts
        .map(|node| {
            let parts = node.descendants().filter(Node::is_text);
            parts.filter_map(|part| part.text()).collect()
        })
        .collect();
    assert_eq!(found, expected);
}

fn collect(shape: &Shape, texts: &mut Vec<String>) {
    match shape {
        Shape::Group(Group { hover, shapes, .. }) => {
            texts.extend(hover.clone());
            for shape in shapes {
                collect(shape, texts);
            }
        }
        Shape::Text { content, .. } => texts.push(content.clone()),
        Shape::Prose { parts, .. } => texts.push(parts.iter().map(|(part, _)| part.as_str()).collect()),
        Shape::Rect { .. } | Shape::Path { .. } | Shape::Circle { .. } | Shape::Icon { .. } => {}
    }
}
