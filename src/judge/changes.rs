//! Lists, sets and objects that the program changes after their making: what is written where they are made is not all of them.
//!
//! In: where something is made. Out: whether some code puts something into it, or takes something out, by a method or under a
//! computed key. Found by names, in its own file and in those that import that; what is handed to a function and changed there
//! under another name is not followed. Runs nothing.

use super::machine::Machine;
use super::value::{Site, Value, ValueId};
use crate::link::Program;
use crate::outline::Outline;
use crate::outline::code::{AccessKind, BindingId, Definition, FnId, Imported, NameId, Op};

/// Methods that change what they are called on.
const CHANGING: [&str; 11] =
    ["push", "unshift", "splice", "pop", "shift", "fill", "copyWithin", "add", "set", "delete", "clear"];

impl Machine<'_> {
    /// Whether the program changes what is made at a place.
    pub(super) fn is_changed_later(&mut self, made: Site) -> bool {
        let program = self.program;
        *self.changed.entry(made).or_insert_with(|| is_changed(program, made))
    }

    /// As above, of a list that may say which requests are meant, while those of one route are followed.
    pub(super) fn is_changed_for_requests(&mut self, list: ValueId) -> bool {
        self.requested.is_some() && self.made_at(list).is_some_and(|made| self.is_changed_later(made))
    }

    /// As above, of a list that a module makes for whoever comes later. While modules are run, it is as far as they have come.
    pub(super) fn is_changed_for_all(&mut self, list: ValueId) -> bool {
        let Some(made) = self.made_at(list).filter(|_| self.recorder.is_none()) else { return false };
        let program = self.program;
        let around = program.places(made.file).around(program.outline(made.file), made.span);
        let is_of_module = around.into_iter().all(|function| function == FnId::MODULE);
        is_of_module && self.is_changed_later(made)
    }

    /// Where a list, a table or an object is written.
    pub(super) fn made_at(&self, value: ValueId) -> Option<Site> {
        match self.values.get(value) {
            Value::Array { site, .. } | Value::Table { site, .. } | Value::Object { site, .. } => Some(*site),
            _ => None,
        }
    }
}

fn is_changed(program: &Program, made: Site) -> bool {
    let outline = program.outline(made.file);
    holding(outline, made).into_iter().any(|binding| {
        let name = outline.binding(binding).name;
        let here = |op: Op| matches!(op, Op::Load(used) if outline.reference(used).binding == Some(binding));
        let text = outline.name(name);
        changes(outline, here)
            || program.importers(made.file).any(|importer| {
                let other = program.outline(importer);
                changes(other, |op| is_called(other, op, text))
            })
    })
}

/// The variables in whose making something is written.
fn holding(outline: &Outline, made: Site) -> Vec<BindingId> {
    let makes = |definition: &Definition| match definition {
        Definition::Value { function, code: (from, to), .. } => {
            let code = outline.function(*function).code.get(*from as usize..*to as usize).unwrap_or_default();
            code.iter().any(|inst| inst.at == made.span)
        }
        _ => false,
    };
    let bindings = (0..).map(BindingId).zip(&outline.bindings);
    bindings.filter(|(_, binding)| makes(&binding.definition)).map(|(id, _)| id).collect()
}

/// Whether an instruction asks for what another file calls so.
fn is_called(outline: &Outline, op: Op, text: &str) -> bool {
    let is_it = |name: NameId| outline.name(name) == text;
    match op {
        Op::Member(name) => is_it(name),
        Op::Load(used) => {
            let used = outline.reference(used);
            let imported = used.binding.is_some_and(|binding| match outline.binding(binding).definition {
                Definition::Import { imported: Imported::Named(name), .. } => is_it(name),
                Definition::Import { imported: Imported::Default, .. } => true,
                _ => false,
            });
            imported || is_it(used.name)
        }
        _ => false,
    }
}

/// Whether something is changed to which an instruction leads.
fn changes(outline: &Outline, leads: impl Fn(Op) -> bool) -> bool {
    let leads = |function: FnId, (from, to): (u32, u32)| {
        let code = outline.function(function).code.get(from as usize..to as usize).unwrap_or_default();
        code.iter().any(|inst| leads(inst.op))
    };
    let calls =
        outline.calls.iter().filter(|call| call.member.is_some_and(|name| CHANGING.contains(&outline.name(name))));
    let accesses = outline.accesses.iter().filter(|at| matches!(at.kind, AccessKind::Set | AccessKind::Delete));
    calls.map(|call| (call.function, call.callee_code)).any(|(function, code)| leads(function, code))
        || accesses.map(|access| (access.function, access.object)).any(|(function, code)| leads(function, code))
}
