//! `infra-audit rules …`: the catalogue.

use super::arguments::RulesCommand;
use super::{Exit, Failure, Session};
use crate::report::text;

pub(super) fn run(command: &RulesCommand, session: &mut Session) -> Result<Exit, Failure> {
    let Session { streams, catalogue } = session;
    match command {
        RulesCommand::List => text::catalogue(&mut streams.out, catalogue)?,
    }
    Ok(Exit::Clean)
}
