//! Ids, what they name, and what is wrong with them.

use std::collections::HashMap;

use super::Sections;
use super::entries::Reference;
use super::scalars::LONGEST_ID;
use crate::diagnostic::{Diagnostic, Problems, nearest};
use crate::model::{
    ClusterIndex, ComponentIndex, Endpoint, GroupIndex, Guarded, Index, JourneyAccess, JourneyIndex,
};
use crate::source::Span;
use crate::yaml::Spanned;

/// What an id of the common name space names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Group(GroupIndex),
    Component(ComponentIndex),
    Cluster(ClusterIndex),
}

impl Named {
    const fn sort(self) -> &'static str {
        match self {
            Self::Group(_) => "group",
            Self::Component(_) => "component",
            Self::Cluster(_) => "cluster",
        }
    }

    fn group(self) -> Option<GroupIndex> {
        match self {
            Self::Group(group) => Some(group),
            Self::Component(_) | Self::Cluster(_) => None,
        }
    }

    fn component(self) -> Option<ComponentIndex> {
        match self {
            Self::Component(component) => Some(component),
            Self::Group(_) | Self::Cluster(_) => None,
        }
    }

    fn endpoint(self) -> Option<Endpoint> {
        match self {
            Self::Component(component) => Some(Endpoint::Component(component)),
            Self::Cluster(cluster) => Some(Endpoint::Cluster(cluster)),
            Self::Group(_) => None,
        }
    }

    fn guarded(self) -> Option<Guarded> {
        match self {
            Self::Group(group) => Some(Guarded::Group(group)),
            Self::Component(component) => Some(Guarded::Component(component)),
            Self::Cluster(_) => None,
        }
    }
}

/// Resolves the references of a file and takes down what is wrong with it.
///
/// The index of an element is its place in the order of ids, which is the order of the tables of a topology.
pub(super) struct References {
    elements: HashMap<String, (Named, Span)>,
    journeys: HashMap<String, JourneyIndex>,
    accesses: Vec<JourneyAccess>,
    problems: Problems,
    /// How many more ids may be compared with misspelt ones. Each suggestion looks at every id, and a file can hold
    /// a hundred thousand of both.
    comparisons: usize,
}

impl References {
    const COMPARISONS: usize = 1_000_000;

    /// The names of all elements but journeys. The problems are those of an earlier step.
    pub(super) fn new(sections: &Sections, problems: Problems) -> Self {
        let groups = numbered(&sections.groups, Named::Group);
        let components = numbered(&sections.components, Named::Component);
        let clusters = numbered(&sections.clusters, Named::Cluster);
        let count = sections.groups.len() + sections.components.len() + sections.clusters.len();
        let mut references = Self {
            elements: HashMap::with_capacity(count),
            journeys: HashMap::new(),
            accesses: Vec::new(),
            problems,
            comparisons: Self::COMPARISONS,
        };
        for (id, named) in groups.chain(components).chain(clusters) {
            references.add(id, named);
        }
        references
    }

    fn add(&mut self, id: &Spanned<String>, named: Named) {
        self.check_id(id);
        let Some(&(other, span)) = self.elements.get(&id.value) else {
            self.elements.insert(id.value.clone(), (named, id.span));
            return;
        };
        let mut places = [(span, other.sort()), (id.span, named.sort())];
        places.sort_unstable();
        let [(first, first_sort), (second, second_sort)] = places;
        let message = format!("duplicate id `{}`: a {first_sort} has it, too", id.value);
        self.note(
            Diagnostic::error(message, second)
                .label(format!("this {second_sort} needs another id"))
                .related(first, format!("the {first_sort} stands here"))
                .help("components, clusters and groups share one name space"),
        );
    }

    /// Adds the ids of journeys, which are a name space of their own, in the order of ids.
    pub(super) fn add_journey(&mut self, id: &str, access: JourneyAccess) {
        let index = JourneyIndex::new(self.accesses.len());
        self.journeys.insert(id.to_owned(), index);
        self.accesses.push(access);
    }

    /// Notes an id that breaks the grammar of ids.
    pub(super) fn check_id(&mut self, id: &Spanned<String>) {
        let text = id.value.as_str();
        let mut letters = text.bytes();
        let first = letters
            .next()
            .is_some_and(|letter| letter.is_ascii_alphanumeric());
        let others = letters.all(|letter| letter.is_ascii_alphanumeric() || b"._/-".contains(&letter));
        if text.len() > LONGEST_ID {
            let message = format!("the id is longer than {LONGEST_ID} bytes");
            let label = format!("{} bytes", text.len());
            self.note(Diagnostic::error(message, id.span).label(label));
        } else if !(first && others) {
            self.note(
                Diagnostic::error(format!("`{text}` is no id"), id.span)
                    .label("not an id")
                    .help("an id is made of letters, digits, `.`, `_`, `/` and `-`, and begins with a letter or a digit"),
            );
        }
    }

    /// Takes down a problem.
    pub(super) fn note(&mut self, problem: Diagnostic) {
        self.problems.note(problem);
    }

    /// All problems so far.
    pub(super) fn into_problems(self) -> Problems {
        self.problems
    }

