//! Model and rules to the findings of an audit.

mod accepted;
pub mod baseline;
pub mod change;
mod examples;
mod fold;
mod missing_help;
mod order;

pub use examples::{ExampleOutcome, ExampleResult, audit_example, run_examples, run_examples_of};

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analysis::faults::{Explainer, Faults, simulate};
use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, Severity, Subject};
use crate::load::Loaded;
use crate::model::{Date, Element, Endpoint, JourneyIndex, Topology};
use crate::rules::facts::{Entity, Evidence};
use crate::rules::{Catalogue, Engine, Match, Stage, Standing};
use crate::source::Source;
use accepted::Acceptance;
use order::sort;

/// What is found in one model.
#[derive(Debug)]
pub struct Audit {
    /// The file.
    pub source: Source,
    /// The model.
    pub topology: Topology,
    /// What breaks when something fails.
    pub faults: Faults,
    /// What is wrong: worst first, then in the order of rules and identifiers.
    pub findings: Vec<Finding>,
    /// What somebody has decided to live with, in the same order.
    pub accepted: Vec<AcceptedFinding>,
    /// What the file says that its author probably did not mean.
    pub warnings: Vec<Diagnostic>,
    /// The identifiers of the rules that the configuration disables, in order.
    pub disabled: Vec<String>,
}

/// A finding that somebody has decided to live with.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptedFinding {
    /// The finding.
    pub finding: Finding,
    /// Place of the accepted risk in the model's list.
    pub risk: usize,
}

/// A model that cannot be audited.
#[derive(Debug)]
pub struct Refused {
    /// The file.
    pub source: Source,
    /// What is wrong with it, in the order of places.
    pub problems: Vec<Diagnostic>,
}

/// What an audit depends on beside the model and the rules.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// The day of the audit; without it no accepted risk is out of date.
    pub today: Option<Date>,
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Mend it now.
    pub critical: usize,
    /// Mend it before the change is merged.
    pub high: usize,
    /// Mend it in this quarter.
    pub medium: usize,
    /// Mend it when you are there anyway.
    pub low: usize,
    /// Worth knowing.
    pub info: usize,
}

impl Audit {
    /// Audits a model.
    ///
    /// # Errors
    ///
    /// Accepted risks that name a rule which is not in the catalogue.
    pub fn new(
        source: Source,
        loaded: Loaded,
        catalogue: &Catalogue,
        settings: Settings,
    ) -> Result<Self, Refused> {
        let Loaded { topology, warnings } = loaded;
        if let Err(problems) = accepted::check(&topology, catalogue) {
            return Err(Refused { source, problems });
        }
        let faults = simulate(&topology);
        let (findings, accepted) = findings(&topology, &faults, catalogue, settings);
        let rules = catalogue.rules().iter();
        let disabled = rules.filter(|rule| rule.standing == Standing::Disabled);
        Ok(Self {
            source,
            topology,
            faults,
            findings,
            accepted,
            warnings,
            disabled: disabled.map(|rule| rule.id.clone()).collect(),
        })
    }

    /// How many findings there are of each severity; accepted ones do not count.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for finding in &self.findings {
            *summary.count_mut(finding.severity) += 1;
        }
        summary
    }
}

impl Summary {
    /// How many findings there are of a severity.
    pub const fn count(&self, severity: Severity) -> usize {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
            Severity::Info => self.info,
        }
    }

    fn count_mut(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        }
    }
}

/// Runs every rule, folds what has one root cause, and sets apart what is accepted.
fn findings(
    topology: &Topology,
    faults: &Faults,
    catalogue: &Catalogue,
    settings: Settings,
) -> (Vec<Finding>, Vec<AcceptedFinding>) {
    let mut evidence = Evidence::new(topology, faults);
    let memory = Engine::memory(catalogue);
    let (open, accepted, risks) = {
        let engine = Engine::new(catalogue, &evidence, &memory);
        let matches = fold::faults(&engine, engine.run(Stage::Model));
        let matches = give_way(&engine, matches);
        let mut matches = engine.merge(matches);
        explain(&engine, &mut matches);
        let mut matches = missing_help::together(&engine, matches);
        engine.add_journeys(&mut matches);
        let findings = finish(&engine, matches);
        Acceptance::new(topology, catalogue, settings.today).sort_out(topology, findings)
    };
    evidence.set_risks(risks);
    let memory = Engine::memory(catalogue);
    let engine = Engine::new(catalogue, &evidence, &memory);
    let stale = finish(&engine, engine.run(Stage::Accepted));
    let mut findings: Vec<_> = open.into_iter().chain(stale).collect();
    let mut accepted = accepted;
    sort(topology, &mut findings, |finding| finding);
    sort(topology, &mut accepted, |accepted| &accepted.finding);
    (findings, accepted)
}

