//! The comment on a pull request: one, kept up to date, and only where there is something to say.

use std::fs;
use std::process::Output;

use super::{Bench, shown, text};
use crate::program::code;

const MARKER: &str = "<!-- infra-audit -->";

fn bench() -> Bench {
    let bench = Bench::new().with_program("gh", &text("tests/integration/integrations/gh"));
    let temp = bench.path("temp").display().to_string();
    bench
        .set("FAKE", &temp)
        .set("MARKDOWN", format!("{temp}/findings.md"))
        .set("PULL_REQUEST", "7")
        .set("KEY", "")
        .set("GITHUB_REPOSITORY", "o/r")
}

/// Comments on what an audit with this exit code said.
fn comment(bench: Bench, exit: &str, said: &str) -> (Bench, Output) {
    fs::write(bench.path("temp/findings.md"), format!("{MARKER}\n{said}\n")).expect("a report");
    let bench = bench.set("EXIT_CODE", exit);
    let output = bench.script("integrations/github/comment.sh");
    assert_eq!(code(&output), 0, "{}", shown(&output));
    (bench, output)
}

/// The comments that there are, by the name of their files.
fn comments(bench: &Bench) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(bench.path("temp/comments")) else {
        return Vec::new();
    };
    let mut comments: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("a readable entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a comment"))
        })
        .collect();
    comments.sort();
    comments
}

#[test]
fn one_comment_is_kept_up_to_date() {
    let (bench, _) = comment(bench(), "0", "all is well");
    assert_eq!(comments(&bench), [], "nothing was ever wrong");
    let (mut bench, _) = comment(bench, "1", "two findings");
    let first = comments(&bench);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].1, format!("{MARKER}\ntwo findings\n"));
    for (exit, said) in [("1", "one finding"), ("2", "invalid"), ("0", "all is well again")] {
        let (after, output) = comment(bench, exit, said);
        assert_eq!(shown(&output).trim(), "");
        bench = after;
        assert_eq!(
            comments(&bench),
            [(first[0].0.clone(), format!("{MARKER}\n{said}\n"))]
        );
    }
}

#[test]
fn each_key_has_a_comment_of_its_own() {
    let (bench, _) = comment(bench(), "1", "of all");
    let (bench, _) = comment(bench.set("KEY", "shop"), "1", "of the shop");
    let (bench, _) = comment(bench.set("KEY", "shop-2"), "1", "of the other shop");
    let (bench, _) = comment(bench.set("KEY", "shop"), "0", "of the shop, mended");
    let (bench, _) = comment(bench.set("KEY", ""), "0", "of all, mended");
    let bodies: Vec<_> = comments(&bench).into_iter().map(|(_, body)| body).collect();
    assert_eq!(
        bodies,
        [
            format!("{MARKER}\nof all, mended\n"),
            "<!-- infra-audit shop -->\nof the shop, mended\n".to_owned(),
            "<!-- infra-audit shop-2 -->\nof the other shop\n".to_owned(),
        ]
    );
    for key in ["a b", "x\" | halt_error", "-->"] {
        let (after, output) = comment(self::bench().set("KEY", key), "1", "a finding");
        assert_eq!(comments(&after), [], "{key}");
        assert!(
            shown(&output).contains("::warning::No comment is written"),
            "{key}"
        );
    }
}

#[test]
fn comments_of_others_are_left_alone() {
    let bench = bench();
    let quoting = format!("{MARKER}\nI say so\n");
    fs::create_dir(bench.path("temp/comments")).expect("a new folder");
    fs::write(bench.path("temp/comments/somebody"), &quoting).expect("a comment");
    fs::write(bench.path("temp/comments/5"), format!("see {MARKER}\n")).expect("a comment");
    let (bench, _) = comment(bench, "1", "a finding");
    let all = comments(&bench);
    assert_eq!(all.len(), 3);
    assert!(all.contains(&("somebody".to_owned(), quoting)));
    assert!(all.contains(&("5".to_owned(), format!("see {MARKER}\n"))));
}

#[test]
fn without_a_pull_request_or_the_permission_nothing_is_written() {
    let (bench, output) = comment(bench().set("READ_ONLY", "1"), "1", "a finding");
    assert_eq!(comments(&bench), []);
    assert!(
        shown(&output).contains("::warning::The comment could not be written."),
        "{}",
        shown(&output)
    );
    let (bench, _) = comment(bench.set("PULL_REQUEST", ""), "1", "a finding");
    assert_eq!(comments(&bench), []);
    let calls = fs::read_to_string(bench.path("temp/calls")).expect("calls");
    assert_eq!(
        calls.lines().count(),
        2,
        "the second run asked for nothing: {calls}"
    );
}

#[test]
fn what_is_said_reaches_the_comment_as_it_is() {
    let hostile =
        "$(touch pwned) `touch pwned` \"; touch pwned; ' ${HOME} @/etc/hostname \\n %0A\n@everybody";
    let (bench, _) = comment(bench(), "1", hostile);
    assert_eq!(comments(&bench)[0].1, format!("{MARKER}\n{hostile}\n"));
    assert!(!bench.path("work/pwned").exists(), "something was run");
}

#[test]
fn a_long_report_is_cut_between_lines() {
    let line = format!("| {} |\n", "ä".repeat(50));
    let said = format!("<details>\n{}</details>", line.repeat(2_000));
    let (bench, _) = comment(bench(), "1", &said);
    let body = &comments(&bench)[0].1;
    assert!(body.len() < 65_536, "{} bytes", body.len());
    assert!(body.len() > 50_000, "{} bytes", body.len());
    assert!(body.starts_with(MARKER));
    let rest = "\n</details>\n\nThe rest is in the summary of the run.\n";
    let rows = body.strip_suffix(rest).expect("an end");
    assert!(rows.ends_with(&line));
}
