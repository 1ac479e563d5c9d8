//! What is drawn, before any language says it.

use std::collections::BTreeMap;

use crate::diagram::Direction;
use crate::finding::{Finding, Severity, Subject};
use crate::model::{ClusterIndex, ComponentIndex, Connection, Endpoint, GroupIndex, Role, Topology};

use super::look::{FrameLook, LineLook, Shape};
use super::names::Names;
use super::nesting::{Nesting, Visit};
use super::wording::{self, Words};

/// A diagram without a language.
#[derive(Debug)]
pub(super) struct Drawing<'a> {
    topology: &'a Topology,
    nesting: Nesting,
    names: Names,
    marks: BTreeMap<Subject, Mark>,
    /// Where requests run.
    pub(super) direction: Direction,
}

/// What the findings about one element come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// How bad the worst is.
    pub(super) worst: Severity,
    /// How many there are.
    pub(super) findings: usize,
}

/// One step of drawing what is not a line.
#[derive(Debug)]
pub(super) enum Step<'d> {
    /// A frame begins.
    Open(Frame<'d>),
    /// A component.
    Figure(Figure<'d>),
    /// The hub of a cluster.
    Hub(Hub<'d>),
    /// The frame that was opened last ends.
    Close,
}

/// The frame of a group.
#[derive(Debug)]
pub(super) struct Frame<'d> {
    /// Its name in the text.
    pub(super) name: &'d str,
    /// What is written at its top.
    pub(super) words: Words,
    /// How it looks.
    pub(super) look: FrameLook,
    /// How bad the worst finding about it is.
    pub(super) severity: Option<Severity>,
    /// Whether nothing stands in it.
    pub(super) empty: bool,
}

/// A component.
#[derive(Debug)]
pub(super) struct Figure<'d> {
    /// Its name in the text.
    pub(super) name: &'d str,
    /// What is written in it.
    pub(super) words: Words,
    /// Its outline.
    pub(super) shape: Shape,
    /// The part that it plays, which gives it its colour.
    pub(super) role: Role,
    /// How bad the worst finding about it is.
    pub(super) severity: Option<Severity>,
}

/// The hub of a cluster.
#[derive(Debug)]
pub(super) struct Hub<'d> {
    /// Its name in the text.
    pub(super) name: &'d str,
    /// What is written in it.
    pub(super) words: Words,
    /// How bad the worst finding about it is.
    pub(super) severity: Option<Severity>,
}

/// A line: a connection with an arrow at its end, or a tie between a hub and a member without one.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it begins.
    pub(super) from: Endpoint,
    /// Where it ends.
    pub(super) to: Endpoint,
    /// Whether there is an arrow at its end.
    pub(super) arrow: bool,
    /// What is written beside it.
    pub(super) words: Words,
    /// How it looks.
    pub(super) look: LineLook,
    /// How bad the worst finding about it is.
    pub(super) severity: Option<Severity>,
}

impl<'a> Drawing<'a> {
    /// The diagram of a topology, in which what findings are about is marked.
    pub(super) fn new(topology: &'a Topology, findings: &[Finding], direction: Direction) -> Self {
        let mut marks: BTreeMap<Subject, Mark> = BTreeMap::new();
        for finding in findings {
            let mark = marks.entry(finding.subject).or_insert(Mark {
                worst: finding.severity,
                findings: 0,
            });
            mark.worst = mark.worst.max(finding.severity);
            mark.findings += 1;
        }
        Self {
            topology,
            nesting: Nesting::new(topology),
            names: Names::new(topology),
            marks,
            direction,
        }
    }

    /// The name of the topology, on one line; may be empty.
    pub(super) fn title(&self) -> String {
        wording::title(self.topology)
    }

    /// Frames with what stands in them, each element once.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let visits = self.nesting.walk(self.topology);
        let empty: Vec<_> = (1..=visits.len())
            .map(|next| visits.get(next) == Some(&Visit::Close))
            .collect();
        visits.into_iter().zip(empty).map(|(visit, empty)| match visit {
            Visit::Open(group) => Step::Open(self.frame(group, empty)),
            Visit::Inside(Endpoint::Component(component)) => Step::Figure(self.component(component)),
            Visit::Inside(Endpoint::Cluster(cluster)) => Step::Hub(self.hub(cluster)),
            Visit::Close => Step::Close,
        })
    }

    /// The connections in the order of the file, then the ties of each cluster in the order of its members.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line> {
        let connections = self.topology.connections.iter().map(|(index, connection)| {
            let mark = self.mark(Subject::Connection(index));
            arrow(connection, mark)
        });
        let ties = self.topology.clusters.iter().flat_map(|(index, cluster)| {
            cluster.members.iter().map(move |&member| Line {
                from: Endpoint::Cluster(index),
                to: Endpoint::Component(member),
                arrow: false,
                words: Words::default(),
                look: LineLook::TIE,
                severity: None,
            })
        });
        connections.chain(ties)
    }

    /// The name of a component or a hub in the text.
    pub(super) fn name(&self, endpoint: Endpoint) -> &str {
        self.names.endpoint(endpoint)
    }

    /// The names of the frames around a component or a hub, outermost first, and then its own.
    pub(super) fn path(&self, endpoint: Endpoint) -> Vec<&str> {
        let frames = self.nesting.frames_around(self.topology, endpoint);
        let mut path: Vec<_> = frames.map(|group| self.names.group(group)).collect();
        path.reverse();
        path.push(self.names.endpoint(endpoint));
        path
    }

    fn mark(&self, subject: Subject) -> Option<Mark> {
        self.marks.get(&subject).copied()
    }

    fn frame(&self, index: GroupIndex, empty: bool) -> Frame<'_> {
        let group = &self.topology.groups[index];
        let mark = self.mark(Subject::Group(index));
        Frame {
            name: self.names.group(index),
            words: wording::group(group, mark),
            look: FrameLook::of(group),
            severity: mark.map(|mark| mark.worst),
            empty,
        }
    }

    fn component(&self, index: ComponentIndex) -> Figure<'_> {
        let kind = self.topology.components[index].kind;
        let mark = self.mark(Subject::Component(index));
        Figure {
            name: self.names.endpoint(Endpoint::Component(index)),
            words: wording::component(self.topology, index, mark),
            shape: Shape::of(kind),
            role: kind.role(),
            severity: mark.map(|mark| mark.worst),
        }
    }

    fn hub(&self, index: ClusterIndex) -> Hub<'_> {
        let mark = self.mark(Subject::Cluster(index));
        Hub {
            name: self.names.endpoint(Endpoint::Cluster(index)),
            words: wording::cluster(self.topology, index, mark),
            severity: mark.map(|mark| mark.worst),
        }
    }
}

fn arrow(connection: &Connection, mark: Option<Mark>) -> Line {
    Line {
        from: connection.from,
        to: connection.to,
        arrow: true,
        words: wording::connection(connection, mark),
        look: LineLook::of(connection, mark.map(|mark| mark.worst)),
        severity: mark.map(|mark| mark.worst),
    }
}
