//! The network simplex method: the cheapest coordinates that keep all distances.

use std::collections::VecDeque;

use crate::diagram::geometry::same;

/// At least `distance` from one variable to another, and what each further pixel costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bond {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) distance: f64,
    pub(super) cost: f64,
}

/// Bonds by one of the variables that they tie, in one piece of memory.
pub(super) struct Bundles {
    starts: Vec<usize>,
    bonds: Vec<Bond>,
}

impl Bundles {
    pub(super) fn new(count: usize, bonds: &[Bond], variable: impl Fn(&Bond) -> usize) -> Self {
        let mut starts = vec![0; count + 1];
        for bond in bonds {
            starts[variable(bond) + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let mut sorted = bonds.to_vec();
        for bond in bonds {
            let place = &mut next[variable(bond)];
            sorted[*place] = *bond;
            *place += 1;
        }
        Self {
            starts,
            bonds: sorted,
        }
    }

    pub(super) fn at(&self, variable: usize) -> &[Bond] {
        &self.bonds[self.starts[variable]..self.starts[variable + 1]]
    }
}

/// The smallest coordinates that keep all distances, none below zero: the longest paths, in linear time.
///
/// `None` if the bonds run in a circle.
pub(super) fn longest_paths(count: usize, bonds: &[Bond]) -> Option<Vec<f64>> {
    let mut waiting = vec![0_usize; count];
    for bond in bonds {
        waiting[bond.to] += 1;
    }
    let leaving = Bundles::new(count, bonds, |bond| bond.from);
    let mut places = vec![0.0_f64; count];
    let mut free: VecDeque<usize> = (0..count).filter(|&variable| waiting[variable] == 0).collect();
    let mut done = 0;
    while let Some(variable) = free.pop_front() {
        done += 1;
        for bond in leaving.at(variable) {
            places[bond.to] = places[bond.to].max(places[variable] + bond.distance);
            waiting[bond.to] -= 1;
            if waiting[bond.to] == 0 {
                free.push_back(bond.to);
            }
        }
    }
    (done == count).then_some(places)
}

/// Coordinates of least cost that keep all distances, none below zero; where several cost the same, ones in
/// the middle. `None` if the bonds run in a circle.
///
/// Source: E. R. Gansner, E. Koutsofios, S. C. North, K.-P. Vo, "A Technique for Drawing Directed Graphs", 1993.
/// In the worst case exponential, in practice about cubic in the number of variables; steps are bounded, so that
/// what comes back from a hopeless case keeps all distances but may be dear.
pub(super) fn cheapest(count: usize, bonds: &[Bond]) -> Option<Vec<f64>> {
    let mut bonds = bonds.to_vec();
    let root = count;
    bonds.extend((0..count).map(|variable| Bond {
        from: root,
        to: variable,
        distance: 0.0,
        cost: 0.0,
    }));
    let places = longest_paths(count + 1, &bonds)?;
    let mut simplex = Simplex::new(bonds, places, root);
    simplex.span();
    for _ in 0..20 * (count + 10) {
        if !simplex.pivot() {
            break;
        }
    }
    simplex.balance();
    simplex.places.pop();
    Some(simplex.places)
}

/// A tree of tight bonds, which hangs on the root.
struct Simplex {
    bonds: Vec<Bond>,
    places: Vec<f64>,
    root: usize,
    /// The bonds at each variable.
    at: Vec<Vec<usize>>,
    in_tree: Vec<bool>,
    /// The tree bonds at each variable.
    branches: Vec<Vec<usize>>,
    /// The bond towards the root of the tree.
    parent: Vec<usize>,
    /// What all variables below and at each add to the cost when they grow.
    sums: Vec<f64>,
    /// The variables below the bond that is looked at, and a mark on each of them.
    below: Vec<usize>,
    marks: Vec<u32>,
    mark: u32,
}

const NONE: usize = usize::MAX;

impl Simplex {
    fn new(bonds: Vec<Bond>, places: Vec<f64>, root: usize) -> Self {
        let count = places.len();
        let mut at = vec![Vec::new(); count];
        let mut sums = vec![0.0; count];
        for (number, bond) in bonds.iter().enumerate() {
            at[bond.from].push(number);
            at[bond.to].push(number);
            sums[bond.from] -= bond.cost;
            sums[bond.to] += bond.cost;
        }
        Self {
            in_tree: vec![false; bonds.len()],
            branches: vec![Vec::new(); count],
            parent: vec![NONE; count],
            below: Vec::new(),
            marks: vec![0; count],
            mark: 0,
            bonds,
            places,
            root,
            at,
            sums,
        }
    }

    fn slack(&self, number: usize) -> f64 {
        let bond = self.bonds[number];
        self.places[bond.to] - self.places[bond.from] - bond.distance
    }

    /// The end of a bond that is not `variable`.
    fn beyond(&self, number: usize, variable: usize) -> usize {
        let bond = self.bonds[number];
        bond.from + bond.to - variable
    }

    /// Grows a tree of tight bonds from the root. Every variable hangs on a chain of tight bonds from the root,
    /// as longest paths leave them.
    fn span(&mut self) {
        let mut seen = vec![false; self.places.len()];
        seen[self.root] = true;
        let mut order = vec![self.root];
        let mut next = 0;
        while let Some(&variable) = order.get(next) {
            next += 1;
            for place in 0..self.at[variable].len() {
                let number = self.at[variable][place];
                let other = self.beyond(number, variable);
                if !seen[other] && same(self.slack(number), 0.0) {
                    seen[other] = true;
                    self.in_tree[number] = true;
                    self.branches[variable].push(number);
                    self.branches[other].push(number);
                    self.parent[other] = number;
                    order.push(other);
                }
            }
        }
        for &variable in order.iter().skip(1).rev() {
            let above = self.beyond(self.parent[variable], variable);
            self.sums[above] += self.sums[variable];
        }
    }

    /// Replaces a tree bond that should be longer by the first bond that stops it; `false` if there is none.
    fn pivot(&mut self) -> bool {
        let mut worst = (-1e-9, NONE);
        for variable in 0..self.places.len() {
            if self.parent[variable] != NONE {
                let cut = self.cut(variable);
                if cut < worst.0 {
                    worst = (cut, variable);
                }
            }
        }
        let variable = worst.1;
        if variable == NONE {
            return false;
        }
        self.collect_below(variable);
        let Some(entering) = self.stopper(variable) else {
            return false;
        };
        self.shift(variable, self.slack(entering));
        self.exchange(variable, entering);
        true
    }

    /// What each pixel costs by which the bond above a variable grows.
    fn cut(&self, variable: usize) -> f64 {
        if self.hangs_ahead(variable) {
            self.sums[variable]
        } else {
            -self.sums[variable]
        }
    }

    /// Whether the bond above a variable leads to it.
    fn hangs_ahead(&self, variable: usize) -> bool {
        self.bonds[self.parent[variable]].to == variable
    }

    /// Marks a variable and all below it.
    fn collect_below(&mut self, variable: usize) {
        self.mark += 1;
        self.below.clear();
        self.below.push(variable);
        self.marks[variable] = self.mark;
        let mut next = 0;
        while let Some(&here) = self.below.get(next) {
            next += 1;
            for place in 0..self.branches[here].len() {
                let number = self.branches[here][place];
                let other = self.beyond(number, here);
                if number != self.parent[here] && self.marks[other] != self.mark {
                    self.marks[other] = self.mark;
                    self.below.push(other);
                }
            }
        }
    }

    /// The bond that would be the first to become tight if the bond above a variable grew, with everything below it
    /// marked.
    fn stopper(&self, variable: usize) -> Option<usize> {
        let ahead = self.hangs_ahead(variable);
        let mut first: Option<(f64, usize)> = None;
        for &here in &self.below {
            for &number in &self.at[here] {
                let bond = self.bonds[number];
                let leaves = bond.from == here;
                let other = if leaves { bond.to } else { bond.from };
                if leaves != ahead || self.marks[other] == self.mark || self.in_tree[number] {
                    continue;
                }
                let slack = self.slack(number);
                let sooner =
                    |(least, known): (f64, usize)| slack < least || (slack <= least && number < known);
                if first.is_none_or(sooner) {
                    first = Some((slack, number));
                }
            }
        }
        first.map(|(_, number)| number)
    }

    /// Moves everything marked away from the variable above.
    fn shift(&mut self, variable: usize, by: f64) {
        let by = if self.hangs_ahead(variable) { by } else { -by };
        for &below in &self.below {
            self.places[below] += by;
        }
    }

    /// Hangs everything marked on another bond.
    fn exchange(&mut self, variable: usize, entering: usize) {
        let leaving = self.parent[variable];
        let sum = self.sums[variable];
        self.add_upwards(self.beyond(leaving, variable), -sum);
        self.in_tree[leaving] = false;
        self.in_tree[entering] = true;
        let (old, new) = (self.bonds[leaving], self.bonds[entering]);
        for end in [old.from, old.to] {
            self.branches[end].retain(|&number| number != leaving);
        }
        for end in [new.from, new.to] {
            self.branches[end].push(entering);
        }
        let inner = if self.marks[new.from] == self.mark {
            new.from
        } else {
            new.to
        };
        // The way from there to the variable turns around.
        let (mut here, mut bond, mut passed) = (inner, entering, 0.0);
        loop {
            let old_bond = std::mem::replace(&mut self.parent[here], bond);
            let old_sum = std::mem::replace(&mut self.sums[here], sum - passed);
            if here == variable {
                break;
            }
            (bond, passed) = (old_bond, old_sum);
            here = self.beyond(old_bond, here);
        }
        self.add_upwards(self.beyond(entering, inner), sum);
    }

    /// Adds to the sums of a variable and of all above it.
    fn add_upwards(&mut self, variable: usize, sum: f64) {
        let mut here = variable;
        loop {
            self.sums[here] += sum;
            let parent = self.parent[here];
            if parent == NONE {
                break;
            }
            here = self.beyond(parent, here);
        }
    }

    /// Moves what may be moved without cost into the middle of its room.
    fn balance(&mut self) {
        for variable in 0..self.places.len() {
            if self.parent[variable] == NONE || self.cut(variable).abs() > 1e-9 {
                continue;
            }
            self.collect_below(variable);
            if let Some(stopper) = self.stopper(variable) {
                let half = (self.slack(stopper) / 2.0).floor();
                if half >= 1.0 {
                    self.shift(variable, half);
                }
            }
        }
    }
}
