//! Promises: made, chained, waited for.
//!
//! A promise is a description of what will be done. It is carried out when somebody waits for it, and at the end of the run
//! when nobody does, so that what stands between the making and the waiting runs first, as it does on the event loop. An async
//! function begins when it is called: what is left of it at its first `await` is what is carried out later.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::members::must_settle;
use super::state::{Activation, Awaited, Completion, State, Suspended};
use super::value::{Promise, Symbol, Value, ValueId};
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
        match self.wait_its_turn(state, Awaited::Pending(value)) {
            Some(completion) => self.deliver(state, completion),
            None => self.after_force(state),
        }
    }

    /// Waits for a value, behind the checks that were made before and that nobody waits for: the event loop comes to those first.
    pub(super) fn wait_its_turn(&mut self, state: &mut State, awaited: Awaited) -> Option<Completion> {
        let own = match awaited {
            Awaited::Pending(value) => state.waiting.iter().position(|&waiting| waiting == value),
            Awaited::Settled(_) => None,
        };
        let ahead = &state.waiting[..own.unwrap_or(state.waiting.len())];
        if let Some(promise) = ahead.iter().copied().find(|&promise| self.is_due(state, promise)) {
            state.activations.push(Activation::Turn { promise, awaited });
            return self.force(state, promise);
        }
        match awaited {
            Awaited::Pending(value) => {
                self.note_waiting(state, value);
                self.force(state, value)
            }
            Awaited::Settled(completion) => Some(completion),
        }
    }

    /// What takes more than a turn of the event loop lets those come first that are left waiting meanwhile.
    fn note_waiting(&self, state: &mut State, value: ValueId) {
        let is_at_hand = match self.values.get(value) {
            Value::Promise(promise) => !must_settle(promise),
            // What code that is not followed gives takes its time.
            value => !matches!(value, Value::Symbol(Symbol::Result { .. })),
        };
        if !is_at_hand && state.settlement(value).is_none() {
            state.activations.push(Activation::Awaiting);
        }
    }

    /// Whether all that a promise still waits for is the answer of a check, and that is on its way.
    fn is_due(&self, state: &State, promise: ValueId) -> bool {
        if state.settlement(promise).is_some() {
            return false;
        }
        let is_near = |base: ValueId| state.settlement(base).is_some() || self.is_due(state, base);
        if let Some(suspended) = state.suspended_for(promise) {
            return is_near(suspended.awaited);
        }
        match self.promise(promise) {
            Some(Promise::Check { .. }) => true,
            Some(Promise::Then { base, .. } | Promise::Finally { base, .. }) => is_near(*base),
            Some(Promise::All { items, .. }) => !items.is_empty() && items.iter().all(|&item| is_near(item)),
            _ => false,
        }
    }

    /// A promise that had its turn waits for another one, which something settles later or nobody does: whoever let it go first
    /// goes on. `None` where nobody did.
    fn pass_turn(&mut self, state: &mut State, pending: ValueId) -> Option<Option<Completion>> {
        let is_turn = |activation: &Activation| matches!(activation, Activation::Turn { .. });
        let at = state.activations.iter().rposition(is_turn)?;
        let rest = state.activations.split_off(at + 1).into();
        let Some(Activation::Turn { promise, awaited }) = state.activations.pop() else { return None };
        state.suspended.push(Suspended { promise, awaited: pending, rest });
        state.leave_waiting(promise);
        Some(self.wait_its_turn(state, awaited))
    }

    /// Carries a promise out. `None` when something runs now that will deliver the outcome.
    pub(super) fn force(&mut self, state: &mut State, promise: ValueId) -> Option<Completion> {
        let mut promise = promise;
        loop {
            if !matches!(self.promise(promise), Some(Promise::CheckJob { .. })) {
                state.claim(promise);
            }
            if let Some(completion) = state.settlement(promise) {
                return self.adopt(state, completion);
            }
            if let Some(Suspended { awaited, rest, .. }) = state.take_suspended(promise) {
                state.activations.push(Activation::Settle(promise));
                state.activations.push(Activation::Adopt);
                state.activations.extend(rest.iter().cloned());
                self.note_waiting(state, awaited);
                promise = awaited;
                continue;
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
                Some(Promise::All { call, mut items, until }) => {
                    items.reverse();
                    let Some(first) = items.pop() else {
                        let nothing = self.result(call, false);
                        return Some(Completion::Return(nothing));
                    };
                    state.activations.push(Activation::Settle(promise));
                    state.activations.push(Activation::All { left: items, done: Vec::new(), call, until });
                    promise = first;
                }
                Some(Promise::Async { call, .. }) => {
                    let nothing = self.result(call, false);
                    return Some(Completion::Return(nothing));
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
                    if let Some(next) = self.pass_turn(state, promise) {
                        return next;
                    }
                    let Some(job) = self.next_job(state) else {
                        // Who waits for it waits for ever; what was there before has not.
                        let is_job = |activation: &Activation| matches!(activation, Activation::Job);
                        if let Some(at) = state.activations.iter().rposition(is_job) {
                            state.activations.truncate(at);
                            return Some(Completion::Return(this));
                        }
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

    /// Checks that will answer to a promise which was made at the same place before: as that promise, they are not followed on.
    pub(super) fn forget_answers_to(&self, state: &mut State, promise: ValueId) {
        let answers = |&job: &ValueId| {
            matches!(self.promise(job), Some(Promise::CheckJob { .. })) && self.values.mentions(job, promise)
        };
        state.waiting.retain(|job| !answers(job));
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
