//! Containers of instances: what the program puts into them, and what it takes out again.
//!
//! In: calls that the vocabulary says do either, while modules are run for what they register. Out: an instance for a key, for
//! a parameter that a container fills in, for a member of a cradle. A key that is bound to different things gives nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::calls::Calling;
use super::instances::ClassRef;
use super::machine::{Flow, Machine};
use super::state::{Completion, State};
use super::value::{Symbol, Value, ValueId};
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::{MemberKind, NameId};
use crate::vocabulary::{self, Action, Binding, Gives, KeyAt, Provides, Surface};

/// What a container makes, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Provided {
    pub(crate) how: Provides,
    pub(crate) of: ValueId,
    /// The call that says so.
    pub(crate) call: CallRef,
}

/// What the program's containers hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bound {
    /// By key; none where a key is bound to different things.
    held: FxHashMap<ValueId, Option<Provided>>,
    /// Classes and functions that are given what a container holds, by the names of their parameters.
    by_names: FxHashSet<ValueId>,
}

impl Bound {
    pub(crate) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.by_names.is_empty()
    }

    fn hold(&mut self, key: ValueId, provided: Provided) {
        let held = self.held.entry(key).or_insert(Some(provided));
        if held.is_some_and(|known| (known.how, known.of) != (provided.how, provided.of)) {
            *held = None;
        }
    }
}

