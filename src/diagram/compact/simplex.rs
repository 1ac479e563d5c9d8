//! The network simplex method: the cheapest coordinates that keep all distances.

use std::collections::VecDeque;

/// At least `distance` from one variable to another, and what each further pixel costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bond {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) distance: f64,
    pub(super) cost: f64,
}

/// The smallest coordinates that keep all distances, none below zero: the longest paths, in linear time.
///
/// `None` if the bonds run in a circle.
pub(super) fn longest_paths(count: usize, bonds: &[Bond]) -> Option<Vec<f64>> {
    let mut waiting = vec![0_usize; count];
    let mut leaving = vec![Vec::new(); count];
    for (number, bond) in bonds.iter().enumerate() {
        waiting[bond.to] += 1;
        leaving[bond.from].push(number);
    }
    let mut places = vec![0.0_f64; count];
    let mut free: VecDeque<usize> = (0..count).filter(|&variable| waiting[variable] == 0).collect();
    let mut done = 0;
    while let Some(variable) = free.pop_front() {
        done += 1;
        for &number in &leaving[variable] {
            let bond = bonds[number];
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

struct Simplex {
    bonds: Vec<Bond>,
    places: Vec<f64>,
    root: usize,
    /// The bonds at each variable.
    at: Vec<Vec<usize>>,
    /// What the variable itself adds to the cost when it grows.
    pulls: Vec<f64>,
    in_tree: Vec<bool>,
    /// The tree bonds at each variable.
    branches: Vec<Vec<usize>>,
    /// The bond towards the root of the tree.
    parent: Vec<usize>,
    /// When the search in depth entered and left each variable.
    entered: Vec<usize>,
    left: Vec<usize>,
    /// The pulls of all variables below and at each.
    sums: Vec<f64>,
}

const NONE: usize = usize::MAX;

impl Simplex {
    fn new(bonds: Vec<Bond>, places: Vec<f64>, root: usize) -> Self {
        let count = places.len();
        let mut at = vec![Vec::new(); count];
        let mut pulls = vec![0.0; count];
        for (number, bond) in bonds.iter().enumerate() {
            at[bond.from].push(number);
            at[bond.to].push(number);
            pulls[bond.from] -= bond.cost;
            pulls[bond.to] += bond.cost;
        }
        Self {
            in_tree: vec![false; bonds.len()],
            branches: vec![Vec::new(); count],
            parent: vec![NONE; count],
            entered: vec![0; count],
            left: vec![0; count],
            sums: vec![0.0; count],
            bonds,
            places,
            root,
            at,
            pulls,
        }
    }

    fn slack(&self, number: usize) -> f64 {
        let bond = self.bonds[number];
        self.places[bond.to] - self.places[bond.from] - bond.distance
    }

    /// Grows a tree of tight bonds from the root. Every variable hangs on a chain of tight bonds from the root,
    /// as longest paths leave them.
    fn span(&mut self) {
        let mut seen = vec![false; self.places.len()];
        seen[self.root] = true;
        let mut open = VecDeque::from([self.root]);
        while let Some(variable) = open.pop_front() {
            for place in 0..self.at[variable].len() {
                let number = self.at[variable][place];
                let bond = self.bonds[number];
                let other = bond.from + bond.to - variable;
                if !seen[other] && self.slack(number) == 0.0 {
                    seen[other] = true;
                    self.in_tree[number] = true;
                    self.branches[bond.from].push(number);
                    self.branches[bond.to].push(number);
                    open.push_back(other);
                }
            }
        }
        self.survey();
    }

    /// Walks the tree: parents, times and sums.
    fn survey(&mut self) {
        let mut clock = 0;
        let mut path = vec![(self.root, 0)];
        self.parent[self.root] = NONE;
        self.entered[self.root] = 0;
        self.sums[self.root] = self.pulls[self.root];
        while let Some((variable, next)) = path.last_mut() {
            let variable = *variable;
            let Some(&number) = self.branches[variable].get(*next) else {
                clock += 1;
                self.left[variable] = clock;
                path.pop();
                if let Some(&(above, _)) = path.last() {
                    self.sums[above] += self.sums[variable];
                }
                continue;
            };
            *next += 1;
            if number == self.parent[variable] {
                continue;
            }
            let bond = self.bonds[number];
            let below = bond.from + bond.to - variable;
            clock += 1;
            self.parent[below] = number;
            self.entered[below] = clock;
            self.sums[below] = self.pulls[below];
            path.push((below, 0));
        }
    }

    fn is_below(&self, variable: usize, top: usize) -> bool {
        self.entered[top] <= self.entered[variable] && self.left[variable] <= self.left[top]
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
        let Some(entering) = self.stopper(variable) else {
            return false;
        };
        let leaving = self.parent[variable];
        self.shift(variable, self.slack(entering));
        self.in_tree[leaving] = false;
        self.in_tree[entering] = true;
        let (old, new) = (self.bonds[leaving], self.bonds[entering]);
        for end in [old.from, old.to] {
            self.branches[end].retain(|&number| number != leaving);
        }
        for end in [new.from, new.to] {
            self.branches[end].push(entering);
        }
        self.survey();
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

    /// The bond that would be the first to become tight if the bond above a variable grew.
    fn stopper(&self, variable: usize) -> Option<usize> {
        let ahead = self.hangs_ahead(variable);
        let mut first: Option<(f64, usize)> = None;
        for (number, bond) in self.bonds.iter().enumerate() {
            if self.in_tree[number] {
                continue;
            }
            let from_below = self.is_below(bond.from, variable);
            if from_below == self.is_below(bond.to, variable) || from_below != ahead {
                continue;
            }
            let slack = self.slack(number);
            if first.is_none_or(|(least, _)| slack < least) {
                first = Some((slack, number));
            }
        }
        first.map(|(_, number)| number)
    }

    /// Moves a variable and all below it away from the variable above.
    fn shift(&mut self, variable: usize, by: f64) {
        let by = if self.hangs_ahead(variable) { by } else { -by };
        if by == 0.0 {
            return;
        }
        for other in 0..self.places.len() {
            if self.is_below(other, variable) {
                self.places[other] += by;
            }
        }
    }

    /// Moves what may be moved without cost into the middle of its room.
    fn balance(&mut self) {
        for variable in 0..self.places.len() {
            if self.parent[variable] == NONE || self.cut(variable).abs() > 1e-9 {
                continue;
            }
            if let Some(stopper) = self.stopper(variable) {
                let half = (self.slack(stopper) / 2.0).floor();
                if half >= 1.0 {
                    self.shift(variable, half);
                }
            }
        }
    }
}
