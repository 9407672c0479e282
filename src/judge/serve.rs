//! Requests that are served: what happens on the way, when every token is good.
//!
//! In: a registered handler. Out: the facts of each way through it: whether a token is verified, a limiter passed, a token
//! signed, somebody told, and whether the request goes on. Knows nothing of what a route is for.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::calls::Calling;
use super::event::{Event, Found, Subject};
use super::machine::{Flow, Machine};
use super::routes::{HandlerKind, Position};
use super::state::{Completion, Facts, State};
use super::stores::Listed;
use super::value::{Exchange, Symbol, Value, ValueId};
use crate::finding::Role;
use crate::link::{CallRef, Name, SiteRef};
use crate::outline::code::Op;
use crate::vocabulary::{Action, Does, NameList, WordList, is_named};

/// The ways through a handler.
#[derive(Debug, Default)]
pub(super) struct Served {
    pub(super) ways: BTreeSet<Facts>,
    /// Its code is not seen.
    pub(super) unseen: bool,
    /// From where in the request the tokens come that are verified; none where one comes from somewhere that is not seen.
    pub(super) presented: Option<BTreeSet<Vec<Name>>>,
}

impl Machine<'_> {
    /// What happens in a handler.
    pub(super) fn served(&mut self, at: Position) -> Rc<Served> {
        let routes = std::sync::Arc::clone(&self.routes);
        let Some(value) = routes.handler(at) else { return Rc::default() };
        // A limiter may leave out what comes to a route, and code may ask what that is: then it is another one for each.
        let limits = Facts::LIMITED | Facts::LIMITED_IN_VAIN | Facts::REFUSED_MANY;
        if let Some(mut requested) = self.requested.clone() {
            let known = self.served_any(at, value);
            if !self.asks_request(value) && !known.ways.iter().any(|way| way.intersects(limits)) {
                return known;
            }
            requested.rest = requested.path.as_ref().and_then(|path| routes.rest_at(at, path));
            if let Some(known) = self.served_requests.get(&(value, requested.clone())) {
                return Rc::clone(known);
            }
            let before = self.requested.replace(requested.clone());
            // What was too much whatever comes to it is looked at briefly.
            let hurries = std::mem::replace(&mut self.is_hurried, known.unseen);
            let served = Rc::new(self.serve_by_kind(at, value));
            self.is_hurried = hurries;
            self.requested = before;
            self.served_requests.insert((value, requested), Rc::clone(&served));
            return served;
        }
        self.served_any(at, value)
    }

    /// What happens in a handler, whatever comes to it.
    fn served_any(&mut self, at: Position, value: ValueId) -> Rc<Served> {
        let at_a_look = || self.served_briefly.get(&value).filter(|_| self.looks_briefly);
        if let Some(known) = self.served.get(&value).or_else(at_a_look) {
            return Rc::clone(known);
        }
        let requested = self.requested.take();
        let served = Rc::new(self.serve_by_kind(at, value));
        self.requested = requested;
        // What was not seen at a first look is looked at again by whoever has more reason to.
        let known = if self.looks_briefly && served.unseen { &mut self.served_briefly } else { &mut self.served };
        known.insert(value, Rc::clone(&served));
        served
    }

    fn serve_by_kind(&mut self, at: Position, value: ValueId) -> Served {
        let routes = std::sync::Arc::clone(&self.routes);
        match routes.kinds.get(&value) {
            // They are not called on the way.
            Some(HandlerKind::ErrorHandler | HandlerKind::PackageErrorHandler(_) | HandlerKind::Router) => {
                Served { ways: BTreeSet::from([Facts::WENT_ON]), unseen: false, presented: None }
            }
            _ => self.serve(at, value),
        }
    }

    fn serve(&mut self, at: Position, value: ValueId) -> Served {
        let routes = std::sync::Arc::clone(&self.routes);
        let chain = routes.chains(at).into_iter().next();
        let (Some(entry), Some(chain)) = (routes.entry(at), chain) else { return Served::default() };
        let is_seen = match self.values.get(value) {
            Value::Package { surface, .. } => surface.limiter().is_some(),
            Value::Symbol(_) => false,
            _ => true,
        };
        if !is_seen {
            // What cannot be seen lets the request pass; a limiter by its name is one.
            let limits = self.is_named_limiter(value);
            let facts = if limits { Facts::LIMITED } else { Facts::empty() };
            return Served { ways: BTreeSet::from([facts | Facts::WENT_ON]), unseen: true, presented: None };
        }
        let before = self.presented.replace(BTreeSet::new());
        let subject = Subject { site: entry.call.into(), event: Event::Served };
        let explored = self.explore_handler(at, chain, subject);
        let presented = std::mem::replace(&mut self.presented, before);
        let ways = explored.ends.iter().map(|end| end.path.facts).collect();
        Served { ways, unseen: explored.exhausted, presented }
    }

    /// Whether what a value comes from is called like a limiter.
    fn is_named_limiter(&mut self, value: ValueId) -> bool {
        let names: Vec<Name> = self
            .values
            .made_of(value)
            .into_iter()
            .filter_map(|part| match *self.values.get(part) {
                Value::Symbol(Symbol::Member(_, name) | Symbol::Free(name) | Symbol::Module(_, name)) => Some(name),
                Value::Symbol(Symbol::Binding(file, binding)) => {
                    let outline = self.program.outline(file);
                    Some(self.program.name(file, outline.binding(binding).name))
                }
                _ => None,
            })
            .collect();
        let called = match *self.values.get(value) {
            Value::Symbol(Symbol::Result { call, .. }) => self.callee_name(call).map(super::names::said_by),
            _ => None,
        };
        called.is_some_and(|said| said.says(WordList::Limit))
            || names.into_iter().any(|name| self.says(name).says(WordList::Limit))
    }

    /// A token is looked up. It may be one that was just made, or the key of a history: what follows decides.
    fn note_looked_up(&self, state: &mut State, site: SiteRef) {
        state.path.facts |= Facts::LOOKED_UP;
        let place = self.program.site_place(site);
        state.path.checked.get_or_insert(place);
    }

    /// A token is verified.
    pub(super) fn note_verified(&mut self, state: &mut State, call: CallRef, token: Option<ValueId>) {
        if self.run.event != Event::Served {
            return;
        }
        let from = token.and_then(|token| self.path_in_request(token));
        self.presented = match (self.presented.take(), from) {
            (Some(mut known), Some(from)) => {
                known.insert(from);
                Some(known)
            }
            _ => None,
        };
        state.path.facts |= Facts::VERIFIED;
        let words = self.written_around(call);
        if words.own().says(WordList::OneTime) {
            state.path.facts |= Facts::ONE_TIME;
        }
        // A key for refresh tokens only: what is verified with it is one.
        let verifies = matches!(self.check_action(call), Some(Action::Verify(_)));
        if verifies && words.own().says(WordList::Refresh) {
            state.path.facts |= Facts::REFRESH;
        }
        if state.path.checked.is_none() {
            let place = self.program.call_place(call);
            state.path.checked = Some(place);
            state.path.step(Role::Check, place, "the token is checked here");
        }
    }

    /// Somebody is told before a token was looked at.
    pub(super) fn note_watched(&self, state: &mut State) {
        if self.run.event == Event::Served && !state.path.facts.contains(Facts::VERIFIED) {
            state.path.facts |= Facts::WATCHED;
        }
    }

    /// A member of the request is read.
    pub(super) fn note_read(&mut self, state: &mut State, object: ValueId, name: Name) {
        if self.run.event != Event::Served {
            return;
        }
        let of_request = match self.values.get(self.values.base(object)) {
            Value::Symbol(Symbol::Exchange(exchange)) => *exchange == Exchange::Request,
            Value::Symbol(Symbol::Parameter(..)) => self.is_exchange(self.values.base(object)),
            _ => false,
        };
        if of_request {
            let said = self.says(name);
            if said.says(WordList::Refresh) && said.says(WordList::Token) {
                state.path.facts |= Facts::REFRESH;
            }
        }
    }

    /// What a call means to the request that is under way; `None` when it goes on as it would.
    pub(super) fn notice(&mut self, state: &mut State, calling: &Calling) -> Option<Flow> {
        let call = calling.call;
        if self.run.event == Event::Served
            && let Some(truth) = self.ask_request(state, calling)
        {
            return Some(self.deliver(state, Completion::Return(truth)));
        }
        self.note_asked(calling);
        if self.run.event == Event::Served
            && let Some(found) = self.look_up(call.into()).filter(|found| found.listed != Listed::Versioned)
        {
            let mut given = Found::Nothing;
            if found.listed == Listed::Accepted {
                self.note_looked_up(state, call.into());
                // A new token is looked up as well, so that no two are the same.
                let mut other = state.clone();
                let missing = self.looked_up(Found::Nothing, found.answer);
                if self.answer(&mut other, calling, missing) == Flow::Go {
                    self.fork(other);
                }
                given = Found::Row;
            }
            let value = self.looked_up(given, found.answer);
            return Some(self.answer(state, calling, value));
        }
        if self.run.event == Event::Served && self.is_client(calling.callee) {
            state.path.facts |= Facts::FORWARDED;
        }
        if self.run.event == Event::Served {
            self.note_mailed(state, calling);
        }
        if self.run.event == Event::Served && self.records_use(calling) {
            state.path.facts |= Facts::RECORDED;
        }
        let stored = self.stored_at(call.into())?;
        if stored.does == Does::Add {
            let place = self.program.call_place(call);
            if stored.written.own().says(WordList::Audit) && !state.path.facts.contains(Facts::TOLD) {
                state.path.facts |= Facts::TOLD | Facts::CONTEXT;
                state.path.step(Role::Signal, place, "an audit record is written here");
            }
            let tells_use = stored.written.arguments.says(WordList::Usage);
            let of_token = [WordList::Token, WordList::Refresh, WordList::Session];
            if self.run.event == Event::Served && tells_use && stored.written.all().any(&of_token) {
                state.path.facts |= Facts::RECORDED;
            }
        }
        None
    }

    /// What an access means to the request that is under way: what it gives; `None` when it goes on as it would.
    pub(super) fn notice_access(&mut self, state: &mut State, site: SiteRef) -> Option<ValueId> {
        if self.run.event != Event::Served {
            return None;
        }
        let found = self.look_up(site)?;
        if found.listed != Listed::Accepted {
            return Some(self.looked_up(Found::Nothing, found.answer));
        }
        self.note_looked_up(state, site);
        // A new token is looked up as well, so that no two are the same.
        let mut other = state.clone();
        let missing = self.looked_up(Found::Nothing, found.answer);
        other.push(missing);
        self.fork(other);
        Some(self.looked_up(Found::Row, found.answer))
    }

    /// Whether a value comes from a package that sends requests to other services.
    pub(super) fn is_client(&self, value: ValueId) -> bool {
        match *self.values.get(self.values.base(value)) {
            Value::Symbol(Symbol::Module(_, name) | Symbol::Free(name)) => {
                is_named(NameList::HttpClients, self.program.text(name))
            }
            Value::Symbol(Symbol::Result { call, .. }) => {
                let callee = self.program.call(call);
                callee.member.is_some_and(|name| self.program.outline(call.file).name(name) == "create")
                    && self.first_loaded(call).is_some_and(|name| is_named(NameList::HttpClients, name))
            }
            _ => false,
        }
    }

    /// The name with which a call's callee begins.
    fn first_loaded(&self, call: CallRef) -> Option<&str> {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        match outline.function(site.function).code.get(site.callee_code.0 as usize)?.op {
            Op::Load(reference) => Some(outline.name(outline.reference(reference).name)),
            _ => None,
        }
    }

    /// Whether a call stores who used something, or when: a new entry, a pushed one, or a row with more than one such column.
    fn records_use(&mut self, calling: &Calling) -> bool {
        let does = self.operation(calling.call).map(|operation| operation.does);
        let enough = match does {
            Some(Does::Add) => 1,
            Some(Does::Change) if self.pushes(&calling.arguments) => 1,
            Some(Does::Change) => 2,
            _ => return false,
        };
        !self.is_exchange(self.values.base(calling.callee)) && self.uses_named(&calling.arguments) >= enough
    }

    /// Whether something is added to a list in a row: `{ $push: { … } }`.
    fn pushes(&self, arguments: &[ValueId]) -> bool {
        let Some(push) = self.program.find("$push") else { return false };
        arguments.iter().any(|&argument| match self.values.get(argument) {
            Value::Object { members, .. } => members.iter().any(|&(name, _)| name == push),
            _ => false,
        })
    }

    /// How many members of what is stored tell of a use.
    fn uses_named(&mut self, arguments: &[ValueId]) -> usize {
        let members: Vec<Name> = arguments
            .iter()
            .flat_map(|&argument| self.values.made_of(argument))
            .filter_map(|part| match self.values.get(part) {
                Value::Object { members, .. } => Some(members.iter().map(|&(name, _)| name).collect::<Vec<_>>()),
                _ => None,
            })
            .flatten()
            .collect();
        members.into_iter().filter(|&name| self.says(name).says(WordList::Usage)).count()
    }
}
