//! Good coordinates for pictures too large for the exact method.

use std::collections::BTreeMap;

use super::simplex::{Bond, Bundles, longest_paths};

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
    let entering = Bundles::new(count, bonds, |bond| bond.to);
    let leaving = Bundles::new(count, bonds, |bond| bond.from);
    let cost = |bonds: &[Bond]| bonds.iter().map(|bond| bond.cost).sum::<f64>();
    let pulls: Vec<f64> = (0..count)
        .map(|variable| cost(leaving.at(variable)) - cost(entering.at(variable)))
        .collect();
    let step = |variable: usize, places: &mut Vec<f64>| {
        let pull = pulls[variable];
        if pull.abs() <= 0.0 {
            return false;
        }
        let low = entering
            .at(variable)
            .iter()
            .map(|bond| places[bond.from] + bond.distance)
            .fold(0.0, f64::max);
        let place = if pull < 0.0 {
            low
        } else {
            let high = leaving
                .at(variable)
                .iter()
                .map(|bond| places[bond.to] - bond.distance)
                .fold(f64::INFINITY, f64::min);
            if high.is_finite() {
                high.max(low)
            } else {
                places[variable]
            }
        };
        let moved = (places[variable] - place).abs() > 0.0;
        places[variable] = place;
        moved
    };
    let mut resting = 0;
    for sweep in 0..SWEEPS {
        let mut moved = false;
        if sweep % 2 == 0 {
            for &variable in order.iter().rev() {
                moved |= step(variable, &mut places);
            }
        } else {
            for &variable in &order {
                moved |= step(variable, &mut places);
            }
        }
        resting = if moved { 0 } else { resting + 1 };
        // Neither direction moves anything any more.
        if resting == 2 {
            break;
        }
    }
    Some(places)
}

/// For each pair of variables, the bonds that tie one of the two.
pub(super) fn bonds_at(pairs: &[[usize; 2]], bonds: &[Bond]) -> Vec<Vec<Bond>> {
    let places: BTreeMap<usize, usize> = pairs
        .iter()
        .enumerate()
        .flat_map(|(place, pair)| pair.map(|variable| (variable, place)))
        .collect();
    let mut near = vec![Vec::new(); pairs.len()];
    for &bond in bonds {
        let [one, other] = [bond.from, bond.to].map(|variable| places.get(&variable).copied());
        if let Some(place) = one {
            near[place].push(bond);
        }
        if let Some(place) = other
            && one != other
        {
            near[place].push(bond);
        }
    }
    near
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
