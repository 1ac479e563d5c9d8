//! `infra-audit diagram MODEL`: the picture alone.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::arguments::{Colours, DiagramArguments, Overlay as Wanted, Way};
use super::models::Audited;
use super::standard::Standards;
use super::{Exit, Failure, Session, models, settings};
use crate::audit::{Audit, Settings};
use crate::diagnostic::nearest;
use crate::diagram::export::{self, Format};
use crate::diagram::overlay::Overlay;
use crate::diagram::png::{PngError, png};
use crate::diagram::theme::Theme;
use crate::diagram::view::{Collapse, Focus};
use crate::diagram::{self, Direction, Options};
use crate::finding::Finding;
use crate::model::{GroupKind, Topology};
use crate::report::text;
use crate::workspace::write_atomically;

pub(super) fn run(arguments: &DiagramArguments, session: &mut Session) -> Result<Exit, Failure> {
    let file = arguments.output.as_ref().or(arguments.check.as_ref());
    let form = form(file)?;
    if matches!(arguments.overlay, Wanted::Faults | Wanted::Trust) {
        form.show_overlay(file)?;
    }
    if let (Form::Text(_), Some(file)) = (form, file)
        && (arguments.collapse.is_some() || arguments.focus.is_some())
    {
        return Err(Failure::WholeOnly(file.clone()));
    }
    let limits = settings::limits(&arguments.reading);
    let settings = Settings {
        today: Some(settings::today(arguments.today)),
    };
    let models = std::slice::from_ref(&arguments.model);
    let standards = Standards::of(models, &arguments.config, &arguments.rules);
    if standards.report(&mut session.streams)? == Exit::Bad {
        return Ok(Exit::Bad);
    }
    let pictures = models::audit(models, &limits, &standards, settings, |_, audit, _| {
        let findings = match arguments.overlay {
            Wanted::Findings => &audit.findings[..],
            Wanted::Faults | Wanted::Trust | Wanted::None => &[],
        };
        let picture = options(&audit, arguments)
            .and_then(|options| Ok(form.draw(&audit.topology, findings, &options, arguments.scale)?));
        (audit, picture)
    });
    let streams = &mut session.streams;
    for outcome in pictures {
        match outcome {
            Err(bad) => {
                bad.report(streams)?;
                return Ok(Exit::Bad);
            }
            Ok(Audited {
                made: (audit, picture),
                ..
            }) => {
                text::diagnostics(&mut streams.err, &audit.source, &audit.warnings)?;
                let picture = picture?;
                match (&arguments.check, &arguments.output) {
                    (Some(file), _) => return compare(file, &picture, session),
                    (None, Some(file)) => write_atomically(file, &picture)?,
                    (None, None) => streams.out.write_all(&picture)?,
                }
            }
        }
    }
    Ok(Exit::Clean)
}

/// How to draw this model.
fn options(audit: &Audit, arguments: &DiagramArguments) -> Result<Options, Failure> {
    let topology = &audit.topology;
    Ok(Options {
        direction: match arguments.direction {
            Way::Right => Direction::Right,
            Way::Down => Direction::Down,
        },
        theme: match arguments.theme {
            Colours::Auto => Theme::Auto,
            Colours::Light => Theme::Light,
            Colours::Dark => Theme::Dark,
        },
        collapse: match arguments.collapse.as_deref() {
            None => Collapse::Automatic,
            Some(words) => collapse(topology, words)?,
        },
        focus: arguments
            .focus
            .as_deref()
            .map(|id| focus(topology, id, arguments.hops))
            .transpose()?,
        overlay: match arguments.overlay {
            Wanted::Findings | Wanted::None => None,
            Wanted::Faults => Some(Overlay::faults(topology, &audit.faults)),
            Wanted::Trust => Some(Overlay::trust(topology)),
        },
        ..Options::default()
    })
}

