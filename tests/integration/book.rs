//! The guide hangs together: every page is in its contents, and every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use infra_audit::report::markdown::handbook;
use infra_audit::rules::Catalogue;

use crate::documents::{documents, walk};
use crate::generated;
use crate::program::root;

const CONTENTS: &str = "docs/SUMMARY.md";

/// The line of the contents below which the pages of the rules stand.
const RULES: &str = "- [The rules](rules.md)";

/// A place where a document refers to something.
struct Link {
    /// The document, from the root of the project.
    document: PathBuf,
    /// What the document writes.
    target: String,
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a readable document")
}

/// The lines of a document that are no code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        inside ^= is_fence;
        !inside && !is_fence
    })
}

/// A line without what stands between backticks.
fn without_code(line: &str) -> String {
    let parts = line.split('`').enumerate();
    let outside = parts.filter(|(place, _)| place % 2 == 0).map(|(_, part)| part);
    outside.collect::<Vec<_>>().join("code")
}

/// What the documents refer to, in Markdown and in HTML.
fn links(document: &Path) -> Vec<Link> {
    let text = read(&root().join(document));
    let mut links = Vec::new();
    for line in prose(&text) {
        let line = without_code(line);
        for (start, end) in [("](", ')'), ("src=\"", '"'), ("srcset=\"", '"'), ("href=\"", '"')] {
            for rest in line.split(start).skip(1) {
                let target = rest.split(end).next().unwrap_or_default();
                links.push(Link {
                    document: document.to_owned(),
                    target: target.to_owned(),
                });
            }
        }
    }
    links
}

/// The names by which the headings of a document can be linked.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in prose(text).filter(|line| line.starts_with('#')) {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let letters = title.chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            letter => letter.is_alphanumeric().then_some(letter),
        });
        let anchor: String = letters.collect();
        let seen = times.entry(anchor.clone()).or_default();
        anchors.insert(if *seen == 0 {
            anchor
        } else {
            format!("{anchor}-{seen}")
        });
        *seen += 1;
    }
    anchors
}

/// A path without `..` in it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                assert!(plain.pop(), "{} leads out of the project", path.display());
            }
            part => plain.push(part),
        }
    }
    plain
}

/// What people read, from the root of the project: the documents, the generated index of the rules, and the reports.
fn pages() -> Vec<PathBuf> {
    let root = root();
    let mut pages = documents();
    pages.push(root.join("CHANGELOG.md"));
    pages.push(root.join("rules/README.md"));
    let reports = walk(&root.join("output")).into_iter();
    pages.extend(reports.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    let relative = pages.iter().map(|page| page.strip_prefix(root));
    relative
        .map(|page| page.expect("a page of the project").to_owned())
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    let mut broken = Vec::new();
    for link in pages().iter().flat_map(|page| links(page)) {
        let Link { document, target } = &link;
        if target.starts_with("https://") || target.is_empty() {
            continue;
        }
        seen += 1;
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let folder = document.parent().expect("a folder around a file");
        let file = if path.is_empty() {
            document.clone()
        } else {
            plain(&folder.join(path))
        };
        let is_there = root().join(&file).exists();
        let has_anchor = || anchor.is_empty() || anchors(&read(&root().join(&file))).contains(anchor);
        // A book has a page for each file that its contents name, and what is no page keeps its name.
        let is_page = file.extension().is_some_and(|ending| ending == "md");
        let leaves = document.starts_with("docs") && !file.starts_with("docs") && is_page;
        if !is_there || !has_anchor() || leaves {
            broken.push(format!("{}: {target}", document.display()));
        }
    }
    assert!(seen > 100, "only {seen} links were seen");
    assert_eq!(broken, [""; 0]);
}

#[test]
fn the_contents_name_every_page_once() {
    let root = root();
    let text = read(&root.join(CONTENTS));
    generated::compare(&root.join(CONTENTS), &with_rules(&text));
    let named = links(Path::new(CONTENTS)).into_iter().map(|link| link.target);
    let mut named: Vec<_> = named.map(|target| root.join("docs").join(target)).collect();
    named.sort();
    let pages = walk(&root.join("docs")).into_iter();
    let pages: Vec<_> = pages
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| *path != root.join(CONTENTS))
        .collect();
    assert_eq!(named, pages);
}

/// The contents with a line for the page of each rule.
fn with_rules(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut below = false;
    for line in text.lines() {
        below &= line.starts_with(' ');
        if !below {
            lines.push(line.to_owned());
        }
        if line == RULES {
            below = true;
            let pages = handbook(&Catalogue::built_in());
            let pages = pages
                .iter()
                .filter_map(|page| page.path.strip_prefix("docs/rules/"));
            let pages = pages.filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md"));
            lines.extend(pages.map(|page| {
                let rule = page.trim_end_matches(".md");
                format!("  - [{rule}](rules/{page})")
            }));
        }
    }
    assert!(
        lines.iter().any(|line| line == RULES),
        "the contents lack the rules"
    );
    lines.join("\n") + "\n"
}
