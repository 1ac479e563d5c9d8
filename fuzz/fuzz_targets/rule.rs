//! The rule reader takes any text: it gives a rule that can be explained, tested and run, or says what is wrong.

#![no_main]

use infra_audit::audit::{Audit, ExampleOutcome, Settings, run_examples};
use infra_audit::load;
use infra_audit::report::text;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use infra_audit_fuzz::{assert_harmless, assert_shows};
use libfuzzer_sys::fuzz_target;

/// A model that has something for every sort of rule to look at.
const MODEL: &str = include_str!("../../models/secured.yaml");

fuzz_target!(|text: &str| {
    let rejected = match Catalogue::load(vec![Source::new("own.yaml", text)]) {
        Ok(catalogue) => return run(&catalogue),
        Err(rejected) => rejected,
    };
    assert!(!rejected.is_empty());
    for rejected in rejected {
        assert!(!rejected.problems.is_empty());
        assert_shows(&rejected.source, &rejected.problems);
    }
});

fn run(catalogue: &Catalogue) {
    for rule in catalogue.rules() {
        let mut shown = Vec::new();
        text::explanation(&mut infra_audit_fuzz::plain(&mut shown), rule).expect("memory takes everything");
        assert_harmless("explanation", &shown);
    }
    for result in run_examples(catalogue) {
        if let ExampleOutcome::Unreadable(problems) = result.outcome {
            let rule = catalogue.rule(&result.rule).expect("the rule of its example");
            assert_shows(&rule.source, &problems);
        }
    }
    let source = Source::new("model.yaml", MODEL);
    let loaded = load::topology(&source, &Limits::default()).expect("a model that ships is valid");
    let audit = Audit::new(source, loaded, catalogue, Settings::default()).expect("no accepted risks");
    assert!(
        audit.findings.is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity)),
        "the worst come first"
    );
}
