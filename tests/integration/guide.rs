//! The pictures in the guide are what the program draws of the models beside them, byte for byte.

use std::fs;
use std::path::PathBuf;

use crate::generated;
use crate::program::{Folder, code, models_in, root};

/// The models of the page on faults.
pub(crate) fn models() -> Vec<PathBuf> {
    models_in("docs/faults")
}

#[test]
fn the_picture_of_a_change_shows_what_came_and_went() {
    let version = |name: &str| {
        let path = root().join("docs/changes").join(name);
        fs::read_to_string(path).expect("a readable model")
    };
    let folder = Folder::new()
        .with("before.yaml", version("before.yaml"))
        .with("after.yaml", version("after.yaml"));
    let output = folder.run(&["diff", "-o", "change.svg", "before.yaml", "after.yaml"]);
    assert_eq!(code(&output), 1, "{}", String::from_utf8_lossy(&output.stderr));
    generated::compare(
        &root().join("docs/changes/change.svg"),
        &folder.read("change.svg"),
    );
}

#[test]
fn pictures_show_what_the_models_of_the_guide_say() {
    let models = models();
    assert!(models.len() >= 5, "only {} models", models.len());
    for model in models {
        let text = fs::read_to_string(&model).expect("a readable model");
        let folder = Folder::new().with("model.yaml", text);
        let output = folder.run(&["diagram", "--overlay", "faults", "model.yaml"]);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
        let picture = String::from_utf8(output.stdout).expect("output in UTF-8");
        generated::compare(&model.with_extension("svg"), &picture);
    }
}
