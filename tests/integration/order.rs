//! The order of keys in a file changes nothing but the places in it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::models_in;

/// Another order for the entries of a mapping.
type Order = fn(&mut Vec<(String, serde_yaml::Value)>);

/// A model with the keys of every mapping in another order.
fn turned(value: serde_yaml::Value, order: Order) -> serde_yaml::Value {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.into_iter();
            let mut entries: Vec<_> = entries
                .map(|(key, value)| (key.as_str().expect("a key").to_owned(), turned(value, order)))
                .collect();
            order(&mut entries);
            let entries = entries.into_iter().map(|(key, value)| (key.into(), value));
            serde_yaml::Value::Mapping(entries.collect())
        }
        serde_yaml::Value::Sequence(items) => items
            .into_iter()
            .map(|item| turned(item, order))
            .collect::<Vec<_>>()
            .into(),
        other => other,
    }
}

/// What the program makes of a model: the picture, and the findings without the places in the file.
fn made(text: &str) -> (String, serde_json::Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("model.yaml"), text).expect("a writable folder");
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_infra-audit"));
        let run = program.current_dir(folder.path()).args(arguments).output();
        run.expect("a program that starts").stdout
    };
    run(&["model.yaml", "--out", "out"]);
    let picture = fs::read_to_string(folder.path().join("out/model.svg")).expect("a picture");
    let findings = run(&["check", "--format", "json", "model.yaml"]);
    let mut findings = serde_json::from_slice(&findings).expect("JSON");
    assert!(without_places(&mut findings) > 0, "{text}");
    (picture, findings)
}

/// Takes out where things stand in the file, and tells how many places that were.
fn without_places(value: &mut serde_json::Value) -> usize {
    match value {
        serde_json::Value::Object(fields) => {
            let own = usize::from(fields.remove("location").is_some());
            own + fields.values_mut().map(without_places).sum::<usize>()
        }
        serde_json::Value::Array(items) => items.iter_mut().map(without_places).sum(),
        _ => 0,
    }
}

#[test]
fn the_order_of_keys_changes_neither_pictures_nor_findings() {
    for model in models_in("models") {
        let text = fs::read_to_string(Path::new(&model)).expect("a model");
        let file: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        let (picture, findings) = made(&text);
        let orders: [Order; 3] = [
            |entries| entries.reverse(),
            |entries| entries.sort_by_key(|(key, _)| key.chars().rev().collect::<String>()),
            |entries| {
                let middle = entries.len() / 2;
                entries.rotate_left(middle);
            },
        ];
        for order in orders {
            let text = serde_yaml::to_string(&turned(file.clone(), order)).expect("YAML");
            let turned = made(&text);
            assert_eq!(turned.0, picture, "the picture of\n{text}");
            assert_eq!(turned.1, findings, "the findings of\n{text}");
        }
    }
}
