//! Baselines: lists of findings that are known, for those who have no history to compare with.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::Audit;
use super::change::{Before, Comparison, Known};
use crate::diagnostic::Diagnostic;
use crate::finding::{Finding, Fingerprint, Subject};
use crate::source::Source;
use crate::yaml::{self, Items, Limits, Spanned};

/// The number that is raised when a baseline of today can no longer be read.
pub const VERSION: i64 = 1;

/// The findings that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// One for each finding; several may be the same.
    pub entries: Vec<Entry>,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The file of the model, from the folder of the baseline.
    pub file: String,
    /// Identifier of the rule.
    pub rule: String,
    /// Identifier of what it is about.
    pub at: String,
    /// What tells the finding from others of its model.
    pub fingerprint: Fingerprint,
}

/// What a baseline comes to for some audits.
#[derive(Debug)]
pub struct Compared<'a> {
    /// For each audit, which of its findings are known.
    pub comparisons: Vec<Comparison<'a>>,
    /// The entries of files that none of the audits is of.
    pub elsewhere: Vec<&'a Entry>,
}

/// Findings that are known, for `check --baseline`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Baseline of infra-audit", rename = "Baseline")]
struct File {
    /// The version of this format.
    #[schemars(with = "i64", extend("const" = VERSION))]
    version: Spanned<i64>,
    /// The findings that are known, by file, rule and element.
    findings: Items<FileEntry>,
}

/// A finding that is known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Entry")]
struct FileEntry {
    /// The file of the model, from the folder of the baseline.
    file: String,
    /// Identifier of the rule.
    rule: String,
    /// Identifier of what it is about.
    at: String,
    /// What tells the finding from others of its model.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    fingerprint: Spanned<String>,
}

/// Reads a baseline.
///
/// # Errors
///
/// Everything that is wrong with the file, in the order of places.
pub fn read(source: &Source, limits: &Limits) -> Result<Baseline, Vec<Diagnostic>> {
    let mut reading = yaml::read_leniently::<File>(source, limits);
    let mut entries = Vec::new();
    if let Some(file) = reading.value {
        let version = &file.version;
        if version.value != VERSION && !version.is_stand_in() {
            let message = format!(
                "the version of a baseline is {VERSION}, this says {}",
                version.value
            );
            let problem = Diagnostic::error(message, version.span);
            reading
                .problems
                .note(problem.help("write it again with --write-baseline"));
        }
        for entry in file.findings.0 {
            let fingerprint = &entry.fingerprint;
            match fingerprint.value.parse() {
                Ok(parsed) => entries.push(Entry {
                    file: entry.file,
                    rule: entry.rule,
                    at: entry.at,
                    fingerprint: parsed,
                }),
                Err(error) if !fingerprint.is_stand_in() => {
                    let problem = Diagnostic::error("this is no fingerprint", fingerprint.span);
                    reading.problems.note(problem.label(format!("{error}")));
                }
                Err(_) => {}
            }
        }
    }
    if reading.problems.has_error() {
        return Err(reading.problems.sorted());
    }
    Ok(Baseline { entries })
}

/// The JSON Schema (draft 2020-12) of a baseline.
pub fn schema() -> serde_json::Value {
    yaml::schema::<File>()
}

impl Baseline {
    /// The baseline that lists what is found in these audits, each with the name of its file; what is accepted needs
    /// no entry. Sorted by file, rule and element.
    pub fn of<'a>(audits: impl IntoIterator<Item = (&'a str, &'a Audit)>) -> Self {
        let entries = audits.into_iter().flat_map(|(file, audit)| {
            audit.findings.iter().map(move |finding| Entry {
                file: file.to_owned(),
                rule: finding.rule.clone(),
                at: finding.subject.id(&audit.topology),
                fingerprint: finding.fingerprint,
            })
        });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// Tells which findings of some audits are known, each audit given with the name of its file.
    ///
    /// A finding is known by an entry of its own file, or of a file that is no longer there (`is_gone`): that of a
    /// model that has been renamed. Each entry stands for one finding. Of connections that join the same two elements,
    /// one may stand for another, since their numbers follow the order of the file.
    pub fn compare<'a>(
        &'a self,
        audits: &[(String, &Audit)],
        is_gone: impl Fn(&str) -> bool,
    ) -> Compared<'a> {
        let looked_at: BTreeSet<&str> = audits.iter().map(|(file, _)| file.as_str()).collect();
        let files: BTreeSet<&str> = self.entries.iter().map(|entry| entry.file.as_str()).collect();
        let elsewhere = files.difference(&looked_at).copied();
        let gone: BTreeSet<&str> = elsewhere.filter(|file| is_gone(file)).collect();
        let mut exact = Known::default();
        let mut unnumbered = Known::default();
        let mut renamed = Known::default();
        for (place, entry) in self.entries.iter().enumerate() {
            let (file, at) = (entry.file.as_str(), without_number(&entry.at));
            exact.add((file, entry.fingerprint), place);
            unnumbered.add((file, entry.rule.clone(), at.to_owned()), place);
            if gone.contains(file) {
                renamed.add(entry.fingerprint, place);
            }
        }
        let mut used = vec![false; self.entries.len()];
        let mut is_known: Vec<Vec<bool>> = audits
            .iter()
            .map(|(_, audit)| vec![false; audit.findings.len()])
            .collect();
        // What is certain goes before what is only likely, for all findings.
        let mut attempt = |take: &mut Take<'_>| {
            for ((file, audit), is_known) in audits.iter().zip(&mut is_known) {
                for (finding, is_known) in audit.findings.iter().zip(is_known) {
                    *is_known = *is_known || take(file, audit, finding, &mut used).is_some();
                }
            }
        };
        attempt(&mut |file, _, finding, used| {
            let file = looked_at.get(file)?;
            exact.take(&(file, finding.fingerprint), used)
        });
        attempt(&mut |file, audit, finding, used| {
            let Subject::Connection(connection) = finding.subject else {
                return None;
            };
            let at = without_number(&audit.topology.connections[connection].id);
            let file = looked_at.get(file)?;
            unnumbered.take(&(file, finding.rule.clone(), at.to_owned()), used)
        });
        attempt(&mut |_, _, finding, used| renamed.take(&finding.fingerprint, used));
        let unused = self.entries.iter().zip(&used).filter(|(_, used)| !**used);
        let mut stale: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for (entry, _) in unused {
            stale.entry(&entry.file).or_default().push(entry);
        }
        let comparisons = audits.iter().zip(is_known).map(|((file, audit), is_known)| {
            let findings = audit.findings.iter().zip(is_known);
            let before = findings.map(|(finding, is_known)| {
                if is_known {
                    Before::Open(finding.severity)
                } else {
                    Before::Absent
                }
            });
            Comparison {
                findings: before.collect(),
                accepted: vec![Before::Accepted; audit.accepted.len()],
                fixed: Vec::new(),
                stale: stale.remove(file.as_str()).unwrap_or_default(),
            }
        });
        Compared {
            comparisons: comparisons.collect(),
            elsewhere: stale.into_values().flatten().collect(),
        }
    }
}

/// Takes an entry for a finding of a file, if there is one that is not used.
type Take<'a> = dyn FnMut(&str, &Audit, &Finding, &mut [bool]) -> Option<usize> + 'a;

/// The identifier of a connection without the number that tells it from others which join the same two. No other
/// identifier has a blank before a number sign.
fn without_number(id: &str) -> &str {
    id.split_once(" #").map_or(id, |(ends, _)| ends)
}
