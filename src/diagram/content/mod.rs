//! What the picture says: names, labels, marks and badges, and how much room each of them needs.

mod boxes;
mod bundle;
mod frames;
mod gates;
mod lines;
mod watch;

use std::collections::{BTreeMap, BTreeSet};

use super::Direction;
use super::geometry::{Axis, Size};
use super::plan::{Plan, PlannedContainer};
use super::text::Metrics;
use super::theme::Stroke;
use crate::finding::{Finding, Severity, Subject};
use crate::model::{Endpoint, Index, Topology};

pub(super) use boxes::{BoxContent, ICON, INSET, MOST_BADGES, SHEET};
pub(super) use frames::FrameContent;
use gates::{Gates, Passage};
pub(super) use lines::{LOCK, LineContent};

/// How much room the badge of a finding takes.
pub(super) const BADGE: f64 = 18.0;
/// Room between two badges.
pub(super) const BADGE_GAP: f64 = 3.0;

/// Everything that the picture says, in the order of the plan.
pub(super) struct Content {
    pub(super) boxes: Vec<BoxContent>,
    /// One for each container but the first.
    pub(super) frames: Vec<FrameContent>,
    pub(super) lines: Vec<LineContent>,
    /// Badges that are about the whole.
    pub(super) general: Vec<Badge>,
}

/// The mark of a finding on what it is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Badge {
    /// The place of the finding in the list, from one.
    pub(super) number: usize,
    pub(super) severity: Severity,
    pub(super) message: String,
}

/// The worst of the severities, if there is a badge at all.
pub(super) fn worst(badges: &[Badge]) -> Option<Severity> {
    badges.iter().map(|badge| badge.severity).max()
}

/// How wide some badges are, one beside the other.
pub(super) fn badges_width(badges: &[Badge]) -> f64 {
    badges.len() as f64 * (BADGE + BADGE_GAP)
}

/// The badges of all elements.
#[derive(Default)]
struct Badges {
    of: BTreeMap<Subject, Vec<Badge>>,
    general: Vec<Badge>,
}

impl Badges {
    fn new(topology: &Topology, findings: &[Finding]) -> Self {
        let mut badges = Self::default();
        for (place, finding) in findings.iter().enumerate() {
            let badge = Badge {
                number: place + 1,
                severity: finding.severity,
                message: super::prose::plain(&finding.message),
            };
            match shown_at(topology, finding.subject) {
                Some(subject) => badges.of.entry(subject).or_default().push(badge),
                None => badges.general.push(badge),
            }
        }
        badges
    }

    fn at(&self, subject: Subject) -> Vec<Badge> {
        self.of.get(&subject).cloned().unwrap_or_default()
    }
}

/// The element that a finding is shown at: a cluster's leader for a cluster, the entry for a journey; `None` for the
/// picture as a whole.
fn shown_at(topology: &Topology, subject: Subject) -> Option<Subject> {
    let member = |endpoint: Endpoint| match endpoint {
        Endpoint::Component(component) => Some(component),
        Endpoint::Cluster(cluster) => {
            let cluster = &topology.clusters[cluster];
            cluster.mode.leader().or_else(|| cluster.members.first().copied())
        }
    };
    match subject {
        Subject::Component(_) | Subject::Group(_) | Subject::Connection(_) => Some(subject),
        Subject::Cluster(cluster) => member(Endpoint::Cluster(cluster)).map(Subject::Component),
        Subject::Journey(journey) => member(topology.journeys[journey].entry).map(Subject::Component),
        Subject::Model | Subject::AcceptedRisk(_) => None,
    }
}

/// All lines: connections, what goes on behind the devices that they pass, guards that nothing passes, and what is
/// watched.
fn lines(topology: &Topology, badges: &Badges, metrics: &Metrics) -> Vec<LineContent> {
    let bundles = bundle::bundles(topology);
    let gates = Gates::new(topology, &bundles);
    let mut lines = Vec::new();
    let mut beyond: BTreeMap<(Passage, Stroke, bool, bool), LineContent> = BTreeMap::new();
    let mut passed = BTreeSet::new();
    for bundle in bundles {
        let (front, passages) = gates.through(topology, &bundle);
        let line = LineContent::new(topology, &front, badges, metrics);
        for passage in passages {
            passed.insert(passage.border);
            let behind = line.beyond(topology, &passage);
            let key = (passage, line.stroke, line.encrypted, line.hard);
            // What looks the same behind the device is one line there.
            let known = beyond.entry(key).or_insert_with(|| behind.clone());
            known.alarm = known.alarm.max(behind.alarm);
        }
        lines.push(line);
    }
    lines.extend(beyond.into_values());
    lines.extend(
        gates
            .iter()
            .filter(|(border, _)| !passed.contains(border))
            .map(|(border, device)| LineContent::guard(topology, device, border)),
    );
    let watches = watch::watches(topology);
    lines.extend(watches.iter().map(|watch| LineContent::watch(topology, watch)));
    lines
}

/// Says everything, and plans the room for it.
pub(super) fn prepare(
    topology: &Topology,
    findings: &[Finding],
    direction: Direction,
    metrics: &Metrics,
) -> (Content, Plan) {
    let badges = Badges::new(topology, findings);
    let boxes: Vec<BoxContent> = topology
        .components
        .indices()
        .map(|component| {
            BoxContent::new(
                topology,
                component,
                badges.at(Subject::Component(component)),
                metrics,
            )
        })
        .collect();
    let frames: Vec<FrameContent> = topology
        .groups
        .indices()
        .map(|group| FrameContent::new(topology, group, badges.at(Subject::Group(group)), metrics))
        .collect();
    let lines = lines(topology, &badges, metrics);
    let root = PlannedContainer {
        parent: None,
        title: Size::default(),
    };
    let containers = topology.groups.values().zip(&frames).map(|(group, frame)| {
        let parent = group.parent.map_or(0, |parent| parent.place() + 1);
        PlannedContainer {
            parent: Some(parent),
            title: frame.title_size,
        }
    });
    let plan = Plan {
        flow: match direction {
            Direction::Right => Axis::X,
            Direction::Down => Axis::Y,
        },
        boxes: topology
            .components
            .values()
            .zip(&boxes)
            .map(|(component, content)| content.planned(component))
            .collect(),
        containers: std::iter::once(root).chain(containers).collect(),
        nets: lines.iter().map(LineContent::planned).collect(),
    };
    let content = Content {
        boxes,
        frames,
        lines,
        general: badges.general,
    };
    (content, plan)
}
