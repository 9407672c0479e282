//! Whether a text holds a word of a list, told about as fast as the text can be read.
//!
//! In: a list of words, and whether capitals count. Out: yes or no for any text. What a word is for, others know.
//!
//! Few texts hold even the beginning of a word: the beginnings are few and short enough to be looked for by vectors of bytes,
//! where a whole list is not. Capitals are made small before, in windows that stay in the processor's nearest cache.

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, Anchored, BuildError, Input, Span, StartKind};

/// So much of a word is looked for first, in bytes. Searches by vectors compare no more than this at once.
const STEM: usize = 4;
/// In bytes.
const WINDOW: usize = 16 << 10;

/// Whether capitals and small letters are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    /// Only of ASCII letters.
    Either,
}

/// A list of words to look for.
pub(super) struct Words {
    words: AhoCorasick,
    /// Finds where a word may begin; none where there are too many beginnings, or no vectors of bytes.
    stems: Option<Searcher>,
    case: Case,
    longest: usize,
}

impl Words {
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>, case: Case) -> Result<Self, BuildError> {
        let mut words: Vec<String> = words
            .into_iter()
            .map(|word| if case == Case::Either { word.to_ascii_lowercase() } else { word.to_owned() })
            .collect();
        words.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        // Where a word is, those inside of it are.
        let mut needed: Vec<&str> = Vec::new();
        for word in &words {
            if !needed.iter().any(|inner| word.contains(inner)) {
                needed.push(word);
            }
        }
        let mut stems: Vec<&[u8]> = needed.iter().map(|word| &word.as_bytes()[..word.len().min(STEM)]).collect();
        stems.sort_unstable();
        stems.dedup_by(|longer, shorter| longer.starts_with(shorter));
        Ok(Self {
            words: AhoCorasick::builder().start_kind(StartKind::Both).build(&needed)?,
            stems: Searcher::new(stems),
            case,
            longest: needed.iter().map(|word| word.len()).max().unwrap_or(0),
        })
    }

    /// Whether the text holds one of the words.
    pub(super) fn are_in(&self, text: &[u8]) -> bool {
        if self.case == Case::Exact {
            return self.find(text);
        }
        let window = WINDOW.max(2 * self.longest);
        let mut lower = Vec::with_capacity(window.min(text.len()));
        let mut rest = text;
        loop {
            let (here, _) = rest.split_at(window.min(rest.len()));
            lower.clear();
            lower.extend_from_slice(here);
            lower.make_ascii_lowercase();
            if self.find(&lower) {
                return true;
            }
            if here.len() == rest.len() {
                return false;
            }
            // A word that goes on behind the window is whole in the next one.
            rest = &rest[window - self.longest.saturating_sub(1)..];
        }
    }

    fn find(&self, text: &[u8]) -> bool {
        let Some(stems) = &self.stems else { return self.words.is_match(text) };
        let mut from = 0;
        while let Some(stem) = stems.find_in(text, Span { start: from, end: text.len() }) {
            let word = Input::new(text).range(stem.start()..).anchored(Anchored::Yes).earliest(true);
            if self.words.is_match(word) {
                return true;
            }
            from = stem.start() + 1;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(words: &[&str], case: Case) -> Words {
        Words::new(words.iter().copied(), case).unwrap()
    }

    /// What is asked, in the plainest way.
    fn holds(text: &[u8], words: &[String], case: Case) -> bool {
        let form = |bytes: &[u8]| if case == Case::Either { bytes.to_ascii_lowercase() } else { bytes.to_vec() };
        let text = form(text);
        words.iter().any(|word| word.is_empty() || text.windows(word.len()).any(|part| part == form(word.as_bytes())))
    }

    #[test]
    fn a_word_is_found_across_windows() {
        for at in (0..3 * WINDOW).step_by(7).chain(WINDOW - 9..WINDOW + 9) {
            let mut text = vec![b'.'; at];
            text.extend_from_slice(b"BlackList");
            assert!(words(&["blacklist", "revoked"], Case::Either).are_in(&text), "{at}");
            assert!(!words(&["blacklist", "revoked"], Case::Exact).are_in(&text), "{at}");
            text.pop();
            assert!(!words(&["blacklist", "revoked"], Case::Either).are_in(&text), "{at}");
        }
    }

    #[test]
    fn a_beginning_is_no_word() {
        let words = words(&["jwt", "jsonwebtoken"], Case::Exact);
        assert!(!words.are_in(b"json json jsonwebtoke JWT jw"));
        assert!(words.are_in(b"json jsonjsonwebtoken"));
    }

    #[test]
    fn no_words_are_in_no_text_and_the_empty_one_is_in_every() {
        assert!(!words(&[], Case::Exact).are_in(b"jwt"));
        assert!(words(&["", "jwt"], Case::Either).are_in(b""));
    }

    #[test]
    fn more_words_than_vectors_hold_are_found() {
        let many: Vec<String> = (0..1000).map(|at| format!("{at:03}x")).collect();
        let words = words(&many.iter().map(String::as_str).collect::<Vec<_>>(), Case::Either);
        assert!(words.stems.is_none());
        assert!(words.are_in(b"..999X") && !words.are_in(b"..99X"));
    }

    proptest! {
        #[test]
        fn what_is_found_is_there(
            list in proptest::collection::vec("[ab]{1,6}", 1..6),
            text in "[abAB-]{0,60}",
            either in any::<bool>(),
        ) {
            let case = if either { Case::Either } else { Case::Exact };
            let found = Words::new(list.iter().map(String::as_str), case).unwrap().are_in(text.as_bytes());
            prop_assert_eq!(found, holds(text.as_bytes(), &list, case));
        }
    }
}
