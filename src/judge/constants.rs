//! What is left of a constant's making: the one value for several that it may have, and what it stored in instances.
//!
//! In: what the runs of an expression gave. Out: a value that says as much as they agree on.

use super::machine::Machine;
use super::state::State;
use super::value::{Site, Symbol, Value, ValueId};
use crate::link::FunctionRef;
use crate::text::Span;

impl Machine<'_> {
    /// What stands in the members of instances when a constant is made stays there, where all ways agree.
    pub(super) fn keep_members(&mut self, state: &State) {
        for &((object, name), value) in state.members.iter() {
            if !matches!(self.values.get(object), Value::Instance { .. } | Value::Constructed { .. }) {
                continue;
            }
            let unknown = self.values.symbol(Symbol::Member(object, name));
            let kept = match self.known.get(&(object, name)) {
                Some(kept) if kept != value => unknown,
                _ => value,
            };
            self.known.insert((object, name), kept);
        }
    }

    /// One value for several: the one that says more, where they agree about what it is.
    pub(super) fn join(&mut self, results: &[ValueId], function: FunctionRef, from: u32) -> ValueId {
        let mut joined: Option<ValueId> = None;
        for &next in results {
            joined = match joined {
                None => Some(next),
                Some(known) if known == next => Some(known),
                Some(known) => match (self.values.get(known), self.values.get(next)) {
                    (
                        Value::Package { surface, threshold, .. },
                        Value::Package { surface: other, threshold: of_other, .. },
                    ) if surface == other => Some(if threshold.is_some() || of_other.is_none() { known } else { next }),
                    // `quiet ? null : logger`: what is there when anything is.
                    (Value::Null | Value::Undefined, _) => Some(next),
                    (_, Value::Null | Value::Undefined) => Some(known),
                    // `given || DEFAULT`: the default is what is known.
                    (Value::Symbol(_), Value::Text(_) | Value::Number(_)) => {
                        Some(self.values.symbol(Symbol::Default(next)))
                    }
                    (Value::Text(_) | Value::Number(_), Value::Symbol(_)) => {
                        Some(self.values.symbol(Symbol::Default(known)))
                    }
                    (Value::Symbol(_), _) => Some(next),
                    (_, Value::Symbol(_)) => Some(known),
                    _ => return self.unknown_at(function, from),
                },
            };
        }
        joined.unwrap_or_else(|| self.unknown_at(function, from))
    }

    fn unknown_at(&mut self, function: FunctionRef, from: u32) -> ValueId {
        let at = self.program.function(function).code.get(from as usize).map_or(Span::default(), |inst| inst.at);
        self.values.symbol(Symbol::Opaque(Site { file: function.file, span: at }))
    }
}
