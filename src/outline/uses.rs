//! How long a function's names can still matter: what lets the machine forget, so that paths which differ only in the past
//! become one again.
//!
//! In: an outline and one of its functions. Out: for each binding and member name, the last instruction at which it may
//! still be read.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Outline;
use super::code::{BindingId, FnId, NameId, Op};

/// How many instructions of other functions are looked at for one. Beyond that, whatever there is may matter.
const LOOKED_AT: usize = 50_000;

/// The last use of each name in one function.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    bindings: FxHashMap<BindingId, u32>,
    members: FxHashMap<NameId, u32>,
    /// More functions may run here than are looked at.
    anything: bool,
}

impl Uses {
    pub fn of(outline: &Outline, function: FnId) -> Uses {
        let mut uses = Uses::default();
        let body = outline.function(function);
        let mut called: FxHashMap<FnId, u32> = FxHashMap::default();
        for (at, inst) in body.code.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let until = body.until(at);
            uses.note(outline, inst.op, until);
            // A helper that is named here reads what it reads when it is called.
            if let Op::Load(reference) = inst.op
                && let Some(helper) = outline.reference(reference).binding.and_then(|b| outline.function_of(b))
            {
                let last = called.entry(helper).or_default();
                *last = (*last).max(until);
            }
        }
        // A function inside may run at any time, so what it reads always matters.
        called.extend(body.nested.iter().map(|&nested| (nested, u32::MAX)));
        let mut left = LOOKED_AT;
        for (helper, until) in called {
            uses.note_all(outline, helper, until, &mut left);
        }
        uses
    }

    /// What a function, those inside it, and those that it names read.
    fn note_all(&mut self, outline: &Outline, function: FnId, until: u32, left: &mut usize) {
        let mut seen = FxHashSet::default();
        let mut waiting = vec![function];
        while let Some(function) = waiting.pop() {
            if !seen.insert(function) {
                continue;
            }
            let body = outline.function(function);
            let Some(rest) = left.checked_sub(body.code.len()) else {
                self.anything = true;
                return;
            };
            *left = rest;
            waiting.extend(&body.nested);
            for inst in &body.code {
                self.note(outline, inst.op, until);
                if let Op::Load(reference) = inst.op {
                    waiting.extend(outline.reference(reference).binding.and_then(|b| outline.function_of(b)));
                }
            }
        }
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
        self.anything || self.bindings.get(&binding).is_some_and(|&last| last >= from)
    }

    /// The names of the members that may be read at all; none where that may be any.
    pub fn members(&self) -> Option<impl Iterator<Item = NameId>> {
        (!self.anything).then(|| self.members.keys().copied())
    }

    /// Whether a member of this name may be read at or after an instruction.
    pub fn member_matters(&self, name: NameId, from: u32) -> bool {
        self.anything || self.members.get(&name).is_some_and(|&last| last >= from)
    }
}
