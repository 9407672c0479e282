//! Calls: which code runs, and what comes back.
//!
//! A call of the project's own code is entered; a call into a known package does what the vocabulary says; any other call is
//! neutral, unless it could tell somebody.

use std::rc::Rc;

use super::containers::Provided;
use super::errors::ErrorKind;
use super::instances::ClassRef;
use super::iterate::Iteration;
use super::machine::{Flow, Machine};
use super::state::{Activation, Completion, State};
use super::value::{Promise, Site, Symbol, Value, ValueId};
use crate::finding::Role;
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{BindingId, Op, ResultUse};
use crate::text::FileId;
use crate::vocabulary::{self, Action, Does, FailureMode, Framework, Literal, Promisify, Surface};

/// How many functions may be under way at once.
const DEPTH: usize = 40;
/// How often one function may be under way at once.
const RECURSION: usize = 2;
/// As [`RECURSION`], of a function that counts how often it has called itself.
const COUNTED_RECURSION: usize = 5;
/// How many instructions a function may have to be entered before the check, only because it may throw.
const SMALL: usize = 120;

/// How many instructions a function may have that only looks something up.
const ACCESSOR: usize = 24;

/// Whether a package hands a middleware out that checks tokens.
pub(super) fn is_middleware(made: Surface) -> bool {
    match made.action() {
        Some(Action::Verify(verify)) => {
            verify.failures.iter().any(|failure| matches!(failure.mode, FailureMode::Next { .. }))
        }
        _ => false,
    }
}

/// Helpers of compilers that wrap a module, where their definition is imported or too clever to follow.
const INTEROP: [&str; 6] = [
    "__toESM",
    "__importDefault",
    "__importStar",
    "_interopRequireDefault",
    "_interopRequireWildcard",
    "_interopNamespace",
];

/// A call under way: where it is written, and on what.
#[derive(Debug, Clone)]
pub(super) struct Calling {
    pub(super) call: CallRef,
    pub(super) callee: ValueId,
    pub(super) this: ValueId,
    pub(super) arguments: Vec<ValueId>,
}

