//! How code completes: returns and throws travel up through `try`s, frames and whatever waits below them.

use std::rc::Rc;

use super::calls::Calling;
use super::machine::{End, Flow, Machine};
use super::state::{Activation, Awaited, Completed, Completion, Facts, Manner, Pending, State, TryEntry, When};
use super::value::{Closure, Promise, Until, Value, ValueId};
use crate::finding::Role;
use crate::link::CallRef;
use crate::outline::code::{BindingId, Op};
use crate::text::FileId;

impl Machine<'_> {
    /// The frame on top completes: through its open `try`s, then out of it.
    pub(super) fn complete(&mut self, state: &mut State, completion: Completion) -> Flow {
        if matches!(completion, Completion::Throw(_)) {
            self.note_unassigned(state);
        }
        let Some(frame) = state.frame() else { return Flow::Stop };
        while let Some(entry) = frame.tries.pop() {
            let TryEntry::Open { catch, finally, height } = entry else { continue };
            match (completion, catch, finally) {
                (Completion::Throw(error), Some(catch), _) => {
                    if finally.is_some() {
                        frame.tries.push(TryEntry::Open { catch: None, finally, height });
                    }
                    frame.stack.truncate(usize::from(height));
                    frame.stack.push(error);
                    frame.pc = catch.0;
                    return Flow::Go;
                }
                (_, _, Some(finally)) => {
                    frame.tries.push(TryEntry::Finishing(Pending::Complete(completion)));
                    frame.stack.truncate(usize::from(height));
                    frame.pc = finally.0;
                    return Flow::Go;
                }
                _ => {}
            }
        }
        state.activations.pop();
        self.deliver(state, completion)
    }

    /// `req.user = verify(…)` that throws leaves the member as it was: absent, unless something was seen to set it.
    fn note_unassigned(&mut self, state: &mut State) {
        if !state.path.failing {
            return;
        }
        let Some(frame) = state.frame() else { return };
        let (at, object) = (frame.at, frame.stack.last().copied());
        let next = self.program.function(at).code.get(frame.pc as usize).map(|inst| inst.op);
        if let (Some(Op::SetMember(name)), Some(object)) = (next, object) {
            let key = (object, self.program.name(at.file, name));
            if state.member(key).is_none() {
                let nothing = self.values.make(Value::NoResult);
                state.set_member(key, nothing);
            }
        }
    }

    /// `break`, `continue`, and the end of a `try`: out of all but the outermost `tries`, through their `finally`s.
    pub(super) fn leave(&mut self, state: &mut State, jump: Pending) {
        let Pending::Jump { to, tries, height } = jump else { return };
        let Some(frame) = state.frame() else { return };
        while frame.tries.len() > usize::from(tries) {
            if let Some(TryEntry::Open { finally: Some(finally), height, .. }) = frame.tries.pop() {
                frame.tries.push(TryEntry::Finishing(jump));
                frame.stack.truncate(usize::from(height));
                frame.pc = finally.0;
                return;
            }
        }
        frame.stack.truncate(usize::from(height));
        frame.pc = to.0;
    }

    /// Gives a completion to what is on top, until code runs again or the run ends.
    pub(super) fn deliver(&mut self, state: &mut State, completion: Completion) -> Flow {
        let mut completion = completion;
        loop {
            match (state.activations.last().cloned(), completion) {
                (None, _) => return Flow::Stop,
                (Some(Activation::Code(_)), Completion::Return(value)) => {
                    state.push(value);
                    return Flow::Go;
                }
                (Some(Activation::Code(_)), Completion::Throw(_)) => return self.complete(state, completion),
                (Some(Activation::Root { completed, promised }), _) => {
                    return self.finish_root(state, completed, promised, completion);
                }
                (Some(waiting), _) => {
                    state.activations.pop();
                    match self.resume(state, waiting, completion) {
                        Some(next) => completion = next,
                        None => return Flow::Go,
                    }
                }
            }
        }
    }

    /// What waited goes on. `None` when code or another wait is on top now and runs by itself.
    fn resume(&mut self, state: &mut State, waiting: Activation, completion: Completion) -> Option<Completion> {
        let undefined = self.values.undefined();
        Some(match (waiting, completion) {
            (Activation::Discard, Completion::Return(_)) => Completion::Return(undefined),
            (Activation::Discard, thrown) => thrown,
            (Activation::Job, Completion::Return(value)) => {
                // A job's promise has nobody who waits for it.
                if self.promise(value).is_some() && !state.waiting.contains(&value) {
                    state.leave_waiting(value);
                }
                Completion::Return(undefined)
            }
            (Activation::Job, Completion::Throw(error)) => return self.unhandled(state, error),
            (Activation::Receiver { chain, from }, _) => return self.received(state, chain, from, completion),
            (Activation::Each(_), Completion::Throw(error)) => Completion::Throw(error),
            (Activation::Each(turns), Completion::Return(given)) => return self.after_turn(state, turns, given),
            (Activation::Forward { next, call }, Completion::Throw(error)) => {
                let this = undefined;
                let arguments = vec![error];
                if self.dispatch(state, Calling { call, callee: next, this, arguments }) == Flow::Stop {
                    state.activations.clear();
                }
                return None;
            }
            (Activation::Forward { .. }, _) => Completion::Return(undefined),
            (Activation::Async, Completion::Return(value)) => {
                if self.promise(value).is_some() {
                    Completion::Return(value)
                } else {
                    Completion::Return(self.values.make(Value::Promise(Promise::Fulfilled(value))))
                }
            }
            (Activation::Async, Completion::Throw(error)) => {
                let promise = self.values.make(Value::Promise(Promise::Rejected(error)));
                state.claim(promise);
                state.leave_waiting(promise);
                Completion::Return(promise)
            }
            (Activation::Restore(at, variables), other) => {
                let program = self.program;
                let is_own = |(file, binding): (FileId, BindingId)| {
                    file == at.file && program.outline(file).owner(binding) == at.function
                };
                state.variables.retain(|key, _| !is_own(key));
                variables.iter().for_each(|&(key, value)| state.set_variable(key, value));
                other
            }
            // It never had to wait.
            (Activation::Begun(_), other) => other,
            (Activation::Construct(instance), Completion::Return(given)) => self.constructed(state, instance, given),
            (Activation::Executor(promise), Completion::Throw(error)) => {
                state.settle(promise, Completion::Throw(error));
                Completion::Return(undefined)
            }
            (Activation::Construct(_) | Activation::Executor(_), other) => other,
            (Activation::Settle(promise), _) => {
                state.settle(promise, completion);
                completion
            }
            (Activation::Replace(value), Completion::Return(_)) => Completion::Return(value),
            (Activation::Replace(_), thrown) => thrown,
            (Activation::Decorate { holder, key }, _) => self.decorated_by(state, (holder, key), completion),
            (Activation::Watch(by), Completion::Throw(_)) => {
                let name = self.decorator_name(by).unwrap_or_default();
                self.maybe_told(state, self.program.call_place(by), format!("the decorator `{name}`"));
                completion
            }
            (Activation::Watch(_), other) => other,
            (Activation::Adopt, Completion::Return(value)) if self.promise(value).is_some() => {
                return self.wait_its_turn(state, Awaited::Pending(value));
            }
            (Activation::Adopt, other) => other,
            (Activation::Then { promise }, _) => return self.resume_then(state, promise, completion),
            (Activation::Finally { handler, call }, _) => {
                state.activations.push(Activation::AfterFinally(completion));
                state.activations.push(Activation::Adopt);
                self.run_handler(state, Calling { call, callee: handler, this: undefined, arguments: Vec::new() });
                return None;
            }
            (Activation::AfterFinally(before), Completion::Return(_)) => before,
            (Activation::AfterFinally(_), thrown) => thrown,
            (Activation::All { until: Until::Failed, .. }, Completion::Throw(error)) => Completion::Throw(error),
            (Activation::All { until: Until::Kept, .. }, Completion::Return(value)) => Completion::Return(value),
            (Activation::All { mut left, mut done, call, until }, _) => {
                done.push(self.settlement_value(completion, call, until));
                match left.pop() {
                    Some(next) => {
                        state.activations.push(Activation::All { left, done, call, until });
                        return self.force(state, next);
                    }
                    None if until == Until::Kept => {
                        let error = self.aggregate(call, done);
                        // The language has made it of the failure: nobody has handed that on as something else.
                        if self.values.carries_failure(error) {
                            state.path.handed = Some(error);
                        }
                        Completion::Throw(error)
                    }
                    None => {
                        let site = self.site(call);
                        Completion::Return(self.values.make(Value::Array { site, items: done, open: false }))
                    }
                }
            }
            (Activation::Retry(promise), _) => return self.force(state, promise),
            (Activation::Awaiting, _) => return self.wait_its_turn(state, Awaited::Settled(completion)),
            (Activation::Turn { promise, awaited }, _) => {
                state.settle(promise, completion);
                // Whoever comes to wait for it still hears of its failure, and so does the process if nobody does.
                if matches!(completion, Completion::Throw(_)) {
                    state.leave_waiting(promise);
                }
                return self.wait_its_turn(state, awaited);
            }
            (Activation::Code(_) | Activation::Root { .. }, other) => other,
        })
    }

    /// What one of several promises contributes to the whole's result.
    fn settlement_value(&mut self, completion: Completion, call: CallRef, until: Until) -> ValueId {
        let (value, status, key) = match completion {
            Completion::Return(value) => (value, "fulfilled", "value"),
            Completion::Throw(error) => (error, "rejected", "reason"),
        };
        if until != Until::Settled {
            return value;
        }
        let mut members = Vec::new();
        if let Some(name) = self.program.find("status") {
            members.push((name, self.written(status)));
        }
        members.extend(self.program.find(key).map(|key| (key, value)));
        let site = self.site(call);
        self.values.make(Value::Object { site, members, open: true })
    }

    fn resume_then(&mut self, state: &mut State, promise: ValueId, completion: Completion) -> Option<Completion> {
        let Some(Promise::Then { call, fulfilled, rejected, .. }) = self.promise(promise).cloned() else {
            return Some(completion);
        };
        let (handler, value) = match completion {
            Completion::Return(value) => (fulfilled, value),
            Completion::Throw(error) => (rejected, error),
        };
        let Some(handler) = handler else {
            state.settle(promise, completion);
            return Some(completion);
        };
        if matches!(completion, Completion::Throw(_)) {
            self.take_in_by_handler(state, handler, call);
        }
        state.activations.push(Activation::Settle(promise));
        state.activations.push(Activation::Adopt);
        let this = self.values.undefined();
        self.run_handler(state, Calling { call, callee: handler, this, arguments: vec![value] });
        None
    }

    fn take_in_by_handler(&mut self, state: &mut State, handler: ValueId, call: CallRef) {
        let place = match self.values.function(handler) {
            Some(at) => {
                let function = self.program.function(at);
                // A handler that is written elsewhere is taken in where it is handed over.
                let site = self.program.call(call);
                let inline = site.arguments.iter().any(|argument| argument.contains(function.span));
                let span = if inline { function.header } else { site.arguments.last().copied().unwrap_or(site.span) };
                self.program.place(call.file, span)
            }
            None => self.program.call_place(call),
        };
        self.take_in(state, place, Manner::Handler);
    }

    /// A handler of a promise is run whether or not it comes to the check: it is part of the chain.
    fn run_handler(&mut self, state: &mut State, calling: Calling) {
        if let Value::Function(Closure { at, .. }) = *self.values.get(calling.callee) {
            let function = self.program.function(at);
            if !function.is_generator && state.activations.len() < 60 {
                if function.is_async {
                    state.activations.push(Activation::Async);
                }
                self.enter_closure(state, calling.callee, Rc::from(calling.arguments.as_slice()), calling.this);
                return;
            }
        }
        if self.dispatch(state, calling) == Flow::Stop {
            state.activations.clear();
        }
    }

    // The end.

    fn finish_root(
        &mut self,
        state: &mut State,
        completed: Option<Completed>,
        promised: bool,
        completion: Completion,
    ) -> Flow {
        let completed = match (completed, completion) {
            // The root's own promise is what its caller waits for.
            (None, Completion::Return(value)) if self.promise(value).is_some() => {
                state.activations = vec![Activation::Root { completed: None, promised: true }];
                return match self.wait_its_turn(state, Awaited::Pending(value)) {
                    Some(next) => self.deliver(state, next),
                    None => self.after_force(state),
                };
            }
            // What a handler throws comes to the application's receivers.
            (None, Completion::Throw(error)) if state.path.failing && self.run.chain.is_some() => {
                return self.root_thrown(state, error, promised || self.root_is_async());
            }
            (None, how) if state.path.failing => Completed { how, when: When::AfterFailure },
            (None, how @ Completion::Throw(_)) if promised || self.root_is_async() => {
                Completed { how, when: When::WithPromises }
            }
            (None, how) => Completed { how, when: When::BeforeFailure },
            (Some(completed), _) => completed,
        };
        if let Some(Activation::Root { completed: slot, .. }) = state.activations.last_mut() {
            *slot = Some(completed);
        }
        if let Some(job) = self.next_job(state) {
            state.activations.push(Activation::Job);
            return match self.force(state, job) {
                Some(next) => self.deliver(state, next),
                None => self.after_force(state),
            };
        }
        // The framework hears of a rejection when the promises that were settled before it have had their turn.
        if let Completed { how: Completion::Throw(error), when: When::WithPromises } = completed
            && state.path.failing
            && !state.path.deferred
            && self.run.chain.is_some()
        {
            return self.root_thrown(state, error, true);
        }
        let speaks = match completed.when {
            When::AfterFailure => true,
            When::WithPromises => !state.path.deferred,
            When::BeforeFailure => false,
        };
        self.end(state, speaks.then_some(completed.how));
        Flow::Stop
    }

    /// What a handler throws, or rejects with, comes to those who receive it; then the run is over but for its jobs.
    fn root_thrown(&mut self, state: &mut State, error: ValueId, rejected: bool) -> Flow {
        let Some(chain) = self.run.chain else { return Flow::Stop };
        let how = Completion::Return(self.values.undefined());
        let completed = Some(Completed { how, when: When::AfterFailure });
        state.activations = vec![Activation::Root { completed, promised: rejected }];
        match self.receive_thrown(state, chain, error, rejected) {
            Some(next) => self.deliver(state, next),
            None => self.after_force(state),
        }
    }

    /// A run that forced something goes on when anything is left of it.
    pub(super) fn after_force(&mut self, state: &State) -> Flow {
        if state.activations.is_empty() { Flow::Stop } else { Flow::Go }
    }

    /// This run is over.
    pub(super) fn end(&mut self, state: &State, completion: Option<Completion>) {
        if self.run.is_constant() {
            self.keep_members(state);
        }
        if state.path.reached {
            self.run.ends.push(End { path: state.path.clone(), completion });
        }
    }

    /// Nobody catches an error outside of the request: the process prints it, or its listeners hear of it.
    pub(super) fn unhandled(&mut self, state: &mut State, error: ValueId) -> Option<Completion> {
        let nothing = self.values.undefined();
        let passes_on = self.values.carries_failure(error) || matches!(self.values.get(error), Value::NewError { .. });
        if !state.path.reached || !passes_on {
            return Some(Completion::Return(nothing));
        }
        let place = state.path.handed_on.or(state.path.taken.map(|taken| taken.place)).or(state.path.checked);
        let listener = self.routes.unhandled.first().copied();
        match (listener, place) {
            (Some((call, listener)), Some(place)) if !state.path.received => {
                state.path.received = true;
                state.path.step(Role::Receiver, place, "nobody catches it: the process's listener hears of it");
                state.activations.push(Activation::Discard);
                let calling = Calling { call, callee: listener, this: nothing, arguments: vec![error] };
                if self.dispatch(state, calling) == Flow::Stop {
                    state.activations.clear();
                }
                None
            }
            (_, place) => {
                state.path.facts |= Facts::TOLD | Facts::CONTEXT;
                if let Some(place) = place {
                    state.path.step(Role::Receiver, place, "nobody catches it: the process prints it to stderr");
                }
                Some(Completion::Return(nothing))
            }
        }
    }
}
