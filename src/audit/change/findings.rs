//! Findings that came, went and stayed.

use std::collections::{BTreeMap, VecDeque};

use super::pairs::Pairs;
use crate::audit::Audit;
use crate::audit::baseline::Entry;
use crate::finding::{Finding, Severity, Subject};
use crate::model::{ConnectionIndex, Topology};

/// How the findings of an audit stand to what was found before.
///
/// Findings are matched by what makes their fingerprint: rule and element. Lines, order, titles, comments and the name
/// of the file do not matter. Of connections that join the same two, the one that says the same is the same one,
/// whatever its number; what is left then is matched by what the connections join, for a path can lead over any of
/// them.
#[derive(Clone, Debug, Default)]
pub struct Comparison<'a> {
    /// For each finding of the audit, in its order, what it was before.
    pub findings: Vec<Before>,
    /// For each accepted finding of the audit, in its order, what it was before.
    pub accepted: Vec<Before>,
    /// What was found or accepted before and is no longer there, in the order of that audit, what was accepted last.
    pub fixed: Vec<Fixed<'a>>,
    /// Where it was compared with a baseline, the entries for this model that are no longer found.
    pub stale: Vec<&'a Entry>,
}

/// What a finding was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It was not there.
    Absent,
    /// It was there, and somebody had decided to live with it.
    Accepted,
    /// It was there, and so bad.
    Open(Severity),
}

/// A finding that is no longer there.
#[derive(Clone, Copy, Debug)]
pub struct Fixed<'a> {
    /// The audit that has it.
    pub audit: &'a Audit,
    /// The finding.
    pub finding: &'a Finding,
    /// Whether somebody had decided to live with it.
    pub was_accepted: bool,
}

impl Before {
    /// Whether a finding that was this before has come to count by the change.
    pub const fn is_new(self) -> bool {
        matches!(self, Self::Absent | Self::Accepted)
    }

    /// How bad a finding of this severity was before, if the change made it worse.
    pub fn milder_than(self, severity: Severity) -> Option<Severity> {
        match self {
            Self::Open(was) if was < severity => Some(was),
            _ => None,
        }
    }
}

impl<'a> Comparison<'a> {
    /// Compares the findings of two audits; without the first, all are new.
    ///
    /// The time is linear in the findings and in the connections, but for sorting.
    pub fn new(base: Option<&'a Audit>, head: &Audit) -> Self {
        let pairs = base.map(|base| Pairs::new(&base.topology, &head.topology));
        Self::with_pairs(base.zip(pairs.as_ref()), head)
    }

    /// What was found in a model that has gone: all of it is.
    pub fn of_gone(base: &'a Audit) -> Vec<Fixed<'a>> {
        let open = base.findings.iter().map(|finding| (finding, false));
        let accepted = base.accepted.iter().map(|accepted| (&accepted.finding, true));
        let fixed = open.chain(accepted).map(|(finding, was_accepted)| Fixed {
            audit: base,
            finding,
            was_accepted,
        });
        fixed.collect()
    }

    pub(super) fn with_pairs(base: Option<(&'a Audit, &Pairs)>, head: &Audit) -> Self {
        let Some((base, pairs)) = base else {
            return Self {
                findings: vec![Before::Absent; head.findings.len()],
                accepted: vec![Before::Absent; head.accepted.len()],
                ..Self::default()
            };
        };
        let open = base.findings.iter().map(|finding| (finding, false));
        let accepted = base.accepted.iter().map(|accepted| (&accepted.finding, true));
        let earlier: Vec<_> = open.chain(accepted).collect();
        let mut known = Known::default();
        let mut joining = Known::default();
        for (place, (finding, _)) in earlier.iter().enumerate() {
            let identity = identity(&base.topology, finding.subject, Some);
            known.add((finding.rule.clone(), identity), place);
            if let Some(ends) = ends(&base.topology, finding.subject) {
                joining.add((finding.rule.clone(), ends), place);
            }
        }
        let mut used = vec![false; earlier.len()];
        let open = head.findings.iter();
        let accepted = head.accepted.iter().map(|accepted| &accepted.finding);
        let later: Vec<&Finding> = open.chain(accepted).collect();
        let mut places: Vec<Option<usize>> = later
            .iter()
            .map(|finding| {
                let identity = identity(&head.topology, finding.subject, |index| pairs.before(index));
                known.take(&(finding.rule.clone(), identity), &mut used)
            })
            .collect();
        for (finding, place) in later.iter().zip(&mut places) {
            if place.is_none()
                && let Some(ends) = ends(&head.topology, finding.subject)
            {
                *place = joining.take(&(finding.rule.clone(), ends), &mut used);
            }
        }
        let before = places
            .into_iter()
            .map(|place| match place.map(|place| earlier[place]) {
                None => Before::Absent,
                Some((_, true)) => Before::Accepted,
                Some((was, false)) => Before::Open(was.severity),
            });
        let mut findings: Vec<_> = before.collect();
        let accepted = findings.split_off(head.findings.len());
        let fixed = earlier.iter().zip(used).filter(|(_, used)| !used);
        let fixed = fixed.map(|(&(finding, was_accepted), _)| Fixed {
            audit: base,
            finding,
            was_accepted,
        });
        Self {
            findings,
            accepted,
            fixed: fixed.collect(),
            stale: Vec::new(),
        }
    }
}

/// What a finding is about, across two versions of a model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    /// An element that is called by its identifier.
    Element(&'static str, String),
    /// A connection, by what it was in the base; none for one that was not there.
    Connection(Option<ConnectionIndex>),
}

fn identity(
    topology: &Topology,
    subject: Subject,
    in_base: impl Fn(ConnectionIndex) -> Option<ConnectionIndex>,
) -> Identity {
    match subject {
        Subject::Connection(connection) => Identity::Connection(in_base(connection)),
        _ => Identity::Element(subject.kind(), subject.id(topology)),
    }
}

/// The identifiers of what a connection joins.
fn ends(topology: &Topology, subject: Subject) -> Option<[String; 2]> {
    let Subject::Connection(connection) = subject else {
        return None;
    };
    let connection = &topology.connections[connection];
    Some([connection.from, connection.to].map(|end| topology.endpoint_id(end).to_owned()))
}

/// Places in a list by key, in the order in which they were added.
#[derive(Debug)]
pub(in crate::audit) struct Known<K>(BTreeMap<K, VecDeque<usize>>);

impl<K> Default for Known<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Known<K> {
    pub(in crate::audit) fn add(&mut self, key: K, place: usize) {
        self.0.entry(key).or_default().push_back(place);
    }

    /// The first place with this key that is not used yet; then it is.
    pub(in crate::audit) fn take(&mut self, key: &K, used: &mut [bool]) -> Option<usize> {
        let places = self.0.get_mut(key)?;
        let place = std::iter::from_fn(|| places.pop_front()).find(|&place| !used[place])?;
        used[place] = true;
        Some(place)
    }
}