fn collapse(topology: &Topology, words: &str) -> Result<Collapse, Failure> {
    const NOTHING: &str = "none";
    if words == NOTHING {
        return Ok(Collapse::Nothing);
    }
    if let Some(&kind) = GroupKind::ALL.iter().find(|kind| kind.word() == words) {
        return Ok(Collapse::Kind(kind));
    }
    let named = topology.groups.iter().find(|(_, group)| group.id == words);
    named.map(|(group, _)| Collapse::Group(group)).ok_or_else(|| {
        let kinds = GroupKind::ALL.iter().map(|kind| kind.word());
        let ids = topology.groups.values().map(|group| group.id.as_str());
        unknown(words, kinds.chain([NOTHING]).chain(ids))
    })
}

fn focus(topology: &Topology, id: &str, hops: usize) -> Result<Focus, Failure> {
    let component = topology.components.iter().find(|(_, found)| found.id == id);
    let cluster = topology.clusters.values().find(|found| found.id == id);
    let group = topology.groups.iter().find(|(_, found)| found.id == id);
    let (name, on) = match (component, cluster, group) {
        (Some((index, component)), ..) => (component.name(), vec![index]),
        (_, Some(cluster), _) => (cluster.name(), cluster.members.clone()),
        (.., Some((group, found))) => {
            let inside = topology
                .components
                .indices()
                .filter(|&component| topology.home_groups(component).any(|around| around == group));
            (found.name(), inside.collect())
        }
        _ => {
            let components = topology.components.values().map(|found| found.id.as_str());
            let clusters = topology.clusters.values().map(|found| found.id.as_str());
            let groups = topology.groups.values().map(|found| found.id.as_str());
            return Err(unknown(id, components.chain(clusters).chain(groups)));
        }
    };
    Ok(Focus {
        name: name.to_owned(),
        on,
        hops,
    })
}

fn unknown<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    Failure::UnknownElement {
        id: id.to_owned(),
        help: nearest(id, known).map_or_else(String::new, |known| format!(", did you mean `{known}`?")),
    }
}

/// What a diagram can be written as.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// A picture that is placed here.
    Svg,
    /// The same picture in pixels.
    Png,
    /// The language of another tool, which places it.
    Text(Format),
}

impl Form {
    /// Fails for a file in a language that has no overlays.
    pub(super) fn show_overlay(self, file: Option<&PathBuf>) -> Result<(), Failure> {
        match (self, file) {
            (Self::Text(_), Some(file)) => Err(Failure::NoOverlay(file.clone())),
            _ => Ok(()),
        }
    }

    pub(super) fn draw(
        self,
        topology: &Topology,
        findings: &[Finding],
        options: &Options,
        scale: f32,
    ) -> Result<Vec<u8>, PngError> {
        match self {
            Self::Svg => Ok(diagram::draw(topology, findings, options).into_bytes()),
            Self::Png => png(&diagram::draw(topology, findings, options), scale),
            Self::Text(format) => {
                Ok(export::export(format, topology, findings, options.direction).into_bytes())
            }
        }
    }
}

/// What the ending of a file's name asks for; a picture where there is no file.
pub(super) fn form(file: Option<&PathBuf>) -> Result<Form, Failure> {
    let Some(file) = file else {
        return Ok(Form::Svg);
    };
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    if ending.eq_ignore_ascii_case("svg") {
        return Ok(Form::Svg);
    }
    if ending.eq_ignore_ascii_case("png") {
        return Ok(Form::Png);
    }
    Format::from_ending(&ending)
        .map(Form::Text)
        .ok_or_else(|| Failure::UnknownPicture(file.clone()))
}

fn compare(file: &Path, picture: &[u8], session: &mut Session) -> Result<Exit, Failure> {
    let written = match fs::read(file) {
        Ok(written) => written,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => {
            return Err(Failure::Unreadable {
                path: file.to_owned(),
                source,
            });
        }
    };
    if written == picture {
        return Ok(Exit::Clean);
    }
    let message = format!("{}: is not what the model looks like now", file.display());
    text::problem(&mut session.streams.err, &message, Some("draw it again"))?;
    Ok(Exit::Found)
}
