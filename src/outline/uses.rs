//! How long a function's names can still matter: what lets the machine forget, so that paths which differ only in the past
//! become one again.
//!
//! In: an outline and one of its functions. Out: for each binding and member name, the last instruction at which it may
//! still be read.

use rustc_hash::FxHashMap;

use super::Outline;
use super::code::{BindingId, FnId, NameId, Op};

/// The last use of each name in one function.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    bindings: FxHashMap<BindingId, u32>,
    members: FxHashMap<NameId, u32>,
}

impl Uses {
    pub fn of(outline: &Outline, function: FnId) -> Uses {
        let mut uses = Uses::default();
        let body = outline.function(function);
        for (at, inst) in body.code.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            // What a loop reads, it may read again in the next turn.
            let until = body.loops.iter().find(|(from, to)| (*from..*to).contains(&at)).map_or(at, |(_, to)| *to);
            uses.note(outline, inst.op, until);
        }
        // A function inside may run at any time, so what it reads always matters.
        let mut inner: Vec<FnId> = body.nested.clone();
        while let Some(function) = inner.pop() {
            let body = outline.function(function);
            for inst in &body.code {
                uses.note(outline, inst.op, u32::MAX);
            }
            inner.extend(&body.nested);
        }
        uses
    }

    fn note(&mut self, outline: &Outline, op: Op, until: u32) {
        let last = match op {
            Op::Load(reference) => match outline.reference(reference).binding {
                Some(binding) => self.bindings.entry(binding).or_default(),
                None => return,
            },
            Op::Member(name) => self.members.entry(name).or_default(),
            Op::CallMember(call) => match outline.call(call).member {
                Some(name) => self.members.entry(name).or_default(),
                None => return,
            },
            _ => return,
        };
        *last = (*last).max(until);
    }

    /// Whether a binding may be read at or after an instruction.
    pub fn binding_matters(&self, binding: BindingId, from: u32) -> bool {
        self.bindings.get(&binding).is_some_and(|&last| last >= from)
    }

    /// Whether a member of this name may be read at or after an instruction.
    pub fn member_matters(&self, name: NameId, from: u32) -> bool {
        self.members.get(&name).is_some_and(|&last| last >= from)
    }
}
