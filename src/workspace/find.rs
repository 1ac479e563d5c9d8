//! Finding the models below a folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::gitignore::Gitignore;
use ignore::{Match, WalkBuilder};
use rayon::prelude::*;

use super::configuration::CONFIGURATION;
use crate::source::Source;
use crate::yaml::{self, Limits};

/// The top-level keys that a model shares with files of many other formats.
const COMMON_KEYS: [&str; 2] = ["name", "description"];

/// The other top-level keys of a model. A file that has one of them and any further key of a model is taken for one.
const OWN_KEYS: [&str; 7] = [
    "out_of_scope",
    "groups",
    "components",
    "clusters",
    "connections",
    "journeys",
    "accepted_risks",
];

/// The files that say what is ignored, the one that comes first before the other.
const IGNORE_FILES: [&str; 2] = [".ignore", ".gitignore"];

/// The file that a schema comment names.
const SCHEMA_FILE: &str = "topology.schema.json";

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The models: in the order in which they or their folders were named, below a folder by path. Each once.
    pub models: Vec<PathBuf>,
    /// The YAML files below the folders, and those that were named and judged, that are no models.
    pub passed_over: Vec<PathBuf>,
    /// What could not be looked at.
    pub errors: Vec<FindError>,
}

/// What could not be found or looked at.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {why}", path = .path.display())]
pub struct FindError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why not.
    pub why: Unfound,
}

/// Why something could not be found or looked at.
#[derive(Debug, thiserror::Error)]
pub enum Unfound {
    /// There is no such file or folder.
    #[error("no such file or folder")]
    Missing,
    /// A folder that should hold models holds none.
    #[error("no model found")]
    NoModel,
    /// A folder that should hold rules holds none.
    #[error("no rule file (.yaml) in this folder")]
    NoRules,
    /// A folder or a file in it cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// The system does not let us walk through a folder.
    #[error("{0}")]
    Walk(#[source] ignore::Error),
}

impl FindError {
    /// Why there is nothing to be found at `path`, if there is not.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let error = path.metadata().err()?;
        Some(Self {
            path: path.to_owned(),
            why: match error.kind() {
                io::ErrorKind::NotFound => Unfound::Missing,
                _ => Unfound::Unreadable(error),
            },
        })
    }

    /// What to do about it.
    pub const fn help(&self) -> Option<&'static str> {
        match self.why {
            Unfound::NoModel => Some(
                "below a folder, a model is a .yaml or .yml file with one of the keys `groups`, `components`, `clusters`, \
                 `connections`, `journeys` and so on, and another one beside it, such as `name`; a file that is named \
                 itself always is one",
            ),
            _ => None,
        }
    }
}

impl From<ignore::Error> for FindError {
    fn from(error: ignore::Error) -> Self {
        match error {
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => (*err).into(),
            ignore::Error::WithPath { path, err } => Self {
                path,
                why: match *err {
                    ignore::Error::Io(error) => Unfound::Unreadable(error),
                    error => Unfound::Walk(error),
                },
            },
            error => Self {
                path: PathBuf::from("."),
                why: Unfound::Walk(error),
            },
        }
    }
}

/// What is asked of a file that is named itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Nothing: whoever names it wants it read.
    Taken,
    /// What is asked of a file below a folder, so that a list of changed files can be handed over as it is.
    Judged,
}

/// The models among `paths`: each file that is named, and of each folder every model below it.
///
/// A file below a folder is a model if its name ends in `.yaml` or `.yml` and it is a mapping with at least two of a
/// model's top-level keys, one of them neither `name` nor `description`, or says in a `yaml-language-server` comment that
/// it follows the schema of models. What version control ignores and what is hidden is not looked at, and links to
/// folders are not followed. No more than `limit` bytes of a file are read; files are judged several at a time.
pub fn find(paths: &[PathBuf], named: Named, limit: usize) -> Found {
    let mut candidates = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut candidates);
        } else if let Some(error) = FindError::at(path) {
            candidates.push(Candidate::Error(error));
        } else if named == Named::Taken {
            candidates.push(Candidate::Model(path.clone()));
        } else {
            candidates.push(Candidate::File(path.clone()));
        }
    }
    let judged: Vec<_> = candidates
        .into_par_iter()
        .map(|candidate| candidate.judge(limit))
        .collect();
    let mut found = Found::default();
    for candidate in judged {
        match candidate {
            Candidate::Model(path) => found.models.push(path),
            Candidate::File(path) => found.passed_over.push(path),
            Candidate::Error(error) => found.errors.push(error),
        }
    }
    found.models = distinct(&found.models);
    found
}

/// The files, each once, whatever names it has: under the one that comes first.
pub fn distinct(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let is_first = |file: &&PathBuf| seen.insert(file.canonicalize().unwrap_or_else(|_| (*file).clone()));
    files.iter().filter(is_first).cloned().collect()
}

/// Whether a search through `folder` passes over a file at `path` in it, which need not be there, because it is hidden
/// or ignored.
pub fn is_left_out(folder: &Path, path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    if path.components().any(is_hidden) {
        return true;
    }
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    let file = folder.join(path);
    let around = file.ancestors().skip(1);
    // The nearest file of rules that has one for it decides, and of two in one folder the first.
    let mut rules = around.flat_map(|folder| IGNORE_FILES.map(|name| folder.join(name)));
    let decided =
        rules.find_map(
            |rules| match Gitignore::new(rules).0.matched_path_or_any_parents(&file, false) {
                Match::None => None,
                decided => Some(decided.is_ignore()),
            },
        );
    decided.unwrap_or(false)
}

