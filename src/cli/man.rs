//! `infra-audit man [COMMAND…]`: manual pages, made from the same definitions as the help.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::arguments::{Arguments, EXAMPLES, EXIT_CODES};
use super::{Exit, Failure, Session};
use crate::diagnostic::nearest;
use crate::workspace::{Output, write_atomically};

/// The section of the manual: commands of users.
const SECTION: &str = "1";

/// `infra-audit man [COMMAND…]`
#[derive(Debug, Args)]
pub(super) struct ManArguments {
    /// The command, such as `check` or `rules list` [default: the program itself]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write the pages of the program and of all its commands to this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &ManArguments, session: &mut Session) -> Result<Exit, Failure> {
    let program = program();
    let Some(folder) = &arguments.out else {
        let page = page(find(&program, &arguments.command)?, &program)?;
        session.streams.out.write_all(&page)?;
        return Ok(Exit::Clean);
    };
    let mut commands = vec![&program];
    let mut pages = 0;
    while let Some(command) = commands.pop() {
        let file = folder.join(format!("{}.{SECTION}", name(command)));
        write_atomically(Output::Own(&file), &page(command, &program)?)?;
        commands.extend(command.get_subcommands());
        pages += 1;
    }
    writeln!(
        session.streams.err,
        "wrote {pages} manual pages to {}",
        folder.display()
    )?;
    Ok(Exit::Clean)
}

/// The program with all its commands, each of which knows its full name.
fn program() -> Command {
    let mut program = without_help(Arguments::command());
    program.build();
    program
}

/// A command whose own commands do not include `help`, which needs no page.
fn without_help(command: Command) -> Command {
    command
        .disable_help_subcommand(true)
        .mut_subcommands(without_help)
}

/// The command that these words name, one below the other.
fn find<'a>(program: &'a Command, words: &[String]) -> Result<&'a Command, Failure> {
    words.iter().try_fold(program, |command, word| {
        command.find_subcommand(word).ok_or_else(|| {
            let known = command.get_subcommands().map(Command::get_name);
            Failure::UnknownCommand {
                command: word.clone(),
                help: nearest(word, known)
                    .map_or_else(String::new, |known| format!(", did you mean `{known}`?")),
            }
        })
    })
}

/// The name of a command's page, such as `infra-audit-rules-list`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of a command, with the examples and exit codes of the program laid out as a manual has them.
fn page(command: &Command, program: &Command) -> io::Result<Vec<u8>> {
    let is_program = name(command) == name(program);
    let release = format!("{} {}", name(program), program.get_version().unwrap_or_default());
    let plain = command.clone().after_help(None::<&str>).version(None::<&str>);
    let man = Man::new(plain)
        .title(name(command).to_uppercase())
        .section(SECTION)
        .source(release);
    let mut page = Vec::new();
    man.render(&mut page)?;
    let mut rest = Roff::new();
    if is_program {
        verbatim(&mut rest, "EXAMPLES", EXAMPLES);
    }
    verbatim(&mut rest, "EXIT STATUS", EXIT_CODES);
    if !is_program {
        rest.control("SH", ["SEE ALSO"]);
        rest.text([bold(name(program)), roman(format!("({SECTION})"))]);
    }
    page.extend(rest.to_roff().into_bytes());
    Ok(page)
}

/// A section whose lines stay as they are.
fn verbatim(page: &mut Roff, heading: &str, lines: &str) {
    page.control("SH", [heading]);
    page.control("nf", []);
    for line in lines.lines() {
        page.text([roman(line.trim_start())]);
    }
    page.control("fi", []);
}
