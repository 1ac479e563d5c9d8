//! Finding the models below a folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use rayon::prelude::*;

use super::configuration::CONFIGURATION;
use crate::source::Source;
use crate::yaml::{self, Limits};

/// The top-level keys of a model. A file that has two of them is taken for one.
const TOP_LEVEL_KEYS: [&str; 9] = [
    "name",
    "description",
    "out_of_scope",
    "groups",
    "components",
    "clusters",
    "connections",
    "journeys",
    "accepted_risks",
];

/// How many top-level keys make a model.
const KEYS_OF_A_MODEL: usize = 2;

/// The file that a schema comment names.
const SCHEMA_FILE: &str = "topology.schema.json";

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The models: in the order in which they or their folders were named, below a folder by path. Each once.
    pub models: Vec<PathBuf>,
    /// How many YAML files below the folders are no models.
    pub passed_over: usize,
    /// What could not be looked at.
    pub errors: Vec<FindError>,
}

/// Why something below a folder could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is no such file or folder.
    #[error("{path}: no such file or folder", path = .0.display())]
    Missing(PathBuf),
    /// A folder that should hold rules holds none.
    #[error("{path}: no rule file (.yaml) in this folder", path = .0.display())]
    NoRules(PathBuf),
    /// A folder or a file in it cannot be read.
    #[error("{path}: cannot be read: {source}", path = .path.display())]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system does not let us walk through a folder.
    #[error("{0}")]
    Walk(#[from] ignore::Error),
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
/// model's top-level keys, or says in a `yaml-language-server` comment that it follows the schema of models. What
/// version control ignores and what is hidden is not looked at, and links to folders are not followed. No more than
/// `limit` bytes of a file are read; files are judged several at a time.
pub fn find(paths: &[PathBuf], named: Named, limit: usize) -> Found {
    let mut candidates = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut candidates);
        } else if !path.exists() {
            candidates.push(Candidate::Error(FindError::Missing(path.clone())));
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
    let mut seen = BTreeSet::new();
    for candidate in judged {
        match candidate {
            Candidate::Model(path) => {
                let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
                if seen.insert(identity) {
                    found.models.push(path);
                }
            }
            Candidate::File(_) => found.passed_over += 1,
            Candidate::Error(error) => found.errors.push(error),
        }
    }
    found
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
            Err(source) => Self::Error(FindError::Unreadable { path, source }),
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
fn can_be_model(path: &Path) -> bool {
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
fn is_model(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().any(names_the_schema) || top_level_keys(text) >= KEYS_OF_A_MODEL
}

fn names_the_schema(line: &str) -> bool {
    line.trim_start()
        .strip_prefix('#')
        .and_then(|comment| comment.trim_start().strip_prefix("yaml-language-server:"))
        .is_some_and(|settings| settings.contains("$schema=") && settings.contains(SCHEMA_FILE))
}

fn top_level_keys(text: &str) -> usize {
    let mut document = text
        .lines()
        .skip_while(|line| line.is_empty() || line.starts_with(['#', '%']) || *line == "---")
        .take_while(|line| !line.starts_with("---") && !line.starts_with("..."))
        .peekable();
    let keys: BTreeSet<&str> = if document.peek().is_some_and(|line| line.starts_with('{')) {
        let written = keys_in_braces(text);
        TOP_LEVEL_KEYS
            .into_iter()
            .filter(|key| written.iter().any(|written| written == key))
            .collect()
    } else {
        document
            .filter_map(key_of_line)
            .filter(|key| TOP_LEVEL_KEYS.contains(key))
            .collect()
    };
    keys.len()
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
        assert!(!is_model("name: Shop\nname: Shop\n"));
        assert!(!is_model("name: build\njobs:\n  components: {}\n  groups: {}\n"));
        assert!(!is_model("- name: a\n  groups: b\n"));
        assert!(!is_model("name: a\n---\ngroups: b\n"));
        assert!(!is_model(""));
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
