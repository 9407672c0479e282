//! What a function uses of the functions around it.
//!
//! In: an outline and one of its functions. Out: the bindings of enclosing functions that it, or a function inside it, reads,
//! as far as they never change, and whether it reads their `this`.

use std::rc::Rc;

use super::Outline;
use super::code::{BindingId, FnId, Op};

/// What a closure takes along when it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captures {
    /// In order, without the module's own.
    pub bindings: Vec<BindingId>,
    /// `this` is that of the function around it.
    pub this: bool,
}

impl Captures {
    pub fn of(outline: &Outline, function: FnId) -> Captures {
        let mut captures = Captures::default();
        let mut waiting = vec![(function, true)];
        while let Some((inside, arrows)) = waiting.pop() {
            let body = outline.function(inside);
            let arrows = arrows && body.is_arrow;
            for inst in &body.code {
                match inst.op {
                    Op::Load(reference) => {
                        let binding = outline.reference(reference).binding;
                        captures.bindings.extend(binding.filter(|&binding| is_captured(outline, function, binding)));
                    }
                    Op::This | Op::Super => captures.this |= arrows,
                    _ => {}
                }
            }
            waiting.extend(body.nested.iter().map(|&nested| (nested, arrows)));
        }
        captures.bindings.sort_unstable();
        captures.bindings.dedup();
        captures
    }
}

/// For each binding its function, if no other one reads it: it is over when that is. None for the others.
pub fn own_bindings(outline: &Outline) -> Rc<[Option<FnId>]> {
    let numbers = (0..).map(BindingId).take(outline.bindings.len());
    let mut owners: Rc<[Option<FnId>]> = numbers.map(|binding| Some(outline.owner(binding))).collect();
    if let Some(owners) = Rc::get_mut(&mut owners) {
        for (function, body) in (0..).map(FnId).zip(&outline.functions) {
            for inst in &body.code {
                if let Op::Load(reference) = inst.op
                    && let Some(binding) = outline.reference(reference).binding
                    && let Some(owner) = owners.get_mut(binding.index())
                    && *owner != Some(function)
                {
                    *owner = None;
                }
            }
        }
    }
    owners
}

/// Whether a binding is a constant of a function around this one.
fn is_captured(outline: &Outline, function: FnId, binding: BindingId) -> bool {
    let owner = outline.owner(binding);
    owner != FnId::MODULE
        && owner != function
        && outline.encloses(owner, function)
        && outline.binding(binding).writes <= 1
}
