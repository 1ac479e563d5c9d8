//! What stands in the box of a component.

use std::collections::BTreeMap;

use super::{BADGE, BADGE_GAP, Badge, badges_width};
use crate::diagram::geometry::Size;
use crate::diagram::plan::{PlannedBox, RankWish};
use crate::diagram::text::{Metrics, Weight, clean};
use crate::diagram::view::{Alike, Several, Shown, View};
use crate::finding::Severity;
use crate::model::{Component, ComponentIndex, GroupIndex, Guarded, Index, Kind, Mode, Role, Topology};

/// Length of a side of the icon.
pub(in crate::diagram) const ICON: f64 = 22.0;
/// Room around what stands in a box.
pub(in crate::diagram) const INSET: f64 = 11.0;
/// How far the boxes behind a box with replicas stick out, each.
pub(in crate::diagram) const SHEET: f64 = 4.0;

const TITLE_SIZE: f64 = 13.0;
const DETAIL_SIZE: f64 = 11.0;
const MARK_SIZE: f64 = 10.5;
/// The mark's own icon, with room behind it.
const MARK_ICON: f64 = 14.0;
const LONGEST_LINE: f64 = 190.0;

/// What stands in the box of a component.
#[derive(Clone, Debug)]
pub(in crate::diagram) struct BoxContent {
    pub(in crate::diagram) id: String,
    pub(in crate::diagram) look: Look,
    pub(in crate::diagram) title: String,
    pub(in crate::diagram) detail: String,
    pub(in crate::diagram) mark: Option<String>,
    /// How many boxes stand behind this one.
    pub(in crate::diagram) sheets: u32,
    pub(in crate::diagram) badges: Vec<Badge>,
    pub(in crate::diagram) hover: String,
    planned: PlannedBox,
}

/// What a box looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagram) enum Look {
    /// A component of a kind.
    Component(Kind),
    /// A group with all that it holds.
    Group,
}

/// What is written in a box, and how wide that is.
struct Writing {
    title: String,
    detail: String,
    mark: Option<String>,
    width: f64,
}

impl Writing {
    fn new(metrics: &Metrics, title: String, detail: &str, mark: Option<&str>) -> Self {
        let detail = metrics.fit(detail, DETAIL_SIZE, Weight::Regular, LONGEST_LINE);
        let mark = mark.map(|mark| metrics.fit(mark, MARK_SIZE, Weight::Regular, LONGEST_LINE - MARK_ICON));
        let mut width = metrics.width(&title, TITLE_SIZE, Weight::Bold).max(metrics.width(
            &detail,
            DETAIL_SIZE,
            Weight::Regular,
        ));
        if let Some(mark) = &mark {
            width = width.max(metrics.width(mark, MARK_SIZE, Weight::Regular) + MARK_ICON);
        }
        Self {
            title,
            detail,
            mark,
            width,
        }
    }

    /// The size of the box, with those behind it.
    fn size(&self, sheets: u32) -> Size {
        let behind = f64::from(sheets) * SHEET;
        let height = if self.mark.is_some() { 62.0 } else { 46.0 };
        let full = INSET + ICON + 9.0 + self.width + INSET + 2.0;
        Size::new((full / 10.0).ceil() * 10.0 + behind, height + behind)
    }
}

/// What one box says of all that it stands for.
struct Folded<'a> {
    anchor: String,
    name: String,
    detail: String,
    ids: String,
    container: usize,
    inside: &'a [ComponentIndex],
}

impl<'a> Folded<'a> {
    fn group(topology: &Topology, view: &View, index: GroupIndex, inside: &'a [ComponentIndex]) -> Self {
        let group = &topology.groups[index];
        Self {
            anchor: format!("group-{}", index.place()),
            name: clean(group.name()),
            detail: format!("{} · {}", words(group.kind.word()), components(inside)),
            ids: clean(&group.id),
            container: view.home(group.parent),
            inside,
        }
    }

