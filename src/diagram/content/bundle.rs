//! Connections that are drawn as one: they say the same, and lead from or to the members of one cluster.

use std::collections::BTreeMap;

use crate::diagram::plan::Item;
use crate::diagram::theme::Stroke;
use crate::diagram::view::View;
use crate::model::{
    Access, ComponentIndex, Connection, ConnectionIndex, Endpoint, Guarded, Kind, Need, Purpose, Topology,
};

/// Connections that are drawn as one tree of lines, from each source to each target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bundle {
    pub(super) connections: Vec<ConnectionIndex>,
    pub(super) sources: Vec<ComponentIndex>,
    pub(super) targets: Vec<ComponentIndex>,
    pub(super) says: Says,
}

/// What devices guard, as bundles of one device for each that guards the same.
pub(super) fn guards(topology: &Topology) -> Vec<(ComponentIndex, Guarded)> {
    let mut guards: Vec<(ComponentIndex, Guarded)> = topology
        .components
        .iter()
        .flat_map(|(index, component)| component.guards.iter().map(move |&guarded| (index, guarded)))
        .filter(|&(device, guarded)| guarded != Guarded::Component(device))
        .collect();
    guards.sort_unstable();
    guards.dedup();
    guards
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Says {
    pub(super) label: String,
    pub(super) stroke: Stroke,
    pub(super) encrypted: bool,
    pub(super) hard: bool,
}

impl Says {
    fn new(connection: &Connection) -> Self {
        Self {
            label: label(connection),
            stroke: Stroke::of(connection),
            encrypted: connection.encrypted() == Some(true),
            hard: connection.need == Need::Hard || connection.purpose != Purpose::Traffic,
        }
    }
}

fn label(connection: &Connection) -> String {
    let mut words = Vec::new();
    if let Some(protocol) = &connection.protocol {
        // The padlock before the label says the rest.
        words.push(protocol.title.trim_end_matches(" over TLS").to_owned());
    }
    let local = connection
        .protocol
        .as_ref()
        .is_some_and(|protocol| protocol.local);
    if let Some(port) = connection.effective_port().filter(|_| !local) {
        words.push(format!(":{port}"));
    }
    if connection.redirect {
        words.push("redirect".to_owned());
    }
    match connection.access {
        Access::ReadWrite => {}
        Access::Read => words.push("read".to_owned()),
        Access::Write => words.push("write".to_owned()),
    }
    if connection.need == Need::Startup {
        words.push("at start".to_owned());
    }
    words.join(" ")
}

/// All connections as bundles, in the order of the first connection of each.
pub(super) fn bundles(topology: &Topology) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = topology
        .connections
        .iter()
        .map(|(index, connection)| {
            let (sources, targets) = ends(topology, connection);
            Bundle {
                connections: vec![index],
                sources,
                targets,
                says: Says::new(connection),
            }
        })
        // The members of a cluster of one have nobody to talk to.
        .filter(|bundle| !bundle.targets.is_empty())
        .collect();
    bundles.sort_by(|one, other| {
        (
            &one.sources,
            &one.targets,
            &one.says,
            topology.connections[one.connections[0]].id.as_str(),
        )
            .cmp(&(
                &other.sources,
                &other.targets,
                &other.says,
                topology.connections[other.connections[0]].id.as_str(),
            ))
    });
    let bundles = merged(bundles, |bundle| {
        Some((
            bundle.targets.clone(),
            sort(topology, &bundle.sources, bundle.says.stroke)?,
        ))
    });
    merged(bundles, |bundle| {
        Some((
            bundle.sources.clone(),
            sort(topology, &bundle.targets, bundle.says.stroke)?,
        ))
    })
}

impl Bundle {
    /// Whether it leads from a component to the same.
    fn is_loop(&self) -> bool {
        self.sources == self.targets
    }

    /// The boxes that its line leads from, and those that it leads to: no others, but for a loop.
    pub(super) fn boxes(&self, view: &View) -> [Vec<Item>; 2] {
        let (sources, mut targets) = (view.items(&self.sources), view.items(&self.targets));
        let is_single = |item: &Item| matches!(item, &Item::Box(number) if !view.is_group(number));
        if !(self.is_loop() && targets.iter().all(is_single)) {
            targets.retain(|target| !sources.contains(target));
        }
        [sources, targets]
    }
}

