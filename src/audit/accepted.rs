//! Accepted risks: findings that somebody has decided to live with.

use std::collections::BTreeMap;

use super::AcceptedFinding;
use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, Subject};
use crate::model::{Date, Topology};
use crate::rules::Catalogue;
use crate::rules::facts::RiskState;
use crate::rules::pattern::Wildcard;

/// The accepted risks of a model, looked up by rule and element.
pub(super) struct Acceptance {
    states: Vec<Option<RiskState>>,
    by_rule: BTreeMap<String, Risks>,
}

/// The accepted risks of one rule, by place in the model's list.
#[derive(Default)]
struct Risks {
    exact: BTreeMap<String, Vec<usize>>,
    wildcards: Vec<(Wildcard, usize)>,
}

/// Refuses accepted risks that name a rule which does not exist.
pub(super) fn check(topology: &Topology, catalogue: &Catalogue) -> Result<(), Vec<Diagnostic>> {
    let problems: Vec<_> = topology
        .accepted_risks
        .iter()
        .filter(|risk| catalogue.rule(&risk.rule).is_none())
        .map(|risk| catalogue.unknown(&risk.rule, risk.rule_span))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

impl Acceptance {
    pub(super) fn new(topology: &Topology, catalogue: &Catalogue, today: Option<Date>) -> Self {
        let mut by_rule: BTreeMap<String, Risks> = BTreeMap::new();
        for (place, risk) in topology.accepted_risks.iter().enumerate() {
            let risks = by_rule.entry(risk.rule.clone()).or_default();
            let at = Wildcard::new(&risk.at);
            match at.as_exact() {
                Some(id) => risks.exact.entry(id.to_owned()).or_default().push(place),
                None => risks.wildcards.push((at, place)),
            }
        }
        let states = topology
            .accepted_risks
            .iter()
            .map(|risk| {
                // Nobody can tell what a rule would have found that is not run.
                let is_run = catalogue
                    .rule(&risk.rule)
                    .is_some_and(|rule| rule.is_run_on(topology));
                is_run.then(|| RiskState {
                    expired: today.map(|today| risk.until < today),
                    matches: false,
                    told_at: None,
                    exists: false,
                })
            })
            .collect();
        Self { states, by_rule }
    }

    /// Sets apart the findings that are accepted, each by the first risk in the list that is not out of date, and
    /// tells what has become of each risk.
    pub(super) fn sort_out(
        mut self,
        topology: &Topology,
        findings: Vec<Finding>,
    ) -> (Vec<Finding>, Vec<AcceptedFinding>, Vec<Option<RiskState>>) {
        let (mut open, mut accepted) = (Vec::new(), Vec::new());
        for finding in findings {
            let mut valid: Option<usize> = None;
            if let Some(risks) = self.by_rule.get(&finding.rule) {
                for place in risks.at(&finding.subject.id(topology)) {
                    let Some(state) = &mut self.states[place] else {
                        continue;
                    };
                    state.matches = true;
                    if state.expired != Some(true) {
                        valid = Some(valid.map_or(place, |first| first.min(place)));
                    }
                }
                for place in finding
                    .proof
                    .also_ids(topology)
                    .flat_map(|id| risks.at(&id).collect::<Vec<_>>())
                {
                    if let Some(state) = &mut self.states[place] {
                        state.told_at = state.told_at.or(Some(finding.subject));
                    }
                }
            }
            match valid {
                Some(risk) => accepted.push(AcceptedFinding { finding, risk }),
                None => open.push(finding),
            }
        }
        self.look_for_places(topology);
        (open, accepted, self.states)
    }

    /// Finds out of which risks the place is in the model at all.
    fn look_for_places(&mut self, topology: &Topology) {
        if self.states.iter().flatten().all(|state| state.matches) {
            return;
        }
        let subjects = std::iter::once(Subject::Model)
            .chain(topology.groups.indices().map(Subject::Group))
            .chain(topology.components.indices().map(Subject::Component))
            .chain(topology.clusters.indices().map(Subject::Cluster))
            .chain(topology.connections.indices().map(Subject::Connection))
            .chain(topology.journeys.indices().map(Subject::Journey));
        for id in subjects.map(|subject| subject.id(topology)) {
            for place in self.by_rule.values().flat_map(|risks| risks.at(&id)) {
                if let Some(state) = &mut self.states[place] {
                    state.exists = true;
                }
            }
        }
    }
}

impl Risks {
    /// The risks at a place, by its identifier.
    fn at<'a>(&'a self, id: &'a str) -> impl Iterator<Item = usize> + 'a {
        let exact = self.exact.get(id).into_iter().flatten().copied();
        let wildcards = self.wildcards.iter();
        exact.chain(
            wildcards
                .filter(move |(at, _)| at.matches(id))
                .map(|&(_, place)| place),
        )
    }
}
