//! The strings of one file, each kept once.
//!
//! While a file is lowered, an [`Interner`] gives each string its number. What stays of it are [`Names`]: a program has them for
//! every file, so they take little more than their text.

use rustc_hash::FxHashMap;

use super::code::NameId;

/// The strings of one file by number.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// One behind the other.
    text: Box<str>,
    /// Where each ends.
    ends: Box<[u32]>,
    /// All, in the order of their text.
    sorted: Box<[NameId]>,
}

impl Names {
    /// The number of a text, if it is one of the file's.
    pub fn find(&self, text: &str) -> Option<NameId> {
        let found = self.sorted.binary_search_by(|&id| self.get(id).cmp(text)).ok()?;
        self.sorted.get(found).copied()
    }

    pub fn get(&self, id: NameId) -> &str {
        let start = id.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[id.index()] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..).map(NameId).take(self.ends.len()).map(|id| self.get(id))
    }
}

/// Gives strings their numbers.
#[derive(Debug, Default)]
pub(super) struct Interner {
    text: String,
    ends: Vec<u32>,
    index: FxHashMap<Box<str>, NameId>,
}

impl Interner {
    pub(super) fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.index.get(text) {
            return id;
        }
        let id = NameId(u32::try_from(self.ends.len()).unwrap_or(u32::MAX));
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.index.insert(text.into(), id);
        id
    }

    /// How many strings there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Whether a number is that of a text.
    pub(super) fn is(&self, id: NameId, text: &str) -> bool {
        self.index.get(text) == Some(&id)
    }

    pub(super) fn into_names(self) -> Names {
        let mut names =
            Names { text: self.text.into(), ends: self.ends.into(), sorted: self.index.into_values().collect() };
        let mut sorted = std::mem::take(&mut names.sorted);
        sorted.sort_unstable_by(|&a, &b| names.get(a).cmp(names.get(b)));
        names.sorted = sorted;
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_number_and_is_found_by_it() {
        let mut interner = Interner::default();
        let texts = ["verify", "", "ünïcode", "a", "verify", "zz", ""];
        let ids = texts.map(|text| interner.intern(text));
        assert_eq!(ids, [0, 1, 2, 3, 0, 4, 1].map(NameId));
        assert!(interner.is(NameId(0), "verify") && !interner.is(NameId(1), "verify"));
        let names = interner.into_names();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["verify", "", "ünïcode", "a", "zz"]);
        for (text, id) in texts.iter().zip(ids) {
            assert_eq!((names.find(text), names.get(id)), (Some(id), *text));
        }
        assert_eq!(names.find("verif"), None);
        assert_eq!(Names::default().find(""), None);
    }
}
