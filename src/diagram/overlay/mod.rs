//! What is laid over a picture in the place of findings: what breaks, what has failed, what is trusted.

mod lay;
mod tint;

use std::collections::{BTreeMap, BTreeSet};

use super::content::{BADGE, BADGE_GAP, Content};
use super::plan::Plan;
use crate::analysis::faults::{Extent, Faults, Impact, WhatIf};
use crate::model::{Element, Endpoint, GroupIndex, Index, Kind, Topology, Trust};

pub(super) use lay::lay;
pub use tint::Tint;
pub(super) use tint::stylesheet;

/// What is laid over a picture: marks on elements, and what is said of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// What stands behind the name of the picture.
    heading: String,
    /// What being marked means.
    caption: String,
    /// What happens to journeys, listed below the legend.
    lines: Vec<Line>,
    /// By the identifier of the box or frame.
    marks: BTreeMap<String, Mark>,
}

/// The mark of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    tint: Tint,
    /// What the hover text says of it.
    words: Vec<String>,
}

/// What happens to a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    tint: Tint,
    name: String,
    /// Names in it stand between backticks.
    words: String,
}

impl Overlay {
    /// The most journeys that are listed, or named in one hover text.
    const MOST_JOURNEYS: usize = 12;
    /// The most steps of a chain that are told.
    const MOST_STEPS: usize = 12;

    /// Every element by the worst that its loss does to a journey.
    pub fn faults(topology: &Topology, faults: &Faults) -> Self {
        let mut overlay = Self {
            caption:
                "Marked by what its loss does to the journey that suffers most. What is unmarked harms no \
                      journey alone."
                    .to_owned(),
            ..Self::default()
        };
        for (element, impacts) in faults.iter() {
            let Some(worst) = faults.worst(element) else {
                continue;
            };
            let words = impacts
                .iter()
                .map(|&(journey, impact)| format!("without it {}: {impact}", topology.journeys[journey].id));
            overlay.mark(key(element), Tint::Harmed(worst), few(words));
        }
        overlay
    }

    /// What has failed, what that does to other elements, and to journeys.
    pub fn what_if(topology: &Topology, what_if: &WhatIf) -> Self {
        let failed = what_if.failed.iter();
        let failed: Vec<_> = failed.map(|&element| topology.element_id(element)).collect();
        let mut overlay = Self {
            heading: format!("without {}", failed.join(", ")),
            caption: "What is unmarked works as before.".to_owned(),
            ..Self::default()
        };
        for loss in &what_if.components {
            let extent = match loss.extent {
                Extent::Every => "in every journey that needs it",
                Extent::Some => "in some of the journeys that need it",
                Extent::Unneeded => "needed by no journey",
            };
            let words = format!("{}, {extent}", Tint::Harmed(loss.impact).words());
            let element = Element::Component(loss.component);
            overlay.mark(key(element), Tint::Harmed(loss.impact), vec![words]);
        }
        for group in topology.groups.indices() {
            let mut around = topology.enclosing(group).skip(1);
            let has_failed = |&outer: &GroupIndex| what_if.failed.contains(&Element::Group(outer));
            if topology.groups[group].kind.is_failure_domain()
                && let Some(outer) = around.find(has_failed)
            {
                let words = format!("is part of {}", topology.groups[outer].id);
                let element = Element::Group(group);
                overlay.mark(key(element), Tint::Harmed(Impact::Outage), vec![words]);
            }
        }
        for &element in &what_if.failed {
            overlay.mark(key(element), Tint::Failed, vec![Tint::Failed.words().to_owned()]);
        }
        overlay.tell_journeys(topology, what_if);
        overlay
    }

    /// Every place by how far it can be trusted: groups that differ from what is around them, and what stands in
    /// none.
    pub fn trust(topology: &Topology) -> Self {
        let mut overlay = Self {
            caption: "Marked by how far each place can be trusted. What is unmarked is trusted like what is around it."
                .to_owned(),
            ..Self::default()
        };
        for group in topology.groups.indices() {
            let trust = topology.group_trust(group);
            let parent = topology.groups[group].parent;
            if parent.is_some_and(|parent| topology.group_trust(parent) == trust) {
                continue;
            }
            let words = vec![format!("trust: {trust}")];
            overlay.mark(key(Element::Group(group)), Tint::Trusted(trust), words);
        }
        for (index, component) in topology.components.iter() {
            if component.places.is_empty() {
                let trust: Trust = topology.trust(index);
                let words = vec![format!("trust: {trust}")];
                overlay.mark(key(Element::Component(index)), Tint::Trusted(trust), words);
            }
        }
        overlay
    }

