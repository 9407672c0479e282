//! Which functions may lead to the signing of a token, and to the taking of a refresh token, so that no other handler is run to
//! find out what its route is for.
//!
//! In: a program. Out: sets of functions, found by names: more than really do, never fewer, but for tokens that are signed by
//! what was handed around under another name. Besides: those that are hung on a request or a response, or kept by an application.
//! Knows nothing of values or runs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::concern::{Concern, Ties};
use super::hung::{Hung, hung};
use super::instances::ClassRef;
use super::kept::{asking, kept};
use super::mentions::{Leading, Mentions, Origin};
use super::speaking::{Sought, Speaking};
use crate::link::{FunctionRef, Name, Program};
use crate::outline::code::{Class, ClassId, Definition, FnId, Function, NameId, Op, Ref};
use crate::text::FileId;
use crate::vocabulary::{self, Surface, WordList, has_word, split_name};

/// The functions that may sign, and those that may take a refresh token.
#[derive(Debug, Default)]
pub(super) struct Signers {
    signing: Able,
    refreshing: Able,
    hung: Hung,
}

impl Signers {
    pub(super) fn of(program: &Program, mentions: &Mentions, concern: &Concern) -> Signers {
        let mut signing = Able::of(program, mentions, concern, Sought::Signing);
        let hung = hung(program, &signing.leading);
        // Handlers that call them import nothing of theirs.
        let names: Vec<Name> = hung.keys().copied().collect();
        let mut calling = mentions.naming(program, &names);
        calling.functions.extend(asking(program, &kept(program, &signing.leading)));
        if !calling.functions.is_empty() {
            signing.leading.join(mentions.reaching(program, calling, usize::MAX));
        }
        Signers { signing, refreshing: Able::of(program, mentions, concern, Sought::Refreshing), hung }
    }

    /// The function that is hung under a name on the request or the response, and signs.
    pub(super) fn hung(&self, name: Name) -> Option<FunctionRef> {
        self.hung.get(&name).copied().flatten()
    }

    pub(super) fn may_sign(&self, at: FunctionRef, concern: &Concern) -> bool {
        self.signing.contains(at, concern)
    }

    pub(super) fn may_take_refresh_token(&self, at: FunctionRef, concern: &Concern) -> bool {
        self.refreshing.contains(at, concern)
    }
}

/// The functions that may do what is looked for.
#[derive(Debug, Default)]
struct Able {
    leading: Leading,
    /// Among files that imports tie together, whoever is given what signs may sign with it under any name.
    handed_around: FxHashSet<Ties>,
}

impl Able {
    fn of(program: &Program, mentions: &Mentions, concern: &Concern, sought: Sought) -> Able {
        let mut known: FxHashMap<&str, Option<Surface>> = FxHashMap::default();
        let mut from = Origin::default();
        // Files of the program that hand out what signs are like packages that do.
        let mut handing_out: FxHashSet<FileId> = FxHashSet::default();
        let mut handed_around = FxHashSet::default();
        let mut holding: FxHashSet<ClassRef> = FxHashSet::default();
        let signing = |surface: Surface| sought == Sought::Signing && surface.may_sign();
        let speaks = |name: &str| sought == Sought::Refreshing && has_word(WordList::Refresh, &split_name(name));
        let speaking_names: FxHashSet<Name> =
            program.names().filter(|(_, text)| speaks(text)).map(|(name, _)| name).collect();
        let mut waiting: Vec<FileId> = program.files().map(|(file, _)| file).collect();
        while let Some(file) = waiting.pop() {
            let outline = program.outline(file);
            let mut modules = FxHashMap::default();
            for &import in &outline.imports {
                let specifier = outline.name(import);
                let may_sign = || vocabulary::module(specifier).filter(|&surface| signing(surface));
                let surface = *known.entry(specifier).or_insert_with(may_sign);
                let target = program.imported(file, program.name(file, import));
                if surface.is_some() || target.is_some_and(|target| handing_out.contains(&target)) {
                    modules.insert(import, surface);
                }
            }
            let customary = |used: &&Ref| {
                used.binding.is_none() && vocabulary::customary(outline.name(used.name)).is_some_and(signing)
            };
            let unbound: FxHashSet<NameId> = outline.refs.iter().filter(customary).map(|used| used.name).collect();
            let words: FxHashSet<NameId> =
                speaking_names.iter().filter_map(|&name| program.local_name(file, name)).collect();
            if modules.is_empty() && unbound.is_empty() && words.is_empty() {
                continue;
            }
            let mut speaking = Speaking { sought, outline, modules, unbound, words, bindings: FxHashMap::default() };
            speaking.follow_bindings();
            let classes = speaking.collect(file, &mut from);
            holding.extend(classes.into_iter().map(|class| ClassRef { file, class }));
            if speaking.is_handed_around(program, file) {
                handed_around.extend(concern.ties(file));
            }
            if speaking.is_handed_out() && handing_out.insert(file) {
                waiting.extend(program.importers(file));
            }
        }
        from.functions.extend(inherited(program, holding).into_iter().map(|at| (at, u32::MAX)));
        Able { leading: mentions.reaching(program, from, usize::MAX), handed_around }
    }

