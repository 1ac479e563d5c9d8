//! One root cause, one finding: faults that follow from the fault of something around or inside are told with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::faults::Impact;
use crate::model::{Element, GroupIndex, GroupKind, JourneyIndex};
use crate::rules::facts::{Entity, FaultEntity};
use crate::rules::{Engine, Match};

/// Folds the faults among some matches; the others pass as they are, in their order.
///
/// - What stands on one host is told as one finding of the host, if there are two or more components with findings
///   of the same rule and impact; a single one is named itself, with its host beside it, whatever else the host stops.
/// - A failure domain wider than a host is left out if it holds every component of a journey. It is left out as well,
///   like a host that runs nothing but other hosts, if the components, hosts and domains inside that have findings of
///   the same impact stop all its journeys already: then it stands beside them.
///
/// Time: linear in the matches and what they name, but for sorting and for the depth of nested failure domains.
pub(super) fn faults(engine: &Engine<'_>, matches: Vec<Match>) -> Vec<Match> {
    let mut folding = Folding::new(engine, matches);
    folding.fold_hosts();
    folding.fold_domains();
    folding.name_losses();
    folding.finish()
}

/// Matches, some of which have been folded into others.
struct Folding<'a> {
    engine: &'a Engine<'a>,
    matches: Vec<Option<Match>>,
    /// The matches about failure domains, by rule, group and impact.
    groups: BTreeMap<(usize, GroupIndex, Impact), usize>,
}

impl<'a> Folding<'a> {
    fn new(engine: &'a Engine<'a>, matches: Vec<Match>) -> Self {
        let groups = matches
            .iter()
            .enumerate()
            .filter_map(|(place, found)| match found.entity {
                Entity::Fault(FaultEntity {
                    element: Element::Group(group),
                    impact,
                }) => Some(((found.rule, group, impact), place)),
                _ => None,
            })
            .collect();
        Self {
            engine,
            matches: matches.into_iter().map(Some).collect(),
            groups,
        }
    }

