//! Which files have to do with JSON Web Tokens: those that imports tie, however indirectly, to one that may check or sign them.
//!
//! In: a program. Out: a yes or no for each file. What a service keeps for other tokens (of carts, devices, invitations) is
//! none of our business, however much its names sound like it.

use rustc_hash::FxHashSet;

use crate::link::Program;
use crate::outline::Outline;
use crate::text::FileId;
use crate::vocabulary;

/// Files that imports tie together, however indirectly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ties(u32);

/// See the file's own words.
#[derive(Debug, Default)]
pub(super) struct Concern {
    /// By file.
    ties: Vec<Ties>,
    handling_tokens: FxHashSet<Ties>,
}

impl Concern {
    pub(super) fn of(program: &Program) -> Concern {
        let mut tied: Vec<Vec<FileId>> = program.files().map(|_| Vec::new()).collect();
        for (file, _) in program.files() {
            for importer in program.importers(file) {
                tied[file.0 as usize].push(importer);
                tied[importer.0 as usize].push(file);
            }
        }
        let mut ties: Vec<Option<Ties>> = vec![None; tied.len()];
        for (first, _) in program.files() {
            if ties[first.0 as usize].is_some() {
                continue;
            }
            let mut waiting = vec![first];
            while let Some(file) = waiting.pop() {
                if ties[file.0 as usize].replace(Ties(first.0)).is_none() {
                    waiting.append(&mut tied[file.0 as usize]);
                }
            }
        }
        let ties: Vec<Ties> = ties.into_iter().flatten().collect();
        let handling = program.files().zip(&ties).filter(|((_, file), _)| handles_tokens(&file.outline));
        Concern { handling_tokens: handling.map(|(_, &number)| number).collect(), ties }
    }

    /// Whether a file is tied to one that handles tokens.
    pub(super) fn holds(&self, file: FileId) -> bool {
        self.ties(file).is_some_and(|ties| self.handling_tokens.contains(&ties))
    }

    pub(super) fn ties(&self, file: FileId) -> Option<Ties> {
        self.ties.get(file.0 as usize).copied()
    }
}

/// Whether a file names a package that checks tokens: by one of the words for which the prefilter keeps it.
pub(super) fn handles_tokens(outline: &Outline) -> bool {
    let imports = outline.imports.iter().map(|&name| outline.name(name));
    let imported = imports.filter(|name| vocabulary::module(name).is_some()).any(vocabulary::says_it_checks);
    let unbound = outline.refs.iter().filter(|used| used.binding.is_none()).map(|used| outline.name(used.name));
    imported || unbound.filter(|name| vocabulary::customary(name).is_some()).any(vocabulary::says_it_checks)
}
