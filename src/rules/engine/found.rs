//! What a rule matches, and the finding that comes of it.

use std::collections::BTreeSet;

use super::Engine;
use super::paths::Way;
use crate::analysis::faults::{Impact, Step};
use crate::finding::{Finding, Fingerprint, Proof, Severity, Subject};
use crate::model::{ComponentIndex, Element, Endpoint, JourneyIndex};
use crate::rules::facts::{Entity, Evidence, Getter};
use crate::rules::rule::{Case, OnePer};

/// How many places of what stands beside a finding a reader can use.
const MOST_PLACES: usize = 5;

/// An entity that a rule matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Place of the rule in its catalogue.
    pub rule: usize,
    pub(super) case: usize,
    variant: Option<usize>,
    /// What is matched.
    pub entity: Entity,
    /// How bad it is here.
    pub severity: Severity,
    /// For a fault, the impact of which the rule speaks.
    pub impact: Option<Impact>,
    /// The journeys that it touches, in order.
    pub journeys: Vec<JourneyIndex>,
    /// Other entities that share the root cause.
    pub also: Vec<Entity>,
    /// For a failure domain: the components whose matches are told with it, in their place.
    pub stands_for: Vec<ComponentIndex>,
    /// For a fault: why its first journey needs what failed, from the entry to the failed element.
    pub chain: Vec<Step>,
    way: Way,
}

impl Match {
    pub(super) fn new(
        evidence: &Evidence<'_>,
        (rule, case, variant): (usize, usize, Option<usize>),
        entity: Entity,
        severity: Severity,
    ) -> Self {
        let (impact, journeys) = match entity {
            Entity::Fault(fault) => (Some(fault.impact), evidence.journeys_with(fault).collect()),
            Entity::Journey(journey) => (None, vec![journey]),
            _ => (None, Vec::new()),
        };
        Self {
            rule,
            case,
            variant,
            entity,
            severity,
            impact,
            journeys,
            also: Vec::new(),
            stands_for: Vec::new(),
            chain: Vec::new(),
            way: Way::default(),
        }
    }

    pub(super) fn with_way(mut self, way: Way) -> Self {
        self.way = way;
        self
    }

    /// The match moved to the element whose loss is the root cause of this one's.
    #[must_use]
    pub fn moved_to(mut self, element: Element) -> Self {
        if let Entity::Fault(fault) = &mut self.entity {
            fault.element = element;
        }
        self
    }
}

