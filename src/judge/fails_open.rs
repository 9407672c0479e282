//! Checks that fail open: a look-up whose store does not answer, or a refused token, and the request is accepted all the same.
//!
//! In: a look-up, or a verification. Out: a [`CheckVerdict`] with each place where the failure becomes an acceptance. To go on as
//! nobody in particular is no acceptance. Whether anybody is told does not matter here.

use std::collections::BTreeMap;

use super::calls::Calling;
use super::event::{Event, Found, Subject};
use super::machine::{Flow, Machine};
use super::roots::Outcome;
use super::state::{Because, Completion, Facts, State};
use super::stores::Listed;
use super::value::{Promise, Symbol, Value, ValueId};
use super::verdict::CheckVerdict;
use crate::finding::{Confidence, Role, Verdict};
use crate::link::{CallRef, Name};
use crate::outline::code::ResultUse;
use crate::rules::Manner;
use crate::text::Place;
use crate::vocabulary::{Action, split_name};

/// Words of the members by which a request says whose it is.
const IDENTITY: [&str; 14] = [
    "user",
    "userid",
    "auth",
    "decoded",
    "payload",
    "account",
    "claims",
    "identity",
    "principal",
    "member",
    "admin",
    "customer",
    "uid",
    "session",
];
/// Words of those that stand for nobody in particular.
const NOBODY: [&str; 6] = ["anonymous", "guest", "public", "default", "visitor", "none"];
/// What hands on to a promise's settling.
const CHAINED: [&str; 3] = ["then", "catch", "finally"];

