//! Methods of lists that call a function for their elements: how often it is called, and what comes of it.
//!
//! In: a list, the method, its callback. Out: the callback's turns, one after the other, and what the method gives. The turns
//! over a short list that is known are told apart; over any other list there is none, or one with any element. Where that one
//! refuses a token which is not the element's, it stands for all: if another one accepted it, nothing was refused.

use super::calls::Calling;
use super::event::Event;
use super::machine::{COUNTED, Flow, Machine};
use super::state::{Activation, Completion, State};
use super::value::{Symbol, Value, ValueId};
use crate::link::CallRef;
use crate::outline::code::Comparison;

/// Over how long a list the turns are told apart.
const TURNS: usize = 6;

/// What a method makes of what its callback gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Iteration {
    /// Nothing that is followed.
    Each,
    Map,
    /// As `Map`, with the elements of what the callback gives.
    FlatMap,
    Filter,
    Some,
    Every,
    Find,
    FindIndex,
    /// What the last turn gave goes into the next one.
    Reduce,
}

impl Iteration {
    pub(super) fn named(method: &str) -> Option<Iteration> {
        Some(match method {
            "forEach" => Iteration::Each,
            "map" => Iteration::Map,
            "flatMap" => Iteration::FlatMap,
            "filter" => Iteration::Filter,
            "some" => Iteration::Some,
            "every" => Iteration::Every,
            "find" => Iteration::Find,
            "findIndex" => Iteration::FindIndex,
            "reduce" => Iteration::Reduce,
            _ => return None,
        })
    }
}

/// An iteration under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Turns {
    pub(crate) how: Iteration,
    pub(crate) call: CallRef,
    list: ValueId,
    callback: ValueId,
    /// The element whose turn it is.
    item: Option<ValueId>,
    /// Those whose turn is still to come, the next one last.
    left: Vec<ValueId>,
    /// What the callback gave so far, where that matters.
    given: Vec<ValueId>,
    /// How many turns there were.
    pub(crate) turn: u32,
    /// The elements are the list's own, and all of them; or what the one does, all do.
    exact: bool,
    /// A check had failed already when the turn began.
    failing: bool,
}

