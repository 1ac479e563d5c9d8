//! Arguments as they are written.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::init::InitArguments;
use super::man::ManArguments;
use crate::analysis::faults::MOST_IN_A_CUT_SET;
use crate::model::Date;
use crate::workspace::Named;

/// What people do with the program, one command in each line.
pub(super) const EXAMPLES: &str = "  infra-audit init shop.yaml                 begin a model
  infra-audit models/shop.yaml               audit; write output/shop.svg and output/shop.md
  infra-audit check .                        audit every model below this folder, write nothing
  infra-audit check --format json shop.yaml  the same for programs
  infra-audit check --since main .           the same, and what is new since the branch main
  infra-audit diff old.yaml new.yaml         what a change made worse, better, or left
  infra-audit faults shop.yaml               what breaks when what fails
  infra-audit explain missing-https          why a rule matters, and how to mend what it finds";

/// What the exit codes mean, one in each line.
pub(super) const EXIT_CODES: &str = "  0  nothing found at or above --fail-on
  1  something found at or above --fail-on; a stale diagram; a rule that fails its test
  2  bad input, a bad rule file or bad usage";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "infra-audit",
    version,
    about = "Draws and audits infrastructure: proves single points of failure and missing defences",
    after_help = format!("Examples:\n{EXAMPLES}\n\nExit codes:\n{EXIT_CODES}"),
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[command(flatten)]
    pub(super) audit: AuditArguments,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// What can be done besides a whole audit.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a first model, with comments that teach the format
    Init(InitArguments),
    /// Audit models and print the findings, but write no file
    Check(CheckArguments),
    /// Draw a model
    Diagram(DiagramArguments),
    /// Tell what a change made worse, better, or left
    Diff(DiffArguments),
    /// Tell what breaks when what fails
    Faults(FaultsArguments),
    /// Explain a rule: why it matters, and how to mend what it finds
    Explain(ExplainArguments),
    /// Work with the catalogue of rules: those that ship, and your own
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Show which configuration holds for a model or folder, and what it comes to
    Config(ConfigCommandArguments),
    /// Print a JSON Schema, for editors and for programs
    Schema(SchemaArguments),
    /// Print a completion script for a shell
    Completions(CompletionsArguments),
    /// Print the manual page of the program, or of one of its commands
    Man(ManArguments),
}

/// `infra-audit MODEL…`
#[derive(Debug, Args)]
pub(super) struct AuditArguments {
    /// Models to audit, draw and report on
    #[arg(required = true, value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub(super) models: Vec<PathBuf>,

    /// Folder for the diagram and the report of each model
    #[arg(long, value_name = "DIR", default_value = "output", value_hint = ValueHint::DirPath)]
    pub(super) out: PathBuf,

    #[command(flatten)]
    pub(super) findings: FindingsArguments,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,

    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

/// `infra-audit check PATH…`
#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Models, or folders with models in them
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) named: NamedArguments,

    #[command(flatten)]
    pub(super) findings: FindingsArguments,

    #[command(flatten)]
    pub(super) past: PastArguments,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,

    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

/// `infra-audit diagram MODEL`
#[derive(Debug, Args)]
pub(super) struct DiagramArguments {
    /// The model to draw, or several for a folder
    #[arg(required = true, value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub(super) models: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) named: NamedArguments,

    /// File to write, whose ending (svg, png, dot, mmd, d2, puml) tells the language, or a folder for the SVG of each
    /// model [default: SVG to standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) output: Option<PathBuf>,

    /// Fail if FILE, or the picture of a model in this folder, is not what would be drawn now, and write nothing
    #[arg(long, value_name = "FILE", conflicts_with = "output", value_hint = ValueHint::AnyPath)]
    pub(super) check: Option<PathBuf>,

    /// Pixels of a PNG file for each of the drawing
    #[arg(long, value_name = "FACTOR", default_value = "2", value_parser = scale)]
    pub(super) scale: f32,

    /// What to show on the elements
    #[arg(long, value_name = "WHAT", default_value = "findings")]
    pub(super) overlay: Overlay,

    /// The colours of an SVG or PNG file: auto follows what the reader prefers
    #[arg(long, value_name = "COLOURS", default_value = "auto")]
    pub(super) theme: Colours,

