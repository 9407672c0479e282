//! Requests without a token: whether anybody is told that one was refused.
//!
//! In: a verification. Out: a [`CheckVerdict`] over the ways that end before it, because what the request should have brought was
//! not there. What becomes of a token that is there is another question.

use std::collections::BTreeMap;

use super::event::{Event, Subject};
use super::machine::Machine;
use super::state::{Facts, Manner as Taken, State, Taken as TakenIn};
use super::value::{Symbol, Value, ValueId};
use super::verdict::CheckVerdict;
use crate::finding::Role;
use crate::link::CallRef;
use crate::rules::Manner;
use crate::text::Place;
use crate::vocabulary::{WordList, split_name};

impl Machine<'_> {
    /// Where a request without a token is refused, and nobody is told.
    pub(crate) fn judge_absence(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Absent });
        let mut by_place = BTreeMap::new();
        let comes_to_it: Vec<_> = outcomes
            .all
            .iter()
            .filter(|outcome| outcome.facts.contains(Facts::VERIFIED))
            .map(|outcome| outcome.root)
            .collect();
        for outcome in outcomes.all.into_iter().filter(|outcome| comes_to_it.contains(&outcome.root)) {
            let refused = outcome.root.serves && outcome.facts.contains(Facts::REFUSED | Facts::ABSENT);
            let told = outcome.facts.intersects(Facts::TOLD | Facts::MAYBE | Facts::WENT_ON | Facts::VERIFIED);
            let path = &outcome.end.path;
            let place = path.taken.map(|taken| taken.place).or(path.handed_on);
            if let Some(place) = place.filter(|_| refused && !told) {
                self.keep_surest(&mut by_place, place, outcome);
            }
        }
        CheckVerdict::of(self.at_places(call, by_place, Manner::Silent, Role::Drop))
    }

    /// With which answer a condition says that the request brings no token; `None` when it is about something else.
    pub(super) fn absence(&mut self, condition: ValueId) -> Option<bool> {
        if self.run.event != Event::Absent {
            return None;
        }
        let (mut value, mut when) = (condition, false);
        while let Value::Symbol(Symbol::Not(inner)) = self.values.get(value) {
            (value, when) = (*inner, !when);
        }
        // `header.startsWith('Bearer ')` is asked of a header that is there.
        self.is_presented(value).then_some(when)
    }

    pub(super) fn note_absence(&self, state: &mut State, is_absent: bool, place: Place) {
        let path = &mut state.path;
        if self.run.event != Event::Absent || path.received || path.handed_on.is_some() {
            return;
        }
        // What is decided next is why the request is refused.
        path.facts.set(Facts::ABSENT, is_absent);
        path.taken = is_absent.then_some(TakenIn { place, manner: Taken::Branch });
    }

    /// Whether a value is a token that the request presents, or the header that holds one.
    fn is_presented(&mut self, value: ValueId) -> bool {
        let mut at = value;
        for _ in 0..8 {
            match *self.values.get(at) {
                Value::Symbol(Symbol::Member(base, name)) => {
                    let said = self.says(name);
                    let text = self.program.text(name);
                    let is_token = text.eq_ignore_ascii_case("authorization")
                        || (said.says(WordList::Token) && !said.any(&[WordList::OneTime, WordList::Foreign]));
                    if is_token && self.is_exchange(self.values.base(base)) {
                        return true;
                    }
                    return false;
                }
                Value::Symbol(Symbol::Element(base, key)) => {
                    if let Value::Text(name) = *self.values.get(key) {
                        let words = split_name(self.program.text(name));
                        let is_token =
                            words.iter().any(|word| matches!(word.as_str(), "token" | "authorization" | "jwt"));
                        return is_token && self.is_exchange(self.values.base(base));
                    }
                    at = base;
                }
                // `header.split(' ')`, `req.get('authorization')`
                Value::Symbol(Symbol::Result { call, .. }) => {
                    let callee = self.callee(call);
                    match *self.values.get(callee) {
                        Value::Symbol(Symbol::Member(base, _)) if self.is_exchange(base) => {
                            let header = self.argument_text(call, 0).unwrap_or_default();
                            return header.eq_ignore_ascii_case("authorization");
                        }
                        Value::Symbol(Symbol::Member(base, name))
                            if matches!(
                                self.program.text(name),
                                "split" | "replace" | "trim" | "slice" | "substring"
                            ) =>
                        {
                            at = base;
                        }
                        _ => return false,
                    }
                }
                _ => return false,
            }
        }
        false
    }
}
