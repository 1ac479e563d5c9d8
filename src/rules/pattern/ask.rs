//! Asking a pattern of an entity.

use std::ops::ControlFlow;

use super::memory::{Clusters, Memory, Reach, Slot, Totals};
use super::{Pattern, Quantifier, Related, Test, Truth};
use crate::analysis::neighbours::{self, Direction};
use crate::analysis::reach::{Limits, Reached, search};
use crate::model::{ClusterIndex, ComponentIndex, Endpoint, GroupIndex, Index};
use crate::rules::facts::{Entity, Evidence, Getter, Relation};

/// Asks patterns of entities, and remembers what many entities share.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    evidence: &'a Evidence<'a>,
    memory: &'a Memory,
}

/// How many entities are told of those that `some` has matched.
const MOST_MATCHED: usize = 1000;

impl<'a> Asker<'a> {
    /// Asks with this evidence.
    pub const fn new(evidence: &'a Evidence<'a>, memory: &'a Memory) -> Self {
        Self { evidence, memory }
    }

    /// The evidence.
    pub const fn evidence(&self) -> &'a Evidence<'a> {
        self.evidence
    }

    /// Whether a pattern holds of an entity.
    pub fn ask(&self, pattern: &Pattern, entity: Entity) -> Truth {
        Truth::all(pattern.tests.iter().map(|test| self.test(test, entity)))
    }

    /// Whether a pattern is known to hold of an entity.
    pub fn holds(&self, pattern: &Pattern, entity: Entity) -> bool {
        self.ask(pattern, entity) == Truth::Yes
    }

    fn test(&self, test: &Test, entity: Entity) -> Truth {
        let evidence = self.evidence;
        match test {
            Test::Flag { get, wanted } => known(get(evidence, entity), |flag| flag == *wanted),
            Test::Number { get, any_of } => known(get(evidence, entity), |number| {
                any_of.iter().any(|range| range.contains(number))
            }),
            Test::Text { get, any_of } => known(get(evidence, entity), |text| {
                any_of.iter().any(|wildcard| wildcard.matches(&text))
            }),
            Test::Word { get, any_of } => known(get(evidence, entity), |word| any_of >> word & 1 == 1),
            Test::Stated { fact, wanted } => Truth::from(self.is_stated(&fact.getter, entity) == *wanted),
            Test::One { get, pattern } => {
                get(evidence, entity).map_or(Truth::Unknown, |other| self.ask(pattern, other))
            }
            Test::End { get, pattern, slot } => {
                get(evidence, entity).map_or(Truth::Unknown, |end| self.ask_end(pattern, *slot, end))
            }
            Test::Related(related) => self.ask_related(related, entity),
            Test::Any(patterns) => Truth::any(patterns.iter().map(|pattern| self.ask(pattern, entity))),
            Test::All(patterns) => Truth::all(patterns.iter().map(|pattern| self.ask(pattern, entity))),
            Test::Not(pattern) => !self.ask(pattern, entity),
        }
    }

    fn is_stated(&self, getter: &Getter, entity: Entity) -> bool {
        let evidence = self.evidence;
        match getter {
            Getter::Flag(get) => get(evidence, entity).is_some(),
            Getter::Number(get) => get(evidence, entity).is_some(),
            Getter::Text { get, .. } | Getter::Identifier(get) => get(evidence, entity).is_some(),
            Getter::Word { get, .. } => get(evidence, entity).is_some(),
            Getter::One { get, .. } => get(evidence, entity).is_some(),
            Getter::End(get) => get(evidence, entity).is_some(),
            Getter::Many { .. } => true,
        }
    }

    fn ask_end(&self, pattern: &Pattern, slot: usize, end: Endpoint) -> Truth {
        match end {
            Endpoint::Component(component) => self.ask(pattern, Entity::Component(component)),
            Endpoint::Cluster(cluster) => self.clusters(slot).map_or(Truth::Unknown, |clusters| {
                clusters.answer(cluster, || {
                    let members = self.evidence.topology.clusters[cluster].members.iter();
                    Truth::any(members.map(|&member| self.ask(pattern, Entity::Component(member))))
                })
            }),
        }
    }

