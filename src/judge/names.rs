//! What names say: which of the vocabulary's lists of words a name speaks of.
//!
//! In: names of the program. Out: sets of lists. Knows nothing of where a name stands: names alone settle nothing.

use rustc_hash::FxHashMap;

use super::machine::Machine;
use super::signals::is_telling;
use crate::link::Name;
use crate::vocabulary::{WordList, lists_of, split_name};

/// The lists of which a name holds a word or a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(super) struct Says(u32);

impl Says {
    pub(super) fn any(self, lists: &[WordList]) -> bool {
        lists.iter().any(|&list| self.0 & bit(list) != 0)
    }

    pub(super) fn says(self, list: WordList) -> bool {
        self.any(&[list])
    }
}

impl std::ops::BitOr for Says {
    type Output = Says;

    fn bitor(self, other: Says) -> Says {
        Says(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Says {
    fn bitor_assign(&mut self, other: Says) {
        self.0 |= other.0;
    }
}

fn bit(list: WordList) -> u32 {
    1 << (list as u32)
}

/// What a text says, as the words that it is made of.
pub(super) fn said_by(text: &str) -> Says {
    Says(lists_of(&split_name(text)).fold(0, |said, list| said | bit(list)))
}

/// What is known of names so far.
#[derive(Debug, Default)]
pub(super) struct Sayings {
    lists: FxHashMap<Name, Says>,
    /// Whether what is called so tells somebody.
    telling: FxHashMap<Name, bool>,
}

impl Machine<'_> {
    /// What a name of the program says.
    pub(super) fn says(&mut self, name: Name) -> Says {
        let program = self.program;
        *self.sayings.lists.entry(name).or_insert_with(|| said_by(program.text(name)))
    }

    /// Whether a name of the program says that what is called so tells somebody.
    pub(super) fn tells(&mut self, name: Name) -> bool {
        let program = self.program;
        *self.sayings.telling.entry(name).or_insert_with(|| is_telling(program.text(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_consecutive_words_and_the_plural_is_the_same() {
        assert!(said_by("blackListedTokens").says(WordList::Token));
        assert!(said_by("revokedJtis").any(&[WordList::Revoked]));
        assert!(!said_by("tokenizer").says(WordList::Token));
    }
}
