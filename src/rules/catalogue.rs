//! The rules that are run, from their files.

use super::file::{self, ReadRule};
use super::rule::{Rule, Standing};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::model::ProtocolTable;
use crate::source::{Source, Span};

/// Rules in the order of their identifiers, and the protocols that they and their examples can name.
pub struct Catalogue {
    rules: Vec<Rule>,
    protocols: ProtocolTable,
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
        Self::extended(Vec::new(), ProtocolTable::default())
            .expect("the rules that are built in are loaded by a test before they ship")
    }

    /// Loads these rule files and no others.
    ///
    /// # Errors
    ///
    /// Every file that cannot be used, with all that is wrong with it, in the order given.
    pub fn load(sources: Vec<Source>) -> Result<Self, Vec<Rejected>> {
        assemble(Vec::new(), sources, ProtocolTable::default())
    }

    /// The rules that are built in, and those of these files, which can name these protocols.
    ///
    /// # Errors
    ///
    /// Every file that cannot be used, with all that is wrong with it, in the order given.
    pub fn extended(sources: Vec<Source>, protocols: ProtocolTable) -> Result<Self, Vec<Rejected>> {
        assemble(Self::built_in_sources(), sources, protocols)
    }

    /// Sets the severities and switches off the rules that a configuration names.
    ///
    /// # Errors
    ///
    /// Every name of a rule that is not in the catalogue, and every rule that is both switched off and given a
    /// severity, in the order of places in the configuration. The catalogue is as it was.
    pub fn configure(&mut self, config: &Config) -> Result<(), Vec<Diagnostic>> {
        let mut problems = Problems::default();
        let mut set: Vec<(usize, Span, Standing)> = Vec::new();
        let severities = config.severities.iter();
        let severities = severities.map(|(id, severity)| (id, Standing::Severity(*severity)));
        let disabled = config.disabled.iter().map(|id| (id, Standing::Disabled));
        for (id, standing) in disabled.chain(severities) {
            let Some(place) = self.place(&id.value) else {
                problems.note(self.unknown(&id.value, id.span));
                continue;
            };
            let before = set.iter().find(|(other, ..)| *other == place);
            if let Some(&(_, first, Standing::Disabled)) = before
                && standing != Standing::Disabled
            {
                let message = format!("rule `{}` is disabled, and yet has a severity", id.value);
                let problem = Diagnostic::error(message, id.span).label("without effect");
                problems.note(problem.related(first, "disabled here"));
            }
            set.push((place, id.span, standing));
        }
        if problems.has_error() {
            return Err(problems.sorted());
        }
        for (place, _, standing) in set {
            self.rules[place].standing = standing;
        }
        Ok(())
    }

    /// Takes back what a configuration has made of the rules.
    pub fn restore(&mut self) {
        for rule in &mut self.rules {
            rule.standing = Standing::AsWritten;
        }
    }

    /// Every rule, in the order of identifiers.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The protocols that rules and models can name.
    pub const fn protocols(&self) -> &ProtocolTable {
        &self.protocols
    }

    /// The rule of this identifier.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.get(self.place(id)?)
    }

    /// What is wrong with a name that no rule has.
    pub fn unknown(&self, id: &str, span: Span) -> Diagnostic {
        unknown(id, span, self.rules.iter().map(|rule| rule.id.as_str()))
    }

    /// The known identifier that is nearest to one that is not known.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.rules.iter().map(|rule| rule.id.as_str()))
    }

    /// How many slots of memory the patterns need.
    pub(super) const fn slots(&self) -> usize {
        self.slots
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()
    }
}

/// Loads the rules that ship and those that do not.
fn assemble(
    shipped: Vec<Source>,
    own: Vec<Source>,
    protocols: ProtocolTable,
) -> Result<Catalogue, Vec<Rejected>> {
    let mut slots = 0;
    let mut read: Vec<ReadRule> = Vec::new();
    let mut rejected: Vec<Rejected> = Vec::new();
    let shipped = shipped.into_iter().map(|source| (source, true));
    for (source, is_shipped) in shipped.chain(own.into_iter().map(|source| (source, false))) {
        match file::read(source, is_shipped, &protocols, &mut slots) {
            Ok(rule) => read.push(rule),
            Err((source, problems)) => rejected.push(Rejected { source, problems }),
        }
    }
    // A rule that could not be read cannot be known by others, so only what is certain is said of them.
    let is_complete = rejected.is_empty();
    for place in 0..read.len() {
        for problem in relations(&read, place, is_complete) {
            read[place].problems.note(problem);
        }
    }
    if is_complete && !read.iter().any(|read| read.problems.has_error()) {
        let mut rules: Vec<_> = read.into_iter().map(|read| read.rule).collect();
        rules.sort_by(|left, right| left.id.cmp(&right.id));
        return Ok(Catalogue {
            rules,
            protocols,
            slots,
        });
    }
    let wrong = read.into_iter().filter(|read| read.problems.has_error());
    rejected.extend(wrong.map(|read| Rejected {
        source: read.rule.source,
        problems: read.problems.sorted(),
    }));
    Err(rejected)
}

/// What is wrong between one rule and the others; `is_complete` says whether there are no others than these.
fn relations(read: &[ReadRule], place: usize, is_complete: bool) -> Vec<Diagnostic> {
    let rule = &read[place];
    let mut problems = Vec::new();
    let same = |other: &&ReadRule| other.rule.id == rule.rule.id && !rule.id.is_nowhere();
    if let Some(first) = read[..place].iter().find(same) {
        let id = &rule.rule.id;
        let problem = Diagnostic::error(format!("there are two rules `{id}`"), rule.id);
        problems.push(if first.rule.is_shipped {
            problem
                .label("a rule of infra-audit itself is called so")
                .help(format!(
                    "`infra-audit explain {id}` shows it; give this one another id"
                ))
        } else {
            let name = first.rule.source.name();
            let position = first.rule.source.position(first.id.start);
            problem.label(format!("the other one stands at {name}:{position}"))
        });
    }
    for other in &rule.yields_to {
        if is_complete && !read.iter().any(|known| known.rule.id == other.value) {
            let known = read.iter().map(|known| known.rule.id.as_str());
            problems.push(unknown(&other.value, other.span, known));
        }
    }
    problems
}

fn unknown<'k>(id: &str, span: Span, known: impl Iterator<Item = &'k str>) -> Diagnostic {
    let problem = Diagnostic::error(format!("unknown rule `{id}`"), span);
    match nearest(id, known) {
        Some(known) => problem.help(format!("did you mean `{known}`?")),
        None => problem.help("`infra-audit rules list` lists the rules"),
    }
}
