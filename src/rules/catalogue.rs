//! The rules that are run, from their files.

use super::file::{self, ReadRule};
use super::rule::Rule;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Source;

/// Rules in the order of their identifiers.
pub struct Catalogue {
    rules: Vec<Rule>,
    slots: usize,
}

/// A rule file that cannot be used.
#[derive(Debug)]
pub struct Rejected {
    /// The file.
    pub source: Source,
    /// What is wrong with it, in the order of places.
    pub problems: Vec<Diagnostic>,
}

/// Declares the rules that are built in, by their files' names.
macro_rules! built_in {
    ( $( $name:literal ),+ $(,)? ) => {
        /// Name and text of every rule file that is built in.
        pub const BUILT_IN: &[(&str, &str)] = &[ $( (
            concat!("rules/", $name, ".yaml"),
            include_str!(concat!("../../rules/", $name, ".yaml")),
        ) ),+ ];
    };
}

built_in! {
    "accepted-risk-stale",
    "backup-missing",
    "backup-shares-fate",
    "colocated-roles",
    "contradictory-balancing",
    "dependency-cycle",
    "deploy-downtime",
    "duplicate-address",
    "exposed-admin",
    "exposed-datastore",
    "exposed-monitoring",
    "flat-network",
    "fragile-quorum",
    "hard-support-dependency",
    "load-balancer-bypass",
    "managed-single-point",
    "manual-failover",
    "missing-authentication",
    "missing-firewall",
    "missing-https",
    "missing-monitoring",
    "missing-waf",
    "no-horizontal-scaling",
    "partial-outage",
    "plaintext-credentials",
    "plaintext-replication",
    "shared-fate",
    "single-egress",
    "single-point-of-failure",
    "slow-failover",
    "third-party-dependency",
    "tls-ends-early",
    "unencrypted-data",
    "unreachable-journey",
    "unused-component",
    "unwatched-monitor",
}

impl Catalogue {
    /// The sources of the rules that are built in.
    pub fn built_in_sources() -> Vec<Source> {
        BUILT_IN
            .iter()
            .map(|&(name, text)| Source::new(name, text))
            .collect()
    }

    /// The rules that are built in.
    ///
    /// # Panics
    ///
    /// If one of them cannot be loaded, which no build that passes its tests has.
    pub fn built_in() -> Self {
        Self::load(Self::built_in_sources())
            .expect("the rules that are built in are loaded by a test before they ship")
    }

    /// Loads rule files.
    ///
    /// # Errors
    ///
    /// Every file that cannot be used, with all that is wrong with it, in the order given.
    pub fn load(sources: Vec<Source>) -> Result<Self, Vec<Rejected>> {
        let mut slots = 0;
        let mut read: Vec<ReadRule> = Vec::new();
        let mut origins: Vec<Source> = Vec::new();
        let mut rejected: Vec<Rejected> = Vec::new();
        for source in sources {
            match file::read(&source, &mut slots) {
                Ok(rule) => {
                    read.push(rule);
                    origins.push(source);
                }
                Err(problems) => rejected.push(Rejected { source, problems }),
            }
        }
        let problems: Vec<_> = (0..read.len())
            .map(|place| relations(&read, &origins, place))
            .collect();
        if rejected.is_empty() && problems.iter().all(Vec::is_empty) {
            let mut rules: Vec<_> = read.into_iter().map(|read| read.rule).collect();
            rules.sort_by(|left, right| left.id.cmp(&right.id));
            return Ok(Self { rules, slots });
        }
        // A rule that could not be read cannot be known by others, so only what is certain is reported of them.
        if rejected.is_empty() {
            rejected.extend(
                origins
                    .into_iter()
                    .zip(problems)
                    .filter(|(_, problems)| !problems.is_empty())
                    .map(|(source, problems)| Rejected { source, problems }),
            );
        }
        Err(rejected)
    }

    /// Every rule, in the order of identifiers.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of this identifier.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let place = self
            .rules
            .binary_search_by(|rule| rule.id.as_str().cmp(id))
            .ok()?;
        self.rules.get(place)
    }

    /// The known identifier that is nearest to one that is not known.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.rules.iter().map(|rule| rule.id.as_str()))
    }

    /// How many slots of memory the patterns need.
    pub(super) const fn slots(&self) -> usize {
        self.slots
    }
}

/// What is wrong between one rule and the others.
fn relations(read: &[ReadRule], origins: &[Source], place: usize) -> Vec<Diagnostic> {
    let rule = &read[place];
    let mut problems = Vec::new();
    if let Some(first) = read[..place]
        .iter()
        .position(|other| other.rule.id == rule.rule.id)
    {
        let message = format!(
            "rule `{}` stands in {} already",
            rule.rule.id,
            origins[first].name()
        );
        problems.push(Diagnostic::error(message, rule.id));
    }
    for other in &rule.yields_to {
        if !read.iter().any(|known| known.rule.id == other.value) {
            let problem = Diagnostic::error(format!("unknown rule `{}`", other.value), other.span);
            let known = read.iter().map(|known| known.rule.id.as_str());
            problems.push(match nearest(&other.value, known) {
                Some(known) => problem.help(format!("did you mean `{known}`?")),
                None => problem,
            });
        }
    }
    problems
}