impl Machine<'_> {
    pub(super) fn call_site(&mut self, state: &mut State, call: CallRef) -> Flow {
        let site = self.program.call(call);
        let Some(frame) = state.frame() else { return Flow::Stop };
        let arguments = frame.stack.split_off(frame.stack.len().saturating_sub(site.arguments.len()));
        let Some(callee) = state.pop() else { return Flow::Stop };
        let (arguments, _) = self.spread_out(arguments);
        let is_target = self.run.target == Some(call.into());
        state.path.called |= is_target;
        if state.path.failing || is_target {
            let this = self.values.undefined();
            let calling = Calling { call, callee, this, arguments: arguments.clone() };
            if let Some(flow) = self.happen(state, &calling) {
                return flow;
            }
        }
        if site.member.is_some() {
            self.run_hooks(state, call, callee, &arguments);
        }
        match site.member {
            None if self.is_super(call) => self.super_call(state, call, arguments),
            None => {
                let this = self.values.undefined();
                self.dispatch(state, Calling { call, callee, this, arguments })
            }
            Some(name) => {
                let name = self.program.name(call.file, name);
                self.method_call(state, call, callee, name, arguments)
            }
        }
    }

    /// `super(…)`, in a constructor.
    fn is_super(&self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let code = &self.program.outline(call.file).function(site.function).code;
        matches!(&code[site.callee_code.0 as usize..site.callee_code.1 as usize], [inst] if inst.op == Op::Super)
    }

    fn method_call(
        &mut self,
        state: &mut State,
        call: CallRef,
        receiver: ValueId,
        name: crate::link::Name,
        arguments: Vec<ValueId>,
    ) -> Flow {
        let text = self.program.text(name);
        if let Some(flow) = self.promise_method(state, call, receiver, text, &arguments) {
            return flow;
        }
        // `findOne(…).lean()`: what refines a query is the query.
        let refines = || vocabulary::store_method(text).is_some_and(|operation| operation.does == Does::Refine);
        if self.promise(receiver).is_some() && refines() {
            return self.deliver(state, Completion::Return(receiver));
        }
        if let Value::LookedUp { found, answer } = *self.values.get(receiver) {
            let value = self.asked_of_answer(found, answer, receiver, text);
            return self.deliver(state, Completion::Return(value));
        }
        if let Some(flow) = self.function_method(state, call, (receiver, text), &arguments) {
            return flow;
        }
        if matches!(text, "push" | "unshift")
            && let Some(flow) = self.put_into_list(state, call, receiver)
        {
            return flow;
        }
        // Resolvers are configured by methods that give them back: `asClass(Service).singleton()`.
        if matches!(self.values.get(receiver), Value::Described { .. }) {
            return self.deliver(state, Completion::Return(receiver));
        }
        if let Some(flow) = self.laid_method(state, (receiver, text), &arguments) {
            return flow;
        }
        if let Some(flow) = self.table_method(state, (receiver, text), &arguments) {
            return flow;
        }
        if let (Some(how), Some(&callback)) = (Iteration::named(text), arguments.first())
            && self.can_be_called(callback)
        {
            let initial = arguments.get(1).copied();
            return self.iterate(state, how, (call, receiver), (callback, initial));
        }
        let callee = self.member(state, receiver, name);
        let callee = match self.values.get(callee) {
            Value::Symbol(Symbol::Member(..)) => self.shared_method(call, receiver, name).unwrap_or(callee),
            _ => callee,
        };
        self.dispatch(state, Calling { call, callee, this: receiver, arguments })
    }

    /// A handler whose throws and rejections go to `next`.
    fn forwarding_call(&mut self, state: &mut State, inner: ValueId, calling: Calling) -> Flow {
        if let Some(&next) = calling.arguments.last() {
            state.activations.push(Activation::Forward { next, call: calling.call });
            state.activations.push(Activation::Adopt);
        }
        self.dispatch(state, Calling { callee: inner, ..calling })
    }

    fn is_made(&self, value: ValueId) -> bool {
        matches!(self.values.get(value), Value::Made { .. })
    }

    pub(super) fn is_project_function(&self, id: ValueId) -> bool {
        matches!(self.values.get(id), Value::Function(_) | Value::Method { .. } | Value::Watched { .. })
    }

    /// Whether a value can be called: a function of any kind, or something unknown that is called like one.
    pub(super) fn is_function(&self, id: ValueId) -> bool {
        match self.values.get(id) {
            Value::Function(_)
            | Value::Method { .. }
            | Value::Settler { .. }
            | Value::Next { .. }
            | Value::Bound { .. }
            | Value::Promisified(_) => true,
            Value::Symbol(Symbol::Parameter(at, index)) => self
                .parameter_name(*at, *index)
                .is_some_and(|name| ["cb", "callback", "done", "next", "fn", "resolve", "reject"].contains(&name)),
            _ => false,
        }
    }

    pub(super) fn parameter_name(&self, at: FunctionRef, index: u16) -> Option<&str> {
        let outline = self.program.outline(at.file);
        let name = outline.function(at.function).params.get(usize::from(index))?.name?;
        Some(outline.name(name))
    }

    pub(super) fn result(&mut self, call: CallRef, carries: bool) -> ValueId {
        self.values.symbol(Symbol::Result { call, carries })
    }

    /// Pushes the result of a call of which nothing is known.
    fn push_result(&mut self, state: &mut State, call: CallRef, arguments: &[ValueId]) -> Flow {
        let carries = arguments.iter().any(|&argument| self.values.carries_failure(argument));
        self.push_fresh(state, Symbol::Result { call, carries });
        Flow::Go
    }

    /// Runs a callee; its result, in the end, is delivered to what is on top now.
    pub(super) fn dispatch(&mut self, state: &mut State, calling: Calling) -> Flow {
        if let Some(surface) = self.declared_surface(calling.callee) {
            return self.package_call(state, surface, &calling);
        }
        let is_new = self.program.call(calling.call).is_new;
        match self.values.get(calling.callee).clone() {
            Value::Function(closure) if is_new => self.construct_by(state, closure.at, &calling),
            Value::Function(closure) => self.project_call(state, closure.at, &calling),
            Value::Module(file) => match self.whole_export(file) {
                Some(callee) => self.dispatch(state, Calling { callee, ..calling }),
                None => self.unknown_call(state, &calling),
            },
            Value::Method { function, this } => self.project_call(state, function, &Calling { this, ..calling }),
            Value::Class { file, class } if is_new => self.construct(state, ClassRef { file, class }, &calling),
            Value::Package { surface, .. } => self.package_call(state, surface, &calling),
            Value::Builtin(builtin) => self.builtin_call(state, builtin, is_new, &calling),
            Value::Settler { promise, how } => self.settle_by_call(state, promise, how, &calling),
            Value::Promisified(inner) => self.promisified_call(state, inner, &calling),
            Value::Bound { function, this, mut arguments } => {
                arguments.extend(calling.arguments.iter().copied());
                self.dispatch(state, Calling { callee: function, this, arguments, ..calling })
            }
            Value::Next { chain, from } => self.next_call(state, chain, from, &calling),
            Value::Authenticate(guard) => self.run_guard(state, guard, &calling),
            Value::Forwarding(inner) => self.forwarding_call(state, inner, calling),
            Value::Described { how, of, call } => self.invoked(state, Provided { how, of, call }, &calling),
            Value::Watched { inner, by } => {
                state.activations.extend([Activation::Watch(by), Activation::Adopt]);
                self.dispatch(state, Calling { callee: inner, ..calling })
            }
            Value::Configured { surface, options, .. } => match surface.limiter() {
                Some(limiter) => self.pass_limiter(state, limiter, Some(options), &calling),
                None => self.package_call(state, surface, &calling),
            },
            Value::Made { surface, call, .. } => match surface.action() {
                Some(Action::Verify(verify)) => {
                    // A middleware is judged where it was made, when the framework calls it.
                    let call = if self.run.target == Some(call.into()) { call } else { calling.call };
                    self.check(state, verify, &Calling { call, ..calling })
                }
                _ => self.unknown_call(state, &calling),
            },
            Value::Symbol(Symbol::Member(holder, name)) if let Some(callee) = self.hung_function(holder, name) => {
                self.dispatch(state, Calling { callee, ..calling })
            }
            _ => self.unknown_call(state, &calling),
        }
    }

    fn project_call(&mut self, state: &mut State, at: FunctionRef, calling: &Calling) -> Flow {
        if let Some(decorated) = self.decorated_by_helper(at, &calling.arguments) {
            return self.deliver(state, Completion::Return(decorated));
        }
        let function = self.program.function(at);
        let ends_runs = function.code.len() <= SMALL && function.code.iter().any(|inst| inst.op == Op::Throw);
        // What a factory gives may be what is called with the failure.
        let makes_closures =
            function.code.len() <= SMALL && function.returns_value && !function.nested.is_empty() && !function.is_async;
        // A module that is run for what it registers need not run what gives nothing and registers nothing.
        let caller = FunctionRef { file: calling.call.file, function: self.program.call(calling.call).function };
        let is_inline = function.parent == Some(caller.function) && at.file == caller.file;
        let is_helper = (function.code.len() <= SMALL && function.returns_value) || is_inline;
        let evaluated = self.run.is_constant() && (!self.run.is_setup() || is_helper);
        let is_part = evaluated || self.relevant.contains(at);
        // So may a method of what it makes.
        let makes_instances = function.code.len() <= SMALL
            && function.returns_value
            && !function.is_async
            && function.code.iter().any(|inst| matches!(inst.op, Op::New(_)));
        // What a container of the project's own holds.
        let is_accessor = || {
            !self.routes.laid.is_empty()
                && function.code.len() <= ACCESSOR
                && function.returns_value
                && !function.is_async
                && function.code.iter().any(|inst| match inst.op {
                    Op::CallMember(call) => {
                        self.callee_name(CallRef { file: at.file, call }).is_some_and(|name| name == "get")
                    }
                    _ => false,
                })
        };
        let settles = || function.code.len() <= SMALL && self.holds_settler(calling.callee);
        let worth = state.path.failing
            || is_part
            || ends_runs
            || makes_closures
            || makes_instances
            || settles()
            || is_accessor();
        let too_deep = self.too_deep(state, at, &calling.arguments);
        if !worth || too_deep || function.is_generator {
            if too_deep {
                let place = self.program.call_place(calling.call);
                self.maybe_told(state, place, "a call that comes back to itself".to_owned());
            }
            return self.deliver_result(state, calling);
        }
        let waits = self.program.call(calling.call).used == ResultUse::Awaited || self.run.target.is_none();
        if function.is_async && !waits {
            let promise = self.values.make(Value::Promise(Promise::Async {
                call: calling.call,
                callee: calling.callee,
                this: calling.this,
                arguments: calling.arguments.clone(),
            }));
            self.renew(state, promise);
            state.claim(promise);
            state.activations.push(Activation::Begun(promise));
        } else if state.frames().any(|frame| frame.at == at) {
            let outline = self.program.outline(at.file);
            let own = |key: &(FileId, BindingId)| key.0 == at.file && outline.owner(key.1) == at.function;
            let variables = state.variables.iter().filter(|(key, _)| own(key)).copied().collect();
            state.activations.push(Activation::Restore(at, variables));
        }
        if function.is_async {
            state.activations.push(Activation::Async);
        }
        self.enter_closure(state, calling.callee, Rc::from(calling.arguments.as_slice()), calling.this);
        Flow::Go
    }

    /// Whether a function took something along that settles a promise: `(err) => reject(err)`.
    fn holds_settler(&self, callee: ValueId) -> bool {
        let settles = |part: &ValueId| matches!(self.values.get(*part), Value::Settler { .. });
        self.values.made_of(callee).iter().any(settles)
    }

    /// Whether entering a function would go deeper than is followed.
    pub(super) fn too_deep(&self, state: &State, at: FunctionRef, arguments: &[ValueId]) -> bool {
        let under_way = || state.frames().filter(|frame| frame.at == at);
        let is_number = |value: &ValueId| matches!(self.values.get(*value), Value::Number(_));
        let counts = arguments.iter().any(is_number) && under_way().all(|frame| *frame.arguments != *arguments);
        state.activations.len() >= DEPTH || under_way().count() >= if counts { COUNTED_RECURSION } else { RECURSION }
    }

    /// Delivers an unknown result to whatever is on top: a frame, or something that waits.
    pub(super) fn deliver_result(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let carries = calling.arguments.iter().any(|&argument| self.values.carries_failure(argument));
        let result = self.result(calling.call, carries);
        self.renew(state, result);
        self.deliver(state, Completion::Return(result))
    }

    pub(super) fn site(&self, call: CallRef) -> Site {
        Site { file: call.file, span: self.program.call(call).span }
    }

    fn package_call(&mut self, state: &mut State, surface: Surface, calling: &Calling) -> Flow {
        if let (Some(class), true) = (surface.error_class(), !matches!(surface.action(), Some(Action::MakeError(_)))) {
            return self.new_error(state, calling, ErrorKind::Package(class));
        }
        match surface.action() {
            Some(Action::Verify(verify)) => return self.check(state, verify, calling),
            Some(Action::Signal(signal)) => self.signal(state, signal, surface, calling),
            Some(Action::Promisify(Promisify::Function)) => {
                if let Some(&function) = calling.arguments.first() {
                    let promisified = self.values.make(Value::Promisified(function));
                    return self.deliver(state, Completion::Return(promisified));
                }
            }
            Some(Action::Promisify(Promisify::Members { suffix })) => {
                if let Some(&of) = calling.arguments.first() {
                    let twins = self.values.make(Value::Twins { of, suffix: suffix.as_ref() });
                    return self.deliver(state, Completion::Return(twins));
                }
            }
            Some(Action::Invoke) => return self.invoke(state, surface, calling),
            Some(Action::MakeError(made)) => return self.make_error(state, made, surface, calling),
            Some(Action::Limit(limiter)) => {
                let options = match self.values.get(calling.this) {
                    Value::Configured { options, .. } => Some(*options),
                    _ => None,
                };
                return self.pass_limiter(state, limiter, options, calling);
            }
            Some(&Action::Register(how)) => return self.register(state, how, surface, calling),
            Some(Action::ForwardRejections) => {
                if let Some(&handler) = calling.arguments.first() {
                    let forwarding = self.values.make(Value::Forwarding(handler));
                    return self.deliver(state, Completion::Return(forwarding));
                }
            }
            Some(Action::Strategy(_)) => {
                let made = self.values.make(Value::Made { surface, call: calling.call, via: Vec::new() });
                return self.deliver(state, Completion::Return(made));
            }
            Some(Action::UseStrategy) => self.use_strategy(calling),
            Some(Action::Authenticate) => return self.authenticate(state, calling),
            Some(&Action::AccessLog { reason }) => self.note_access_log(reason, calling),
            Some(Action::ErrorHandler { .. }) => return self.error_handler(state, surface, calling),
            Some(&Action::IsError(class)) => {
                if let Some(&asked) = calling.arguments.first() {
                    let answer = self.is_error_of(state, asked, class, calling.callee);
                    return self.deliver(state, Completion::Return(answer));
                }
            }
            Some(Action::Sign) if state.path.failing => self.note_signed(state, calling.call),
            Some(Action::Hook(hook)) if surface.called().is_none() => {
                self.note_hook(state, hook, calling.this, calling)
            }
            Some(Action::Bind(binding)) if self.recorder.is_some() => self.bind(state, binding, calling),
            Some(Action::Resolve) => return self.resolve(state, calling),
            Some(Action::Build) => return self.build(state, calling),
            Some(&Action::Provide(provides)) => {
                if let Some(described) = self.describe(provides, calling) {
                    return self.deliver(state, Completion::Return(described));
                }
            }
            Some(Action::Inject) => {
                if let Some(injection) = self.injecting(surface, calling) {
                    return self.deliver(state, Completion::Return(injection));
                }
            }
            Some(
                Action::Bind(_)
                | Action::Cradle
                | Action::Decode
                | Action::Hook(_)
                | Action::Sign
                | Action::Store(_)
                | Action::TakeEntry
                | Action::Neutral,
            )
            | None => {}
        }
        if let Some(flow) = self.transact(state, surface.passed(0), calling) {
            return flow;
        }
        self.run_callbacks(state, calling);
        match surface.called() {
            Some(made) => {
                let made = self.configured(state, made, surface, calling);
                if let Some(Action::Hook(hook)) = surface.action() {
                    self.note_hook(state, hook, made, calling);
                }
                self.deliver(state, Completion::Return(made))
            }
            None => self.deliver_result(state, calling),
        }
    }

    /// Calls the function among the arguments at once, on what the package hands it.
    fn invoke(&mut self, state: &mut State, surface: Surface, calling: &Calling) -> Flow {
        let Some(&callback) = calling.arguments.iter().rev().find(|&&argument| self.is_project_function(argument))
        else {
            return self.deliver_result(state, calling);
        };
        let arguments = (0..2)
            .map(|index| match surface.passed(index) {
                Some(surface) => self.values.make(Value::Package { surface, threshold: None, muted: false }),
                None => self.values.symbol(Symbol::Item(calling.callee)),
            })
            .collect();
        let this = self.values.undefined();
        self.dispatch(state, Calling { call: calling.call, callee: callback, this, arguments })
    }

    /// What a call hands out, with the level and the switches that its options set.
    fn configured(&mut self, state: &mut State, made: Surface, maker: Surface, calling: &Calling) -> ValueId {
        let creation = maker.creation();
        let is_own = made.framework().is_some() || is_middleware(made);
        if is_own && creation.is_some_and(|creation| creation.inherits) && self.is_made(calling.this) {
            return calling.this;
        }
        if made.framework() == Some(Framework::Http) {
            self.note_listening(&calling.arguments);
        }
        if made.framework().is_some() {
            return self.made_here(state, made, calling.call);
        }
        if is_own {
            return self.values.make(Value::Made { surface: made, call: calling.call, via: Vec::new() });
        }
        let (mut threshold, mut muted) = match self.values.get(calling.this) {
            Value::Package { threshold, muted, .. } if creation.is_some_and(|creation| creation.inherits) => {
                (*threshold, *muted)
            }
            _ => (None, false),
        };
        let options = creation
            .and_then(|creation| creation.options)
            .and_then(|index| calling.arguments.get(usize::from(index)).copied());
        if let (Some(options), None) = (options, made.receiver()) {
            return self.made_with(made, options, calling);
        }
        if let (Some(options), Some(receiver)) = (options, made.receiver()) {
            if let Some(limit) = &receiver.threshold {
                let own = self.option(state, options, &limit.option).and_then(|level| self.level_named(level));
                threshold = own.or(threshold);
                if let Some(outputs) = &limit.outputs
                    && let Some(outputs) = self.option(state, options, outputs)
                {
                    threshold = self.quietest_output(state, outputs, threshold, limit.default).or(threshold);
                }
            }
            muted |= receiver.muted_by.iter().any(|mute| {
                self.option(state, options, &mute.option).is_some_and(|value| {
                    match (&mute.is, self.values.get(value)) {
                        (Literal::Bool(expected), Value::Bool { truth, .. }) => expected == truth,
                        (Literal::Text(expected), Value::Text(name)) => self.program.text(*name) == expected,
                        _ => false,
                    }
                })
            });
        }
        self.values.make(Value::Package { surface: made, threshold, muted })
    }

    pub(super) fn option(&mut self, state: &mut State, options: ValueId, key: &str) -> Option<ValueId> {
        if !matches!(self.values.get(options), Value::Object { .. }) {
            return None;
        }
        let key = self.program.find(key)?;
        let value = self.member(state, options, key);
        (!matches!(self.values.get(value), Value::Undefined)).then_some(value)
    }

    /// A call of something that cannot be seen.
    pub(super) fn unknown_call(&mut self, state: &mut State, calling: &Calling) -> Flow {
        self.note_listener(calling);
        self.note_inherited_hook(state, calling);
        if self.ends_invocation(state, calling) {
            return self.deliver_result(state, calling);
        }
        if let Some(flow) = self.emit(state, calling).or_else(|| self.framework_call(state, calling)) {
            return flow;
        }
        if state.path.failing && self.is_own_parameter(calling.callee) {
            let place = self.program.call_place(calling.call);
            state.path.called_back = true;
            state.path.exit = Some(place);
            state.path.step(Role::HandOff, place, "and handed to a callback here");
        } else if state.path.failing
            && let Some(name) = self.could_tell(calling)
        {
            let place = self.program.call_place(calling.call);
            self.maybe_told(state, place, format!("`{name}`"));
        }
        if let Some(flow) = self.transact(state, None, calling) {
            return flow;
        }
        self.run_callbacks(state, calling);
        if let (Some(&module), Some(name)) = (calling.arguments.first(), self.callee_name(calling.call))
            && INTEROP.contains(&name)
        {
            return self.deliver(state, Completion::Return(module));
        }
        if let ([options], true) = (calling.arguments.as_slice(), self.program.call(calling.call).is_new)
            && matches!(self.values.get(*options), Value::Object { .. })
        {
            let built = self.values.make(Value::Built { call: calling.call, options: *options });
            return self.deliver(state, Completion::Return(built));
        }
        if state.frame().is_some() {
            // What is made from a list that holds the failure holds it too: `parts.join(' ')`.
            let mut parts = calling.arguments.clone();
            parts.extend(Some(calling.this).filter(|&this| matches!(self.values.get(this), Value::Array { .. })));
            return self.push_result(state, calling.call, &parts);
        }
        self.deliver_result(state, calling)
    }

    /// A function that the root was given: what it makes of a failure is its giver's business.
    fn is_own_parameter(&self, callee: ValueId) -> bool {
        matches!(self.values.get(callee), Value::Symbol(Symbol::Parameter(at, _)) if self.run.is_root(*at))
    }

    /// The last name of a callee, as it is written.
    pub(super) fn callee_name(&self, call: CallRef) -> Option<&str> {
        let outline = self.program.outline(call.file);
        outline.callee_name(self.program.call(call)).map(|name| outline.name(name))
    }

    /// The end of the process: nothing after it is run.
    pub(super) fn note_exit(&mut self, state: &mut State, call: CallRef) {
        if state.path.failing {
            let place = self.program.call_place(call);
            if state.path.exit.is_none() {
                state.path.exit = Some(place);
            }
        }
    }
}
