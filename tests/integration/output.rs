//! `output/` holds what the program makes of `models/`, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::generated;
use crate::program::models_in;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| {
            let entry = entry.expect("a readable entry");
            let name = entry.file_name().into_string().expect("a name in UTF-8");
            (name, fs::read_to_string(entry.path()).expect("a readable file"))
        })
        .collect()
}

#[test]
fn the_gallery_has_every_model_in_light_and_dark() {
    let pictures = root().join("docs/pictures");
    let gallery = fs::read_to_string(root().join("docs/gallery.md")).expect("a readable page");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut expected = Vec::new();
    for model in models_in("models") {
        let stem = model.file_stem().expect("a name").to_string_lossy().into_owned();
        for theme in ["light", "dark"] {
            let name = format!("{stem}-{theme}.svg");
            let file = folder.path().join(&name);
            let run = Command::new(env!("CARGO_BIN_EXE_infra-audit"))
                .args(["diagram", "--theme", theme, "-o"])
                .arg(&file)
                .arg(&model)
                .output()
                .expect("a program that starts");
            assert_eq!(run.status.code(), Some(0), "{stem}");
            let text = fs::read_to_string(&file).expect("a picture");
            generated::compare(&pictures.join(&name), &text);
            assert!(
                gallery.contains(&format!("pictures/{name}")),
                "the gallery lacks {name}"
            );
            expected.push(name);
        }
    }
    expected.sort();
    let committed: Vec<_> = contents(&pictures).into_keys().collect();
    assert_eq!(committed, expected, "docs/pictures/ holds a picture of no model");
}

#[test]
fn output_is_what_the_models_give() {
    let models = models_in("models");
    assert!(models.len() >= 5, "only {} models", models.len());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relative = models
        .iter()
        .map(|model| model.strip_prefix(root()).expect("a model of this project"));
    let run = Command::new(env!("CARGO_BIN_EXE_infra-audit"))
        .current_dir(root())
        .arg("--out")
        .arg(folder.path())
        .args(relative)
        .output()
        .expect("a program that starts");
    assert_eq!(
        run.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );

    let written = contents(folder.path());
    let expected: Vec<_> = models
        .iter()
        .filter_map(|model| model.file_stem()?.to_str())
        .flat_map(|stem| [format!("{stem}.md"), format!("{stem}.svg")])
        .collect();
    let mut expected = expected;
    expected.sort();
    assert_eq!(written.keys().cloned().collect::<Vec<_>>(), expected);
    for (name, text) in &written {
        generated::compare(&root().join("output").join(name), text);
    }
    let committed: Vec<_> = contents(&root().join("output")).into_keys().collect();
    assert_eq!(committed, expected, "output/ holds a file of no model");
}
