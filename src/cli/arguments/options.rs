//! Options that several commands have in common.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};

use super::values::{FailOn, FindingsFormat, FormatAndFile, bytes, input, levels, output};
use crate::model::Date;
use crate::workspace::Named;

/// What becomes of files that are named.
#[derive(Debug, Args)]
pub(in crate::cli) struct NamedArguments {
    /// Pass over named files that are no models, as below a folder
    #[arg(long)]
    pub(in crate::cli) models_only: bool,
}

impl NamedArguments {
    /// What is asked of a file that is named.
    pub(in crate::cli) const fn named(&self) -> Named {
        if self.models_only {
            Named::Judged
        } else {
            Named::Taken
        }
    }
}

/// How findings are printed and what they mean for the exit code.
#[derive(Debug, Args)]
pub(in crate::cli) struct FindingsArguments {
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(in crate::cli) format: FindingsFormat,

    /// Also write the findings to FILE in this format; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = FormatAndFile::parse)]
    pub(in crate::cli) outputs: Vec<FormatAndFile>,

    /// The mildest severity that makes the exit code 1 [default: as configured, or else medium]
    #[arg(long, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: Option<FailOn>,

    /// The day by which accepted risks are judged [default: the current day]
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) today: Option<Date>,
}

/// What findings are compared with.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("past").args(["since", "baseline"])))]
pub(in crate::cli) struct PastArguments {
    /// Tell what is new since this revision, which git keeps: a branch, a tag or a commit
    #[arg(long, value_name = "REV", help_heading = "Comparing")]
    pub(in crate::cli) since: Option<String>,

    /// Tell what is new beside the findings that this file lists
    #[arg(
        long,
        value_name = "FILE",
        value_parser = input(),
        value_hint = ValueHint::FilePath,
        help_heading = "Comparing"
    )]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// List all findings in this file, as a baseline for later runs; the exit code is then 0
    #[arg(
        long,
        value_name = "FILE",
        value_parser = output(),
        value_hint = ValueHint::FilePath,
        help_heading = "Comparing"
    )]
    pub(in crate::cli) write_baseline: Option<PathBuf>,

    /// Let only findings that are new, or worse than before, make the exit code 1
    #[arg(long, requires = "past", help_heading = "Comparing")]
    pub(in crate::cli) fail_on_new: bool,
}

/// Which configuration holds.
#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArguments {
    /// Use this configuration [default: infra-audit.yaml beside the model, or above it in its repository]
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        value_hint = ValueHint::FilePath,
        help_heading = "Configuration"
    )]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, help_heading = "Configuration")]
    pub(in crate::cli) no_config: bool,
}

/// Which rules there are beside those that ship.
#[derive(Debug, Args)]
pub(in crate::cli) struct RulesArguments {
    /// Add the rules in this folder, or in this file; can be given several times
    #[arg(long, value_name = "DIR", value_hint = ValueHint::AnyPath, help_heading = "Configuration")]
    pub(in crate::cli) rules: Vec<PathBuf>,
}

/// How much of a model is read before it is refused.
#[derive(Debug, Args)]
pub(in crate::cli) struct ReadingArguments {
    /// Refuse files larger than this many bytes, or with a unit such as 64MiB [default: 64MiB]
    #[arg(
        long = "max-bytes",
        value_name = "BYTES",
        value_parser = bytes,
        help_heading = "Bounds on what is read"
    )]
    pub(in crate::cli) bytes: Option<usize>,

    /// Refuse files nested deeper than this [default: 128]
    #[arg(
        long = "max-depth",
        value_name = "LEVELS",
        value_parser = levels,
        help_heading = "Bounds on what is read"
    )]
    pub(in crate::cli) depth: Option<usize>,

    /// Refuse files with more elements than this [default: 1000000]
    #[arg(
        long = "max-elements",
        value_name = "NUMBER",
        help_heading = "Bounds on what is read"
    )]
    pub(in crate::cli) elements: Option<usize>,
}
