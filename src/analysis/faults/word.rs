//! Many faults at once: one bit for each.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, Not};

const LANES: usize = 4;

/// One bit for each fault of a block: whether something fails under that fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word([u64; LANES]);

impl Word {
    /// How many faults a word holds.
    pub(super) const BITS: usize = LANES * u64::BITS as usize;

    /// Works under every fault.
    pub(super) const NONE: Self = Self([0; LANES]);

    /// Fails under every fault.
    pub(super) const ALL: Self = Self([u64::MAX; LANES]);

    /// Fails under one fault only, `bit` below [`Word::BITS`].
    pub(super) fn bit(bit: usize) -> Self {
        Self(std::array::from_fn(|lane| {
            if lane == bit / 64 { 1 << (bit % 64) } else { 0 }
        }))
    }

    /// Fails under the first `count` faults only.
    pub(super) fn first(count: usize) -> Self {
        Self(std::array::from_fn(|lane| {
            match count.saturating_sub(lane * 64) {
                0 => 0,
                bits @ 1..64 => (1 << bits) - 1,
                _ => u64::MAX,
            }
        }))
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether the bit of a fault is set, `bit` below [`Word::BITS`].
    pub(super) fn contains(self, bit: usize) -> bool {
        self.0[bit / 64] & (1 << (bit % 64)) != 0
    }

    /// The faults whose bit is set, in order.
    pub(super) fn ones(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().flat_map(|(lane, bits)| {
            let rest = |&bits: &u64| Some(bits & (bits - 1)).filter(|&bits| bits != 0);
            std::iter::successors(Some(bits).filter(|&bits| bits != 0), rest)
                .map(move |bits| lane * 64 + bits.trailing_zeros() as usize)
        })
    }
}

impl BitAnd for Word {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] & other.0[lane]))
    }
}

impl BitOr for Word {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] | other.0[lane]))
    }
}

impl Not for Word {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0.map(Not::not))
    }
}

impl BitAndAssign for Word {
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

impl BitOrAssign for Word {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

/// Counts set bits for each fault apart: plane `n` holds the bits of weight `2^n` of every sum.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter {
    planes: Vec<Word>,
}

impl Counter {
    /// Forgets what was counted.
    pub(super) fn clear(&mut self) {
        self.planes.clear();
    }

    /// Adds `weight` to the sums of the faults set in `word`.
    pub(super) fn add(&mut self, word: Word, weight: u32) {
        let lowest = weight.trailing_zeros() as usize;
        let mut carry = Word::NONE;
        let mut rest = weight.checked_shr(weight.trailing_zeros()).unwrap_or(0);
        let mut power = lowest;
        while rest != 0 || !carry.is_none() {
            if self.planes.len() <= power {
                self.planes.resize(power + 1, Word::NONE);
            }
            let plane = self.planes[power];
            let addend = if rest & 1 == 1 { word } else { Word::NONE };
            self.planes[power] = Word(std::array::from_fn(|lane| {
                plane.0[lane] ^ addend.0[lane] ^ carry.0[lane]
            }));
            carry = (plane & addend) | (carry & (plane | addend));
            rest >>= 1;
            power += 1;
        }
    }

    /// The faults whose sum is greater than `bound`.
    pub(super) fn above(&self, bound: u64) -> Word {
        let mut greater = Word::NONE;
        let mut equal = Word::ALL;
        for (power, &plane) in self.planes.iter().enumerate().rev() {
            if bound
                .checked_shr(u32::try_from(power).unwrap_or(u32::MAX))
                .unwrap_or(0)
                & 1
                == 1
            {
                equal &= plane;
            } else {
                greater |= equal & plane;
                equal &= !plane;
            }
        }
        // A bound with bits above every plane is greater than any sum.
        let unreachable = bound
            .checked_shr(u32::try_from(self.planes.len()).unwrap_or(u32::MAX))
            .unwrap_or(0);
        if unreachable == 0 { greater } else { Word::NONE }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_counter_counts_each_fault_apart(
            addends in prop::collection::vec((prop::collection::btree_set(0..Word::BITS, 0..20), 0u32..1000), 0..20),
            bound in 0u64..3000,
        ) {
            let mut counter = Counter::default();
            for (bits, weight) in &addends {
                let word = bits.iter().fold(Word::NONE, |word, &bit| word | Word::bit(bit));
                counter.add(word, *weight);
            }
            let above: Vec<usize> = counter.above(bound).ones().collect();
            let sum = |bit: usize| -> u64 {
                addends.iter().filter(|(bits, _)| bits.contains(&bit)).map(|&(_, weight)| u64::from(weight)).sum()
            };
            let expected: Vec<usize> = (0..Word::BITS).filter(|&bit| sum(bit) > bound).collect();
            prop_assert_eq!(above, expected);
        }

        #[test]
        fn the_first_bits_are_the_first(count in 0..=Word::BITS) {
            prop_assert!(Word::first(count).ones().eq(0..count));
        }
    }
}
