//! What is told of a check's failure: why, or whose request it was; or a fixed text, which is the same for all.
//!
//! In: signals on the way of a failure. Out: what the path notes, and a [`CheckVerdict`] with each place at which nothing but a
//! fixed text is told on a way that tells nothing else.

use std::collections::BTreeMap;

use super::calls::Calling;
use super::event::{Event, Subject};
use super::machine::Machine;
use super::roots::Outcome;
use super::state::{Facts, State};
use super::value::{Builtin, Symbol, Value, ValueId};
use super::verdict::{CheckVerdict, Evidence};
use crate::finding::Role;
use crate::link::CallRef;
use crate::outline::code::{Definition, FnId, Op};
use crate::rules::Manner;
use crate::vocabulary::{Signal, SignalKind};

/// What gives the time, which every line has.
const TIME: [&str; 8] =
    ["Date", "now", "toISOString", "toString", "toLocaleString", "toLocaleTimeString", "toUTCString", "getTime"];

/// By what a logger makes one that says more.
const DERIVING: [&str; 5] = ["child", "with", "withContext", "withFields", "extend"];

impl Machine<'_> {
    /// Where a fixed text is all that is told of a check's failure.
    pub(crate) fn judge_context(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Refusal });
        let kinds = outcomes.all.iter().fold(0, |all, outcome| all | outcome.end.path.kinds);
        let mut by_place = BTreeMap::new();
        for outcome in outcomes.all {
            // A text for one kind of error says which it was.
            let is_of_a_kind = outcome.end.path.kinds != kinds;
            let more = outcome.facts.intersects(Facts::CONTEXT | Facts::MAYBE) || is_of_a_kind;
            if let Some(place) = outcome.end.path.bare.filter(|_| !more) {
                self.keep_surest(&mut by_place, place, outcome);
            }
        }
        CheckVerdict::of(self.at_places(call, by_place, Manner::NoContext, Role::Signal))
    }

    /// A check whose failures are logged on every way, and counted on none.
    pub(crate) fn judge_watch(&mut self, call: CallRef) -> Option<CheckVerdict> {
        let outcomes = self.outcomes(Subject { site: call.into(), event: Event::Refusal });
        let told = |outcome: &Outcome| outcome.facts.contains(Facts::TOLD);
        let watched = |outcome: &Outcome| outcome.facts.intersects(Facts::COUNTED | Facts::MAYBE);
        if outcomes.all.is_empty() || !outcomes.all.iter().all(told) || outcomes.all.iter().any(watched) {
            return None;
        }
        let lowest = outcomes.all.iter().min_by_key(|outcome| outcome.end.path.confidence)?;
        let path = &lowest.end.path;
        let place = self.program.call_place(call);
        CheckVerdict::of(vec![Evidence::at(place, Manner::OnlyLogged, path.confidence, path.because.clone())])
    }

    /// Somebody is told: of what?
    pub(super) fn note_context(&self, state: &mut State, signal: &Signal, calling: &Calling) {
        let is_fixed =
            !self.is_of_request(calling.call) && calling.arguments.iter().all(|&argument| self.is_fixed(argument));
        if matches!(signal.kind, SignalKind::Metric | SignalKind::Tracker) {
            state.path.facts |= Facts::COUNTED;
        }
        match signal.kind {
            // A counter is asked for nothing else.
            SignalKind::Metric if is_fixed => {}
            SignalKind::Log if is_fixed => {
                let place = self.program.call_place(calling.call);
                state.path.bare.get_or_insert(place);
            }
            _ => state.path.facts |= Facts::CONTEXT,
        }
    }

    /// Whether a logger was made for the request, and knows whose it is: `logger.child({ ip })`.
    fn is_of_request(&self, call: CallRef) -> bool {
        let outline = self.program.outline(call.file);
        let site = self.program.call(call);
        let derives = |op: Op| {
            let made = match op {
                Op::CallMember(id) => outline.call(id),
                _ => return false,
            };
            made.member.is_some_and(|name| DERIVING.contains(&outline.name(name)))
        };
        let (from, to) = site.callee_code;
        let callee = outline.function(site.function).code.get(from as usize..to as usize).unwrap_or_default();
        callee.iter().any(|inst| match inst.op {
            Op::Load(reference) => outline.reference(reference).binding.is_some_and(|binding| {
                match &outline.binding(binding).definition {
                    // What a module makes for itself is no request's.
                    Definition::Value { function, code, .. } if *function != FnId::MODULE => {
                        let code = outline.function(*function).code.get(code.0 as usize..code.1 as usize);
                        code.unwrap_or_default().iter().any(|inst| derives(inst.op))
                    }
                    _ => false,
                }
            }),
            op => derives(op),
        })
    }

    /// Whether a value is the same for every request, but for the time.
    pub(super) fn is_fixed(&self, value: ValueId) -> bool {
        match self.values.get(value) {
            Value::Text(_)
            | Value::UnwrittenText
            | Value::Number(_)
            | Value::Bool { .. }
            | Value::Null
            | Value::Undefined
            | Value::Environment
            | Value::Builtin(Builtin::Plain) => true,
            Value::Object { members, open, .. } => !open && members.iter().all(|&(_, member)| self.is_fixed(member)),
            // A list that begins empty is there to be filled.
            Value::Array { items, open, .. } => {
                !open && !items.is_empty() && items.iter().all(|&item| self.is_fixed(item))
            }
            Value::Symbol(Symbol::Derived(_, parts) | Symbol::Joined(_, parts)) => {
                parts.iter().all(|&part| self.is_fixed(part))
            }
            Value::Symbol(Symbol::Result { call, carries: false }) => {
                self.callee_name(*call).is_some_and(|name| TIME.contains(&name))
            }
            _ => false,
        }
    }
}
