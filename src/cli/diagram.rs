//! `infra-audit diagram MODEL`: the picture alone.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::arguments::{Colours, DiagramArguments, Overlay as Wanted, Way};
use super::models::Audited;
use super::shell::argument;
use super::standard::{Standard, Standards};
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
use crate::workspace::{self, Named, Output, Outputs, distinct, write_atomically};

pub(super) fn run(arguments: &DiagramArguments, session: &mut Session) -> Result<Exit, Failure> {
    let limits = settings::limits(&arguments.reading);
    let mut exit = Exit::Clean;
    let models = match arguments.named.named() {
        Named::Taken => distinct(&arguments.models),
        Named::Judged => {
            let found = workspace::find(&arguments.models, Named::Judged, limits.bytes);
            for error in &found.errors {
                text::problem(&mut session.streams.err, &error.to_string(), error.help())?;
                exit = Exit::Bad;
            }
            found.models
        }
    };
    let place = Place::of(arguments, &models)?;
    let form = place.form()?;
    if let Place::File(file) = &place {
        if matches!(arguments.overlay, Wanted::Faults | Wanted::Trust) {
            form.show_overlay(file)?;
        }
        if matches!(form, Form::Text(_)) && (arguments.collapse.is_some() || arguments.focus.is_some()) {
            return Err(Failure::WholeOnly(file.clone()));
        }
    }
    let settings = Settings {
        today: Some(settings::today(arguments.today)),
    };
    let standards = Standards::of(&models, &arguments.config, &arguments.rules);
    if standards.report(&mut session.streams)? == Exit::Bad {
        return Ok(Exit::Bad);
    }
    let streams = &mut session.streams;
    let make = |_: &Path, audit: Audit, _: &Standard| {
        let findings = match arguments.overlay {
            Wanted::Findings => &audit.findings[..],
            Wanted::Faults | Wanted::Trust | Wanted::None => &[],
        };
        let picture = options(&audit, arguments)
            .and_then(|options| Ok(form.draw(&audit.topology, findings, &options, arguments.scale)?));
        (audit, picture)
    };
    let pictures = models::audit(&models, &limits, &standards, settings, streams, make)?;
    for (model, outcome) in models.iter().zip(pictures) {
        match outcome {
            Err(bad) => {
                bad.report(&mut session.streams)?;
                exit = Exit::Bad;
            }
            Ok(Audited {
                made: (audit, picture),
                ..
            }) => {
                text::diagnostics(&mut session.streams.err, &audit.source, &audit.warnings)?;
                let picture = picture?;
                match place.file(model) {
                    Some(file) if arguments.check.is_some() => {
                        let redraw = redraw(model, &arguments.models, session);
                        exit = exit.max(compare(&file, &picture, &redraw, session)?);
                    }
                    Some(file) => write_atomically(place.output(&file), &picture)?,
                    None => session.streams.out.write_all(&picture)?,
                }
            }
        }
    }
    Ok(exit)
}

/// Where the pictures of models go, or where they are looked for.
enum Place {
    /// To standard output.
    Printed,
    /// Into one file.
    File(PathBuf),
    /// Into a folder, each under the name of its model.
    Folder(Outputs),
}

impl Place {
    /// Where these models are drawn. A name without an ending is that of a folder.
    fn of(arguments: &DiagramArguments, models: &[PathBuf]) -> Result<Self, Failure> {
        let named = arguments.output.as_ref().or(arguments.check.as_ref());
        match named {
            Some(folder) if folder.is_dir() || folder.extension().is_none() && !is_stream(folder) => {
                Ok(Self::Folder(Outputs::plan(folder, models)?))
            }
            _ if models.len() > 1 => Err(Failure::SeveralPictures(models.len())),
            Some(file) => Ok(Self::File(file.clone())),
            None => Ok(Self::Printed),
        }
    }

    /// What pictures here are written as.
    fn form(&self) -> Result<Form, Failure> {
        match self {
            Self::File(file) => form(file),
            Self::Printed | Self::Folder(_) => Ok(Form::Svg),
        }
    }

    /// The file for the picture of this model.
    fn file(&self, model: &Path) -> Option<PathBuf> {
        match self {
            Self::Printed => None,
            Self::File(file) => Some(file.clone()),
            Self::Folder(outputs) => Some(outputs.path(model, "svg")),
        }
    }

    /// A file for a picture, by who named it.
    fn output<'a>(&self, file: &'a Path) -> Output<'a> {
        match self {
            Self::Printed | Self::File(_) => Output::Named(file),
            Self::Folder(_) => Output::Own(file),
        }
    }
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

/// Pixels of a PNG picture for each of the drawing's own, where nobody says otherwise.
pub(super) const PIXELS: f32 = 2.0;

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
    pub(super) fn show_overlay(self, file: &Path) -> Result<(), Failure> {
        match self {
            Self::Text(_) => Err(Failure::NoOverlay(file.to_owned())),
            Self::Svg | Self::Png => Ok(()),
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

/// What the ending of a file's name asks for, if there is a file, where it is to show an overlay.
pub(super) fn overlay_form(file: Option<&PathBuf>) -> Result<Option<Form>, Failure> {
    let Some(file) = file else {
        return Ok(None);
    };
    let form = form(file)?;
    form.show_overlay(file)?;
    Ok(Some(form))
}

/// What the ending of a file's name asks for.
pub(super) fn form(file: &Path) -> Result<Form, Failure> {
    if is_stream(file) {
        return Ok(Form::Svg);
    }
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    if ending.eq_ignore_ascii_case("svg") {
        return Ok(Form::Svg);
    }
    if ending.eq_ignore_ascii_case("png") {
        return Ok(Form::Png);
    }
    Format::from_ending(&ending)
        .map(Form::Text)
        .ok_or_else(|| Failure::UnknownPicture(file.to_owned()))
}

/// The command that draws one of these models again, where this run only compares.
fn redraw(model: &Path, models: &[PathBuf], session: &Session) -> String {
    let is_other = |word: &OsString| Path::new(word) != model && models.iter().any(|other| other == word);
    let (_, words) = session.words.split_first().unwrap_or((&OsString::new(), &[]));
    let words = words.iter().filter(|word| !is_other(word));
    let words = words.map(|word| match word.to_string_lossy().strip_prefix(CHECK) {
        Some("") => OUTPUT.to_owned(),
        Some(file) if file.starts_with('=') => format!("{OUTPUT}{}", argument(OsStr::new(file))),
        _ => argument(word),
    });
    let words: Vec<_> = words.collect();
    format!("infra-audit {}", words.join(" "))
}

/// The option that names what is compared.
const CHECK: &str = "--check";

/// The option that names what is written.
const OUTPUT: &str = "--output";

/// Whether a path without an ending is that of a device or a pipe, such as `/dev/stdout`.
fn is_stream(file: &Path) -> bool {
    let is_special = |known: fs::Metadata| !known.is_dir() && !known.is_file() || file.starts_with("/dev");
    file.extension().is_none() && file.metadata().is_ok_and(is_special)
}

fn compare(file: &Path, picture: &[u8], redraw: &str, session: &mut Session) -> Result<Exit, Failure> {
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
    let help = format!("draw it again: {redraw}");
    text::problem(&mut session.streams.err, &message, Some(&help))?;
    Ok(Exit::Found)
}
