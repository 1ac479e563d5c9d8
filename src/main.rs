//! The `infra-audit` program.

fn main() {}
