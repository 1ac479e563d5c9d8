//! The page on continuous integration shows the files of the project, and the inputs that the action has.

use std::fmt::Write;

use super::{text, yaml};
use crate::generated;
use crate::program::root;

const PAGE: &str = "docs/ci.md";

/// The page as it should be: behind each comment that names a file, a block with that file.
fn with_files(page: &str) -> (String, usize) {
    let mut written = String::new();
    let mut files = 0;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        writeln!(written, "{line}").expect("text");
        let named = line
            .strip_prefix("<!-- file: ")
            .and_then(|rest| rest.strip_suffix(" -->"));
        let Some(name) = named else {
            continue;
        };
        files += 1;
        let fence = lines
            .by_ref()
            .find(|line| line.starts_with("```"))
            .expect("a block");
        lines
            .by_ref()
            .find(|line| *line == "```")
            .expect("the end of a block");
        write!(written, "\n{fence}\n{}```\n", text(name)).expect("text");
    }
    (written, files)
}

/// The table of the inputs of the action.
fn inputs() -> String {
    let action = yaml("action.yml");
    let mut table = "| input | what it is | default |\n|---|---|---|\n".to_owned();
    for (name, input) in action["inputs"].as_object().expect("inputs") {
        let default = input["default"].as_str().expect("a default");
        let default = if default.is_empty() {
            String::new()
        } else {
            format!("`{default}`")
        };
        let what = input["description"].as_str().expect("a description");
        writeln!(table, "| `{name}` | {what} | {default} |").expect("text");
    }
    table
}

#[test]
fn the_page_shows_the_files_and_the_inputs() {
    let (page, files) = with_files(&text(PAGE));
    assert_eq!(
        files, 4,
        "the page shows the workflow, the hooks, the template and the image"
    );
    let (before, rest) = page
        .split_once("<!-- inputs -->\n")
        .expect("a place for the inputs");
    let (_, after) = rest
        .split_once("<!-- end of inputs -->")
        .expect("an end of the inputs");
    let page = format!(
        "{before}<!-- inputs -->\n{}<!-- end of inputs -->{after}",
        inputs()
    );
    generated::compare(&root().join(PAGE), &page);
}

#[test]
fn the_page_names_the_version_that_is_released() {
    let version = env!("CARGO_PKG_VERSION");
    for word in
        text(PAGE).split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.' && letter != '-')
    {
        let stated = word.strip_prefix('v').unwrap_or(word);
        let is_version = stated.split('.').count() == 3
            && stated.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        assert!(!is_version || stated == version || stated == "6.0.1", "{word}");
    }
}
