//! Checks that a package makes in a middleware of its own: passport's strategies.
//!
//! A strategy that refuses a token is answered by passport itself, unless the guard has a callback or hands errors on.

use super::calls::Calling;
use super::event::Event;
use super::machine::{Flow, Machine};
use super::state::{Because, Completion, Manner, State, Taken};
use super::value::{Authenticate, Symbol, Value, ValueId};
use crate::finding::{Confidence, Role};
use crate::link::{CallRef, FunctionRef, Name, SiteRef};
use crate::outline::code::CallId;
use crate::vocabulary::Action;

impl Machine<'_> {
    /// `passport.authenticate(name, options?, callback?)`
    pub(super) fn authenticate(&mut self, state: &mut State, calling: &Calling) -> Flow {
        let made = self.authenticate_value(state, calling.call, &calling.arguments);
        let made = self.values.make(Value::Authenticate(made));
        self.deliver(state, Completion::Return(made))
    }

    fn authenticate_value(&mut self, state: &mut State, call: CallRef, arguments: &[ValueId]) -> Authenticate {
        let mut strategies = Vec::new();
        let names = arguments.first().map(|&names| self.values.get(names).clone());
        match names {
            Some(Value::Text(name)) => strategies.push(name),
            Some(Value::Array { items, .. }) => {
                for item in items {
                    if let Value::Text(name) = *self.values.get(item) {
                        strategies.push(name);
                    }
                }
            }
            _ => {}
        }
        let last = arguments.last().copied().filter(|_| arguments.len() > 1);
        let callback = last.filter(|&last| arguments.len() > 2 || self.is_function(last));
        let options = arguments.get(1).and_then(|&options| self.option(state, options, "failWithError"));
        let fails_with_error = options.is_some_and(|value| self.truth(state, value) == Some(true));
        Authenticate { call, strategies, callback, fails_with_error }
    }

    /// The guard runs, as a middleware.
    pub(super) fn run_guard(&mut self, state: &mut State, guard: Authenticate, calling: &Calling) -> Flow {
        let nothing = self.values.undefined();
        let target = self.run.target.and_then(SiteRef::call);
        let next = calling.arguments.get(2).copied();
        let strategy =
            self.routes.strategies.iter().copied().find(|used| {
                Some(used.made) == target && used.name.is_some_and(|name| guard.strategies.contains(&name))
            });
        if self.run.event == Event::Served {
            self.note_verified(state, guard.call, None);
            if let (None, Some(next)) = (guard.callback, next) {
                let arguments = Vec::new();
                return self.dispatch(state, Calling { call: guard.call, callee: next, this: nothing, arguments });
            }
        }
        match (guard.callback, strategy) {
            (Some(callback), _) if target == Some(guard.call) => {
                self.guess_strategy(state, &guard);
                let failure = self.fail(state, guard.call, None);
                let (null, refused) = (self.values.make(Value::Null), self.values.make(Value::NoResult));
                let arguments = vec![null, refused, failure];
                self.dispatch(state, Calling { call: guard.call, callee: callback, this: nothing, arguments })
            }
            (Some(callback), _) => {
                let user = self.values.symbol(Symbol::Result { call: guard.call, carries: false });
                let null = self.values.make(Value::Null);
                let arguments = vec![null, user, nothing];
                self.dispatch(state, Calling { call: guard.call, callee: callback, this: nothing, arguments })
            }
            (None, Some(used)) => {
                let failure = self.fail(state, used.made, None);
                if let (true, Some(next)) = (guard.fails_with_error, next) {
                    let arguments = vec![failure];
                    return self.dispatch(state, Calling { call: guard.call, callee: next, this: nothing, arguments });
                }
                let place = self.program.call_place(used.used);
                state.path.taken = Some(Taken { place, manner: Manner::Handler });
                let guarded = self.program.call_place(guard.call);
                state.path.step(Role::Receiver, guarded, "passport answers 401 here by itself, and nobody is told");
                self.deliver(state, Completion::Return(nothing))
            }
            (None, None) => self.deliver(state, Completion::Return(nothing)),
        }
    }

    /// Whether a call makes a guard that asks a strategy which checks tokens, and hands the outcome to a callback.
    pub(super) fn is_guard_with_callback(&mut self, call: CallRef) -> bool {
        self.guard_of(call).is_some_and(|guard| guard.callback.is_some() && self.asks_for_token(&guard))
    }

    /// Whether one of a guard's strategies checks tokens: it is registered so, or, when none is seen, its name says so.
    fn asks_for_token(&self, guard: &Authenticate) -> bool {
        let known = &self.routes.strategies;
        let named = |name: &Name| known.iter().any(|used| used.name == Some(*name));
        guard.strategies.iter().any(|name| named(name) || (known.is_empty() && self.is_customary_strategy(*name)))
    }

    fn is_customary_strategy(&self, name: Name) -> bool {
        self.program.text(name) == "jwt"
    }

    fn guess_strategy(&self, state: &mut State, guard: &Authenticate) {
        if self.routes.strategies.is_empty()
            && let Some(&name) = guard.strategies.first()
        {
            let name = self.program.text(name).to_owned();
            state.path.doubt(Confidence::Medium, Because::StrategyByName(name));
        }
    }

    /// The guard that a call makes, wherever it stands.
    fn guard_of(&mut self, call: CallRef) -> Option<Authenticate> {
        let surface = self.callee_surface(call)?;
        matches!(surface.action(), Some(Action::Authenticate)).then_some(())?;
        let made = self.call_value(call)?;
        match self.values.get(made) {
            Value::Authenticate(guard) => Some(guard.clone()),
            _ => None,
        }
    }

    /// The functions that make a guard which asks a strategy, and the calls that make it.
    pub(super) fn makers_of_guards(&mut self, strategy: CallRef) -> Vec<(FunctionRef, CallRef)> {
        let names: Vec<Name> =
            self.routes.strategies.iter().filter(|used| used.made == strategy).filter_map(|used| used.name).collect();
        let mut found = Vec::new();
        if names.is_empty() {
            return found;
        }
        let program = self.program;
        for (file, known) in program.files() {
            for (id, site) in (0..).map(CallId).zip(&known.outline.calls) {
                let is_authenticate = site.member.is_some_and(|name| known.outline.name(name).starts_with("auth"));
                let call = CallRef { file, call: id };
                if is_authenticate
                    && self.guard_of(call).is_some_and(|guard| guard.strategies.iter().any(|name| names.contains(name)))
                {
                    found.push((FunctionRef { file, function: site.function }, call));
                }
            }
        }
        found
    }
}
