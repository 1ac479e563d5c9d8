//! The handbook of rules: its index, and a page for each rule with its examples drawn.

use askama::Template;
use askama::filters::Safe;

use super::escape::{Markdown, code, code_block, with_code};
use crate::audit::{Audit, audit_example};
use crate::diagram;
use crate::finding::Finding;
use crate::model::Concern;
use crate::report::prose::{and, concern_title, full_stop};
use crate::report::visible::one_line;
use crate::rules::{Catalogue, Example, Rule};

/// One file of the handbook.
pub struct Page {
    /// Where it stands, from the root of the project, with `/` between folders.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// The top-level keys of a rule file that a page shows elsewhere than in the listing of what the rule looks for.
const SHOWN_ELSEWHERE: [&str; 8] = [
    "id",
    "title",
    "severity",
    "concern",
    "why",
    "fix",
    "references",
    "examples",
];

/// How many examples of each sort are drawn: the handbook stays small enough to be kept beside the rules.
const DRAWN: usize = 1;

#[derive(Template)]
#[template(path = "rules.md")]
struct Index<'a> {
    /// What the index is generated from.
    source: &'static str,
    /// Where the guide is, from the folder of the index.
    guide: &'static str,
    number: usize,
    sections: Vec<Section<'a>>,
}

/// The rules about one concern, worst first.
struct Section<'a> {
    title: &'static str,
    rules: Vec<&'a Rule>,
}

#[derive(Template)]
#[template(path = "rule.md")]
struct RulePage<'a> {
    rule: &'a Rule,
    severity: String,
    concern: &'static str,
    yields_to: Vec<Markdown>,
    why: Markdown,
    fix: Markdown,
    listing: Markdown,
    flagged: Vec<Shown>,
    clean: Vec<Shown>,
}

/// One example.
struct Shown {
    title: String,
    model: Markdown,
    /// The file name of its picture, if it is drawn.
    picture: Option<String>,
    findings: Vec<Markdown>,
}

/// The index and the pages of every rule of a catalogue, with their pictures.
///
/// Examples that cannot be read are left out; the tests of the rules report them.
pub fn handbook(catalogue: &Catalogue) -> Vec<Page> {
    // One index beside the rules, and one in the guide.
    let mut pages = vec![
        Page {
            path: "rules/README.md".to_owned(),
            text: written(&index(catalogue, "the files in this folder", "../docs/")),
        },
        Page {
            path: "docs/rules.md".to_owned(),
            text: written(&index(catalogue, "the files in rules/", "")),
        },
    ];
    for rule in catalogue.rules() {
        let mut pictures = Vec::new();
        let flagged = shown(catalogue, rule, "flagged", &rule.examples.flagged, &mut pictures);
        let clean = shown(catalogue, rule, "clean", &rule.examples.clean, &mut pictures);
        let page = RulePage {
            rule,
            severity: severity(rule),
            concern: concern_title(rule.concern),
            yields_to: rule.yields_to.iter().map(|other| link(other)).collect(),
            why: with_code(&one_line(&rule.why)),
            fix: with_code(&one_line(&rule.fix)),
            listing: code_block("yaml", &listing(rule.source.text())),
            flagged,
            clean,
        };
        pages.push(Page {
            path: format!("docs/rules/{}.md", rule.id),
            text: written(&page),
        });
        pages.extend(pictures);
    }
    pages
}

fn written(template: &impl Template) -> String {
    let mut text = template
        .render()
        .expect("writing to memory does not fail, and templates call nothing else that does");
    text.push('\n');
    text
}

fn index<'a>(catalogue: &'a Catalogue, source: &'static str, guide: &'static str) -> Index<'a> {
    let sections = Concern::ALL.iter().map(|&concern| {
        let rules = catalogue.rules().iter();
        let mut rules: Vec<_> = rules.filter(|rule| rule.concern == concern).collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.severity));
        Section {
            title: concern_title(concern),
            rules,
        }
    });
    Index {
        source,
        guide,
        number: catalogue.rules().len(),
        sections: sections.filter(|section| !section.rules.is_empty()).collect(),
    }
}

/// How bad what the rule finds is, as the rule has it.
fn severity(rule: &Rule) -> String {
    let others = rule.other_severities();
    let others: Vec<_> = others.iter().map(ToString::to_string).collect();
    if others.is_empty() {
        rule.severity.to_string()
    } else {
        format!("{}, in some cases {}", rule.severity, and(&others))
    }
}

/// A link from one rule's page to another's.
fn link(rule: &str) -> Markdown {
    Safe(format!("[{}]({rule}.md)", code(rule).0))
}

/// What a rule looks for, as its file writes it.
///
/// Read off the lines that begin in the first column: a rule in braces has nothing to list.
fn listing(text: &str) -> String {
    let mut listing = String::new();
    let mut is_shown = false;
    for line in text.lines() {
        if let Some((key, _)) = line
            .split_once(':')
            .filter(|_| !line.starts_with([' ', '#', '-']))
        {
            is_shown = !SHOWN_ELSEWHERE.contains(&key);
        }
        if is_shown {
            listing.push_str(line);
            listing.push('\n');
        }
    }
    listing
}

/// The examples of one sort, of which the first are drawn.
fn shown(
    catalogue: &Catalogue,
    rule: &Rule,
    sort: &str,
    examples: &[Example],
    pictures: &mut Vec<Page>,
) -> Vec<Shown> {
    let mut shown = Vec::new();
    for (number, example) in (1..).zip(examples) {
        let Ok(audit) = audit_example(catalogue, rule, example) else {
            continue;
        };
        let findings = audit.findings.iter();
        let findings: Vec<Finding> = findings
            .filter(|finding| finding.rule == rule.id)
            .cloned()
            .collect();
        let name = format!("{sort}-{number}.svg");
        let picture = (number <= DRAWN).then(|| {
            pictures.push(Page {
                path: format!("docs/rules/{}/{name}", rule.id),
                text: diagram::draw(&audit.topology, &findings, &diagram::Options::default()),
            });
            format!("{}/{name}", rule.id)
        });
        shown.push(Shown {
            title: match one_line(&audit.topology.name) {
                unnamed if unnamed.is_empty() => format!("Example {number}"),
                name => name,
            },
            model: code_block("yaml", &model(rule, example)),
            picture,
            findings: findings.iter().map(|finding| found(&audit, finding)).collect(),
        });
    }
    shown
}

/// A finding in one line.
fn found(audit: &Audit, finding: &Finding) -> Markdown {
    let place = code(&finding.subject.id(&audit.topology));
    let message = with_code(&full_stop(&one_line(&finding.message)));
    Safe(format!("**{}** at {}: {}", finding.severity, place.0, message.0))
}

/// The model of an example as the rule's file writes it, without the indent that it has there.
fn model(rule: &Rule, example: &Example) -> String {
    let source = &rule.source;
    let mut span = example.model.span;
    if !source.slice(span).starts_with('{') {
        // What is not in braces ends with its last line, whatever closes there.
        span = span.to(source.line_span(source.position(span.end).line));
    }
    let indent = source.position(span.start).column.saturating_sub(1) as usize;
    let mut lines = source.slice(span).trim_end().lines();
    let mut model = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let blank = line.len() - line.trim_start_matches(' ').len();
        model.push('\n');
        model.push_str(&line[blank.min(indent)..]);
    }
    model.push('\n');
    model
}
