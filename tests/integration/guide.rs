//! The pictures in the guide are what the program draws of the models beside them, byte for byte.

use std::fs;
use std::path::PathBuf;

use crate::generated;
use crate::program::{Folder, code, models_in};

/// The models of the page on faults.
pub(crate) fn models() -> Vec<PathBuf> {
    models_in("docs/faults")
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
