//! What is to be placed and connected: sizes and numbers only, nothing of what they mean.

use std::ops::{Index, IndexMut, Range};

use super::geometry::{Axis, Size};

/// The number of the container that holds everything.
pub const ROOT: usize = 0;

/// Everything that the layout has to know.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The direction in which requests run.
    pub flow: Axis,
    /// One for each component.
    pub boxes: Vec<PlannedBox>,
    /// The first is the picture as a whole; then one for each group.
    pub containers: Vec<PlannedContainer>,
    /// What is drawn as one line, or one tree of lines.
    pub nets: Vec<PlannedNet>,
}

impl Plan {
    /// Whether a container is a section of another: it has no frame, and stands where its number puts it.
    pub fn is_section(&self, container: usize) -> bool {
        self.containers[container]
            .parent
            .is_some_and(|parent| self.containers[parent].ranking != Ranking::Requests)
    }
}

/// A box of fixed size.
#[derive(Clone, Copy, Debug)]
pub struct PlannedBox {
    /// Its smallest size.
    pub size: Size,
    /// What it stands in.
    pub container: usize,
    /// Where in its container it belongs.
    pub rank: RankWish,
    /// The cluster that it is a member of.
    pub cluster: Option<usize>,
    /// How much of the right end of its upper side lines have to leave free.
    pub upper_right_taken: f64,
}

/// Where a box wants to stand along the flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RankWish {
    /// Before the others.
    First,
    /// Where its connections pull it.
    Free,
    /// Behind the others.
    Last,
    /// Beside those that it is connected to, where it takes least room.
    Aside,
}

/// A frame around boxes and other frames, or a part of one that has no frame of its own.
#[derive(Clone, Copy, Debug)]
pub struct PlannedContainer {
    /// What it stands in; only the first stands in nothing.
    pub parent: Option<usize>,
    /// The room for its title, in the upper left corner.
    pub title: Size,
    /// How what stands in it is ranked.
    pub ranking: Ranking,
}

/// How what stands in a container is ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ranking {
    /// By requests: what is called stands behind what calls it.
    #[default]
    Requests,
    /// One behind the other across the flow, in the order of their numbers, as the lines of a page.
    Lines,
    /// In the order of their numbers, in as many lines as give the container the proportions of a page.
    Page,
}

/// A line from each source to each target, drawn as one.
#[derive(Clone, Debug)]
pub struct PlannedNet {
    /// What it leaves from, at least one.
    pub sources: Vec<Item>,
    /// Where it arrives, at least one.
    pub targets: Vec<Item>,
    /// Whether sources belong before targets.
    pub ranks: bool,
    /// The room that its label takes, if it has one.
    pub label: Option<Size>,
}

impl PlannedNet {
    /// What is at its ends, sources first.
    pub fn ends(&self) -> impl Iterator<Item = Item> + Clone + '_ {
        self.sources.iter().chain(&self.targets).copied()
    }
}

/// What stands directly in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A box.
    Box(usize),
    /// Another container.
    Container(usize),
}

/// Something for each box and each container.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemMap<T> {
    boxes: Vec<T>,
    containers: Vec<T>,
}

impl<T: Clone> ItemMap<T> {
    /// The same for every item of a plan.
    pub fn new(plan: &Plan, value: T) -> Self {
        Self {
            boxes: vec![value.clone(); plan.boxes.len()],
            containers: vec![value; plan.containers.len()],
        }
    }
}

impl<T> ItemMap<T> {
    /// What there is for each box and for each container.
    pub const fn from_parts(boxes: Vec<T>, containers: Vec<T>) -> Self {
        Self { boxes, containers }
    }

    /// What there is for each box.
    pub fn boxes(&self) -> &[T] {
        &self.boxes
    }

    /// What there is for each container.
    pub fn containers(&self) -> &[T] {
        &self.containers
    }

    /// The item at this place in [`Self::values`].
    pub const fn item(&self, place: usize) -> Item {
        match place.checked_sub(self.boxes.len()) {
            None => Item::Box(place),
            Some(container) => Item::Container(container),
        }
    }

    /// What there is for each box, then for each container.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.boxes.iter().chain(&self.containers)
    }

    /// Everything, with what it is for.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (Item, &mut T)> {
        let boxes = self.boxes.iter_mut().enumerate();
        let containers = self.containers.iter_mut().enumerate();
        boxes
            .map(|(number, value)| (Item::Box(number), value))
            .chain(containers.map(|(number, value)| (Item::Container(number), value)))
    }
}

impl<T> Index<Item> for ItemMap<T> {
    type Output = T;

    fn index(&self, item: Item) -> &T {
        match item {
            Item::Box(number) => &self.boxes[number],
            Item::Container(number) => &self.containers[number],
        }
    }
}

