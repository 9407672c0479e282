//! Functions that are called with `new`: what they store, what their prototypes hold, and which of them make errors.

use std::rc::Rc;

use super::calls::Calling;
use super::errors::ErrorKind;
use super::machine::{Flow, Machine};
use super::state::{Activation, Completion, State};
use super::value::{Builtin, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::outline::code::{FnId, Op};

/// How many instructions a constructor may have to be run where the failure is not under way.
const SMALL: usize = 200;
/// How far a function and `Error` may stand from each other in what makes the one inherit from the other:
/// `util.inherits(AppError, Error)`.
const INHERITS: usize = 8;

impl Machine<'_> {
    /// `new Service(…)` of a function.
    pub(super) fn construct_by(&mut self, state: &mut State, at: FunctionRef, calling: &Calling) -> Flow {
        let instance = self.values.make(Value::Constructed { by: at, call: calling.call });
        self.renew(state, instance);
        let body = self.program.function(at);
        let worth =
            state.path.failing || self.run.is_constant() || self.relevant.contains(&at) || body.code.len() <= SMALL;
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
        name.is_some_and(|name| name.ends_with("Error") || name.ends_with("Exception")) || self.inherits_error(by)
    }

    /// Whether a function mentions `Error`, or stands beside it in its file.
    pub(super) fn inherits_error(&self, by: FunctionRef) -> bool {
        let outline = self.program.outline(by.file);
        let is_error = |op: Op| match op {
            Op::Load(reference) => {
                let used = outline.reference(reference);
                used.binding.is_none() && outline.name(used.name) == "Error"
            }
            _ => false,
        };
        outline.function(by.function).code.iter().any(|inst| is_error(inst.op))
            || self.program.places(by.file).loads_of(by.function).iter().any(|&(function, at)| {
                let window = outline.function(function).code.get(at as usize..at as usize + INHERITS);
                window.unwrap_or_default().iter().any(|inst| is_error(inst.op))
            })
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
        let outline = self.program.outline(by.file);
        let prototype = outline.names.find("prototype")?;
        let local = self.program.local_name(by.file, name);
        let (mut own, mut whole) = (None, None);
        for loads in self.program.places(by.file).loads_of(by.function).chunk_by(|one, other| one.0 == other.0) {
            let mut after = 0;
            for &(function, at) in loads {
                let at = at as usize;
                // What is stored may name the function too.
                if at < after {
                    continue;
                }
                let rest = &outline.function(function).code[at + 1..];
                let is_member = rest.first().is_some_and(|next| next.op == Op::Member(prototype));
                let begin = if is_member { 1 } else { 0 };
                // The statement ends where its value is dropped.
                let end = rest.iter().position(|inst| inst.op == Op::Pop);
                let Some(stored) = end.and_then(|end| end.checked_sub(1)).filter(|&stored| stored > begin) else {
                    continue;
                };
                let range = (at + 1 + begin, at + 1 + stored);
                after = range.1;
                match rest[stored].op {
                    Op::SetMember(member) if is_member && Some(member) == local => own = Some((function, range)),
                    Op::SetMember(member) if !is_member && member == prototype => whole = Some((function, range)),
                    _ => {}
                }
            }
        }
        let mut value = |(function, (from, to)): (FnId, (usize, usize))| {
            let (from, to) = (u32::try_from(from).ok()?, u32::try_from(to).ok()?);
            Some(self.evaluate(FunctionRef { file: by.file, function }, from, to))
        };
        if let Some(own) = own {
            return value(own);
        }
        let whole = whole.and_then(value)?;
        match self.values.get(whole) {
            Value::Object { members, .. } => {
                members.iter().rev().find(|(known, _)| *known == name).map(|&(_, value)| value)
            }
            _ => None,
        }
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
            Value::Builtin(Builtin::Error) => Some(self.inherits_error(by)),
            Value::Class { .. } => Some(false),
            _ => None,
        }
    }
}
