//! Which files have to do with JSON Web Tokens: those that imports tie, however indirectly, to one that may check or sign them.
//!
//! In: a program. Out: a yes or no for each file. What a service keeps for other tokens (of carts, devices, invitations) is
//! none of our business, however much its names sound like it.

use crate::link::Program;
use crate::outline::Outline;
use crate::text::FileId;
use crate::vocabulary;

/// See the file's own words.
#[derive(Debug, Default)]
pub(super) struct Concern {
    files: Vec<bool>,
}

impl Concern {
    pub(super) fn of(program: &Program) -> Concern {
        let mut files: Vec<bool> = program.files().map(|(_, file)| handles_tokens(&file.outline)).collect();
        let mut tied: Vec<Vec<FileId>> = vec![Vec::new(); files.len()];
        for (file, _) in program.files() {
            for importer in program.importers(file) {
                tied[file.0 as usize].push(importer);
                tied[importer.0 as usize].push(file);
            }
        }
        let mut waiting: Vec<FileId> =
            program.files().map(|(file, _)| file).filter(|file| files[file.0 as usize]).collect();
        while let Some(file) = waiting.pop() {
            for &next in &tied[file.0 as usize] {
                if !std::mem::replace(&mut files[next.0 as usize], true) {
                    waiting.push(next);
                }
            }
        }
        Concern { files }
    }

    pub(super) fn holds(&self, file: FileId) -> bool {
        self.files.get(file.0 as usize).copied().unwrap_or(false)
    }
}

/// Whether a file names a package that checks tokens: by one of the words for which the prefilter keeps it.
pub(super) fn handles_tokens(outline: &Outline) -> bool {
    let checks = |name: &str| vocabulary::prefilter_words().iter().any(|word| name.contains(word));
    let imports = outline.imports.iter().map(|&name| outline.name(name));
    let imported = imports.filter(|name| vocabulary::module(name).is_some()).any(checks);
    let unbound = outline.refs.iter().filter(|used| used.binding.is_none()).map(|used| outline.name(used.name));
    imported || unbound.filter(|name| vocabulary::customary(name).is_some()).any(checks)
}
