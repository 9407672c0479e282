//! The choices that a program is made of, as a list: a program is made small by making its list short and its numbers low.
//!
//! Whoever makes programs asks for the plainest thing first, so that a zero, and a list that has come to its end, are plain.

use super::rng::Rng;

/// How many programs one search for a smaller one looks at.
const TRIED_AT_MOST: usize = 600;

/// A source of choices: new ones, or those of a list.
pub(crate) struct Choices {
    rng: Option<Rng>,
    made: Vec<u16>,
    at: usize,
}

impl Choices {
    pub(crate) fn new(rng: Rng) -> Choices {
        Choices { rng: Some(rng), made: Vec::new(), at: 0 }
    }

    /// The choices of a list.
    pub(crate) fn of(made: &[u16]) -> Choices {
        Choices { rng: None, made: made.to_vec(), at: 0 }
    }

    /// What was chosen.
    pub(crate) fn made(self) -> Vec<u16> {
        self.made
    }

    /// A number from 0 to `bound - 1`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        match &mut self.rng {
            Some(rng) => {
                let chosen = rng.below(bound);
                self.made.push(u16::try_from(chosen).expect("few options"));
                chosen
            }
            None => {
                let chosen = self.made.get(self.at).map_or(0, |&chosen| usize::from(chosen));
                self.at += 1;
                chosen.min(bound - 1)
            }
        }
    }

    /// True in so many of a hundred cases, and not in the plain one.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) >= 100 - chance
    }

    /// One of the options, each as likely as its weight says; the first is the plain one.
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

    pub(crate) fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())]
    }
}

/// The smallest list that single edits lead to, of which a property holds.
pub(crate) fn shrink<T>(
    made: &[u16],
    make: impl Fn(&mut Choices) -> T,
    mut holds: impl FnMut(&T) -> bool,
) -> Option<T> {
    let mut best = made.to_vec();
    let mut found = None;
    let mut tried = 0;
    let mut again = true;
    while again {
        again = false;
        for edit in edits(&best) {
            tried += 1;
            if tried > TRIED_AT_MOST {
                return found;
            }
            let program = make(&mut Choices::of(&edit));
            if holds(&program) {
                best = edit;
                found = Some(program);
                again = true;
                break;
            }
        }
    }
    found
}

/// Every list that is one edit away, the boldest first.
fn edits(made: &[u16]) -> Vec<Vec<u16>> {
    let mut edits = Vec::new();
    for length in [16_usize, 8, 4, 2, 1] {
        for from in (0..made.len()).step_by(length.div_ceil(2)) {
            let to = (from + length).min(made.len());
            edits.push([&made[..from], &made[to..]].concat());
            if made[from..to].iter().any(|&chosen| chosen > 0) {
                edits.push([&made[..from], &vec![0; to - from], &made[to..]].concat());
            }
        }
    }
    for (place, &chosen) in made.iter().enumerate() {
        for lower in [chosen / 2, chosen.saturating_sub(1)] {
            if lower > 0 && lower < chosen {
                let mut edit = made.to_vec();
                edit[place] = lower;
                edits.push(edit);
            }
        }
    }
    edits
}
