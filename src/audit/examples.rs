//! Runs the examples of rules as tests.

use rayon::prelude::*;

use super::{Audit, Settings};
use crate::diagnostic::Diagnostic;
use crate::load::Reader;
use crate::rules::{Catalogue, Example, Rule};
use crate::source::{Source, Span};
use crate::yaml::Limits;

/// What came of one example.
#[derive(Clone, Debug)]
pub struct ExampleResult {
    /// Identifier of the rule.
    pub rule: String,
    /// Whether the rule is to find something.
    pub flagged: bool,
    /// What the example is called, or else its number among those of its sort.
    pub name: String,
    /// Where its model stands in the rule's file.
    pub place: Span,
    /// Whether it came out as it should.
    pub outcome: ExampleOutcome,
}

/// Whether an example came out as it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleOutcome {
    /// The rule finds just what is expected.
    Passed,
    /// The rule finds something else.
    Differs {
        /// The identifiers of the elements at which it should find something, in order.
        expected: Vec<String>,
        /// The identifiers of the elements at which it does, in order.
        found: Vec<String>,
    },
    /// The model of the example cannot be read; the places are those of the rule's file.
    Unreadable(Vec<Diagnostic>),
}

/// Runs every example of every rule, each with the whole catalogue, in the order of rules and of their files.
pub fn run_examples(catalogue: &Catalogue) -> Vec<ExampleResult> {
    run_examples_of(catalogue, catalogue.rules())
}

/// Runs every example of some rules of a catalogue, each with the whole catalogue, in the order of the rules and of
/// their files.
pub fn run_examples_of<'a>(
    catalogue: &Catalogue,
    rules: impl IntoIterator<Item = &'a Rule>,
) -> Vec<ExampleResult> {
    let examples: Vec<(&Rule, bool, usize, &Example)> = rules
        .into_iter()
        .flat_map(|rule| {
            let flagged = rule.examples.flagged.iter().enumerate();
            let clean = rule.examples.clean.iter().enumerate();
            let flagged = flagged.map(move |(number, example)| (rule, true, number, example));
            flagged.chain(clean.map(move |(number, example)| (rule, false, number, example)))
        })
        .collect();
    examples
        .into_par_iter()
        .map(|(rule, flagged, number, example)| run(catalogue, rule, flagged, number, example))
        .collect()
}

/// Audits an example of a rule with the whole catalogue. Places are those of the rule's file.
///
/// # Errors
///
/// Everything that is wrong with its model.
pub fn audit_example(
    catalogue: &Catalogue,
    rule: &Rule,
    example: &Example,
) -> Result<Audit, Vec<Diagnostic>> {
    let reader = Reader {
        limits: Limits::default(),
        protocols: catalogue.protocols(),
    };
    let read = reader.part(&example.model)?;
    let source = Source::new(rule.source.name(), rule.source.text());
    let settings = Settings { today: example.today };
    Audit::new(source, read, catalogue, settings).map_err(|refused| refused.problems)
}

fn run(catalogue: &Catalogue, rule: &Rule, flagged: bool, number: usize, example: &Example) -> ExampleResult {
    let result = |name: &str, outcome| ExampleResult {
        rule: rule.id.clone(),
        flagged,
        name: if name.is_empty() {
            (number + 1).to_string()
        } else {
            name.to_owned()
        },
        place: example.model.span,
        outcome,
    };
    let audit = match audit_example(catalogue, rule, example) {
        Ok(audit) => audit,
        Err(problems) => return result("", ExampleOutcome::Unreadable(problems)),
    };
    let own = audit.findings.iter().filter(|finding| finding.rule == rule.id);
    let mut found: Vec<_> = own.map(|finding| finding.subject.id(&audit.topology)).collect();
    let mut expected = example.expect.clone();
    found.sort_unstable();
    expected.sort_unstable();
    let outcome = if found == expected {
        ExampleOutcome::Passed
    } else {
        ExampleOutcome::Differs { expected, found }
    };
    result(&audit.topology.name, outcome)
}