    fn ask_related(&self, related: &Related, entity: Entity) -> Truth {
        match (related.relation, entity) {
            (Relation::Listed(list), _) => self.ask_listed(related, entity, list),
            (Relation::Connections(direction), Entity::Component(component)) => {
                self.ask_connections(related, component, direction)
            }
            (Relation::Reach(direction), Entity::Component(component)) => {
                match self
                    .memory
                    .slot(related.slot, || self.fill_reach(related, direction))
                {
                    Slot::Reach(reach) => reach.answers[component.place()],
                    _ => Truth::Unknown,
                }
            }
            (Relation::Inside, Entity::Group(group)) => self.ask_inside(related, group),
            _ => Truth::Unknown,
        }
    }

    fn ask_listed(
        &self,
        related: &Related,
        entity: Entity,
        list: fn(&Evidence<'_>, Entity, crate::rules::facts::Visit<'_>) -> ControlFlow<()>,
    ) -> Truth {
        let mut least = Truth::Yes;
        // Whether the visit ended early is no news: the least value tells.
        let _ = list(self.evidence, entity, &mut |other| {
            least = least.min(related.quantifier.counted(self.ask(&related.pattern, other)));
            match least {
                Truth::No => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        related.quantifier.answer(least)
    }

    fn ask_connections(&self, related: &Related, component: ComponentIndex, direction: Direction) -> Truth {
        let count = |end: Endpoint| {
            let connections = self.evidence.neighbours.of(end, direction).iter();
            Truth::all(connections.map(|&connection| {
                let truth = self.ask(&related.pattern, Entity::Connection(connection));
                related.quantifier.counted(truth)
            }))
        };
        let mut least = count(Endpoint::Component(component));
        if let Some(cluster) = self.evidence.topology.components[component].cluster
            && let Some(clusters) = self.clusters(related.slot)
        {
            least = least.min(clusters.answer(cluster, || count(Endpoint::Cluster(cluster))));
        }
        related.quantifier.answer(least)
    }

    fn ask_inside(&self, related: &Related, group: GroupIndex) -> Truth {
        let slot = self.memory.slot(related.slot, || {
            let (mut not_yes, mut no) = (vec![0], vec![0]);
            for &component in self.evidence.places.by_place() {
                let truth = self.ask(&related.pattern, Entity::Component(component));
                let counted = related.quantifier.counted(truth);
                not_yes.push(not_yes[not_yes.len() - 1] + u32::from(counted != Truth::Yes));
                no.push(no[no.len() - 1] + u32::from(counted == Truth::No));
            }
            Slot::Places(Totals { not_yes, no })
        });
        let Slot::Places(totals) = slot else {
            return Truth::Unknown;
        };
        let run = self.evidence.places.run(group);
        let within = |totals: &[u32]| totals[run.end] - totals[run.start];
        let least = match (within(&totals.no), within(&totals.not_yes)) {
            (0, 0) => Truth::Yes,
            (0, _) => Truth::Unknown,
            _ => Truth::No,
        };
        related.quantifier.answer(least)
    }

    fn clusters(&self, slot: usize) -> Option<&'a Clusters> {
        let clusters = self.evidence.topology.clusters.len();
        match self.memory.slot(slot, || Slot::Clusters(Clusters::new(clusters))) {
            Slot::Clusters(clusters) => Some(clusters),
            _ => None,
        }
    }

    /// Answers for all components at once, by a search against the direction from those that settle the answer.
    fn fill_reach(&self, related: &Related, direction: Direction) -> Slot {
        let components = self.evidence.topology.components.indices();
        let counted: Vec<Truth> = components
            .clone()
            .map(|component| {
                let truth = self.ask(&related.pattern, Entity::Component(component));
                related.quantifier.counted(truth)
            })
            .collect();
        let reaching = |wanted: Truth| {
            let sources = components
                .clone()
                .filter(|component| counted[component.place()] == wanted);
            self.reaching(direction, sources)
        };
        let (no, ways) = reaching(Truth::No);
        let (unknown, _) = reaching(Truth::Unknown);
        let answers = no
            .into_iter()
            .zip(unknown)
            .map(|found| {
                related.quantifier.answer(match found {
                    (true, _) => Truth::No,
                    (false, true) => Truth::Unknown,
                    (false, false) => Truth::Yes,
                })
            })
            .collect();
        Slot::Reach(Reach { answers, ways })
    }

    /// Which components reach one of the targets over at least one connection, and the ways of those that are none.
    fn reaching(
        &self,
        direction: Direction,
        targets: impl Iterator<Item = ComponentIndex>,
    ) -> (Vec<bool>, Reached) {
        let topology = self.evidence.topology;
        let limits = Limits {
            enters: |_| true,
            passes: |_, _| true,
            notes: |_| false,
        };
        let neighbours = &self.evidence.neighbours;
        let ways = search(topology, neighbours, direction.reversed(), targets, limits);
        let clusters: Vec<bool> = topology
            .clusters
            .values()
            .map(|cluster| cluster.members.iter().any(|&member| ways.contains(member)))
            .collect();
        let leads = |end: Endpoint| match end {
            Endpoint::Component(component) => ways.contains(component),
            Endpoint::Cluster(cluster) => clusters[cluster.place()],
        };
        let shared: Vec<bool> = topology
            .clusters
            .indices()
            .map(|cluster| self.leads_on(Endpoint::Cluster(cluster), direction, &leads))
            .collect();
        let in_shared = |cluster: ClusterIndex| shared[cluster.place()];
        let reaching = topology
            .components
            .iter()
            .map(|(component, properties)| {
                self.leads_on(Endpoint::Component(component), direction, &leads)
                    || properties.cluster.is_some_and(in_shared)
            })
            .collect();
        (reaching, ways)
    }

    fn leads_on(&self, end: Endpoint, direction: Direction, leads: &impl Fn(Endpoint) -> bool) -> bool {
        let mut connections = self.evidence.neighbours.of(end, direction).iter();
        connections.any(|&connection| leads(neighbours::end(self.evidence.topology, connection, direction)))
    }

    /// The entities of which `some` holds in a pattern that holds of an entity, each once, in the order of the
    /// pattern and of the relations, about a thousand at most. Of what is reached over any number of connections, only the nearest.
    pub fn matched(&self, pattern: &Pattern, entity: Entity) -> Vec<Entity> {
        let mut matched = Vec::new();
        self.collect(pattern, entity, &mut matched);
        let mut seen = std::collections::BTreeSet::new();
        matched.retain(|&entity| seen.insert(entity));
        matched
    }

    fn collect(&self, pattern: &Pattern, entity: Entity, matched: &mut Vec<Entity>) {
        for test in &pattern.tests {
            match test {
                Test::One { get, pattern } => {
                    if let Some(other) = get(self.evidence, entity) {
                        self.collect(pattern, other, matched);
                    }
                }
                Test::End { get, pattern, .. } => {
                    let end = get(self.evidence, entity);
                    let members = end
                        .as_ref()
                        .map_or(&[][..], |end| self.evidence.topology.members(end));
                    for member in members.iter().map(|&member| Entity::Component(member)) {
                        if self.holds(pattern, member) {
                            self.collect(pattern, member, matched);
                        }
                    }
                }
                Test::Related(related) if related.quantifier == Quantifier::Some => {
                    self.collect_related(related, entity, matched);
                }
                Test::Any(patterns) | Test::All(patterns) => {
                    for pattern in patterns.iter().filter(|pattern| self.holds(pattern, entity)) {
                        self.collect(pattern, entity, matched);
                    }
                }
                _ => {}
            }
        }
    }

    fn collect_related(&self, related: &Related, entity: Entity, matched: &mut Vec<Entity>) {
        if let (Relation::Reach(direction), Entity::Component(component)) = (related.relation, entity) {
            matched.extend(self.nearest(related, component, direction).map(Entity::Component));
            return;
        }
        // An early end is no news: it is enough then.
        let _ = related.relation.visit(self.evidence, entity, &mut |other| {
            if self.holds(&related.pattern, other) {
                matched.push(other);
            }
            if matched.len() < MOST_MATCHED {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
    }

    /// The component nearest to this one in a direction of which the pattern holds.
    fn nearest(
        &self,
        related: &Related,
        component: ComponentIndex,
        direction: Direction,
    ) -> Option<ComponentIndex> {
        let topology = self.evidence.topology;
        let Slot::Reach(Reach { ways, .. }) = self
            .memory
            .slot(related.slot, || self.fill_reach(related, direction))
        else {
            return None;
        };
        let connections = self
            .evidence
            .neighbours
            .of_component(topology, component, direction);
        let next = connections
            .flat_map(|connection| {
                let end = neighbours::end(topology, connection, direction);
                let members = topology.members(&end).to_vec();
                members.into_iter()
            })
            .filter_map(|next| Some((ways.distance(next)?, next)))
            .min()?;
        ways.path_back(next.1).last().map(|(component, _)| component)
    }
}

fn known<T>(fact: Option<T>, holds: impl FnOnce(T) -> bool) -> Truth {
    fact.map_or(Truth::Unknown, |fact| Truth::from(holds(fact)))
}
