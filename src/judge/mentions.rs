//! Who mentions what: what may lead to a function is found by names, without reading the program again for each.
//!
//! In: a program. Out: the functions that mention a function, directly or through others. A file is read when it is first
//! asked for, once for all that judge the program. Knows nothing of values or runs.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::link::{FunctionRef, Name, Program};
use crate::outline::code::{Definition, FnId, Imported, NameId, Op, Step};
use crate::outline::{ExportName, Exported};
use crate::text::FileId;

/// What the files of a program mention.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    files: Vec<OnceLock<FileMentions>>,
}

/// What one file mentions.
#[derive(Debug, Default)]
struct FileMentions {
    /// The functions that load, or ask an object for, something of a name.
    named: Index<Name>,
    /// The functions that load what they know a module's default export by.
    modules: Index<FileId>,
    /// Modules that are a function, and the name of what is made of requiring them.
    required: Vec<(FileId, Name)>,
}

/// How many names may be handed on from file to file, and exports be asked for them, in one search.
const HANDED_ON: usize = 30_000;
/// As [`HANDED_ON`], in a search for everything, which is made once for a program.
const HANDED_ON_ONCE: usize = 3_000_000;

/// Mentions by what is mentioned, in order.
#[derive(Debug)]
struct Index<K>(Box<[(K, Mention)]>);

impl<K> Default for Index<K> {
    fn default() -> Self {
        Index(Box::default())
    }
}

impl<K: Ord + Copy> Index<K> {
    /// Of several mentions by one function, what they come to together.
    fn of(mut all: Vec<(K, Mention)>) -> Index<K> {
        all.sort_unstable_by_key(|&(key, mention)| (key, mention.function, mention.until));
        all.reverse();
        all.dedup_by_key(|(key, mention)| (*key, mention.function));
        all.reverse();
        Index(all.into())
    }

    fn of_key(&self, key: K) -> impl Iterator<Item = &Mention> {
        let from = self.0.partition_point(|&(known, _)| known < key);
        self.0[from..].iter().take_while(move |(known, _)| *known == key).map(|(_, mention)| mention)
    }
}

/// A function, and up to which instruction it mentions something.
#[derive(Debug, Clone, Copy)]
struct Mention {
    function: FnId,
    until: u32,
}

/// The functions that may lead to some function.
#[derive(Debug, Default)]
pub(super) struct Leading {
    /// Up to which instruction each leads there.
    until: FxHashMap<FunctionRef, u32>,
    /// There are others.
    pub(super) open: bool,
    /// So many names are handed on between files that the search was given up.
    pub(super) is_given_up: bool,
    /// The names of members that these functions read, once it was asked for; `None` in it where it may be any.
    pub(super) read: Option<Arc<Option<FxHashSet<Name>>>>,
}

impl Leading {
    pub(super) fn contains(&self, at: FunctionRef) -> bool {
        self.until.contains_key(&at)
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = FunctionRef> {
        self.until.keys().copied()
    }

    /// Whether a function may still lead there from an instruction on.
    pub(super) fn leads_on(&self, at: FunctionRef, from: u32) -> bool {
        self.until.get(&at).is_some_and(|&until| until >= from)
    }

    /// Adds what leads there, wherever it stands.
    pub(super) fn add(&mut self, functions: impl IntoIterator<Item = FunctionRef>) {
        self.read = None;
        self.until.extend(functions.into_iter().map(|at| (at, u32::MAX)));
    }

    pub(super) fn join(&mut self, other: Leading) {
        self.open |= other.open;
        self.is_given_up |= other.is_given_up;
        for (at, until) in other.until {
            self.note(at, until);
        }
    }

    /// Whether the function is new.
    fn note(&mut self, at: FunctionRef, until: u32) -> bool {
        self.read = None;
        let mut is_new = false;
        let known = self.until.entry(at).or_insert_with(|| {
            is_new = true;
            until
        });
        *known = (*known).max(until);
        is_new
    }
}

/// From where it is asked what leads there.
#[derive(Debug, Default)]
pub(super) struct Origin {
    /// Each with the instruction up to which it leads on.
    pub(super) functions: Vec<(FunctionRef, u32)>,
}

/// What a file is to be asked for.
#[derive(Debug, Default)]
struct Asked {
    names: Vec<Name>,
    modules: Vec<FileId>,
}

impl Mentions {
    pub(super) fn new(program: &Program) -> Mentions {
        Mentions { files: program.files().map(|_| OnceLock::new()).collect() }
    }

