//! A project's declarations in a run: which file each module is, which files they make matter, and which lead nowhere.
//!
//! In: the project's file, the modules of the run. Out: declarations tied to a program, and notices about those of no effect.
//! Knows nothing of what a declaration means to a verdict.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::modules::{Modules, Target};
use crate::discover::{Specifiers, normal};
use crate::finding::{Notice, NoticeKind, SourceFile};
use crate::judge::{Idle, Judgement};
use crate::link::{Declared, Program};
use crate::outline::Outline;
use crate::project::ProjectFile;
use crate::syntax::Dialect;
use crate::text::{FileId, Place, Span};
use crate::vocabulary::{DeclaredAs, WayIn};

/// What a declared module is in this run.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// A file of the project, read or not.
    File(PathBuf),
    Package,
    Nothing,
}

/// The declarations of a project, with what their modules are. Whatever is asked of every file is a look-up.
#[derive(Debug)]
pub(super) struct Declaring<'p> {
    project: &'p ProjectFile,
    modules: BTreeMap<&'p str, Meaning>,
    /// The files that are declared, and whether a check is.
    files: FxHashMap<PathBuf, bool>,
    packages: FxHashMap<&'p str, bool>,
    globals: FxHashMap<&'p str, bool>,
    /// The run looks through the whole folder of the project's file: what is not found there is nowhere.
    looks_everywhere: bool,
    /// Declared packages that some file names, read or not.
    imported: FxHashSet<&'p str>,
}

impl<'p> Declaring<'p> {
    /// `folders` are those that the run looks through.
    pub(super) fn new(project: &'p ProjectFile, modules: &Modules, root: &Path, folders: &[PathBuf]) -> Self {
        let home = project.path.parent().unwrap_or(&project.path);
        let mut all = Declaring {
            project,
            modules: BTreeMap::new(),
            files: FxHashMap::default(),
            packages: FxHashMap::default(),
            globals: FxHashMap::default(),
            looks_everywhere: folders.iter().any(|folder| home.starts_with(folder)),
            imported: FxHashSet::default(),
        };
        for path in project.vocabulary.paths() {
            let checks = path.declared_as == DeclaredAs::Check;
            match &path.way_in {
                WayIn::Global(name) => *all.globals.entry(name).or_default() |= checks,
                WayIn::Module(name) => {
                    match all.modules.entry(name).or_insert_with(|| meaning(name, home, root, modules)) {
                        Meaning::File(file) => *all.files.entry(file.clone()).or_default() |= checks,
                        Meaning::Package => *all.packages.entry(name).or_default() |= checks,
                        Meaning::Nothing => {}
                    }
                }
            }
        }
        all
    }

    /// Notes which packages a file names.
    pub(super) fn note_imports(&mut self, specifiers: &Specifiers) {
        let declared = specifiers.iter().filter_map(|specifier| self.packages.get_key_value(specifier));
        self.imported.extend(declared.map(|(name, _)| *name));
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
        self.globals_of(outline).any(|name| self.globals.get(name) == Some(&true))
    }

    /// Whether a check is declared of a file.
    pub(super) fn checks_in(&self, file: &Path) -> bool {
        self.files.get(file) == Some(&true)
    }

    /// Whether a check is declared of what a specifier means.
    pub(super) fn checks_at(&self, specifier: &str, target: &Target) -> bool {
        match target {
            Target::File(path) => self.checks_in(path),
            _ => self.packages.get(specifier) == Some(&true),
        }
    }

    pub(super) fn is_declared(&self, file: &Path) -> bool {
        self.files.contains_key(file)
    }

    /// Whether anything is declared of a module: then a file can matter without a word of the vocabulary.
    pub(super) fn has_modules(&self) -> bool {
        !self.files.is_empty() || !self.packages.is_empty()
    }

