//! The strings of one file, each kept once.

use rustc_hash::FxHashMap;

use super::code::NameId;

#[derive(Debug, Clone, Default)]
pub struct Names {
    all: Vec<Box<str>>,
    index: FxHashMap<Box<str>, NameId>,
}

impl Names {
    pub fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.index.get(text) {
            return id;
        }
        let id = NameId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(text.into());
        self.index.insert(text.into(), id);
        id
    }

    /// The number of a text, if it is one of the file's.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.index.get(text).copied()
    }

    pub fn get(&self, id: NameId) -> &str {
        &self.all[id.index()]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(AsRef::as_ref)
    }
}
