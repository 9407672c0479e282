//! Conditions on the path or the method of a request that cannot be decided: they may stand around a limiter.
//!
//! In: calls and open conditions, while the requests of one route are followed. Out: a fact on the ways behind such a condition.
//! What hangs on something else of the request, a header or a role, is no concern of this file: an attacker may choose it.

use super::calls::Calling;
use super::event::Event;
use super::machine::Machine;
use super::state::{Facts, State};
use super::value::{Symbol, Value, ValueId};

/// Members of a request that tell of its path in a form that is not read.
const UNREAD: [&str; 4] = ["params", "route", "_parsedUrl", "_parsedOriginalUrl"];

impl Machine<'_> {
    /// A call is made whose result may stay unknown: whether it is asked about the path or the method.
    pub(super) fn note_asked(&mut self, calling: &Calling) {
        if self.follows_requests() {
            let mut asked = std::iter::once(calling.callee).chain(calling.arguments.iter().copied());
            if asked.any(|part| self.hangs_on_route(part)) {
                self.run.asked.insert(calling.call);
            }
        }
    }

    /// An open condition is decided both ways.
    pub(super) fn note_undecided(&self, state: &mut State, condition: ValueId) {
        if self.follows_requests() && self.hangs_on_route(condition) {
            state.path.facts |= Facts::UNDECIDED;
        }
    }

    fn follows_requests(&self) -> bool {
        self.run.event == Event::Served && self.requested.is_some()
    }

    /// Whether a value is made of the path or the method, or is the answer to a question about them.
    fn hangs_on_route(&self, value: ValueId) -> bool {
        self.values.made_of(value).into_iter().any(|part| match *self.values.get(part) {
            Value::Symbol(Symbol::Result { call, .. }) => self.run.asked.contains(&call),
            Value::Symbol(Symbol::Member(request, name)) => {
                self.asked_of(part).is_some() || (self.is_request(request) && UNREAD.contains(&self.program.text(name)))
            }
            _ => false,
        })
    }
}
