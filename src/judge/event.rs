//! What a run is made for: the event at one call whose consequences are followed.
//!
//! In: the call or the access that the machine comes to. Out: what it gives there, and what the path notes from then on. Knows
//! which events there are; where they can happen is `stores`' business, what they mean to a rule is not known here.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::state::{Completion, Facts, State};
use super::value::{Symbol, Value, ValueId};
use crate::finding::Role;
use crate::link::{AccessRef, SiteRef};
use crate::vocabulary::Answer;

/// A call or an access, and what happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Subject {
    pub(super) site: SiteRef,
    pub(super) event: Event,
}

/// What happens at the site under judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub(super) enum Event {
    /// A verification refuses the token.
    #[default]
    Refusal,
    /// A look-up answers.
    LookUp(Found),
    /// A look-up's store does not answer: it throws, rejects, or calls back with an error.
    Breaks,
    /// The token is not there: what counts are the ways that never come to the call.
    Absent,
    /// The call is made: everything that the path meets counts, from its start.
    Made,
    /// A request is served, and every token is good.
    Served,
}

/// What a look-up finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Found {
    /// The token, in a list of those that are refused.
    Refused,
    /// The token, or what stands for it.
    Row,
    /// It, marked as revoked: the mark is the event, not that there is a row.
    RevokedRow,
    /// In a row: since when tokens are accepted, or which generation of them.
    Version,
    Nothing,
}

impl Event {
    /// Whether a path notes what it meets before the event.
    pub(super) fn notes_all(self) -> bool {
        matches!(self, Event::Made | Event::Served | Event::Absent)
    }

    /// Whether it is over with a path once somebody is told.
    pub(super) fn ends_when_told(self) -> bool {
        self == Event::Made
    }
}

impl Machine<'_> {
    /// The event under judgement happens at a call; `None` when the call goes on as it would.
    pub(super) fn happen(&mut self, state: &mut State, calling: &Calling) -> Option<Flow> {
        if self.run.target != Some(calling.call.into()) {
            return self.notice(state, calling);
        }
        match self.run.event {
            Event::Refusal | Event::Served => self.notice(state, calling),
            // The token was there.
            Event::Absent => {
                state.path.facts |= Facts::VERIFIED;
                self.end(state, None);
                Some(Flow::Stop)
            }
            Event::Breaks => Some(self.break_down(state, calling)),
            // What is over is cleaned up, not revoked.
            Event::Made if self.is_expired(state) => None,
            Event::Made => {
                self.make(state, calling.call.into());
                None
            }
            Event::LookUp(found) => {
                let value = self.find(state, calling.call.into(), found);
                Some(self.answer(state, calling, value))
            }
        }
    }

    /// As [`Machine::happen`], at an access of an object by a key: what it gives; `None` when it goes on as it would.
    pub(super) fn happen_at(&mut self, state: &mut State, access: AccessRef, key: ValueId) -> Option<ValueId> {
        let site = SiteRef::from(access);
        if self.run.target != Some(site) {
            return self.notice_access(state, site);
        }
        match self.run.event {
            Event::LookUp(_) if self.is_iterated(key) => {
                self.run.passed_by = true;
                None
            }
            Event::LookUp(found) => Some(self.find(state, site, found)),
            Event::Made if !self.is_expired(state) => {
                self.make(state, site);
                None
            }
            // What lies in memory always answers, and checks no signature.
            _ => None,
        }
    }

    /// A list is gone through, not asked for what somebody has presented.
    fn is_iterated(&self, key: ValueId) -> bool {
        let is_item = |&part: &ValueId| matches!(self.values.get(part), Value::Symbol(Symbol::Item(_)));
        self.values.made_of(key).iter().any(is_item)
    }

    /// A revocation is made.
    fn make(&self, state: &mut State, site: SiteRef) {
        let place = self.program.site_place(site);
        state.path.reached = true;
        state.path.checked = Some(place);
        state.path.step(Role::Check, place, "it is done here");
    }

    /// A look-up finds something, or nothing.
    fn find(&mut self, state: &mut State, site: SiteRef, found: Found) -> ValueId {
        self.begin(state, site, None);
        state.path.step(Role::Check, self.program.site_place(site), "the token is looked up here");
        let answer = self.answer_of(site);
        self.looked_up(found, answer)
    }

    /// Whether the path has found out that something has expired.
    fn is_expired(&self, state: &State) -> bool {
        let asks = |part: ValueId| match self.values.get(part) {
            Value::Symbol(Symbol::Member(_, name)) => super::sites::is_of_expiry(self.program.text(*name)),
            _ => false,
        };
        let compares = |value: ValueId| match *self.values.get(value) {
            Value::Symbol(Symbol::Compare(_, left, right)) => {
                [left, right].into_iter().any(|side| self.values.made_of(side).into_iter().any(asks))
            }
            _ => false,
        };
        state.decided.iter().any(|&(value, truth)| truth && compares(value))
    }

    /// A look-up's answer comes back: to a callback, when one is given.
    pub(super) fn answer(&mut self, state: &mut State, calling: &Calling, value: ValueId) -> Flow {
        let callback = calling.arguments.last().copied().filter(|&last| self.is_project_function(last));
        // `find(row => …)` is given a condition, not a callback.
        let Some(callee) = callback.filter(|_| !self.takes_condition(calling.call)) else {
            return self.deliver(state, Completion::Return(value));
        };
        let this = self.values.undefined();
        let null = self.values.make(Value::Null);
        state.activations.push(super::state::Activation::Discard);
        let calling = Calling { call: calling.call, callee, this, arguments: vec![null, value] };
        self.dispatch(state, calling)
    }

    /// The event has happened: the story begins here.
    pub(super) fn begin(&mut self, state: &mut State, site: SiteRef, token: Option<ValueId>) {
        let path = &mut state.path;
        path.failing = true;
        path.reached = true;
        // Whose request it is was found out before.
        path.facts &= Facts::IDENTIFIED;
        path.taken = None;
        path.handed_on = None;
        path.handed = None;
        path.received = false;
        path.called_back = false;
        path.disclosed = None;
        path.bare = None;
        path.checked = Some(self.program.site_place(site));
        path.exit = None;
        path.trail = None;
        path.token = token;
    }

    /// What a look-up gives.
    pub(super) fn looked_up(&mut self, found: Found, answer: Answer) -> ValueId {
        match (answer, found) {
            (Answer::Truth, Found::Nothing) => self.values.bool(false, true),
            (Answer::Truth, _) => self.values.bool(true, found != Found::RevokedRow),
            (answer, found) => self.values.make(Value::LookedUp { found, answer }),
        }
    }
}
