//! Findings as the results of a test run: a suite for each model, a case for each rule and each finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::run::{Audited, Judged, Outcome, Refused, Role, Run};
use super::visible::{one_line, visible};
use crate::finding::Finding;

/// Writes the results: a finding that fails the run is a failure, an accepted one is skipped, and a milder one passes
/// with its message as output. A rule that finds nothing passes. What could not be used is an error.
///
/// # Errors
///
/// The writer's.
pub fn write(writer: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    let mut report = Report::new("infra-audit");
    for error in &run.errors {
        report.add_test_suite(refused_suite(error));
    }
    for outcome in &run.outcomes {
        report.add_test_suite(match outcome {
            Outcome::Audited(audited) => suite(audited),
            Outcome::Refused(refused) => refused_suite(refused),
        });
    }
    let text = report.to_string().map_err(io::Error::other)?;
    writeln!(writer, "{}", text.trim_end())
}

fn suite(audited: &Audited<'_>) -> TestSuite {
    let audit = audited.audit;
    let file = visible(audit.source.name());
    let mut suite = TestSuite::new(&*file);
    let add = |suite: &mut TestSuite, name: String, status: TestCaseStatus, output: Option<&str>| {
        let mut case = TestCase::new(name, status);
        case.set_classname(&*file);
        if let Some(output) = output {
            case.set_system_out(output);
        }
        suite.add_test_case(case);
    };
    for rule in audited.catalogue.rules() {
        let mut is_silent = true;
        let findings = audited.findings();
        for judged in findings.filter(|judged| judged.finding.rule == rule.id) {
            is_silent = false;
            let finding = judged.finding;
            let text = describe(audited, judged, &rule.fix);
            if judged.fails {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                status
                    .set_type(finding.severity.word())
                    .set_message(one_line(&finding.message))
                    .set_description(text);
                add(&mut suite, name(audited, finding), status, None);
            } else {
                let status = TestCaseStatus::success();
                add(&mut suite, name(audited, finding), status, Some(&text));
            }
        }
        let accepted = audit.accepted.iter();
        for accepted in accepted.filter(|accepted| accepted.finding.rule == rule.id) {
            is_silent = false;
            let mut status = TestCaseStatus::skipped();
            let risk = &audit.topology.accepted_risks[accepted.risk];
            status.set_message(format!(
                "accepted until {}: {}",
                risk.until,
                one_line(&risk.reason)
            ));
            add(&mut suite, name(audited, &accepted.finding), status, None);
        }
        if is_silent {
            add(&mut suite, rule.id.clone(), TestCaseStatus::success(), None);
        }
    }
    suite
}

fn name(audited: &Audited<'_>, finding: &Finding) -> String {
    let id = finding.subject.id(&audited.audit.topology);
    format!("{} at {}", finding.rule, visible(&id))
}

fn describe(audited: &Audited<'_>, judged: Judged<'_>, fix: &str) -> String {
    let audit = audited.audit;
    let finding = judged.finding;
    let was = judged.was().map_or_else(String::new, |was| format!(" ({was})"));
    let position = audit.source.position(finding.subject.span(&audit.topology).start);
    format!(
        "{}:{position}: {}{was}\n{}",
        visible(audit.source.name()),
        one_line(&finding.message),
        one_line(fix),
    )
}

fn refused_suite(refused: &Refused<'_>) -> TestSuite {
    let file = visible(&refused.name);
    let mut suite = TestSuite::new(&*file);
    let problems = refused.problems.iter().map(|problem| {
        let place = refused.region(problem).map_or_else(String::new, |region| {
            format!(":{}:{}", region.line, region.column)
        });
        format!("{file}{place}: {}", one_line(&problem.message))
    });
    let (case, message) = match refused.role {
        Role::Model => ("valid model", "the model cannot be audited"),
        Role::Other => ("usable input", "the input cannot be used"),
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status
        .set_message(message)
        .set_description(problems.collect::<Vec<_>>().join("\n"));
    let mut case = TestCase::new(case, status);
    case.set_classname(&*file);
    suite.add_test_case(case);
    suite
}
