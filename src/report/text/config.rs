//! What a configuration comes to, as text.

use std::io::{self, Write};

use anstyle::Style;

use crate::model::Protocol;
use crate::report::effective::Effective;
use crate::report::visible::{one_line, visible};
use crate::source::Span;

/// How a heading looks.
const HEADING: Style = Style::new().bold();

/// Writes what holds for a model or folder, each setting with the place where it is said.
///
/// # Errors
///
/// The writer's.
pub fn effective(writer: &mut dyn Write, effective: &Effective<'_>) -> io::Result<()> {
    let path = visible(effective.path);
    match effective.source {
        Some(source) => writeln!(
            writer,
            "{HEADING}{path}: configured by {}{HEADING:#}",
            visible(source.name())
        )?,
        None => writeln!(writer, "{HEADING}{path}: no configuration holds{HEADING:#}")?,
    }
    let lines = lines(effective);
    let said = lines.iter().filter(|(_, from)| !from.is_empty());
    let widest = said.map(|(text, _)| text.chars().count()).max().unwrap_or(0);
    writeln!(writer)?;
    for (text, from) in lines {
        if from.is_empty() {
            writeln!(writer, "{text}")?;
        } else {
            writeln!(writer, "{text:widest$}  {from}")?;
        }
    }
    Ok(())
}

/// What holds, with the place where it is said, line by line.
fn lines(effective: &Effective<'_>) -> Vec<(String, String)> {
    let config = effective.config;
    let from = |span: Option<Span>| match span.and_then(|span| effective.place(span)) {
        Some((name, position)) => format!("{}:{position}", visible(name)),
        None => "by default".to_owned(),
    };
    let heading = |text: String| (text, String::new());
    let (threshold, place) = effective.threshold();
    let mut lines = vec![(format!("fail_on: {threshold}"), from(place))];
    if !config.severities.is_empty() {
        lines.push(heading("severities:".to_owned()));
        for (id, severity) in &config.severities {
            let usual = effective.catalogue.rule(&id.value).map(|rule| rule.severity);
            let usual = usual
                .map(|usual| format!(", in place of {usual}"))
                .unwrap_or_default();
            lines.push((format!("  {}: {severity}{usual}", id.value), from(Some(id.span))));
        }
    }
    if !config.disabled.is_empty() {
        lines.push(heading("disabled:".to_owned()));
        for id in &config.disabled {
            lines.push((format!("  {}", id.value), from(Some(id.span))));
        }
    }
    let shipped = effective.shipped_rules();
    let own = effective.own_rules().count();
    if own == 0 {
        lines.push(heading(format!("rules: {shipped} that ship")));
    } else {
        lines.push(heading(format!("rules: {shipped} that ship, and {own} more:")));
        for rule in effective.own_rules() {
            lines.push((format!("  {}", rule.id), visible(rule.source.name()).into_owned()));
        }
    }
    if !config.availability.is_empty() {
        lines.push(heading("availability:".to_owned()));
        for (kind, availability) in &config.availability {
            lines.push((
                format!("  {}: {}", kind.value.word(), availability.fraction()),
                from(Some(kind.span)),
            ));
        }
    }
    if !config.protocols.is_empty() {
        lines.push(heading("protocols:".to_owned()));
        for protocol in &config.protocols {
            lines.push((
                format!("  {}", described(&protocol.value)),
                from(Some(protocol.span)),
            ));
        }
    }
    lines
}

/// A protocol with what it implies.
fn described(protocol: &Protocol) -> String {
    let port = protocol.port.map(|port| format!("port {port}"));
    let content = match (protocol.carries_credentials, protocol.carries_content) {
        (true, _) => "carries credentials",
        (false, true) => "carries content",
        (false, false) => "carries no content",
    };
    let wire = if protocol.encrypted {
        "encrypted"
    } else {
        "unencrypted"
    };
    let said: Vec<_> = [Some(one_line(&protocol.title)), port]
        .into_iter()
        .flatten()
        .chain([wire.to_owned(), content.to_owned()])
        .collect();
    format!("{}: {}", protocol.name, said.join(", "))
}
