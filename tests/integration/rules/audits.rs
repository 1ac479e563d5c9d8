//! What is found in whole models.

use std::fmt::Write;

use infra_audit::audit::{Audit, Settings};
use infra_audit::load;
use infra_audit::rules::Catalogue;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;

pub(super) fn audit(name: &str, text: &str, today: Option<&str>) -> Audit {
    let source = Source::new(name, text);
    let loaded = load::topology(&source, &Limits::default()).expect("a valid model");
    let settings = Settings {
        today: today.map(|today| today.parse().expect("a date")),
    };
    Audit::new(source, loaded, &Catalogue::built_in(), settings).expect("known rules only")
}

/// Every finding with its proof, as a reader would check it.
pub(super) fn describe(audit: &Audit) -> String {
    let topology = &audit.topology;
    let mut text = String::new();
    for finding in &audit.findings {
        let at = finding.subject.id(&audit.topology);
        let position = audit.source.position(finding.subject.span(&audit.topology).start);
        writeln!(text, "{position} {} {} at {at}", finding.severity, finding.rule).expect("text");
        writeln!(text, "    {}", finding.message).expect("text");
        let journeys: Vec<_> = finding
            .journeys
            .iter()
            .map(|&journey| audit.topology.journeys[journey].id.as_str())
            .collect();
        let chain: Vec<_> = finding
            .proof
            .chain
            .iter()
            .map(|step| format!("{} {}", step.element(topology), step.reason(topology)))
            .collect();
        let also: Vec<_> = finding.proof.also_ids(topology).collect();
        for (label, parts) in [
            ("journeys", journeys),
            ("path", finding.proof.path_ids(topology).collect()),
            ("chain", chain.iter().map(String::as_str).collect()),
            ("also", also.iter().map(String::as_str).collect()),
        ] {
            if !parts.is_empty() {
                writeln!(text, "    {label}: {}", parts.join(" | ")).expect("text");
            }
        }
    }
    text
}

#[test]
fn the_example_models() {
    for name in ["simple", "distributed", "distributed-nginx", "secured", "scaled"] {
        let path = format!("{}/models/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the model");
        insta::assert_snapshot!(
            name,
            describe(&audit(&format!("models/{name}.yaml"), &text, None))
        );
    }
}