    /// Draw groups as one box each: a kind such as host or zone, one group, or none [default: in large pictures only]
    #[arg(long, value_name = "GROUPS")]
    pub(super) collapse: Option<String>,

    /// Draw only what is near this component, cluster or group
    #[arg(long, value_name = "ID")]
    pub(super) focus: Option<String>,

    /// How many connections away from the focus that is
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "focus")]
    pub(super) hops: usize,

    /// Which way traffic runs
    #[arg(long, value_name = "WAY", default_value = "right")]
    pub(super) direction: Way,

    /// The day by which accepted risks are judged [default: the current day]
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<Date>,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,

    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

/// `infra-audit diff BASE HEAD`, `infra-audit diff --git REV MODEL`
#[derive(Debug, Args)]
#[command(override_usage = "infra-audit diff [OPTIONS] <BASE> <HEAD>\n       \
                            infra-audit diff [OPTIONS] --git <REV> <MODEL>")]
pub(super) struct DiffArguments {
    /// The model as it was; with --git, as it is
    #[arg(value_name = "BASE", value_hint = ValueHint::FilePath)]
    pub(super) base: PathBuf,

    /// The model as it is
    #[arg(
        value_name = "HEAD",
        required_unless_present = "git",
        conflicts_with = "git",
        value_hint = ValueHint::FilePath
    )]
    pub(super) head: Option<PathBuf>,

    /// Take the model as it was from this revision, which git keeps: a branch, a tag or a commit
    #[arg(long, value_name = "REV")]
    pub(super) git: Option<String>,

    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: ChangeFormat,

    /// Draw it, too, to this file, whose ending (svg, png) tells the format
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) diagram: Option<PathBuf>,

    /// The mildest severity that makes the exit code 1 [default: as configured, or else medium]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,

    /// Let only findings that are new, or worse than before, make the exit code 1
    #[arg(long)]
    pub(super) fail_on_new: bool,

    /// The day by which accepted risks are judged [default: the current day]
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<Date>,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,

    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

/// `infra-audit faults MODEL`
#[derive(Debug, Args)]
pub(super) struct FaultsArguments {
    /// The model to look at
    #[arg(value_name = "MODEL", value_hint = ValueHint::FilePath)]
    pub(super) model: PathBuf,

    /// Tell what happens when all of these components and failure domains fail at once
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',', conflicts_with = "pairs")]
    pub(super) fail: Vec<String>,

    /// Draw it, too, to this file, whose ending (svg, png) tells the format
    #[arg(long, value_name = "FILE", requires = "fail", value_hint = ValueHint::FilePath)]
    pub(super) diagram: Option<PathBuf>,

    /// List the pairs that stop a journey together, while neither does alone
    #[arg(long)]
    pub(super) pairs: bool,

    /// List at most this many pairs for each journey; all of them are counted
    #[arg(long, value_name = "NUMBER", default_value = "10000", requires = "pairs")]
    pub(super) max_pairs: usize,

    /// List the minimal cut sets of up to this many components and failure domains: what stops a journey only all
    /// together
    #[arg(long, value_name = "NUMBER", conflicts_with = "fail", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_IN_A_CUT_SET)))]
    pub(super) order: Option<u32>,

    /// List at most this many minimal cut sets for each journey; all of them are counted
    #[arg(long, value_name = "NUMBER", default_value = "1000", requires = "order")]
    pub(super) max_sets: usize,

    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) reading: ReadingArguments,
}

/// `infra-audit explain RULE`
#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// Identifier of the rule, such as `missing-https`
    #[arg(value_name = "RULE")]
    pub(super) rule: String,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,
}

/// `infra-audit rules …`
#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// List every rule with its severity and title
    List(RulesListArguments),
    /// Run the examples of rules as tests
    Test(RulesTestArguments),
}

/// `infra-audit rules list`
#[derive(Debug, Args)]
pub(super) struct RulesListArguments {
    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,
}

/// `infra-audit rules test [DIR…]`
#[derive(Debug, Args)]
pub(super) struct RulesTestArguments {
    /// Folders with rules, or rule files, whose examples are run [default: those of every rule]
    #[arg(value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub(super) folders: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,
}

/// `infra-audit config [PATH]`
#[derive(Debug, Args)]
pub(super) struct ConfigCommandArguments {
    /// A model, or a folder with models
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) path: PathBuf,

    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,

    #[command(flatten)]
    pub(super) config: ConfigArguments,

    #[command(flatten)]
    pub(super) rules: RulesArguments,
}

