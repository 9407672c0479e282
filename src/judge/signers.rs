//! Which functions may lead to the signing of a token, and to the taking of a refresh token, so that no other handler is run to
//! find out what its route is for.
//!
//! In: a program. Out: sets of functions, found by names: more than really do, never fewer, but for tokens that are signed by
//! what was handed around under another name. Besides: those that are hung on a request or a response. Knows nothing of values or
//! runs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::concern::{Concern, Ties};
use super::hung::{Hung, hung};
use super::mentions::{Leading, Mentions, Origin};
use super::names::said_by;
use crate::link::{FunctionRef, Name, Program};
use crate::outline::code::{
    BindingId, Call, CallId, ClassId, Definition, FnId, Function, Imported, Inst, NameId, Op, Ref, RefId, Step,
};
use crate::outline::{Exported, Outline};
use crate::text::FileId;
use crate::vocabulary::{self, Surface, WordList, has_word, split_name};

/// How long a text may be that is a name.
const NAME: usize = 40;

/// The functions that may sign, and those that may take a refresh token.
#[derive(Debug, Default)]
pub(super) struct Signers {
    signing: Able,
    refreshing: Able,
    hung: Hung,
}

/// What functions are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sought {
    /// Those that may sign: they mention a package that does.
    Signing,
    /// Those that may take a refresh token: they speak of refreshing.
    Refreshing,
}

impl Signers {
    pub(super) fn of(program: &Program, mentions: &Mentions, concern: &Concern) -> Signers {
        let mut signing = Able::of(program, mentions, concern, Sought::Signing);
        let hung = hung(program, &signing.leading);
        if !hung.is_empty() {
            // Handlers that call them import nothing of theirs.
            let names: Vec<Name> = hung.keys().copied().collect();
            let calling = mentions.reaching(program, mentions.naming(program, &names), usize::MAX);
            signing.leading.join(calling);
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
            speaking.collect(file, &mut from);
            if speaking.is_handed_around(program, file) {
                handed_around.extend(concern.ties(file));
            }
            if speaking.is_handed_out() && handing_out.insert(file) {
                waiting.extend(program.importers(file));
            }
        }
        Able { leading: mentions.reaching(program, from, usize::MAX), handed_around }
    }

    fn contains(&self, at: FunctionRef, concern: &Concern) -> bool {
        self.leading.is_given_up
            || self.leading.contains(at)
            || concern.ties(at.file).is_some_and(|ties| self.handed_around.contains(&ties))
    }
}

/// What may do what is looked for in one file: modules, names that nothing declares, and bindings that are made of these.
struct Speaking<'p> {
    sought: Sought,
    outline: &'p Outline,
    /// Each with what the package hands out, when it is one.
    modules: FxHashMap<NameId, Option<Surface>>,
    unbound: FxHashSet<NameId>,
    /// Names that say what is looked for.
    words: FxHashSet<NameId>,
    bindings: FxHashMap<BindingId, Option<Surface>>,
}

