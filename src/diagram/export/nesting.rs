//! Which frame stands in which, and in what order.

use crate::model::{ClusterIndex, Endpoint, GroupIndex, Index, Table, Topology};

/// How deep frames are nested. Parsers of other tools recurse.
const DEEPEST: usize = 32;

/// A step of the walk through all frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Visit {
    /// The frame of a group begins.
    Open(GroupIndex),
    /// A component, or the hub of a cluster.
    Inside(Endpoint),
    /// The frame that was opened last ends.
    Close,
}

/// The frames as a tree.
#[derive(Debug)]
pub(super) struct Nesting {
    around: Table<GroupIndex, Frame>,
    hubs: Table<ClusterIndex, Option<GroupIndex>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    parent: Option<GroupIndex>,
    depth: usize,
}

impl Nesting {
    /// The frames of a topology.
    pub(super) fn new(topology: &Topology) -> Self {
        let around = frames(topology);
        let hubs = topology
            .clusters
            .values()
            .map(|cluster| {
                let mut homes = cluster.members.iter().map(|&member| topology.drawn_in(member));
                let first = homes.next().flatten();
                homes.fold(first, |common, home| common_frame(&around, common, home))
            })
            .collect();
        Self { around, hubs }
    }

    /// The frame in which a component or the hub of a cluster stands: for a hub, the innermost around all members.
    pub(super) fn home(&self, topology: &Topology, endpoint: Endpoint) -> Option<GroupIndex> {
        match endpoint {
            Endpoint::Component(component) => topology.drawn_in(component),
            Endpoint::Cluster(cluster) => self.hubs[cluster],
        }
    }

    /// The frames around a component or a hub, innermost first.
    pub(super) fn frames_around(
        &self,
        topology: &Topology,
        endpoint: Endpoint,
    ) -> impl Iterator<Item = GroupIndex> {
        std::iter::successors(self.home(topology, endpoint), |&inner| self.around[inner].parent)
    }

    /// Everything in the order in which it is written: in each frame its components, its hubs, its inner frames.
    pub(super) fn walk(&self, topology: &Topology) -> Vec<Visit> {
        let mut directly: Vec<Vec<Endpoint>> = vec![Vec::new(); topology.groups.len()];
        let mut outermost = Vec::new();
        let components = topology.components.indices().map(Endpoint::Component);
        for endpoint in components.chain(topology.clusters.indices().map(Endpoint::Cluster)) {
            match self.home(topology, endpoint) {
                Some(home) => directly[home.place()].push(endpoint),
                None => outermost.push(endpoint),
            }
        }
        let mut inner: Vec<Vec<GroupIndex>> = vec![Vec::new(); topology.groups.len()];
        let mut tasks = Vec::new();
        for (group, frame) in self.around.iter().rev() {
            match frame.parent {
                Some(parent) => inner[parent.place()].push(group),
                None => tasks.push(Visit::Open(group)),
            }
        }
        let mut visits: Vec<_> = outermost.into_iter().map(Visit::Inside).collect();
        while let Some(task) = tasks.pop() {
            visits.push(task);
            if let Visit::Open(group) = task {
                visits.extend(directly[group.place()].drain(..).map(Visit::Inside));
                tasks.push(Visit::Close);
                tasks.extend(inner[group.place()].drain(..).map(Visit::Open));
            }
        }
        visits
    }
}

/// The frame in which each group is drawn. Those that would lie too deep stand beside their parent.
fn frames(topology: &Topology) -> Table<GroupIndex, Frame> {
    let mut inner: Vec<Vec<GroupIndex>> = vec![Vec::new(); topology.groups.len()];
    let mut open = Vec::new();
    for (group, element) in topology.groups.iter() {
        match element.parent {
            Some(parent) => inner[parent.place()].push(group),
            None => open.push(group),
        }
    }
    let mut frames: Table<GroupIndex, Frame> = topology.groups.indices().map(|_| Frame::default()).collect();
    while let Some(group) = open.pop() {
        let frame = frames[group];
        let within = if frame.depth + 1 < DEEPEST {
            Frame {
                parent: Some(group),
                depth: frame.depth + 1,
            }
        } else {
            frame
        };
        for &child in &inner[group.place()] {
            frames[child] = within;
            open.push(child);
        }
    }
    frames
}

fn common_frame(
    frames: &Table<GroupIndex, Frame>,
    one: Option<GroupIndex>,
    other: Option<GroupIndex>,
) -> Option<GroupIndex> {
    let (mut one, mut other) = (one?, other?);
    while one != other {
        if frames[one].depth >= frames[other].depth {
            one = frames[one].parent?;
        } else {
            other = frames[other].parent?;
        }
    }
    Some(one)
}
