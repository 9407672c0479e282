//! Functions as values: what each takes along from the activation that makes it.

use std::rc::Rc;

use super::machine::Machine;
use super::state::State;
use super::value::{Closure, Symbol, Value, ValueId};
use crate::link::FunctionRef;
use crate::outline::Captures;
use crate::outline::code::{BindingId, FnId};
use crate::text::FileId;

impl Machine<'_> {
    /// The function that an expression or a declaration makes here.
    pub(super) fn closure(&mut self, state: &mut State, at: FunctionRef) -> ValueId {
        let captures = self.captures_of(at);
        let captured = captures
            .bindings
            .iter()
            .filter_map(|&binding| {
                let key = (at.file, binding);
                Some((key, self.captured(state, key).or_else(|| state.variable(key))?))
            })
            .collect();
        let undefined = self.values.undefined();
        let this = state.frame().map(|frame| frame.this).filter(|&this| captures.this && this != undefined);
        let made = self.values.make(Value::Function(Closure { at, captured, this }));
        match self.values.get(made) {
            // What a recursion builds up stays a function: it forgets what it was made with.
            Value::Symbol(Symbol::Deep { .. }) => self.values.make(Value::Function(Closure::plain(at))),
            _ => made,
        }
    }

    /// What the closure under way took along under a name.
    pub(super) fn captured(&self, state: &mut State, key: (FileId, BindingId)) -> Option<ValueId> {
        let closure = state.frame()?.closure?;
        let Value::Function(closure) = self.values.get(closure) else { return None };
        let found = closure.captured.binary_search_by(|(known, _)| known.cmp(&key)).ok()?;
        Some(closure.captured[found].1)
    }

    /// A function declared inside another one is made where its name is first used.
    pub(super) fn declared_inside(&self, id: ValueId) -> Option<FunctionRef> {
        match self.values.get(id) {
            Value::Function(Closure { at, captured, this: None }) if captured.is_empty() => {
                let parent = self.program.function(*at).parent;
                parent.filter(|&parent| parent != FnId::MODULE).map(|_| *at)
            }
            _ => None,
        }
    }

    fn captures_of(&mut self, at: FunctionRef) -> Rc<Captures> {
        let program = self.program;
        self.captures.entry(at).or_insert_with(|| Rc::new(Captures::of(program.outline(at.file), at.function))).clone()
    }
}
