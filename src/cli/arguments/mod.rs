//! Arguments as they are written.

mod options;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

pub(super) use self::options::{
    ConfigArguments, FindingsArguments, NamedArguments, PastArguments, ReadingArguments, RulesArguments,
};
pub(super) use self::values::output;
pub(super) use self::values::{
    ChangeFormat, Colours, FailOn, FindingsFormat, Format, Overlay, SchemaOf, Way, When,
};
use self::values::{input, scale};
use super::init::InitArguments;
use super::man::ManArguments;
use crate::analysis::faults::MOST_IN_A_CUT_SET;
use crate::model::Date;

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
    #[arg(required = true, value_name = "MODEL", value_parser = input(), value_hint = ValueHint::FilePath)]
    pub(super) models: Vec<PathBuf>,

    /// Folder for the diagram and the report of each model [default: output]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,

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
    #[arg(required = true, value_name = "PATH", value_parser = input(), value_hint = ValueHint::AnyPath)]
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
    #[arg(required = true, value_name = "MODEL", value_parser = input(), value_hint = ValueHint::FilePath)]
    pub(super) models: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) named: NamedArguments,

    /// File to write, whose ending (svg, png, dot, mmd, d2, puml) tells the language, or a folder for the SVG of each
    /// model [default: SVG to standard output]
    #[arg(short, long, value_name = "FILE", value_parser = output(), value_hint = ValueHint::AnyPath)]
    pub(super) output: Option<PathBuf>,

    /// Fail if FILE, or the picture of a model in this folder, is not what would be drawn now, and write nothing
    #[arg(long, value_name = "FILE", value_parser = input(), conflicts_with = "output", value_hint = ValueHint::AnyPath)]
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
    #[arg(value_name = "BASE", value_parser = input(), value_hint = ValueHint::FilePath)]
    pub(super) base: PathBuf,

    /// The model as it is
    #[arg(
        value_name = "HEAD",
        value_parser = input(),
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
    #[arg(short = 'o', long, value_name = "FILE", value_parser = output(), value_hint = ValueHint::FilePath)]
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
    #[arg(value_name = "MODEL", value_parser = input(), value_hint = ValueHint::FilePath)]
    pub(super) model: PathBuf,

    /// Tell what happens when all of these components and failure domains fail at once
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',', conflicts_with = "pairs")]
    pub(super) fail: Vec<String>,

    /// Draw it, too, to this file, whose ending (svg, png) tells the format
    #[arg(long, value_name = "FILE", value_parser = output(), requires = "fail", value_hint = ValueHint::FilePath)]
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
