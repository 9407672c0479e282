//! Functions that a package is given for the runtime which calls them: `middy(handler)`, also by a helper of the project's.
//!
//! In: a function of the program. Out: whether a package is given it, and whether something stands between what it throws and the
//! runtime. Knows nothing of what a runtime does.

use std::rc::Rc;

use super::machine::Machine;
use super::value::{Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{CallId, FnId, NameId};
use crate::text::FileId;
use crate::vocabulary::{self, Action, Surface};

/// Where a function is given away for the runtime, and where the package takes it: elsewhere, when a helper stands between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrapped {
    given: CallRef,
    taken: CallRef,
    /// A middleware around it may tell of what it answers.
    may_tell: bool,
}

/// A function of the project's that gives one of its parameters to such a package: `(handler) => middy(handler).use(…)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Helper {
    function: FunctionRef,
    parameter: u16,
    taken: CallRef,
}

impl Machine<'_> {
    /// Whether a package is given a function that a Lambda runtime is to call.
    pub(super) fn is_wrapped_entry(&mut self, at: FunctionRef) -> bool {
        self.wrapped_entry(at).is_some()
    }

    /// Whether nothing stands between what a wrapped function throws and the runtime: no middleware for errors.
    pub(super) fn is_thrown_to_runtime(&mut self, at: FunctionRef) -> bool {
        let Some(Wrapped { given, taken, .. }) = self.wrapped_entry(at) else { return true };
        let program = self.program;
        [given, taken].into_iter().all(|call| {
            let outline = program.outline(call.file);
            let adds = |name: NameId| ["use", "onError"].contains(&outline.name(name));
            !outline.calls.iter().any(|site| site.member.is_some_and(adds))
        })
    }

    /// Whether a middleware around a wrapped function may tell of what it answers.
    pub(super) fn may_be_told_around(&mut self, at: FunctionRef) -> bool {
        self.wrapped_entry(at).is_some_and(|wrapped| wrapped.may_tell)
    }

    fn wrapped_entry(&mut self, at: FunctionRef) -> Option<Wrapped> {
        if let Some(&known) = self.wrapped_entries.get(&at) {
            return known;
        }
        let found = self.find_wrapped(at);
        self.wrapped_entries.insert(at, found);
        found
    }

    fn find_wrapped(&mut self, at: FunctionRef) -> Option<Wrapped> {
        let program = self.program;
        let body = program.function(at);
        if body.parent != Some(FnId::MODULE) || body.class.is_some() {
            return None;
        }
        let helpers = self.entry_helpers();
        let files: Vec<FileId> = std::iter::once(at.file).chain(program.importers(at.file)).collect();
        let (given, taken) = files.into_iter().find_map(|file| {
            if helpers.is_empty() && !self.imports_wrapper(file) {
                return None;
            }
            calls_with_arguments(self, file).into_iter().find_map(|given| {
                let (taken, parameter) = self.takes_entry(given, &helpers)?;
                let given_there = self.argument_of(given, parameter)?;
                (self.values.function(given_there) == Some(at)).then_some((given, taken))
            })
        })?;
        let may_tell = self.may_tell_of_answer(given) || (taken != given && self.may_tell_of_answer(taken));
        Some(Wrapped { given, taken, may_tell })
    }

    /// Whether a call gives a function away for the runtime.
    pub(super) fn takes_entry_at(&mut self, call: CallRef) -> bool {
        let helpers = self.entry_helpers();
        self.takes_entry(call, &helpers).is_some()
    }

    /// Which argument of a call goes to the runtime, and where the package takes it.
    fn takes_entry(&mut self, call: CallRef, helpers: &[Helper]) -> Option<(CallRef, u16)> {
        if self.callee_surface(call).is_some_and(takes) {
            return Some((call, 0));
        }
        if helpers.is_empty() {
            return None;
        }
        let callee = self.callee(call);
        let function = self.values.function(callee)?;
        let helper = helpers.iter().find(|helper| helper.function == function)?;
        Some((helper.taken, helper.parameter))
    }

    /// All of the program's helpers.
    fn entry_helpers(&mut self) -> Rc<[Helper]> {
        if let Some(known) = &self.entry_helpers {
            return Rc::clone(known);
        }
        let program = self.program;
        let files: Vec<FileId> =
            program.files().map(|(file, _)| file).filter(|&file| self.imports_wrapper(file)).collect();
        let mut helpers = Vec::new();
        for file in files {
            for call in calls_with_arguments(self, file) {
                if !self.callee_surface(call).is_some_and(takes) {
                    continue;
                }
                let given = self.argument_of(call, 0);
                if let Some(Value::Symbol(Symbol::Parameter(function, parameter))) =
                    given.map(|given| self.values.get(given))
                {
                    helpers.push(Helper { function: *function, parameter: *parameter, taken: call });
                }
            }
        }
        let helpers: Rc<[Helper]> = helpers.into();
        self.entry_helpers = Some(Rc::clone(&helpers));
        helpers
    }

    pub(super) fn argument_of(&mut self, call: CallRef, index: u16) -> Option<ValueId> {
        let (function, (from, to)) = self.argument_code(call, usize::from(index))?;
        Some(self.evaluate(function, from, to))
    }

    fn imports_wrapper(&self, file: FileId) -> bool {
        let outline = self.program.outline(file);
        outline.imports.iter().any(|&import| {
            vocabulary::module(outline.name(import))
                .is_some_and(|module| takes(module) || module.member("default").is_some_and(takes))
        })
    }
}

/// Whether what is called takes a function for the runtime.
fn takes(surface: Surface) -> bool {
    matches!(surface.action(), Some(Action::TakeEntry))
}

fn calls_with_arguments(machine: &Machine<'_>, file: FileId) -> Vec<CallRef> {
    let calls = (0..).map(CallId).zip(&machine.program.outline(file).calls);
    calls.filter(|(_, site)| !site.arguments.is_empty()).map(|(call, _)| CallRef { file, call }).collect()
}
