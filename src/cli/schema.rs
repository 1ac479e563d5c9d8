//! `infra-audit schema`: the JSON Schemas of what is read and of what is written for programs.

use super::arguments::{SchemaArguments, SchemaOf};
use super::{Exit, Failure, Session};
use crate::audit::baseline;
use crate::config;
use crate::load;
use crate::report::json;
use crate::rules;

pub(super) fn run(arguments: &SchemaArguments, session: &mut Session) -> Result<Exit, Failure> {
    let schema = match arguments.of {
        SchemaOf::Topology => load::schema(),
        SchemaOf::Rule => rules::schema(),
        SchemaOf::Config => config::schema(),
        SchemaOf::Findings => json::findings_schema(),
        SchemaOf::Diff => json::change_schema(),
        SchemaOf::Baseline => baseline::schema(),
        SchemaOf::Faults => json::faults_schema(),
        SchemaOf::WhatIf => json::what_if_schema(),
    };
    json::write(&mut session.streams.out, &schema)?;
    Ok(Exit::Clean)
}
