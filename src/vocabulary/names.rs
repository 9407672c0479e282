//! What names tell by themselves: lists of words, and what methods of stores are customarily called.
//!
//! In: names, and the words that they are made of. Out: what may be meant. A guess in every case: whoever asks demands more than
//! one of them.

use super::facts::{Answer, Does, StoreOperation, WordList};

include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// What a method of this name does to a store, when it is not known whose method it is.
pub fn store_method(name: &str) -> Option<StoreOperation> {
    let found = STORE_METHODS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    STORE_METHODS.get(found).map(|(_, operation)| *operation)
}

/// The phrases of a list, each as its words in lower case.
pub fn words(list: WordList) -> &'static [&'static [&'static str]] {
    // The lists are in the order of `WordList::ALL`, which is that of its variants.
    WORDS.get(list as usize).copied().unwrap_or_default()
}

/// Whether one of the list's phrases stands among the words of a name, side by side.
pub fn has_word(list: WordList, name: &[impl AsRef<str>]) -> bool {
    words(list).iter().any(|phrase| {
        name.windows(phrase.len()).any(|words| words.iter().zip(*phrase).all(|(word, wanted)| word.as_ref() == *wanted))
    })
}
