//! What stands in the box of a component.

use super::{BADGE, BADGE_GAP, Badge, badges_width};
use crate::diagram::geometry::Size;
use crate::diagram::plan::{PlannedBox, RankWish};
use crate::diagram::text::{Metrics, Weight, clean};
use crate::model::{Component, ComponentIndex, Guarded, Index, Kind, Mode, Role, Topology};

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
    pub(in crate::diagram) kind: Kind,
    pub(in crate::diagram) title: String,
    pub(in crate::diagram) detail: String,
    pub(in crate::diagram) mark: Option<String>,
    /// How many boxes stand behind this one.
    pub(in crate::diagram) sheets: u32,
    pub(in crate::diagram) badges: Vec<Badge>,
    pub(in crate::diagram) hover: String,
    size: Size,
}

impl BoxContent {
    pub(super) fn new(
        topology: &Topology,
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
        let kind = component.kind.word().replace('-', " ");
        let detail = component.software.as_deref().map(clean);
        let full_detail = detail
            .filter(|software| !software.is_empty() && !software.eq_ignore_ascii_case(&name))
            .or_else(|| guarded(topology, component))
            .unwrap_or_else(|| kind.clone());
        let detail = metrics.fit(&full_detail, DETAIL_SIZE, Weight::Regular, LONGEST_LINE);
        let full_mark = mark(topology, index);
        let mark = full_mark
            .as_ref()
            .map(|mark| metrics.fit(mark, MARK_SIZE, Weight::Regular, LONGEST_LINE - MARK_ICON));

        let mut width = metrics.width(&title, TITLE_SIZE, Weight::Bold).max(metrics.width(
            &detail,
            DETAIL_SIZE,
            Weight::Regular,
        ));
        if let Some(mark) = &mark {
            width = width.max(metrics.width(mark, MARK_SIZE, Weight::Regular) + MARK_ICON);
        }
        let sheets = if count > 1 { 2 } else { 0 };
        let behind = f64::from(sheets) * SHEET;
        let height = if mark.is_some() { 62.0 } else { 46.0 };
        let full = INSET + ICON + 9.0 + width + INSET + 2.0;
        let size = Size::new((full / 10.0).ceil() * 10.0 + behind, height + behind);
        let mut hover = vec![name, format!("{kind}, {}", clean(&component.id))];
        hover.extend(component.software.as_deref().map(clean));
        hover.extend(full_mark);
        hover.extend(component.description.as_deref().map(clean));
        hover.retain(|line| !line.is_empty());
        hover.dedup();
        Self {
            id: format!("component-{}", index.place()),
            kind: component.kind,
            title,
            detail,
            mark,
            sheets,
            badges,
            hover: hover.join("\n"),
            size,
        }
    }

    /// The room that the box takes.
    pub(super) fn planned(&self, component: &Component) -> PlannedBox {
        PlannedBox {
            size: self.size,
            container: component.home().map_or(0, |home| home.place() + 1),
            rank: rank(component.kind),
            cluster: component.cluster.map(Index::place),
            upper_right_taken: if self.badges.is_empty() {
                0.0
            } else {
                badges_width(&self.badges[..self.badges.len().min(MOST_BADGES)]) + BADGE / 2.0 + BADGE_GAP
            },
        }
    }
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

/// More badges than this are not shown on one box.
pub(in crate::diagram) const MOST_BADGES: usize = 4;

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