    fn contains(&self, at: FunctionRef, concern: &Concern) -> bool {
        self.leading.is_given_up
            || self.leading.contains(at)
            || concern.ties(at.file).is_some_and(|ties| self.handed_around.contains(&ties))
    }
}

/// The functions of classes that extend some classes, directly or not: they find in their fields what those keep there.
fn inherited(program: &Program, mut holding: FxHashSet<ClassRef>) -> Vec<FunctionRef> {
    let extending: Vec<(ClassRef, Superclass)> = program
        .files()
        .filter(|_| !holding.is_empty())
        .flat_map(|(file, of)| {
            (0..).map(ClassId).zip(&of.outline.classes).map(move |(class, body)| (file, class, body))
        })
        .filter_map(|(file, class, body)| Some((ClassRef { file, class }, superclass(program, file, body)?)))
        .collect();
    let mut found: FxHashSet<ClassRef> = FxHashSet::default();
    loop {
        let extends_one = |of: &Superclass| match *of {
            Superclass::Is(class) => holding.contains(&class),
            Superclass::IsOf(file) => holding.iter().any(|class| class.file == file),
        };
        let fresh: Vec<ClassRef> = extending
            .iter()
            .filter(|(class, of)| !holding.contains(class) && extends_one(of))
            .map(|&(class, _)| class)
            .collect();
        if fresh.is_empty() {
            break;
        }
        holding.extend(&fresh);
        found.extend(fresh);
    }
    let functions = |file: FileId| (0..).map(FnId).zip(&program.outline(file).functions);
    let files: FxHashSet<FileId> = found.iter().map(|class| class.file).collect();
    let of_one =
        |file: FileId, body: &Function| body.class.is_some_and(|class| found.contains(&ClassRef { file, class }));
    files
        .into_iter()
        .flat_map(|file| functions(file).map(move |(function, body)| (FunctionRef { file, function }, body)))
        .filter(|&(at, body)| of_one(at.file, body))
        .map(|(at, _)| at)
        .collect()
}

/// What a class extends: a class, or one of those of a file.
enum Superclass {
    Is(ClassRef),
    IsOf(FileId),
}

fn superclass(program: &Program, file: FileId, class: &Class) -> Option<Superclass> {
    let outline = program.outline(file);
    let binding = outline.reference(class.superclass?).binding?;
    match &outline.binding(binding).definition {
        Definition::Class(class) => Some(Superclass::Is(ClassRef { file, class: *class })),
        Definition::Import { specifier, .. } => {
            program.imported(file, program.name(file, *specifier)).map(Superclass::IsOf)
        }
        Definition::Value { function, code: (from, to), .. } => {
            let code = outline.function(*function).code.get(*from as usize..*to as usize)?;
            code.iter().find_map(|inst| match inst.op {
                Op::Class(class) => Some(Superclass::Is(ClassRef { file, class })),
                Op::Text(text) => program.imported(file, program.name(file, text)).map(Superclass::IsOf),
                _ => None,
            })
        }
        _ => None,
    }
}
