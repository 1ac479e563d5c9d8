//! Runs rules over facts.

mod found;
mod journeys;
mod parallel;
mod paths;

pub use found::Match;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::catalogue::Catalogue;
use super::facts::{Entity, Evidence, FaultEntity, Sort};
use super::pattern::{Asker, Memory};
use super::rule::{Case, Rule, Standing};
use crate::analysis::faults::Impact;
use crate::model::{ConnectionIndex, Topology};
use parallel::Parallel;

/// Which rules are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// All that look at the model.
    Model,
    /// Those that look at accepted risks, when it is known what these accept.
    Accepted,
}

/// Runs the rules of a catalogue over the evidence of one model.
pub struct Engine<'a> {
    catalogue: &'a Catalogue,
    asker: Asker<'a>,
    entities: BTreeMap<Sort, Vec<Entity>>,
    parallel: Parallel,
}

/// How many entities one thread asks at least: fewer are not worth handing over.
const BATCH: usize = 2048;

impl<'a> Engine<'a> {
    /// The memory that an engine for this catalogue needs.
    pub fn memory(catalogue: &Catalogue) -> Memory {
        Memory::new(catalogue.slots())
    }

    /// An engine for a catalogue and a model; `memory` was made for the same catalogue and is used for no other model.
    pub fn new(catalogue: &'a Catalogue, evidence: &'a Evidence<'a>, memory: &'a Memory) -> Self {
        let connections = connections(evidence.topology);
        Self {
            catalogue,
            asker: Asker::new(evidence, memory),
            parallel: Parallel::new(evidence.topology, &connections),
            entities: Sort::ALL
                .iter()
                .map(|&sort| (sort, entities(evidence, sort, &connections)))
                .collect(),
        }
    }

    /// The evidence.
    pub const fn evidence(&self) -> &'a Evidence<'a> {
        self.asker.evidence()
    }

    /// The rule of a match.
    pub fn rule(&self, found: &Match) -> &'a Rule {
        &self.catalogue.rules()[found.rule]
    }

    /// Everything that the rules of one stage match, in the order of rules and of entities. Rules about a concern
    /// that the model lists as out of scope are silent, and so are those that the configuration disables.
    pub fn run(&self, stage: Stage) -> Vec<Match> {
        let topology = self.evidence().topology;
        let cases: Vec<(usize, usize, &Case)> = self
            .catalogue
            .rules()
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.is_run_on(topology))
            .flat_map(|(place, rule)| {
                let cases = rule.cases.iter().enumerate();
                cases.map(move |(case_place, case)| (place, case_place, case))
            })
            .filter(|(.., case)| (case.each == Sort::Accepted) == (stage == Stage::Accepted))
            .collect();
        let found: Vec<Vec<Match>> = cases
            .par_iter()
            .map(|&(rule, place, case)| self.run_case(rule, place, case))
            .collect();
        let mut all = Vec::with_capacity(found.iter().map(Vec::len).sum());
        for found in found {
            all.extend(found);
        }
        all
    }

    fn run_case(&self, rule: usize, place: usize, case: &Case) -> Vec<Match> {
        let found = |entity: Entity| {
            let mut variants = case.variants.iter();
            let variant = variants.position(|variant| self.asker.holds(&variant.condition, entity));
            let severity = variant.and_then(|variant| case.variants[variant].severity);
            Match::new(
                self.evidence(),
                (rule, place, variant),
                entity,
                match self.catalogue.rules()[rule].standing {
                    Standing::Severity(set) => set,
                    Standing::AsWritten | Standing::Disabled => severity.unwrap_or(case.severity),
                },
            )
        };
        if let Some(search) = &case.path {
            return paths::find(self.asker, search, &case.condition)
                .into_iter()
                .map(|(path, way)| found(Entity::Path(path)).with_way(way))
                .collect();
        }
        self.entities[&case.each]
            .par_iter()
            .with_min_len(BATCH)
            .filter(|&&entity| self.asker.holds(&case.condition, entity))
            .map(|&entity| found(entity))
            .collect()
    }

    fn case(&self, found: &Match) -> &'a Case {
        &self.rule(found).cases[found.case]
    }
}

/// The connections by what they join, and only those that join the same two in file order.
fn connections(topology: &Topology) -> Vec<ConnectionIndex> {
    let mut connections: Vec<_> = topology.connections.indices().collect();
    connections.sort_by_key(|&index| {
        let connection = &topology.connections[index];
        (connection.from, connection.to, index)
    });
    connections
}

/// Every entity of one sort, in an order that the order of the file does not change. Of several matches that are one
/// finding the first stands for all, and it has to be the same one when lines of the file change places. Paths are
/// found by a search of their own.
fn entities(evidence: &Evidence<'_>, sort: Sort, connections: &[ConnectionIndex]) -> Vec<Entity> {
    let topology = evidence.topology;
    match sort {
        Sort::Component => topology.components.indices().map(Entity::Component).collect(),
        Sort::Connection => connections.iter().copied().map(Entity::Connection).collect(),
        Sort::Group => topology.groups.indices().map(Entity::Group).collect(),
        Sort::Cluster => topology.clusters.indices().map(Entity::Cluster).collect(),
        Sort::Journey => topology.journeys.indices().map(Entity::Journey).collect(),
        Sort::Fault => evidence
            .faults
            .iter()
            .flat_map(|(element, impacts)| {
                let impacts: BTreeSet<Impact> = impacts.iter().map(|&(_, impact)| impact).collect();
                let faults = impacts.into_iter();
                faults.map(move |impact| Entity::Fault(FaultEntity { element, impact }))
            })
            .collect(),
        Sort::Path => Vec::new(),
        Sort::Cycle => (0..evidence.cycles().len()).map(Entity::Cycle).collect(),
        Sort::Accepted => (0..topology.accepted_risks.len()).map(Entity::Accepted).collect(),
        Sort::Model => vec![Entity::Model],
    }
}
