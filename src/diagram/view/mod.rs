//! What of a topology is in the picture: all of it or what is near something, and which groups are one box each.

mod focus;
mod short;

use super::plan::Item;
use super::text::clean;
use crate::model::{ComponentIndex, GroupIndex, GroupKind, Guarded, Index, Kind, Topology};
use short::Folding;

/// With more boxes than this, the picture is drawn in short unless that is asked for otherwise.
pub const MOST_BOXES: usize = 200;

/// No more frames than this stand in each other: nobody could tell them apart, and each takes room from all within.
pub const MOST_FRAMES: usize = 32;

/// Which groups are drawn as one box each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collapse {
    /// As few as leave at most [`MOST_BOXES`]; where single boxes are still too many, what is alike shares one.
    #[default]
    Automatic,
    /// None.
    Nothing,
    /// Those of a kind.
    Kind(GroupKind),
    /// This one.
    Group(GroupIndex),
}

/// Shows only what is near something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// What it is called, for the note in the picture.
    pub name: String,
    /// The components that it consists of.
    pub on: Vec<ComponentIndex>,
    /// How many connections away from it others may be.
    pub hops: usize,
}

/// What a box of the picture stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A component.
    Component(ComponentIndex),
    /// A group with all that it holds: these components are in the picture, but for this box.
    Group(GroupIndex, Vec<ComponentIndex>),
    /// What stands in one place and is of one kind.
    Several(Several),
}

/// Components or groups that stand in one place and share one box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several {
    /// The group in which they stand.
    pub home: Option<GroupIndex>,
    /// What they are.
    pub alike: Alike,
    /// The components that they are, or hold, and that are in the picture.
    pub inside: Vec<ComponentIndex>,
}

/// What shares one box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// All components of a kind.
    Components(Kind),
    /// Groups of a kind, so many, behind those that are drawn.
    Groups(GroupKind, usize),
}

/// What something is folded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Top {
    Group(GroupIndex),
    /// The place among those that share a box.
    Several(usize),
}

/// What is in the picture, and where.
#[derive(Clone, Debug)]
pub struct View {
    boxes: Vec<Shown>,
    containers: Vec<GroupIndex>,
    components: Vec<Option<usize>>,
    groups: Vec<Option<Item>>,
    notes: Vec<String>,
}

impl View {
    /// Chooses what to show, in time linear in the size of the topology.
    ///
    /// Boxes are numbered like components where all are there, groups as boxes behind them; containers like groups,
    /// from one.
    pub fn new(topology: &Topology, collapse: Collapse, focus: Option<&Focus>) -> Self {
        let near = focus.map(|focus| focus::near(topology, focus));
        let is_near = |component: ComponentIndex| near.as_ref().is_none_or(|near| near[component.place()]);
        let depths = depths(topology);
        let mut outer_first: Vec<GroupIndex> = topology.groups.indices().collect();
        outer_first.sort_by_key(|group| depths[group.place()]);

        let mut holds = vec![near.is_none(); topology.groups.len()];
        for component in topology
            .components
            .indices()
            .filter(|&component| is_near(component))
        {
            if let Some(home) = topology.drawn_in(component) {
                holds[home.place()] = true;
            }
        }
        for &group in outer_first.iter().rev() {
            if let Some(parent) = topology.groups[group].parent {
                holds[parent.place()] |= holds[group.place()];
            }
        }

        let closed = |is_closed: &dyn Fn(GroupIndex) -> bool| Folding {
            closed: topology.groups.indices().map(is_closed).collect(),
            several: Vec::new(),
        };
        let mut folding = match collapse {
            Collapse::Automatic => short::folding(topology, is_near, &holds),
            Collapse::Nothing => closed(&|_| false),
            Collapse::Kind(kind) => closed(&|group| topology.groups[group].kind == kind),
            Collapse::Group(chosen) => closed(&|group| group == chosen),
        };
        let is_too_deep = |group: &GroupIndex| depths[group.place()] > MOST_FRAMES;
        for group in topology.groups.indices().filter(is_too_deep) {
            folding.closed[group.place()] = true;
        }
        let mut tops: Vec<Option<Top>> = vec![None; topology.groups.len()];
        let mut shared: Vec<Option<Top>> = vec![None; topology.components.len()];
        for (place, several) in folding.several.iter().enumerate() {
            let top = Some(Top::Several(place));
            several.groups.iter().for_each(|group| tops[group.place()] = top);
            several
                .components
                .iter()
                .for_each(|component| shared[component.place()] = top);
        }
        for &group in &outer_first {
            let around = topology.groups[group]
                .parent
                .and_then(|parent| tops[parent.place()]);
            let own = folding.closed[group.place()].then_some(Top::Group(group));
            tops[group.place()] = around.or(tops[group.place()]).or(own);
        }

        let mut view = Self {
            boxes: Vec::new(),
            containers: Vec::new(),
            components: vec![None; topology.components.len()],
            groups: vec![None; topology.groups.len()],
            notes: Vec::new(),
        };
        let top_of = |component: ComponentIndex| {
            let around = topology.drawn_in(component).and_then(|home| tops[home.place()]);
            around.or(shared[component.place()])
        };
        view.fill(topology, &folding, (&tops, top_of), &holds, is_near);
        if let Some(focus) = focus {
            let shown = view.components.iter().flatten().count();
            view.notes.push(format!(
                "Only what is within {} of {}: {shown} of {}.",
                counted(focus.hops, "hop"),
                clean(&focus.name),
                counted(topology.components.len(), "component"),
            ));
        }
        let deep = |shown: &Shown| matches!(shown, Shown::Group(group, _) if is_too_deep(group));
        if view.boxes.iter().any(deep) {
            view.notes.push(format!(
                "A group that stands in {MOST_FRAMES} others is drawn as one box.",
            ));
        }
        let folded = (0..view.boxes.len())
            .filter(|&number| view.is_group(number))
            .count();
        if collapse == Collapse::Automatic && folded > 0 {
            view.notes.push(format!(
                "Drawn in short: {} in {}. --collapse none draws all, --focus ID what is near one.",
                counted(view.components.iter().flatten().count(), "component"),
                match view.boxes.len() {
                    1 => "1 box".to_owned(),
                    count => format!("{count} boxes"),
                },
            ));
        }
        view
    }

