//! What options can be set to.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::yaml::Limits;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FindingsFormat {
    /// With snippets, proofs and remedies, for people
    Text,
    /// A line for each: `FILE:LINE:COLUMN: SEVERITY[RULE] MESSAGE`
    Short,
    /// For programs
    Json,
    /// For code-scanning sites and editors
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Results of a test run
    Junit,
    /// A comment on a pull request
    Markdown,
}

/// How it is printed what a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ChangeFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For code-scanning sites and editors
    Sarif,
    /// A comment on a pull request
    Markdown,
}

/// A format and the file that is written in it.
#[derive(Clone, Debug)]
pub(in crate::cli) struct FormatAndFile {
    pub(in crate::cli) format: FindingsFormat,
    pub(in crate::cli) file: PathBuf,
}

impl FormatAndFile {
    pub(super) fn parse(written: &str) -> Result<Self, String> {
        let known = || {
            let formats = FindingsFormat::value_variants().iter();
            let names = formats.filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()));
            names.collect::<Vec<_>>().join(", ")
        };
        let (format, file) = written
            .split_once('=')
            .filter(|(_, file)| !file.is_empty())
            .ok_or_else(|| format!("write FORMAT=FILE; the formats are {}", known()))?;
        if file == STANDARD_STREAM {
            return Err(
                "`-` is no file: --format says what is printed, and /dev/stdout is a file".to_owned(),
            );
        }
        let format = FindingsFormat::from_str(format, false)
            .map_err(|_| format!("`{format}` is no format; the formats are {}", known()))?;
        Ok(Self {
            format,
            file: file.into(),
        })
    }
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    Text,
    Json,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// Models
    Topology,
    /// Rule files
    Rule,
    /// The configuration, infra-audit.yaml
    Config,
    /// What `check --format json` prints
    Findings,
    /// What `diff --format json` prints
    Diff,
    /// Baselines, which `check --write-baseline` writes
    Baseline,
    /// What `faults --format json` prints
    Faults,
    /// What `faults --fail ID --format json` prints
    WhatIf,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

/// The mildest severity that counts as failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    Critical,
    High,
    Medium,
    Low,
    Info,
    Never,
}

/// What a diagram shows on the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Overlay {
    /// What is wrong with them
    Findings,
    /// The worst that their loss does to a journey
    Faults,
    /// How far each place can be trusted
    Trust,
    /// Nothing
    None,
}

/// The colours of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Colours {
    Auto,
    Light,
    Dark,
}

/// Which way traffic runs in a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Way {
    Right,
    Down,
}

/// How much a drawing is enlarged: a number above zero.
pub(super) fn scale(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(factor) if f32::is_finite(factor) && factor > 0.0 => Ok(factor),
        _ => Err("not a number above zero".to_owned()),
    }
}

/// What some programs take for a standard stream.
const STANDARD_STREAM: &str = "-";

/// A file or folder that is read.
pub(super) fn input() -> impl TypedValueParser<Value = PathBuf> {
    file("`-` is no file: write /dev/stdin for standard input, or ./- for a file of this name")
}

/// A file that is written.
pub(in crate::cli) fn output() -> impl TypedValueParser<Value = PathBuf> {
    file("`-` is no file: write /dev/stdout for standard output, or ./- for a file of this name")
}

fn file(refusal: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(move |path| {
        if path.as_os_str() == STANDARD_STREAM {
            Err(refusal)
        } else {
            Ok(path)
        }
    })
}

/// A number of bytes, alone or in one of the usual units.
pub(super) fn bytes(text: &str) -> Result<usize, String> {
    const UNITS: [(&str, usize); 8] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1_000),
        ("KB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("B", 1),
    ];
    let (number, unit) = UNITS
        .into_iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))
        .unwrap_or((text, 1));
    let number = number.trim_end().parse::<usize>().ok();
    number.and_then(|number| number.checked_mul(unit)).ok_or_else(|| {
        "write a number of bytes, such as 67108864, or one with a unit, such as 64MiB".to_owned()
    })
}

/// A number of levels that can be read.
pub(super) fn levels(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(levels) if levels <= Limits::DEEPEST => Ok(levels),
        Ok(_) => Err(format!("no more than {} levels are read", Limits::DEEPEST)),
        Err(_) => Err("not a number of levels".to_owned()),
    }
}
