//! What stands on the line of a connection.

use super::bundle::{self, Bundle};
use super::gates::Passage;
use super::watch::Watch;
use super::{BADGE, Badge, Badges, MOST_BADGES, Spot, badges_width, worst};
use crate::diagram::geometry::Size;
use crate::diagram::plan::{Item, PlannedNet};
use crate::diagram::text::{Metrics, Weight, clean};
use crate::diagram::theme::Stroke;
use crate::diagram::view::View;
use crate::finding::Severity;
use crate::model::{ComponentIndex, ConnectionIndex, Element, Guarded, Index, Topology};

/// Room for the padlock before a label.
pub(in crate::diagram) const LOCK: f64 = 14.0;

const LABEL_SIZE: f64 = 11.0;
const LABEL_HEIGHT: f64 = 16.0;
const LONGEST_LABEL: f64 = 170.0;
/// A line that stands for very many connections says no more of them than this.
const MOST_HOVER: usize = 24;

/// What stands on the line of some connections.
#[derive(Clone, Debug)]
pub(in crate::diagram) struct LineContent {
    pub(in crate::diagram) id: String,
    pub(in crate::diagram) stroke: Stroke,
    pub(in crate::diagram) encrypted: bool,
    pub(in crate::diagram) hard: bool,
    pub(in crate::diagram) label: String,
    /// How wide the text of the label is.
    pub(in crate::diagram) label_width: f64,
    pub(in crate::diagram) badges: Vec<Badge>,
    /// The worst of what is found about the connections.
    pub(in crate::diagram) alarm: Option<Severity>,
    pub(in crate::diagram) hover: String,
    size: Option<Size>,
    /// The connections that the line stands for; none for what is no connection.
    pub(in crate::diagram) connections: Vec<ConnectionIndex>,
    sources: Vec<Item>,
    targets: Vec<Item>,
    ranks: bool,
}

impl LineContent {
    pub(super) fn new(
        topology: &Topology,
        view: &View,
        bundle: &Bundle,
        badges: &Badges,
        metrics: &Metrics,
    ) -> Self {
        let full = clean(&bundle.says.label);
        let label = metrics.fit(&full, LABEL_SIZE, Weight::Regular, LONGEST_LABEL);
        let mut findings: Vec<Badge> = bundle
            .connections
            .iter()
            .flat_map(|&connection| badges.at(Spot::Line(connection)))
            .collect();
        findings.sort_by_key(|badge| badge.number);
        let alarm = worst(&findings);
        let messages: Vec<String> = findings.iter().map(|badge| badge.message.clone()).collect();
        findings.truncate(MOST_BADGES);
        let label_width = metrics.width(&label, LABEL_SIZE, Weight::Regular).ceil();
        let lock = if bundle.says.encrypted { LOCK } else { 0.0 };
        let width = lock + label_width + badges_width(&findings);
        let height = if findings.is_empty() { LABEL_HEIGHT } else { BADGE };
        // Even, so that a label in the middle of a line has its sides on whole pixels.
        let size = (width > 0.0).then(|| Size::new((width / 2.0).ceil() * 2.0 + 2.0, height));
        let mut hover: Vec<String> = bundle
            .connections
            .iter()
            .map(|&index| {
                let connection = &topology.connections[index];
                let mut line = clean(&connection.id);
                if let Some(protocol) = &connection.protocol {
                    line = format!("{line}: {}", clean(&protocol.title));
                }
                if let Some(port) = connection.effective_port() {
                    line = format!("{line}, port {port}");
                }
                line = match connection.encrypted() {
                    Some(true) => format!("{line}, encrypted"),
                    Some(false) => format!("{line}, plain text"),
                    None => line,
                };
                match &connection.description {
                    Some(description) => format!("{line}\n{}", clean(description)),
                    None => line,
                }
            })
            .collect();
        hover.extend(messages);
        if hover.len() > MOST_HOVER {
            let more = hover.len() - MOST_HOVER;
            hover.truncate(MOST_HOVER);
            hover.push(format!("and {more} more"));
        }
        let [sources, targets] = bundle.boxes(view);
        let first = bundle.connections.first().map_or(0, |first| first.place());
        Self {
            id: format!("connection-{first}"),
            stroke: bundle.says.stroke,
            encrypted: bundle.says.encrypted,
            hard: bundle.says.hard,
            label,
            label_width,
            alarm,
            badges: findings,
            hover: hover.join("\n"),
            size,
            connections: bundle.connections.clone(),
            sources,
            targets,
            ranks: bundle::ranks(topology, bundle),
        }
    }

