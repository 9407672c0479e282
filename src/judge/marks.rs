//! Which values were met: values are made of values, and one part may be come to in many ways.
//!
//! In: numbers of values. Out: whether they are marked. Knows nothing of what a value is.

use rustc_hash::FxHashSet;

use super::value::ValueId;

/// A set of values that is made anew many times: emptying it costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    round: u32,
    rounds: Vec<u32>,
}

impl Marks {
    pub(super) fn begin(&mut self, length: usize) {
        if self.round == u32::MAX {
            self.rounds.clear();
            self.round = 0;
        }
        self.round += 1;
        self.rounds.resize(self.rounds.len().max(length), 0);
    }

    /// Whether it was not marked yet.
    pub(super) fn set(&mut self, id: ValueId) -> bool {
        std::mem::replace(&mut self.rounds[id.index()], self.round) != self.round
    }

    pub(crate) fn contains(&self, id: ValueId) -> bool {
        self.rounds.get(id.index()) == Some(&self.round)
    }
}

/// What was looked into, once that is so much that some of it may come again: `[a, a]` of `[b, b]` of `[c, c]` has few parts and
/// many ways to them.
#[derive(Debug, Default)]
pub(super) struct Looked {
    count: usize,
    known: FxHashSet<ValueId>,
}

impl Looked {
    /// To look into so few again costs less than to note them.
    const FEW: usize = 32;

    pub(super) fn is_first(&mut self, id: ValueId) -> bool {
        self.count += 1;
        self.count <= Self::FEW || self.known.insert(id)
    }
}
