//! Files to be written, which are to spare each other and what is read.

use std::path::{Path, PathBuf};

use crate::workspace::{Output, PlanError, destination};

/// Makes sure that no file is written over a model, and no two to the same place. What is no file, such as `/dev/null`,
/// takes whatever comes.
pub(super) fn keep_apart<'a>(
    inputs: &[PathBuf],
    outputs: impl IntoIterator<Item = Output<'a>>,
) -> Result<(), PlanError> {
    let inputs: Vec<_> = inputs.iter().map(|name| destination(name)).collect();
    let mut taken: Vec<PathBuf> = Vec::new();
    for output in outputs {
        let place = output.place();
        if inputs.contains(&place) {
            return Err(PlanError::OverInput(output.path().to_owned()));
        }
        if taken.contains(&place) && takes_one(&place) {
            return Err(PlanError::SameOutput(output.path().to_owned()));
        }
        taken.push(place);
    }
    Ok(())
}

/// Whether what is written to a place takes the place of what was written there before.
fn takes_one(place: &Path) -> bool {
    place.metadata().map_or(true, |known| known.is_file())
}
