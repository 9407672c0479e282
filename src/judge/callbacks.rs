//! Functions that are handed to code which cannot be seen: when they are called, and with what.
//!
//! In: a call. Out: its callbacks as jobs that run later, or, of a transaction, the callback's own result.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::state::State;
use super::value::{Promise, Symbol, Value};
use crate::vocabulary::{self, Does, Surface};

impl Machine<'_> {
    /// `db.transaction(async (tx) => …)`: what the function gives is what the call gives.
    pub(super) fn transact(&mut self, state: &mut State, passed: Option<Surface>, calling: &Calling) -> Option<Flow> {
        let does = vocabulary::store_method(self.callee_name(calling.call)?).map(|operation| operation.does);
        let &callee = calling.arguments.iter().find(|&&argument| self.is_project_function(argument))?;
        let at = self.values.function(callee)?;
        let worth = state.path.failing || self.relevant.contains(at);
        if does != Some(Does::Transact) || !worth {
            return None;
        }
        let given = match passed {
            Some(surface) => self.values.make(Value::Package { surface, threshold: None, muted: false }),
            None => self.values.symbol(Symbol::Item(calling.callee)),
        };
        let this = self.values.undefined();
        Some(self.dispatch(state, Calling { call: calling.call, callee, this, arguments: vec![given] }))
    }

    /// Functions that are handed to code that cannot be seen are taken to be called, later.
    pub(super) fn run_callbacks(&mut self, state: &mut State, calling: &Calling) {
        for &argument in &calling.arguments {
            let Some(at) = self.values.function(argument) else { continue };
            let worth = state.path.failing || self.recorder.is_some() || self.relevant.contains(at);
            if self.is_handler(at) || !worth {
                continue;
            }
            let arguments = Vec::new();
            let job =
                self.values.make(Value::Promise(Promise::Job { call: calling.call, callee: argument, arguments }));
            state.leave_waiting(job);
        }
    }
}