/// What may be a model.
enum Candidate {
    /// It is one.
    Model(PathBuf),
    /// It is one only if it looks like one.
    File(PathBuf),
    /// Nobody can say.
    Error(FindError),
}

impl Candidate {
    /// Looks into a file.
    fn judge(self, limit: usize) -> Self {
        let Self::File(path) = self else {
            return self;
        };
        if !can_be_model(&path) {
            return Self::File(path);
        }
        match beginning(&path, limit) {
            Ok(text) if is_model(&text) => Self::Model(path),
            Ok(_) => Self::File(path),
            Err(error) => Self::Error(FindError {
                path,
                why: Unfound::Unreadable(error),
            }),
        }
    }
}

/// The YAML files below a folder, by path.
fn walk(folder: &Path, candidates: &mut Vec<Candidate>) {
    let walker = WalkBuilder::new(folder)
        .require_git(false)
        .sort_by_file_path(Path::cmp)
        .build();
    for entry in walker {
        match entry {
            Ok(entry) => {
                let path = entry.path();
                if can_be_model(path) && path.is_file() {
                    let path = path.strip_prefix("./").unwrap_or(path).to_owned();
                    candidates.push(Candidate::File(path));
                }
            }
            Err(error) => candidates.push(Candidate::Error(error.into())),
        }
    }
}

/// Whether a file of this name can be a model.
pub fn can_be_model(path: &Path) -> bool {
    let is_yaml = path
        .extension()
        .is_some_and(|ending| ending == "yaml" || ending == "yml");
    let is_configuration = path.file_name().is_some_and(|name| name == CONFIGURATION);
    is_yaml && !is_configuration
}

fn beginning(path: &Path, limit: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether a text means to be a model.
///
/// The keys are read off the lines that begin in the first column, not from a parsed document, so that a model with
/// a syntax error is still one, and its error is reported.
pub fn is_model(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().any(names_the_schema) || has_keys_of_a_model(text)
}

fn names_the_schema(line: &str) -> bool {
    line.trim_start()
        .strip_prefix('#')
        .and_then(|comment| comment.trim_start().strip_prefix("yaml-language-server:"))
        .is_some_and(|settings| settings.contains("$schema=") && settings.contains(SCHEMA_FILE))
}

fn has_keys_of_a_model(text: &str) -> bool {
    let mut document = text
        .lines()
        .skip_while(|line| line.is_empty() || line.starts_with(['#', '%']) || *line == "---")
        .take_while(|line| !line.starts_with("---") && !line.starts_with("..."))
        .peekable();
    let keys: BTreeSet<String> = if document.peek().is_some_and(|line| line.starts_with('{')) {
        keys_in_braces(text).into_iter().collect()
    } else {
        document.filter_map(key_of_line).map(str::to_owned).collect()
    };
    let written = |known: &[&str]| known.iter().filter(|&&key| keys.contains(key)).count();
    let own = written(&OWN_KEYS);
    own > 0 && own + written(&COMMON_KEYS) > 1
}

/// The key with which a line begins, if it does.
fn key_of_line(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_key = rest.is_empty() || rest.starts_with([' ', '\t']);
    is_key.then(|| key.trim_end().trim_matches(['"', '\'']))
}

/// The keys of a document that is one mapping in braces.
fn keys_in_braces(text: &str) -> Vec<String> {
    let source = Source::new("", text);
    match yaml::read_leniently::<yaml::Value>(&source, &Limits::default()).value {
        Some(yaml::Value::Map(entries)) => entries.into_iter().map(|(key, _)| key.value).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_model;

    #[test]
    fn two_top_level_keys_make_a_model() {
        assert!(is_model("name: Shop\ncomponents:\n  a: { kind: client }\n"));
        assert!(is_model(
            "# made by hand\n---\n\"name\" : Shop\r\n'groups': {}\r\n"
        ));
        assert!(is_model("{ name: Shop, components: { a: { kind: client } } }\n"));
        assert!(!is_model("{ name: Shop, jobs: { components: {} } }\n"));
        assert!(is_model("components: {}\nconnections: []\n"));
        assert!(!is_model("components: {}\ncomponents: {}\n"));
        assert!(!is_model("name: Shop\nname: Shop\n"));
        assert!(!is_model("name: build\njobs:\n  components: {}\n  groups: {}\n"));
        assert!(!is_model("- name: a\n  groups: b\n"));
        assert!(!is_model("name: a\n---\ngroups: b\n"));
        assert!(!is_model(""));
    }

    #[test]
    fn what_many_formats_have_makes_no_model() {
        for text in [
            "apiVersion: v2\nname: shop\ndescription: A chart\nversion: 1.0.0\n",
            "name: Deploy\ndescription: An action\nruns: { using: composite, steps: [] }\n",
            "{ name: shop, description: A package }\n",
        ] {
            assert!(!is_model(text), "{text}");
        }
    }

    #[test]
    fn a_schema_comment_makes_a_model() {
        assert!(is_model(
            "# yaml-language-server: $schema=../models/topology.schema.json\n"
        ));
        assert!(!is_model(
            "# yaml-language-server: $schema=https://example.org/workflow.json\n"
        ));
    }

    #[test]
    fn a_model_with_a_syntax_error_is_still_a_model() {
        assert!(is_model("name: Shop\ngroups: [\ncomponents: }\n"));
    }
}
