//! Chance that can be repeated: splitmix64.
//!
//! Input: a seed. Output: numbers that look like chance and are the same on every machine. Not here: what they decide.

/// A source of numbers.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of one run: those of another run are others, whatever ran before.
    pub(crate) fn of(seed: u64, run: u64) -> Self {
        let mut random = Self(seed);
        Self(random.next() ^ run.wrapping_mul(0xa076_1d64_78bd_642f))
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// Yes in one of `n` cases.
    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> Option<&'a T> {
        list.get(self.below(list.len())).copied()
    }
}
