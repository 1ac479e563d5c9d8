//! The command line: arguments, one file for each command, and exit codes.

mod arguments;
mod audit;
mod bad;
mod check;
mod completions;
mod config;
mod diagram;
mod diff;
mod earlier;
mod exit;
mod explain;
mod faults;
mod findings;
mod init;
mod man;
mod models;
mod outputs;
mod past;
mod progress;
mod rules;
mod schema;
mod settings;
mod shell;
mod standard;
mod streams;

use std::ffi::OsString;
use std::io::{self, BufRead};
use std::path::PathBuf;

use clap::Parser;

use self::arguments::{Arguments, Command, When};
use self::streams::Streams;
use crate::diagram::png::PngError;
use crate::report::text;
use crate::report::visible::{is_hidden, visible};
use crate::workspace::{Output, PlanError, WriteError, write_atomically};

pub use self::exit::Exit;
pub use self::streams::Stream;

/// What every command works with.
struct Session {
    streams: Streams,
    /// Where answers to questions come from, if somebody can be asked.
    answers: Option<Box<dyn BufRead>>,
    /// The command line, the program's own name first.
    words: Vec<OsString>,
}

impl Session {
    /// Writes a file, whole or not at all. That one cannot be written is said, and keeps no other from being written.
    fn write_file(&mut self, file: Output<'_>, bytes: &[u8]) -> io::Result<Exit> {
        match write_atomically(file, bytes) {
            Ok(()) => Ok(Exit::Clean),
            Err(error) => {
                text::problem(&mut self.streams.err, &error.to_string(), None)?;
                Ok(Exit::Bad)
            }
        }
    }
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What was asked for could not be printed.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// The files could not be named.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A file that is to be compared could not be read.
    #[error("{path}: cannot be read: {source}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The picture has no pixels.
    #[error(transparent)]
    Pixels(#[from] PngError),
    /// The languages of other tools show findings or nothing.
    #[error("{path}: only a diagram that is written as .svg or .png can show this", path = .0.display())]
    NoOverlay(PathBuf),
    /// What a picture should show is not there.
    #[error("nothing here is called `{id}`{help}")]
    UnknownElement {
        /// What was asked for.
        id: String,
        /// A name that is close, if there is one.
        help: String,
    },
    /// The languages of other tools are written whole.
    #[error("{path}: --collapse and --focus are for .svg and .png", path = .0.display())]
    WholeOnly(PathBuf),
    /// A new file would take the place of another one.
    #[error("{path}: is there already, and is left as it is", path = .0.display())]
    IsThere(PathBuf),
    /// An answer could not be read.
    #[error("the answer cannot be read: {0}")]
    Input(io::Error),
    /// The answers ended before the questions did.
    #[error("there is no answer, and so no file is written")]
    NoAnswer,
    /// There is no such command.
    #[error("there is no command `{command}`{help}")]
    UnknownCommand {
        /// What was asked for.
        command: String,
        /// A name that is close, if there is one.
        help: String,
    },
    /// Several pictures do not go into one file.
    #[error("{0} models need a folder for their pictures: name one, without an ending, with -o or --check")]
    SeveralPictures(usize),
    /// The ending of a picture's name says nothing.
    #[error("{path}: a diagram can be written as .svg, .png, .dot, .mmd, .d2 or .puml", path = .0.display())]
    UnknownPicture(PathBuf),
}

/// Runs the program with these arguments, of which the first is the program's own name.
///
/// `answers` is where somebody answers who can be asked and reads `err`. Whatever the arguments and the files that they
/// name, it ends with an exit code and does not panic.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    answers: Option<Box<dyn BufRead>>,
    out: impl Stream,
    err: impl Stream,
) -> Exit {
    let words: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(message) => return show_usage(&message, &words, out, err),
    };
    let mut session = Session {
        answers: answers.filter(|_| err.is_terminal()),
        words,
        streams: Streams::new(out, err, arguments.color),
    };
    let result = dispatch(&arguments, &mut session).and_then(|exit| {
        session.streams.flush()?;
        Ok(exit)
    });
    result.unwrap_or_else(|failure| {
        // If even this cannot be written, the exit code has to say it.
        let _ = text::problem(&mut session.streams.err, &failure.to_string(), None);
        let _ = session.streams.flush();
        Exit::Bad
    })
}

fn dispatch(arguments: &Arguments, session: &mut Session) -> Result<Exit, Failure> {
    match &arguments.command {
        None => audit::run(&arguments.audit, session),
        Some(Command::Init(arguments)) => init::run(arguments, session),
        Some(Command::Check(arguments)) => check::run(arguments, session),
        Some(Command::Diagram(arguments)) => diagram::run(arguments, session),
        Some(Command::Diff(arguments)) => diff::run(arguments, session),
        Some(Command::Faults(arguments)) => faults::run(arguments, session),
        Some(Command::Explain(arguments)) => explain::run(arguments, session),
        Some(Command::Rules(command)) => rules::run(command, session),
        Some(Command::Config(arguments)) => config::run(arguments, session),
        Some(Command::Schema(arguments)) => schema::run(arguments, session),
        Some(Command::Completions(arguments)) => completions::run(arguments, session),
        Some(Command::Man(arguments)) => man::run(arguments, session),
    }
}

/// Shows the help or the version that was asked for, or what is wrong with the arguments.
///
/// What is wrong quotes the arguments, so it has no colours where one of them could bring its own.
fn show_usage(message: &clap::Error, arguments: &[OsString], out: impl Stream, err: impl Stream) -> Exit {
    let mut streams = Streams::new(out, err, When::Auto);
    let stream = if message.use_stderr() {
        &mut streams.err
    } else {
        &mut streams.out
    };
    let is_hidden = |argument: &OsString| argument.to_string_lossy().contains(is_hidden);
    let written = if arguments.iter().any(is_hidden) {
        let said = message.render().to_string();
        let mut lines = said.lines();
        lines.try_for_each(|line| writeln!(stream, "{}", visible(line)))
    } else {
        write!(stream, "{}", message.render().ansi())
    };
    let written = written.and_then(|()| streams.flush());
    if written.is_err() || message.use_stderr() {
        Exit::Bad
    } else {
        Exit::Clean
    }
}
