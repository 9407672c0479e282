//! What a program does only when the environment asks for it: `if (process.env.RATE_LIMIT === 'true') app.use(limiter)`.
//!
//! In: the truths that a path has decided. Out: whether one of them holds only once somebody has switched something on. A setting
//! that names something (`REDIS_URL`) is no switch, and is taken to be there.

use super::machine::Machine;
use super::state::State;
use super::value::{Builtin, Symbol, Value, ValueId};
use crate::outline::code::Comparison;
use crate::vocabulary::{WordList, split_name};

/// What a switch is set to.
const ON: [&str; 6] = ["1", "enabled", "on", "true", "y", "yes"];

impl Machine<'_> {
    /// Whether a path is one that nobody comes to who has set nothing.
    pub(super) fn is_asked_for(&self, state: &State) -> bool {
        state.decided.iter().any(|&(condition, truth)| truth && self.asks_for_switch(condition))
    }

    /// Whether a condition is that a switch is on.
    fn asks_for_switch(&self, condition: ValueId) -> bool {
        match *self.values.get(condition) {
            Value::Symbol(Symbol::Compare(Comparison::Equal { .. }, left, right)) => {
                let is_on = |value: ValueId| match self.values.get(value) {
                    Value::Text(name) => ON.contains(&self.program.text(*name).to_ascii_lowercase().as_str()),
                    _ => false,
                };
                (self.setting(left).is_some() && is_on(right)) || (self.setting(right).is_some() && is_on(left))
            }
            Value::Symbol(Symbol::Member(..)) => self.setting(condition).is_some_and(|name| {
                let words = split_name(name);
                let enables = words.iter().any(|word| ["enable", "enabled", "use", "with"].contains(&word.as_str()));
                enables || super::names::said_by(name).says(WordList::Limit)
            }),
            _ => false,
        }
    }

    /// The variable of the environment that a value is.
    fn setting(&self, value: ValueId) -> Option<&str> {
        match *self.values.get(value) {
            Value::Symbol(Symbol::Member(base, name)) => {
                let is_environment = matches!(self.values.get(base), Value::Builtin(Builtin::ProcessEnv));
                is_environment.then(|| self.program.text(name))
            }
            _ => None,
        }
    }
}