    /// The functions that contain one of some functions, or mention one that does: by name in its own file, and by an import
    /// of that file elsewhere. More than call it, and never fewer; but no further once there are more than `enough`.
    pub(super) fn reaching(&self, program: &Program, from: Origin, enough: usize) -> Leading {
        let mut reached = Leading::default();
        // The names that each file's reached functions have.
        let mut names: FxHashMap<FileId, FxHashSet<Name>> = FxHashMap::default();
        // The files of which a function was reached.
        let mut met: FxHashSet<FileId> = FxHashSet::default();
        let mut waiting = from.functions;
        let mut files: BTreeMap<FileId, Asked> = BTreeMap::new();
        let mut left = if enough == usize::MAX { HANDED_ON_ONCE } else { HANDED_ON };
        loop {
            while let Some((at, until)) = waiting.pop() {
                if !reached.note(at, until) {
                    continue;
                }
                let is_first = met.insert(at.file);
                let known = names.entry(at.file).or_default();
                let fresh: Vec<Name> = names_of(program, at).filter(|&name| known.insert(name)).collect();
                if !fresh.is_empty() {
                    files.entry(at.file).or_default().names.extend(&fresh);
                }
                if is_first || !fresh.is_empty() {
                    for importer in program.importers(at.file) {
                        files.entry(importer).or_default().modules.extend(is_first.then_some(at.file));
                    }
                    if hand_on(program, at.file, fresh, &mut names, &mut files, &mut left).is_break() {
                        reached.is_given_up = true;
                        return reached;
                    }
                }
                if at.function != FnId::MODULE {
                    let parent = program.function(at).parent.filter(|&parent| parent != FnId::MODULE);
                    // What is made in a function may be called as long as that one is under way.
                    waiting.extend(parent.map(|function| (FunctionRef { function, ..at }, u32::MAX)));
                }
            }
            if reached.until.len() > enough {
                reached.open = true;
                return reached;
            }
            let Some((file, asked)) = files.pop_first() else { return reached };
            let Some(known) = self.file(program, file) else { continue };
            let required = known.required.iter().filter(|(module, _)| asked.modules.contains(module));
            let named = asked.names.iter().chain(required.map(|(_, name)| name));
            let found = named
                .flat_map(|&name| known.named.of_key(name))
                .chain(asked.modules.iter().flat_map(|&module| known.modules.of_key(module)));
            waiting.extend(found.map(|mention| (FunctionRef { file, function: mention.function }, mention.until)));
        }
    }

    /// The functions of all files that mention one of some names.
    pub(super) fn naming(&self, program: &Program, names: &[Name]) -> Origin {
        let mut origin = Origin::default();
        for (file, _) in program.files() {
            let Some(known) = self.file(program, file) else { continue };
            let found = names.iter().flat_map(|&name| known.named.of_key(name));
            let found = found.filter(|mention| mention.function != FnId::MODULE);
            origin
                .functions
                .extend(found.map(|mention| (FunctionRef { file, function: mention.function }, mention.until)));
        }
        origin
    }

