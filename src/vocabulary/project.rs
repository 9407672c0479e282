//! What a project declares of its own functions and packages, ready to be asked like the built-in vocabulary.
//!
//! In: the declarations of a `tokentrail.toml`, and its text. Out: a [`Vocabulary`]: surfaces by the names of modules and
//! globals, and every declared path; or the mistakes at their bytes. Knows nothing of which file a module is.

use super::compile::project;
use super::compile::{Declarations, DeclaredPath, Mistake, WayIn};
use super::surface::{Of, Surface};

/// The declarations of one project.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    of: Of,
    paths: Vec<DeclaredPath>,
}

impl Vocabulary {
    /// Compiles what a file declares. The tables stay for as long as the program runs: surfaces are plain numbers into them
    /// wherever the judge goes, and a run reads one such file, of bounded size.
    pub fn compile(file: &str, text: &str, declarations: &Declarations) -> Result<Vocabulary, Vec<Mistake>> {
        let (tables, paths) = project::compile(file, text, declarations)?;
        Ok(Vocabulary { of: Of(Box::leak(Box::new(tables))), paths })
    }

    /// What is declared of a module, by its name as it is declared.
    pub fn module(&self, name: &str) -> Option<Surface> {
        self.of.module(name)
    }

    /// What is declared of a name that is there without a declaration.
    pub fn global(&self, name: &str) -> Option<Surface> {
        self.of.global(name)
    }

    /// Every declared path, in the order of the kinds, then of the file.
    pub fn paths(&self) -> &[DeclaredPath] {
        &self.paths
    }

    /// The place that a declared path starts from.
    pub fn root(&self, path: &DeclaredPath) -> Option<Surface> {
        match &path.way_in {
            WayIn::Module(name) => self.module(name),
            WayIn::Global(name) => self.global(name),
        }
    }
}