    /// The components with matches on each host that is lost at least as badly, by rule and impact.
    fn on_hosts(&self) -> BTreeMap<(usize, GroupIndex, Impact), Vec<usize>> {
        let evidence = self.engine.evidence();
        let mut on_hosts: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, found) in self.matches.iter().enumerate() {
            let Some(found) = found else { continue };
            let Entity::Fault(FaultEntity { element, impact }) = found.entity else {
                continue;
            };
            let Element::Component(component) = element else {
                continue;
            };
            for host in evidence.places.hosts(&evidence.topology.components[component]) {
                let lost = |&journey: &_| evidence.faults.impact(Element::Group(host), journey);
                let mut lost = found.journeys.iter().map(lost);
                if lost.all(|lost| lost.is_some_and(|lost| lost <= impact)) {
                    on_hosts
                        .entry((found.rule, host, impact))
                        .or_default()
                        .push(place);
                }
            }
        }
        on_hosts
    }

    fn fold_hosts(&mut self) {
        let on_hosts = self.on_hosts();
        for (&(rule, host, impact), components) in &on_hosts {
            let own = self.groups.get(&(rule, host, impact)).copied();
            let left = |&&place: &&usize| self.matches[place].is_some();
            let left: Vec<usize> = components.iter().filter(left).copied().collect();
            if left.len() > 1 {
                self.fold_into(host, own, &left);
            }
        }
        for ((rule, host, impact), components) in on_hosts {
            let [component] = components.as_slice() else {
                continue;
            };
            let own = self.groups.get(&(rule, host, impact)).copied();
            if let Some(own) = own
                && self.explains(*component, own)
            {
                self.matches[own] = None;
            }
            self.beside(*component, Entity::Group(host));
        }
    }

    /// Puts the finding of a host in the place of those about what it runs.
    fn fold_into(&mut self, host: GroupIndex, own: Option<usize>, components: &[usize]) {
        let taken: Vec<Match> = components
            .iter()
            .filter_map(|&component| self.matches[component].take())
            .collect();
        let names = taken.iter().map(|found| as_element(found.entity));
        let names: Vec<_> = names.collect();
        let place = own.or_else(|| components.first().copied());
        let Some(place) = place else { return };
        if own.is_none() {
            let journeys: BTreeSet<JourneyIndex> = taken
                .iter()
                .flat_map(|found| found.journeys.iter().copied())
                .collect();
            let worst = taken.into_iter().max_by_key(|found| found.severity);
            self.matches[place] = worst.map(|found| {
                let mut moved = found.moved_to(Element::Group(host));
                moved.journeys = journeys.into_iter().collect();
                moved
            });
        }
        if let Some(found) = &mut self.matches[place] {
            let components = names.iter().filter_map(|name| match name {
                Entity::Component(component) => Some(*component),
                _ => None,
            });
            found.stands_for.extend(components);
            found.also.extend(names);
        }
    }

    /// Tells with each failure domain what goes down with it.
    fn name_losses(&mut self) {
        let evidence = self.engine.evidence();
        for (&(_, group, _), &place) in &self.groups {
            if let Some(found) = &mut self.matches[place] {
                let lost = evidence
                    .faults
                    .lost_with(evidence.topology, Element::Group(group));
                found.also.extend(lost.into_iter().map(Entity::Component));
            }
        }
    }

    /// Leaves out the wider domains that tell nothing new, innermost first.
    fn fold_domains(&mut self) {
        let evidence = self.engine.evidence();
        let topology = evidence.topology;
        // A host that runs nothing but other hosts is a wider domain of what these run.
        let components = topology.components.values();
        let runs_something: BTreeSet<GroupIndex> = components
            .flat_map(|component| evidence.places.hosts(component))
            .collect();
        let mut wide: Vec<(GroupIndex, usize)> = self
            .groups
            .iter()
            .filter(|&(&(_, group, _), _)| !runs_something.contains(&group))
            .map(|(&(_, group, _), &place)| (group, place))
            .collect();
        if wide.is_empty() {
            return;
        }
        wide.sort_by_key(|&(group, place)| (std::cmp::Reverse(evidence.places.depth(Some(group))), place));
        let is_wide: BTreeSet<GroupIndex> = wide.iter().map(|&(group, _)| group).collect();
        let mut inside: BTreeMap<GroupIndex, Vec<usize>> = BTreeMap::new();
        for (place, found) in self.matches.iter().enumerate() {
            let Some(Entity::Fault(fault)) = found.as_ref().map(|found| found.entity) else {
                continue;
            };
            for group in around(self.engine, fault.element) {
                if is_wide.contains(&group) {
                    inside.entry(group).or_default().push(place);
                }
            }
        }
        for (group, place) in wide {
            let is_host = topology.groups[group].kind == GroupKind::Host;
            if !is_host && evidence.spans_a_journey(group) {
                self.matches[place] = None;
                continue;
            }
            let Some(found) = &self.matches[place] else {
                continue;
            };
            let causes: Vec<usize> = inside
                .get(&group)
                .into_iter()
                .flatten()
                .copied()
                .filter(|&cause| {
                    self.matches[cause]
                        .as_ref()
                        .is_some_and(|cause| cause.impact == found.impact)
                })
                .collect();
            let explained: BTreeSet<JourneyIndex> = causes
                .iter()
                .filter_map(|&cause| self.matches[cause].as_ref())
                .flat_map(|cause| cause.journeys.iter().copied())
                .collect();
            if !causes.is_empty() && found.journeys.iter().all(|journey| explained.contains(journey)) {
                self.matches[place] = None;
                for cause in causes {
                    self.beside(cause, Entity::Group(group));
                }
            }
        }
    }

    /// Whether a match stops every journey that another one stops.
    fn explains(&self, cause: usize, other: usize) -> bool {
        match (&self.matches[cause], &self.matches[other]) {
            (Some(cause), Some(other)) => other
                .journeys
                .iter()
                .all(|journey| cause.journeys.binary_search(journey).is_ok()),
            _ => false,
        }
    }

    fn beside(&mut self, place: usize, entity: Entity) {
        if let Some(found) = &mut self.matches[place] {
            found.also.push(entity);
        }
    }

    fn finish(self) -> Vec<Match> {
        self.matches.into_iter().flatten().collect()
    }
}

/// How many failure domains around an element are looked at: domains that are nested more deeply stand for nothing.
const MOST_DOMAINS: usize = 64;

/// The groups around an element, by each of its places, without itself, innermost first and not beyond
/// [`MOST_DOMAINS`] of each.
fn around(engine: &Engine<'_>, element: Element) -> BTreeSet<GroupIndex> {
    let topology = engine.evidence().topology;
    let enclosing = |group: GroupIndex| topology.enclosing(group).take(MOST_DOMAINS);
    match element {
        Element::Component(component) => {
            let places = topology.components[component].standing_places();
            places.flat_map(enclosing).collect()
        }
        Element::Group(group) => enclosing(group).skip(1).collect(),
    }
}

fn as_element(entity: Entity) -> Entity {
    match entity {
        Entity::Fault(fault) => match fault.element {
            Element::Component(component) => Entity::Component(component),
            Element::Group(group) => Entity::Group(group),
        },
        other => other,
    }
}
