//! `infra-audit completions SHELL`: a completion script.

use clap::CommandFactory;

use super::arguments::{Arguments, CompletionsArguments};
use super::{Exit, Failure, Session};

pub(super) fn run(arguments: &CompletionsArguments, session: &mut Session) -> Result<Exit, Failure> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    // The generator panics when its writer fails, so it gets one that does not.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    session.streams.out.write_all(&script)?;
    Ok(Exit::Clean)
}
