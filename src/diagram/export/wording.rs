//! The words on boxes, frames and lines.

use crate::diagram::text::clean;
use crate::finding::Severity;
use crate::model::{
    Cluster, ClusterIndex, Component, ComponentIndex, Connection, Failover, Group, Guarded, Mode, Need,
    Purpose, Topology, Trust,
};

use super::drawing::Mark;

/// The most letters of a line of text.
const LONGEST: usize = 80;

/// The words for one element: what it is called, and lines of details.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// What it is called, on one line of visible letters; empty where it needs no name.
    pub(super) name: String,
    /// More about it, each on one line of visible letters, none empty.
    pub(super) details: Vec<String>,
    /// What the findings about it come to.
    pub(super) mark: Option<String>,
}

impl Words {
    fn new(name: &str, id: &str, mark: Option<Mark>) -> Self {
        let titled = line(name);
        Self {
            name: if titled.is_empty() { line(id) } else { titled },
            details: Vec::new(),
            mark: mark.map(marked),
        }
    }

    fn detail(&mut self, detail: &str) {
        let detail = line(detail);
        if !detail.is_empty() && folded(&detail) != folded(&self.name) {
            self.details.push(detail);
        }
    }
}

/// Two texts that fold to the same say the same.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('-', " ")
}

/// The words for the topology as a whole.
pub(super) fn title(topology: &Topology) -> String {
    line(&topology.name)
}

/// The words in the box of a component.
pub(super) fn component(topology: &Topology, index: ComponentIndex, mark: Option<Mark>) -> Words {
    let component = &topology.components[index];
    let mut words = Words::new(component.name(), &component.id, mark);
    match &component.software {
        Some(software) => words.detail(software),
        None => words.detail(&component.kind.word().replace('-', " ")),
    }
    if let Some(role) = role(topology, index, component) {
        words.detail(role);
    }
    let replicas = &component.replicas;
    if replicas.count > 1 {
        words.detail(&format!(
            "{} replicas, {} needed",
            replicas.count, replicas.min_available
        ));
    }
    if !component.guards.is_empty() {
        let guarded: Vec<_> = component
            .guards
            .iter()
            .map(|guarded| match *guarded {
                Guarded::Group(group) => topology.groups[group].name(),
                Guarded::Component(component) => topology.components[component].name(),
            })
            .collect();
        words.detail(&format!("guards {}", guarded.join(", ")));
    }
    words
}

/// What a component is in its cluster, where one member leads.
fn role(topology: &Topology, index: ComponentIndex, component: &Component) -> Option<&'static str> {
    let mode = &topology.clusters[component.cluster?].mode;
    let leads = mode.leader()? == index;
    Some(match (mode, leads) {
        (Mode::PrimaryReplica { .. }, true) => "primary",
        (Mode::PrimaryReplica { .. }, false) => "replica",
        (_, true) => "active",
        (_, false) => "passive",
    })
}

/// The words on the hub of a cluster.
pub(super) fn cluster(topology: &Topology, index: ClusterIndex, mark: Option<Mark>) -> Words {
    let cluster = &topology.clusters[index];
    let mut words = Words::new(cluster.name(), &cluster.id, mark);
    words.detail(&mode(cluster));
    words
}

fn mode(cluster: &Cluster) -> String {
    let members = cluster.members.len();
    let word = cluster.mode.word();
    match &cluster.mode {
        Mode::ActiveActive { min_available, .. } | Mode::Quorum { min_available } => {
            format!("{word}, {} of {members} needed", min_available.default)
        }
        Mode::ActivePassive { failover, .. } | Mode::PrimaryReplica { failover, .. } => {
            let failover = match failover.stated {
                Some(Failover::Automatic) => "automatic failover",
                Some(Failover::Restart) => "failover by restart",
                Some(Failover::Manual) => "manual failover",
                None => "failover not stated",
            };
            format!("{word}, {failover}")
        }
    }
}

/// The words at the top of the frame of a group.
pub(super) fn group(group: &Group, mark: Option<Mark>) -> Words {
    let mut words = Words::new(group.name(), &group.id, mark);
    let mut said = vec![group.kind.word().replace('-', " ")];
    if let Some(trust) = group.trust.filter(|&trust| trust != Trust::Trusted) {
        said.push(trust.word().to_owned());
    }
    if group.firewall == Some(true) {
        said.push("firewall".to_owned());
    }
    words.detail(&said.join(", "));
    words
}

/// The words on the line of a connection: its protocol and port, and what its style says.
pub(super) fn connection(connection: &Connection, mark: Option<Mark>) -> Words {
    let protocol = connection.protocol.as_ref();
    let mut said = Vec::new();
    match (protocol, connection.effective_port()) {
        (Some(protocol), Some(port)) => said.push(format!("{} :{port}", protocol.title)),
        (Some(protocol), None) => said.push(protocol.title.clone().into_owned()),
        (None, Some(port)) => said.push(format!("port {port}")),
        (None, None) => {}
    }
    let mut notes = Vec::new();
    if connection.purpose != Purpose::Traffic {
        notes.push(connection.purpose.word().replace('-', " "));
    }
    if let Some(encrypted) = connection.tls
        && protocol.map(|protocol| protocol.encrypted) != connection.tls
    {
        notes.push(if encrypted { "encrypted" } else { "plain" }.to_owned());
    }
    if connection.redirect {
        notes.push("redirect".to_owned());
    }
    match connection.need {
        Need::Optional => notes.push("optional".to_owned()),
        Need::Startup => notes.push("at start".to_owned()),
        Need::Hard | Need::Nothing => {}
    }
    if !notes.is_empty() {
        said.push(notes.join(", "));
    }
    Words {
        name: String::new(),
        details: said.iter().map(|said| line(said)).collect(),
        mark: mark.map(marked),
    }
}

fn marked(mark: Mark) -> String {
    let Mark { worst, findings } = mark;
    match (findings, worst) {
        (1, Severity::Info) => "1 note".to_owned(),
        (1, _) => format!("1 finding: {worst}"),
        _ => format!("{findings} findings, worst: {worst}"),
    }
}

/// The text on one line, of visible letters only, and not too long.
fn line(text: &str) -> String {
    // Some of the tools use private characters for marks of their own.
    let public: String = text.chars().filter(|&letter| !is_private(letter)).collect();
    let mut text = clean(&public);
    if text.chars().nth(LONGEST).is_some() {
        text = text.chars().take(LONGEST - 1).collect();
        text.truncate(text.trim_end().len());
        text.push('…');
    }
    text
}

const fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