    fn fill(
        &mut self,
        topology: &Topology,
        folding: &Folding,
        (tops, top_of): (&[Option<Top>], impl Fn(ComponentIndex) -> Option<Top>),
        holds: &[bool],
        is_near: impl Fn(ComponentIndex) -> bool,
    ) {
        let is_shown = |component: &ComponentIndex| is_near(*component);
        for component in topology.components.indices().filter(is_shown) {
            if top_of(component).is_none() {
                self.components[component.place()] = Some(self.boxes.len());
                self.boxes.push(Shown::Component(component));
            }
        }
        for group in topology.groups.indices().filter(|group| holds[group.place()]) {
            match tops[group.place()] {
                None => {
                    self.containers.push(group);
                    self.groups[group.place()] = Some(Item::Container(self.containers.len()));
                }
                Some(top) if top == Top::Group(group) => {
                    self.groups[group.place()] = Some(Item::Box(self.boxes.len()));
                    self.boxes.push(Shown::Group(group, Vec::new()));
                }
                Some(_) => {}
            }
        }
        let first_shared = self.boxes.len();
        self.boxes.extend(folding.several.iter().map(|several| {
            Shown::Several(Several {
                home: several.home,
                alike: several.alike,
                inside: Vec::new(),
            })
        }));
        for group in topology.groups.indices().filter(|group| holds[group.place()]) {
            match tops[group.place()] {
                Some(Top::Group(top)) => self.groups[group.place()] = self.groups[top.place()],
                Some(Top::Several(place)) => {
                    self.groups[group.place()] = Some(Item::Box(first_shared + place));
                }
                None => {}
            }
        }
        for component in topology.components.indices().filter(is_shown) {
            let number = match top_of(component) {
                Some(Top::Group(top)) => match self.groups[top.place()] {
                    Some(Item::Box(number)) => number,
                    Some(Item::Container(_)) | None => continue,
                },
                Some(Top::Several(place)) => first_shared + place,
                None => continue,
            };
            if let Shown::Group(_, inside) | Shown::Several(Several { inside, .. }) = &mut self.boxes[number]
            {
                inside.push(component);
                self.components[component.place()] = Some(number);
            }
        }
    }

    /// What each box stands for.
    pub fn boxes(&self) -> &[Shown] {
        &self.boxes
    }

    /// The group of each container but the first, which is the picture.
    pub fn containers(&self) -> &[GroupIndex] {
        &self.containers
    }

    /// What to say about what is left out.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The box that a component is, or is in.
    pub fn component(&self, component: ComponentIndex) -> Option<usize> {
        self.components[component.place()]
    }

    /// The container or the box that a group is, or the box that it is in.
    pub fn group(&self, group: GroupIndex) -> Option<Item> {
        self.groups[group.place()]
    }

    /// What stands for something that can be guarded.
    pub fn guarded(&self, guarded: Guarded) -> Option<Item> {
        match guarded {
            Guarded::Group(group) => self.group(group),
            Guarded::Component(component) => self.component(component).map(Item::Box),
        }
    }

    /// The number of the container in which something stands whose home is this group.
    pub fn home(&self, home: Option<GroupIndex>) -> usize {
        match home.and_then(|home| self.group(home)) {
            Some(Item::Container(number)) => number,
            Some(Item::Box(_)) | None => super::plan::ROOT,
        }
    }

    /// Whether a box stands for more than one component, or for one as a part of its group.
    pub fn is_group(&self, number: usize) -> bool {
        !matches!(self.boxes[number], Shown::Component(_))
    }

    /// The boxes of components, each once, in order; without those that are not in the picture.
    pub fn items(&self, components: &[ComponentIndex]) -> Vec<Item> {
        let mut items: Vec<Item> = components
            .iter()
            .filter_map(|&component| self.component(component).map(Item::Box))
            .collect();
        items.sort_unstable();
        items.dedup();
        items
    }
}

fn counted(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

/// For each group, how many are around it, itself included.
fn depths(topology: &Topology) -> Vec<usize> {
    let mut depths = vec![0; topology.groups.len()];
    let mut path = Vec::new();
    for group in topology.groups.indices() {
        let unknown = topology
            .enclosing(group)
            .take_while(|around| depths[around.place()] == 0);
        path.extend(unknown);
        while let Some(outer) = path.pop() {
            let parent = topology.groups[outer].parent;
            depths[outer.place()] = parent.map_or(0, |parent| depths[parent.place()]) + 1;
        }
    }
    depths
}
