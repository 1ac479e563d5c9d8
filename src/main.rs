//! The `infra-audit` program.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;
use std::{env, io};

fn main() -> ExitCode {
    let input = io::stdin().lock();
    let answers: Option<Box<dyn BufRead>> = if input.is_terminal() {
        Some(Box::new(input))
    } else {
        None
    };
    infra_audit::cli::run(env::args_os(), answers, io::stdout().lock(), io::stderr().lock()).into()
}
