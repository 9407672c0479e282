//! What names tell by themselves: lists of words, and what methods of stores are customarily called.
//!
//! In: names, and the words that they are made of. Out: what may be meant. A guess in every case: whoever asks demands more than
//! one of them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::facts::{Answer, Does, NameList, StoreOperation, WordList};

include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// What a method of this name does to a store, when it is not known whose method it is.
pub fn store_method(name: &str) -> Option<StoreOperation> {
    let found = STORE_METHODS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    STORE_METHODS.get(found).map(|(_, operation)| *operation)
}

/// Whether a list of whole names has this one.
pub fn is_named(list: NameList, name: &str) -> bool {
    // The lists are in the order of `NameList::ALL`, which is that of its variants, and sorted.
    NAMES.get(list as usize).is_some_and(|names| names.binary_search(&name).is_ok())
}

/// What the first words of a method's name say that it does to a store: `find` of `findByToken`, `get all` of `getAllSessions`.
pub fn store_verb(name: &[impl AsRef<str>]) -> Option<StoreOperation> {
    let begins =
        |verb: &[&str]| name.len() >= verb.len() && name.iter().zip(verb).all(|(word, of)| word.as_ref() == *of);
    let fits = STORE_VERBS.iter().filter(|(verb, _)| begins(verb));
    fits.max_by_key(|(verb, _)| verb.len()).map(|(_, operation)| *operation)
}

/// The words of a name, in lower case: cut where small letters or digits end before a capital, before the last of several
/// capitals that small letters follow (`JWTBlacklist`), and at every other sign.
pub fn split_name(name: &str) -> Vec<String> {
    let signs: Vec<char> = name.chars().collect();
    let is = |at: usize, what: fn(char) -> bool| signs.get(at).copied().is_some_and(what);
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &sign) in signs.iter().enumerate() {
        let starts = sign.is_uppercase() && at > 0 && {
            // `JTIs` is one word.
            let plural = is(at + 1, |next| next == 's') && !is(at + 2, char::is_lowercase);
            let ends_capitals = is(at + 1, char::is_lowercase) && !plural;
            let after_digits = is(at - 1, char::is_numeric) && word.chars().any(char::is_alphabetic);
            is(at - 1, char::is_lowercase) || after_digits || (is(at - 1, char::is_uppercase) && ends_capitals)
        };
        if (starts || !sign.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if sign.is_alphanumeric() {
            word.extend(sign.to_lowercase());
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The phrases of a list, each as its words in lower case.
pub fn words(list: WordList) -> &'static [&'static [&'static str]] {
    // The lists are in the order of `WordList::ALL`, which is that of its variants.
    WORDS.get(list as usize).copied().unwrap_or_default()
}

/// How the phrases of a list can stand in a text, whatever its capitals: what holds none of these says none of them.
pub fn spellings(list: WordList) -> Vec<String> {
    let joined = |phrase: &&[&str]| ["", "_", "-", " ", ":", ".", "/"].map(|between| phrase.join(between));
    let mut all: Vec<String> = words(list).iter().flat_map(joined).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether one of the list's phrases stands among the words of a name, side by side.
pub fn has_word(list: WordList, name: &[impl AsRef<str>]) -> bool {
    lists_of(name).any(|of| of == list)
}

/// The lists of which a phrase stands among the words of a name, side by side; each as often as one does.
pub fn lists_of(name: &[impl AsRef<str>]) -> impl Iterator<Item = WordList> {
    name.iter().enumerate().flat_map(move |(at, first)| {
        let phrases = PHRASES.get(first.as_ref()).map(Vec::as_slice).unwrap_or_default();
        let stands_here = move |phrase: &[&str]| {
            phrase.iter().zip(name.iter().skip(at)).filter(|(wanted, word)| word.as_ref() == **wanted).count()
                == phrase.len()
        };
        phrases.iter().filter(move |(_, phrase)| stands_here(phrase)).map(|&(list, _)| list)
    })
}

/// A phrase, and the list that it is of.
type Listed = (WordList, &'static [&'static str]);

/// All phrases, by their first words.
static PHRASES: LazyLock<FxHashMap<&str, Vec<Listed>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<&str, Vec<Listed>> = FxHashMap::default();
    for list in WordList::ALL {
        for phrase in words(list) {
            if let Some(first) = phrase.first() {
                phrases.entry(first).or_default().push((list, phrase));
            }
        }
    }
    phrases
});
