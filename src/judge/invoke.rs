//! The ways to call a function that are calls themselves: `bind`, `call`, `apply`, `Reflect.apply`, and spread arguments.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::state::State;
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::link::CallRef;

/// How many arguments an unknown list of them is taken to hold.
const UNKNOWN_ARGUMENTS: usize = 3;

/// How many elements a list that is put together of others is taken to hold.
const SPREAD_OUT: usize = 1_000;

impl Machine<'_> {
    /// `function.bind(…)`, `function.call(…)`, `function.apply(…)`; `None` when it is another method, or no function.
    pub(super) fn function_method(
        &mut self,
        state: &mut State,
        call: CallRef,
        (function, method): (ValueId, &str),
        arguments: &[ValueId],
    ) -> Option<Flow> {
        if !self.has_no_such_member(function, method) {
            return None;
        }
        let this = arguments.first().copied().unwrap_or(function);
        match method {
            "bind" => {
                let bound = self.bound(function, arguments);
                state.push(bound);
                Some(Flow::Go)
            }
            "call" => {
                let arguments = arguments.get(1..).unwrap_or_default().to_vec();
                Some(self.dispatch(state, Calling { call, callee: function, this, arguments }))
            }
            "apply" => {
                let arguments = self.arguments_in(arguments.get(1).copied());
                Some(self.dispatch(state, Calling { call, callee: function, this, arguments }))
            }
            _ => None,
        }
    }

    /// `Reflect.apply(function, this, arguments)`
    pub(super) fn reflect_apply(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let [callee, rest @ ..] = calling.arguments.as_slice() else { return self.deliver_result(state, calling) };
        let this = rest.first().copied().unwrap_or_else(|| self.values.undefined());
        let arguments = self.arguments_in(rest.get(1).copied());
        self.dispatch(state, Calling { call: calling.call, callee: *callee, this, arguments })
    }

    /// Whether a value is a function of the project, a package's, or one that was made of such.
    pub(super) fn can_be_called(&self, id: ValueId) -> bool {
        matches!(
            self.values.get(id),
            Value::Function(_)
                | Value::Method { .. }
                | Value::Package { .. }
                | Value::Bound { .. }
                | Value::Settler { .. }
                | Value::Next { .. }
                | Value::Watched { .. }
                | Value::Forwarding(_)
                | Value::Builtin(Builtin::Boolean)
        )
    }

    /// Whether a function has no member of its own that hides a method which all functions have.
    pub(super) fn has_no_such_member(&self, function: ValueId, method: &str) -> bool {
        match self.values.get(function) {
            Value::Package { surface, .. } => surface.member(method).is_none(),
            _ => self.can_be_called(function),
        }
    }

    /// `function.bind(this, …)`. A function that gets no arguments by it stays what it is.
    fn bound(&mut self, function: ValueId, arguments: &[ValueId]) -> ValueId {
        match arguments {
            [this, first @ ..] if !first.is_empty() => {
                self.values.make(Value::Bound { function, this: *this, arguments: first.to_vec() })
            }
            _ => function,
        }
    }

    /// The arguments that a list holds.
    fn arguments_in(&mut self, list: Option<ValueId>) -> Vec<ValueId> {
        let Some(list) = list else { return Vec::new() };
        match self.values.get(list) {
            Value::Array { items, .. } => items.clone(),
            Value::Undefined | Value::Null => Vec::new(),
            _ => vec![self.values.symbol(Symbol::Item(list)); UNKNOWN_ARGUMENTS],
        }
    }

    /// Arguments, or elements, with what lists among them hold put in their place; and whether that is all there is.
    pub(super) fn spread_out(&mut self, values: Vec<ValueId>) -> (Vec<ValueId>, bool) {
        let length = values.len();
        let mut is_whole = true;
        let mut out = Vec::with_capacity(length);
        for value in values {
            let Value::Spread(list) = *self.values.get(value) else {
                out.push(value);
                continue;
            };
            match self.values.get(list) {
                Value::Array { items, open, .. } => {
                    is_whole &= !open;
                    out.extend(items);
                }
                _ => {
                    is_whole = false;
                    out.push(self.values.symbol(Symbol::Item(list)));
                }
            }
        }
        // What a loop builds up stays finite.
        is_whole &= out.len() <= SPREAD_OUT;
        out.truncate(SPREAD_OUT.max(length));
        (out, is_whole)
    }
}
