//! `infra-audit rules …`: the catalogue.

use std::path::{Path, PathBuf};

use super::arguments::{ConfigArguments, RulesArguments, RulesCommand, RulesTestArguments};
use super::standard::{self, Standard};
use super::{Exit, Failure, Session};
use crate::audit::{ExampleOutcome, run_examples_of};
use crate::report::text;
use crate::rules::Rule;
use crate::workspace::rule_files;

pub(super) fn run(command: &RulesCommand, session: &mut Session) -> Result<Exit, Failure> {
    match command {
        RulesCommand::List(arguments) => list(&arguments.config, &arguments.rules, session),
        RulesCommand::Test(arguments) => test(arguments, session),
    }
}

fn list(config: &ConfigArguments, rules: &RulesArguments, session: &mut Session) -> Result<Exit, Failure> {
    match Standard::at(Path::new("."), config, rules) {
        Ok(standard) => {
            text::catalogue(&mut session.streams.out, &standard.catalogue)?;
            Ok(Exit::Clean)
        }
        Err(bad) => Ok(standard::report(&bad, &mut session.streams)?),
    }
}

fn test(arguments: &RulesTestArguments, session: &mut Session) -> Result<Exit, Failure> {
    let streams = &mut session.streams;
    let mut rules = arguments.rules.rules.clone();
    rules.extend(arguments.folders.iter().cloned());
    let rules = RulesArguments { rules };
    let mut standard = match Standard::at(Path::new("."), &arguments.config, &rules) {
        Ok(standard) => standard,
        Err(bad) => return Ok(standard::report(&bad, streams)?),
    };
    // An example shows what its rule finds as it is written.
    standard.catalogue.restore();
    let catalogue = &standard.catalogue;
    let wanted = wanted(&arguments.folders);
    let is_wanted = |rule: &&Rule| {
        wanted.is_empty() || !rule.is_shipped && wanted.contains(&identity(Path::new(rule.source.name())))
    };
    let results = run_examples_of(catalogue, catalogue.rules().iter().filter(is_wanted));
    text::examples(&mut streams.out, catalogue, &results)?;
    let passed = results
        .iter()
        .all(|result| result.outcome == ExampleOutcome::Passed);
    Ok(if passed { Exit::Clean } else { Exit::Found })
}

/// The files of the rules in these folders.
fn wanted(folders: &[PathBuf]) -> Vec<PathBuf> {
    let files = folders
        .iter()
        .filter_map(|folder| rule_files(folder).ok())
        .flatten();
    files.map(|file| identity(&file)).collect()
}

fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
