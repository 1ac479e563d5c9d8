//! What options can be set to.

use std::path::PathBuf;

use clap::ValueEnum;

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