/// Leaves out the matches of rules that give way to another rule with a match that has the same root element: the one
/// at which it stands, or the one that it shares with others of its rule. A failure domain that stands for several
/// components does not give way: these stop something by themselves as well.
fn give_way(engine: &Engine<'_>, mut matches: Vec<Match>) -> Vec<Match> {
    let evidence = engine.evidence();
    let taken: BTreeSet<(&str, Subject)> = matches
        .iter()
        .flat_map(|found| {
            let roots = [Some(found.entity.subject(evidence)), engine.shared_root(found)];
            let id = engine.rule(found).id.as_str();
            roots.into_iter().flatten().map(move |root| (id, root))
        })
        .collect();
    matches.retain(|found| {
        let roots = [Some(found.entity.subject(evidence)), engine.shared_root(found)];
        let mut others = engine.rule(found).yields_to.iter();
        let gives_way = others.any(|other| {
            let mut roots = roots.iter().flatten();
            roots.any(|&root| taken.contains(&(other.as_str(), root)))
        });
        !gives_way || !found.stands_for.is_empty()
    });
    matches
}

/// How many steps the chains of all matches of a model have together, before further chains are left out.
///
/// In a model that is one long chain the chains would grow with the square of its length, and nobody could read them.
const MOST_STEPS: usize = 1_000_000;

/// Adds to faults why they stop their first journey.
fn explain(engine: &Engine<'_>, matches: &mut [Match]) {
    // The explainer keeps what it has worked out for a journey, so the questions about one are asked together.
    let mut failed: Vec<(JourneyIndex, usize, Element)> = matches
        .iter()
        .enumerate()
        .filter_map(|(place, found)| match found.entity {
            Entity::Fault(fault) => Some((*found.journeys.first()?, place, fault.element)),
            _ => None,
        })
        .collect();
    if failed.is_empty() {
        return;
    }
    failed.sort_unstable();
    let mut explainer = Explainer::new(engine.evidence().topology);
    let mut steps_left = MOST_STEPS;
    for (journey, place, element) in failed {
        let steps = explainer.explain(&[element], journey);
        let Some(left) = steps_left.checked_sub(steps.len()) else {
            break;
        };
        steps_left = left;
        matches[place].chain = steps;
    }
}

/// Writes the findings, one for each rule and element.
fn finish(engine: &Engine<'_>, matches: Vec<Match>) -> Vec<Finding> {
    let rules: Vec<usize> = matches.iter().map(|found| found.rule).collect();
    let mut findings: Vec<Finding> = Vec::new();
    matches
        .into_par_iter()
        .map(|found| engine.finding(found))
        .collect_into_vec(&mut findings);
    let mut places: BTreeMap<(usize, Subject), usize> = BTreeMap::new();
    let mut kept = 0;
    for (place, rule) in rules.into_iter().enumerate() {
        match places.entry((rule, findings[place].subject)) {
            Entry::Vacant(entry) => {
                entry.insert(kept);
                findings.swap(kept, place);
                kept += 1;
            }
            Entry::Occupied(first) => {
                let (before, others) = findings.split_at_mut(place);
                join(&mut before[*first.get()], &others[0]);
            }
        }
    }
    findings.truncate(kept);
    findings
}

/// Adds to a finding what another one of the same rule about the same element knows beyond it.
fn join(first: &mut Finding, other: &Finding) {
    first.severity = first.severity.max(other.severity);
    let last = other.proof.path.last().map(|&end| as_subject(end));
    let on_path: Vec<_> = first.proof.path.iter().map(|&end| as_subject(end)).collect();
    for new in other.proof.also.iter().copied().chain(last) {
        if !first.proof.also.contains(&new) && !on_path.contains(&new) {
            first.proof.also.push(new);
        }
    }
}

const fn as_subject(end: Endpoint) -> Subject {
    match end {
        Endpoint::Component(component) => Subject::Component(component),
        Endpoint::Cluster(cluster) => Subject::Cluster(cluster),
    }
}
