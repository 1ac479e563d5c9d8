//! Models that stood below the folders of a run at an earlier revision, and do not look like it now.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::bad::Bad;
use super::standard::Standard;
use super::{Failure, Session, models, past};
use crate::audit::change::Comparison;
use crate::audit::{Audit, Settings};
use crate::report::run::Gone;
use crate::report::visible::visible;
use crate::source::Source;
use crate::workspace::{Found, Revision, can_be_model, folder_of, is_left_out, is_model};
use crate::yaml::Limits;

/// What has become of such models.
#[derive(Default)]
pub(super) struct Earlier {
    /// The files that are still there, and are to be read as models: what was one is no other file by an accident.
    pub(super) taken: Vec<PathBuf>,
    /// The files that have gone.
    pub(super) gone: Vec<GoneFile>,
}

/// A model that has gone.
pub(super) struct GoneFile {
    path: PathBuf,
    /// What stood in it, or why nobody can say.
    source: Result<Source, Bad>,
}

impl Earlier {
    /// Looks for the models of a revision among these paths of a run and in the folders among them.
    pub(super) fn find(
        revision: &mut Revision<'_>,
        paths: &[PathBuf],
        found: &Found,
        limits: &Limits,
    ) -> Result<Self, Bad> {
        let mut earlier = Self::default();
        let audited: BTreeSet<&Path> = found.models.iter().map(PathBuf::as_path).collect();
        let passed_over: BTreeSet<&Path> = found.passed_over.iter().map(PathBuf::as_path).collect();
        let mut seen = BTreeSet::new();
        for path in paths {
            if !path.is_dir() {
                if !passed_over.contains(path.as_path()) || !can_be_model(path) {
                    continue;
                }
                match revision.read(path, limits.bytes).map_err(Bad::from) {
                    Ok(Some(source)) if is_model(source.text()) => earlier.taken.push(path.clone()),
                    Err(bad @ Bad::Unversioned(_)) => return Err(bad),
                    // What could not be read was no model.
                    Ok(_) | Err(_) => {}
                }
                continue;
            }
            for file in revision.changed_below(path)? {
                let now = file.now.as_deref();
                if !can_be_model(&file.path)
                    || now.is_some_and(|now| audited.contains(now))
                    || is_left_out(path, &file.below)
                    || !seen.insert(file.path.clone())
                {
                    continue;
                }
                let source = match revision.read_earlier(&file, limits.bytes).map_err(Bad::from) {
                    Ok(None) => continue,
                    Ok(Some(source)) if !is_model(source.text()) => continue,
                    Ok(Some(source)) => Ok(source),
                    // What cannot be read cannot be judged either; a file that is still there speaks for itself.
                    Err(_) if now.is_some() => continue,
                    Err(bad) => Err(bad),
                };
                match now {
                    Some(now) if passed_over.contains(now) => earlier.taken.push(now.to_owned()),
                    _ => earlier.gone.push(GoneFile {
                        path: file.path,
                        source,
                    }),
                }
            }
        }
        Ok(earlier)
    }

    /// Tells what was found.
    pub(super) fn report(&self, revision: &str, session: &mut Session) -> Result<(), Failure> {
        let revision = visible(revision);
        for path in &self.taken {
            let path = path.to_string_lossy();
            let path = visible(&path);
            writeln!(
                session.streams.err,
                "{path}: was a model at {revision}, and is read as one"
            )?;
        }
        for file in &self.gone {
            let path = file.path.to_string_lossy();
            let path = visible(&path);
            writeln!(
                session.streams.err,
                "{path}: was a model at {revision}, and has gone since"
            )?;
        }
        Ok(())
    }

    /// Where the models that have gone would look for what they are audited by.
    pub(super) fn places(&self) -> impl Iterator<Item = PathBuf> {
        self.gone.iter().map(|file| {
            let around = folder_of(&file.path).ancestors().find(|folder| folder.is_dir());
            let name = file.path.file_name().unwrap_or_default();
            around.unwrap_or(Path::new(".")).join(name)
        })
    }
}

impl GoneFile {
    /// The file as a user would have named it.
    pub(super) fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Audits what stood in it. That this cannot be done is told, and keeps nothing else back.
    pub(super) fn audit(
        self,
        limits: &Limits,
        standard: Option<&Standard>,
        settings: Settings,
        session: &mut Session,
    ) -> Result<Option<Audit>, Failure> {
        let Some(standard) = standard else {
            return Ok(None);
        };
        let consequence = format!("what was found in {} is not known", self.path.display());
        let audit = self
            .source
            .and_then(|source| models::audit_source(source, limits, standard, settings));
        match audit {
            Ok(audit) => Ok(Some(audit)),
            Err(bad) => {
                past::warn(bad, consequence, session)?;
                Ok(None)
            }
        }
    }
}

/// What there is to show of a model that has gone.
pub(super) fn gone<'a>(name: &'a str, since: &'a str, audit: Option<&'a Audit>) -> Gone<'a> {
    Gone {
        name,
        since,
        fixed: audit.map(Comparison::of_gone).unwrap_or_default(),
    }
}