    /// The group that a reference names.
    pub(super) fn group(&mut self, reference: &Reference) -> Option<GroupIndex> {
        self.element(reference, "group", Named::group)
    }

    /// The component that a reference names.
    pub(super) fn component(&mut self, reference: &Reference) -> Option<ComponentIndex> {
        self.element(reference, "component", Named::component)
    }

    /// The component or cluster that a reference names.
    pub(super) fn endpoint(&mut self, reference: &Reference) -> Option<Endpoint> {
        self.element(reference, "component or cluster", Named::endpoint)
    }

    /// The group or component that a reference names.
    pub(super) fn guarded(&mut self, reference: &Reference) -> Option<Guarded> {
        self.element(reference, "group or component", Named::guarded)
    }

    /// The journey that a reference names.
    pub(super) fn journey(&mut self, reference: &Reference) -> Option<JourneyIndex> {
        if reference.is_stand_in() {
            return None;
        }
        self.journey_of(&reference.value.0, reference.span)
    }

    /// The journey that a text names.
    pub(super) fn journey_of(&mut self, id: &str, span: Span) -> Option<JourneyIndex> {
        let found = self.journeys.get(id).copied();
        if found.is_none() {
            let known = self.journeys.keys().map(String::as_str);
            let near = suggestion(&mut self.comparisons, id, self.journeys.len(), known);
            let help = near.or_else(|| self.few_journeys());
            self.note(unknown("journey", id, span, help));
        }
        found
    }

    /// The ids of all journeys, if there are not many.
    fn few_journeys(&self) -> Option<String> {
        const FEW: usize = 8;
        if self.journeys.is_empty() || self.journeys.len() > FEW {
            return None;
        }
        let mut ids: Vec<_> = self.journeys.keys().map(|id| format!("`{id}`")).collect();
        ids.sort_unstable();
        Some(format!("the journeys are {}", ids.join(", ")))
    }

    /// What a journey does to data.
    pub(super) fn access(&self, journey: JourneyIndex) -> JourneyAccess {
        let access = self.accesses.get(journey.place()).copied();
        access.unwrap_or(JourneyAccess::Any)
    }

    /// What each of some references names, in their order. That one thing is named twice is an error.
    pub(super) fn all<T>(
        &mut self,
        references: &[Reference],
        resolve: fn(&mut Self, &Reference) -> Option<T>,
    ) -> Vec<T> {
        self.note_repeated(references);
        let mut found = Vec::with_capacity(references.len());
        found.extend(references.iter().filter_map(|reference| resolve(self, reference)));
        found
    }

    /// In time n log n, without allocation for short lists.
    fn note_repeated(&mut self, references: &[Reference]) {
        if references.len() < 2 {
            return;
        }
        let mut sorted: Vec<_> = references
            .iter()
            .filter(|reference| !reference.is_stand_in())
            .collect();
        sorted.sort_unstable_by_key(|reference| (reference.value.0.as_str(), reference.span));
        for pair in sorted.windows(2) {
            if let [first, second] = pair
                && first.value == second.value
            {
                let message = format!("`{}` is named twice", second.value.0);
                self.note(
                    Diagnostic::error(message, second.span)
                        .label("named again here")
                        .related(first.span, "first named here"),
                );
            }
        }
    }

    fn element<T>(&mut self, reference: &Reference, wanted: &str, pick: fn(Named) -> Option<T>) -> Option<T> {
        if reference.is_stand_in() {
            return None;
        }
        let (id, span) = (reference.value.0.as_str(), reference.span);
        let Some(&(named, place)) = self.elements.get(id) else {
            let elements = self.elements.iter();
            let known = elements.filter_map(|(id, &(named, _))| pick(named).map(|_| id.as_str()));
            let help = suggestion(&mut self.comparisons, id, self.elements.len(), known);
            self.note(unknown(wanted, id, span, help));
            return None;
        };
        let picked = pick(named);
        if picked.is_none() {
            let sort = named.sort();
            let problem = Diagnostic::error(format!("`{id}` is a {sort}; expected a {wanted}"), span)
                .label(format!("expected a {wanted}"))
                .related(place, format!("the {sort} stands here"));
            self.note(problem);
        }
        picked
    }
}

/// The ids of a section, each with what it names.
fn numbered<I: Index, T>(
    section: &[(Spanned<String>, T)],
    named: fn(I) -> Named,
) -> impl Iterator<Item = (&Spanned<String>, Named)> {
    let places = section.iter().enumerate();
    places.map(move |(place, (id, _))| (id, named(I::new(place))))
}

fn unknown(wanted: &str, id: &str, span: Span, help: Option<String>) -> Diagnostic {
    let message = format!("unknown {wanted} `{id}`");
    let mut problem = Diagnostic::error(message, span).label(format!("no {wanted} has this id"));
    problem.help = help;
    problem
}

/// The known id that was probably meant, as long as there are comparisons left.
fn suggestion<'id>(
    comparisons: &mut usize,
    written: &str,
    count: usize,
    known: impl Iterator<Item = &'id str>,
) -> Option<String> {
    *comparisons = comparisons.checked_sub(count)?;
    let mut known: Vec<_> = known.collect();
    known.sort_unstable();
    nearest(written, known).map(|id| format!("did you mean `{id}`?"))
}
