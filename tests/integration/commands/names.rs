//! One table of hostile names goes through everything that the program prints and writes.

use std::fmt::Write as _;
use std::fs;

use resvg::tiny_skia::Pixmap;
use roxmltree::{Document, Node};
use serde_json::Value;

use super::{Folder, TODAY, code};

/// Names that would break out of where they are shown, act on a terminal, or deceive a reader.
const NAMES: &[&str] = &[
    // Markup and templates.
    "<img src=x onerror=alert(1)>",
    "</title></svg><script>alert(1)</script>",
    "]]> --> <!-- <![CDATA[ <?xml?>",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "{{7*7}} ${x} #{x} <%= x %> %date()",
    "[link](javascript:alert(1)) ![image](https://example.org/x.png)",
    "**bold** _it_ ~~gone~~ | cell | `code` ```",
    "# heading\n\n> quote\n- item\n1. item\n***",
    "@team #1 GH-1 :smile: $x$",
    // Quotes and escapes.
    "\"double\" 'single' `back` \\ \\n \\\" %22 %0A",
    "\"; x -> y; \"",
    // Commands of sites that read logs.
    "%0A::error::forged",
    "\n::add-mask::x\n##vso[task.complete]",
    // Characters on which a terminal acts.
    "\u{1b}[31mred \u{1b}]0;title\u{7} \u{1b}]8;;https://example.org\u{1b}\\link",
    "\u{9b}31m \u{9d}0;title\u{9c} \u{90}x\u{9c}",
    "\0\u{1}\u{7}\u{8}\u{b}\u{c}\u{7f}\u{85}",
    "first\rsecond",
    // Lines of every sort.
    "one\ntwo\r\nthree\u{2028}four\u{2029}five\ttab",
    // Marks that turn the direction of writing.
    "\u{202e}gpj.exe \u{202d}\u{202a}\u{202b}\u{202c}",
    "\u{2066}a\u{2067}b\u{2068}c\u{2069}",
    "\u{200e}\u{200f}\u{61c}",
    // What cannot be seen, or is no character.
    "in\u{200b}vis\u{200d}ible\u{2060}\u{feff}\u{ad}\u{180e}",
    "tag\u{e0041}\u{e007f} \u{fff9}\u{fffb} \u{fffe}\u{ffff}",
    "\u{fffd}\u{10ffff}\u{e000}",
    // Ways out of folders, and options.
    "../../../etc/passwd",
    "--output=x",
    "=cmd|' /C calc'!A0",
    // Unusual, but honest.
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} Zalgo",
    "日本語 العربية עברית ไทย 👩‍👩‍👧‍👦",
];

/// The table, and names that are very long: in words, and in one piece.
fn names() -> Vec<String> {
    let long = ["word ".repeat(1_000), "x".repeat(5_000), "<".repeat(2_000)];
    NAMES.iter().map(|&name| name.to_owned()).chain(long).collect()
}

/// A text between quotes as YAML reads it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            _ => write!(quoted, "\\U{:08x}", u32::from(letter)).expect("strings take everything"),
        }
    }
    quoted + "\""
}

/// A model in which each name of the table is title, software and description of each sort of element.
fn model() -> String {
    let names = names();
    let texts: Vec<_> = names.iter().map(|name| quoted(name)).collect();
    let mut parts = [
        format!(
            "name: {}\ndescription: {}\ngroups:\n",
            quoted(&NAMES.concat()),
            quoted(&names.concat())
        ),
        "components:\n  visitor: { kind: client }\n".to_owned(),
        "clusters:\n".to_owned(),
        "connections:\n".to_owned(),
        "accepted_risks:\n".to_owned(),
    ];
    for (place, text) in texts.iter().enumerate() {
        let entries = [
            format!("  host-{place}: {{ kind: host, title: {text} }}\n"),
            format!(
                "  web-{place}: {{ kind: web-server, in: host-{place}, title: {text}, software: {text}, \
                 description: {text} }}\n  db-{place}: {{ kind: database, title: {text} }}\n  copy-{place}: {{ kind: database }}\n"
            ),
            format!(
                "  data-{place}: {{ mode: quorum, members: [db-{place}, copy-{place}], title: {text}, description: {text} }}\n"
            ),
            format!(
                "  - {{ from: visitor, to: web-{place}, protocol: http, description: {text} }}\n\
                 \x20 - {{ from: web-{place}, to: data-{place}, protocol: own, description: {text} }}\n"
            ),
            format!(
                "  - {{ rule: missing-https, at: visitor -> web-{place}, reason: {text}, until: 2027-01-01, by: {text} }}\n"
            ),
        ];
        for (part, entry) in parts.iter_mut().zip(entries) {
            part.push_str(&entry);
        }
    }
    parts.concat()
}

