//! Which functions may lead to the signing of a token, so that no other handler is run to find out what its route is for.
//!
//! In: a program. Out: a set of functions, found by names: more than really sign, never fewer, but for tokens that are signed by
//! what was handed around under another name. Knows nothing of values or runs.

use rustc_hash::{FxHashMap, FxHashSet};

use super::mentions::{Leading, Mentions, Origin};
use crate::link::{FunctionRef, Program};
use crate::outline::code::{BindingId, ClassId, Definition, FnId, Function, NameId, Op, Ref};
use crate::outline::{ExportName, Exported, Outline};
use crate::text::FileId;
use crate::vocabulary::{self, Surface};

/// The functions that may sign.
#[derive(Debug, Default)]
pub(super) struct Signers {
    leading: Leading,
}

impl Signers {
    pub(super) fn of(program: &Program, mentions: &Mentions) -> Signers {
        let mut modules: FxHashMap<&str, bool> = FxHashMap::default();
        let mut from = Origin::default();
        for (file, known) in program.files() {
            let outline = &known.outline;
            let mut names: FxHashSet<NameId> = FxHashSet::default();
            for &import in &outline.imports {
                let specifier = outline.name(import);
                let may_sign = || vocabulary::module(specifier).is_some_and(Surface::may_sign);
                if *modules.entry(specifier).or_insert_with(may_sign) {
                    names.insert(import);
                }
            }
            let customary = |used: &&Ref| {
                used.binding.is_none() && vocabulary::customary(outline.name(used.name)).is_some_and(Surface::may_sign)
            };
            let unbound: FxHashSet<NameId> = outline.refs.iter().filter(customary).map(|used| used.name).collect();
            if !names.is_empty() || !unbound.is_empty() {
                Signing { outline, modules: names, unbound, bindings: FxHashSet::default() }
                    .collect(program, file, &mut from);
            }
        }
        Signers { leading: mentions.reaching(program, from, usize::MAX) }
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
    fn collect(mut self, program: &Program, file: FileId, from: &mut Origin) {
        let outline = self.outline;
        self.follow_bindings();
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
        for export in &outline.exports {
            let exported = match &export.value {
                Exported::Local(reference) => self.signs(Op::Load(*reference)),
                Exported::Value { function, code } => self.computes(*function, *code),
                Exported::From { specifier, .. } => self.modules.contains(specifier),
            };
            if let (true, ExportName::Named(name)) = (exported, export.name) {
                from.exports.push((file, program.name(file, name)));
            }
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
