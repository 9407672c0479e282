//! Signals: what tells an operator, what may, and what is told to the framework or the client instead.

use super::calls::Calling;
use super::event::Event;
use super::machine::{Flow, Machine};
use super::state::{Completion, Facts, State};
use super::value::{Builtin, Exchange, Symbol, Value, ValueId};
use crate::finding::Role;
use crate::link::{CallRef, FunctionRef};
use crate::outline::code::Op;
use crate::vocabulary::{Level, Signal, SignalLevel, Surface, split_name};

/// Words of a function's name that say it tells somebody.
const TELLING: [&str; 24] = [
    "log",
    "logs",
    "logger",
    "logging",
    "report",
    "reports",
    "audit",
    "audits",
    "notify",
    "notifies",
    "capture",
    "track",
    "tracker",
    "alert",
    "alerts",
    "record",
    "warn",
    "emit",
    "monitor",
    "metrics",
    "sentry",
    "telemetry",
    "handle",
    "journal",
];
/// What people call the request, the response and the framework's context.
const EXCHANGE: [&str; 14] = [
    "req", "request", "_req", "res", "response", "resp", "reply", "ctx", "context", "c", "h", "event", "_res",
    "_request",
];
/// What people call the response, whose methods answer.
const RESPONSE: [&str; 7] = ["res", "response", "resp", "reply", "ctx", "_res", "h"];
/// What a response, a reply or a context has of its own: they answer, and tell nobody else.
const ANSWERING: [&str; 38] = [
    "status",
    "json",
    "jsonp",
    "send",
    "sendStatus",
    "end",
    "write",
    "render",
    "redirect",
    "cookie",
    "clearCookie",
    "set",
    "header",
    "headers",
    "setHeader",
    "writeHead",
    "type",
    "format",
    "attachment",
    "append",
    "vary",
    "links",
    "location",
    "throw",
    "assert",
    "code",
    "sendFile",
    "download",
    "html",
    "text",
    "body",
    "get",
    "setCookie",
    "on",
    "once",
    "response",
    "removeHeader",
    "flushHeaders",
];

/// Whether a name says that what is called so tells somebody.
pub(super) fn is_telling(name: &str) -> bool {
    split_name(name).iter().any(|word| TELLING.contains(&word.as_str()))
}

