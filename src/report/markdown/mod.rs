//! A document that explains a design and says what is wrong with it.

mod breakage;
mod data;
mod elements;
pub(super) mod escape;
mod format;
mod handbook;
mod issues;
mod loss;
mod protection;
mod servers;
mod summary;
mod traffic;
mod uptime;

use std::io::{self, Write};

use askama::Template;

use self::escape::Markdown;
pub(crate) use self::escape::MarkdownEscaper;
pub use self::format::format_reference;
pub use self::handbook::{Page, handbook};
use self::loss::Losses;
use super::survey::Survey;
use super::visible::one_line;
use crate::analysis::faults::Defaults;
use crate::audit::Audit;
use crate::rules::Catalogue;

/// The whole document: what the template shows.
#[derive(Template)]
#[template(path = "report.md")]
struct Document {
    title: String,
    description: Vec<String>,
    picture: Markdown,
    verdict: Markdown,
    introduction: Markdown,
    tiers: Vec<elements::Tier>,
    servers: servers::Servers,
    traffic: Vec<Markdown>,
    data: Vec<Markdown>,
    protection: Vec<Markdown>,
    counts: issues::Counts,
    issues: Vec<issues::Issue>,
    journeys: Markdown,
    breakage: breakage::Table,
    uptime: uptime::Table,
    accepted: Vec<summary::Accepted>,
    left_out: Vec<Markdown>,
}

/// Writes the report on one model; `picture` is the file name of its diagram, in the same folder, and `defaults` the
/// availabilities of what states none.
///
/// # Errors
///
/// The writer's.
pub fn write(
    writer: &mut dyn Write,
    audit: &Audit,
    catalogue: &Catalogue,
    picture: &str,
    defaults: &Defaults,
) -> io::Result<()> {
    let topology = &audit.topology;
    let survey = Survey::new(topology);
    let losses = Losses::new(topology, &audit.faults);
    let document = Document {
        title: one_line(&topology.name),
        description: summary::description(topology),
        picture: escape::file_link(picture),
        verdict: summary::verdict(audit),
        introduction: elements::introduction(&survey),
        tiers: elements::tiers(&survey),
        servers: servers::servers(&survey, &losses),
        traffic: traffic::paragraphs(&survey, &losses),
        data: data::paragraphs(&survey, &losses),
        protection: protection::paragraphs(&survey),
        counts: issues::counts(&audit.findings),
        issues: issues::issues(audit, catalogue, &losses),
        journeys: summary::journeys(topology, &losses),
        breakage: breakage::table(&losses),
        uptime: uptime::table(&losses, defaults),
        accepted: summary::accepted(audit),
        left_out: summary::left_out(audit),
    };
    document.write_into(writer)?;
    writeln!(writer)
}
