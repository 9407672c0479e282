//! What a project declares, tied to the program: which file, which import, which name a declaration is of.
//!
//! In: the project's file, and which file each of its modules is. Out: surfaces by file, by import and by global name, and what
//! is limited upstream. Knows nothing of what they mean.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::program::Name;
use crate::project::{ProjectFile, Upstream};
use crate::text::FileId;
use crate::vocabulary::{Surface, Vocabulary, WayIn};

/// A project's declarations in a program. Empty for a project that declares nothing.
#[derive(Debug, Default)]
pub struct Declared {
    vocabulary: Option<Vocabulary>,
    upstream: Arc<Upstream>,
    /// Several modules can be one file.
    files: FxHashMap<FileId, Vec<Surface>>,
    /// Imports of declared files that are no part of the program.
    imports: FxHashMap<(FileId, Name), Surface>,
}

impl Declared {
    pub fn new(project: &ProjectFile) -> Declared {
        let upstream = Arc::clone(&project.upstream);
        Declared { vocabulary: Some(project.vocabulary.clone()), upstream, ..Declared::default() }
    }

    /// A file's exports are what is declared of a module.
    pub fn tie_file(&mut self, file: FileId, surface: Surface) {
        self.files.entry(file).or_default().push(surface);
    }

    /// An import means a declared file that is no part of the program.
    pub fn tie_import(&mut self, importer: FileId, specifier: Name, surface: Surface) {
        self.imports.insert((importer, specifier), surface);
    }

    pub fn vocabulary(&self) -> Option<&Vocabulary> {
        self.vocabulary.as_ref()
    }

    /// What is limited before it comes to the service.
    pub fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    /// What is declared of a file's exports.
    pub fn file(&self, file: FileId) -> &[Surface] {
        self.files.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The file that a module is declared of.
    pub fn file_of(&self, way_in: &WayIn) -> Option<FileId> {
        let WayIn::Module(name) = way_in else { return None };
        let surface = self.vocabulary.as_ref()?.module(name)?;
        self.files.iter().find(|(_, surfaces)| surfaces.contains(&surface)).map(|(file, _)| *file)
    }

    /// What is declared of what an import gives that leads to no file of the program.
    pub fn import(&self, importer: FileId, specifier: Name, text: &str) -> Option<Surface> {
        // A path is another file's in every folder: those were resolved.
        let named = || self.vocabulary.as_ref()?.module(text).filter(|_| !text.starts_with('.'));
        self.imports.get(&(importer, specifier)).copied().or_else(named)
    }

    pub fn global(&self, name: &str) -> Option<Surface> {
        self.vocabulary.as_ref()?.global(name)
    }
}
