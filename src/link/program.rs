//! Files, names and references across them.

use std::sync::OnceLock;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::declared::Declared;
use super::places::Places;
use crate::outline::Outline;
use crate::outline::code::{Access, AccessId, BindingId, Call, CallId, FnId, Function, NameId, SiteId};
use crate::text::{FileId, Place, Span};

/// A string of the program, the same number in every file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub u32);

/// A function of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionRef {
    pub file: FileId,
    pub function: FnId,
}

/// A call site of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallRef {
    pub file: FileId,
    pub call: CallId,
}

/// Where a program asks or changes an object by an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccessRef {
    pub file: FileId,
    pub access: AccessId,
}

/// A call or an access of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SiteRef {
    pub file: FileId,
    pub site: SiteId,
}

impl From<CallRef> for SiteRef {
    fn from(CallRef { file, call }: CallRef) -> SiteRef {
        SiteRef { file, site: SiteId::Call(call) }
    }
}

impl From<AccessRef> for SiteRef {
    fn from(AccessRef { file, access }: AccessRef) -> SiteRef {
        SiteRef { file, site: SiteId::Access(access) }
    }
}

impl SiteRef {
    /// The call that it is, unless it is an access.
    pub fn call(self) -> Option<CallRef> {
        match self.site {
            SiteId::Call(call) => Some(CallRef { file: self.file, call }),
            SiteId::Access(_) => None,
        }
    }
}

/// Instructions of one function that leave one value on the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodeRange {
    pub function: FunctionRef,
    pub from: u32,
    pub to: u32,
}

