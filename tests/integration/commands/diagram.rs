//! `infra-audit diagram MODEL`.

use super::{BROKEN, CALM, Folder, code};

#[test]
fn a_diagram_goes_to_standard_output_or_to_a_file() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let output = folder.run(&["diagram", "calm.yaml"]);
    assert_eq!(code(&output), 0);
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "-o", "picture.svg"])),
        0
    );
    assert_eq!(folder.read("picture.svg").as_bytes(), output.stdout);
}

#[test]
fn the_directions_differ() {
    let folder = Folder::new().with("calm.yaml", CALM);
    let right = folder.run(&["diagram", "calm.yaml"]).stdout;
    let down = folder
        .run(&["diagram", "calm.yaml", "--direction", "down"])
        .stdout;
    assert_ne!(right, down);
}

#[test]
fn a_stale_diagram_fails_the_check() {
    let folder = Folder::new().with("calm.yaml", CALM);
    folder.run(&["diagram", "calm.yaml", "-o", "picture.svg"]);
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "--check", "picture.svg"])),
        0
    );
    let folder = folder.with("picture.svg", "<svg/>");
    insta::assert_snapshot!(
        "diagram-stale",
        folder.transcript(&["diagram", "calm.yaml", "--check", "picture.svg"])
    );
    assert_eq!(folder.read("picture.svg"), "<svg/>", "a check writes nothing");
    assert_eq!(
        code(&folder.run(&["diagram", "calm.yaml", "--check", "none.svg"])),
        1
    );
}

#[test]
fn a_diagram_of_nothing() {
    let folder = Folder::new().with("broken.yaml", BROKEN).with("calm.yaml", CALM);
    assert_eq!(
        code(&folder.run(&["diagram", "broken.yaml", "-o", "picture.svg"])),
        2
    );
    insta::assert_snapshot!(
        "diagram-unknown-ending",
        folder.transcript(&["diagram", "calm.yaml", "-o", "picture.gif"])
    );
    assert_eq!(folder.files(), ["broken.yaml", "calm.yaml"]);
}