impl Machine<'_> {
    /// Whether a file of the program imports a container.
    pub(super) fn uses_containers(&self) -> bool {
        let packages = vocabulary::packages_of_containers();
        self.program.files().any(|(_, file)| {
            let imports = file.outline.imports.iter();
            imports.filter_map(|&name| vocabulary::module(file.outline.name(name))).any(|module| packages.hold(module))
        })
    }

    /// `container.register(key, …)`, `container.bind(key).to(…)`
    pub(super) fn bind(&mut self, state: &mut State, binding: &Binding, calling: &Calling) {
        let argument = |index: u8| calling.arguments.get(usize::from(index)).copied();
        let key = match binding.key {
            KeyAt::Argument(index) => argument(index),
            KeyAt::Receiver => match self.values.get(calling.this) {
                Value::Configured { options, .. } => Some(*options),
                _ => None,
            },
            KeyAt::EachOf(index) => {
                let Some(each) = argument(index) else { return };
                if let Value::Object { members, .. } = self.values.get(each) {
                    for (name, value) in members.clone() {
                        let key = self.values.make(Value::Text(name));
                        self.hold(key, Provides::Described, value, calling.call);
                    }
                    return;
                }
                Some(each)
            }
        };
        let Some(key) = key else { return };
        match &binding.gives {
            Gives::Argument(index, provides) => {
                // `registerSingleton(Service)` is of the key itself.
                let of = argument(*index).unwrap_or(key);
                self.hold(key, *provides, of, calling.call);
            }
            Gives::Options { argument: index, class, value, factory } => {
                let Some(options) = argument(*index) else { return };
                if matches!(self.values.get(options), Value::Class { .. }) {
                    return self.hold(key, Provides::Class, options, calling.call);
                }
                let ways = [(Provides::Class, class), (Provides::Value, value), (Provides::Factory, factory)];
                for (provides, name) in ways {
                    if let Some(of) = self.option(state, options, name) {
                        return self.hold(key, provides, of, calling.call);
                    }
                }
            }
        }
    }

    fn hold(&mut self, key: ValueId, how: Provides, of: ValueId, call: CallRef) {
        let described = match (how, self.values.get(of)) {
            (Provides::Described, &Value::Described { how, of, .. }) => Some((how, of)),
            (Provides::Described, _) => None,
            _ => Some((how, of)),
        };
        let Some(recorder) = &mut self.recorder else { return };
        let Some((kind, made_of)) = described else {
            // A resolver that is not followed.
            recorder.bound.held.insert(key, None);
            return;
        };
        recorder.bound.hold(key, Provided { how: kind, of: made_of, call });
        if how == Provides::Described && kind != Provides::Value {
            recorder.bound.by_names.insert(made_of);
        }
    }

    /// `asClass(Service)`
    pub(super) fn describe(&mut self, provides: Provides, calling: &Calling) -> Option<ValueId> {
        let &of = calling.arguments.first()?;
        self.note_given_by_name(of);
        Some(self.values.make(Value::Described { how: provides, of, call: calling.call }))
    }

    fn note_given_by_name(&mut self, of: ValueId) {
        if let Some(recorder) = &mut self.recorder {
            recorder.bound.by_names.insert(of);
        }
    }

    /// `makeInvoker(makeController)('login')`: a handler that makes the controller and calls its method.
    pub(super) fn invoked(&mut self, state: &mut State, provided: Provided, calling: &Calling) -> Flow {
        let Some(&Value::Text(method)) = calling.arguments.first().map(|&method| self.values.get(method)) else {
            return self.unknown_call(state, calling);
        };
        let Some(made) = self.provide(provided) else { return self.unknown_call(state, calling) };
        let method = self.member(state, made, method);
        self.deliver(state, Completion::Return(method))
    }

    /// `container.resolve(key)`
    pub(super) fn resolve(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let found = calling.arguments.first().and_then(|&key| self.injected(key));
        match found {
            Some(value) => self.deliver(state, Completion::Return(value)),
            None => self.deliver_result(state, calling),
        }
    }

    /// `container.build(Service)`, `inject(({ service }) => (req, res, next) => …)`
    pub(super) fn build(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let Some(&of) = calling.arguments.first() else { return self.deliver_result(state, calling) };
        self.note_given_by_name(of);
        let provided = match *self.values.get(of) {
            Value::Described { how, of, call } => Provided { how, of, call },
            _ => Provided { how: Provides::Factory, of, call: calling.call },
        };
        match self.provide(provided) {
            Some(value) => self.deliver(state, Completion::Return(value)),
            None => self.deliver_result(state, calling),
        }
    }

    /// What a container gives for a key. A class that nothing is bound to is its own.
    pub(super) fn injected(&mut self, key: ValueId) -> Option<ValueId> {
        let held = match &self.recorder {
            Some(recorder) => recorder.bound.held.get(&key).or_else(|| self.routes.bound.held.get(&key)),
            None => self.routes.bound.held.get(&key),
        };
        match (held.copied(), self.values.get(key)) {
            (Some(provided), _) => self.provide(provided?),
            (None, &Value::Class { file, class }) => Some(self.only_instance(ClassRef { file, class })),
            (None, _) => None,
        }
    }

    fn provide(&mut self, Provided { how, of, call }: Provided) -> Option<ValueId> {
        match (how, self.values.get(of)) {
            (Provides::Value, _) => Some(of),
            (_, &Value::Class { file, class }) => Some(self.only_instance(ClassRef { file, class })),
            (Provides::Factory, Value::Function(_) | Value::Method { .. }) => {
                let arguments = self.arguments_by_name(of);
                let this = self.values.undefined();
                let mut made = self.call_aside(Calling { call, callee: of, this, arguments }, None, None);
                made.dedup();
                match made.as_slice() {
                    [only] => Some(*only),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What a container gives a function that it calls.
    fn arguments_by_name(&mut self, function: ValueId) -> Vec<ValueId> {
        let Some(at) = self.values.function(function) else { return Vec::new() };
        let count = u16::try_from(self.program.function(at).params.len()).unwrap_or(0);
        (0..count).map(|index| self.by_name(at, index)).collect()
    }

    /// A parameter that is filled in by its name: what the container holds under it, or else all that it holds.
    fn by_name(&mut self, at: FunctionRef, index: u16) -> ValueId {
        let name = self.program.function(at).params.get(usize::from(index)).and_then(|param| param.name);
        let key = name.map(|name| self.program.name(at.file, name)).map(|name| self.values.make(Value::Text(name)));
        match key.and_then(|key| self.injected(key)) {
            Some(value) => value,
            None if index == 0 => self.values.make(Value::Cradle),
            None => self.values.symbol(Symbol::Parameter(at, index)),
        }
    }

    /// A member of a container's cradle.
    pub(super) fn of_cradle(&mut self, name: crate::link::Name) -> Option<ValueId> {
        let key = self.values.make(Value::Text(name));
        self.injected(key)
    }

    /// A parameter that a container fills in.
    pub(super) fn injected_parameter(&mut self, at: FunctionRef, index: u16) -> Option<ValueId> {
        let body = self.program.function(at);
        let decorators = &body.params.get(usize::from(index))?.decorators;
        for &(from, to) in decorators {
            let decorator = self.evaluate(at, from, to);
            if let Some(value) = self.injection(decorator) {
                return Some(value);
            }
        }
        let bound = &self.routes.bound;
        if bound.by_names.is_empty() && self.recorder.is_none() {
            return None;
        }
        let of = match body.class {
            Some(class) => {
                let constructor = self.program.outline(at.file).class(class).members.iter().any(|member| {
                    member.kind == MemberKind::Method(at.function)
                        && self.program.outline(at.file).name(member.name) == "constructor"
                });
                constructor.then_some(Value::Class { file: at.file, class })?
            }
            None => Value::Function(super::value::Closure::plain(at)),
        };
        let of = self.values.make(of);
        let recorded = self.recorder.as_ref().is_some_and(|recorder| recorder.bound.by_names.contains(&of));
        (recorded || self.routes.bound.by_names.contains(&of)).then(|| self.by_name(at, index))
    }

    /// A field that a container fills in.
    pub(super) fn injected_field(&mut self, of: ClassRef, name: NameId) -> Option<ValueId> {
        let program = self.program;
        let class = program.outline(of.file).class(of.class);
        let field = class.members.iter().find(|member| member.name == name)?;
        field.decorators.iter().find_map(|decorator| {
            let (from, to) = decorator.code;
            let at = FunctionRef { file: of.file, function: decorator.function };
            let decorator = self.evaluate(at, from, to);
            self.injection(decorator)
        })
    }

    /// What a decorator puts where it stands.
    fn injection(&mut self, decorator: ValueId) -> Option<ValueId> {
        let Value::Configured { surface, call, options } = *self.values.get(decorator) else { return None };
        if surface.action() != Some(&Action::Inject) {
            return None;
        }
        // `@Inject(() => Service)`
        let key = match self.values.get(options) {
            Value::Function(_) => {
                let this = self.values.undefined();
                let given = self.call_aside(Calling { call, callee: options, this, arguments: Vec::new() }, None, None);
                *given.first()?
            }
            _ => options,
        };
        self.injected(key)
    }

    /// `inject(key)`, as a decorator that is still to be applied.
    pub(super) fn injecting(&mut self, surface: Surface, calling: &Calling) -> Option<ValueId> {
        let &options = calling.arguments.first()?;
        Some(self.values.make(Value::Configured { surface, call: calling.call, options }))
    }
}
