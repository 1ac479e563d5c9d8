//! What both kinds of diagrams can do: build up "fails" from what fails.

use super::nodes::{Exceeded, NodeIndex, Nodes};

/// What never fails.
pub(in crate::analysis) const WORKS: NodeIndex = 0;

/// What fails, whatever else does or does not.
pub(in crate::analysis) const FAILS: NodeIndex = 1;

/// Diagrams of when something fails, built up from variables.
///
/// Every method fails if the diagram becomes larger, or the work longer, than was allowed.
pub(in crate::analysis) trait Algebra {
    /// What fails when one variable does.
    fn single(&mut self, variable: u32) -> Result<NodeIndex, Exceeded>;

    /// What fails when either does.
    fn either(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded>;

    /// What fails when both do.
    fn both(&mut self, first: NodeIndex, second: NodeIndex) -> Result<NodeIndex, Exceeded>;

    /// Forgets everything.
    fn clear(&mut self);

    /// The nodes that hold the diagrams.
    fn nodes(&self) -> &Nodes;

    /// The same, to work with.
    fn nodes_mut(&mut self) -> &mut Nodes;

    /// How many nodes there are.
    fn size(&self) -> usize {
        self.nodes().len()
    }

    /// Allows so many steps from now on.
    fn allow(&mut self, steps: u64) {
        self.nodes_mut().allow(steps);
    }

    /// How many steps are still allowed.
    fn steps_left(&self) -> u64 {
        self.nodes().steps_left()
    }

    /// Takes steps from what is allowed.
    fn spend(&mut self, steps: u64) -> Result<(), Exceeded> {
        self.nodes_mut().spend(steps)
    }

    /// What fails when the weights of those inputs that do sum up to more than `bound`.
    ///
    /// Takes two operations for each input and each sum that can be missing before it: with equal weights, at most
    /// the number of inputs times the bound. Fastest if the inputs stand in the order of their variables.
    fn more_than(&mut self, inputs: &[(NodeIndex, u32)], bound: u64) -> Result<NodeIndex, Exceeded> {
        // What the inputs from each place on can add at most.
        let mut addable = vec![0; inputs.len() + 1];
        for (place, &(_, weight)) in inputs.iter().enumerate().rev() {
            addable[place] = addable[place + 1] + u64::from(weight);
        }
        let is_open = |place: usize, missing: u64| missing > 0 && missing <= addable[place];
        let Some(missing) = bound.checked_add(1).filter(|&missing| is_open(0, missing)) else {
            return Ok(WORKS);
        };
        // For each place, in order, the sums that may be missing before its input and that are not decided yet.
        let mut open = vec![vec![missing]];
        for (place, &(_, weight)) in inputs.iter().enumerate() {
            let mut next: Vec<_> = open[place]
                .iter()
                .flat_map(|&missing| [missing, missing.saturating_sub(weight.into())])
                .filter(|&missing| is_open(place + 1, missing))
                .collect();
            self.spend(next.len() as u64)?;
            next.sort_unstable();
            next.dedup();
            open.push(next);
        }
        let mut behind: Vec<NodeIndex> = Vec::new();
        for (place, &(input, weight)) in inputs.iter().enumerate().rev() {
            let known = |missing: u64| match open[place + 1].binary_search(&missing) {
                Ok(found) => behind[found],
                Err(_) if missing == 0 => FAILS,
                Err(_) => WORKS,
            };
            let mut here = Vec::with_capacity(open[place].len());
            for &missing in &open[place] {
                let with = self.both(input, known(missing.saturating_sub(weight.into())))?;
                here.push(self.either(with, known(missing))?);
            }
            behind = here;
        }
        Ok(behind.first().copied().unwrap_or(WORKS))
    }
}