/// The bundles that are lines in the picture: from one box to another.
///
/// What leads from or to a group that is one box, in the same style between the same boxes, is one line.
pub(super) fn shown(topology: &Topology, view: &View, bundles: Vec<Bundle>) -> Vec<Bundle> {
    let mut lines: Vec<Bundle> = Vec::with_capacity(bundles.len());
    let mut known: BTreeMap<([Vec<Item>; 2], Says), usize> = BTreeMap::new();
    for bundle in bundles {
        let [sources, targets] = bundle.boxes(view);
        if sources.is_empty() || targets.is_empty() {
            continue;
        }
        let of_group = |item: &Item| matches!(item, &Item::Box(number) if view.is_group(number));
        if !sources.iter().chain(&targets).any(of_group) {
            lines.push(bundle);
            continue;
        }
        let style = Says {
            label: String::new(),
            ..bundle.says
        };
        let key = ([sources, targets], style);
        let place = *known.entry(key).or_insert(lines.len());
        let Some(into) = lines.get_mut(place) else {
            lines.push(bundle);
            continue;
        };
        into.connections.extend(bundle.connections);
        into.sources.extend(bundle.sources);
        into.targets.extend(bundle.targets);
    }
    for &place in known.values() {
        let line = &mut lines[place];
        let mut labels: Vec<String> = line
            .connections
            .iter()
            .map(|&connection| label(&topology.connections[connection]))
            .collect();
        labels.sort_unstable();
        labels.dedup();
        line.says.label = match labels.as_slice() {
            [only] => only.clone(),
            _ => format!("{} connections", line.connections.len()),
        };
    }
    lines
}

/// The sources and targets of a connection, none of them both, but for a component that is connected to itself.
pub(super) fn ends(
    topology: &Topology,
    connection: &Connection,
) -> (Vec<ComponentIndex>, Vec<ComponentIndex>) {
    if let (Endpoint::Component(from), Endpoint::Component(to)) = (connection.from, connection.to)
        && from == to
    {
        return (vec![from], vec![to]);
    }
    let sorted = |endpoint: &Endpoint| {
        let mut members = topology.members(endpoint).to_vec();
        members.sort_unstable();
        members
    };
    let mut sources = sorted(&connection.from);
    let mut targets = sorted(&connection.to);
    if sources.iter().any(|source| targets.contains(source)) {
        let leader = |endpoint: Endpoint| match endpoint {
            Endpoint::Component(component) => Some(component),
            Endpoint::Cluster(cluster) => topology.clusters[cluster].mode.leader(),
        };
        let outer: Vec<_> = sources
            .iter()
            .copied()
            .filter(|source| !targets.contains(source))
            .collect();
        if outer.is_empty() {
            let first = leader(connection.from).filter(|first| sources.contains(first));
            sources = first.or(sources.first().copied()).into_iter().collect();
        } else {
            sources = outer;
        }
        targets.retain(|target| !sources.contains(target));
    }
    (sources, targets)
}

/// What ends have to have in common to be drawn as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    /// They are members of one cluster.
    Cluster(crate::model::ClusterIndex),
    /// They report to the same service.
    Reporting,
}

fn sort(topology: &Topology, ends: &[ComponentIndex], stroke: Stroke) -> Option<Sort> {
    if matches!(stroke, Stroke::Monitoring | Stroke::Logging | Stroke::Backup) {
        return Some(Sort::Reporting);
    }
    let mut clusters = ends.iter().map(|&end| topology.components[end].cluster);
    let first = clusters.next()??;
    clusters
        .all(|cluster| cluster == Some(first))
        .then_some(Sort::Cluster(first))
}

/// Joins bundles that say the same and have the same key.
fn merged<K: Ord>(bundles: Vec<Bundle>, key: impl Fn(&Bundle) -> Option<K>) -> Vec<Bundle> {
    let mut merged: Vec<Bundle> = Vec::with_capacity(bundles.len());
    let mut known: BTreeMap<(K, Says), usize> = BTreeMap::new();
    for bundle in bundles {
        let Some(key) = key(&bundle).filter(|_| !bundle.is_loop()) else {
            merged.push(bundle);
            continue;
        };
        let place = *known.entry((key, bundle.says.clone())).or_insert(merged.len());
        let Some(into) = merged.get_mut(place) else {
            merged.push(bundle);
            continue;
        };
        into.connections.extend(bundle.connections);
        for (ends, more) in [
            (&mut into.sources, bundle.sources),
            (&mut into.targets, bundle.targets),
        ] {
            ends.extend(more);
            ends.sort_unstable();
            ends.dedup();
        }
    }
    merged
}

/// Whether a line puts its sources before its targets: requests do, but not to what only helps.
pub(super) fn ranks(topology: &Topology, bundle: &Bundle) -> bool {
    let helps = |component: &ComponentIndex| {
        matches!(
            topology.components[*component].kind,
            Kind::Dns | Kind::Monitoring | Kind::Logging | Kind::Backup
        )
    };
    let traffic = matches!(
        bundle.says.stroke,
        Stroke::Plain | Stroke::Encrypted | Stroke::Unstated
    );
    let mut clusters = bundle
        .sources
        .iter()
        .chain(&bundle.targets)
        .map(|&end| topology.components[end].cluster);
    let first = clusters.next().flatten();
    let within_cluster = first.is_some() && clusters.all(|cluster| cluster == first);
    traffic && !within_cluster && !bundle.targets.iter().all(helps) && !bundle.sources.iter().all(helps)
}
