//! What stands on the frame of a group.

use super::{Badge, badges_width};
use crate::diagram::geometry::Size;
use crate::diagram::text::{Metrics, Weight, clean};
use crate::diagram::view::{Shown, View};
use crate::model::{GroupIndex, GroupKind, Index, Topology, Trust};

const TITLE_SIZE: f64 = 12.0;
const KIND_SIZE: f64 = 11.0;
const LONGEST_TITLE: f64 = 220.0;
/// Room before the title, behind it, and between its parts.
const LEAD: f64 = 12.0;
const PART_GAP: f64 = 8.0;
const HEIGHT: f64 = 28.0;

/// What stands on the frame of a group.
#[derive(Clone, Debug)]
pub(in crate::diagram) struct FrameContent {
    pub(in crate::diagram) id: String,
    pub(in crate::diagram) kind: GroupKind,
    pub(in crate::diagram) untrusted: bool,
    pub(in crate::diagram) title: String,
    pub(in crate::diagram) words: String,
    pub(in crate::diagram) badges: Vec<Badge>,
    pub(in crate::diagram) hover: String,
    /// The room for the title with all that belongs to it, from the upper left corner.
    pub(in crate::diagram) title_size: Size,
    /// Where the parts of the title begin: the name, the words on the kind, the badges.
    pub(in crate::diagram) starts: [f64; 3],
}

impl FrameContent {
    /// With what stands in the group, where nothing is drawn in it.
    pub(super) fn new(
        topology: &Topology,
        index: GroupIndex,
        unseen: Option<String>,
        badges: Vec<Badge>,
        metrics: &Metrics,
    ) -> Self {
        let group = &topology.groups[index];
        let name = clean(group.name());
        let title = metrics.fit(&name, TITLE_SIZE, Weight::Bold, LONGEST_TITLE);
        let mut words = group.kind.word().replace('-', " ");
        if let Some(trust) = group.trust.filter(|&trust| trust != Trust::Trusted) {
            words = format!("{words} · {trust}");
        }
        if group.firewall == Some(true) {
            words.push_str(" · firewall");
        }
        let hover = format!("{name}\n{words}, {}", clean(&group.id));
        if let Some(unseen) = unseen {
            words = metrics.fit(
                &format!("{words} · {unseen}"),
                KIND_SIZE,
                Weight::Regular,
                LONGEST_TITLE,
            );
        }
        let kind_start = LEAD + metrics.width(&title, TITLE_SIZE, Weight::Bold) + PART_GAP;
        let badge_start = kind_start + metrics.width(&words, KIND_SIZE, Weight::Regular) + PART_GAP;
        let width = (badge_start + badges_width(&badges)).ceil();
        Self {
            id: format!("group-{}", index.place()),
            kind: group.kind,
            untrusted: topology.group_trust(index) == Trust::Untrusted,
            hover,
            title,
            words,
            badges,
            title_size: Size::new(width, HEIGHT),
            starts: [LEAD, kind_start, badge_start],
        }
    }
}

/// For each group what to say of it if nothing is drawn in it: which components have instances there, or that it is
/// empty.
pub(super) fn unseen(topology: &Topology, view: &View) -> Vec<Option<String>> {
    let mut filled = vec![false; topology.groups.len()];
    let parents = view
        .containers()
        .iter()
        .filter_map(|&group| topology.groups[group].parent);
    let homes = view.boxes().iter().filter_map(|shown| match shown {
        &Shown::Component(component) => topology.drawn_in(component),
        &Shown::Group(group, _) => topology.groups[group].parent,
        Shown::Several(several) => several.home,
    });
    for group in parents.chain(homes) {
        filled[group.place()] = true;
    }
    let mut names: Vec<Vec<String>> = vec![Vec::new(); topology.groups.len()];
    for component in topology.components.values() {
        for group in &component.replicas.spread {
            if !filled[group.place()] {
                names[group.place()].push(clean(component.name()));
            }
        }
    }
    let say = |(names, filled): (Vec<String>, bool)| match names.as_slice() {
        _ if filled => None,
        [] => Some("empty".to_owned()),
        names => Some(format!("part of {}", names.join(", "))),
    };
    names.into_iter().zip(filled).map(say).collect()
}
