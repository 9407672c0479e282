//! What becomes of a request: the status that it is answered with, and whether that refuses it.
//!
//! In: calls of the response's methods, errors that come to the framework. Out: facts of the path. Knows nothing of tokens.

use super::calls::Calling;
use super::machine::Machine;
use super::state::{Facts, State};
use super::value::{Value, ValueId};
use crate::link::Name;

/// The response's methods whose first argument is a status.
const STATUS: [&str; 5] = ["status", "sendStatus", "code", "writeHead", "throw"];
/// Members of the response, and of errors, that hold a status.
const STATUS_MEMBERS: [&str; 3] = ["statusCode", "status", "code"];
/// Too many requests.
const TOO_MANY: i32 = 429;

impl Machine<'_> {
    /// A call on the response.
    pub(super) fn note_status(&self, state: &mut State, calling: &Calling, method: Name) {
        if !STATUS.contains(&self.program.text(method)) {
            return;
        }
        if let Some(Value::Number(status)) = calling.arguments.first().map(|&first| self.values.get(first)) {
            note(state, *status);
        }
    }

    /// `res.statusCode = 401`
    pub(super) fn note_status_member(&self, state: &mut State, name: Name, value: ValueId) {
        if STATUS_MEMBERS.contains(&self.program.text(name))
            && let Value::Number(status) = self.values.get(value)
        {
            note(state, *status);
        }
    }

    /// An error comes to the framework.
    pub(super) fn note_refused(&mut self, state: &mut State, error: ValueId) {
        state.path.facts |= Facts::REFUSED;
        for name in STATUS_MEMBERS {
            let Some(name) = self.program.find(name) else { continue };
            let status = self.member(state, error, name);
            if matches!(self.values.get(status), Value::Number(TOO_MANY)) {
                state.path.facts |= Facts::REFUSED_MANY;
            }
        }
    }
}

fn note(state: &mut State, status: i32) {
    state.path.facts |= match status {
        TOO_MANY => Facts::REFUSED | Facts::REFUSED_MANY,
        400.. => Facts::REFUSED,
        _ => Facts::ACCEPTED,
    };
}
