//! The order in which findings are told.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::finding::Finding;
use crate::model::Topology;

/// Sorts findings: the worst first, then by rule, then by what they are about, with numbers in the order of their
/// values.
///
/// Nothing of it depends on where things stand in the file, so that findings, and their numbers in a picture, stay what
/// they are when lines change places.
pub(super) fn sort<T: Send>(
    topology: &Topology,
    findings: &mut [T],
    finding: impl Fn(&T) -> &Finding + Sync,
) {
    findings.par_sort_by(|one, other| {
        let (one, other) = (finding(one), finding(other));
        let ids = || [one, other].map(|finding| finding.subject.id_in(topology));
        (other.severity.cmp(&one.severity))
            .then_with(|| one.rule.cmp(&other.rule))
            .then_with(|| {
                let [one, other] = ids();
                by_number(&one, &other)
            })
            .then_with(|| one.subject.cmp(&other.subject))
    });
}

/// The order of two identifiers in which `web-2` comes before `web-10`.
fn by_number(one: &str, other: &str) -> Ordering {
    let mut left = one.as_bytes();
    let mut right = other.as_bytes();
    while let (Some(first), Some(second)) = (left.first(), right.first()) {
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (mine, theirs);
            (mine, left) = number(left);
            (theirs, right) = number(right);
            mine.len().cmp(&theirs.len()).then_with(|| mine.cmp(theirs))
        } else {
            let order = first.cmp(second);
            (left, right) = (&left[1..], &right[1..]);
            order
        };
        if order.is_ne() {
            return order;
        }
    }
    left.len().cmp(&right.len()).then_with(|| one.cmp(other))
}

/// The digits with which a text begins, without zeros before them, and the rest.
fn number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let first = digits.iter().position(|&digit| digit != b'0');
    (&digits[first.unwrap_or(digits.len())..], rest)
}

#[cfg(test)]
mod tests {
    use super::by_number;

    #[test]
    fn numbers_are_in_the_order_of_their_values() {
        let mut ids = ["web-10", "web", "web-2", "web-02", "web-2a", "1b", "a", "web-1"];
        ids.sort_by(|one, other| by_number(one, other));
        assert_eq!(
            ids,
            ["1b", "a", "web", "web-1", "web-02", "web-2", "web-2a", "web-10"]
        );
    }
}
