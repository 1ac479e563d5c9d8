//! The `infra-audit` program.

use std::process::ExitCode;
use std::{env, io};

fn main() -> ExitCode {
    let (input, out, err) = (io::stdin().lock(), io::stdout().lock(), io::stderr().lock());
    infra_audit::cli::run(env::args_os(), input, out, err).into()
}
