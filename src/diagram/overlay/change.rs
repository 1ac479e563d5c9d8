//! What a change did: what came, what went, and what is not what it was.

use std::collections::BTreeSet;

use super::{Line, Mark, Overlay, Tint, Tints, few, key};
use crate::audit::change::{Before, Change, ChangedKey, Fate, JourneyChange, Presence, Union};
use crate::diagram::content::LineContent;
use crate::finding::Subject;
use crate::model::{Element, Topology};

impl Overlay {
    /// What a change did, over a picture of the union of both versions.
    pub fn change(union: &Union, change: &Change<'_>) -> Self {
        let mut overlay = Self {
            heading: "before and after".to_owned(),
            caption: "What has gone is drawn where it stood. What is unmarked is as it was.".to_owned(),
            tints: Tints::Changes,
            ..Self::default()
        };
        for (&subject, fate) in &union.fates {
            overlay.mark_fate(&union.topology, subject, fate);
        }
        let journeys = change.journeys.iter().map(moved);
        overlay.list(journeys.collect(), "journeys");
        overlay.list(findings(change), "findings");
        overlay
    }

    fn mark_fate(&mut self, topology: &Topology, subject: Subject, fate: &Fate) {
        let (tint, words) = match fate {
            Fate::Added => (Tint::Came, vec!["added".to_owned()]),
            Fate::Removed => (Tint::Went, vec!["removed".to_owned()]),
            Fate::Changed(keys) => (Tint::Changed, few(keys.iter().map(said))),
        };
        match subject {
            Subject::Component(component) => self.mark(key(Element::Component(component)), tint, words),
            Subject::Group(group) => self.mark(key(Element::Group(group)), tint, words),
            Subject::Cluster(cluster) => {
                let cluster = &topology.clusters[cluster];
                for &member in &cluster.members {
                    let words = words
                        .iter()
                        .map(|words| format!("cluster {}: {words}", cluster.id));
                    self.mark(key(Element::Component(member)), Tint::Changed, words.collect());
                }
            }
            Subject::Connection(connection) => {
                self.connections.insert(connection, Mark { tint, words });
            }
            Subject::Journey(_) | Subject::Model | Subject::AcceptedRisk(_) => {}
        }
    }

    /// Marks a line by what became of the connections that it stands for.
    pub(super) fn mark_line(&mut self, topology: &Topology, line: &LineContent) {
        let connections = line.connections.iter();
        let marks: Vec<_> = connections
            .map(|&connection| (connection, self.connections.get(&connection)))
            .collect();
        let tints: BTreeSet<_> = marks.iter().map(|(_, mark)| mark.map(|mark| mark.tint)).collect();
        let tint = match (tints.len(), tints.first()) {
            (_, None) | (1, Some(None)) => return,
            (1, Some(&Some(tint))) => tint,
            _ => Tint::Changed,
        };
        let words: Vec<_> = marks
            .iter()
            .filter_map(|&(connection, mark)| {
                let id = &topology.connections[connection].id;
                Some(format!("{id}: {}", mark?.words.join(", ")))
            })
            .collect();
        let mark = Mark {
            tint,
            words: few(words.into_iter()),
        };
        self.marks.insert(line.id.clone(), mark);
    }

    /// Lists the first of some lines below the picture, and says how many more there are.
    fn list(&mut self, lines: Vec<Line>, of: &str) {
        let left_out = lines.len().saturating_sub(Self::MOST_JOURNEYS);
        self.lines.extend(lines.into_iter().take(Self::MOST_JOURNEYS));
        if left_out > 0 {
            self.caption = format!("{} {left_out} more {of} are not listed.", self.caption);
        }
    }
}

fn said(ChangedKey { key, from, to }: &ChangedKey) -> String {
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "unstated".to_owned());
    format!("{key}: {} → {}", said(from), said(to))
}

/// What moved for a journey.
fn moved(journey: &JourneyChange) -> Line {
    let tint = match journey.presence {
        Presence::Added => Tint::Came,
        Presence::Removed => Tint::Went,
        Presence::Kept => Tint::Changed,
    };
    let mut words = Vec::new();
    match (journey.presence, journey.works) {
        (Presence::Kept, [true, false]) => words.push("no longer works with nothing failed".to_owned()),
        (Presence::Kept, [false, true]) => words.push("now works with nothing failed".to_owned()),
        _ => {}
    }
    let [before, after] = journey.availability;
    if journey.availability_moved().is_some() {
        let said = |known: Option<_>| known.map_or_else(String::new, |known| format!("{known}"));
        words.push(format!("works {} → {} of the time", said(before), said(after)));
    }
    let said = |impact: Option<_>| impact.map_or_else(|| "no harm".to_owned(), |impact| format!("{impact}"));
    let impacts = journey.impacts.iter().map(|moved| {
        format!(
            "without `{}` {} → {}",
            moved.element,
            said(moved.from),
            said(moved.to)
        )
    });
    words.extend(few(impacts));
    Line {
        tint,
        name: journey.id.clone(),
        words: words.join("; "),
    }
}

/// The findings that came, got worse and went, each by its rule.
fn findings(change: &Change<'_>) -> Vec<Line> {
    let line = |tint, rule: &str, words| Line {
        tint,
        name: rule.to_owned(),
        words,
    };
    let compared = change.head.findings.iter().zip(&change.findings.findings);
    let worth_telling = compared.filter_map(|(finding, &before)| {
        let (tint, told) = match before {
            Before::Absent => (Tint::Came, format!("new, {}", finding.severity)),
            Before::Accepted => (Tint::Came, format!("{}, no longer accepted", finding.severity)),
            Before::Open(_) => {
                let was = before.milder_than(finding.severity)?;
                (Tint::Changed, format!("{}, was {was}", finding.severity))
            }
        };
        Some(line(tint, &finding.rule, format!("{told}: {}", finding.message)))
    });
    let fixed = change.findings.fixed.iter();
    let fixed = fixed.map(|fixed| {
        line(
            Tint::Went,
            &fixed.finding.rule,
            format!("fixed: {}", fixed.finding.message),
        )
    });
    worth_telling.chain(fixed).collect()
}
