//! What is known of the requests that come to a route: their path and their method, which code on the way may ask.
//!
//! In: comparisons of `req.path`, `req.method` and the like with texts and regular expressions, in handlers and in functions that
//! say whom a limiter leaves out. Out: their truth for the requests of the route under judgement. What cannot be told apart stays
//! open.

use std::rc::Rc;

use super::calls::Calling;
use super::event::Event;
use super::fits::{Asked, Test};
use super::machine::{Flow, Machine};
use super::patterns::Pattern;
use super::run::Run;
use super::state::{Completion, State};
use super::value::{Exchange, Promise, Site, Symbol, Value, ValueId};
use crate::link::FunctionRef;
use crate::outline::code::{Comparison, Op};

impl Machine<'_> {
    /// Whether a handler's code asks what comes to it: then it is another one for each route.
    pub(super) fn asks_request(&self, handler: ValueId) -> bool {
        let functions = self.values.made_of(handler).into_iter().filter_map(|part| self.values.function(part));
        let asks = |at: FunctionRef| {
            let outline = self.program.outline(at.file);
            let is_asked = |op: Op| matches!(op, Op::Member(name) if Asked::of_member(outline.name(name)).is_some());
            self.program.function(at).code.iter().any(|inst| is_asked(inst.op))
        };
        functions.into_iter().any(asks)
    }

    /// `req.method === 'POST'`
    pub(super) fn compare_request(&mut self, comparison: Comparison, left: ValueId, right: ValueId) -> Option<ValueId> {
        let (asked, text) = match (self.asked_of(left), self.asked_of(right)) {
            (Some(asked), None) => (asked, right),
            (None, Some(asked)) => (asked, left),
            _ => return None,
        };
        if comparison == Comparison::In {
            let is_there = self.entry_of_request(left, right)?.is_some();
            return Some(self.values.bool(is_there, false));
        }
        let truth = self.requested.as_ref()?.holds(asked, Test::Is(self.text_of(text)?))?;
        match comparison {
            Comparison::Equal { .. } => Some(self.values.bool(truth, false)),
            Comparison::Unequal { .. } => Some(self.values.bool(!truth, false)),
            _ => None,
        }
    }

    /// What a call gives that asks the request: `req.path.startsWith('/auth')`, `/^\/auth/.test(req.path)`,
    /// `['/login', '/refresh'].includes(req.path)`. The callee is what the method is called on.
    pub(super) fn ask_request(&mut self, state: &State, calling: &Calling) -> Option<ValueId> {
        self.requested.as_ref()?;
        let method = self.program.call(calling.call).member?;
        let method = self.program.outline(calling.call.file).name(method);
        let argument = calling.arguments.first().copied();
        match self.asked_of(calling.callee) {
            Some(asked) => self.ask_text(calling, asked, method, argument),
            None => self.ask_of_text(state, calling, method, argument?),
        }
    }

    /// A method of the path: `req.path.startsWith('/auth')`.
    fn ask_text(
        &mut self,
        calling: &Calling,
        asked: Asked,
        method: &str,
        argument: Option<ValueId>,
    ) -> Option<ValueId> {
        let requested = self.requested.as_ref()?;
        let holds = |test: Test<'_>| requested.holds(asked, test);
        let truth = match method {
            "trim" | "toString" => return Some(calling.callee),
            // A path is registered in the case in which it is asked.
            "toLowerCase" | "toLocaleLowerCase" => {
                let text = requested.text(asked)?;
                if asked != Asked::Method && !text.contains(char::is_uppercase) {
                    return Some(calling.callee);
                }
                // What the program does not name it compares with nothing.
                let name = self.program.find(&text.to_lowercase())?;
                return Some(self.values.make(Value::Text(name)));
            }
            "toUpperCase" | "toLocaleUpperCase" if asked == Asked::Method => return Some(calling.callee),
            // Of a request without a query nothing is split off.
            "split" if asked != Asked::Method && matches!(self.text_of(argument?)?, "?" | "#") => {
                let site = self.site(calling.call);
                return Some(self.values.make(Value::Array { site, items: vec![calling.callee], open: false }));
            }
            "match" | "search" => {
                let found = holds(Test::Matches(&self.pattern_of(argument?)?))?;
                return if method == "match" { self.found_at(calling, found) } else { self.position(found) };
            }
            "indexOf" => {
                let text = self.text_of(argument?)?;
                let position = match requested.text(asked) {
                    Some(known) => known.find(text),
                    None => match (holds(Test::StartsWith(text)), holds(Test::Includes(text))) {
                        (Some(true), _) => Some(0),
                        (_, Some(false)) => None,
                        _ => return None,
                    },
                };
                let position = position.map_or(Some(-1), |position| i32::try_from(position).ok())?;
                return Some(self.values.make(Value::Number(position)));
            }
            "startsWith" if calling.arguments.len() == 1 => holds(Test::StartsWith(self.text_of(argument?)?))?,
            "endsWith" if calling.arguments.len() == 1 => holds(Test::EndsWith(self.text_of(argument?)?))?,
            "includes" => holds(Test::Includes(self.text_of(argument?)?))?,
            _ => return None,
        };
        Some(self.values.bool(truth, false))
    }

    /// A method that is given the path: of a regular expression, a list, a set.
    fn ask_of_text(&mut self, state: &State, calling: &Calling, method: &str, argument: ValueId) -> Option<ValueId> {
        let asked = self.asked_of(argument)?;
        if self.has_grown(state, calling.callee) {
            return None;
        }
        let requested = self.requested.as_ref()?;
        if matches!(method, "test" | "exec") {
            let found = requested.holds(asked, Test::Matches(&self.pattern_of(calling.callee)?))?;
            return if method == "test" { Some(self.values.bool(found, false)) } else { self.found_at(calling, found) };
        }
        let items: Vec<ValueId> = match (self.values.get(calling.callee), method) {
            (Value::Array { items, open: false, .. }, "includes" | "indexOf") => items.clone(),
            (Value::Table { entries, .. }, "has") => entries.iter().map(|&(key, _)| key).collect(),
            _ => return None,
        };
        let mut at = None;
        for (index, &item) in items.iter().enumerate() {
            if requested.holds(asked, Test::Is(self.text_of(item)?))? {
                at = at.or(Some(index));
            }
        }
        if method == "indexOf" {
            let position = at.map_or(Some(-1), |index| i32::try_from(index).ok())?;
            return Some(self.values.make(Value::Number(position)));
        }
        Some(self.values.bool(at.is_some(), false))
    }

    /// What `match` and `exec` give.
    fn found_at(&mut self, calling: &Calling, found: bool) -> Option<ValueId> {
        let site = Site { file: calling.call.file, span: self.program.call(calling.call).span };
        let given = if found { Value::Array { site, items: Vec::new(), open: true } } else { Value::Null };
        Some(self.values.make(given))
    }

    /// What `search` gives, where nothing is found.
    fn position(&mut self, found: bool) -> Option<ValueId> {
        (!found).then(|| self.values.make(Value::Number(-1)))
    }

    /// What an object whose members are known has under the path or the method: a member, or none.
    pub(super) fn entry_of_request(&mut self, key: ValueId, object: ValueId) -> Option<Option<ValueId>> {
        let asked = self.asked_of(key)?;
        let Value::Object { members, open: false, .. } = self.values.get(object) else { return None };
        let members = members.clone();
        if self.is_changed_for_requests(object) {
            return None;
        }
        let requested = self.requested.as_ref()?;
        let mut found = None;
        for (name, value) in members {
            if requested.holds(asked, Test::Is(self.program.text(name)))? {
                found = Some(value);
            }
        }
        Some(found)
    }

    /// What of the request a value is.
    pub(super) fn asked_of(&self, value: ValueId) -> Option<Asked> {
        if self.run.event != Event::Served {
            return None;
        }
        match *self.values.get(value) {
            Value::Symbol(Symbol::Member(request, name)) => {
                Asked::of_member(self.program.text(name)).filter(|_| self.is_request(request))
            }
            // `req.baseUrl + req.path`
            Value::Symbol(Symbol::Joined(_, ref parts)) => {
                let is_said = |part: &&ValueId| self.text_of(**part).is_none_or(|text| !text.is_empty());
                let parts: Vec<&ValueId> = parts.iter().filter(is_said).collect();
                let &[&base, &rest] = parts.as_slice() else { return None };
                let is_whole = self.asked_of(base) == Some(Asked::Base) && self.asked_of(rest) == Some(Asked::Rest);
                // Of a router's own path it ends in a slash.
                let ends_so = self.requested.as_ref()?.text(Asked::Rest) == Some("/");
                (is_whole && !ends_so).then_some(Asked::Whole)
            }
            _ => None,
        }
    }

    pub(super) fn is_request(&self, value: ValueId) -> bool {
        match self.values.get(value) {
            Value::Symbol(Symbol::Exchange(exchange)) => *exchange == Exchange::Request,
            Value::Symbol(Symbol::Parameter(..)) => self.is_exchange(value),
            _ => false,
        }
    }

    fn text_of(&self, value: ValueId) -> Option<&str> {
        match self.values.get(value) {
            Value::Text(name) => Some(self.program.text(*name)),
            _ => None,
        }
    }

    /// A regular expression that is written down.
    fn pattern_of(&self, value: ValueId) -> Option<Pattern> {
        match *self.values.get(value) {
            Value::Symbol(Symbol::Opaque(site)) => {
                self.program.outline(site.file).pattern(site.span).and_then(Pattern::read)
            }
            _ => None,
        }
    }

    /// What a function says of the requests of the route: `(req) => req.path === '/health'`.
    pub(super) fn is_true_of(&mut self, function: ValueId) -> Option<bool> {
        self.requested.as_ref()?;
        let root = self.values.function(function)?;
        let request = self.values.symbol(Symbol::Exchange(Exchange::Request));
        let response = self.values.symbol(Symbol::Exchange(Exchange::Response));
        let this = self.values.undefined();
        let run = Run { target: self.run.target, event: Event::Served, root: Some(root), ..Run::default() };
        let run = self.explore_from(run, |machine, state: &mut State| {
            machine.enter_closure(state, function, Rc::from([request, response]), this);
            Flow::Go
        });
        let mut given = None;
        for end in &run.ends {
            let Some(Completion::Return(value)) = end.completion else { return None };
            let value = match *self.values.get(value) {
                Value::Promise(Promise::Fulfilled(inner)) => inner,
                Value::Promise(_) => return None,
                _ => value,
            };
            let truth = self.truth(&State::new(end.path.clone()), value)?;
            if *given.get_or_insert(truth) != truth {
                return None;
            }
        }
        given.filter(|_| !run.exhausted)
    }
}
