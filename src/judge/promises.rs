//! Promises: made, chained, waited for.
//!
//! A promise is a description of what will be done. It is carried out when somebody waits for it, and at the end of the run
//! when nobody does, so that what stands between the making and the waiting runs first, as it does on the event loop. An async
//! function begins when it is called: what is left of it at its first `await` is what is carried out later.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::members::must_settle;
use super::state::{Activation, Completion, State, Suspended};
use super::value::{Promise, Value, ValueId};
use crate::link::CallRef;

impl Machine<'_> {
    /// `promise.then(…)`, `.catch(…)`, `.finally(…)`; `None` when the receiver is no promise.
    pub(super) fn promise_method(
        &mut self,
        state: &mut State,
        call: CallRef,
        receiver: ValueId,
        name: &str,
        arguments: &[ValueId],
    ) -> Option<Flow> {
        if !matches!(name, "then" | "catch" | "finally") {
            return None;
        }
        let base = match self.values.get(receiver) {
            Value::Promise(_) => receiver,
            Value::LookedUp { .. } | Value::NoResult | Value::Bool { of_failure: true, .. } => {
                self.values.make(Value::Promise(Promise::Fulfilled(receiver)))
            }
            // A promise from somewhere else: taken to be kept.
            Value::Symbol(_) if arguments.iter().any(|&argument| self.is_function(argument)) => {
                let value = receiver;
                self.values.make(Value::Promise(Promise::Fulfilled(value)))
            }
            _ => return None,
        };
        let callable = |machine: &Self, index: usize| {
            let handler = arguments.get(index).copied()?;
            (!matches!(machine.values.get(handler), Value::Undefined | Value::Null)).then_some(handler)
        };
        let promise = match name {
            "then" => Promise::Then { call, base, fulfilled: callable(self, 0), rejected: callable(self, 1) },
            "catch" => Promise::Then { call, base, fulfilled: None, rejected: callable(self, 0) },
            _ => match callable(self, 0) {
                Some(handler) => Promise::Finally { call, base, handler },
                None => return Some(self.new_promise_value(state, base)),
            },
        };
        state.claim(base);
        let promise = self.values.make(Value::Promise(promise));
        Some(self.new_promise(state, promise))
    }

    fn new_promise_value(&mut self, state: &mut State, promise: ValueId) -> Flow {
        self.deliver(state, Completion::Return(promise))
    }

    /// Hands out a promise that nobody waits for yet.
    pub(super) fn new_promise(&mut self, state: &mut State, promise: ValueId) -> Flow {
        self.renew(state, promise);
        state.claim(promise);
        if self.promise(promise).is_some_and(must_settle) {
            state.leave_waiting(promise);
        }
        self.deliver(state, Completion::Return(promise))
    }

    /// `await`: top is replaced by what it settles to.
    pub(super) fn wait(&mut self, state: &mut State) -> Flow {
        let Some(value) = state.pop() else { return Flow::Stop };
        if let Some(promise) = suspend(state, value) {
            return self.deliver(state, Completion::Return(promise));
        }
        if self.promise(value).is_none() {
            state.push(value);
            return Flow::Go;
        }
        state.claim(value);
        match self.force(state, value) {
            Some(completion) => self.deliver(state, completion),
            None => self.after_force(state),
        }
    }

    /// Carries a promise out. `None` when something runs now that will deliver the outcome.
    pub(super) fn force(&mut self, state: &mut State, promise: ValueId) -> Option<Completion> {
        let mut promise = promise;
        loop {
            state.claim(promise);
            if let Some(completion) = state.settlement(promise) {
                return self.adopt(state, completion);
            }
            let this = self.values.undefined();
            match self.promise(promise).cloned() {
                None => return Some(Completion::Return(promise)),
                Some(Promise::Fulfilled(value)) => return Some(Completion::Return(value)),
                Some(Promise::Rejected(error)) => return Some(Completion::Throw(error)),
                Some(Promise::Check { call, token }) => return self.force_check(state, promise, call, token),
                Some(Promise::Then { base, .. }) => {
                    state.activations.push(Activation::Then { promise });
                    promise = base;
                }
                Some(Promise::Finally { base, handler, call }) => {
                    state.activations.push(Activation::Settle(promise));
                    state.activations.push(Activation::Finally { handler, call });
                    promise = base;
                }
                Some(Promise::All { call, mut items, settled }) => {
                    items.reverse();
                    let Some(first) = items.pop() else {
                        let nothing = self.result(call, false);
                        return Some(Completion::Return(nothing));
                    };
                    state.activations.push(Activation::Settle(promise));
                    state.activations.push(Activation::All { left: items, done: Vec::new(), call, settled });
                    promise = first;
                }
                Some(Promise::Async { call, .. }) => {
                    let Some(at) = state.suspended.iter().position(|suspended| suspended.promise == promise) else {
                        let nothing = self.result(call, false);
                        return Some(Completion::Return(nothing));
                    };
                    let Suspended { awaited, rest, .. } = state.suspended.remove(at);
                    state.activations.push(Activation::Settle(promise));
                    state.activations.push(Activation::Adopt);
                    state.activations.extend(rest.iter().cloned());
                    promise = awaited;
                }
                Some(Promise::Job { call, callee, arguments }) => {
                    state.activations.push(Activation::Discard);
                    return self.run(state, Calling { call, callee, this, arguments });
                }
                Some(Promise::CheckJob { call, callee, error }) => {
                    return self.run_check_job(state, call, callee, error);
                }
                Some(Promise::New(_)) => {
                    // Not settled yet: by something that runs later, or never.
                    let Some(job) = self.next_job(state) else {
                        self.end(state, None);
                        state.activations.clear();
                        return None;
                    };
                    state.activations.push(Activation::Retry(promise));
                    state.activations.push(Activation::Job);
                    promise = job;
                }
            }
        }
    }

    /// What runs next of that which nobody waits for: promises in turn, and then what the event loop brings.
    pub(super) fn next_job(&self, state: &mut State) -> Option<ValueId> {
        let is_prompt = |&job: &ValueId| match self.promise(job) {
            Some(Promise::Job { call, .. }) => matches!(self.callee_name(*call), Some("nextTick" | "queueMicrotask")),
            Some(Promise::CheckJob { .. }) => false,
            _ => true,
        };
        let at = state.waiting.iter().position(is_prompt).unwrap_or(0);
        (!state.waiting.is_empty()).then(|| state.waiting.remove(at))
    }

    /// A promise that is settled with another promise takes that one's outcome over.
    fn adopt(&mut self, state: &mut State, completion: Completion) -> Option<Completion> {
        match completion {
            Completion::Return(value) if self.promise(value).is_some() => self.force(state, value),
            other => Some(other),
        }
    }

    /// Dispatches a call whose outcome is delivered later, or gives up the run.
    fn run(&mut self, state: &mut State, calling: Calling) -> Option<Completion> {
        if self.dispatch(state, calling) == Flow::Stop {
            state.activations.clear();
        }
        None
    }
}

/// An async function whose caller does not wait for it gives the caller its promise here, and goes on later. So do the functions
/// that wait for one another above it.
fn suspend(state: &mut State, awaited: ValueId) -> Option<ValueId> {
    let waits = |activation: &&Activation| {
        matches!(activation, Activation::Code(_) | Activation::Async | Activation::Restore(..))
    };
    let above = state.activations.iter().rev().take_while(waits).count();
    let at = state.activations.len().checked_sub(above + 1)?;
    let Activation::Begun(promise) = state.activations[at] else { return None };
    let rest = state.activations.split_off(at).into_iter().skip(1).collect();
    state.claim(awaited);
    state.suspended.push(Suspended { promise, awaited, rest });
    state.leave_waiting(promise);
    Some(promise)
}
