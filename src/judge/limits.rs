//! Rate limiters: whether one that stands on the way limits what is tried with tokens.
//!
//! In: a limiter of the vocabulary, with the options that it was made with. Out: facts of the path on which it is passed. That a
//! project's own middleware limits is seen by its answer, in `passage`.

use super::calls::Calling;
use super::event::Event;
use super::machine::{Flow, Machine};
use super::state::{Facts, State};
use super::value::{Value, ValueId};
use crate::outline::code::Op;
use crate::vocabulary::{Limiter, LimiterHow, Literal, OptionIs, OptionValue, OptionsOf, Spot};

/// What a limiter's options leave of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Nothing,
    /// Requests that end well are not counted.
    CountsFailed,
    CountsAll,
}

impl Machine<'_> {
    /// A limiter lets a request pass, as a middleware or called by hand. `made_with`: the options of its making, or of its
    /// owner's.
    pub(super) fn pass_limiter(
        &mut self,
        state: &mut State,
        limiter: &Limiter,
        made_with: Option<ValueId>,
        calling: &Calling,
    ) -> Flow {
        if self.run.event == Event::Served {
            let effect = self.effect(state, limiter, made_with, calling);
            note_limited(state, effect);
        }
        match limiter.how {
            LimiterHow::Middleware | LimiterHow::Installs { .. } if self.run.event == Event::Served => {
                self.pass(state, calling)
            }
            _ => self.unknown_call(state, calling),
        }
    }

    /// The request goes on to what is called next.
    fn pass(&mut self, state: &mut State, calling: &Calling) -> Flow {
        match calling.arguments.last().copied() {
            Some(next) if self.is_function(next) => {
                let this = self.values.undefined();
                self.dispatch(state, Calling { call: calling.call, callee: next, this, arguments: Vec::new() })
            }
            _ => self.deliver_result(state, calling),
        }
    }

    fn effect(
        &mut self,
        state: &mut State,
        limiter: &Limiter,
        made_with: Option<ValueId>,
        calling: &Calling,
    ) -> Effect {
        if limiter.slows_only {
            return Effect::Nothing;
        }
        let Some(known) = &limiter.options else { return Effect::CountsAll };
        let options = match known.of {
            OptionsOf::Making | OptionsOf::Owner => made_with,
            OptionsOf::Itself => calling.arguments.get(usize::from(known.argument)).copied(),
        };
        let Some(options) = options else { return Effect::CountsAll };
        let mut any = |facts: &[OptionIs]| facts.iter().any(|fact| self.option_is(state, options, fact));
        if any(&known.inert) || any(&known.skips_failed) {
            Effect::Nothing
        } else if any(&known.skips_successful) {
            Effect::CountsFailed
        } else {
            Effect::CountsAll
        }
    }

    /// Whether an option is what a fact says; not when that cannot be seen.
    fn option_is(&mut self, state: &mut State, options: ValueId, fact: &OptionIs) -> bool {
        // Which version is installed is not known: what older ones do is not assumed.
        let given = |machine: &mut Self, state: &mut State, name: &str| machine.option(state, options, name).is_some();
        if fact.before.is_some() || fact.unless.as_ref().is_some_and(|name| given(self, state, name)) {
            return false;
        }
        let is_seen = matches!(self.values.get(options), Value::Object { open: false, .. });
        let value = self.option(state, options, &fact.option);
        match (&fact.value, value) {
            (OptionValue::Is(literal), Some(value)) => self.equals(value, literal) == Some(true),
            (OptionValue::IsNot(literal), Some(value)) => self.equals(value, literal) == Some(false),
            (OptionValue::IsNot(_) | OptionValue::Lacks { .. }, None) => is_seen,
            (OptionValue::Gives(truth), Some(value)) => self.gives(value) == Some(*truth),
            (OptionValue::Has(spot), Some(value)) => self.comes_from(value, *spot),
            (OptionValue::Lacks { spots, .. }, Some(value)) => {
                matches!(self.values.get(value), Value::Array { open: false, .. })
                    && !spots
                        .iter()
                        .any(|&spot| self.values.made_of(value).into_iter().any(|part| self.comes_from(part, spot)))
            }
            (OptionValue::Is(_) | OptionValue::Gives(_) | OptionValue::Has(_), None) => false,
        }
    }

    fn equals(&self, value: ValueId, literal: &Literal) -> Option<bool> {
        match (self.values.get(value), literal) {
            (Value::Bool { truth, .. }, Literal::Bool(expected)) => Some(truth == expected),
            (Value::Number(number), Literal::Number(expected)) => Some(number == expected),
            (Value::Text(name), Literal::Text(expected)) => Some(self.program.text(*name) == expected.as_ref()),
            (Value::Symbol(_), _) => None,
            _ => Some(false),
        }
    }

    /// What a function gives that does nothing else: `() => true`.
    fn gives(&self, value: ValueId) -> Option<bool> {
        let code = &self.program.function(self.values.function(value)?).code;
        let mut ops = code.iter().map(|inst| inst.op);
        match (ops.next(), ops.next()) {
            (Some(Op::Bool(truth)), Some(Op::Return)) => Some(truth),
            _ => None,
        }
    }

    /// Whether a value is what a package has at a place.
    fn comes_from(&self, value: ValueId, spot: Spot) -> bool {
        match self.values.get(value) {
            Value::Package { surface, .. } | Value::Made { surface, .. } | Value::Configured { surface, .. } => {
                surface.spot(spot) == *surface
            }
            _ => false,
        }
    }
}

fn note_limited(state: &mut State, effect: Effect) {
    let late = state.path.facts.contains(Facts::VERIFIED);
    state.path.facts |= match effect {
        Effect::Nothing => Facts::LIMITED_IN_VAIN,
        _ if late => Facts::LIMITED_LATE,
        Effect::CountsFailed => Facts::LIMITED_FAILED,
        Effect::CountsAll => Facts::LIMITED | Facts::LIMITED_FAILED,
    };
}