impl<T> IndexMut<Item> for ItemMap<T> {
    fn index_mut(&mut self, item: Item) -> &mut T {
        match item {
            Item::Box(number) => &mut self.boxes[number],
            Item::Container(number) => &mut self.containers[number],
        }
    }
}

/// The containers as a tree, with what each holds.
#[derive(Clone, Debug)]
pub struct Tree {
    children: Vec<Vec<Item>>,
    parents: Vec<Option<usize>>,
    homes: Vec<usize>,
    depths: Vec<usize>,
    innermost_first: Vec<usize>,
    boxes: Vec<usize>,
    ranges: Vec<Range<usize>>,
}

impl Tree {
    /// The tree of a plan. Children stand in the order of their numbers, containers first.
    pub fn new(plan: &Plan) -> Self {
        let mut children = vec![Vec::new(); plan.containers.len()];
        for (container, planned) in plan.containers.iter().enumerate() {
            if let Some(parent) = planned.parent {
                children[parent].push(Item::Container(container));
            }
        }
        for (number, planned) in plan.boxes.iter().enumerate() {
            children[planned.container].push(Item::Box(number));
        }
        let mut depths = vec![0; plan.containers.len()];
        let mut order = vec![ROOT];
        let mut next = 0;
        while let Some(&container) = order.get(next) {
            next += 1;
            for child in &children[container] {
                if let &Item::Container(inner) = child {
                    depths[inner] = depths[container] + 1;
                    order.push(inner);
                }
            }
        }
        order.reverse();
        let (boxes, ranges) = box_ranges(&children);
        Self {
            boxes,
            ranges,
            children,
            parents: plan.containers.iter().map(|planned| planned.parent).collect(),
            homes: plan.boxes.iter().map(|planned| planned.container).collect(),
            depths,
            innermost_first: order,
        }
    }

    /// What stands directly in a container.
    pub fn children(&self, container: usize) -> &[Item] {
        &self.children[container]
    }

    /// What a container stands in.
    pub fn parent(&self, container: usize) -> Option<usize> {
        self.parents[container]
    }

    /// The containers around a container, the innermost first.
    pub fn around(&self, container: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parents[container], |&around| self.parents[around])
    }

    /// What an item stands in; the outermost container, in itself.
    pub fn home(&self, item: Item) -> usize {
        match item {
            Item::Box(number) => self.homes[number],
            Item::Container(number) => self.parents[number].unwrap_or(ROOT),
        }
    }

    /// All boxes in a container, however deep.
    pub fn boxes_in(&self, container: usize) -> &[usize] {
        &self.boxes[self.ranges[container].clone()]
    }

    /// The box that stands for an item where only boxes count: itself, or the first in a container.
    pub fn delegate(&self, item: Item) -> Option<usize> {
        match item {
            Item::Box(number) => Some(number),
            Item::Container(number) => self.boxes_in(number).first().copied(),
        }
    }

    /// How many containers are around this one.
    pub fn depth(&self, container: usize) -> usize {
        self.depths[container]
    }

    /// Every container, each after all that it holds.
    pub fn innermost_first(&self) -> &[usize] {
        &self.innermost_first
    }

    /// The innermost container that holds both, or is one of them and holds the other.
    pub fn common(&self, one: usize, other: usize) -> usize {
        let (mut one, mut other) = (one, other);
        while one != other {
            let deeper = if self.depths[one] >= self.depths[other] {
                &mut one
            } else {
                &mut other
            };
            *deeper = self.parents[*deeper].unwrap_or(ROOT);
        }
        one
    }

    /// The child of `container` that a box is, or stands in; `None` where the box stands elsewhere.
    pub fn child_towards(&self, container: usize, planned: usize) -> Option<Item> {
        let mut item = Item::Box(planned);
        let mut around = self.homes[planned];
        while around != container {
            item = Item::Container(around);
            around = self.parents[around]?;
        }
        Some(item)
    }
}

/// All boxes in such an order that those of each container stand together, and where they stand.
fn box_ranges(children: &[Vec<Item>]) -> (Vec<usize>, Vec<Range<usize>>) {
    let mut boxes = Vec::new();
    let mut ranges = vec![0..0; children.len()];
    let mut open = vec![(ROOT, 0)];
    while let Some((container, next)) = open.last_mut() {
        let container = *container;
        match children[container].get(*next) {
            Some(&Item::Box(number)) => boxes.push(number),
            Some(&Item::Container(inner)) => {
                *next += 1;
                ranges[inner].start = boxes.len();
                open.push((inner, 0));
                continue;
            }
            None => {
                ranges[container].end = boxes.len();
                open.pop();
                continue;
            }
        }
        *next += 1;
    }
    (boxes, ranges)
}
