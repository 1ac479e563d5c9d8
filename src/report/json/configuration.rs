//! What a configuration comes to, for programs.

use serde::Serialize;

use super::VERSION;
use super::findings::Location;
use crate::config::Threshold;
use crate::finding::Severity;
use crate::report::effective::Effective;
use crate::source::Span;

/// What holds for a model or a folder; what is said nowhere comes from nowhere (`from` is null).
#[derive(Serialize)]
pub struct Configuration<'a> {
    version: u32,
    path: &'a str,
    file: Option<&'a str>,
    fail_on: FailOn<'a>,
    severities: Vec<SetSeverity<'a>>,
    disabled: Vec<Disabled<'a>>,
    shipped_rules: usize,
    own_rules: Vec<OwnRule<'a>>,
    availability: Vec<Availability<'a>>,
    protocols: Vec<Protocol<'a>>,
}

#[derive(Serialize)]
struct FailOn<'a> {
    value: Threshold,
    from: Option<Location<'a>>,
}

#[derive(Serialize)]
struct SetSeverity<'a> {
    rule: &'a str,
    severity: Severity,
    instead_of: Option<Severity>,
    from: Option<Location<'a>>,
}

#[derive(Serialize)]
struct Disabled<'a> {
    rule: &'a str,
    from: Option<Location<'a>>,
}

#[derive(Serialize)]
struct OwnRule<'a> {
    rule: &'a str,
    file: &'a str,
}

#[derive(Serialize)]
struct Availability<'a> {
    kind: &'static str,
    fraction: f64,
    from: Option<Location<'a>>,
}

#[derive(Serialize)]
struct Protocol<'a> {
    name: &'a str,
    title: &'a str,
    port: Option<u16>,
    encrypted: bool,
    credentials: bool,
    content: bool,
    from: Option<Location<'a>>,
}

impl<'a> Configuration<'a> {
    /// What a configuration comes to.
    pub fn new(effective: &Effective<'a>) -> Self {
        let config = effective.config;
        let from = |span: Span| effective.source.map(|source| Location::new(source, span));
        let (threshold, place) = effective.threshold();
        let severities = config.severities.iter().map(|(id, severity)| SetSeverity {
            rule: &id.value,
            severity: *severity,
            instead_of: effective.catalogue.rule(&id.value).map(|rule| rule.severity),
            from: from(id.span),
        });
        let disabled = config.disabled.iter().map(|id| Disabled {
            rule: &id.value,
            from: from(id.span),
        });
        let own_rules = effective.own_rules().map(|rule| OwnRule {
            rule: &rule.id,
            file: rule.source.name(),
        });
        let availability = config
            .availability
            .iter()
            .map(|(kind, availability)| Availability {
                kind: kind.value.word(),
                fraction: availability.fraction(),
                from: from(kind.span),
            });
        let protocols = config.protocols.iter().map(|protocol| Protocol {
            name: &protocol.value.name,
            title: &protocol.value.title,
            port: protocol.value.port,
            encrypted: protocol.value.encrypted,
            credentials: protocol.value.carries_credentials,
            content: protocol.value.carries_content,
            from: from(protocol.span),
        });
        Self {
            version: VERSION,
            path: effective.path,
            file: effective.source.map(crate::source::Source::name),
            fail_on: FailOn {
                value: threshold,
                from: place.and_then(from),
            },
            severities: severities.collect(),
            disabled: disabled.collect(),
            shipped_rules: effective.shipped_rules(),
            own_rules: own_rules.collect(),
            availability: availability.collect(),
            protocols: protocols.collect(),
        }
    }
}