/// One file of the program.
#[derive(Debug)]
pub struct ProgramFile {
    /// As shown to people: relative, with `/`.
    pub path: String,
    pub outline: Outline,
    /// The program's names by the file's.
    names: Box<[Name]>,
    /// The file's names by the program's, in their order.
    local: Box<[(Name, NameId)]>,
    /// The binding whose one value a function is.
    bound: FxHashMap<FnId, BindingId>,
    /// The major versions that the file's package asks for, of the packages with which it matters.
    majors: Vec<(&'static str, u32)>,
    /// The files of the program that specifiers mean.
    imports: FxHashMap<Name, FileId>,
    /// The files that import this one.
    importers: Vec<FileId>,
    /// Made when it is first asked for: most files never are.
    places: OnceLock<Places>,
}

impl ProgramFile {
    /// The major version that the file's package asks for of another one.
    pub fn major(&self, package: &str) -> Option<u32> {
        self.majors.iter().find(|(name, _)| *name == package).map(|&(_, major)| major)
    }
}

/// All files that are analysed together.
#[derive(Debug, Default)]
pub struct Program {
    files: Vec<ProgramFile>,
    /// By number.
    names: IndexSet<Box<str>, FxBuildHasher>,
    declared: Declared,
}

impl Program {
    /// Ties outlines together. A file's number is its place in the list; `target` tells which file a specifier means there,
    /// `majors` which versions of packages it runs with.
    pub fn link(
        outlines: impl IntoIterator<Item = (String, Outline)>,
        target: impl Fn(FileId, &str) -> Option<FileId>,
        majors: impl Fn(FileId) -> Vec<(&'static str, u32)>,
    ) -> Program {
        let mut program = Program::default();
        // Imports and exports have this name without writing it.
        program.intern("default");
        for (path, outline) in outlines {
            let names: Box<[Name]> = outline.names.iter().map(|text| program.intern(text)).collect();
            let mut local: Box<[(Name, NameId)]> = names.iter().copied().zip((0..).map(NameId)).collect();
            local.sort_unstable();
            let bound = outline.bound_functions();
            let majors = majors(FileId(u32::try_from(program.files.len()).unwrap_or(u32::MAX)));
            program.files.push(ProgramFile {
                path,
                outline,
                names,
                local,
                bound,
                majors,
                imports: FxHashMap::default(),
                importers: Vec::new(),
                places: OnceLock::new(),
            });
        }
        program.tie(target);
        program
    }

    fn tie(&mut self, target: impl Fn(FileId, &str) -> Option<FileId>) {
        for importer in (0..self.files.len()).map(|at| FileId(u32::try_from(at).unwrap_or(u32::MAX))) {
            let outline = self.outline(importer);
            let meant: Vec<(Name, FileId)> = outline
                .imports
                .iter()
                .filter_map(|&name| Some((self.name(importer, name), target(importer, outline.name(name))?)))
                .collect();
            for (specifier, imported) in meant {
                let importers = &mut self.files[imported.0 as usize].importers;
                if !importers.contains(&importer) {
                    importers.push(importer);
                }
                self.files[importer.0 as usize].imports.insert(specifier, imported);
            }
        }
    }

    /// The file of the program that a specifier means.
    pub fn imported(&self, importer: FileId, specifier: Name) -> Option<FileId> {
        self.file(importer).imports.get(&specifier).copied()
    }

    /// The files that import a file directly.
    pub fn importers(&self, file: FileId) -> impl Iterator<Item = FileId> {
        self.file(file).importers.iter().copied()
    }

    pub fn imports_file(&self, importer: FileId, imported: FileId) -> bool {
        self.file(imported).importers.contains(&importer)
    }

    /// Ties a project's declarations to the program; once, when all files are linked.
    pub fn declare(&mut self, declared: Declared) {
        self.declared = declared;
    }

    pub fn declared(&self) -> &Declared {
        &self.declared
    }

    fn intern(&mut self, text: &str) -> Name {
        let at = self.names.get_index_of(text).unwrap_or_else(|| self.names.insert_full(text.into()).0);
        Name(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub fn files(&self) -> impl Iterator<Item = (FileId, &ProgramFile)> {
        (0_u32..).map(FileId).zip(&self.files)
    }

    pub fn file(&self, id: FileId) -> &ProgramFile {
        &self.files[id.0 as usize]
    }

    pub fn outline(&self, id: FileId) -> &Outline {
        &self.file(id).outline
    }

    /// What stands where in a file.
    pub fn places(&self, id: FileId) -> &Places {
        let file = self.file(id);
        file.places.get_or_init(|| Places::of(&file.outline))
    }

    pub fn function(&self, at: FunctionRef) -> &Function {
        self.outline(at.file).function(at.function)
    }

    /// The binding whose one and only value a function is (`const f = () => …`, `function f() {}`).
    pub fn binding_of(&self, at: FunctionRef) -> Option<BindingId> {
        self.file(at.file).bound.get(&at.function).copied()
    }

    pub fn call(&self, at: CallRef) -> &Call {
        self.outline(at.file).call(at.call)
    }

    pub fn place(&self, file: FileId, span: Span) -> Place {
        Place { file, span }
    }

    /// Where a call stands.
    pub fn call_place(&self, at: CallRef) -> Place {
        self.place(at.file, self.call(at).span)
    }

    pub fn access(&self, at: AccessRef) -> &Access {
        self.outline(at.file).access(at.access)
    }

    fn span_of(&self, SiteRef { file, site }: SiteRef) -> Span {
        match site {
            SiteId::Call(call) => self.outline(file).call(call).span,
            SiteId::Access(access) => self.outline(file).access(access).span,
        }
    }

    /// Where a call or an access stands.
    pub fn site_place(&self, at: SiteRef) -> Place {
        self.place(at.file, self.span_of(at))
    }

    /// The function whose code a call or an access is.
    pub fn function_around(&self, SiteRef { file, site }: SiteRef) -> FunctionRef {
        let function = match site {
            SiteId::Call(call) => self.outline(file).call(call).function,
            SiteId::Access(access) => self.outline(file).access(access).function,
        };
        FunctionRef { file, function }
    }

    /// A file's name as the program's.
    pub fn name(&self, file: FileId, name: NameId) -> Name {
        self.file(file).names[name.index()]
    }

    pub fn text(&self, name: Name) -> &str {
        &self.names[name.0 as usize]
    }

    /// All names of the program.
    pub fn names(&self) -> impl Iterator<Item = (Name, &str)> {
        (0..).map(Name).zip(self.names.iter().map(AsRef::as_ref))
    }

    /// The number of a text that occurs in the program.
    pub fn find(&self, text: &str) -> Option<Name> {
        let at = self.names.get_index_of(text)?;
        u32::try_from(at).ok().map(Name)
    }

    /// A file's own number of a program's name, if the file has it.
    pub fn local_name(&self, file: FileId, name: Name) -> Option<NameId> {
        let local = &self.file(file).local;
        local.binary_search_by_key(&name, |&(known, _)| known).ok().map(|at| local[at].1)
    }
}