impl Engine<'_> {
    /// Matches of one rule that agree in the fact that the rule names become one: the worst, or else the first, with
    /// the others beside it. Those of which the rule says different things stay apart.
    pub fn merge(&self, matches: Vec<Match>) -> Vec<Match> {
        let mut merged: Vec<Match> = Vec::with_capacity(matches.len());
        let mut places = std::collections::BTreeMap::new();
        for found in matches {
            let Some(key) = self.key(&found) else {
                merged.push(found);
                continue;
            };
            match places.entry((found.rule, found.case, self.said_of(&found), key)) {
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(merged.len());
                    merged.push(found);
                }
                std::collections::btree_map::Entry::Occupied(entry) => {
                    let first = &mut merged[*entry.get()];
                    let mut found = found;
                    if found.severity > first.severity {
                        std::mem::swap(first, &mut found);
                        first.also.append(&mut found.also);
                    }
                    first.also.push(found.entity);
                    first.also.append(&mut found.also);
                }
            }
        }
        merged
    }

    /// The variant whose message tells of a match; none if that is the message of the rule.
    fn said_of(&self, found: &Match) -> Option<usize> {
        let has_message = |&variant: &usize| self.case(found).variants[variant].message.is_some();
        found.variant.filter(has_message)
    }

    /// The element that the matches of a rule which share a root cause have in common, if the rule names one.
    pub fn shared_root(&self, found: &Match) -> Option<Subject> {
        let evidence = self.evidence();
        match &self.case(found).one_per?.getter {
            Getter::One { get, .. } => get(evidence, found.entity).map(|entity| entity.subject(evidence)),
            Getter::End(get) => get(evidence, found.entity).map(|end| match end {
                Endpoint::Component(component) => Subject::Component(component),
                Endpoint::Cluster(cluster) => Subject::Cluster(cluster),
            }),
            _ => None,
        }
    }

    fn key(&self, found: &Match) -> Option<String> {
        let evidence = self.evidence();
        let id = |entity: Entity| entity.subject(evidence).id(evidence.topology);
        let case = self.case(found);
        if let (Some(search), Entity::Path(path)) = (&case.path, found.entity) {
            let target = || evidence.topology.components[path.target].id.clone();
            return (search.one_per == OnePer::Source).then(target);
        }
        let fact = case.one_per?;
        match &fact.getter {
            Getter::Text { get, .. } | Getter::Identifier(get) => get(evidence, found.entity).map(Into::into),
            Getter::One { get, .. } => get(evidence, found.entity).map(id),
            Getter::End(get) => {
                get(evidence, found.entity).map(|end| evidence.topology.endpoint_id(end).to_owned())
            }
            Getter::Word { get, .. } => get(evidence, found.entity).map(|word| word.to_string()),
            Getter::Number(get) => get(evidence, found.entity).map(|number| number.to_string()),
            Getter::Flag(get) => get(evidence, found.entity).map(|flag| flag.to_string()),
            Getter::Many { .. } => None,
        }
    }

    /// The finding that comes of a match.
    pub fn finding(&self, found: Match) -> Finding {
        let evidence = self.evidence();
        let topology = evidence.topology;
        let rule = self.rule(&found);
        let case = self.case(&found);
        let subject = found.entity.subject(evidence);
        let id = subject.id(topology);
        let matched = self.matched(&found, case);
        let variant = found.variant.map(|variant| &case.variants[variant]);
        let message = variant
            .and_then(|variant| variant.message.as_ref())
            .unwrap_or(&case.message);
        let mut seen = BTreeSet::from([subject]);
        let mut also = found
            .also
            .iter()
            .chain(&matched)
            .chain(&self.beside(found.entity))
            .copied()
            .map(|entity| entity.subject(evidence))
            .filter(|&other| seen.insert(other))
            .collect::<Vec<_>>();
        also.shrink_to_fit();
        let (path, hops) = if let Entity::Connection(index) = found.entity {
            let connection = &topology.connections[index];
            (vec![connection.from, connection.to], vec![index])
        } else {
            let components = found.way.components.iter().copied();
            (components.map(Endpoint::Component).collect(), found.way.hops)
        };
        let identity = match subject {
            Subject::Connection(connection) => self.parallel.identity(connection),
            _ => None,
        };
        Finding {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            severity: found.severity,
            concern: rule.concern,
            subject,
            message: message.write(evidence, found.entity, &matched),
            journeys: found.journeys,
            impact: found.impact,
            fingerprint: Fingerprint::new(&rule.id, subject.kind(), identity.unwrap_or(&id)),
            proof: Proof {
                path,
                hops,
                chain: found.chain,
                places: also.len().min(MOST_PLACES),
                also,
            },
        }
    }

    fn matched(&self, found: &Match, case: &Case) -> Vec<Entity> {
        let mut matched = self.asker.matched(&case.condition, found.entity);
        if let Some(variant) = found.variant {
            let more = self
                .asker
                .matched(&case.variants[variant].condition, found.entity);
            matched.extend(
                more.into_iter()
                    .filter(|entity| !matched.contains(entity))
                    .collect::<Vec<_>>(),
            );
        }
        matched
    }

    /// What belongs to an entity beside the element at which its finding stands.
    fn beside(&self, entity: Entity) -> Vec<Entity> {
        match entity {
            Entity::Cycle(place) => {
                let members = self.evidence().cycles().get(place).into_iter().flatten();
                members.map(|&component| Entity::Component(component)).collect()
            }
            _ => Vec::new(),
        }
    }
}
