//! `infra-audit explain RULE`: why a rule matters, and how to mend what it finds.

use std::path::Path;

use super::arguments::ExplainArguments;
use super::standard::{self, Standard};
use super::{Exit, Failure, Session};
use crate::report::text;

pub(super) fn run(arguments: &ExplainArguments, session: &mut Session) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    let standard = match Standard::at(Path::new("."), &arguments.config, &arguments.rules) {
        Ok(standard) => standard,
        Err(bad) => return Ok(standard::report(&bad, streams)?),
    };
    let catalogue = &standard.catalogue;
    let Some(rule) = catalogue.rule(&arguments.rule) else {
        let help = catalogue.nearest(&arguments.rule).map_or_else(
            || "`infra-audit rules list` lists the rules".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        let message = format!("there is no rule `{}`", arguments.rule);
        text::problem(&mut streams.err, &message, Some(&help))?;
        return Ok(Exit::Bad);
    };
    text::explanation(&mut streams.out, rule)?;
    Ok(Exit::Clean)
}
