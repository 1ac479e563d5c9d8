//! The pictures in the guide are what the program draws, byte for byte.

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

/// What stands in the quick start is what the reader sees who goes through it.
#[test]
fn the_picture_of_the_quick_start_is_that_of_a_first_model() {
    let folder = Folder::new();
    for arguments in [
        ["init", "shop.yaml", "--name", "Shop"],
        ["diagram", "shop.yaml", "-o", "shop.svg"],
    ] {
        assert_eq!(code(&folder.run(&arguments)), 0, "{arguments:?}");
    }
    generated::compare(
        &root().join("docs/quick-start/shop.svg"),
        &folder.read("shop.svg"),
    );
}

#[test]
fn the_reference_of_the_command_line_has_every_command() {
    let page = fs::read_to_string(root().join("docs/commands.md")).expect("a readable page");
    let folder = Folder::new();
    assert_eq!(code(&folder.run(&["man", "--out", "."])), 0);
    let commands: Vec<_> = folder
        .files()
        .iter()
        .map(|file| {
            file.trim_end_matches(".1")
                .replacen("infra-audit-", "infra-audit ", 1)
        })
        .map(|command| command.replace("rules-", "rules "))
        .collect();
    assert!(commands.len() >= 13, "{commands:?}");
    for command in commands {
        assert!(
            page.contains(&format!("\n## {command}\n")),
            "no section on {command}"
        );
        assert!(
            page.contains(&format!("$ {command} --help\n")),
            "no help of {command}"
        );
    }
}
