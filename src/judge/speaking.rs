//! What in one file may sign a token, or speaks of refreshing one: the functions that mention it, and where it goes from there.
//!
//! In: an outline, and the modules of the program and of packages that hand out what is looked for. Out: functions, classes that
//! keep it in their fields, and whether it is handed out or around. Knows nothing of other files but which one an import means.

use rustc_hash::{FxHashMap, FxHashSet};

use super::mentions::Origin;
use super::names::said_by;
use crate::link::{FunctionRef, Program};
use crate::outline::code::{
    BindingId, Call, CallId, ClassId, Definition, FnId, Function, Imported, Inst, NameId, Op, RefId, Step,
};
use crate::outline::{Exported, Outline};
use crate::text::FileId;
use crate::vocabulary::{self, Action, NameList, Surface, WordList, is_named};

/// How long a text may be that is a name.
const NAME: usize = 40;
/// Through how many bindings, each made of the next, it is followed what a callee begins with.
const MADE_OF: u32 = 8;

/// What functions are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sought {
    /// Those that may sign: they mention a package that does.
    Signing,
    /// Those that may take a refresh token: they speak of refreshing.
    Refreshing,
}

/// What may do what is looked for in one file: modules, names that nothing declares, and bindings that are made of these.
pub(super) struct Speaking<'p> {
    pub(super) sought: Sought,
    pub(super) outline: &'p Outline,
    /// Each with what the package hands out, when it is one.
    pub(super) modules: FxHashMap<NameId, Option<Surface>>,
    pub(super) unbound: FxHashSet<NameId>,
    /// Names that say what is looked for.
    pub(super) words: FxHashSet<NameId>,
    pub(super) bindings: FxHashMap<BindingId, Option<Surface>>,
}

