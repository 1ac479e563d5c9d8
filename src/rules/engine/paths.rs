//! Finds the paths that a rule looks for.

use std::collections::BTreeSet;

use crate::analysis::neighbours::Direction;
use crate::analysis::reach::{Hop, Limits, search};
use crate::model::{ComponentIndex, ConnectionIndex};
use crate::rules::facts::{Entity, PathEntity};
use crate::rules::pattern::{Asker, Pattern};
use crate::rules::rule::{OnePer, PathSearch};

/// How many steps the paths that one rule finds have together, before of further ones only source, last connection and
/// target are told: in a model that is one long chain they would grow with the square of its length.
const MOST_STEPS: usize = 1_000_000;

/// A path, and the way along it.
pub(super) type Found = (PathEntity, Way);

/// The way along a path, from its source to its target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    /// The components.
    pub(super) components: Vec<ComponentIndex>,
    /// The connections from each of them to the next; of a way that is not told whole only the last.
    pub(super) hops: Vec<ConnectionIndex>,
}

/// The shortest path for each border, source or target for which there is one.
///
/// What must not be passed is asked of connections, and of the components between source and target, not of these
/// themselves. Time: linear in components, connections and the lengths of the paths that are found.
pub(super) fn find(asker: Asker<'_>, wanted: &PathSearch, condition: &Pattern) -> Vec<Found> {
    match wanted.one_per {
        OnePer::Source => from_targets(asker, wanted, condition),
        OnePer::Border => from_sources(asker, wanted, condition, |path| Key::Border(path.border)),
        OnePer::Target => from_sources(asker, wanted, condition, |path| Key::Target(path.target)),
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Border(Option<crate::model::GroupIndex>),
    Target(ComponentIndex),
}

fn from_sources(
    asker: Asker<'_>,
    wanted: &PathSearch,
    condition: &Pattern,
    key: impl Fn(&PathEntity) -> Key,
) -> Vec<Found> {
    let limits = Limits {
        enters: |component| may_enter(asker, wanted, component),
        passes: |connection, _| may_pass(asker, wanted, connection),
        notes: |connection| asker.holds(&wanted.last, Entity::Connection(connection)),
    };
    let evidence = asker.evidence();
    let sources = matching(asker, &wanted.source);
    let reached = search(
        evidence.topology,
        &evidence.neighbours,
        Direction::Downstream,
        sources,
        limits,
    );
    let mut seen = BTreeSet::new();
    let mut left = MOST_STEPS;
    let mut found = Vec::new();
    for hop in reached.hops() {
        if !asker.holds(&wanted.target, Entity::Component(hop.to)) {
            continue;
        }
        let source = reached
            .path_back(hop.from)
            .last()
            .map_or(hop.from, |(first, _)| first);
        let path = path_entity(asker, source, *hop);
        if !asker.holds(condition, Entity::Path(path)) || !seen.insert(key(&path)) {
            continue;
        }
        let distance = reached.distance(hop.from).unwrap_or(0) as usize;
        let mut way = if distance <= left {
            left -= distance;
            let (mut components, hops): (Vec<_>, Vec<_>) = reached.path_back(hop.from).unzip();
            let mut hops: Vec<_> = hops.into_iter().flatten().collect();
            components.reverse();
            hops.reverse();
            Way { components, hops }
        } else {
            Way {
                components: vec![source, hop.from],
                hops: Vec::new(),
            }
        };
        way.components.push(hop.to);
        way.hops.push(hop.connection);
        found.push((path, way));
    }
    found
}

fn from_targets(asker: Asker<'_>, wanted: &PathSearch, condition: &Pattern) -> Vec<Found> {
    let limits = Limits {
        enters: |component| may_enter(asker, wanted, component),
        passes: |connection, steps| {
            may_pass(asker, wanted, connection)
                && (steps > 0 || asker.holds(&wanted.last, Entity::Connection(connection)))
        },
        notes: |_| false,
    };
    let evidence = asker.evidence();
    let targets = matching(asker, &wanted.target);
    let reached = search(
        evidence.topology,
        &evidence.neighbours,
        Direction::Upstream,
        targets,
        limits,
    );
    let mut found = Vec::new();
    for source in matching(asker, &wanted.source) {
        let steps: Vec<_> = reached.path_back(source).collect();
        let [.., (from, Some(connection)), (to, None)] = steps.as_slice() else {
            continue;
        };
        let (from, connection, to) = (*from, *connection, *to);
        let path = path_entity(asker, source, Hop { from, connection, to });
        if asker.holds(condition, Entity::Path(path)) {
            let (components, hops): (Vec<_>, Vec<_>) = steps.into_iter().unzip();
            let hops = hops.into_iter().flatten().collect();
            found.push((path, Way { components, hops }));
        }
    }
    found
}

fn path_entity(asker: Asker<'_>, source: ComponentIndex, hop: Hop) -> PathEntity {
    let places = &asker.evidence().places;
    PathEntity {
        source,
        target: hop.to,
        last: hop.connection,
        border: places.outermost_entered(places.home(hop.from), places.home(hop.to)),
    }
}

fn matching<'a>(asker: Asker<'a>, pattern: &'a Pattern) -> impl Iterator<Item = ComponentIndex> + 'a {
    let components = asker.evidence().topology.components.indices();
    components.filter(move |&component| asker.holds(pattern, Entity::Component(component)))
}

fn may_enter(asker: Asker<'_>, wanted: &PathSearch, component: ComponentIndex) -> bool {
    let avoided = wanted.avoided_components.as_ref();
    !avoided.is_some_and(|avoided| asker.holds(avoided, Entity::Component(component)))
}

fn may_pass(asker: Asker<'_>, wanted: &PathSearch, connection: ConnectionIndex) -> bool {
    let avoided = wanted.avoided_connections.as_ref();
    !avoided.is_some_and(|avoided| asker.holds(avoided, Entity::Connection(connection)))
}
