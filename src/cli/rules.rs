//! `infra-audit rules …`: the catalogue.

use super::arguments::RulesCommand;
use super::{Exit, Failure, Session};
use crate::audit::{ExampleOutcome, run_examples};
use crate::report::text;

pub(super) fn run(command: &RulesCommand, session: &mut Session) -> Result<Exit, Failure> {
    let Session { streams, catalogue } = session;
    match command {
        RulesCommand::List => {
            text::catalogue(&mut streams.out, catalogue)?;
            Ok(Exit::Clean)
        }
        RulesCommand::Test => {
            let results = run_examples(catalogue);
            text::examples(&mut streams.out, &results)?;
            let passed = results
                .iter()
                .all(|result| result.outcome == ExampleOutcome::Passed);
            Ok(if passed { Exit::Clean } else { Exit::Found })
        }
    }
}
