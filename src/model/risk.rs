//! Accepted risks: findings that somebody has decided to live with.

use super::date::Date;
use crate::source::Span;

/// A finding that somebody has decided to live with until a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedRisk {
    /// Where the entry stands.
    pub span: Span,
    /// The rule whose finding is accepted.
    pub rule: String,
    /// Where the name of the rule stands.
    pub rule_span: Span,
    /// What the finding is about: the identifier of a component, connection, cluster or group, in which `*`
    /// stands for any run of characters.
    pub at: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted.
    pub until: Date,
    /// Who accepted it.
    pub by: Option<String>,
}
