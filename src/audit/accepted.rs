//! Accepted risks: findings that somebody has decided to live with.

use std::collections::BTreeMap;

use super::AcceptedFinding;
use crate::diagnostic::Diagnostic;
use crate::finding::Finding;
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
                let id = finding.subject.id(topology);
                let exact = risks.exact.get(&id).into_iter().flatten().copied();
                let wildcards = risks.wildcards.iter();
                let wildcards = wildcards
                    .filter(|(at, _)| at.matches(&id))
                    .map(|&(_, place)| place);
                for place in exact.chain(wildcards) {
                    let Some(state) = &mut self.states[place] else {
                        continue;
                    };
                    state.matches = true;
                    if state.expired != Some(true) {
                        valid = Some(valid.map_or(place, |first| first.min(place)));
                    }
                }
            }
            match valid {
                Some(risk) => accepted.push(AcceptedFinding { finding, risk }),
                None => open.push(finding),
            }
        }
        (open, accepted, self.states)
    }
}
