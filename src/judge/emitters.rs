//! Events of emitters: who listens to which, and what emitting one comes to.
//!
//! In: calls of `on` while modules are run for what they register, and of `emit` while a failure is under way. A listener is
//! found by the event's name, whichever emitter it belongs to. Where none is found, the name says whether somebody is told.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::state::{Facts, State};
use super::value::{Builtin, Promise, Symbol, Value};
use crate::finding::Role;
use crate::link::Name;
use crate::outline::code::Op;
use crate::vocabulary::split_name;

/// Words of an event's name that say what it is about.
const ABOUT: [&str; 9] =
    ["auth", "authentication", "authorization", "token", "tokens", "jwt", "login", "security", "session"];
/// Words of an event's name that say that it went wrong.
const WRONG: [&str; 18] = [
    "fail",
    "failed",
    "failure",
    "failures",
    "error",
    "invalid",
    "refused",
    "rejected",
    "denied",
    "forged",
    "breach",
    "alert",
    "violation",
    "incident",
    "attack",
    "suspicious",
    "unauthorized",
    "expired",
];
/// What people call the other end of a connection: what is emitted there goes to the client.
const CLIENTS: [&str; 8] = ["socket", "sockets", "io", "client", "ws", "conn", "connection", "res"];

/// What a server emits when a request has come.
const REQUESTED: &str = "request";

impl Machine<'_> {
    /// `emitter.on(event, listener)`
    pub(super) fn note_listener(&mut self, calling: &Calling) {
        if self.recorder.is_none() || matches!(self.values.get(calling.callee), Value::Builtin(Builtin::ProcessOn)) {
            return;
        }
        let [event, listener, ..] = *calling.arguments.as_slice() else { return };
        let listens = self
            .callee_name(calling.call)
            .is_some_and(|name| matches!(name, "on" | "once" | "addListener" | "prependListener"));
        let &Value::Text(event) = self.values.get(event) else { return };
        if listens && self.program.text(event) == REQUESTED && self.framework_of(listener).is_some() {
            self.note_listening(&[listener]);
        }
        if listens
            && self.can_be_called(listener)
            && let Some(recorder) = &mut self.recorder
        {
            let known = recorder.listeners.entry(event).or_default();
            if !known.contains(&listener) {
                known.push(listener);
            }
        }
    }

    /// `emitter.emit(event, …)`; `None` when it is another call, or nothing is known of the event.
    pub(super) fn emit(&mut self, state: &mut State, calling: &Calling) -> Option<Flow> {
        if !state.path.failing || self.callee_name(calling.call) != Some("emit") {
            return None;
        }
        let (&event, rest) = calling.arguments.split_first()?;
        let Value::Text(event) = *self.values.get(event) else { return None };
        let listeners = self.routes.listeners.get(&event).cloned().unwrap_or_default();
        if listeners.is_empty() {
            if !self.says_failure(event) || self.goes_to_client(calling) {
                return None;
            }
            let place = self.program.call_place(calling.call);
            state.path.facts |= Facts::TOLD;
            state.path.step(Role::Signal, place, format!("an event is emitted that says so: `{}`", self.shown(event)));
            return Some(self.deliver_result(state, calling));
        }
        for callee in listeners {
            let arguments = rest.to_vec();
            let job = Promise::Job { call: calling.call, callee, arguments };
            let job = self.values.make(Value::Promise(job));
            state.leave_waiting(job);
        }
        Some(self.deliver_result(state, calling))
    }

    fn shown(&self, event: Name) -> &str {
        self.program.text(event)
    }

    /// Whether an event's name says that authentication has failed.
    fn says_failure(&self, event: Name) -> bool {
        let words: Vec<String> = split_name(self.program.text(event));
        let one_of = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        one_of(&ABOUT) && one_of(&WRONG) || words.iter().any(|word| word == "unauthorized" || word == "unauthenticated")
    }

    /// Whether what is called sends to a client: a socket, a connection.
    fn goes_to_client(&self, calling: &Calling) -> bool {
        if matches!(self.values.get(self.values.base(calling.this)), Value::Symbol(Symbol::Exchange(_))) {
            return false;
        }
        let site = self.program.call(calling.call);
        let outline = self.program.outline(calling.call.file);
        let code = &outline.function(site.function).code;
        let callee = &code[site.callee_code.0 as usize..site.callee_code.1 as usize];
        callee.iter().any(|inst| {
            let name = match inst.op {
                Op::Load(reference) => outline.name(outline.reference(reference).name),
                Op::Member(name) => outline.name(name),
                _ => return false,
            };
            split_name(name).iter().any(|word| CLIENTS.contains(&word.as_str()))
        })
    }
}
