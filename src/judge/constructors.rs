//! Functions that are called with `new`: what they store, what their prototypes hold, and which of them make errors.

use std::rc::Rc;
use std::sync::Arc;

use super::calls::Calling;
use super::errors::ErrorKind;
use super::machine::{Flow, Machine};
use super::prototypes::Computed;
use super::state::{Activation, Completion, State};
use super::value::{Builtin, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};

/// How many instructions a constructor may have to be run where the failure is not under way.
const SMALL: usize = 200;

impl Machine<'_> {
    /// `new Service(…)` of a function.
    pub(super) fn construct_by(&mut self, state: &mut State, at: FunctionRef, calling: &Calling) -> Flow {
        let instance = self.values.make(Value::Constructed { by: at, call: calling.call });
        self.renew(state, instance);
        let body = self.program.function(at);
        let worth =
            state.path.failing || self.run.is_constant() || self.relevant.contains(at) || body.code.len() <= SMALL;
        state.activations.push(Activation::Construct(instance));
        if !worth || self.too_deep(state, at, &calling.arguments) {
            let nothing = self.values.undefined();
            return self.deliver(state, Completion::Return(nothing));
        }
        self.enter_closure(state, calling.callee, Rc::from(calling.arguments.as_slice()), instance);
        Flow::Go
    }

    /// The function is through: what it gave instead, or what it has made.
    pub(super) fn constructed_by(
        &mut self,
        state: &mut State,
        instance: ValueId,
        (by, call): (FunctionRef, CallRef),
        given: ValueId,
    ) -> Completion {
        let is_object = matches!(
            self.values.get(given),
            Value::Object { .. } | Value::Constructed { .. } | Value::Instance { .. } | Value::NewError { .. }
        );
        if is_object {
            return Completion::Return(given);
        }
        if !self.makes_errors(by) {
            return Completion::Return(instance);
        }
        let own = |&&((object, _), _): &&((ValueId, Name), ValueId)| object == instance;
        let fields = state.members.iter().filter(own).map(|&((_, name), value)| (name, value)).collect();
        state.members.remove(|(object, _)| object < instance, |(object, _)| object == instance);
        let site = self.site(call);
        Completion::Return(self.values.make(Value::NewError { site, kind: ErrorKind::Constructed(by), fields }))
    }

    /// Whether what a function makes is an error: it is called like one, or inherits from one.
    fn makes_errors(&self, by: FunctionRef) -> bool {
        let name = self.program.function(by).name.map(|name| self.program.outline(by.file).name(name));
        name.is_some_and(|name| name.ends_with("Error") || name.ends_with("Exception"))
            || self.prototypes.inherits_error(self.program, by)
    }

    /// A member of what a function made: what it stored, or what its prototype holds.
    pub(super) fn constructed_member(&mut self, object: ValueId, by: FunctionRef, name: Name) -> Option<ValueId> {
        if let Some(&stored) = self.known.get(&(object, name)).as_ref() {
            return Some(stored);
        }
        let held = self.of_prototype(by, name)?;
        Some(match self.values.function(held) {
            Some(function) => self.values.make(Value::Method { function, this: object }),
            None => held,
        })
    }

    /// `Service.prototype.read = …`, or a member of what is assigned to `Service.prototype`.
    pub(super) fn of_prototype(&mut self, by: FunctionRef, name: Name) -> Option<ValueId> {
        let prototypes = Arc::clone(&self.prototypes);
        if let Some(own) = prototypes.own(self.program, by, name) {
            return self.computed(by, own);
        }
        let whole = prototypes.whole(self.program, by).and_then(|whole| self.computed(by, whole))?;
        match self.values.get(whole) {
            Value::Object { members, .. } => {
                members.iter().rev().find(|(known, _)| *known == name).map(|&(_, value)| value)
            }
            _ => None,
        }
    }

    fn computed(&mut self, by: FunctionRef, (function, (from, to)): Computed) -> Option<ValueId> {
        let (from, to) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
        Some(self.evaluate(FunctionRef { file: by.file, function }, from, to))
    }

    /// A member of an error that a function made.
    pub(super) fn constructed_error_member(&mut self, by: FunctionRef, name: Name) -> Option<ValueId> {
        if let Some(held) = self.of_prototype(by, name) {
            return Some(held);
        }
        match self.program.text(name) {
            "message" | "stack" | "cause" | "name" | "toString" | "toJSON" | "constructor" => None,
            _ => Some(self.values.undefined()),
        }
    }

    /// Whether what a function made is an instance of something; `None` when that is open.
    pub(super) fn constructed_is_a(&self, by: FunctionRef, class: ValueId) -> Option<bool> {
        match self.values.get(class) {
            Value::Function(other) if other.at == by => Some(true),
            Value::Builtin(Builtin::Error) => Some(self.prototypes.inherits_error(self.program, by)),
            Value::Class { .. } => Some(false),
            _ => None,
        }
    }
}