impl Machine<'_> {
    /// A call that the vocabulary knows to tell somebody.
    pub(super) fn signal(&mut self, state: &mut State, signal: &Signal, surface: Surface, calling: &Calling) {
        if !state.path.failing {
            return;
        }
        let (threshold, muted) = match self.values.get(calling.callee) {
            Value::Package { threshold, muted, .. } => (*threshold, *muted),
            _ => (None, false),
        };
        let given = signal.when.as_ref().is_none_or(|when| self.holds(state, when, &calling.arguments));
        if muted || !given || self.tells_of_refusal_only(state, calling) {
            return;
        }
        let level = match &signal.level {
            SignalLevel::Always => None,
            SignalLevel::Fixed(level) => Some(*level),
            SignalLevel::Argument { argument, key } => {
                let value = calling.arguments.get(usize::from(*argument)).copied();
                let value = match (value, key) {
                    (Some(options), Some(key)) => self.option(state, options, key).or(Some(options)),
                    (value, _) => value,
                };
                Some(value.and_then(|value| self.level_named(value)).unwrap_or(Level::Info))
            }
        };
        let default = self.default_threshold(calling.this);
        let kept = level.is_none_or(|level| level >= threshold.or(default).unwrap_or(Level::PRODUCTION));
        // That something went well is told at info; that production keeps less is a matter of its configuration.
        let kept = kept || (self.run.event.notes_all() && level.is_some_and(|level| level >= Level::Info));
        let place = self.program.call_place(calling.call);
        let what = surface.describe();
        if kept {
            self.note_watched(state);
            state.path.facts |= Facts::TOLD;
            self.note_context(state, signal, calling);
            state.path.step(Role::Signal, place, format!("`{what}` tells somebody"));
        } else {
            state.path.facts |= Facts::TOLD_DEBUG;
            state.path.step(Role::Signal, place, format!("`{what}` is below the level that production keeps"));
        }
    }

    /// The level that an object keeps when its making says nothing; `None` when nothing is said of levels at all.
    fn default_threshold(&self, receiver: ValueId) -> Option<Level> {
        match self.values.get(receiver) {
            Value::Package { surface, .. } => surface
                .receiver()
                .map(|receiver| receiver.threshold.as_ref().map_or(Level::Silly, |limit| limit.default)),
            _ => None,
        }
    }

    pub(super) fn level_named(&self, value: ValueId) -> Option<Level> {
        match self.values.get(self.values.by_default(value)) {
            Value::Text(name) => Level::named(self.program.text(*name)),
            _ => None,
        }
    }

    /// The lowest level that any of several outputs keeps.
    pub(super) fn quietest_output(
        &mut self,
        state: &mut State,
        outputs: ValueId,
        own: Option<Level>,
        default: Level,
    ) -> Option<Level> {
        let items = match self.values.get(outputs) {
            Value::Array { items, .. } => items.clone(),
            _ => return None,
        };
        let mut lowest: Option<Level> = None;
        for item in items {
            let level = match *self.values.get(item) {
                Value::Package { threshold, .. } => threshold,
                Value::Object { .. } => self.option(state, item, "level").and_then(|level| self.level_named(level)),
                Value::Built { options, .. } => {
                    self.option(state, options, "level").and_then(|level| self.level_named(level))
                }
                _ => None,
            };
            let level = level.or(own).unwrap_or(default);
            lowest = Some(lowest.map_or(level, |lowest| lowest.min(level)));
        }
        lowest
    }

    // Frameworks.

    /// Calls of the request's own objects: they answer, go on, or hand the failure to the framework.
    pub(super) fn framework_call(&mut self, state: &mut State, calling: &Calling) -> Option<Flow> {
        let place = self.program.call_place(calling.call);
        if let Value::Symbol(Symbol::Parameter(at, index)) = *self.values.get(calling.callee)
            && self.is_next(at, index)
        {
            let first = calling.arguments.first().copied();
            match first.filter(|&first| self.is_error_for_next(state, first)) {
                Some(error) => {
                    self.hand_on(state, error, place);
                    self.receive_unseen(state, place);
                }
                None => self.go_on(state, place),
            }
            return Some(self.deliver_result(state, calling));
        }
        if let Value::Symbol(Symbol::Member(base, name)) = *self.values.get(calling.callee) {
            if matches!(self.values.get(base), Value::Builtin(Builtin::Process)) && self.program.text(name) == "exit" {
                self.note_exit(state, calling.call);
                self.end(state, None);
                state.activations.clear();
                return Some(Flow::Stop);
            }
            if self.is_exchange(self.values.base(base)) && !self.is_logger_on_exchange(base) {
                if state.path.failing && self.is_response(base) {
                    self.note_given(state, &calling.arguments);
                    state.path.exit = Some(place);
                    self.note_status(state, calling, name);
                    self.note_disclosed(state, &calling.arguments, place);
                    // A method that some middleware hung on the response may do more than answer.
                    if !ANSWERING.contains(&self.program.text(name))
                        && let Some(name) = self.could_tell(calling)
                    {
                        self.maybe_told(state, place, format!("`{name}`"));
                    }
                }
                // Answers may be built in a chain: `res.status(401).json(…)`.
                let chained = self.result_of_exchange(base, calling.call);
                return Some(self.deliver(state, Completion::Return(chained)));
            }
        }
        None
    }

    /// A call on the response gives the response again.
    fn result_of_exchange(&mut self, base: ValueId, call: CallRef) -> ValueId {
        if self.is_response(base) { base } else { self.result(call, false) }
    }

    pub(super) fn is_error_for_next(&self, state: &State, value: ValueId) -> bool {
        if self.truth(state, value) == Some(false) {
            return false;
        }
        match self.values.get(value) {
            Value::Undefined | Value::Null | Value::NoResult | Value::Bool { truth: false, .. } => false,
            Value::Text(name) => !matches!(self.program.text(*name), "route" | "router"),
            _ => true,
        }
    }

    /// Express's `next`: the last parameter of a handler, or whatever is called so.
    fn is_next(&self, at: FunctionRef, index: u16) -> bool {
        self.parameter_name(at, index) == Some("next") || (index == 2 && self.is_handler(at))
    }

    /// `req.log.warn(…)`: a logger that some middleware laid there; not a call of the exchange's own.
    fn is_logger_on_exchange(&mut self, base: ValueId) -> bool {
        match *self.values.get(base) {
            Value::Symbol(Symbol::Member(_, name)) => self.tells(name),
            _ => false,
        }
    }

    pub(super) fn is_exchange(&self, base: ValueId) -> bool {
        match *self.values.get(base) {
            Value::Symbol(Symbol::Exchange(_)) => true,
            Value::Symbol(Symbol::Parameter(at, index)) => {
                (index < 2 && self.is_handler(at)) || self.is_called_like(at, index, &EXCHANGE)
            }
            _ => false,
        }
    }

    /// Whether a parameter has one of the customary names. Those that mean much else count only where a handler has them.
    fn is_called_like(&self, at: FunctionRef, index: u16, names: &[&str]) -> bool {
        let named =
            |index: u16, names: &[&str]| self.parameter_name(at, index).is_some_and(|name| names.contains(&name));
        let parameters = self.program.function(at).params.len();
        let is_plausible = match self.parameter_name(at, index) {
            // hapi: `(request, h)`
            Some("h") => index == 1 && named(0, &EXCHANGE),
            // Hono: `(c)`, `(c, next)`
            Some("c") => index == 0 && (parameters == 1 || named(1, &["next"])),
            // Lambda and its kin: `(event)`, `(event, context)`
            Some("event") => index == 0 && (parameters == 1 || named(1, &["context", "ctx", "_context", "callback"])),
            _ => true,
        };
        is_plausible && named(index, names)
    }

    pub(super) fn is_response(&self, value: ValueId) -> bool {
        match *self.values.get(self.values.base(value)) {
            Value::Symbol(Symbol::Exchange(exchange)) => exchange == Exchange::Response,
            Value::Symbol(Symbol::Parameter(at, index)) => {
                (index == 1 && self.is_handler(at)) || self.is_called_like(at, index, &RESPONSE)
            }
            _ => false,
        }
    }

    /// Whether a function is called by the framework: it is registered, or its parameters are a request and a response.
    pub(crate) fn is_handler(&self, at: FunctionRef) -> bool {
        let outline = self.program.outline(at.file);
        let function = outline.function(at.function);
        let named = |index: usize, names: &[&str]| {
            let name = function.params.get(index).and_then(|param| param.name).map(|name| outline.name(name));
            name.is_some_and(|name| names.contains(&name))
        };
        let request = ["req", "request", "_req", "_request"];
        let response = ["res", "response", "resp", "_res", "_"];
        (named(0, &request) && named(1, &response))
            || (function.params.len() == 4 && named(1, &request))
            || (named(0, &["c", "ctx", "context"]) && named(1, &["next"]))
            || self.routes.is_handled(at)
    }

    /// An error comes to the framework in a handler that no route is seen to lead to.
    pub(crate) fn receive_unseen(&mut self, state: &mut State, place: crate::text::Place) {
        self.maybe_told(state, place, "the application's error handler".to_owned());
    }

    // What may tell.

    /// The name of a callee that cannot be seen and could tell: it is given the failure, or its name says so.
    pub(super) fn could_tell(&mut self, calling: &Calling) -> Option<String> {
        let file = calling.call.file;
        let site = self.program.call(calling.call);
        let outline = self.program.outline(file);
        let given = calling.arguments.iter().any(|&argument| self.tells_of(argument));
        let code = &outline.function(site.function).code;
        let callee = &code[site.callee_code.0 as usize..site.callee_code.1 as usize];
        let in_callee = callee.iter().filter_map(|inst| match inst.op {
            Op::Load(reference) => Some(outline.reference(reference).name),
            Op::Member(name) => Some(name),
            _ => None,
        });
        let names = in_callee.chain(site.member);
        let could_tell = given || names.clone().any(|name| self.tells(self.program.name(file, name)));
        could_tell.then(|| names.map(|name| outline.name(name)).collect::<Vec<_>>().join("."))
    }

    /// Whether a value says what went wrong: the error, or something made of it, or an error made in its place.
    fn tells_of(&self, id: ValueId) -> bool {
        match self.values.get(id) {
            // Where no check has failed, there is no error to tell of.
            value if self.run.event != Event::Refusal => matches!(value, Value::NewError { .. }),
            Value::NoResult | Value::Bool { .. } => false,
            Value::NewError { .. } => true,
            _ => self.values.carries_failure(id),
        }
    }
}
