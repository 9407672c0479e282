//! Errors that the code makes: their class, and what their making stored in them.
//!
//! What a receiver asks of an error (`instanceof`, `err.status >= 500`, `err.isOperational`) is answered from here.

use super::calls::Calling;
use super::instances::ClassRef;
use super::machine::{Flow, Machine};
use super::state::{Completion, State};
use super::value::{Builtin, Value, ValueId};
use crate::link::{CallRef, FunctionRef, Name};
use crate::vocabulary::{ErrorClass, MakeError, StatusOf, Surface};

/// What an error that the code makes is an instance of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ErrorKind {
    /// The language's own classes.
    Language,
    /// `AggregateError`, of the errors in a list.
    Aggregate(ValueId),
    Package(ErrorClass),
    Project(ClassRef),
    /// What a function makes that is called with `new`.
    Constructed(FunctionRef),
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

    /// A package makes an error with a status.
    pub(super) fn make_error(
        &mut self,
        state: &mut State,
        made: &MakeError,
        surface: Surface,
        calling: &Calling,
    ) -> Flow {
        let argument = |at: u8| calling.arguments.get(usize::from(at)).copied();
        let status = match made.status {
            Some(StatusOf::Fixed(status)) => Some(self.values.make(Value::Number(i32::from(status)))),
            Some(StatusOf::Argument(at)) => argument(at),
            None => None,
        };
        let mut fields = self.message_field(made.message.and_then(argument));
        if let Some(status) = status {
            fields.extend(made.fields.iter().filter_map(|field| Some((self.program.find(field)?, status))));
        }
        fields.sort_unstable();
        let by_status = || match *self.values.get(status?) {
            Value::Number(status) => surface.error_of_status(u16::try_from(status).ok()?),
            _ => None,
        };
        let kind = made.class.or_else(by_status).map_or(ErrorKind::Other, ErrorKind::Package);
        let site = self.site(calling.call);
        let error = self.values.make(Value::NewError { site, kind, fields });
        self.renew(state, error);
        self.deliver(state, Completion::Return(error))
    }

    /// A package's error handler is made; one that is given an application is registered there.
    pub(super) fn error_handler(&mut self, state: &mut State, surface: Surface, calling: &Calling) -> Flow {
        let made = self.values.make(Value::Made { surface, call: calling.call, via: Vec::new() });
        let application = calling.arguments.iter().copied().find(|&value| self.framework_of(value).is_some());
        if let Some(application) = application {
            self.note_handler(state, application, made, calling.call);
        }
        self.deliver(state, Completion::Return(made))
    }

    /// `Object.assign(target, …)`: the target, with what the others hold.
    pub(super) fn assign(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let Some(&target) = calling.arguments.first() else { return self.deliver_result(state, calling) };
        for &source in calling.arguments.iter().skip(1) {
            let members = match self.values.get(source) {
                Value::Object { members, .. } => members.clone(),
                _ => Vec::new(),
            };
            for (name, value) in members {
                state.set_member((target, name), value);
            }
        }
        self.deliver(state, Completion::Return(target))
    }

    /// What `Promise.any` fails with when nothing is kept.
    pub(super) fn aggregate(&mut self, call: CallRef, errors: Vec<ValueId>) -> ValueId {
        let site = self.site(call);
        let errors = self.values.make(Value::Array { site, items: errors, open: false });
        self.values.make(Value::NewError { site, kind: ErrorKind::Aggregate(errors), fields: Vec::new() })
    }

    pub(super) fn message_field(&mut self, message: Option<ValueId>) -> Vec<(Name, ValueId)> {
        let name = self.program.find("message");
        name.zip(message).into_iter().collect()
    }

    /// A text, which the program may never write.
    pub(super) fn written(&mut self, text: &str) -> ValueId {
        let text = self.program.find(text).map_or(Value::UnwrittenText, Value::Text);
        self.values.make(text)
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
                "name" => Some(self.written("Error")),
                "message" | "stack" | "cause" | "constructor" | "toString" => None,
                _ => Some(self.values.undefined()),
            },
            ErrorKind::Aggregate(errors) => match text {
                "name" => Some(self.written("AggregateError")),
                "errors" => Some(errors),
                "message" | "stack" | "constructor" | "toString" => None,
                _ => Some(self.values.undefined()),
            },
            ErrorKind::Project(class) => {
                let own = self.instance_member(error, class, name, false);
                if !matches!(self.values.get(own), Value::Symbol(_)) {
                    return Some(own);
                }
                match text {
                    "name" => Some(self.written("Error")),
                    "message" | "stack" | "cause" | "toString" | "toJSON" => None,
                    _ if self.is_seen_whole(class) && !self.is_declared(class, name) => Some(self.values.undefined()),
                    _ => None,
                }
            }
            ErrorKind::Package(class) => {
                let facts = class.facts()?;
                match text {
                    "name" => Some(self.written(&facts.name)),
                    "status" | "statusCode" if facts.status.is_some() => {
                        facts.status.map(|status| self.values.make(Value::Number(i32::from(status))))
                    }
                    _ => class.lacks(text).then(|| self.values.undefined()),
                }
            }
            ErrorKind::Constructed(by) => self.constructed_error_member(by, name),
            ErrorKind::Other => None,
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
            (ErrorKind::Constructed(by), _) => self.constructed_is_a(by, class),
            (_, Value::Builtin(Builtin::Error)) => Some(true),
            (ErrorKind::Project(made), Value::Class { file, class }) => {
                Some(self.extends(made, ClassRef { file, class }))
            }
            (ErrorKind::Language | ErrorKind::Aggregate(_) | ErrorKind::Package(_), Value::Class { .. }) => Some(false),
            (kind, Value::Package { surface, .. }) => match (surface.error_class(), kind) {
                (Some(class), kind) => self.error_is_of(kind, class),
                (None, ErrorKind::Language | ErrorKind::Aggregate(_)) => Some(false),
                (None, ErrorKind::Project(made)) => self.is_seen_whole(made).then_some(false),
                (None, _) => None,
            },
            _ => None,
        }
    }

    /// As [`Machine::error_is_a`], of a package's class.
    pub(super) fn error_is_of(&mut self, kind: ErrorKind, class: ErrorClass) -> Option<bool> {
        match kind {
            ErrorKind::Language | ErrorKind::Aggregate(_) | ErrorKind::Constructed(_) => Some(false),
            ErrorKind::Package(made) => Some(made.is_a(class)),
            ErrorKind::Project(made) => self.is_seen_whole(made).then_some(false),
            ErrorKind::Other => None,
        }
    }
}
