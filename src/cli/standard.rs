//! What models are audited by: the configuration that holds for each, and the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use super::arguments::{ConfigArguments, RulesArguments};
use super::bad::Bad;
use super::streams::Streams;
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::rules::{Catalogue, Rejected};
use crate::source::Source;
use crate::workspace::{self, folder_of};
use crate::yaml::Limits;

/// The configuration that holds somewhere.
#[derive(Default)]
pub(super) struct Settled {
    /// The file in which it stands, if there is one.
    pub(super) source: Option<Source>,
    /// What it says.
    pub(super) config: Config,
}

impl Settled {
    /// The configuration that holds for what stands at `path`.
    pub(super) fn at(path: &Path, arguments: &ConfigArguments) -> Result<Self, Bad> {
        match Self::read(file_for(path, arguments).as_deref())? {
            (settled, problems) if problems.is_empty() => Ok(settled),
            (settled, problems) => Err(Bad::Invalid(settled.source.unwrap_or_default(), problems)),
        }
    }

    /// What can be read of a configuration file, and what is wrong with it.
    fn read(file: Option<&Path>) -> Result<(Self, Vec<Diagnostic>), Bad> {
        let Some(file) = file else {
            return Ok((Self::default(), Vec::new()));
        };
        let source = workspace::read(file, Limits::default().bytes)
            .map_err(|error| Bad::Unread(file.to_owned(), error))?;
        let (config, problems) = config::read_leniently(&source);
        let settled = Self {
            source: Some(source),
            config,
        };
        Ok((settled, problems))
    }
}

/// The configuration file that holds for what stands at `path`, if there is one.
fn file_for(path: &Path, arguments: &ConfigArguments) -> Option<PathBuf> {
    if arguments.no_config {
        return None;
    }
    let stated = arguments.config.clone();
    stated.or_else(|| workspace::find_configuration(path))
}

/// What a model is audited by.
pub(super) struct Standard {
    /// The configuration.
    pub(super) settled: Settled,
    /// The rules, as the configuration has them run.
    pub(super) catalogue: Catalogue,
}

impl Standard {
    /// What is audited by that stands at `path`.
    pub(super) fn at(
        path: &Path,
        config: &ConfigArguments,
        rules: &RulesArguments,
    ) -> Result<Self, Vec<Bad>> {
        Self::read(file_for(path, config).as_deref(), &rules.rules)
    }

    /// Reads a configuration file and the rules that it names and those in further folders.
    fn read(file: Option<&Path>, folders: &[PathBuf]) -> Result<Self, Vec<Bad>> {
        let (settled, mut problems) = Settled::read(file).map_err(|bad| vec![bad])?;
        let is_sound = problems.is_empty();
        let mut bad = Vec::new();
        let mut are_all_there = true;
        let mut files: Vec<PathBuf> = Vec::new();
        let base = file.and_then(Path::parent).unwrap_or(Path::new(""));
        for folder in &settled.config.rules {
            match workspace::rule_files(&base.join(&folder.value)) {
                Ok(found) => files.extend(found),
                Err(error) => {
                    are_all_there = false;
                    problems.push(Diagnostic::error(error.to_string(), folder.span));
                }
            }
        }
        for folder in folders {
            match workspace::rule_files(folder) {
                Ok(found) => files.extend(found),
                Err(error) => bad.push(Bad::Unfound(error)),
            }
        }
        let sources = read_each_once(&files, &mut bad);
        let mut catalogue = match Catalogue::extended(sources, settled.config.protocol_table()) {
            Ok(catalogue) => Some(catalogue),
            // A rule may name what the configuration was to define.
            Err(_) if !is_sound => None,
            Err(rejected) => {
                let rejected = rejected.into_iter();
                bad.extend(rejected.map(|Rejected { source, problems }| Bad::Invalid(source, problems)));
                None
            }
        };
        // Where rules are missing, nobody can say which names are unknown.
        if let Some(catalogue) = &mut catalogue
            && bad.is_empty()
            && are_all_there
            && let Err(unknown) = catalogue.configure(&settled.config)
        {
            problems.extend(unknown);
        }
        if let Some(source) = settled.source.as_ref().filter(|_| !problems.is_empty()) {
            problems.sort_by_key(|problem| problem.span);
            let source = Source::new(source.name(), source.text());
            bad.insert(0, Bad::Invalid(source, problems));
        }
        match catalogue {
            Some(catalogue) if bad.is_empty() => Ok(Self { settled, catalogue }),
            _ => Err(bad),
        }
    }
}

/// The files as sources, also where several folders hold the same one.
fn read_each_once(files: &[PathBuf], bad: &mut Vec<Bad>) -> Vec<Source> {
    let mut seen = BTreeSet::new();
    let mut sources = Vec::new();
    for file in files {
        if seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
            match workspace::read(file, Limits::default().bytes) {
                Ok(source) => sources.push(source),
                Err(error) => bad.push(Bad::Unread(file.clone(), error)),
            }
        }
    }
    sources
}

/// What each of several models is audited by; each configuration is read once.
pub(super) struct Standards {
    standards: Vec<Result<Standard, Vec<Bad>>>,
    /// For each model the place of its own.
    places: Vec<usize>,
}

impl Standards {
    /// What these models are audited by.
    pub(super) fn of(models: &[PathBuf], config: &ConfigArguments, rules: &RulesArguments) -> Self {
        let mut standards = Vec::new();
        let mut by_folder: BTreeMap<&Path, usize> = BTreeMap::new();
        let mut by_file: BTreeMap<Option<PathBuf>, usize> = BTreeMap::new();
        let places = models.iter().map(|model| {
            *by_folder.entry(folder_of(model)).or_insert_with(|| {
                let file = file_for(model, config);
                if let Some(&place) = by_file.get(&file) {
                    return place;
                }
                standards.push(Standard::read(file.as_deref(), &rules.rules));
                by_file.insert(file, standards.len() - 1);
                standards.len() - 1
            })
        });
        Self {
            places: places.collect(),
            standards,
        }
    }

    /// What the model at this place of the list is audited by, if that can be used.
    pub(super) fn get(&self, model: usize) -> Option<&Standard> {
        let place = *self.places.get(model)?;
        self.standards.get(place)?.as_ref().ok()
    }

    /// What is wrong with those that cannot be used.
    pub(super) fn bad(&self) -> impl Iterator<Item = &Bad> {
        let bad = self
            .standards
            .iter()
            .filter_map(|standard| standard.as_ref().err());
        // A rule file that several configurations name is wrong but once.
        let mut said = BTreeSet::new();
        bad.flatten().filter(move |bad| said.insert(bad.name()))
    }

    /// Says what is wrong with those that cannot be used.
    pub(super) fn report(&self, streams: &mut Streams) -> io::Result<Exit> {
        let mut exit = Exit::Clean;
        for bad in self.bad() {
            exit = Exit::Bad;
            bad.report(streams)?;
        }
        Ok(exit)
    }
}

/// Says what is wrong, where something is.
pub(super) fn report(bad: &[Bad], streams: &mut Streams) -> io::Result<Exit> {
    for bad in bad {
        bad.report(streams)?;
    }
    Ok(Exit::Bad)
}
