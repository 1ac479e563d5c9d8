//! `infra-audit man`.

use super::{Folder, code};

#[test]
fn the_page_of_the_program_and_of_a_command() {
    let folder = Folder::new();
    let printed = |arguments: &[&str]| {
        let output = folder.run(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}");
        // The release is another one with each release.
        String::from_utf8(output.stdout)
            .expect("a page in UTF-8")
            .replace(env!("CARGO_PKG_VERSION"), "VERSION")
    };
    insta::assert_snapshot!("man", printed(&["man"]));
    insta::assert_snapshot!("man-rules-test", printed(&["man", "rules", "test"]));
}

#[test]
fn every_command_has_a_page_with_all_its_options() {
    let folder = Folder::new();
    insta::assert_snapshot!("man-out", folder.transcript(&["man", "--out", "pages"]));
    let pages = folder.files();
    insta::assert_snapshot!("man-pages", pages.join("\n"));
    for file in pages {
        let page = folder.read(&file);
        let name = file.strip_prefix("pages/infra-audit").expect("a page of ours");
        let name = name.strip_suffix(".1").expect("a page of section 1");
        let mut command: Vec<_> = name.split('-').filter(|word| !word.is_empty()).collect();
        let mut alone = vec!["man"];
        alone.extend(&command);
        assert_eq!(folder.run(&alone).stdout, page.as_bytes(), "{file}");
        command.push("--help");
        let help = String::from_utf8(folder.run(&command).stdout).expect("help in UTF-8");
        let options: Vec<_> = help
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("--"))
            .map(|word| word.trim_end_matches(|letter: char| !letter.is_alphanumeric()))
            .collect();
        assert!(!options.is_empty(), "{help}");
        for option in options {
            let roff = format!("\\-\\-{}", option.replace('-', "\\-"));
            assert!(page.contains(&roff), "{file}: no {roff}");
        }
        assert!(page.contains(".SH \"EXIT STATUS\""), "{file}");
    }
}

#[test]
fn a_command_that_is_not_there() {
    let folder = Folder::new();
    insta::assert_snapshot!("man-unknown", folder.transcript(&["man", "rules", "tets"]));
    assert_eq!(code(&folder.run(&["man", "check", "--out", "pages"])), 2);
    assert_eq!(folder.files(), [""; 0]);
}
