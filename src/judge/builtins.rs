//! Calls of the language's and the platform's own library, and of the functions that it hands out.
//!
//! What is not listed here gives a value made of its arguments, and tells nobody.

use std::rc::Rc;

use super::calls::Calling;
use super::errors::ErrorKind;
use super::machine::{Flow, Machine};
use super::state::{Activation, Completion, Facts, State};
use super::value::{Builtin, Promise, Settle, Symbol, Value, ValueId};
use crate::finding::Role;
use crate::vocabulary::Action;

impl Machine<'_> {
    pub(super) fn builtin_call(
        &mut self,
        state: &mut State,
        builtin: Builtin,
        is_new: bool,
        calling: &Calling,
    ) -> Flow {
        let first = calling.arguments.first().copied();
        match builtin {
            Builtin::Promise if is_new => return self.new_promise_with_executor(state, calling),
            Builtin::PromiseResolve => {
                let value = first.unwrap_or_else(|| self.values.undefined());
                if self.promise(value).is_some() {
                    return self.deliver(state, Completion::Return(value));
                }
                let promise = self.values.make(Value::Promise(Promise::Fulfilled(value)));
                return self.deliver(state, Completion::Return(promise));
            }
            Builtin::PromiseReject => {
                let value = first.unwrap_or_else(|| self.values.undefined());
                let place = self.program.call_place(calling.call);
                self.hand_on(state, value, place);
                let promise = self.values.make(Value::Promise(Promise::Rejected(value)));
                return self.new_promise(state, promise);
            }
            Builtin::PromiseAll(until) => {
                if let Some(Value::Array { items, .. }) = first.map(|first| self.values.get(first).clone()) {
                    for &item in &items {
                        state.claim(item);
                    }
                    let promise = self.values.make(Value::Promise(Promise::All { call: calling.call, items, until }));
                    return self.new_promise(state, promise);
                }
            }
            Builtin::Require => {
                if let Some(Value::Text(specifier)) = first.map(|first| self.values.get(first).clone()) {
                    let module = self.module(calling.call.file, specifier);
                    return self.deliver(state, Completion::Return(module));
                }
            }
            Builtin::Print if state.path.failing => {
                let place = self.program.call_place(calling.call);
                state.path.facts |= Facts::TOLD | Facts::CONTEXT;
                state.path.step(Role::Signal, place, "it is written to the process's output");
            }
            Builtin::Error => return self.new_error(state, calling, ErrorKind::Language),
            Builtin::Boolean => {
                if let Some(first) = first {
                    let negated = self.negate(state, first);
                    let value = self.negate(state, negated);
                    return self.deliver(state, Completion::Return(value));
                }
            }
            Builtin::ProcessOn => self.listen_to_process(calling),
            Builtin::Assign => return self.assign(state, calling),
            Builtin::Listed(what) => {
                if let Some(list) = first.and_then(|first| self.listed(first, what, calling.call)) {
                    return self.deliver(state, Completion::Return(list));
                }
            }
            Builtin::Later => {
                if let Some(callee) = first.filter(|&first| self.is_function(first)) {
                    let job = Promise::Job { call: calling.call, callee, arguments: Vec::new() };
                    let job = self.values.make(Value::Promise(job));
                    state.leave_waiting(job);
                }
            }
            Builtin::Number
                if first.is_some_and(|first| matches!(self.values.get(first), Value::Number(_) | Value::Ratio(_))) =>
            {
                return self.deliver(state, Completion::Return(first.unwrap_or(calling.callee)));
            }
            Builtin::Truncate if let Some(number) = first.and_then(|first| self.truncated(first)) => {
                return self.deliver(state, Completion::Return(number));
            }
            Builtin::Map | Builtin::Set if is_new && let Some(table) = self.table(calling, builtin == Builtin::Set) => {
                return self.deliver(state, Completion::Return(table));
            }
            Builtin::OwnNames | Builtin::OwnDescriptor | Builtin::DefineProperty
                if let Some(given) = self.property_call(state, builtin, calling) =>
            {
                return self.deliver(state, Completion::Return(given));
            }
            Builtin::ReflectApply => return self.reflect_apply(state, calling),
            Builtin::Plain
            | Builtin::Map
            | Builtin::Set
            | Builtin::Reflect
            | Builtin::Object
            | Builtin::OwnNames
            | Builtin::OwnDescriptor
            | Builtin::DefineProperty
            | Builtin::Number
            | Builtin::Math
            | Builtin::Truncate => {
                let site = self.site(calling.call);
                let derived = self.values.symbol(Symbol::Derived(site, calling.arguments.clone()));
                return self.deliver(state, Completion::Return(derived));
            }
            _ => {}
        }
        self.deliver_result(state, calling)
    }

    /// An executor runs at once; its functions settle the promise.
    fn new_promise_with_executor(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let promise = self.values.make(Value::Promise(Promise::New(calling.call)));
        self.renew(state, promise);
        self.forget_answers_to(state, promise);
        state.leave_waiting(promise);
        let resolve = self.values.make(Value::Settler { promise, how: Settle::Resolve });
        let reject = self.values.make(Value::Settler { promise, how: Settle::Reject });
        let Some(&executor) = calling.arguments.first() else { return self.deliver_result(state, calling) };
        state.activations.push(Activation::Replace(promise));
        state.activations.push(Activation::Executor(promise));
        let this = self.values.undefined();
        let arguments = vec![resolve, reject];
        match self.values.get(executor) {
            // An executor is entered whatever it does: it is part of the expression.
            Value::Function(closure) if !self.too_deep(state, closure.at, &arguments) => {
                self.enter_closure(state, executor, Rc::from(arguments.as_slice()), this);
                Flow::Go
            }
            _ => self.dispatch(state, Calling { call: calling.call, callee: executor, this, arguments }),
        }
    }

    /// `resolve(value)`, `reject(error)`, `callback(error, value)`.
    pub(super) fn settle_by_call(
        &mut self,
        state: &mut State,
        promise: ValueId,
        how: Settle,
        calling: &Calling,
    ) -> Flow {
        let argument = |index: usize| calling.arguments.get(index).copied();
        let undefined = self.values.undefined();
        let completion = match how {
            Settle::Resolve => Completion::Return(argument(0).unwrap_or(undefined)),
            Settle::Reject => Completion::Throw(argument(0).unwrap_or(undefined)),
            Settle::Node => match argument(0) {
                Some(error) if self.truth(state, error) == Some(true) => Completion::Throw(error),
                _ => Completion::Return(argument(1).unwrap_or(undefined)),
            },
        };
        if let Completion::Throw(error) = completion
            && state.settlement(promise).is_none()
        {
            let place = self.program.call_place(calling.call);
            self.hand_on(state, error, place);
        }
        state.settle(promise, completion);
        self.deliver(state, Completion::Return(undefined))
    }

    /// A function that called back, and gives a promise now.
    pub(super) fn promisified_call(&mut self, state: &mut State, inner: ValueId, calling: &Calling) -> Flow {
        if let Value::Package { surface, .. } = self.values.get(inner)
            && let Some(Action::Verify(verify)) = surface.action()
            && verify.promisified().is_some()
        {
            let token = verify.token.and_then(|at| calling.arguments.get(usize::from(at)).copied());
            let promise = self.values.make(Value::Promise(Promise::Check { call: calling.call, token }));
            return self.new_promise(state, promise);
        }
        if self.is_project_function(inner) {
            let promise = self.values.make(Value::Promise(Promise::New(calling.call)));
            self.renew(state, promise);
            state.leave_waiting(promise);
            let callback = self.values.make(Value::Settler { promise, how: Settle::Node });
            let mut arguments = calling.arguments.clone();
            arguments.push(callback);
            state.activations.push(Activation::Replace(promise));
            return self.dispatch(state, Calling { callee: inner, arguments, ..calling.clone() });
        }
        let of_package = match *self.values.get(inner) {
            Value::Bound { function, .. } => function,
            _ => inner,
        };
        if let Value::Package { surface, .. } = self.values.get(of_package)
            && matches!(surface.action(), Some(Action::Sign))
            && state.path.failing
        {
            self.note_signed(state, calling.call);
        }
        self.unknown_call(state, calling)
    }
}
