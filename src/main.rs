//! The `infra-audit` program.

use std::process::ExitCode;
use std::{env, io};

fn main() -> ExitCode {
    infra_audit::cli::run(env::args_os(), io::stdout().lock(), io::stderr().lock()).into()
}
