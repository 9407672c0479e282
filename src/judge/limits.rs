//! Rate limiters: whether one that stands on the way limits what is tried with tokens.
//!
//! In: a limiter of the vocabulary, with the options that it was made with. Out: facts of the path on which it is passed. That a
//! project's own middleware limits is seen by its answer, in `passage`.

use super::calls::Calling;
use super::event::Event;
use super::machine::{Flow, Machine};
use super::state::{Activation, Completion, Facts, State};
use super::value::{Promise, Value, ValueId};
use crate::link::CallRef;
use crate::outline::code::{Inst, Op};
use crate::vocabulary::{self, Denies, Limiter, LimiterHow, Literal, OptionIs, OptionValue, OptionsOf, Refusal, Spot};

/// What a limiter's options leave of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Nothing,
    /// Requests that end well are not counted.
    CountsFailed,
    /// Requests that are refused are not counted.
    CountsSuccessful,
    CountsAll,
}

/// Whom an option for one kind of requests leaves out, when a function of the program's own may say which are of the kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum LeftOut {
    None,
    /// For the function, all requests end well.
    AllEndWell,
    AllEndBadly,
    /// Those that the option is called after.
    AsNamed,
}

/// How a limiter that is called says no.
enum Denied {
    Completes(Completion),
    /// A callback is called.
    Calls(Calling),
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
        if self.run.event != Event::Served {
            return self.unknown_call(state, calling);
        }
        let effect = self.effect(state, limiter, made_with, calling);
        if effect != Effect::Nothing {
            self.refuse(state, limiter, made_with, calling);
        }
        note_limited(state, effect);
        match &limiter.how {
            LimiterHow::Middleware | LimiterHow::Installs { .. } => self.pass(state, calling),
            LimiterHow::Call { denies } if matches!(**denies, [Denies::Rejects]) => {
                let result = self.result(calling.call, false);
                let promise = self.values.make(Value::Promise(Promise::Fulfilled(result)));
                self.deliver(state, Completion::Return(promise))
            }
            LimiterHow::Call { .. } => self.unknown_call(state, calling),
        }
    }

    /// The request came too often: what the code makes of that is followed beside the way on which it passes.
    fn refuse(&mut self, state: &State, limiter: &Limiter, made_with: Option<ValueId>, calling: &Calling) {
        let mut refused = state.clone();
        refused.path.facts |= Facts::TOO_MANY;
        let flow = match &limiter.how {
            LimiterHow::Middleware | LimiterHow::Installs { .. } => {
                let handlers = limiter.options.iter().flat_map(|known| known.handlers.iter());
                let own = handlers.filter_map(|name| self.option(&mut refused, made_with?, name)).next();
                let Some(callee) = own.filter(|&own| self.is_project_function(own)) else { return };
                let calling = Calling { callee, ..calling.clone() };
                self.dispatch(&mut refused, calling)
            }
            LimiterHow::Call { denies } => match denies.iter().find_map(|denial| self.denial(denial, calling)) {
                Some(Denied::Completes(completion)) => self.deliver(&mut refused, completion),
                Some(Denied::Calls(calling)) => {
                    refused.activations.push(Activation::Discard);
                    self.dispatch(&mut refused, calling)
                }
                None => return,
            },
        };
        if flow == Flow::Go {
            self.fork(refused);
        }
    }

    /// What the caller is given when it came too often; `None` when that cannot be put into a value.
    fn denial(&mut self, denial: &Denies, calling: &Calling) -> Option<Denied> {
        let site = self.site(calling.call);
        let nothing = |machine: &mut Self| machine.values.make(Value::Object { site, members: Vec::new(), open: true });
        Some(match denial {
            Denies::Throws => Denied::Completes(Completion::Throw(nothing(self))),
            Denies::Rejects => {
                let reason = nothing(self);
                Denied::Completes(Completion::Return(self.values.make(Value::Promise(Promise::Rejected(reason)))))
            }
            Denies::Result(refusal) => Denied::Completes(Completion::Return(self.refusal(refusal, calling)?)),
            Denies::Callback { callback, parameter, refusal } => {
                let callee = self
                    .argument_at(*callback, &calling.arguments)
                    .filter(|&callee| self.is_project_function(callee))?;
                let refusal = self.refusal(refusal, calling)?;
                let null = self.values.make(Value::Null);
                let mut arguments = vec![null; usize::from(*parameter)];
                arguments.push(refusal);
                let this = self.values.undefined();
                Denied::Calls(Calling { call: calling.call, callee, this, arguments })
            }
        })
    }

    fn refusal(&mut self, refusal: &Refusal, calling: &Calling) -> Option<ValueId> {
        if refusal.called {
            return None;
        }
        let value = match &refusal.is {
            Literal::Bool(truth) => self.values.bool(*truth, false),
            Literal::Number(number) => self.values.make(Value::Number(*number)),
            Literal::Text(text) => self.program.find(text).map(|name| self.values.make(Value::Text(name)))?,
        };
        let Some(member) = &refusal.member else { return Some(value) };
        // A program that does not name the member does not ask for it.
        let members = self.program.find(member).map(|name| (name, value)).into_iter().collect();
        let site = self.site(calling.call);
        Some(self.values.make(Value::Object { site, members, open: true }))
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
        let made_by = [calling.callee, calling.this].into_iter().find_map(|owner| match self.values.get(owner) {
            Value::Configured { call, .. } => Some(*call),
            _ => None,
        });
        if made_by.is_some_and(|made_by| self.run.fresh_limiters.contains(&made_by)) {
            return Effect::Nothing;
        }
        let Some(known) = &limiter.options else { return Effect::CountsAll };
        let options = match known.of {
            OptionsOf::Making | OptionsOf::Owner => made_with,
            OptionsOf::Itself => calling.arguments.get(usize::from(known.argument)).copied(),
        };
        let Some(options) = options else { return Effect::CountsAll };
        let major = self.major_of(calling);
        if of_version(&known.inert, major).any(|fact| self.option_is(state, options, fact)) {
            return Effect::Nothing;
        }
        let mut ends = |facts: &[OptionIs]| {
            of_version(facts, major).map(|fact| self.left_out(state, options, fact)).max().unwrap_or(LeftOut::None)
        };
        match (ends(&known.skips_failed), ends(&known.skips_successful)) {
            (LeftOut::AllEndBadly, _) | (_, LeftOut::AllEndWell) | (LeftOut::AsNamed, LeftOut::AsNamed) => {
                Effect::Nothing
            }
            (LeftOut::AsNamed, _) => Effect::CountsSuccessful,
            (_, LeftOut::AsNamed) => Effect::CountsFailed,
            _ => Effect::CountsAll,
        }
    }

    /// The major version of a limiter's package that the project asks for where the limiter was made.
    fn major_of(&self, calling: &Calling) -> Option<u32> {
        let owners = [calling.callee, calling.this].into_iter();
        let (surface, file) = owners
            .filter_map(|owner| match *self.values.get(owner) {
                Value::Configured { surface, call, .. } | Value::Made { surface, call, .. } => {
                    Some((surface, call.file))
                }
                Value::Package { surface, .. } => Some((surface, calling.call.file)),
                _ => None,
            })
            .next()?;
        let package = surface.package()?;
        let mut modules = vocabulary::versioned().filter(|(_, known)| std::ptr::eq(*known, package));
        modules.find_map(|(module, _)| self.program.file(file).major(module))
    }

    /// Which requests an option that names a kind of them keeps from being counted.
    fn left_out(&mut self, state: &mut State, options: ValueId, fact: &OptionIs) -> LeftOut {
        if !self.option_is(state, options, &OptionIs { unless: None, ..fact.clone() }) {
            return LeftOut::None;
        }
        let Some(decides) = fact.unless.as_ref().and_then(|name| self.option(state, options, name)) else {
            return LeftOut::AsNamed;
        };
        match self.gives(decides) {
            Some(true) => LeftOut::AllEndWell,
            Some(false) => LeftOut::AllEndBadly,
            None => LeftOut::None,
        }
    }

    /// Whether an option is what a fact says; not when that cannot be seen.
    fn option_is(&mut self, state: &mut State, options: ValueId, fact: &OptionIs) -> bool {
        let given = |machine: &mut Self, state: &mut State, name: &str| machine.option(state, options, name).is_some();
        if fact.unless.as_ref().is_some_and(|name| given(self, state, name)) {
            return false;
        }
        let is_seen = matches!(self.values.get(options), Value::Object { open: false, .. });
        let value = self.option(state, options, &fact.option);
        match (&fact.value, value) {
            (OptionValue::Is(literal), Some(value)) => self.equals(value, literal) == Some(true),
            (OptionValue::IsNot(literal), Some(value)) => self.equals(value, literal) == Some(false),
            (OptionValue::IsNot(_) | OptionValue::Lacks { .. }, None) => is_seen,
            (OptionValue::Gives(truth), Some(value)) => {
                self.gives(value).or_else(|| self.is_true_of(value)) == Some(*truth)
            }
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

    /// What a function gives whatever it is asked: `() => true`, `() => ENABLED`.
    fn gives(&mut self, value: ValueId) -> Option<bool> {
        let at = self.values.function(value)?;
        let code = &self.program.function(at).code;
        let end = code.iter().position(|inst| inst.op == Op::Return)?;
        let is_plain = |op: Op| {
            matches!(
                op,
                Op::Argument(_)
                    | Op::Store(_)
                    | Op::Load(_)
                    | Op::Member(_)
                    | Op::Bool(_)
                    | Op::Text(_)
                    | Op::Not
                    | Op::Compare(_)
            )
        };
        if !code[..end].iter().all(|inst| is_plain(inst.op)) {
            return None;
        }
        let given = self.evaluate(at, 0, u32::try_from(end).ok()?);
        match self.values.get(given) {
            Value::Bool { truth, .. } => Some(*truth),
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

impl Machine<'_> {
    /// A limiter is made while a request is served: it has counted nothing yet, unless it is kept for the next one.
    pub(super) fn note_fresh_limiter(&mut self, call: CallRef) {
        if self.run.event != Event::Served {
            return;
        }
        let site = self.program.call(call);
        let code = &self.program.outline(call.file).function(site.function).code;
        let own = |inst: &Inst| matches!(inst.op, Op::Call(id) | Op::New(id) | Op::CallMember(id) if id == call.call);
        let behind = code.get(site.callee_code.1 as usize..).unwrap_or_default();
        let after = behind.iter().position(own).map_or(&[][..], |at| &behind[at + 1..]);
        let outline = self.program.outline(call.file);
        let is_kept = after.iter().find(|inst| inst.op != Op::Dup).is_some_and(|next| match next.op {
            Op::Store(reference) => {
                outline.reference(reference).binding.is_none_or(|binding| outline.owner(binding) != site.function)
            }
            Op::SetMember(_) | Op::SetIndex(_) | Op::CallMember(_) => true,
            _ => false,
        });
        if !is_kept {
            self.run.fresh_limiters.insert(call);
        }
    }
}

/// The facts that hold for a version of their package: where none is known, for the newest.
fn of_version(facts: &[OptionIs], major: Option<u32>) -> impl Iterator<Item = &OptionIs> {
    facts
        .iter()
        .filter(move |fact| fact.before.is_none_or(|before| major.is_some_and(|major| major < u32::from(before))))
}

fn note_limited(state: &mut State, effect: Effect) {
    let late = state.path.facts.contains(Facts::VERIFIED);
    state.path.facts |= match effect {
        Effect::Nothing => Facts::LIMITED_IN_VAIN,
        Effect::CountsFailed if late => Facts::LIMITED_LATE,
        Effect::CountsSuccessful | Effect::CountsAll if late => Facts::LIMITED_LATE | Facts::LIMITED_GOOD_LATE,
        Effect::CountsFailed => Facts::LIMITED_FAILED,
        Effect::CountsSuccessful => Facts::LIMITED_GOOD,
        Effect::CountsAll => Facts::LIMITED,
    };
}
