//! `infra-audit MODEL…`.

use super::{BROKEN, CALM, Folder, SHOP, TODAY, code};

fn audit<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    TODAY.into_iter().chain(arguments.iter().copied()).collect()
}

#[test]
fn an_audit_writes_a_picture_and_a_report() {
    let folder = Folder::new().with("calm.yaml", CALM);
    insta::assert_snapshot!("audit-calm", folder.transcript(&audit(&["calm.yaml"])));
    assert_eq!(folder.files(), ["calm.yaml", "output/calm.md", "output/calm.svg"]);
    assert!(
        folder.read("output/calm.svg").starts_with("<svg")
            || folder.read("output/calm.svg").starts_with("<?xml")
    );
    insta::assert_snapshot!("audit-calm-report", folder.read("output/calm.md"));
}

#[test]
fn a_report_tells_availabilities_where_the_model_does() {
    let folder = Folder::new().with("shop.yaml", SHOP);
    folder.run(&audit(&["shop.yaml"]));
    let report = folder.read("output/shop.md");
    let section = report
        .split("\n## ")
        .find(|section| section.starts_with("Availability"))
        .expect("a section on availability");
    insta::assert_snapshot!("audit-availability", section);
}

#[test]
fn files_go_where_they_are_wanted() {
    let folder = Folder::new().with("calm.yaml", CALM);
    assert_eq!(code(&folder.run(&audit(&["--out", "made/here", "calm.yaml"]))), 0);
    assert_eq!(
        folder.files(),
        ["calm.yaml", "made/here/calm.md", "made/here/calm.svg"]
    );
}

#[test]
fn nothing_is_written_for_a_broken_model() {
    let folder = Folder::new().with("broken.yaml", BROKEN).with("calm.yaml", CALM);
    let output = folder.run(&audit(&["broken.yaml", "calm.yaml"]));
    assert_eq!(code(&output), 2);
    assert_eq!(
        folder.files(),
        ["broken.yaml", "calm.yaml", "output/calm.md", "output/calm.svg"]
    );
}

#[test]
fn two_models_of_one_name_are_an_error_before_anything_is_written() {
    let folder = Folder::new().with("a/calm.yaml", CALM).with("b/calm.yml", CALM);
    insta::assert_snapshot!(
        "audit-same-stem",
        folder.transcript(&audit(&["a/calm.yaml", "b/calm.yml"]))
    );
    assert_eq!(folder.files(), ["a/calm.yaml", "b/calm.yml"]);
}

#[test]
fn a_model_is_never_overwritten_by_its_own_output() {
    let folder = Folder::new().with("calm.md", CALM);
    insta::assert_snapshot!(
        "audit-over-input",
        folder.transcript(&audit(&["--out", ".", "calm.md"]))
    );
    assert_eq!(folder.read("calm.md"), CALM);
}

#[test]
fn an_output_folder_that_is_a_file_is_an_error() {
    let folder = Folder::new().with("calm.yaml", CALM).with("output", "mine");
    let output = folder.run(&audit(&["calm.yaml"]));
    assert_eq!(code(&output), 2);
    assert_eq!(folder.read("output"), "mine");
}

#[test]
fn what_is_written_is_the_same_on_every_run() {
    let folder = Folder::new().with_example("distributed");
    let mut runs = Vec::new();
    for _ in 0..2 {
        folder.run(&audit(&["models/distributed.yaml"]));
        runs.push((
            folder.read("output/distributed.svg"),
            folder.read("output/distributed.md"),
        ));
    }
    assert_eq!(runs[0], runs[1]);
}

#[test]
fn a_file_that_is_called_like_a_command_can_be_named() {
    let folder = Folder::new().with("check", CALM);
    assert_eq!(code(&folder.run(&audit(&["./check"]))), 0);
}

#[test]
fn a_mistyped_command_is_recognised() {
    insta::assert_snapshot!("audit-mistyped", Folder::new().transcript(&["chekc"]));
}

/// The report on an example, without markup around names.
fn report(stem: &str) -> String {
    let folder = Folder::new().with_example(stem);
    folder.run(&audit(&[&format!("models/{stem}.yaml")]));
    folder.read(&format!("output/{stem}.md")).replace('*', "")
}

fn says(report: &str, statements: &[&str]) {
    for statement in statements {
        assert!(report.contains(statement), "missing: {statement}\n{report}");
    }
}

#[test]
fn the_report_on_the_first_published_design_says_what_its_author_says() {
    says(
        &report("distributed"),
        &[
            // The elements.
            "The additional server is there for redundancy, so that the site can stay up when one of them fails, and \
             for room to grow",
            "A load balancer spreads the incoming requests over several servers, so that none of them is overwhelmed",
            // The set-up.
            "Load balancer (`haproxy`, HAProxy, on Load balancer server)",
            "It is set to round robin: each new request goes to the next server in line",
            "set up as active-active: all members take requests at the same time, so every one of them does useful work",
            "In an active-passive set-up one member would take all the requests while the other is kept on standby",
            "MySQL is a primary-replica cluster",
            "The primary, MySQL primary, takes all writes from Application 1 and Application 2",
            "there is one truth, so the data stays consistent",
            "The replica, MySQL replica, serves reads of Application 1 and Application 2, which takes load off the \
             primary and lets reads scale",
            // The issues.
            "Single point of failure: Load balancer",
            "MySQL primary (high)",
            "Without MySQL primary, write stops until a person acts",
            "There is no firewall",
            "is not encrypted (no HTTPS): anybody on the way can read it and change it",
            "Nothing is monitored: bottlenecks, failures and attacks go unnoticed",
        ],
    );
}

#[test]
fn the_report_on_the_second_published_design_says_what_its_author_says() {
    says(
        &report("distributed-nginx"),
        &[
            // The elements.
            "A web server serves static content such as pages, images and style sheets fast",
            "can balance them over several application servers in a simple way",
            "An application server runs the application's code",
            "makes the dynamic content",
            // The set-up.
            "Web server spreads the requests over Application 1 and Application 2",
            "after the last it begins again with the first, so that all of them get an equal share",
            "Application 1 and Application 2 form the cluster Application servers, set up as active-active",
            "kept on standby",
            "takes all writes and passes its changes on to the others",
            "keeps a second copy of the data",
            // The issues.
            "Single point of failure: Load balancer",
            "Single point of failure: Web server",
            "There is no firewall",
            "no HTTPS",
            "Nothing is monitored",
        ],
    );
}
