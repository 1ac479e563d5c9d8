//! Good coordinates for pictures too large for the exact method.

use super::simplex::{Bond, longest_paths};

/// Coordinates that keep all distances, none below zero, with short bonds where that is easily had; `None` if the
/// bonds run in a circle.
///
/// Starts from the longest paths, then moves each variable in turn to where its bonds cost least within what its
/// neighbours leave it: a fixed number of sweeps, each linear in the number of bonds.
pub(super) fn settled(count: usize, bonds: &[Bond]) -> Option<Vec<f64>> {
    const SWEEPS: usize = 12;
    let mut places = longest_paths(count, bonds)?;
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&one, &other| places[one].total_cmp(&places[other]).then(one.cmp(&other)));
    let mut entering = vec![Vec::new(); count];
    let mut leaving = vec![Vec::new(); count];
    for &bond in bonds {
        leaving[bond.from].push(bond);
        entering[bond.to].push(bond);
    }
    for sweep in 0..SWEEPS {
        let step = |variable: usize, places: &mut Vec<f64>| {
            let low = entering[variable]
                .iter()
                .map(|bond| places[bond.from] + bond.distance)
                .fold(0.0, f64::max);
            let high = leaving[variable]
                .iter()
                .map(|bond| places[bond.to] - bond.distance)
                .fold(f64::INFINITY, f64::min);
            let pull: f64 = leaving[variable].iter().map(|bond| bond.cost).sum::<f64>()
                - entering[variable].iter().map(|bond| bond.cost).sum::<f64>();
            if pull > 0.0 && high.is_finite() {
                places[variable] = high.max(low);
            } else if pull < 0.0 {
                places[variable] = low;
            }
        };
        if sweep % 2 == 0 {
            for &variable in order.iter().rev() {
                step(variable, &mut places);
            }
        } else {
            for &variable in &order {
                step(variable, &mut places);
            }
        }
    }
    Some(places)
}

/// Moves two variables together by `wished`, or as far in that direction as their bonds allow.
pub(super) fn shift(bonds: &[Bond], pair: [usize; 2], wished: f64, places: &mut [f64]) {
    let slacks = |outwards: bool| {
        bonds
            .iter()
            .filter(|bond| {
                let (inner, outer) = if outwards {
                    (bond.from, bond.to)
                } else {
                    (bond.to, bond.from)
                };
                pair.contains(&inner) && !pair.contains(&outer)
            })
            .map(|bond| places[bond.to] - places[bond.from] - bond.distance)
            .fold(f64::INFINITY, f64::min)
            .max(0.0)
    };
    let by = if wished > 0.0 {
        wished.min(slacks(true))
    } else {
        wished.max(-slacks(false))
    };
    for variable in pair {
        places[variable] += by.trunc();
    }
}
