//! A project's declarations in a run: which file each module is, which files they make matter, and which lead nowhere.
//!
//! In: the project's file, the modules of the run. Out: declarations tied to a program, and notices about those of no effect.
//! Knows nothing of what a declaration means to a verdict.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::discover::Specifiers;
use crate::discover::modules::{Modules, Target};
use crate::finding::{Notice, NoticeKind, SourceFile};
use crate::judge::{Idle, IdlePath};
use crate::link::{Declared, Program};
use crate::outline::Outline;
use crate::project::ProjectFile;
use crate::syntax::Dialect;
use crate::text::{FileId, Place, Span};
use crate::vocabulary::{DeclaredPath, WayIn};

/// What a declared module is in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// A file of the project, read or not.
    File(PathBuf),
    Package,
    Nothing,
}

/// The declarations of a project, with what their modules are.
#[derive(Debug)]
pub(super) struct Declaring<'p> {
    project: &'p ProjectFile,
    modules: Vec<(&'p WayIn, Meaning)>,
    /// The run looks through the whole folder of the project's file: what is not found there is nowhere.
    looks_everywhere: bool,
    /// Packages that some file names, read or not.
    imported: Vec<&'p WayIn>,
}

impl<'p> Declaring<'p> {
    /// `folders` are those that the run looks through.
    pub(super) fn new(project: &'p ProjectFile, modules: &Modules, root: &Path, folders: &[PathBuf]) -> Self {
        let home = project.path.parent().unwrap_or(&project.path);
        let mut known: Vec<(&WayIn, Meaning)> = Vec::new();
        for path in project.vocabulary.paths() {
            if let (WayIn::Module(name), false) =
                (&path.way_in, known.iter().any(|(way_in, _)| **way_in == path.way_in))
            {
                known.push((&path.way_in, meaning(name, home, root, modules)));
            }
        }
        let looks_everywhere = folders.iter().any(|folder| home.starts_with(folder));
        Self { project, modules: known, looks_everywhere, imported: Vec::new() }
    }

    /// Notes which packages a file names.
    pub(super) fn note_imports(&mut self, specifiers: &Specifiers) {
        for (way_in, meaning) in &self.modules {
            let is_named = || specifiers.iter().any(|specifier| specifier == way_in.name());
            if *meaning == Meaning::Package && !self.imported.contains(way_in) && is_named() {
                self.imported.push(way_in);
            }
        }
    }

    /// The names without which a file that imports nothing declared cannot use a declaration.
    pub(super) fn words(project: &ProjectFile) -> impl Iterator<Item = &str> {
        project.vocabulary.paths().iter().filter_map(|path| match &path.way_in {
            WayIn::Global(name) => Some(name.as_str()),
            WayIn::Module(_) => None,
        })
    }

    /// Whether a file uses a global name with a declared check.
    pub(super) fn may_check(&self, outline: &Outline) -> bool {
        let checks = |way_in: &WayIn| self.project.vocabulary.checks(way_in);
        let uses = |way_in: &WayIn| matches!(way_in, WayIn::Global(name) if is_used(outline, name));
        self.project.vocabulary.paths().iter().any(|path| checks(&path.way_in) && uses(&path.way_in))
    }

    /// Whether a declared check is of a module that a specifier means, or of a file itself.
    pub(super) fn checks_at(&self, specifier: Option<&str>, target: &Target) -> bool {
        self.modules.iter().any(|(way_in, meaning)| {
            let is_meant = match (meaning, target) {
                (Meaning::File(file), Target::File(path)) => file == path,
                (Meaning::Package, Target::Package { .. } | Target::Missing) => specifier == Some(way_in.name()),
                _ => false,
            };
            is_meant && self.project.vocabulary.checks(way_in)
        })
    }

    /// Whether a file is what a module is.
    pub(super) fn is_declared(&self, file: &Path) -> bool {
        self.modules.iter().any(|(_, meaning)| matches!(meaning, Meaning::File(path) if path == file))
    }

    /// Whether anything is declared of a module: then a file can matter without a word of the vocabulary.
    pub(super) fn has_modules(&self) -> bool {
        self.modules.iter().any(|(_, meaning)| *meaning != Meaning::Nothing)
    }

