//! Which functions may lead to the signing of a token, so that no other handler is run to find out what its route is for.
//!
//! In: a program. Out: a set of functions, found by names: more than really sign, never fewer, but for tokens that are signed by
//! what was handed around under another name. Besides: those that are hung on a request or a response. Knows nothing of values or runs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::hung::{Hung, hung};
use super::mentions::{Leading, Mentions, Origin};
use crate::link::{FunctionRef, Name, Program};
use crate::outline::code::{BindingId, Call, CallId, ClassId, Definition, FnId, Function, NameId, Op, Ref};
use crate::outline::{Exported, Outline};
use crate::text::FileId;
use crate::vocabulary::{self, Surface};

/// The functions that may sign.
#[derive(Debug, Default)]
pub(super) struct Signers {
    leading: Leading,
    hung: Hung,
}

impl Signers {
    pub(super) fn of(program: &Program, mentions: &Mentions) -> Signers {
        let mut modules: FxHashMap<&str, bool> = FxHashMap::default();
        let mut from = Origin::default();
        // Files of the program that hand out what signs are like packages that do.
        let mut handing_out: FxHashSet<FileId> = FxHashSet::default();
        let mut is_handed_around = false;
        let mut waiting: Vec<FileId> = program.files().map(|(file, _)| file).collect();
        while let Some(file) = waiting.pop() {
            let outline = program.outline(file);
            let mut names: FxHashSet<NameId> = FxHashSet::default();
            for &import in &outline.imports {
                let specifier = outline.name(import);
                let may_sign = || vocabulary::module(specifier).is_some_and(Surface::may_sign);
                let target = program.imported(file, program.name(file, import));
                if *modules.entry(specifier).or_insert_with(may_sign)
                    || target.is_some_and(|target| handing_out.contains(&target))
                {
                    names.insert(import);
                }
            }
            let customary = |used: &&Ref| {
                used.binding.is_none() && vocabulary::customary(outline.name(used.name)).is_some_and(Surface::may_sign)
            };
            let unbound: FxHashSet<NameId> = outline.refs.iter().filter(customary).map(|used| used.name).collect();
            if names.is_empty() && unbound.is_empty() {
                continue;
            }
            let mut signing = Signing { outline, modules: names, unbound, bindings: FxHashSet::default() };
            signing.follow_bindings();
            signing.collect(file, &mut from);
            is_handed_around |= signing.is_handed_around(program, file);
            if signing.is_handed_out() && handing_out.insert(file) {
                waiting.extend(program.importers(file));
            }
        }
        let mut leading = mentions.reaching(program, from, usize::MAX);
        // Whoever is given what signs may sign with it under any name.
        leading.is_given_up |= is_handed_around;
        let hung = hung(program, &leading);
        if !hung.is_empty() {
            // Handlers that call them import nothing of theirs.
            let names: Vec<Name> = hung.keys().copied().collect();
            leading.join(mentions.reaching(program, mentions.naming(program, &names), usize::MAX));
        }
        Signers { leading, hung }
    }

    /// The function that is hung under a name on the request or the response, and signs.
    pub(super) fn hung(&self, name: Name) -> Option<FunctionRef> {
        self.hung.get(&name).copied().flatten()
    }

    pub(super) fn may_sign(&self, at: FunctionRef) -> bool {
        self.leading.is_given_up || self.leading.contains(at)
    }
}

/// What can sign in one file: modules, names that nothing declares, and bindings that are made of these.
struct Signing<'p> {
    outline: &'p Outline,
    modules: FxHashSet<NameId>,
    unbound: FxHashSet<NameId>,
    bindings: FxHashSet<BindingId>,
}

impl Signing<'_> {
    /// The functions that mention what signs, and those that find it in the fields of their class.
    fn collect(&self, file: FileId, from: &mut Origin) {
        let outline = self.outline;
        let mentioning: FxHashSet<FnId> = (0..)
            .map(FnId)
            .zip(&outline.functions)
            .filter(|(_, body)| body.code.iter().any(|inst| self.signs(inst.op)))
            .map(|(function, _)| function)
            .collect();
        // What a method keeps in a field, or a constructor is given, another one asks.
        let typed = |body: &Function| {
            let of_type = |name: NameId| self.bindings.iter().any(|&binding| outline.binding(binding).name == name);
            body.params.iter().any(|param| param.type_name.is_some_and(of_type))
        };
        // A constructor, or what gives a field its first value.
        let makes_fields = |body: &Function| body.name.is_none_or(|name| outline.name(name) == "constructor");
        let with_functions = || (0..).map(FnId).zip(&outline.functions);
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

    /// Whether something that is no function of the file, and signs, is exported: a package, its method, an object that holds it.
    fn is_handed_out(&self) -> bool {
        self.outline.exports.iter().any(|export| match &export.value {
            Exported::Local(reference) => self.signs(Op::Load(*reference)),
            Exported::Value { function, code } => self.computes(*function, *code),
            Exported::From { specifier, .. } => self.modules.contains(specifier),
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
                    .any(|(at, inst)| self.signs(inst.op) && !called.contains(&(site.function, at)))
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
                let signs = match &binding.definition {
                    Definition::Import { specifier, .. } => self.modules.contains(specifier),
                    Definition::Value { function, code, .. } => self.computes(*function, *code),
                    _ => false,
                };
                if signs {
                    self.bindings.insert(id);
                }
            }
            if self.bindings.len() == known {
                return;
            }
        }
    }

    fn computes(&self, function: FnId, (from, to): (u32, u32)) -> bool {
        let code = &self.outline.function(function).code;
        code.get(from as usize..to as usize).is_some_and(|code| code.iter().any(|inst| self.signs(inst.op)))
    }

    fn signs(&self, op: Op) -> bool {
        match op {
            Op::Text(text) => self.modules.contains(&text),
            Op::Load(reference) => {
                let used = self.outline.reference(reference);
                match used.binding {
                    Some(binding) => self.bindings.contains(&binding),
                    None => self.unbound.contains(&used.name),
                }
            }
            _ => false,
        }
    }
}