    /// The line from a device to what it guards.
    pub(super) fn guard(
        topology: &Topology,
        view: &View,
        device: ComponentIndex,
        guarded: Guarded,
    ) -> Option<Self> {
        let name = border(topology, guarded);
        let target = view.guarded(guarded)?;
        let number = view.component(device)?;
        Some(Self {
            hover: format!("{} guards {name}", clean(topology.components[device].name())),
            ranks: true,
            ..Self::bare(
                format!("guard-{}-{}", device.place(), part(target)),
                Stroke::Guard,
                vec![Item::Box(number)],
                vec![target],
            )
        })
    }

    /// The line that goes on behind devices which another one passes.
    pub(super) fn beyond(&self, topology: &Topology, view: &View, passage: &Passage) -> Self {
        let name = border(topology, passage.border);
        let ends: Vec<String> = passage
            .devices
            .iter()
            .chain(&passage.targets)
            .map(|end| end.place().to_string())
            .collect();
        Self {
            encrypted: self.encrypted,
            hard: self.hard,
            alarm: self.alarm,
            hover: format!("{}\npasses what guards {name}", self.hover),
            connections: self.connections.clone(),
            ranks: true,
            ..Self::bare(
                format!("{}-beyond-{}", self.id, ends.join("-")),
                self.stroke,
                view.items(&passage.devices),
                view.items(&passage.targets),
            )
        }
    }

    /// The line from what is watched, or copied, to the service that does it.
    pub(super) fn watch(topology: &Topology, view: &View, watch: &Watch) -> Option<Self> {
        let does = if watch.stroke == Stroke::Backup {
            "keeps copies of"
        } else {
            "watches"
        };
        let names: Vec<String> = watch
            .watched
            .iter()
            .map(|&element| match element {
                Element::Component(component) => clean(topology.components[component].name()),
                Element::Group(group) => clean(topology.groups[group].name()),
            })
            .collect();
        let service = Item::Box(view.component(watch.service)?);
        let mut watched: Vec<Item> = watch
            .watched
            .iter()
            .filter_map(|&element| match element {
                Element::Component(component) => view.component(component).map(Item::Box),
                Element::Group(group) => view.group(group),
            })
            .filter(|&item| item != service)
            .collect();
        watched.sort_unstable();
        watched.dedup();
        if watched.is_empty() {
            return None;
        }
        Some(Self {
            hover: format!(
                "{} {does} {}",
                clean(topology.components[watch.service].name()),
                names.join(", ")
            ),
            ..Self::bare(
                format!("watch-{}-{}", watch.service.place(), does.len()),
                watch.stroke,
                watched,
                vec![service],
            )
        })
    }

    /// A line that says nothing but what its stroke says.
    fn bare(id: String, stroke: Stroke, sources: Vec<Item>, targets: Vec<Item>) -> Self {
        Self {
            id,
            stroke,
            encrypted: false,
            hard: true,
            label: String::new(),
            label_width: 0.0,
            badges: Vec::new(),
            alarm: None,
            hover: String::new(),
            size: None,
            connections: Vec::new(),
            sources,
            targets,
            ranks: false,
        }
    }

    /// Whether the line ends in an arrowhead there.
    pub(in crate::diagram) fn is_target(&self, item: Item) -> bool {
        self.targets.binary_search(&item).is_ok()
    }

    /// The room that the line takes.
    pub(super) fn planned(&self) -> PlannedNet {
        PlannedNet {
            sources: self.sources.clone(),
            targets: self.targets.clone(),
            ranks: self.ranks,
            label: self.size,
        }
    }
}

/// The name of what is guarded.
fn border(topology: &Topology, guarded: Guarded) -> String {
    match guarded {
        Guarded::Group(group) => clean(topology.groups[group].name()),
        Guarded::Component(component) => clean(topology.components[component].name()),
    }
}

/// The part of an identifier that stands for an item.
fn part(item: Item) -> String {
    match item {
        Item::Box(number) => number.to_string(),
        Item::Container(number) => format!("group-{}", number - 1),
    }
}
