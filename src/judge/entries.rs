//! Functions that a runtime outside of the program calls: what becomes of what they throw, give back, or call back with.
//!
//! In: a function of the program. Out: whether a Lambda runtime calls it, which nothing but its name and its parameters tell,
//! unless a package is given it for the runtime.
//! The runtime prints what a handler throws, rejects with or hands to its callback as an error, before it is reported to
//! whoever invoked it (`Invoke Error`, in the runtime interface client); what a handler gives back is the answer, and printed
//! nowhere.

use super::calls::Calling;
use super::machine::Machine;
use super::state::{Facts, State};
use super::value::{Symbol, Value};
use crate::finding::Role;
use crate::link::FunctionRef;
use crate::outline::code::{FnId, NameId, Op};
use crate::outline::{ExportName, Exported};
use crate::vocabulary::split_name;

/// What the event is customarily called.
const EVENT: [&str; 3] = ["event", "evt", "_event"];
/// And what is known of the invocation.
const CONTEXT: [&str; 5] = ["context", "_context", "ctx", "_ctx", "_"];
/// Words of an export's name that say that a runtime calls it.
const ENTRY: [&str; 5] = ["handler", "lambda", "authorizer", "authorize", "authorise"];
/// What only the event of an authorizer holds.
const AUTHORIZED: [&str; 3] = ["authorizationToken", "methodArn", "routeArn"];
/// A handler's callback is its third parameter.
const CALLBACK: u16 = 2;

impl Machine<'_> {
    /// Whether a Lambda runtime calls a function: a module that nobody imports exports it, and it takes an event.
    pub(super) fn is_lambda(&mut self, at: FunctionRef) -> bool {
        let program = self.program;
        let outline = program.outline(at.file);
        let body = outline.function(at.function);
        let is_outermost = body.parent == Some(FnId::MODULE) && body.class.is_none();
        let is_imported = program.importers(at.file).next().is_some();
        if !is_outermost {
            return self.is_made_entry(at);
        }
        if !(1..=3).contains(&body.params.len()) || is_imported {
            return false;
        }
        if self.asks_for_authorization(at) {
            return !self.export_names(at).is_empty();
        }
        if !self.takes_event(at) {
            return false;
        }
        self.export_names(at).iter().any(|name| self.is_called_by_runtime(at, name.as_deref()))
    }

    /// Whether the first parameter of a function is called like the event of an invocation.
    pub(super) fn takes_event(&self, at: FunctionRef) -> bool {
        self.parameter_name(at, 0).is_some_and(|name| EVENT.contains(&name))
    }

    /// Whether a runtime calls a function that is exported under a name, by this and its parameters.
    pub(super) fn is_called_by_runtime(&self, at: FunctionRef, name: Option<&str>) -> bool {
        self.takes_event(at) && (self.takes_invocation(at) || name.is_some_and(is_entry_name))
    }

    /// Whether the second parameter of a function is called like what is known of an invocation.
    pub(super) fn takes_invocation(&self, at: FunctionRef) -> bool {
        self.parameter_name(at, 1).is_some_and(|name| CONTEXT.contains(&name))
    }

    /// Whether a function is called by a runtime, however that is known.
    pub(super) fn is_entry(&mut self, at: FunctionRef) -> bool {
        self.is_wrapped_entry(at) || self.is_lambda(at)
    }

    /// Whether a function, or one inside it, reads what only an authorizer is given.
    fn asks_for_authorization(&self, at: FunctionRef) -> bool {
        let outline = self.program.outline(at.file);
        let is_known = |name: NameId| AUTHORIZED.contains(&outline.name(name));
        let mut waiting = vec![at.function];
        while let Some(function) = waiting.pop() {
            let body = outline.function(function);
            if body.code.iter().any(|inst| matches!(inst.op, Op::Member(name) if is_known(name))) {
                return true;
            }
            waiting.extend(&body.nested);
        }
        false
    }

    /// Under which names a file exports a function; none for the module itself.
    fn export_names(&mut self, at: FunctionRef) -> Vec<Option<String>> {
        let program = self.program;
        let outline = program.outline(at.file);
        let mut names = Vec::new();
        for export in &outline.exports {
            let name = match export.name {
                ExportName::Named(name) => Some(outline.name(name).to_owned()),
                ExportName::Default => Some("default".to_owned()),
                ExportName::All | ExportName::Module => None,
            };
            let is_it = match export.value {
                Exported::Local(reference) => {
                    outline.reference(reference).binding.and_then(|binding| outline.function_of(binding))
                        == Some(at.function)
                }
                Exported::Value { function, code } => {
                    let code = &outline.function(function).code[code.0 as usize..code.1 as usize];
                    matches!(code, [only] if only.op == Op::Function(at.function))
                }
                Exported::From { .. } => false,
            };
            if is_it {
                names.push(name);
            } else if export.name == ExportName::Module {
                names.extend(self.names_in_module(at));
            }
        }
        names
    }

    /// `module.exports = { handler }`
    fn names_in_module(&mut self, at: FunctionRef) -> Vec<Option<String>> {
        let Some(whole) = self.whole_export(at.file) else { return Vec::new() };
        let Value::Object { members, .. } = self.values.get(whole) else { return Vec::new() };
        let own = members.iter().filter(|&&(_, value)| self.values.function(value) == Some(at));
        own.map(|&(name, _)| Some(self.program.text(name).to_owned())).collect()
    }

    /// A call by which a handler tells the runtime how it ended; whether it is one.
    pub(super) fn ends_invocation(&mut self, state: &mut State, calling: &Calling) -> bool {
        let first = calling.arguments.first().copied();
        let is_error =
            |machine: &Self, state: &State| first.is_some_and(|first| machine.is_error_for_next(state, first));
        let Some(root) = self.run.root.filter(|_| state.path.failing && self.run.chain.is_none()) else { return false };
        let fails = match self.values.get(calling.callee) {
            Value::Symbol(Symbol::Parameter(at, CALLBACK)) if *at == root => is_error(self, state),
            Value::Symbol(Symbol::Member(base, name)) => {
                if !matches!(self.values.get(*base), Value::Symbol(Symbol::Parameter(at, 1)) if *at == root) {
                    return false;
                }
                match self.program.text(*name) {
                    "fail" => true,
                    "done" => is_error(self, state),
                    "succeed" => false,
                    _ => return false,
                }
            }
            _ => return false,
        };
        if !self.is_lambda(root) {
            return false;
        }
        let place = self.program.call_place(calling.call);
        state.path.exit = Some(place);
        if fails {
            self.printed_by_runtime(state, place);
        } else {
            state.path.step(Role::Exit, place, "and this way ends here");
        }
        true
    }

    fn printed_by_runtime(&self, state: &mut State, place: crate::text::Place) {
        state.path.facts |= Facts::TOLD | Facts::CONTEXT;
        state.path.step(Role::Receiver, place, PRINTED);
    }
}

/// Whether an export's name says that a runtime calls it.
pub(super) fn is_entry_name(name: &str) -> bool {
    split_name(name).iter().any(|word| ENTRY.contains(&word.as_str()))
}

/// What the trail says of what a handler throws.
pub(super) const PRINTED: &str = "the Lambda runtime receives it, and prints it";
