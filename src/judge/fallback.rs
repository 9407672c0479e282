//! Requests whose first token is refused, and that get on with another one: a guard that asks for the refresh token only once
//! the access token has expired.
//!
//! In: a registered handler. Out: the facts of its ways on which the first token that it verifies is refused, and another one
//! is accepted. Requests whose tokens are all good are `serve`'s business; what a route is for is not known here.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::calls::Calling;
use super::event::{Event, Subject};
use super::machine::{Flow, Machine};
use super::routes::Position;
use super::serve::Served;
use super::state::{Completion, Facts, State};
use super::value::{Promise, Site, Symbol, Value, ValueId};
use crate::vocabulary::{Argument, FailureMode, WordList};

impl Machine<'_> {
    /// What happens in a handler once the first token is refused; nothing where that leads to no other token.
    ///
    /// Only a handler that verifies a token is run again, and none that was not seen to its end.
    pub(super) fn served_after_refusal(&mut self, at: Position) -> Rc<Served> {
        let routes = std::sync::Arc::clone(&self.routes);
        let Some(value) = routes.handler(at) else { return Rc::default() };
        if let Some(known) = self.served_after_refusal.get(&value) {
            return Rc::clone(known);
        }
        let good = self.served(at);
        let verifies = good.ways.iter().any(|way| way.contains(Facts::VERIFIED));
        let served = match verifies && !good.unseen {
            true => Rc::new(self.serve_after_refusal(at)),
            false => Rc::default(),
        };
        if !(self.looks_briefly && good.unseen) {
            self.served_after_refusal.insert(value, Rc::clone(&served));
        }
        served
    }

    fn serve_after_refusal(&mut self, at: Position) -> Served {
        let routes = std::sync::Arc::clone(&self.routes);
        let chain = routes.chains(at).into_iter().next();
        let (Some(entry), Some(chain)) = (routes.entry(at), chain) else { return Served::default() };
        let requested = self.requested.take();
        let presented = self.presented.replace(BTreeSet::new());
        self.refuses_first = true;
        let explored = self.explore_handler(at, chain, Subject { site: entry.call.into(), event: Event::Served });
        self.refuses_first = false;
        self.presented = presented;
        self.requested = requested;
        let again =
            |way: &Facts| way.contains(Facts::REFUSED_FIRST) && way.intersects(Facts::VERIFIED | Facts::LOOKED_UP);
        let ways = explored.ends.iter().map(|end| end.path.facts).filter(again).collect();
        Served { ways, unseen: explored.exhausted, presented: None }
    }

    /// Whether a token is the first one on the way, or this one again with another key, where the first is to be refused.
    pub(super) fn is_refused_first(&self, state: &State, mode: Option<FailureMode>, token: Option<ValueId>) -> bool {
        // A package's middleware answers by itself.
        let is_middleware = matches!(mode, Some(FailureMode::Next { .. }));
        let Some(token) = token.filter(|_| self.refuses_first && !is_middleware) else { return false };
        match state.path.token {
            Some(refused) => refused == token,
            None => !state.path.facts.contains(Facts::VERIFIED),
        }
    }

    /// The first token is refused. What it fails with may be any error of the check.
    pub(super) fn refuse_first(
        &mut self,
        state: &mut State,
        mode: Option<FailureMode>,
        token: Option<ValueId>,
        calling: &Calling,
    ) -> Flow {
        state.path.token = token;
        state.path.facts |= Facts::REFUSED_FIRST;
        let site = Site { file: calling.call.file, span: self.program.call(calling.call).span };
        let failure = self.values.symbol(Symbol::Opaque(site));
        self.renew(state, failure);
        state.decide(failure, true);
        let nothing = self.values.make(Value::NoResult);
        match mode {
            Some(FailureMode::Reject) => {
                let promise = self.values.make(Value::Promise(Promise::Rejected(failure)));
                self.deliver(state, Completion::Return(promise))
            }
            Some(FailureMode::Resolve) => {
                let promise = self.values.make(Value::Promise(Promise::Fulfilled(nothing)));
                self.deliver(state, Completion::Return(promise))
            }
            Some(FailureMode::Return) => self.deliver(state, Completion::Return(nothing)),
            Some(FailureMode::Callback { callback, error, .. }) => {
                self.refuse_by_callback(state, callback, error, failure, calling)
            }
            Some(FailureMode::Throw | FailureMode::Next { .. }) | None => {
                self.deliver(state, Completion::Throw(failure))
            }
        }
    }

    fn refuse_by_callback(
        &mut self,
        state: &mut State,
        callback: Argument,
        error: u8,
        failure: ValueId,
        calling: &Calling,
    ) -> Flow {
        match self.argument_at(callback, &calling.arguments) {
            Some(callee) => self.call_back(state, calling.call, callee, error, Some(failure), None),
            None => self.deliver(state, Completion::Throw(failure)),
        }
    }

    /// Whether what is told here is why the first token was refused, and nothing of the exchange that may follow.
    pub(super) fn tells_of_refusal_only(&mut self, state: &State, calling: &Calling) -> bool {
        let facts = state.path.facts;
        facts.contains(Facts::REFUSED_FIRST)
            && !facts.intersects(Facts::VERIFIED | Facts::LOOKED_UP)
            && !self.written_around(calling.call).arguments.says(WordList::Refresh)
    }
}