/// `infra-audit schema [OF]`
#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What the schema is of
    #[arg(value_name = "OF", default_value = "topology")]
    pub(super) of: SchemaOf,
}

/// `infra-audit completions SHELL`
#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// What becomes of files that are named.
#[derive(Debug, Args)]
pub(super) struct NamedArguments {
    /// Pass over named files that are no models, as below a folder
    #[arg(long)]
    pub(super) models_only: bool,
}

impl NamedArguments {
    /// What is asked of a file that is named.
    pub(super) const fn named(&self) -> Named {
        if self.models_only {
            Named::Judged
        } else {
            Named::Taken
        }
    }
}

/// How findings are printed and what they mean for the exit code.
#[derive(Debug, Args)]
pub(super) struct FindingsArguments {
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: FindingsFormat,

    /// Also write the findings to FILE in this format; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = FormatAndFile::parse)]
    pub(super) outputs: Vec<FormatAndFile>,

    /// The mildest severity that makes the exit code 1 [default: as configured, or else medium]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<FailOn>,

    /// The day by which accepted risks are judged [default: the current day]
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<Date>,
}

/// What findings are compared with.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("past").args(["since", "baseline"])))]
pub(super) struct PastArguments {
    /// Tell what is new since this revision, which git keeps: a branch, a tag or a commit
    #[arg(long, value_name = "REV", help_heading = "Comparing")]
    pub(super) since: Option<String>,

    /// Tell what is new beside the findings that this file lists
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Comparing")]
    pub(super) baseline: Option<PathBuf>,

    /// List all findings in this file, as a baseline for later runs; the exit code is then 0
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Comparing")]
    pub(super) write_baseline: Option<PathBuf>,

    /// Let only findings that are new, or worse than before, make the exit code 1
    #[arg(long, requires = "past", help_heading = "Comparing")]
    pub(super) fail_on_new: bool,
}

/// Which configuration holds.
#[derive(Debug, Args)]
pub(super) struct ConfigArguments {
    /// Use this configuration [default: infra-audit.yaml beside the model, or above it in its repository]
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        value_hint = ValueHint::FilePath,
        help_heading = "Configuration"
    )]
    pub(super) config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, help_heading = "Configuration")]
    pub(super) no_config: bool,
}

/// Which rules there are beside those that ship.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// Add the rules in this folder, or in this file; can be given several times
    #[arg(long, value_name = "DIR", value_hint = ValueHint::AnyPath, help_heading = "Configuration")]
    pub(super) rules: Vec<PathBuf>,
}

/// How much of a model is read before it is refused.
#[derive(Debug, Args)]
pub(super) struct ReadingArguments {
    /// Refuse files larger than this many bytes [default: 64 MiB]
    #[arg(
        long = "max-bytes",
        value_name = "BYTES",
        help_heading = "Bounds on what is read"
    )]
    pub(super) bytes: Option<usize>,

    /// Refuse files nested deeper than this [default: 128]
    #[arg(
        long = "max-depth",
        value_name = "LEVELS",
        help_heading = "Bounds on what is read"
    )]
    pub(super) depth: Option<usize>,

    /// Refuse files with more elements than this [default: 1000000]
    #[arg(
        long = "max-elements",
        value_name = "NUMBER",
        help_heading = "Bounds on what is read"
    )]
    pub(super) elements: Option<usize>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
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
pub(super) enum ChangeFormat {
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
pub(super) struct FormatAndFile {
    pub(super) format: FindingsFormat,
    pub(super) file: PathBuf,
}

impl FormatAndFile {
    fn parse(written: &str) -> Result<Self, String> {
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
pub(super) enum Format {
    Text,
    Json,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
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
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// The mildest severity that counts as failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Critical,
    High,
    Medium,
    Low,
    Info,
    Never,
}

/// What a diagram shows on the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Overlay {
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
pub(super) enum Colours {
    Auto,
    Light,
    Dark,
}

/// Which way traffic runs in a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Way {
    Right,
    Down,
}

/// How much a drawing is enlarged: a number above zero.
fn scale(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(factor) if f32::is_finite(factor) && factor > 0.0 => Ok(factor),
        _ => Err("not a number above zero".to_owned()),
    }
}