impl Machine<'_> {
    /// Whether a request is accepted when a check of its token breaks down.
    pub(crate) fn judge_failing_open(&mut self, call: CallRef) -> Option<CheckVerdict> {
        match self.look_up(call.into()) {
            Some(found) => self.judge_unanswered(call, found.listed),
            None if self.verifies_token(call) => self.judge_unverified(call),
            None => None,
        }
    }

    /// The store of a look-up does not answer.
    fn judge_unanswered(&mut self, call: CallRef, listed: Listed) -> Option<CheckVerdict> {
        if !self.may_break(call) {
            return None;
        }
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Breaks });
        let goes_on = |outcome: &Outcome| outcome.facts.intersects(Facts::WENT_ON | Facts::SIGNED);
        let gives_up = |machine: &Self, outcome: &Outcome| {
            let given = match outcome.end.completion {
                Some(Completion::Return(value)) => value,
                _ => return false,
            };
            // A wrapper of which no caller is seen: that nothing was found is what it says.
            listed == Listed::Refused
                && !outcome.root.serves
                && machine.truth(&State::new(super::state::Path::new()), given) == Some(false)
                && !matches!(machine.values.get(given), Value::Undefined)
        };
        let mut accepted: Vec<Outcome> = Vec::new();
        for outcome in outcomes.all {
            if goes_on(&outcome) {
                accepted.push(outcome);
            } else if gives_up(self, &outcome) {
                let mut outcome = outcome;
                outcome.end.path.doubt(Confidence::Medium, Because::NoCaller);
                accepted.push(outcome);
            }
        }
        if accepted.iter().any(goes_on) {
            let good = match listed {
                Listed::Refused => Found::Nothing,
                Listed::Accepted | Listed::Versioned => Found::Row,
            };
            let served = self.outcomes(Subject { site: call.into(), event: Event::LookUp(good) });
            let identifies =
                served.all.iter().any(|outcome| goes_on(outcome) && outcome.facts.contains(Facts::IDENTIFIED));
            // Where the request would have been somebody's, and is nobody's now, nothing is let through.
            let as_somebody = Facts::IDENTIFIED | Facts::SIGNED;
            accepted.retain(|outcome| !goes_on(outcome) || !identifies || outcome.facts.intersects(as_somebody));
        }
        self.accepting_anyway(call, &accepted, Manner::Unanswered, Some(Because::StoreByName))
    }

    /// A verification refuses the token, and the request goes on as somebody's.
    fn judge_unverified(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Refusal });
        let accepted: Vec<Outcome> = outcomes
            .all
            .into_iter()
            .filter(|outcome| outcome.facts.contains(Facts::WENT_ON | Facts::IDENTIFIED))
            .filter(|outcome| !outcome.facts.contains(Facts::VERIFIED))
            .collect();
        self.accepting_anyway(call, &accepted, Manner::Unverified, None)
    }

    fn accepting_anyway(
        &mut self,
        call: CallRef,
        accepted: &[Outcome],
        said: Manner,
        doubt: Option<Because>,
    ) -> Option<CheckVerdict> {
        let own = self.program.call_place(call);
        let mut by_place: BTreeMap<Place, Vec<&Outcome>> = BTreeMap::new();
        for outcome in accepted {
            let place = outcome.end.path.taken.map_or(own, |taken| taken.place);
            by_place.entry(place).or_default().push(outcome);
        }
        let drops: Vec<_> = by_place
            .into_iter()
            .flat_map(|(place, outcomes)| {
                let mut drops = self.conclusion(call, &outcomes, 0).drops;
                drops.truncate(1);
                for drop in &mut drops {
                    drop.place = place;
                    drop.verdict = Verdict::Silent;
                    drop.said = Some(said);
                    drop.related.retain(|step| step.role != Role::Signal);
                    let lowest = outcomes.iter().max_by_key(|outcome| outcome.end.path.confidence);
                    let path = lowest.map(|outcome| &outcome.end.path);
                    drop.confidence = path.map_or(Confidence::Medium, |path| path.confidence);
                    drop.because = path.and_then(|path| path.because.clone());
                    if let Some(doubt) = doubt.as_ref().filter(|_| drop.confidence > Confidence::Medium) {
                        drop.confidence = Confidence::Medium;
                        drop.because = Some(doubt.clone());
                    }
                }
                drops
            })
            .collect();
        CheckVerdict::of(drops)
    }

    /// Whether a look-up is one that waits for an answer: what lies in the process's own memory always has one.
    fn may_break(&mut self, call: CallRef) -> bool {
        let site = self.program.call(call);
        let outline = self.program.outline(call.file);
        let chained = self.program.places(call.file).calls_from(site.span.start).any(|(span, other)| {
            let other = outline.call(other);
            other.member.is_some_and(|name| CHAINED.contains(&outline.name(name)))
                && other.callee.start == site.span.start
                && span.end > site.span.end
        });
        site.used != ResultUse::Other || chained || self.callback_of_look_up(call).is_some()
    }

    /// A function among the arguments that is called back with the answer.
    fn callback_of_look_up(&mut self, call: CallRef) -> Option<()> {
        let site = self.program.call(call);
        let last = *site.arguments.last()?;
        let outline = self.program.outline(call.file);
        let mut there = self.program.places(call.file).functions_at(last);
        let inline = there.any(|inner| outline.function(inner).parent == Some(site.function));
        (inline && !self.takes_condition(call)).then_some(())
    }

    /// The look-up under judgement breaks down.
    pub(super) fn break_down(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let place = self.program.call_place(calling.call);
        self.begin(state, calling.call.into(), None);
        state.path.step(Role::Check, place, "the token is looked up here, and the store does not answer");
        let failure = self.values.make(Value::Failure);
        let callback = calling.arguments.last().copied().filter(|&last| self.is_project_function(last));
        if let Some(callee) = callback.filter(|_| !self.takes_condition(calling.call)) {
            let this = self.values.undefined();
            let nothing = self.values.make(Value::NoResult);
            state.activations.push(super::state::Activation::Discard);
            return self
                .dispatch(state, Calling { call: calling.call, callee, this, arguments: vec![failure, nothing] });
        }
        let rejected = self.values.make(Value::Promise(Promise::Rejected(failure)));
        self.deliver(state, Completion::Return(rejected))
    }

    /// `req.user = …`
    pub(super) fn note_identity(&mut self, state: &mut State, object: ValueId, name: Name, value: ValueId) {
        if self.run.is_constant() || !self.is_exchange(self.values.base(object)) {
            return;
        }
        let words = split_name(self.program.text(name));
        if !words.iter().any(|word| IDENTITY.contains(&word.as_str())) {
            return;
        }
        let is_there = self.truth(state, value) != Some(false) && !self.values.carries_failure(value);
        if is_there && self.says_who(value) {
            state.path.facts |= Facts::IDENTIFIED;
        }
    }

    /// Whether a value stands for somebody: it was found out, not written down.
    fn says_who(&mut self, value: ValueId) -> bool {
        let parts = self.values.made_of(value);
        parts.into_iter().any(|part| match *self.values.get(part) {
            Value::Symbol(Symbol::Result { call, .. }) => {
                let decoded = matches!(self.check_action(call), Some(Action::Decode | Action::Verify(_)));
                let name = self.callee_name(call).map(split_name).unwrap_or_default();
                decoded || !name.iter().any(|word| NOBODY.contains(&word.as_str()))
            }
            Value::LookedUp { .. } => true,
            _ => false,
        })
    }
}