impl Machine<'_> {
    /// `list.forEach(callback)` and its kin.
    pub(super) fn iterate(
        &mut self,
        state: &mut State,
        how: Iteration,
        (call, list): (CallRef, ValueId),
        (callback, initial): (ValueId, Option<ValueId>),
    ) -> Flow {
        let items = match self.values.get(list) {
            Value::Array { items, open: false, .. } => Some(items.clone()),
            _ => None,
        };
        let has_grown = self.has_grown(state, list);
        let items = items.filter(|_| !has_grown || self.requested.is_none());
        let is_short = |items: &Vec<ValueId>| (1..=TURNS).contains(&items.len()) && !has_grown;
        let told_apart = how != Iteration::Each && (how != Iteration::Reduce || initial.is_some());
        let is_empty = self.length_of(state, list) == Some(0);
        let is_told_apart = |items: &Vec<ValueId>| {
            self.recorder.is_some() || self.decorating.is_some() || is_empty || (told_apart && is_short(items))
        };
        let exact = items.clone().filter(is_told_apart);
        let mut turns = Turns {
            how,
            call,
            list,
            callback,
            item: None,
            left: Vec::new(),
            given: if how == Iteration::Reduce { initial.into_iter().collect() } else { Vec::new() },
            turn: 0,
            exact: exact.is_some(),
            failing: false,
        };
        if let Some(mut left) = exact {
            left.reverse();
            turns.left = left;
            return match self.next_turn_of(state, turns) {
                Some(completion) => self.deliver(state, completion),
                None => self.after_force(state),
            };
        }
        if items.is_none_or(|items| items.is_empty()) {
            let mut other = state.clone();
            let nothing = self.outcome(&turns, None);
            other.push(nothing);
            self.fork(other);
        }
        let item = self.values.symbol(Symbol::Item(list));
        self.renew(state, item);
        turns.left.push(item);
        match self.next_turn_of(state, turns) {
            Some(completion) => self.deliver(state, completion),
            None => self.after_force(state),
        }
    }

    /// Whether something was pushed to a list since it was made.
    pub(super) fn has_grown(&mut self, state: &State, list: ValueId) -> bool {
        if self.is_changed_for_requests(list) || self.is_changed_for_all(list) {
            return true;
        }
        let length = self.program.find("length").and_then(|length| state.member((list, length)));
        length.is_some_and(|length| !matches!(self.values.get(length), Value::Number(0)))
    }

    /// The callback runs for the next element, or all have had their turn.
    fn next_turn_of(&mut self, state: &mut State, mut turns: Turns) -> Option<Completion> {
        let Some(item) = turns.left.pop() else {
            let given = turns.given.last().copied();
            return Some(Completion::Return(self.outcome(&turns, given)));
        };
        let index = i32::try_from(turns.turn).ok().filter(|&turn| turns.exact && turn <= COUNTED);
        let index = match index {
            Some(turn) => self.values.make(Value::Number(turn)),
            None => {
                let site = self.site(turns.call);
                self.values.symbol(Symbol::Derived(site, vec![turns.list]))
            }
        };
        let mut arguments = vec![item, index, turns.list];
        if turns.how == Iteration::Reduce {
            let before = turns.given.pop().filter(|_| turns.exact);
            let before = before.unwrap_or_else(|| self.values.symbol(Symbol::Item(item)));
            arguments.insert(0, before);
        }
        let (call, callback) = (turns.call, turns.callback);
        turns.item = Some(item);
        turns.failing = state.path.failing;
        turns.turn += 1;
        state.activations.push(Activation::Each(turns));
        let this = self.values.undefined();
        if self.dispatch(state, Calling { call, callee: callback, this, arguments }) == Flow::Stop {
            state.activations.clear();
        }
        None
    }

    /// A turn is over.
    pub(super) fn after_turn(&mut self, state: &mut State, mut turns: Turns, given: ValueId) -> Option<Completion> {
        turns.exact |= self.refuses_in_all_turns(state, &turns);
        let stops_when = match turns.how {
            Iteration::Each => return self.next_turn_of(state, turns),
            Iteration::Map => {
                turns.given.push(given);
                return self.next_turn_of(state, turns);
            }
            Iteration::FlatMap => {
                match self.values.get(given) {
                    Value::Array { items, open: false, .. } => turns.given.extend(items),
                    Value::Array { .. } | Value::Symbol(_) => turns.exact = false,
                    _ => turns.given.push(given),
                }
                return self.next_turn_of(state, turns);
            }
            Iteration::Filter => return self.after_filter(state, turns, given),
            Iteration::Reduce => {
                turns.given = vec![given];
                return self.next_turn_of(state, turns);
            }
            Iteration::Every => false,
            Iteration::Some | Iteration::Find | Iteration::FindIndex => true,
        };
        turns.given = vec![given];
        match self.truth(state, given) {
            Some(truth) if truth == stops_when => Some(Completion::Return(self.stopped(&turns, given))),
            // What is registered in any turn is of interest.
            None if self.recorder.is_none() => {
                self.note_undecided(state, given);
                let mut other = state.clone();
                self.decide(&mut other, given, stops_when);
                let stopped = self.stopped(&turns, given);
                if self.deliver(&mut other, Completion::Return(stopped)) == Flow::Go {
                    self.fork(other);
                }
                self.decide(state, given, !stops_when);
                self.next_turn_of(state, turns)
            }
            _ => self.next_turn_of(state, turns),
        }
    }

    /// An element stays in the list, or does not.
    fn after_filter(&mut self, state: &mut State, mut turns: Turns, given: ValueId) -> Option<Completion> {
        let truth = if turns.exact { self.truth(state, given) } else { Some(false) };
        // What may be registered is of interest.
        if truth == Some(true) || (truth.is_none() && self.recorder.is_some()) {
            turns.given.extend(turns.item);
        } else if truth.is_none() {
            self.note_undecided(state, given);
            let mut other = state.clone();
            self.decide(&mut other, given, true);
            let mut kept = turns.clone();
            kept.given.extend(kept.item);
            let flow = match self.next_turn_of(&mut other, kept) {
                Some(completion) => self.deliver(&mut other, completion),
                None => self.after_force(&other),
            };
            if flow == Flow::Go {
                self.fork(other);
            }
            self.decide(state, given, false);
        }
        self.next_turn_of(state, turns)
    }

    /// Whether the check under judgement has refused a token in this turn, and will have refused it in all others: it is not the
    /// element's own.
    fn refuses_in_all_turns(&self, state: &State, turns: &Turns) -> bool {
        let is_others = |token| turns.item.is_none_or(|item| !self.values.mentions(token, item));
        self.run.event == Event::Refusal
            && !turns.failing
            && state.path.failing
            && state.path.token.is_some_and(is_others)
    }

    /// How long a list has become that a method made of another one, or that a function keeps to itself, once the check has
    /// failed.
    pub(super) fn length_of(&mut self, state: &State, list: ValueId) -> Option<i32> {
        let Value::Array { site, items, open: false } = self.values.get(list) else { return None };
        let length = i32::try_from(items.len()).ok().filter(|&length| length <= COUNTED);
        let site = *site;
        let is_seen = state.path.failing && (self.call_at(site).is_some() || self.is_own_list(site));
        length.filter(|_| is_seen && !self.has_grown(state, list))
    }

    /// `list.includes(key)`, once the check has failed, of a list whose length is known.
    pub(super) fn is_in_list(&mut self, state: &mut State, list: ValueId, key: ValueId) -> Option<ValueId> {
        self.length_of(state, list)?;
        let Value::Array { items, .. } = self.values.get(list).clone() else { return None };
        let (mut found, mut of_failure) = (false, false);
        for item in items {
            let equal = self.compare(state, Comparison::Equal { strict: true }, item, key);
            let Value::Bool { truth, of_failure: of_this } = *self.values.get(equal) else { return None };
            found |= truth;
            of_failure |= of_this;
        }
        Some(self.values.bool(found, of_failure))
    }

    /// What a method gives that has found what it looked for.
    fn stopped(&mut self, turns: &Turns, given: ValueId) -> ValueId {
        let of_failure = self.values.carries_failure(given);
        match turns.how {
            Iteration::Find => turns.item.unwrap_or(given),
            Iteration::FindIndex if turns.exact => {
                let turn = i32::try_from(turns.turn).map_or(0, |turn| turn - 1);
                self.values.make(Value::Number(turn))
            }
            Iteration::FindIndex => self.result(turns.call, of_failure),
            how => self.values.bool(how == Iteration::Some, of_failure),
        }
    }

    /// What a method gives whose callback had all its turns; `given` is what the last one gave, if there was any.
    fn outcome(&mut self, turns: &Turns, given: Option<ValueId>) -> ValueId {
        let of_failure = given.is_some_and(|given| self.values.carries_failure(given));
        match turns.how {
            Iteration::Filter | Iteration::FlatMap if turns.exact => {
                let (site, items) = (self.site(turns.call), turns.given.clone());
                self.values.make(Value::Array { site, items, open: false })
            }
            Iteration::Map if given.is_some() || turns.exact => {
                let (site, items) = (self.site(turns.call), turns.given.clone());
                self.values.make(Value::Array { site, items, open: !turns.exact })
            }
            Iteration::Reduce if turns.exact => given.unwrap_or_else(|| self.values.undefined()),
            Iteration::Each | Iteration::Map | Iteration::FlatMap | Iteration::Filter | Iteration::Reduce => {
                self.result(turns.call, false)
            }
            Iteration::Some => self.values.bool(false, of_failure),
            Iteration::Every => self.values.bool(true, of_failure),
            Iteration::Find => {
                let nothing = if of_failure { Value::NoResult } else { Value::Undefined };
                self.values.make(nothing)
            }
            Iteration::FindIndex => self.values.make(Value::Number(-1)),
        }
    }
}