    fn file(&self, program: &Program, file: FileId) -> Option<&FileMentions> {
        let known = self.files.get(file.0 as usize)?;
        Some(known.get_or_init(|| FileMentions::of(program, file)))
    }
}

/// A file's names are known to those that import it, and to those that import what hands its exports on.
fn hand_on(
    program: &Program,
    file: FileId,
    fresh: Vec<Name>,
    names: &mut FxHashMap<FileId, FxHashSet<Name>>,
    files: &mut BTreeMap<FileId, Asked>,
    left: &mut usize,
) -> ControlFlow<()> {
    let mut waiting = vec![(file, fresh)];
    while let Some((file, fresh)) = waiting.pop() {
        for importer in program.importers(file) {
            match left.checked_sub(fresh.len() + program.outline(importer).exports.len()) {
                Some(rest) => *left = rest,
                None => return ControlFlow::Break(()),
            }
            files.entry(importer).or_default().names.extend(&fresh);
            let known = names.entry(importer).or_default();
            let handed = handed_on(program, importer, file, &fresh);
            let handed: Vec<Name> = handed.into_iter().filter(|&name| importer != file && known.insert(name)).collect();
            if !handed.is_empty() {
                waiting.push((importer, handed));
            }
        }
    }
    ControlFlow::Continue(())
}

/// Under which names a file exports what another one exports under some names.
fn handed_on(program: &Program, file: FileId, from: FileId, wanted: &[Name]) -> Vec<Name> {
    let outline = program.outline(file);
    let leads_there = |specifier: NameId| program.imported(file, program.name(file, specifier)) == Some(from);
    let mut found = Vec::new();
    for export in &outline.exports {
        let imported = match export.value {
            Exported::From { specifier, imported } if leads_there(specifier) => Some(imported),
            Exported::Local(reference) => {
                outline.reference(reference).binding.and_then(|binding| match outline.binding(binding).definition {
                    Definition::Import { specifier, imported } if leads_there(specifier) => Some(imported),
                    _ => None,
                })
            }
            Exported::Value { function, code } => {
                let code = &outline.function(function).code[code.0 as usize..code.1 as usize];
                let names_it = code.iter().any(|inst| matches!(inst.op, Op::Text(text) if leads_there(text)));
                names_it.then_some(Imported::Namespace)
            }
            Exported::From { .. } => None,
        };
        match (imported, export.name) {
            (Some(Imported::Named(name)), ExportName::Named(own)) => {
                if wanted.contains(&program.name(file, name)) {
                    found.push(program.name(file, own));
                }
                // It may be an object that holds any of them.
                found.extend(wanted);
            }
            // The default export may be any of them, or an object that holds any.
            (Some(Imported::Default), ExportName::Named(own)) => {
                found.push(program.name(file, own));
                found.extend(wanted);
            }
            (Some(_), _) => found.extend(wanted),
            (None, _) => {}
        }
    }
    found
}

/// The names by which a function may be mentioned.
fn names_of(program: &Program, at: FunctionRef) -> impl Iterator<Item = Name> {
    let outline = program.outline(at.file);
    let body = outline.function(at.function);
    let bound = program.binding_of(at).map(|binding| outline.binding(binding).name);
    // A constructor runs where its class is named.
    let class = body.class.filter(|_| body.name.is_some_and(|name| outline.name(name) == "constructor"));
    let class = class.and_then(|class| outline.class(class).name);
    [body.name, bound, class].into_iter().flatten().map(move |name| program.name(at.file, name))
}

impl FileMentions {
    fn of(program: &Program, file: FileId) -> FileMentions {
        let outline = program.outline(file);
        let (mut named, mut modules) = (Vec::new(), Vec::new());
        for (function, body) in (0..).map(FnId).zip(&outline.functions) {
            for (at, inst) in (0..).zip(&body.code) {
                let mention = Mention { function, until: body.until(at) };
                let mut mentions = |name| named.push((program.name(file, name), mention));
                match inst.op {
                    Op::Load(reference) => {
                        let used = outline.reference(reference);
                        mentions(used.name);
                        match used.binding.map(|binding| &outline.binding(binding).definition) {
                            // The name under which an import is known here may be another one than its own.
                            Some(&Definition::Import { imported: Imported::Named(name), .. }) => mentions(name),
                            Some(&Definition::Import { specifier, imported: Imported::Default }) => {
                                let target = program.imported(file, program.name(file, specifier));
                                modules.extend(target.map(|target| (target, mention)));
                            }
                            // `const { check: verify } = require('./checks')`
                            Some(Definition::Value { path, .. }) => {
                                for step in path {
                                    if let Step::Member(name) = step {
                                        mentions(*name);
                                    }
                                }
                            }
                            _ => {}
                        }
                    }
                    Op::Member(name) => mentions(name),
                    Op::CallMember(call) => outline.call(call).member.into_iter().for_each(mentions),
                    _ => {}
                }
            }
        }
        FileMentions { named: Index::of(named), modules: Index::of(modules), required: required(program, file) }
    }
}

/// The names of a file's bindings that are made of a `require`, where the module is a function: it is known here by whatever it
/// was required as. A module of named exports is reached by their names.
fn required(program: &Program, file: FileId) -> Vec<(FileId, Name)> {
    let outline = program.outline(file);
    let target = |specifier: NameId| {
        let target = program.imported(file, program.name(file, specifier))?;
        let exports = &program.outline(target).exports;
        let is_function = |name| matches!(name, ExportName::Module | ExportName::Default);
        exports.iter().any(|export| is_function(export.name)).then_some(target)
    };
    // Where the specifiers stand that mean one, in order.
    let mut meant: Vec<(FnId, u32, FileId)> = Vec::new();
    let imports: FxHashSet<NameId> = outline.imports.iter().copied().filter(|&name| target(name).is_some()).collect();
    for (function, body) in (0..).map(FnId).zip(outline.functions.iter().filter(|_| !imports.is_empty())) {
        for (at, inst) in (0..).zip(&body.code) {
            if let Op::Text(text) = inst.op
                && imports.contains(&text)
            {
                meant.extend(target(text).map(|target| (function, at, target)));
            }
        }
    }
    let mut required = Vec::new();
    for binding in outline.bindings.iter().filter(|_| !meant.is_empty()) {
        if let &Definition::Value { function, code: (from, to), .. } = &binding.definition {
            let first = meant.partition_point(|&(of, at, _)| (of, at) < (function, from));
            let made_of = meant[first..].iter().take_while(|&&(of, at, _)| (of, at) < (function, to));
            required.extend(made_of.map(|&(.., target)| (target, program.name(file, binding.name))));
        }
    }
    required
}
