//! Checks: the calls at which a token is accepted or refused, and how the one under judgement fails.

use super::calls::Calling;
use super::errors::ErrorKind;
use super::event::Event;
use super::machine::{Flow, Machine};
use super::state::{Activation, Completion, Facts, Manner, State};
use super::value::{Closure, Promise, Site, Symbol, Value, ValueId};
use crate::finding::Role;
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::Op;
use crate::vocabulary::{Action, Argument, Condition, Failure, FailureMode, Surface, Verify};

/// How many instructions a callee may take to be looked at where it stands.
const CALLEE_LENGTH: u32 = 64;

impl Machine<'_> {
    /// What a call site does, when its callee is a known package's: found without running anything.
    pub(super) fn check_action(&mut self, call: CallRef) -> Option<&'static Action> {
        let surface = self.callee_surface(call)?;
        surface.action()
    }

    /// How the check fails that a call is, or whose middleware it makes.
    pub(super) fn verification(&mut self, call: CallRef) -> Option<&'static Verify> {
        let surface = self.callee_surface(call)?;
        let made = surface.called().and_then(Surface::action);
        match surface.action().or(made) {
            Some(Action::Verify(verify)) => Some(verify),
            _ => None,
        }
    }

    /// The place in a package's surface that a call site calls.
    pub(crate) fn callee_surface(&mut self, call: CallRef) -> Option<Surface> {
        let callee = self.callee(call);
        match *self.values.get(callee) {
            Value::Package { surface, .. } | Value::Made { surface, .. } | Value::Configured { surface, .. } => {
                Some(surface)
            }
            Value::Promisified(inner) => {
                let inner = match *self.values.get(inner) {
                    Value::Bound { function, .. } => function,
                    _ => inner,
                };
                match *self.values.get(inner) {
                    Value::Package { surface, .. } => Some(surface),
                    _ => None,
                }
            }
            _ => self.declared_surface(callee),
        }
    }

    /// A call site's callee, as far as it is known wherever the call stands.
    pub(super) fn callee(&mut self, call: CallRef) -> ValueId {
        if let Some(&known) = self.callees.get(&call) {
            return known;
        }
        let callee = self.find_callee(call);
        // While a constant is made, what it is made of is not all known.
        if self.constants_under_way == 0 && self.recorder.is_none() {
            self.callees.insert(call, callee);
        }
        callee
    }

    fn find_callee(&mut self, call: CallRef) -> ValueId {
        let site = self.program.call(call);
        let function = FunctionRef { file: call.file, function: site.function };
        let (from, to) = site.callee_code;
        if to - from > CALLEE_LENGTH {
            // Chains of this length are no way to name a package's function, and each of their calls would be one.
            let site = self.site(call);
            return self.values.symbol(Symbol::Opaque(site));
        }
        let mut callee = self.evaluate(function, from, to);
        if let Some(name) = site.member {
            // `jwt.verify.apply(jwt, arguments)` calls what it is a method of.
            let method = self.program.outline(call.file).name(name);
            if matches!(method, "call" | "apply") && self.has_no_such_member(callee, method) {
                return callee;
            }
            let mut state = State::new(super::state::Path::new());
            callee = self.member(&mut state, callee, self.program.name(call.file, name));
        }
        callee
    }

    /// What a whole call gives, as far as it is known wherever it stands.
    pub(super) fn call_value(&mut self, call: CallRef) -> Option<ValueId> {
        let site = self.program.call(call);
        let function = FunctionRef { file: call.file, function: site.function };
        let from = site.callee_code.0;
        let is_end = |op: Op| matches!(op, Op::Call(id) | Op::CallMember(id) | Op::New(id) if id == call.call);
        let code = &self.program.function(function).code;
        let behind = site.callee_code.1 as usize;
        let end = behind + code.get(behind..)?.iter().position(|inst| is_end(inst.op))?;
        let to = u32::try_from(end + 1).ok().filter(|&to| to > from)?;
        Some(self.evaluate(function, from, to))
    }

    /// A call of a verification.
    pub(super) fn check(&mut self, state: &mut State, verify: &Verify, calling: &Calling) -> Flow {
        if verify.unless.as_ref().is_some_and(|unless| self.holds(state, unless, &calling.arguments)) {
            return self.deliver_result(state, calling);
        }
        let taken =
            |failure: &&Failure| failure.when.as_ref().is_none_or(|when| self.holds(state, when, &calling.arguments));
        let mode = verify.failures.iter().find(taken).map(|failure| failure.mode);
        let token = verify.token.and_then(|at| calling.arguments.get(usize::from(at)).copied());
        if token.is_some_and(|token| self.is_just_signed(token)) {
            return self.deliver_result(state, calling);
        }
        if self.run.event == Event::Served && self.is_refused_first(state, mode, token) {
            return self.refuse_first(state, mode, token, calling);
        }
        if self.run.event == Event::Served {
            return self.accept(state, mode, token, calling);
        }
        // A framework's `next` is called back like any other error-first callback, at once.
        let mode = match mode {
            Some(FailureMode::Next { argument }) => {
                let callback = Argument::Index(argument);
                Some(FailureMode::Callback { callback, error: 0, result: None, deferred_when_function: None })
            }
            mode => mode,
        };
        match mode {
            Some(FailureMode::Reject) => {
                let promise = self.values.make(Value::Promise(Promise::Check { call: calling.call, token }));
                self.new_promise(state, promise)
            }
            Some(FailureMode::Callback { callback, error, deferred_when_function, .. }) => {
                let Some(callee) = self.argument_at(callback, &calling.arguments) else {
                    return self.deliver_result(state, calling);
                };
                let deferred = deferred_when_function
                    .and_then(|at| calling.arguments.get(usize::from(at)).copied())
                    .is_some_and(|key| self.is_function(key));
                if deferred {
                    let job = Promise::CheckJob { call: calling.call, callee, error };
                    let job = self.values.make(Value::Promise(job));
                    self.renew(state, job);
                    state.leave_again(job);
                    let nothing = self.values.undefined();
                    return self.deliver(state, Completion::Return(nothing));
                }
                self.succeed_aside(state, calling.call, token, |machine, other, result| {
                    machine.call_back(other, calling.call, callee, error, None, Some(result))
                });
                let failure = self.fail(state, calling.call, token);
                self.note_unread(state, callee, error);
                self.call_back(state, calling.call, callee, error, Some(failure), None)
            }
            Some(FailureMode::Return) => {
                self.succeed_aside(state, calling.call, token, |machine, other, result| {
                    machine.deliver(other, Completion::Return(result))
                });
                self.fail(state, calling.call, token);
                let nothing = self.values.make(Value::NoResult);
                self.deliver(state, Completion::Return(nothing))
            }
            Some(FailureMode::Resolve) => {
                self.succeed_aside(state, calling.call, token, |machine, other, result| {
                    let promise = machine.values.make(Value::Promise(Promise::Fulfilled(result)));
                    machine.deliver(other, Completion::Return(promise))
                });
                self.fail(state, calling.call, token);
                let nothing = self.values.make(Value::NoResult);
                let promise = self.values.make(Value::Promise(Promise::Fulfilled(nothing)));
                self.deliver(state, Completion::Return(promise))
            }
            Some(FailureMode::Throw | FailureMode::Next { .. }) | None => {
                self.succeed_aside(state, calling.call, token, |machine, other, result| {
                    machine.deliver(other, Completion::Return(result))
                });
                let failure = self.fail(state, calling.call, token);
                self.deliver(state, Completion::Throw(failure))
            }
        }
    }

    /// The check succeeds, and nothing else is looked at.
    fn accept(
        &mut self,
        state: &mut State,
        mode: Option<FailureMode>,
        token: Option<ValueId>,
        calling: &Calling,
    ) -> Flow {
        self.note_verified(state, calling.call, token);
        let result = self.result(calling.call, false);
        self.renew(state, result);
        state.decide(result, true);
        match mode {
            Some(FailureMode::Reject | FailureMode::Resolve) => {
                let promise = self.values.make(Value::Promise(Promise::Fulfilled(result)));
                self.deliver(state, Completion::Return(promise))
            }
            Some(FailureMode::Callback { callback, error, .. }) => {
                match self.argument_at(callback, &calling.arguments) {
                    Some(callee) => self.call_back(state, calling.call, callee, error, None, Some(result)),
                    None => self.deliver(state, Completion::Return(result)),
                }
            }
            Some(FailureMode::Next { argument }) => {
                match self.argument_at(Argument::Index(argument), &calling.arguments) {
                    Some(callee) => {
                        let this = self.values.undefined();
                        let arguments = Vec::new();
                        self.dispatch(state, Calling { call: calling.call, callee, this, arguments })
                    }
                    None => self.deliver(state, Completion::Return(result)),
                }
            }
            Some(FailureMode::Return | FailureMode::Throw) | None => self.deliver(state, Completion::Return(result)),
        }
    }

    /// Whether a token comes straight from the call that signed it.
    fn is_just_signed(&mut self, token: ValueId) -> bool {
        match *self.values.get(token) {
            Value::Symbol(Symbol::Result { call, .. }) => matches!(self.check_action(call), Some(Action::Sign)),
            _ => false,
        }
    }

    pub(super) fn holds(&self, state: &State, condition: &Condition, arguments: &[ValueId]) -> bool {
        match condition {
            Condition::Function(at) => self.argument_at(*at, arguments).is_some_and(|value| self.is_function(value)),
            Condition::Given(at) => arguments.len() > usize::from(*at),
            Condition::Truthy { argument, key } => {
                let given = self.argument_at(Argument::Index(*argument), arguments);
                let asked = match key {
                    None => given,
                    Some(key) => given.and_then(|options| self.listed_member(options, key)),
                };
                asked.is_some_and(|value| self.truth(state, value) == Some(true))
            }
        }
    }

    /// A member that an object literal lists.
    fn listed_member(&self, object: ValueId, key: &str) -> Option<ValueId> {
        let key = self.program.find(key)?;
        match self.values.get(object) {
            Value::Object { members, .. } => {
                members.iter().rev().find(|(name, _)| *name == key).map(|&(_, value)| value)
            }
            _ => None,
        }
    }

    pub(super) fn argument_at(&self, at: Argument, arguments: &[ValueId]) -> Option<ValueId> {
        match at {
            Argument::Index(index) => arguments.get(usize::from(index)).copied(),
            Argument::Last => arguments.last().copied(),
        }
    }

    /// Forks a run on which the check succeeds. The check under judgement need not: where it succeeds there is nothing to
    /// judge, and a success with a token that was refused before (another key) accepts the request after all.
    fn succeed_aside(
        &mut self,
        state: &State,
        call: CallRef,
        token: Option<ValueId>,
        go_on: impl FnOnce(&mut Self, &mut State, ValueId) -> Flow,
    ) {
        if self.run.target == Some(call.into()) || self.accepts_after_all(state, token) {
            return;
        }
        let mut other = state.clone();
        if self.run.event == Event::Refusal && state.path.failing {
            // Another token is good, and says whose the request is.
            other.path.facts |= Facts::VERIFIED;
        }
        let result = self.result(call, false);
        self.renew(&mut other, result);
        other.decide(result, true);
        if go_on(self, &mut other, result) == Flow::Go {
            self.fork(other);
        }
    }

    /// Whether a success with this token undoes the failure under judgement.
    fn accepts_after_all(&self, state: &State, token: Option<ValueId>) -> bool {
        state.path.failing && token.is_some() && token == state.path.token
    }

    /// The check fails: what it fails with.
    pub(super) fn fail(&mut self, state: &mut State, call: CallRef, token: Option<ValueId>) -> ValueId {
        let site = self.program.call(call);
        let place = self.program.place(call.file, site.span);
        if self.run.target != Some(call.into()) || self.run.event != Event::Refusal {
            let site = Site { file: call.file, span: site.span };
            return self.values.make(Value::NewError { site, kind: ErrorKind::Other, fields: Vec::new() });
        }
        if !state.path.failing {
            let classes = self.failure_classes().len().min(32);
            state.path.kinds = u32::try_from((1_u64 << classes.max(1)) - 1).unwrap_or(u32::MAX);
        }
        // Another try with another key: what counts is what follows when the last one has refused.
        self.begin(state, call.into(), token);
        state.path.step(Role::Check, place, "the token is checked here");
        self.values.make(Value::Failure)
    }

    /// A pending check answers.
    pub(super) fn force_check(
        &mut self,
        state: &mut State,
        promise: ValueId,
        call: CallRef,
        token: Option<ValueId>,
    ) -> Option<Completion> {
        self.succeed_aside(state, call, token, |machine, other, result| {
            other.settle(promise, Completion::Return(result));
            machine.deliver(other, Completion::Return(result))
        });
        let failure = self.fail(state, call, token);
        state.settle(promise, Completion::Throw(failure));
        Some(Completion::Throw(failure))
    }

    /// A check's callback runs at last.
    pub(super) fn run_check_job(
        &mut self,
        state: &mut State,
        call: CallRef,
        callee: ValueId,
        error: u8,
    ) -> Option<Completion> {
        self.succeed_aside(state, call, None, |machine, other, result| {
            machine.call_back(other, call, callee, error, None, Some(result))
        });
        let failure = self.fail(state, call, None);
        state.path.deferred |= self.run.target == Some(call.into());
        self.note_unread(state, callee, error);
        if self.call_back(state, call, callee, error, Some(failure), None) == Flow::Stop {
            state.activations.clear();
        }
        None
    }

    /// Calls an error-first callback.
    pub(super) fn call_back(
        &mut self,
        state: &mut State,
        call: CallRef,
        callee: ValueId,
        error: u8,
        failure: Option<ValueId>,
        result: Option<ValueId>,
    ) -> Flow {
        state.activations.push(Activation::Discard);
        let this = self.values.undefined();
        let failed = failure.is_some();
        let mut arguments = vec![this; usize::from(error)];
        arguments.push(failure.unwrap_or_else(|| self.values.make(Value::Null)));
        let nothing = if failed { self.values.make(Value::NoResult) } else { this };
        arguments.push(result.unwrap_or(nothing));
        if let Value::Function(Closure { at, .. }) = *self.values.get(callee)
            && !self.program.function(at).is_generator
            && self.declared_surface(callee).is_none()
            && !self.too_deep(state, at, &arguments)
        {
            if self.program.function(at).is_async {
                state.activations.push(Activation::Async);
            }
            self.enter_closure(state, callee, std::rc::Rc::from(arguments.as_slice()), this);
            return Flow::Go;
        }
        self.dispatch(state, Calling { call, callee, this, arguments })
    }

    /// A callback that never reads its error takes the failure in, and drops it.
    fn note_unread(&mut self, state: &mut State, callee: ValueId, error: u8) {
        let Value::Function(Closure { at, .. }) = *self.values.get(callee) else { return };
        let outline = self.program.outline(at.file);
        let function = outline.function(at.function);
        let binding = function.params.get(usize::from(error)).and_then(|param| param.binding);
        let is_pattern = function.params.get(usize::from(error)).is_some_and(|param| param.name.is_none());
        let others = function.params.len() > usize::from(error) + 1;
        let mut bodies = vec![at.function];
        while let Some(body) = bodies.pop() {
            let body = outline.function(body);
            let reads = body.code.iter().any(|inst| match inst.op {
                Op::Load(reference) => {
                    let read = outline.reference(reference).binding;
                    read.is_some() && (read == binding || self.reads_result(at, read, error, others))
                }
                _ => false,
            });
            if reads || is_pattern {
                return;
            }
            bodies.extend(&body.nested);
        }
        self.take_in(state, self.program.place(at.file, function.header), Manner::NeverLookedAt);
    }

    /// A callback may as well look at whether there is a result.
    fn reads_result(
        &self,
        at: FunctionRef,
        read: Option<crate::outline::code::BindingId>,
        error: u8,
        others: bool,
    ) -> bool {
        let function = self.program.function(at);
        others
            && function
                .params
                .get(usize::from(error) + 1)
                .and_then(|param| param.binding)
                .is_some_and(|result| Some(result) == read && self.tests(at, result))
    }

    /// Whether a function decides on a variable.
    fn tests(&self, at: FunctionRef, binding: crate::outline::code::BindingId) -> bool {
        let outline = self.program.outline(at.file);
        let code = &outline.function(at.function).code;
        code.windows(3).any(|window| match window[0].op {
            Op::Load(reference) if outline.reference(reference).binding == Some(binding) => {
                window[1..].iter().any(|inst| matches!(inst.op, Op::JumpIf { .. } | Op::JumpKeep { .. }))
            }
            _ => false,
        })
    }
}
