//! Errors that the code makes: their class, and what their making stored in them.
//!
//! What a receiver asks of an error (`instanceof`, `err.status >= 500`, `err.isOperational`) is answered from here.

use super::calls::Calling;
use super::instances::ClassRef;
use super::machine::{Flow, Machine};
use super::state::{Completion, State};
use super::value::{Builtin, Value, ValueId};
use crate::link::Name;
use crate::vocabulary::ErrorClass;

/// What an error that the code makes is an instance of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ErrorKind {
    /// The language's own classes.
    Language,
    Package(ErrorClass),
    Project(ClassRef),
    /// Of a class that nobody knows: what another check fails with, what an unknown class makes.
    Other,
}

impl Machine<'_> {
    /// `new Error(message)`, or a package's class.
    pub(super) fn new_error(&mut self, state: &mut State, calling: &Calling, kind: ErrorKind) -> Flow {
        let site = self.site(calling.call);
        let fields = match kind {
            ErrorKind::Language => self.message_field(calling.arguments.first().copied()),
            _ => Vec::new(),
        };
        let error = self.values.make(Value::NewError { site, kind, fields });
        self.renew(state, error);
        self.deliver(state, Completion::Return(error))
    }

    pub(super) fn message_field(&mut self, message: Option<ValueId>) -> Vec<(Name, ValueId)> {
        let name = self.program.find("message");
        name.zip(message).into_iter().collect()
    }

    /// `super(message)` of a class that extends the language's `Error`.
    pub(super) fn error_constructed(&mut self, state: &mut State, calling: &Calling, instance: ValueId) -> Flow {
        for (name, message) in self.message_field(calling.arguments.first().copied()) {
            state.set_member((instance, name), message);
        }
        let nothing = self.values.undefined();
        self.deliver(state, Completion::Return(nothing))
    }

    /// A member of an error that the code made; `None` when nothing is known of it.
    pub(super) fn error_member(
        &mut self,
        error: ValueId,
        kind: ErrorKind,
        stored: Option<ValueId>,
        name: Name,
    ) -> Option<ValueId> {
        if stored.is_some() {
            return stored;
        }
        let text = self.program.text(name);
        match kind {
            ErrorKind::Language => match text {
                "name" => self.program.find("Error").map(|name| self.values.make(Value::Text(name))),
                "message" | "stack" | "cause" | "constructor" | "toString" => None,
                _ => Some(self.values.undefined()),
            },
            ErrorKind::Project(class) => {
                let own = self.instance_member(error, class, name, false);
                if !matches!(self.values.get(own), Value::Symbol(_)) {
                    return Some(own);
                }
                match text {
                    "name" => self.program.find("Error").map(|name| self.values.make(Value::Text(name))),
                    "message" | "stack" | "cause" | "toString" | "toJSON" => None,
                    _ if self.is_seen_whole(class) => Some(self.values.undefined()),
                    _ => None,
                }
            }
            ErrorKind::Package(_) | ErrorKind::Other => None,
        }
    }

    /// Whether everything that a class's instances have is written in the program: it extends the language's `Error` alone.
    fn is_seen_whole(&mut self, class: ClassRef) -> bool {
        let mut class = class;
        for _ in 0..super::instances::BASES {
            let outline = self.program.outline(class.file);
            let base = outline.class(class.class).superclass.map(|base| *outline.reference(base));
            match (self.base(class), base) {
                (super::instances::Base::Class(base), _) => class = base,
                (_, Some(base)) => {
                    return match base.binding {
                        None => matches!(outline.name(base.name), "Error" | "TypeError" | "RangeError"),
                        Some(binding) => {
                            let value = self.constant(class.file, binding);
                            matches!(self.values.get(value), Value::Builtin(Builtin::Error))
                        }
                    };
                }
                (_, None) => return false,
            }
        }
        false
    }

    /// Whether an error that the code made is of a class; `None` when that is open.
    pub(super) fn error_is_a(&mut self, kind: ErrorKind, class: ValueId) -> Option<bool> {
        match (kind, self.values.get(class).clone()) {
            (_, Value::Builtin(Builtin::Error)) => Some(true),
            (ErrorKind::Project(made), Value::Class { file, class }) => {
                Some(self.extends(made, ClassRef { file, class }))
            }
            (ErrorKind::Language | ErrorKind::Package(_), Value::Class { .. }) => Some(false),
            (ErrorKind::Package(made), Value::Package { surface, .. }) => {
                surface.error_class().map(|class| made.is_a(class))
            }
            (ErrorKind::Language, Value::Package { .. }) => Some(false),
            (ErrorKind::Project(made), Value::Package { .. }) => self.is_seen_whole(made).then_some(false),
            _ => None,
        }
    }
}
