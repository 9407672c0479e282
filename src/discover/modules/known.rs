//! What was found out of paths, kept for all threads.
//!
//! In: a path, and how to find out. Out: the answer, found out once, or at times twice where two threads ask at once: answers do
//! not depend on who asks. Knows nothing of what they are.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Answers by path. A path is known as it is written: all are normal, and a path's own hash takes each of them apart.
#[derive(Debug)]
pub(super) struct Known<A> {
    answers: RwLock<FxHashMap<Box<OsStr>, A>>,
}

impl<A> Default for Known<A> {
    fn default() -> Self {
        Self { answers: RwLock::default() }
    }
}

impl<A: Clone> Known<A> {
    /// Finding out may ask for other paths here.
    pub(super) fn of(&self, path: &Path, find_out: impl FnOnce() -> A) -> A {
        if let Some(known) = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(path.as_os_str()) {
            return known.clone();
        }
        let found = find_out();
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.entry(path.as_os_str().into()).or_insert(found).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_out_once_and_may_need_others() {
        let known = Known::default();
        let depth = |path: &Path| path.components().count();
        let of_parent = || known.of(Path::new("/a"), || depth(Path::new("/a")));
        assert_eq!(known.of(Path::new("/a/b"), || of_parent() + 1), 3);
        assert_eq!(known.of(Path::new("/a/b"), || unreachable!()), 3);
        assert_eq!(known.of(Path::new("/a"), || unreachable!()), 2);
    }
}