    /// Lists the journeys, those that suffer most first, and marks the clients where they begin.
    fn tell_journeys(&mut self, topology: &Topology, what_if: &WhatIf) {
        let mut journeys: Vec<_> = topology.journeys.values().zip(&what_if.journeys).collect();
        journeys.sort_by_key(|(_, loss)| (loss.impact.is_none(), loss.impact));
        for &(journey, loss) in &journeys {
            let Some(impact) = loss.impact else { break };
            if let Endpoint::Component(entry) = journey.entry
                && topology.components[entry].kind == Kind::Client
            {
                let words = format!("{}: {}", journey.id, Tint::Harmed(impact).words());
                self.mark(key(Element::Component(entry)), Tint::Harmed(impact), vec![words]);
            }
        }
        let listed = journeys.len().min(Self::MOST_JOURNEYS);
        for (journey, loss) in &journeys[..listed] {
            let chains = loss.told().map(|chain| {
                let steps = chain.iter().take(Self::MOST_STEPS);
                let mut told: Vec<_> = steps
                    .map(|step| format!("`{}` {}", step.element(topology), step.reason(topology)))
                    .collect();
                if chain.len() > Self::MOST_STEPS {
                    told.push(format!(
                        "and so on for {} more steps",
                        chain.len() - Self::MOST_STEPS
                    ));
                }
                told.join("; ")
            });
            let (tint, words) = match loss.impact {
                Some(impact) => {
                    let tint = Tint::Harmed(impact);
                    (
                        tint,
                        format!("{}. {}", tint.words(), chains.collect::<Vec<_>>().join("; and ")),
                    )
                }
                None if loss.works => (Tint::Unharmed, "goes on".to_owned()),
                None => (
                    Tint::Unharmed,
                    "does not work even with nothing failed".to_owned(),
                ),
            };
            self.lines.push(Line {
                tint,
                name: journey.id.clone(),
                words,
            });
        }
        if journeys.len() > listed {
            let more = journeys.len() - listed;
            self.caption = format!("{} {more} more journeys are not listed.", self.caption);
        }
    }

    /// Marks an element, or says more of one that is marked already; the worse tint stays.
    fn mark(&mut self, key: String, tint: Tint, words: Vec<String>) {
        let mark = self.marks.entry(key).or_insert(Mark {
            tint,
            words: Vec::new(),
        });
        mark.tint = mark.tint.min(tint);
        if mark.words.len() < Self::MOST_JOURNEYS {
            mark.words.extend(words);
        }
    }

    /// The same where some groups are drawn as one box each, which then carries the marks of all that it holds.
    pub(super) fn folded(&self, topology: &Topology, content: &Content) -> Self {
        let boxes: BTreeSet<&str> = content.boxes.iter().map(|content| content.id.as_str()).collect();
        let is_box = |&group: &GroupIndex| boxes.contains(key(Element::Group(group)).as_str());
        let mut folded = self.clone();
        let components = topology.components.indices().map(Element::Component);
        let groups = topology.groups.indices().map(Element::Group);
        for element in components.chain(groups) {
            let around = match element {
                Element::Component(component) => topology.home_groups(component).find(is_box),
                Element::Group(group) => topology.enclosing(group).skip(1).find(is_box),
            };
            if let Some(mark) = self.marks.get(&key(element))
                && let Some(around) = around
            {
                // The box has not failed because something in it has.
                let tint = mark.tint.max(Tint::Harmed(Impact::Outage));
                let id = topology.element_id(element);
                let words = mark.words.iter().map(|words| format!("{id}: {words}"));
                folded.mark(key(Element::Group(around)), tint, words.collect());
            }
        }
        folded
    }

    /// Keeps the room for signs free.
    pub(super) fn make_room(&self, content: &Content, plan: &mut Plan) {
        for (content, planned) in content.boxes.iter().zip(&mut plan.boxes) {
            if self.marks.contains_key(&content.id) {
                planned.upper_right_taken = planned.upper_right_taken.max(BADGE);
            }
        }
        for (content, planned) in content.frames.iter().zip(&mut plan.containers[1..]) {
            if self.marks.contains_key(&content.id) {
                planned.title.width += BADGE + BADGE_GAP;
            }
        }
    }
}

/// The identifier of the box or frame of an element.
fn key(element: Element) -> String {
    match element {
        Element::Component(component) => format!("component-{}", component.place()),
        Element::Group(group) => format!("group-{}", group.place()),
    }
}

/// The first of many lines, and how many more there are.
fn few(lines: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let left_out = lines.len().saturating_sub(Overlay::MOST_JOURNEYS);
    let mut few: Vec<_> = lines.take(Overlay::MOST_JOURNEYS).collect();
    if left_out > 0 {
        few.push(format!("and {left_out} more"));
    }
    few
}
