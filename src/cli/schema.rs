//! `infra-audit schema`: the JSON Schema of models.

use super::{Exit, Failure, Session};
use crate::load;
use crate::report::json;

pub(super) fn run(session: &mut Session) -> Result<Exit, Failure> {
    json::write(&mut session.streams.out, &load::schema())?;
    Ok(Exit::Clean)
}
