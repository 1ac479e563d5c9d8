//! What a configuration comes to.

use crate::config::{Config, Threshold};
use crate::rules::{Catalogue, Rule};
use crate::source::{Position, Source, Span};

/// What holds for a model or a folder, and where that is said.
pub struct Effective<'a> {
    /// The model or folder, as it was named.
    pub path: &'a str,
    /// The configuration file, if there is one.
    pub source: Option<&'a Source>,
    /// What it says.
    pub config: &'a Config,
    /// The rules, as it has them run.
    pub catalogue: &'a Catalogue,
}

impl<'a> Effective<'a> {
    /// The mildest severity that counts as failure, and where that is said, if it is.
    pub(super) fn threshold(&self) -> (Threshold, Option<Span>) {
        self.config.fail_on.map_or((Threshold::USUAL, None), |stated| {
            (stated.value, Some(stated.span))
        })
    }

    /// The rules that do not ship.
    pub(super) fn own_rules(&self) -> impl Iterator<Item = &'a Rule> {
        self.catalogue.rules().iter().filter(|rule| !rule.is_shipped)
    }

    /// How many rules ship.
    pub(super) fn shipped_rules(&self) -> usize {
        let rules = self.catalogue.rules().iter();
        rules.filter(|rule| rule.is_shipped).count()
    }

    /// The file and the line where something is said.
    pub(super) fn place(&self, span: Span) -> Option<(&'a str, Position)> {
        let source = self.source?;
        Some((source.name(), source.position(span.start)))
    }
}
