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
use super::plan::{Item, Plan, PlannedContainer, Ranking};
use super::text::Metrics;
use super::theme::Stroke;
use super::view::View;
use crate::finding::{Finding, Severity, Subject};
use crate::model::{ConnectionIndex, Endpoint, GroupIndex, Index, Topology};

pub(super) use boxes::{BoxContent, ICON, INSET, Look, MOST_BADGES, SHEET};
pub(super) use frames::FrameContent;
use gates::{Gates, Passage};
pub(super) use lines::{LOCK, LineContent};

/// How much room the badge of a finding takes.
pub(super) const BADGE: f64 = 18.0;
/// Room between two badges.
pub(super) const BADGE_GAP: f64 = 3.0;

/// More findings than this are not listed, which would make the list longer than the picture is worth; nor are they
/// numbered, as a badge has room for two digits.
pub(super) const MOST_LISTED: usize = 99;

/// Everything that the picture says, in the order of the plan.
pub(super) struct Content {
    pub(super) boxes: Vec<BoxContent>,
    /// One for each container but the first.
    pub(super) frames: Vec<FrameContent>,
    pub(super) lines: Vec<LineContent>,
    /// Badges that are about the whole.
    pub(super) general: Vec<Badge>,
    /// The findings that are in the picture, in the order of their numbers.
    pub(super) shown: Vec<ShownFinding>,
    /// What to say about what is left out.
    pub(super) notes: Vec<String>,
}

/// A finding about something that is in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShownFinding {
    /// Its place among all findings.
    pub(super) place: usize,
    /// Whether its badge is seen, and not only those of worse ones at the same element.
    pub(super) has_badge: bool,
}

/// The mark of a finding on what it is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Badge {
    /// Which of the findings in the picture it is, from one.
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

/// Where the badge of a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Box(usize),
    Frame(GroupIndex),
    Line(ConnectionIndex),
}

/// The badges of all elements.
#[derive(Default)]
struct Badges {
    of: BTreeMap<Spot, Vec<Badge>>,
    general: Vec<Badge>,
    /// The place among all findings of each that has a badge.
    places: Vec<usize>,
}

impl Badges {
    fn new(topology: &Topology, findings: &[Finding], view: &View) -> Self {
        let mut badges = Self::default();
        for (place, finding) in findings.iter().enumerate() {
            let at = match shown_at(topology, finding.subject) {
                Some(subject) => match spot(topology, view, subject) {
                    Some(spot) => badges.of.entry(spot).or_default(),
                    None => continue,
                },
                None => &mut badges.general,
            };
            badges.places.push(place);
            at.push(Badge {
                number: badges.places.len(),
                severity: finding.severity,
                message: super::prose::plain(&finding.message),
            });
        }
        badges
    }

    fn at(&self, spot: Spot) -> Vec<Badge> {
        self.of.get(&spot).cloned().unwrap_or_default()
    }

    /// All findings that are in the picture; the badges with these numbers are seen.
    fn shown(&self, seen: impl Iterator<Item = usize>) -> Vec<ShownFinding> {
        let mut shown: Vec<ShownFinding> = self
            .places
            .iter()
            .map(|&place| ShownFinding {
                place,
                has_badge: false,
            })
            .collect();
        for number in seen {
            shown[number - 1].has_badge = true;
        }
        shown
    }
}

