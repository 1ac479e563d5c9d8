//! `infra-audit init [FILE]`: a first model, with comments that teach the format.

mod answers;
mod model;
mod questions;

use std::path::PathBuf;

use clap::{Args, ValueHint};

use self::answers::Given;
use self::questions::Questions;
use super::arguments::output;
use super::shell::file_argument;
use super::{Exit, Failure, Session};
use crate::load;
use crate::report::json;
use crate::workspace::create;

/// The file beside the model that tells editors what can stand in it.
const SCHEMA: &str = "topology.schema.json";

/// `infra-audit init [FILE]`
#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The file to write, which must not be there yet
    #[arg(
        value_name = "FILE",
        default_value = "topology.yaml",
        value_parser = output(),
        value_hint = ValueHint::FilePath
    )]
    file: PathBuf,

    /// Ask nothing, and take the default for what no option answers
    #[arg(long)]
    defaults: bool,

    #[command(flatten)]
    given: Given,
}

pub(super) fn run(arguments: &InitArguments, session: &mut Session) -> Result<Exit, Failure> {
    let file = &arguments.file;
    // Nobody should answer questions in vain. What settles it is that `create` never replaces a file.
    if file.symlink_metadata().is_ok() {
        return Err(Failure::IsThere(file.clone()));
    }
    let answers = session.answers.as_mut().filter(|_| !arguments.defaults);
    let questions = answers.map(|answers| Questions::new(answers, &mut session.streams.err));
    let answers = arguments.given.complete(questions)?;
    let text = model::text(&answers, SCHEMA);
    if !create(file, text.as_bytes())? {
        return Err(Failure::IsThere(file.clone()));
    }
    let schema_file = file.with_file_name(SCHEMA);
    let mut schema = Vec::new();
    json::write(&mut schema, &load::schema())?;
    let is_new = create(&schema_file, &schema)?;
    let err = &mut session.streams.err;
    writeln!(err, "wrote {}", file.display())?;
    let left = if is_new { "wrote" } else { "left as it is:" };
    writeln!(err, "{left} {}, for editors", schema_file.display())?;
    writeln!(err, "next: infra-audit check {}", file_argument(file.as_os_str()))?;
    Ok(Exit::Clean)
}