    /// Ties the declarations to the program's files. `paths` are those of its files.
    pub(super) fn tie(&self, program: &mut Program, paths: &[PathBuf], modules: &Modules) {
        let mut declared = Declared::new(self.project.vocabulary.clone());
        let numbers: FxHashMap<&Path, FileId> = paths.iter().map(PathBuf::as_path).zip((0..).map(FileId)).collect();
        let mut unread = Vec::new();
        for (way_in, meaning) in &self.modules {
            let Meaning::File(path) = meaning else { continue };
            let Some(surface) = self.project.vocabulary.module(way_in.name()) else { continue };
            match numbers.get(path.as_path()) {
                Some(&file) => declared.tie_file(file, surface),
                None => unread.push((path, surface)),
            }
        }
        if !unread.is_empty() {
            for (file, importer) in program.files() {
                for &name in &importer.outline.imports {
                    let target = modules.resolve(&paths[file.0 as usize], importer.outline.name(name));
                    let Target::File(target) = target else { continue };
                    if let Some((_, surface)) = unread.iter().find(|(path, _)| **path == target) {
                        declared.tie_import(file, program.name(file, name), *surface);
                    }
                }
            }
        }
        program.declare(declared);
    }

    /// What is said of declarations without an effect, in the order of the file, which is the program's after its last.
    pub(super) fn notices(&self, program: &Program, idle: &[IdlePath], file: FileId) -> Vec<Notice> {
        let all = self.project.vocabulary.paths();
        let mut said: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for (number, path) in all.iter().enumerate() {
            let why = match self.idle_way_in(program, path) {
                Some(why) => Some((path.way_in_at.clone(), why)),
                None => idle.iter().find(|idle| idle.path == number).map(|idle| {
                    let of = program.declared().file_of(&path.way_in).map(|file| program.file(file).path.as_str());
                    (path.path_at.clone(), idle_path(&path.path, of.unwrap_or(path.way_in.name()), idle.why))
                }),
            };
            said.extend(why.filter(|why| !said.contains(why)));
        }
        said.sort_by_key(|(span, _)| span.start);
        let notice = |(span, why): (std::ops::Range<usize>, String)| Notice {
            kind: NoticeKind::IdleDeclaration,
            place: Place { file, span: Span::new(span.start, span.end) },
            message: format!("the declaration has no effect: {why}"),
        };
        said.into_iter().map(notice).collect()
    }

    /// The project's file, for what is said of it.
    pub(super) fn source(&self) -> SourceFile {
        SourceFile { path: self.project.display.clone(), text: self.project.text.clone() }
    }

    fn idle_way_in(&self, program: &Program, path: &DeclaredPath) -> Option<String> {
        let name = path.way_in.name();
        let meaning = self.modules.iter().find(|(way_in, _)| **way_in == path.way_in).map(|(_, meaning)| meaning);
        match meaning {
            Some(Meaning::Nothing) => Some(format!("`{name}` is no JavaScript or TypeScript file of the project")),
            Some(Meaning::Package) if self.looks_everywhere && !self.imported.contains(&&path.way_in) => {
                Some(format!("nothing imports `{name}`"))
            }
            None if self.looks_everywhere && !program.files().any(|(_, file)| is_used(&file.outline, name)) => {
                Some(format!("nothing uses a name `{name}` that it does not declare"))
            }
            _ => None,
        }
    }
}

fn is_used(outline: &Outline, global: &str) -> bool {
    outline.refs.iter().any(|used| used.binding.is_none() && outline.name(used.name) == global)
}

fn idle_path(path: &str, file: &str, why: Idle) -> String {
    match why {
        Idle::NotExported => format!("`{file}` exports no `{path}`, as far as can be seen"),
        Idle::NoFunction => format!("`{path}` of `{file}` is not seen to be a function"),
        Idle::DeclaredBefore => format!("the function that `{path}` of `{file}` is was declared otherwise before"),
    }
}

/// What a module is that is named in the project's file.
fn meaning(name: &str, home: &Path, root: &Path, modules: &Modules) -> Meaning {
    let is_path = name.starts_with('.');
    // Whatever folder the file stands in, the run's modules are asked from their own root.
    let specifier = match is_path {
        true => match normal(&home.join(name)).strip_prefix(root) {
            Ok(below) => format!("./{}", below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")),
            Err(_) => return Meaning::Nothing,
        },
        false => name.to_owned(),
    };
    match modules.resolve(&root.join(crate::project::FILE_NAME), &specifier) {
        Target::File(path) if Dialect::of_path(&path).is_some() => Meaning::File(path),
        Target::Package { .. } | Target::Missing | Target::Builtin(_) if !is_path => Meaning::Package,
        _ => Meaning::Nothing,
    }
}

/// A path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(normal.pop()),
            part => normal.push(part),
        }
    }
    normal
}