impl Speaking<'_> {
    /// The functions that mention what signs, and those that find it in the fields of their class.
    fn collect(&self, file: FileId, from: &mut Origin) {
        let outline = self.outline;
        let other_methods = self.other_methods();
        let mentions_it = |function: FnId, body: &Function| {
            let mut code = (0..).zip(&body.code);
            code.any(|(at, inst)| self.signs(inst.op) && !other_methods.contains(&(function, at)))
        };
        let with_functions = || (0..).map(FnId).zip(&outline.functions);
        let mentioning: FxHashSet<FnId> = with_functions()
            .filter(|(function, body)| mentions_it(*function, body))
            .map(|(function, _)| function)
            .collect();
        // What a method keeps in a field, or a constructor is given, another one asks.
        let typed = |body: &Function| {
            let of_type = |name: NameId| self.bindings.keys().any(|&binding| outline.binding(binding).name == name);
            body.params.iter().any(|param| param.type_name.is_some_and(of_type))
        };
        // A constructor, or what gives a field its first value.
        let makes_fields = |body: &Function| body.name.is_none_or(|name| outline.name(name) == "constructor");
        let classes: FxHashSet<ClassId> = with_functions()
            .filter(|(function, body)| (mentioning.contains(function) && makes_fields(body)) || typed(body))
            .filter_map(|(_, body)| body.class)
            .collect();
        let is_meant = |function: FnId, body: &Function| {
            function != FnId::MODULE
                && (mentioning.contains(&function) || body.class.is_some_and(|class| classes.contains(&class)))
        };
        let functions = with_functions().filter(|&(function, body)| is_meant(function, body));
        from.functions.extend(functions.map(|(function, _)| (FunctionRef { file, function }, u32::MAX)));
    }

    /// Where a package is loaded to call another method of it: `jwt.verify(…)` signs nothing.
    fn other_methods(&self) -> FxHashSet<(FnId, u32)> {
        let outline = self.outline;
        let loaded = |site: &Call| {
            let (from, to) = site.callee_code;
            let op = outline.function(site.function).code.get(from as usize).filter(|_| from + 1 == to)?.op;
            let Op::Load(reference) = op else { return None };
            let used = outline.reference(reference);
            match used.binding {
                Some(binding) => *self.bindings.get(&binding)?,
                None => vocabulary::customary(outline.name(used.name)),
            }
        };
        let is_other = |site: &&Call| {
            let member = site.member.and_then(|name| loaded(site)?.member(outline.name(name)));
            member.is_some_and(|member| !member.may_sign())
        };
        outline.calls.iter().filter(is_other).map(|site| (site.function, site.callee_code.0)).collect()
    }

    /// Whether something that is no function of the file, and signs, is exported: a package, its method, an object that holds it.
    fn is_handed_out(&self) -> bool {
        self.outline.exports.iter().any(|export| match &export.value {
            Exported::Local(reference) => self.holds(*reference),
            Exported::Value { function, code } => self.computes(*function, *code),
            Exported::From { specifier, .. } => self.modules.contains_key(specifier),
        })
    }

    /// Whether what signs is given to a function or a class of the program.
    fn is_handed_around(&self, program: &Program, file: FileId) -> bool {
        let outline = self.outline;
        // `jwt.sign(…)` among the arguments hands on a token.
        let called: FxHashSet<(FnId, u32)> =
            outline.calls.iter().map(|site| (site.function, site.callee_code.0)).collect();
        (0..).map(CallId).zip(&outline.calls).filter(|(_, site)| !site.arguments.is_empty()).any(|(call, site)| {
            let code = &outline.function(site.function).code;
            let is_end = |op: Op| matches!(op, Op::Call(id) | Op::CallMember(id) | Op::New(id) if id == call);
            let arguments = (site.callee_code.1..).zip(code.iter().skip(site.callee_code.1 as usize));
            self.is_of_program(program, file, site)
                && arguments
                    .take_while(|(_, inst)| !is_end(inst.op))
                    .any(|(at, inst)| self.is_worth_handing_on(inst.op) && !called.contains(&(site.function, at)))
        })
    }

    /// Whether a callee begins with something of the program's own.
    fn is_of_program(&self, program: &Program, file: FileId, site: &Call) -> bool {
        let outline = self.outline;
        let leads_to_file = |name: NameId| program.imported(file, program.name(file, name)).is_some();
        let requires = |function: FnId, (from, to): (u32, u32)| {
            let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
            code.iter().any(|inst| matches!(inst.op, Op::Text(text) if leads_to_file(text)))
        };
        let first = outline.function(site.function).code.get(site.callee_code.0 as usize).map(|inst| inst.op);
        let Some(Op::Load(reference)) = first else { return false };
        let Some(binding) = outline.reference(reference).binding else {
            return requires(site.function, site.callee_code);
        };
        match &outline.binding(binding).definition {
            Definition::Function(_) | Definition::Class(_) => true,
            Definition::Import { specifier, .. } => leads_to_file(*specifier),
            Definition::Value { function, code, .. } => requires(*function, *code),
            Definition::Parameter(..) | Definition::Unseen => false,
        }
    }

    /// Bindings that are imported from such a module, or made of something that signs.
    fn follow_bindings(&mut self) {
        loop {
            let known = self.bindings.len();
            for (id, binding) in (0..).map(BindingId).zip(&self.outline.bindings) {
                let made_of = match &binding.definition {
                    &Definition::Import { specifier, imported } => {
                        let Some(&module) = self.modules.get(&specifier) else { continue };
                        match imported {
                            Imported::Named(name) => self.member(module, name),
                            Imported::Default | Imported::Namespace => Some(module),
                        }
                    }
                    Definition::Value { function, code, path } if self.computes(*function, *code) => {
                        match (self.required(*function, *code), &path[..]) {
                            (Some(module), []) => Some(module),
                            (Some(module), &[Step::Member(name)]) => self.member(module, name),
                            _ => Some(None),
                        }
                    }
                    _ => None,
                };
                if let Some(surface) = made_of {
                    self.bindings.insert(id, surface);
                }
            }
            if self.bindings.len() == known {
                return;
            }
        }
    }

    /// What a module hands out under a name, unless that is known to be something else than what is looked for.
    fn member(&self, module: Option<Surface>, name: NameId) -> Option<Option<Surface>> {
        match module.and_then(|surface| surface.member(self.outline.name(name))) {
            Some(member) => member.may_sign().then_some(Some(member)),
            None => Some(None),
        }
    }

    /// The module that is required by code which does nothing else.
    fn required(&self, function: FnId, (from, to): (u32, u32)) -> Option<Option<Surface>> {
        match self.outline.function(function).code.get(from as usize..to as usize)? {
            [Inst { op: Op::Load(_), .. }, Inst { op: Op::Text(specifier), .. }, Inst { op: Op::Call(_), .. }] => {
                self.modules.get(specifier).copied()
            }
            _ => None,
        }
    }

    fn computes(&self, function: FnId, (from, to): (u32, u32)) -> bool {
        let code = &self.outline.function(function).code;
        code.get(from as usize..to as usize).is_some_and(|code| code.iter().any(|inst| self.signs(inst.op)))
    }

    fn signs(&self, op: Op) -> bool {
        match op {
            Op::Text(text) => self.modules.contains_key(&text) || self.words.contains(&text),
            Op::Load(reference) => {
                self.holds(reference) || self.words.contains(&self.outline.reference(reference).name)
            }
            Op::Member(name) | Op::SetMember(name) => self.words.contains(&name),
            Op::CallMember(call) => self.outline.call(call).member.is_some_and(|name| self.words.contains(&name)),
            Op::Object(shape) => self.outline.shape(shape).iter().flatten().any(|key| self.words.contains(key)),
            _ => false,
        }
    }

    /// Whether a name stands for what signs, or is made of it.
    fn holds(&self, reference: RefId) -> bool {
        let used = self.outline.reference(reference);
        match used.binding {
            Some(binding) => self.bindings.contains_key(&binding),
            None => self.unbound.contains(&used.name),
        }
    }

    /// Whether who is given it does with it what is looked for, and speaks not of it: a package, the name of a cookie.
    fn is_worth_handing_on(&self, op: Op) -> bool {
        match op {
            Op::Text(text) if self.words.contains(&text) => {
                said_by(self.outline.name(text)).says(WordList::Token) && self.outline.name(text).len() < NAME
            }
            _ => self.sought == Sought::Signing && self.signs(op),
        }
    }
}
