//! What breaks when what fails, as a table.

use super::escape::{Markdown, code, plain, prose as markdown};
use super::loss::Losses;
use crate::model::Element;
use crate::report::prose::{count, group_words, impact_short, kind_words};

/// How many journeys have a column of their own.
const COLUMNS: usize = 6;

/// One element that can fail.
pub(super) struct Row {
    /// What it is called.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: &'static str,
    /// Its identifier.
    pub(super) id: Markdown,
    /// For each column what the fault does.
    pub(super) cells: Vec<Markdown>,
}

/// The elements by the journeys.
pub(super) struct Table {
    /// The identifiers of the journeys that work with nothing failed; one heading for all where they are many.
    pub(super) columns: Vec<String>,
    /// The elements whose fault harms a journey, worst first.
    pub(super) rows: Vec<Row>,
    /// What is to be said of all the others.
    pub(super) others: String,
}

/// Draws up the table.
pub(super) fn table(losses: &Losses<'_>) -> Table {
    let topology = losses.topology;
    let wide = losses.journeys.len() <= COLUMNS;
    let mut harmful: Vec<_> = losses
        .faults
        .iter()
        .filter_map(|(element, impacts)| Some((impacts.iter().map(|&(_, impact)| impact).min()?, element)))
        .collect();
    harmful.sort_unstable();
    let unharmful = topology.elements().count() - harmful.len();
    let rows = harmful.into_iter().map(|(_, element)| Row {
        name: losses.name(element).to_owned(),
        kind: match element {
            Element::Component(component) => {
                without_article(kind_words(topology.components[component].kind).one)
            }
            Element::Group(group) => group_words(topology.groups[group].kind).0,
        },
        id: code(topology.element_id(element)),
        cells: if wide {
            losses
                .journeys
                .iter()
                .map(|&journey| plain(losses.faults.impact(element, journey).map_or("–", impact_short)))
                .collect()
        } else {
            vec![markdown(&losses.clauses(element))]
        },
    });
    Table {
        rows: rows.collect(),
        others: match unharmful {
            0 => "There is nothing else that can fail.".to_owned(),
            number => format!(
                "The loss of {} alone harms no journey.",
                count(number, "further element", "further elements")
            ),
        },
        columns: if wide {
            losses
                .journeys
                .iter()
                .map(|&journey| topology.journeys[journey].id.clone())
                .collect()
        } else {
            vec!["What its loss does".to_owned()]
        },
    }
}

fn without_article(noun: &'static str) -> &'static str {
    noun.split_once(' ').map_or(noun, |(_, noun)| noun)
}
