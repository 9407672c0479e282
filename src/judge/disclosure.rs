//! What the client is told of a check's failure: its message, its name, its stack, or the error itself.
//!
//! In: what is sent while a check fails. Out: the place on the path, and a [`CheckVerdict`] with all of them. A fixed text that is
//! chosen by what the error is like tells no more than its author meant to.

use std::collections::BTreeMap;

use super::event::{Event, Subject};
use super::machine::Machine;
use super::roots::Outcome;
use super::state::State;
use super::value::{FailureText, Promise, Symbol, Value, ValueId};
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::{Related, Role};
use crate::link::{CallRef, Name};
use crate::rules::Manner;
use crate::text::Place;

/// Functions that make a text of an error, and leave nothing out.
const SHOWING: [&str; 5] = ["toString", "String", "stringify", "inspect", "format"];
/// Members of an error that say what it is, besides its name and its message.
const TELLING: [&str; 6] = ["stack", "inner", "cause", "reason", "details", "claim"];

impl Machine<'_> {
    /// Where the client is told with what error a check failed.
    pub(crate) fn judge_disclosure(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Refusal });
        let mut by_place: BTreeMap<Place, Outcome> = BTreeMap::new();
        for outcome in outcomes.all {
            if let Some(place) = outcome.end.path.disclosed {
                self.keep_surest(&mut by_place, place, outcome);
            }
        }
        CheckVerdict::of(self.at_places(call, by_place, Manner::Disclosed, Role::Exit))
    }

    /// Of several ways to a place, the one that is known best.
    pub(super) fn keep_surest(&self, by_place: &mut BTreeMap<Place, Outcome>, place: Place, outcome: Outcome) {
        let confidence = outcome.end.path.confidence;
        if by_place.get(&place).is_none_or(|known| known.end.path.confidence < confidence) {
            by_place.insert(place, outcome);
        }
    }

    /// Evidence for each place. `own`: what such a place is on the way.
    pub(super) fn at_places(
        &self,
        call: CallRef,
        by_place: BTreeMap<Place, Outcome>,
        said: Manner,
        own: Role,
    ) -> Vec<Evidence> {
        let check = self.program.call_place(call);
        let related = Related { role: Role::Check, place: check, message: "the token is checked here".to_owned() };
        by_place
            .into_iter()
            .map(|(place, outcome)| {
                let path = outcome.end.path;
                let mut evidence = Evidence::at(place, said, path.confidence, path.because);
                let here = Related { role: own, place, message: "this is all that is told".to_owned() };
                evidence.related.extend([related.clone(), here]);
                evidence
            })
            .collect()
    }

    /// Something is sent to the client.
    pub(super) fn note_disclosed(&mut self, state: &mut State, sent: &[ValueId], place: Place) {
        if self.run.event == Event::Refusal
            && state.path.disclosed.is_none()
            && sent.iter().any(|&sent| self.shows(sent))
        {
            state.path.disclosed = Some(place);
        }
    }

    /// `ctx.body = …`
    pub(super) fn note_disclosed_body(&mut self, state: &mut State, name: Name, value: ValueId, place: Place) {
        if self.program.text(name) == "body" {
            self.note_disclosed(state, &[value], place);
        }
    }

    /// Whether a value shows what the failure says of itself.
    fn shows(&self, value: ValueId) -> bool {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            match self.values.get(value) {
                Value::Failure | Value::FailureText(FailureText::Message | FailureText::Name) => return true,
                Value::Object { members, .. } => waiting.extend(members.iter().map(|&(_, member)| member)),
                Value::NewError { fields, .. } => waiting.extend(fields.iter().map(|&(_, field)| field)),
                Value::Array { items, .. } => waiting.extend(items),
                Value::Promise(Promise::Fulfilled(inner)) => waiting.push(*inner),
                Value::Symbol(Symbol::Member(base, name))
                    if matches!(self.values.get(*base), Value::Failure)
                        && TELLING.contains(&self.program.text(*name)) =>
                {
                    return true;
                }
                Value::Symbol(Symbol::Derived(_, parts) | Symbol::Joined(_, parts)) => waiting.extend(parts),
                Value::Symbol(Symbol::Result { call, carries: true })
                    if self.callee_name(*call).is_some_and(|name| SHOWING.contains(&name)) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }
}
