//! What a first model is made from: options, answers on a terminal, and defaults.

use clap::{Args, ValueEnum, value_parser};

use super::super::Failure;
use super::questions::Questions;

/// The most servers that a first model has.
const MOST_SERVERS: u8 = 9;

/// What the options say about the infrastructure.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Answers to the questions")]
pub(super) struct Given {
    /// What it is called [default: My service]
    #[arg(long, value_name = "NAME", value_parser = not_blank)]
    name: Option<String>,

    /// On how many servers the application runs, from 1 to 9 [default: 2]
    #[arg(long, value_name = "NUMBER", value_parser = value_parser!(u8).range(1..=i64::from(MOST_SERVERS)))]
    servers: Option<u8>,

    /// Where the data is kept [default: single]
    #[arg(long, value_name = "WHERE")]
    database: Option<Database>,

    /// Whether everything on the wire is encrypted [default: yes]
    #[arg(long, value_name = "ANSWER")]
    encryption: Option<YesNo>,

    /// Whether a firewall filters what comes in [default: yes]
    #[arg(long, value_name = "ANSWER")]
    firewall: Option<YesNo>,

    /// Whether anything watches it [default: yes]
    #[arg(long, value_name = "ANSWER")]
    monitoring: Option<YesNo>,

    /// Whether the database has a backup [default: yes]
    #[arg(long, value_name = "ANSWER")]
    backup: Option<YesNo>,
}

/// Where the data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Database {
    /// There is none
    None,
    /// In one database
    Single,
    /// In a database with a replica that takes over
    Replicated,
    /// In a database that a provider runs
    Managed,
}

/// An answer to a question about whether something is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    #[value(alias = "y")]
    Yes,
    #[value(alias = "n")]
    No,
}

/// Everything that a first model is made from.
#[derive(Debug)]
pub(super) struct Answers {
    /// What the infrastructure is called.
    pub(super) name: String,
    /// On how many servers the application runs: at least one.
    pub(super) servers: u8,
    /// Where the data is kept.
    pub(super) database: Database,
    /// Whether everything on the wire is encrypted.
    pub(super) encryption: bool,
    /// Whether a firewall filters what comes in.
    pub(super) firewall: bool,
    /// Whether anything watches it.
    pub(super) monitoring: bool,
    /// Whether the database has a backup.
    pub(super) backup: bool,
}

impl Given {
    /// What the options say, completed by somebody who can be asked, or else by the defaults.
    ///
    /// # Errors
    ///
    /// The questions cannot be shown, or end without an answer.
    pub(super) fn complete(&self, questions: Option<Questions<'_>>) -> Result<Answers, Failure> {
        let mut ask = Completion { questions };
        let name = ask.complete(
            self.name.clone(),
            "My service".to_owned(),
            |questions, default| questions.text("What is it called?", default),
        )?;
        let servers = ask.complete(self.servers, 2, |questions, default| {
            questions.number(
                "On how many servers does the application run?",
                1..=MOST_SERVERS,
                default,
            )
        })?;
        let database = ask.complete(self.database, Database::Single, |questions, default| {
            questions.choice("Where is the data kept?", default)
        })?;
        let encryption = ask.yes_or_no(self.encryption, "Is everything on the wire encrypted?")?;
        let firewall = ask.yes_or_no(self.firewall, "Does a firewall filter what comes in?")?;
        let monitoring = ask.yes_or_no(self.monitoring, "Does anything watch it?")?;
        let backup = if database == Database::None {
            false
        } else {
            ask.yes_or_no(self.backup, "Does the database have a backup?")?
        };
        Ok(Answers {
            name,
            servers,
            database,
            encryption,
            firewall,
            monitoring,
            backup,
        })
    }
}

/// A name that can be read.
fn not_blank(name: &str) -> Result<String, &'static str> {
    if name.trim().is_empty() {
        Err("the name is blank")
    } else {
        Ok(name.to_owned())
    }
}

/// Completes what is given, one thing after the other.
struct Completion<'a> {
    questions: Option<Questions<'a>>,
}

impl<'a> Completion<'a> {
    fn complete<T>(
        &mut self,
        given: Option<T>,
        default: T,
        ask: impl FnOnce(&mut Questions<'a>, T) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match (given, &mut self.questions) {
            (Some(given), _) => Ok(given),
            (None, Some(questions)) => ask(questions, default),
            (None, None) => Ok(default),
        }
    }

    fn yes_or_no(&mut self, given: Option<YesNo>, question: &str) -> Result<bool, Failure> {
        let answer = self.complete(given, YesNo::Yes, |questions, default| {
            questions.choice(question, default)
        })?;
        Ok(answer == YesNo::Yes)
    }
}
