//! `infra-audit faults MODEL`.

use super::{BROKEN, Folder, code};

#[test]
fn faults_by_journey() {
    let folder = Folder::new().with_example("distributed");
    let model = "models/distributed.yaml";
    insta::assert_snapshot!("faults-text", folder.transcript(&["faults", model]));
    insta::assert_snapshot!(
        "faults-json",
        folder.transcript(&["faults", "--format", "json", model])
    );
}

#[test]
fn faults_of_a_broken_model() {
    let folder = Folder::new().with("broken.yaml", BROKEN);
    assert_eq!(code(&folder.run(&["faults", "broken.yaml"])), 2);
    assert_eq!(code(&folder.run(&["faults", "missing.yaml"])), 2);
}