impl Speaking<'_> {
    /// The functions that mention what signs, and those that find it in the fields of their class. Gives those classes.
    pub(super) fn collect(&self, file: FileId, from: &mut Origin) -> Vec<ClassId> {
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
            .filter_map(|(function, _)| self.class_around(function))
            .collect();
        // So does what a function keeps in `this` that is a class of the older kind.
        let uses_this = |body: &Function| body.code.iter().any(|inst| inst.op == Op::This);
        let keeps =
            |body: &Function| uses_this(body) && body.code.iter().any(|inst| matches!(inst.op, Op::SetMember(_)));
        let keeps_in_this = with_functions()
            .any(|(function, body)| mentioning.contains(&function) && body.class.is_none() && keeps(body));
        // What a function is given, or holds, its inner ones may ask.
        let is_inside = |function: FnId| {
            let around = std::iter::successors(Some(function), |&inner| outline.function(inner).parent);
            around.filter(|&outer| outer != FnId::MODULE).any(|outer| mentioning.contains(&outer))
        };
        let is_meant = |function: FnId, body: &Function| {
            function != FnId::MODULE
                && (is_inside(function)
                    || self.class_around(function).is_some_and(|class| classes.contains(&class))
                    || (keeps_in_this && uses_this(body)))
        };
        let functions = with_functions().filter(|&(function, body)| is_meant(function, body));
        from.functions.extend(functions.map(|(function, _)| (FunctionRef { file, function }, u32::MAX)));
        classes.into_iter().collect()
    }

    /// The class that a function is written in.
    fn class_around(&self, function: FnId) -> Option<ClassId> {
        let around = std::iter::successors(Some(function), |&inner| self.outline.function(inner).parent);
        around.filter_map(|outer| self.outline.function(outer).class).next()
    }

    /// Where a package is loaded to call another method of it: `jwt.verify(…)` signs nothing.
    fn other_methods(&self) -> FxHashSet<(FnId, u32)> {
        self.loads_for_calls(|method| !method.may_sign())
    }

    /// Where a package is loaded to call a method of it, of some kind.
    fn loads_for_calls(&self, is_meant: impl Fn(Surface) -> bool) -> FxHashSet<(FnId, u32)> {
        let called = self.outline.calls.iter().filter(|site| self.method(site).is_some_and(&is_meant));
        called.map(|site| (site.function, site.callee_code.0)).collect()
    }

    /// The method of a package that is called: `jwt.verify(…)`, `jwt_1.default.verify(…)`.
    fn method(&self, site: &Call) -> Option<Surface> {
        let outline = self.outline;
        let (from, to) = site.callee_code;
        let (first, rest) = outline.function(site.function).code.get(from as usize..to as usize)?.split_first()?;
        let Op::Load(reference) = first.op else { return None };
        let used = outline.reference(reference);
        let mut surface = match used.binding {
            Some(binding) => (*self.bindings.get(&binding)?)?,
            None => vocabulary::customary(outline.name(used.name))?,
        };
        for inst in rest {
            surface = match inst.op {
                Op::Member(name) if outline.name(name) == "default" => surface,
                Op::Member(name) => surface.member(outline.name(name))?,
                _ => return None,
            };
        }
        surface.member(outline.name(site.member?))
    }

    /// Whether something that is no function of the file, and signs, is exported: a package, its method, an object that holds it.
    pub(super) fn is_handed_out(&self) -> bool {
        self.outline.exports.iter().any(|export| match &export.value {
            Exported::Local(reference) => self.holds(*reference),
            Exported::Value { function, code } => self.computes(*function, *code, &FxHashSet::default()),
            Exported::From { specifier, .. } => self.modules.contains_key(specifier),
        })
    }

    /// Whether what signs is given to a function or a class of the program.
    pub(super) fn is_handed_around(&self, program: &Program, file: FileId) -> bool {
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

    /// Whether a callee may be something of the program's own: it does not begin with a package, or with a global.
    fn is_of_program(&self, program: &Program, file: FileId, site: &Call) -> bool {
        self.begins_with_own(program, file, site.function, site.callee_code, MADE_OF)
    }

    fn begins_with_own(
        &self,
        program: &Program,
        file: FileId,
        function: FnId,
        (from, to): (u32, u32),
        depth: u32,
    ) -> bool {
        let outline = self.outline;
        let leads_to_file = |name: NameId| program.imported(file, program.name(file, name)).is_some();
        let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
        let Some(Op::Load(reference)) = code.first().map(|inst| inst.op) else { return true };
        let Some(binding) = outline.reference(reference).binding else {
            return code.iter().any(|inst| matches!(inst.op, Op::Text(text) if leads_to_file(text)));
        };
        let binding = outline.binding(binding);
        match &binding.definition {
            _ if is_named(NameList::ImportHelpers, outline.name(binding.name)) => false,
            Definition::Import { specifier, .. } => leads_to_file(*specifier),
            Definition::Value { function, code, .. } if depth > 0 => {
                self.begins_with_own(program, file, *function, *code, depth - 1)
            }
            _ => true,
        }
    }

    /// Bindings that are imported from such a module, or made of something that signs.
    pub(super) fn follow_bindings(&mut self) {
        loop {
            let known = self.bindings.len();
            // What they give is a token, or its claims.
            let results = self.loads_for_calls(|method| method.action() == Some(&Action::Sign) || !method.may_sign());
            for (id, binding) in (0..).map(BindingId).zip(&self.outline.bindings) {
                let made_of = match &binding.definition {
                    &Definition::Import { specifier, imported } => {
                        let Some(&module) = self.modules.get(&specifier) else { continue };
                        match imported {
                            Imported::Named(name) => self.member(module, name),
                            Imported::Default | Imported::Namespace => Some(module),
                        }
                    }
                    Definition::Value { function, code, path } if self.computes(*function, *code, &results) => {
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

    /// The module that is required by code which does nothing else, but for what a compiler lays around it.
    fn required(&self, function: FnId, (from, to): (u32, u32)) -> Option<Option<Surface>> {
        let code = self.outline.function(function).code.get(from as usize..to as usize)?;
        let is_plain = |inst: &Inst| matches!(inst.op, Op::Load(_) | Op::Text(_) | Op::Call(_));
        let mut specifiers = code.iter().filter_map(|inst| match inst.op {
            Op::Text(text) => self.modules.get(&text).copied(),
            _ => None,
        });
        specifiers.next().filter(|_| code.iter().all(is_plain))
    }

    /// Whether code makes something that signs; `results` are loads whose calls give something else.
    fn computes(&self, function: FnId, (from, to): (u32, u32), results: &FxHashSet<(FnId, u32)>) -> bool {
        let code = self.outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
        (from..).zip(code).any(|(at, inst)| self.signs(inst.op) && !results.contains(&(function, at)))
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
                let name = self.outline.name(text);
                said_by(name).says(WordList::Token) && name.len() < NAME && !name.starts_with('/')
            }
            Op::Load(reference) if self.sought == Sought::Refreshing => self.is_options(reference),
            _ => self.sought == Sought::Signing && self.signs(op),
        }
    }

    /// Whether a name stands for something made of texts that are worth handing on.
    fn is_options(&self, reference: RefId) -> bool {
        let binding = self.outline.reference(reference).binding.filter(|binding| self.bindings.contains_key(binding));
        let definition = binding.map(|binding| &self.outline.binding(binding).definition);
        let Some(Definition::Value { function, code: (from, to), .. }) = definition else { return false };
        let code = self.outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
        code.iter().any(|inst| matches!(inst.op, Op::Text(_)) && self.is_worth_handing_on(inst.op))
    }
}