    fn several(topology: &Topology, view: &View, several: &'a Several) -> Self {
        let inside = several.inside.as_slice();
        let id = |component: &ComponentIndex| clean(&topology.components[*component].id);
        let ends = [inside.first(), inside.last()].map(|end| end.map(id).unwrap_or_default());
        let (name, detail) = match several.alike {
            Alike::Components(kind) => (words(kind.word()), components(inside)),
            Alike::Groups(kind, count) => (
                format!("{count} more"),
                format!("{} · {}", words(kind.word()), components(inside)),
            ),
        };
        Self {
            // No other box begins with the same component.
            anchor: format!("from-{}", inside.first().map_or(0, |first| first.place())),
            name,
            detail,
            ids: ends.join(" … "),
            container: view.home(several.home),
            inside,
        }
    }
}

fn words(kind: &str) -> String {
    kind.replace('-', " ")
}

fn components(inside: &[ComponentIndex]) -> String {
    match inside.len() {
        1 => "1 component".to_owned(),
        count => format!("{count} components"),
    }
}

/// The groups over which a component is spread, in words.
fn places(topology: &Topology, component: &Component) -> Option<String> {
    let spread = component.replicas.spread.iter();
    let names: Vec<String> = spread
        .map(|&group| clean(topology.groups[group].name()))
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

impl BoxContent {
    pub(super) fn new(
        topology: &Topology,
        view: &View,
        shown: &Shown,
        badges: Vec<Badge>,
        metrics: &Metrics,
    ) -> Self {
        match shown {
            &Shown::Component(component) => Self::component(topology, view, component, badges, metrics),
            Shown::Group(group, inside) => Self::folded(
                topology,
                Folded::group(topology, view, *group, inside),
                badges,
                metrics,
            ),
            Shown::Several(several) => Self::folded(
                topology,
                Folded::several(topology, view, several),
                badges,
                metrics,
            ),
        }
    }

    fn component(
        topology: &Topology,
        view: &View,
        index: ComponentIndex,
        badges: Vec<Badge>,
        metrics: &Metrics,
    ) -> Self {
        let component = &topology.components[index];
        let name = clean(component.name());
        let count = component.replicas.count;
        let times = if count > 1 {
            format!(" ×{count}")
        } else {
            String::new()
        };
        let room = LONGEST_LINE - metrics.width(&times, TITLE_SIZE, Weight::Bold);
        let title = metrics.fit(&name, TITLE_SIZE, Weight::Bold, room) + &times;
        let kind = words(component.kind.word());
        let detail = component.software.as_deref().map(clean);
        let detail = detail
            .filter(|software| !software.is_empty() && !software.eq_ignore_ascii_case(&name))
            .or_else(|| guarded(topology, component))
            .unwrap_or_else(|| kind.clone());
        let places = places(topology, component);
        let detail = match &places {
            Some(places) => format!("{detail} · over {places}"),
            None => detail,
        };
        let mark = mark(topology, index);
        let writing = Writing::new(metrics, title, &detail, mark.as_deref());
        let sheets = if count > 1 { 2 } else { 0 };
        let mut hover = vec![name, format!("{kind}, {}", clean(&component.id))];
        hover.extend(component.software.as_deref().map(clean));
        hover.extend(mark);
        hover.extend(places.map(|places| format!("spread over {places}")));
        hover.extend(component.description.as_deref().map(clean));
        hover.retain(|line| !line.is_empty());
        hover.dedup();
        Self {
            id: format!("component-{}", index.place()),
            look: Look::Component(component.kind),
            planned: PlannedBox {
                size: writing.size(sheets),
                container: view.home(topology.drawn_in(index)),
                rank: rank(component.kind),
                cluster: component.cluster.map(Index::place),
                upper_right_taken: taken(&badges),
            },
            title: writing.title,
            detail: writing.detail,
            mark: writing.mark,
            sheets,
            badges,
            hover: hover.join("\n"),
        }
    }

    fn folded(topology: &Topology, folded: Folded<'_>, badges: Vec<Badge>, metrics: &Metrics) -> Self {
        const SHEETS: u32 = 2;
        let title = metrics.fit(&folded.name, TITLE_SIZE, Weight::Bold, LONGEST_LINE);
        let mark = sum(&badges);
        let writing = Writing::new(metrics, title, &folded.detail, mark.as_deref());
        let mut ranks = folded
            .inside
            .iter()
            .map(|&component| rank(topology.components[component].kind));
        let first = ranks.next().unwrap_or(RankWish::Free);
        let mut hover = vec![folded.name, format!("{}, {}", folded.detail, folded.ids)];
        hover.extend(mark);
        Self {
            id: folded.anchor,
            look: Look::Group,
            planned: PlannedBox {
                size: writing.size(SHEETS),
                container: folded.container,
                rank: if ranks.all(|rank| rank == first) {
                    first
                } else {
                    RankWish::Free
                },
                // Those that share the work of one cluster belong side by side.
                cluster: folded
                    .inside
                    .iter()
                    .find_map(|&component| topology.components[component].cluster)
                    .map(Index::place),
                upper_right_taken: taken(&badges),
            },
            title: writing.title,
            detail: writing.detail,
            mark: writing.mark,
            sheets: SHEETS,
            badges,
            hover: hover.join("\n"),
        }
    }

    /// The room that the box takes.
    pub(super) const fn planned(&self) -> PlannedBox {
        self.planned
    }
}

/// More badges than this are not shown on one box or line.
pub(in crate::diagram) const MOST_BADGES: usize = 4;

/// How much of the upper right the badges take.
fn taken(badges: &[Badge]) -> f64 {
    if badges.is_empty() {
        return 0.0;
    }
    badges_width(&badges[..badges.len().min(MOST_BADGES)]) + BADGE / 2.0 + BADGE_GAP
}

/// How many findings there are of each severity, in words.
fn sum(badges: &[Badge]) -> Option<String> {
    let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
    for badge in badges {
        *counts.entry(badge.severity).or_default() += 1;
    }
    let words: Vec<String> = counts
        .iter()
        .rev()
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    (!words.is_empty()).then(|| words.join(" · "))
}

/// What a device guards, in words.
fn guarded(topology: &Topology, device: &Component) -> Option<String> {
    let names: Vec<String> = device
        .guards
        .iter()
        .map(|&guarded| match guarded {
            Guarded::Group(group) => clean(topology.groups[group].name()),
            Guarded::Component(component) => clean(topology.components[component].name()),
        })
        .collect();
    (!names.is_empty()).then(|| format!("guards {}", names.join(", ")))
}

const fn rank(kind: Kind) -> RankWish {
    match kind {
        Kind::Client => RankWish::First,
        Kind::Monitoring | Kind::Logging | Kind::Backup | Kind::Dns => RankWish::Aside,
        _ => match kind.role() {
            Role::Data => RankWish::Last,
            _ => RankWish::Free,
        },
    }
}

/// What a component is in its cluster.
fn mark(topology: &Topology, index: ComponentIndex) -> Option<String> {
    let cluster = &topology.clusters[topology.components[index].cluster?];
    let place = cluster.members.iter().position(|&member| member == index)? + 1;
    let count = cluster.members.len();
    let role = match &cluster.mode {
        Mode::ActiveActive { .. } => format!("active {place}/{count}"),
        Mode::Quorum { .. } => format!("voter {place}/{count}"),
        Mode::ActivePassive { active, .. } if *active == index => "active".to_owned(),
        Mode::ActivePassive { .. } => "passive".to_owned(),
        Mode::PrimaryReplica { primary, .. } if *primary == index => "primary".to_owned(),
        Mode::PrimaryReplica { .. } => "replica".to_owned(),
    };
    Some(format!("{} · {role}", clean(cluster.name())))
}
