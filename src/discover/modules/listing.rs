//! What one folder holds: its names, and what each of them is.
//!
//! In: the entries of a folder, listed once. Out: answers for any number of names, most of which are not there. Touches no file.

use super::storage::Kind;

/// The entries of a folder, sorted. Those whose name is no UTF-8 are left out: no import can write them.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Of a pipe or a device nothing is known but that there is one.
    entries: Box<[(Box<str>, Option<Kind>)]>,
}

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Nothing,
    /// Nothing that could be imported.
    Odd,
    Of(Kind),
}

impl Listing {
    pub(super) fn new(entries: impl IntoIterator<Item = (String, Option<Kind>)>) -> Self {
        let mut entries: Box<[(Box<str>, Option<Kind>)]> =
            entries.into_iter().map(|(name, kind)| (name.into_boxed_str(), kind)).collect();
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Self { entries }
    }

    pub(super) fn entry(&self, name: &str) -> Entry {
        match self.entries.binary_search_by(|(other, _)| (**other).cmp(name)) {
            Ok(at) => self.entries[at].1.map_or(Entry::Odd, Entry::Of),
            Err(_) => Entry::Nothing,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name) != Entry::Nothing
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| &**name)
    }
}