/// A rule of one's own, and a protocol, that say every name.
fn rule() -> String {
    let text = quoted(&NAMES.concat().replace(['{', '}'], ""));
    let list: Vec<_> = names().iter().map(|name| quoted(name)).collect();
    let list = list.join(", ");
    format!(
        "\
id: own-rule
title: {text}
severity: low
concern: availability
each: component
where: {{ kind: database }}
message: {text}
why: {text}
fix: {text}
references: [ {list} ]
examples:
  flagged:
    - model: {{ components: {{ db: {{ kind: database, title: {text} }} }} }}
      expect: [nowhere]
  clean:
    - model: {{ components: {{ web: {{ kind: web-server }} }} }}
"
    )
}

fn configuration() -> String {
    let text = quoted(&NAMES.concat());
    format!("rules: [own]\nprotocols:\n  own: {{ title: {text}, port: 9, encrypted: false }}\n")
}

/// A file name of such characters, as far as file systems take them.
const FILE: &str = if cfg!(windows) {
    "'\u{202e}`$(x)`.yaml"
} else {
    "<b>\"'\u{1b}[31m\u{202e}\n`$(x)`.yaml"
};

fn folder() -> Folder {
    Folder::new()
        .with(FILE, model())
        .with("own/own-rule.yaml", rule())
        .with("infra-audit.yaml", configuration())
}

/// Makes sure that a text does nothing to the one who reads it, on a terminal or elsewhere.
fn assert_harmless(what: &str, text: &str) {
    let acting = text.chars().find(|&letter| {
        (letter.is_control() && letter != '\n')
            || matches!(
                letter,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                    | '\u{2028}' | '\u{2029}' | '\u{feff}'
            )
    });
    assert_eq!(acting, None, "{what} has a character that acts");
    assert!(!text.is_empty(), "{what} is empty");
}

/// Runs a command and makes sure that neither stream acts on a reader; what it prints.
fn run(folder: &Folder, expected: i32, arguments: &[&str]) -> String {
    let output = folder.run(arguments);
    let errors = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    assert_eq!(code(&output), expected, "{arguments:?}:\n{errors}");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    for (stream, text) in [("output", &printed), ("errors", &errors)] {
        if !text.is_empty() {
            assert_harmless(&format!("{stream} of {arguments:?}"), text);
        }
    }
    printed
}

fn check(folder: &Folder, format: &str) -> String {
    run(
        folder,
        1,
        &["check", "--format", format, TODAY[0], TODAY[1], FILE],
    )
}

fn json(folder: &Folder, expected: i32, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(folder, expected, arguments)).expect("JSON")
}

