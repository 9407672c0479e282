//! A small reproducible source of choices (splitmix64), so that a seed and an index name one program for ever.

#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    /// The source for one program of a run.
    pub(crate) fn for_program(seed: u64, index: u64) -> Rng {
        let mut rng = Rng(seed);
        let mixed = rng.next() ^ index.wrapping_mul(0xd6e8_feb8_6659_fd93);
        Rng(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound - 1`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())]
    }

    /// One of the options, each as likely as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, options: &[(usize, T)]) -> T {
        let total = options.iter().map(|(weight, _)| weight).sum();
        let mut rest = self.below(total);
        for (weight, option) in options {
            if rest < *weight {
                return *option;
            }
            rest -= weight;
        }
        unreachable!("the weights add up to the total")
    }
}
