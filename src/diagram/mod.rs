//! The picture of a topology.
//!
//! A pipeline of small steps: `view` chooses what is shown, `content` says what stands in the picture and how much room it needs, `layout` decides
//! what stands beside what, `route` which way lines run, `compact` how far apart everything is, `paint` what is
//! drawn, `svg` how it is written, `png` how that looks in pixels. `export` says the same content in the languages of other tools, which place and
//! draw it themselves.

pub mod arrange;
pub mod compact;
mod content;
pub mod export;
pub mod geometry;
pub mod icons;
pub mod judge;
pub mod label;
pub mod layout;
pub mod overlay;
mod paint;
pub mod plan;
pub mod png;
pub mod prose;
mod raster;
pub mod route;
pub mod scene;
pub mod svg;
pub mod text;
pub mod theme;
pub mod view;

use crate::finding::Finding;
use crate::model::Topology;
use compact::Geometry;
use overlay::Overlay;
use plan::Plan;
use scene::Scene;
use text::Metrics;
use theme::Theme;
use view::{Collapse, Focus, View};

/// The direction in which requests run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    Right,
    /// From top to bottom.
    Down,
}

/// How to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The direction in which requests run.
    pub direction: Direction,
    /// What every identifier in the picture begins with; made from the topology's name where it is not given.
    ///
    /// Pictures that stand in one page need different ones.
    pub id_prefix: Option<String>,
    /// What is shown in the place of findings.
    pub overlay: Option<Overlay>,
    /// Which colours the picture has.
    pub theme: Theme,
    /// Which groups are drawn as one box each.
    pub collapse: Collapse,
    /// Show only what is near something.
    pub focus: Option<Focus>,
}

impl Options {
    /// What of a topology is in the picture.
    pub fn view(&self, topology: &Topology) -> View {
        View::new(topology, self.collapse, self.focus.as_ref())
    }
}

/// Draws a topology with its findings as an SVG document.
///
/// The document needs nothing from outside and runs nothing. It is the same for the same input, on each run.
/// Findings are numbered in the order given; with an overlay none are shown.
pub fn draw(topology: &Topology, findings: &[Finding], options: &Options) -> String {
    svg::write(&scene(topology, findings, options))
}

/// What is placed and connected, and where everything came to be, without heading, legend and list.
///
/// Boxes and containers are numbered as in the [`View`].
pub fn arranged(topology: &Topology, findings: &[Finding], options: &Options) -> (Plan, Geometry) {
    let view = options.view(topology);
    let (_, plan) = content::prepare(topology, findings, &view, options.direction, &Metrics::new());
    let geometry = arrange::arrange(&plan);
    (plan, geometry)
}

/// The picture before it is written.
pub fn scene(topology: &Topology, findings: &[Finding], options: &Options) -> Scene {
    let metrics = Metrics::new();
    let overlay = options.overlay.as_ref();
    let findings = if overlay.is_some() { &[] } else { findings };
    let view = options.view(topology);
    let (content, mut plan) = content::prepare(topology, findings, &view, options.direction, &metrics);
    let overlay = overlay.map(|overlay| overlay.folded(topology, &content));
    if let Some(overlay) = &overlay {
        overlay.make_room(&content, &mut plan);
    }
    let geometry = arrange::arrange(&plan);
    let prefix = identifier(options.id_prefix.as_deref().unwrap_or(&topology.name));
    let mut scene = Scene {
        theme: options.theme,
        ..paint::scene(topology, findings, &content, &geometry, &metrics, prefix)
    };
    if let Some(overlay) = overlay {
        overlay::lay(&overlay, &mut scene, &metrics);
    }
    scene
}

/// The letters and digits of a text, in lower case, with hyphens between words.
fn identifier(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut identifier = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            identifier.push(letter.to_ascii_lowercase());
        } else if !identifier.is_empty() && !identifier.ends_with('-') {
            identifier.push('-');
        }
        if identifier.len() >= LONGEST {
            break;
        }
    }
    let identifier = identifier.trim_end_matches('-');
    if identifier.starts_with(|first: char| first.is_ascii_alphabetic()) {
        identifier.to_owned()
    } else {
        format!("topology-{identifier}").trim_end_matches('-').to_owned()
    }
}
