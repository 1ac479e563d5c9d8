//! Where the instances of a component stand.

use crate::model::GroupIndex;

/// How many instances stand on each group of a spread: in turn, beginning with the component's own place if it is
/// among them.
pub(super) fn slots(
    spread: &[GroupIndex],
    count: u32,
    places: &[GroupIndex],
) -> impl Iterator<Item = (GroupIndex, u32)> {
    let start = places
        .iter()
        .find_map(|place| spread.iter().position(|group| group == place));
    let turn = u32::try_from(spread.len()).unwrap_or(u32::MAX).max(1);
    let (rounds, rest) = (count / turn, count % turn);
    let in_turn = spread.iter().cycle().skip(start.unwrap_or(0)).take(spread.len());
    (0..)
        .zip(in_turn.copied())
        .map(move |(place, group)| (group, rounds + u32::from(place < rest)))
        .filter(|&(_, weight)| weight > 0)
}