    /// The declared global names that a file uses.
    fn globals_of<'o>(&self, outline: &'o Outline) -> impl Iterator<Item = &'o str> {
        let unbound = outline.refs.iter().filter(|used| used.binding.is_none()).map(|used| outline.name(used.name));
        unbound.filter(|name| self.globals.contains_key(name))
    }

    /// Ties the declarations to the program's files. `paths` are those of its files.
    pub(super) fn tie(&self, program: &mut Program, paths: &[PathBuf], modules: &Modules) {
        let mut declared = Declared::new(self.project);
        let numbers: FxHashMap<&Path, FileId> = paths.iter().map(PathBuf::as_path).zip((0..).map(FileId)).collect();
        let mut unread = FxHashMap::default();
        for (name, meaning) in &self.modules {
            let Meaning::File(path) = meaning else { continue };
            let Some(surface) = self.project.vocabulary.module(name) else { continue };
            match numbers.get(path.as_path()) {
                Some(&file) => declared.tie_file(file, surface),
                None => drop(unread.insert(path, surface)),
            }
        }
        if !unread.is_empty() {
            for (file, importer) in program.files() {
                for &name in &importer.outline.imports {
                    let target = modules.resolve(&paths[file.0 as usize], importer.outline.name(name));
                    let Target::File(target) = target else { continue };
                    if let Some(surface) = unread.get(&target) {
                        declared.tie_import(file, program.name(file, name), *surface);
                    }
                }
            }
        }
        program.declare(declared);
    }

    /// What is said of declarations without an effect, in the order of the file, which is the program's after its last.
    pub(super) fn notices(&self, program: &Program, judgement: &Judgement, file: FileId) -> Vec<Notice> {
        let all = self.project.vocabulary.paths();
        let used: FxHashSet<&str> = program.files().flat_map(|(_, file)| self.globals_of(&file.outline)).collect();
        // By place: the paths of one declaration share what it is of.
        let mut said: BTreeMap<Span, String> = BTreeMap::new();
        for path in all {
            if let Some(why) = self.idle_way_in(&used, &path.way_in) {
                said.insert(Span::new(path.way_in_at.start, path.way_in_at.end), why);
            }
        }
        for idle in &judgement.idle {
            let Some(path) = all.get(idle.path) else { continue };
            let file = program.declared().file_of(&path.way_in).map(|file| program.file(file).path.as_str());
            let why = idle_path(&path.path, file.unwrap_or(path.way_in.name()), idle.why);
            said.insert(Span::new(path.path_at.start, path.path_at.end), why);
        }
        let upstream = judgement.idle_upstream.iter().filter(|_| self.looks_everywhere);
        for path in upstream.filter_map(|&number| self.project.upstream.paths().get(number)) {
            let why = format!("no route for `{}` is seen in the files that have to do with tokens", path.describe());
            said.insert(Span::new(path.at.start, path.at.end), why);
        }
        let notice = |(span, why): (Span, String)| Notice {
            kind: NoticeKind::IdleDeclaration,
            place: Place { file, span },
            message: format!("the declaration has no effect: {why}"),
        };
        said.into_iter().map(notice).collect()
    }

    /// The project's file, for what is said of it.
    pub(super) fn source(&self) -> SourceFile {
        SourceFile::new(self.project.display.clone(), self.project.text.clone())
    }

    fn idle_way_in(&self, used: &FxHashSet<&str>, way_in: &WayIn) -> Option<String> {
        match way_in {
            WayIn::Global(name) => (self.looks_everywhere && !used.contains(name.as_str()))
                .then(|| format!("nothing uses a name `{name}` that it does not declare")),
            WayIn::Module(name) => match self.modules.get(name.as_str())? {
                Meaning::Nothing => Some(format!("`{name}` is no JavaScript or TypeScript file of the project")),
                Meaning::Package => (self.looks_everywhere && !self.imported.contains(name.as_str()))
                    .then(|| format!("nothing imports `{name}`")),
                Meaning::File(_) => None,
            },
        }
    }
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