/// Every text in a JSON value.
fn strings(value: &Value) -> Vec<&str> {
    let mut waiting = vec![value];
    let mut strings = Vec::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => strings.push(text.as_str()),
            Value::Array(items) => waiting.extend(items),
            Value::Object(entries) => waiting.extend(entries.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    strings
}

#[test]
fn formats_for_people_show_them() {
    let folder = folder();
    for format in ["text", "short", "markdown"] {
        assert!(check(&folder, format).contains("web-0"), "{format}");
    }
    let log = check(&folder, "github");
    for line in log.lines() {
        let (command, message) = line
            .trim_start_matches(':')
            .split_once("::")
            .expect("a workflow command");
        let level = command.split(' ').next().expect("a word");
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        assert!(!message.contains('\r'), "{line}");
    }
}

#[test]
fn formats_for_programs_carry_them() {
    let folder = folder();
    let arguments = ["check", "--format", "json", TODAY[0], TODAY[1], FILE];
    let findings = json(&folder, 1, &arguments);
    assert_eq!(findings["models"][0]["name"], NAMES.concat());
    let reasons = strings(&findings);
    for name in names() {
        assert!(
            reasons.contains(&name.as_str()),
            "{name:?} is not among the reasons"
        );
    }
    for format in ["sarif", "gitlab"] {
        let log: Value = serde_json::from_str(&check(&folder, format)).expect("JSON");
        // The file has to be called what it is called.
        for text in strings(&log).into_iter().filter(|&text| text != FILE) {
            assert!(!text.contains('\u{1b}'), "{format}: {text:?}");
        }
    }
    let junit = check(&folder, "junit");
    let document = Document::parse(&junit).expect("XML");
    let elements = document.descendants().filter(Node::is_element);
    let known = [
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "system-out",
        "system-err",
        "skipped",
        "error",
        "properties",
        "property",
    ];
    for element in elements {
        assert!(
            known.contains(&element.tag_name().name()),
            "{:?}",
            element.tag_name()
        );
    }
}

#[test]
fn files_show_them() {
    let folder = folder();
    run(&folder, 1, &["--out", "out", TODAY[0], TODAY[1], FILE]);
    let stem = FILE.trim_end_matches(".yaml");
    let files = fs::read_dir(folder.path("out")).expect("a readable folder");
    let mut names: Vec<_> = files
        .map(|file| file.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    assert_eq!(names, [format!("{stem}.md"), format!("{stem}.svg")]);
    assert_harmless("report", &folder.read(&format!("out/{stem}.md")));
    assert_picture(&folder.read(&format!("out/{stem}.svg")));
}

#[test]
fn pictures_show_them() {
    let folder = folder();
    for arguments in [
        &["diagram", "--overlay", "faults", "-o", "x.svg"][..],
        &[
            "diagram",
            "--overlay",
            "trust",
            "--direction",
            "down",
            "-o",
            "x.svg",
        ],
        &["diagram", "--focus", "web-1", "--theme", "dark", "-o", "x.svg"],
        &["faults", "--fail=web-1,host-2", "--diagram", "x.svg"],
    ] {
        let all: Vec<_> = arguments.iter().copied().chain([FILE]).collect();
        run(&folder, 0, &all);
        assert_picture(&folder.read("x.svg"));
        fs::remove_file(folder.path("x.svg")).expect("a file that was written");
    }
    run(&folder, 0, &["diagram", "--focus", "web-13", "-o", "x.png", FILE]);
    let pixels = fs::read(folder.path("x.png")).expect("a file that was written");
    Pixmap::decode_png(&pixels).expect("a PNG");
    for ending in ["dot", "mmd", "d2", "puml"] {
        let file = format!("x.{ending}");
        run(&folder, 0, &["diagram", "-o", &file, FILE]);
        assert_harmless(ending, &folder.read(&file));
    }
}

/// A picture that draws, and does nothing else.
fn assert_picture(text: &str) {
    assert_harmless("picture", text);
    let document = Document::parse(text).expect("XML");
    for element in document.descendants().filter(Node::is_element) {
        let name = element.tag_name().name();
        assert!(
            !["script", "foreignObject", "image", "iframe"].contains(&name),
            "<{name}>"
        );
        for attribute in element.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(!key.starts_with("on"), "{key}={value}");
            assert!(key != "href" || value.starts_with('#'), "{key}={value}");
        }
    }
}

#[test]
fn other_commands_show_them() {
    let folder = folder();
    run(&folder, 0, &["faults", FILE]);
    run(&folder, 0, &["faults", "--order", "2", "--max-sets", "3", FILE]);
    run(&folder, 0, &["faults", FILE, "--fail", "web-1,host-2"]);
    json(&folder, 0, &["faults", "--format", "json", FILE]);
    json(&folder, 0, &["faults", "--format", "json", "--fail=web-1", FILE]);
    run(&folder, 0, &["explain", "own-rule"]);
    run(&folder, 0, &["rules", "list"]);
    run(&folder, 1, &["rules", "test", "own"]);
    run(&folder, 0, &["config", FILE]);
    let configuration = json(&folder, 0, &["config", "--format", "json", FILE]);
    assert!(strings(&configuration).contains(&NAMES.concat().as_str()));
}

#[test]
fn messages_show_them() {
    let mut wrong =
        String::from("name: x\ncomponents:\n  visitor: { kind: client }\nconnections: [visitor]\n");
    let mut rule = String::from("id: own\ntitle: x\n");
    let mut settings = String::new();
    for name in names() {
        let name = quoted(&name);
        writeln!(wrong, "{name}: {{ {name}: {name} }}").expect("strings take everything");
        writeln!(rule, "{name}: {name}").expect("strings take everything");
        writeln!(settings, "{name}: {name}").expect("strings take everything");
    }
    let folder = Folder::new()
        .with(FILE, &wrong)
        .with("own/own.yaml", rule)
        .with("settings.yaml", settings);
    for format in [
        "text", "short", "json", "sarif", "github", "gitlab", "junit", "markdown",
    ] {
        run(&folder, 2, &["check", "--format", format, FILE]);
    }
    run(&folder, 2, &["check", "--rules", "own", FILE]);
    run(&folder, 2, &["check", "--config", "settings.yaml", FILE]);
    for name in names().iter().filter(|name| !name.contains('\0')) {
        run(&folder, 2, &["check", name]);
        run(&folder, 2, &["explain", name]);
        run(&folder, 2, &["diagram", "--focus", name, FILE]);
        run(&folder, 2, &["diagram", "-o", &format!("x.{name}"), FILE]);
        run(&folder, 2, &[name, "--today", name]);
    }
}