/// Where a badge stands; `None` if what it is about is not in the picture.
fn spot(topology: &Topology, view: &View, subject: Subject) -> Option<Spot> {
    match subject {
        Subject::Component(component) => view.component(component).map(Spot::Box),
        Subject::Group(group) => match view.group(group)? {
            Item::Box(number) => Some(Spot::Box(number)),
            Item::Container(_) => Some(Spot::Frame(group)),
        },
        Subject::Connection(index) => {
            let (sources, targets) = bundle::ends(topology, &topology.connections[index]);
            let (sources, targets) = (view.items(&sources), view.items(&targets));
            let inside = targets.iter().all(|target| sources.contains(target));
            match (sources.first(), targets.first()) {
                // Drawn as no line: it runs within one box, or to what is not there.
                (Some(&Item::Box(number)), _) if inside => Some(Spot::Box(number)),
                (None, Some(&Item::Box(number))) => Some(Spot::Box(number)),
                (Some(_), Some(_)) => Some(Spot::Line(index)),
                _ => None,
            }
        }
        Subject::Cluster(_) | Subject::Journey(_) | Subject::Model | Subject::AcceptedRisk(_) => None,
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
fn lines(topology: &Topology, view: &View, badges: &Badges, metrics: &Metrics) -> Vec<LineContent> {
    let bundles = bundle::shown(topology, view, bundle::bundles(topology));
    let gates = Gates::new(topology, view, &bundles);
    let mut lines = Vec::new();
    let mut beyond: BTreeMap<(Passage, Stroke, bool, bool), LineContent> = BTreeMap::new();
    let mut passed = BTreeSet::new();
    for bundle in bundles {
        let (front, passages) = gates.through(topology, &bundle);
        let line = LineContent::new(topology, view, &front, badges, metrics);
        for passage in passages {
            passed.insert(passage.border);
            let behind = line.beyond(topology, view, &passage);
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
            .before(topology)
            .filter(|(border, _)| !passed.contains(border))
            .filter_map(|(border, device)| LineContent::guard(topology, view, device, border)),
    );
    let watches = watch::watches(topology);
    lines.extend(
        watches
            .iter()
            .filter_map(|watch| LineContent::watch(topology, view, watch)),
    );
    lines
}

/// Says everything, and plans the room for it.
pub(super) fn prepare(
    topology: &Topology,
    findings: &[Finding],
    view: &View,
    direction: Direction,
    metrics: &Metrics,
) -> (Content, Plan) {
    let mut badges = Badges::new(topology, findings, view);
    badges.general.truncate(MOST_BADGES);
    let boxes: Vec<BoxContent> = view
        .boxes()
        .iter()
        .enumerate()
        .map(|(number, shown)| BoxContent::new(topology, view, shown, badges.at(Spot::Box(number)), metrics))
        .collect();
    let mut unseen = frames::unseen(topology, view);
    let frames: Vec<FrameContent> = view
        .containers()
        .iter()
        .map(|&group| {
            let unseen = unseen[group.place()].take();
            FrameContent::new(topology, group, unseen, badges.at(Spot::Frame(group)), metrics)
        })
        .collect();
    let lines = lines(topology, view, &badges, metrics);
    let root = PlannedContainer {
        parent: None,
        title: Size::default(),
        ranking: Ranking::Requests,
    };
    let containers = view
        .containers()
        .iter()
        .zip(&frames)
        .map(|(&group, frame)| PlannedContainer {
            parent: Some(view.home(topology.groups[group].parent)),
            title: frame.title_size,
            ranking: Ranking::Requests,
        });
    let plan = Plan {
        flow: match direction {
            Direction::Right => Axis::X,
            Direction::Down => Axis::Y,
        },
        boxes: boxes.iter().map(BoxContent::planned).collect(),
        containers: std::iter::once(root).chain(containers).collect(),
        nets: lines.iter().map(LineContent::planned).collect(),
    };
    let seen = boxes
        .iter()
        .flat_map(|shown| shown.badges.iter().take(MOST_BADGES))
        .chain(frames.iter().flat_map(|frame| &frame.badges))
        .chain(lines.iter().flat_map(|line| &line.badges))
        .chain(&badges.general)
        .map(|badge| badge.number);
    let shown = badges.shown(seen);
    let content = Content {
        boxes,
        frames,
        lines,
        shown,
        general: badges.general,
        notes: view.notes().to_vec(),
    };
    (content, plan)
}
