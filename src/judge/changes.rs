//! Lists, sets and objects that the program changes after their making: what is written where they are made is not all of them.
//!
//! In: where something is made. Out: whether some code puts something into it, or takes something out, by a method or under a
//! computed key. What is handed to a function and changed there under another name is not followed.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::machine::Machine;
use super::value::{Site, Value, ValueId};
use crate::link::FunctionRef;
use crate::outline::Outline;
use crate::outline::code::{AccessKind, Definition, FnId, Op};

/// Methods that change what they are called on.
const CHANGING: [&str; 11] =
    ["push", "unshift", "splice", "pop", "shift", "fill", "copyWithin", "add", "set", "delete", "clear"];

impl Machine<'_> {
    /// Whether the program changes what is made at a place.
    pub(super) fn is_changed_later(&mut self, made: Site) -> bool {
        let changed = match &self.changed {
            Some(changed) => Rc::clone(changed),
            None => {
                let found = Rc::new(self.find_changed());
                self.changed = Some(Rc::clone(&found));
                found
            }
        };
        changed.contains(&made)
    }

    /// As above, of a list that may say which requests are meant, while those of one route are followed.
    pub(super) fn is_changed_for_requests(&mut self, list: ValueId) -> bool {
        self.requested.is_some() && self.made_at(list).is_some_and(|made| self.is_changed_later(made))
    }

    fn find_changed(&mut self) -> FxHashSet<Site> {
        let program = self.program;
        let mut changed = FxHashSet::default();
        for (file, _) in program.files() {
            let outline = program.outline(file);
            let calls = outline
                .calls
                .iter()
                .filter(|call| call.member.is_some_and(|name| CHANGING.contains(&outline.name(name))));
            let accesses =
                outline.accesses.iter().filter(|access| matches!(access.kind, AccessKind::Set | AccessKind::Delete));
            let receivers = calls
                .map(|call| (call.function, call.callee_code))
                .chain(accesses.map(|access| (access.function, access.object)));
            for (function, code) in receivers {
                let Some((function, code)) = begins_at(outline, function, code) else { continue };
                let value = self.evaluate(FunctionRef { file, function }, code.0, code.1);
                changed.extend(self.made_at(value));
            }
        }
        changed
    }

    /// Where a list, a table or an object is written.
    pub(super) fn made_at(&self, value: ValueId) -> Option<Site> {
        match self.values.get(value) {
            Value::Array { site, .. } | Value::Table { site, .. } | Value::Object { site, .. } => Some(*site),
            _ => None,
        }
    }
}

/// The code that tells what a receiver is: its own, or what its name is defined by.
fn begins_at(outline: &Outline, function: FnId, code: (u32, u32)) -> Option<(FnId, (u32, u32))> {
    let own = outline.function(function).code.get(code.0 as usize..code.1 as usize)?;
    let Op::Load(reference) = own.first()?.op else { return None };
    let reference = outline.reference(reference);
    let Some(binding) = reference.binding else {
        return (outline.name(reference.name) == "require").then_some((function, code));
    };
    if outline.owner(binding) == FnId::MODULE {
        return Some((function, code));
    }
    // What a function makes for itself is known by where that is written.
    match &outline.binding(binding).definition {
        Definition::Value { function, code, .. } if own.len() == 1 => Some((*function, *code)),
        _ => None,
    }
}
