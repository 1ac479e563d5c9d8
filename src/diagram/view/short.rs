//! A large picture in short: the most boxes that stay legible.

use std::collections::BTreeMap;

use super::{Alike, MOST_BOXES};
use crate::model::{ComponentIndex, GroupIndex, Index, Topology};

/// Where many groups stand side by side, so many of them are drawn, in all places of the picture together.
const MOST_SHOWN: usize = 60;
/// In one place at least so many of them are.
const FEWEST_SHOWN: usize = 3;
/// So many components of one kind and place are drawn one by one.
const MOST_ALIKE: usize = 4;

/// What is drawn as one box.
#[derive(Debug)]
pub(super) struct Folding {
    /// For each group whether it is, unless it stands in one that is.
    pub(super) closed: Vec<bool>,
    /// What shares a box.
    pub(super) several: Vec<Together>,
}

/// What shares a box: components, or groups.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) home: Option<GroupIndex>,
    pub(super) alike: Alike,
    pub(super) components: Vec<ComponentIndex>,
    pub(super) groups: Vec<GroupIndex>,
}

/// What stands directly in one place, by the words for its kinds.
#[derive(Clone, Debug, Default)]
struct Place {
    components: BTreeMap<&'static str, Vec<ComponentIndex>>,
    groups: BTreeMap<&'static str, Vec<GroupIndex>>,
}

/// How far the contents of a place are folded.
#[derive(Clone, Copy, Debug)]
struct Fold {
    /// Whether components of one kind share a box.
    components: bool,
    /// So many groups of a kind take part in the picture; what is more shares a box, which is one of them.
    groups: usize,
}

impl Place {
    /// How many boxes are drawn for it.
    fn boxes(&self, fold: Fold) -> usize {
        let components = self.components.values().map(Vec::len);
        let groups = self.groups.values().map(Vec::len);
        let one_by_one = |count: usize| !fold.components || count <= MOST_ALIKE;
        components
            .map(|count| if one_by_one(count) { count } else { 1 })
            .chain(groups.map(|count| count.min(fold.groups)))
            .sum()
    }
}

/// What to draw as one box, so that there are at most [`MOST_BOXES`] if that can be: nothing where there are no more.
///
/// Opens one level of groups after the other, those of one kind all or none of them, as long as there is room. Linear in
/// the size of the topology but for the depth of its groups.
pub(super) fn folding(
    topology: &Topology,
    is_near: impl Fn(ComponentIndex) -> bool,
    holds: &[bool],
) -> Folding {
    let mut shown = 0;
    let mut places = vec![Place::default(); topology.groups.len() + 1];
    let number = |place: Option<GroupIndex>| place.map_or(0, |group| group.place() + 1);
    for component in topology
        .components
        .indices()
        .filter(|&component| is_near(component))
    {
        shown += 1;
        let place = &mut places[number(topology.drawn_in(component))];
        let kind = topology.components[component].kind.word();
        place.components.entry(kind).or_default().push(component);
    }
    for group in topology.groups.indices().filter(|group| holds[group.place()]) {
        let place = &mut places[number(topology.groups[group].parent)];
        let kind = topology.groups[group].kind.word();
        place.groups.entry(kind).or_default().push(group);
    }
    // A frame in which nothing stands takes as much room as a box.
    let is_empty = |group: &GroupIndex| {
        let place = &places[number(Some(*group))];
        holds[group.place()] && place.components.is_empty() && place.groups.is_empty()
    };
    shown += topology.groups.indices().filter(is_empty).count();
    let mut folding = Folding {
        closed: vec![shown > MOST_BOXES; topology.groups.len()],
        several: Vec::new(),
    };
    if shown <= MOST_BOXES {
        return folding;
    }

    let mut boxes = 1;
    let mut level = BTreeMap::from([("", vec![None])]);
    while !level.is_empty() {
        let mut next: BTreeMap<&str, Vec<Option<GroupIndex>>> = BTreeMap::new();
        for batch in std::mem::take(&mut level).into_values() {
            let others = boxes - batch.len();
            let share = (MOST_SHOWN.saturating_sub(others) / batch.len()).max(FEWEST_SHOWN);
            let folds = [(false, usize::MAX), (true, usize::MAX), (true, share)];
            let folds = folds.map(|(components, groups)| Fold { components, groups });
            let drawn = |fold: Fold| {
                let places = batch.iter().map(|&group| places[number(group)].boxes(fold));
                others + places.sum::<usize>()
            };
            let fits = folds.into_iter().find(|&fold| drawn(fold) <= MOST_BOXES);
            // The picture itself is open, come what may.
            let outermost = batch == [None];
            let Some(fold) = fits.or_else(|| outermost.then_some(folds[2])) else {
                continue;
            };
            boxes = drawn(fold);
            for group in batch {
                if let Some(group) = group {
                    folding.closed[group.place()] = false;
                }
                for (kind, inner) in folding.open(topology, group, &places[number(group)], fold) {
                    next.entry(kind).or_default().extend(inner.into_iter().map(Some));
                }
            }
        }
        level = next;
    }
    folding
}

impl Folding {
    /// Adds what shares a box in a place; gives the groups that could be opened next, by kind.
    fn open(
        &mut self,
        topology: &Topology,
        home: Option<GroupIndex>,
        place: &Place,
        fold: Fold,
    ) -> Vec<(&'static str, Vec<GroupIndex>)> {
        for components in place.components.values() {
            if let Some(&first) = components.first()
                && fold.components
                && components.len() > MOST_ALIKE
            {
                self.several.push(Together {
                    home,
                    alike: Alike::Components(topology.components[first].kind),
                    components: components.clone(),
                    groups: Vec::new(),
                });
            }
        }
        let mut open = Vec::new();
        for (&kind, groups) in &place.groups {
            if groups.len() <= fold.groups {
                open.push((kind, groups.clone()));
                continue;
            }
            // Where not even all groups of a level can be drawn, none of them is opened.
            let rest = &groups[fold.groups - 1..];
            self.several.push(Together {
                home,
                alike: Alike::Groups(topology.groups[rest[0]].kind, rest.len()),
                components: Vec::new(),
                groups: rest.to_vec(),
            });
        }
        open
    }
}
