//! What of a topology is in the picture: all of it or what is near something, and which groups are one box each.

use super::plan::Item;
use super::text::clean;
use crate::model::{ComponentIndex, GroupIndex, GroupKind, Guarded, Index, Topology};

/// With more boxes than this, groups are drawn as one box each unless that is asked for otherwise.
pub const MOST_BOXES: usize = 200;

/// Which groups are drawn as one box each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collapse {
    /// Those of the innermost level at which at most [`MOST_BOXES`] are left; none where there are no more.
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
        let near = focus.map(|focus| near(topology, focus));
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
            if let Some(home) = topology.components[component].home() {
                holds[home.place()] = true;
            }
        }
        for &group in outer_first.iter().rev() {
            if let Some(parent) = topology.groups[group].parent {
                holds[parent.place()] |= holds[group.place()];
            }
        }

        let level = match collapse {
            Collapse::Automatic => legible_level(topology, &depths, is_near),
            _ => None,
        };
        let is_chosen = |group: GroupIndex| match collapse {
            Collapse::Automatic => level == Some(depths[group.place()]),
            Collapse::Nothing => false,
            Collapse::Kind(kind) => topology.groups[group].kind == kind,
            Collapse::Group(chosen) => chosen == group,
        };
        let mut tops: Vec<Option<GroupIndex>> = vec![None; topology.groups.len()];
        for &group in &outer_first {
            let around = topology.groups[group]
                .parent
                .and_then(|parent| tops[parent.place()]);
            tops[group.place()] = around.or_else(|| is_chosen(group).then_some(group));
        }

        let mut view = Self {
            boxes: Vec::new(),
            containers: Vec::new(),
            components: vec![None; topology.components.len()],
            groups: vec![None; topology.groups.len()],
            notes: Vec::new(),
        };
        view.fill(topology, &tops, &holds, is_near);
        if let Some(focus) = focus {
            let shown = view.components.iter().flatten().count();
            view.notes.push(format!(
                "Only what is within {} of {}: {shown} of {}.",
                counted(focus.hops, "hop"),
                clean(&focus.name),
                counted(topology.components.len(), "component"),
            ));
        }
        if level.is_some() {
            let groups = view
                .boxes
                .iter()
                .filter(|shown| matches!(shown, Shown::Group(..)))
                .count();
            view.notes.push(format!(
                "Drawn in short: {} as one box each. --collapse none draws all, --focus ID what is near one.",
                counted(groups, "group"),
            ));
        }
        view
    }

    fn fill(
        &mut self,
        topology: &Topology,
        tops: &[Option<GroupIndex>],
        holds: &[bool],
        is_near: impl Fn(ComponentIndex) -> bool,
    ) {
        let top_of = |component: ComponentIndex| {
            let home = topology.components[component].home()?;
            tops[home.place()]
        };
        for component in topology.components.indices() {
            if is_near(component) && top_of(component).is_none() {
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
                Some(top) if top == group => {
                    self.groups[group.place()] = Some(Item::Box(self.boxes.len()));
                    self.boxes.push(Shown::Group(group, Vec::new()));
                }
                Some(_) => {}
            }
        }
        for group in topology.groups.indices().filter(|group| holds[group.place()]) {
            if let Some(top) = tops[group.place()] {
                self.groups[group.place()] = self.groups[top.place()];
            }
        }
        for component in topology
            .components
            .indices()
            .filter(|&component| is_near(component))
        {
            if let Some(top) = top_of(component)
                && let Some(Item::Box(number)) = self.groups[top.place()]
                && let Shown::Group(_, inside) = &mut self.boxes[number]
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

    /// Whether a box stands for a group.
    pub fn is_group(&self, number: usize) -> bool {
        matches!(self.boxes[number], Shown::Group(..))
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

/// The deepest level of groups that leaves few enough boxes if its groups are one box each; `None` where no group has
/// to be.
fn legible_level(
    topology: &Topology,
    depths: &[usize],
    is_near: impl Fn(ComponentIndex) -> bool,
) -> Option<usize> {
    let deepest = depths.iter().copied().max().unwrap_or(0);
    let mut homes = vec![0; deepest + 1];
    for component in topology
        .components
        .indices()
        .filter(|&component| is_near(component))
    {
        let home = topology.components[component].home();
        homes[home.map_or(0, |home| depths[home.place()])] += 1;
    }
    let mut groups = vec![0; deepest + 1];
    for &depth in depths {
        groups[depth] += 1;
    }
    if homes.iter().sum::<usize>() <= MOST_BOXES || deepest == 0 {
        return None;
    }
    let boxes = |level: usize| homes[..level].iter().sum::<usize>() + groups[level];
    (1..=deepest)
        .rev()
        .find(|&level| boxes(level) <= MOST_BOXES)
        .or(Some(1))
}

/// Whether each component is within the focus: a search in breadth along connections, in both directions.
fn near(topology: &Topology, focus: &Focus) -> Vec<bool> {
    let mut near = vec![false; topology.components.len()];
    let mut ends: Vec<Vec<(usize, bool)>> = vec![Vec::new(); topology.components.len()];
    for (number, connection) in topology.connections.values().enumerate() {
        for (end, leaving) in [(&connection.from, true), (&connection.to, false)] {
            for member in topology.members(end) {
                ends[member.place()].push((number, leaving));
            }
        }
    }
    let connections: Vec<_> = topology.connections.values().collect();
    let mut followed = vec![[false; 2]; connections.len()];
    let mut reached: Vec<ComponentIndex> = focus.on.clone();
    for component in &reached {
        near[component.place()] = true;
    }
    for _ in 0..focus.hops {
        let mut next = Vec::new();
        for component in reached {
            for &(number, leaving) in &ends[component.place()] {
                if std::mem::replace(&mut followed[number][usize::from(leaving)], true) {
                    continue;
                }
                let connection = connections[number];
                let other = if leaving { &connection.to } else { &connection.from };
                for &member in topology.members(other) {
                    if !std::mem::replace(&mut near[member.place()], true) {
                        next.push(member);
                    }
                }
            }
        }
        reached = next;
    }
    near
}
