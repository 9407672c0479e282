//! Hand-offs to a framework: `next(err)`, what a handler throws, and who takes it over.
//!
//! The receivers of a chain are run one after the other with the very error that arrives, until one answers, drops it, or none
//! is left: then the framework does what it does by itself.

use super::calls::Calling;
use super::machine::{Flow, Machine};
use super::routes::{Chain, Position, Receiver, Terminal};
use super::state::{Activation, Because, Completion, Facts, State};
use super::value::{ChainId, Exchange, Symbol, Value, ValueId};
use crate::finding::{Confidence, Role};
use crate::link::FunctionRef;
use crate::text::Place;
use crate::vocabulary::Framework;

impl Machine<'_> {
    pub(super) fn chain_id(&mut self, chain: Chain) -> ChainId {
        let known = self.chains.iter().position(|other| *other == chain);
        let at = known.unwrap_or_else(|| {
            self.chains.push(chain);
            self.chains.len() - 1
        });
        ChainId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(super) fn chain(&self, id: ChainId) -> &Chain {
        &self.chains[id.0 as usize]
    }

    /// The project's functions among a chain's receivers.
    pub(super) fn receiving_functions(&self, chain: ChainId) -> Vec<FunctionRef> {
        let receivers = self.chain(chain).receivers.iter();
        receivers
            .filter_map(|receiver| match receiver {
                Receiver::Handler { value, .. } => self.values.function(*value),
                _ => None,
            })
            .collect()
    }

    /// What the framework calls a handler with.
    pub(super) fn handler_arguments(&mut self, at: Position, chain: ChainId) -> Vec<ValueId> {
        let next = self.values.make(Value::Next { chain, from: 0 });
        let request = self.values.symbol(Symbol::Exchange(Exchange::Request));
        let response = self.values.symbol(Symbol::Exchange(Exchange::Response));
        let application = self.routes.applications.get(&at.application);
        match application.map(|application| application.framework) {
            Some(Framework::SocketIo) => vec![request, next],
            Some(Framework::Http) => vec![request, response],
            Some(Framework::Express) | None => {
                let takes_error = self.routes.handler(at).is_some_and(|handler| self.takes_error(handler));
                let mut arguments = vec![request, response, next];
                if takes_error {
                    arguments.insert(0, self.values.symbol(Symbol::Item(request)));
                }
                arguments
            }
        }
    }

    fn takes_error(&self, handler: ValueId) -> bool {
        self.values.function(handler).is_some_and(|at| self.program.function(at).params.len() == 4)
    }

    /// A call of `next`.
    pub(super) fn next_call(&mut self, state: &mut State, chain: ChainId, from: u16, calling: &Calling) -> Flow {
        let place = self.program.call_place(calling.call);
        let first = calling.arguments.first().copied();
        match first.filter(|&first| self.is_error_for_next(state, first)) {
            Some(error) => {
                self.hand_on(state, error, place);
                let nothing = self.values.undefined();
                state.activations.push(Activation::Replace(nothing));
                match self.receive_at(state, chain, from, error) {
                    Some(completion) => self.deliver(state, completion),
                    None => self.after_force(state),
                }
            }
            None => {
                self.go_on(state, place);
                self.deliver_result(state, calling)
            }
        }
    }

    /// `next()`: the request goes on; in an error handler, the error is dropped.
    pub(super) fn go_on(&self, state: &mut State, place: Place) {
        if !state.path.failing {
            return;
        }
        state.path.exit = Some(place);
        if state.path.received {
            state.path.step(Role::Exit, place, "the error is dropped here");
        } else {
            state.path.facts |= Facts::WENT_ON;
            state.path.step(Role::Exit, place, "the request goes on");
        }
    }

    /// An error arrives at a chain. `None` when a receiver runs now.
    pub(super) fn receive_at(
        &mut self,
        state: &mut State,
        chain: ChainId,
        from: u16,
        error: ValueId,
    ) -> Option<Completion> {
        let nothing = Completion::Return(self.values.undefined());
        if !state.path.reached {
            return Some(nothing);
        }
        self.note_refused(state, error);
        if let Some(name) = self.chain(chain).by_name {
            state.path.doubt(Confidence::Medium, Because::Unbound(self.program.text(name).to_owned()));
        }
        let mut from = from;
        loop {
            let receiver = self.chain(chain).receivers.get(usize::from(from)).copied();
            let Some(receiver) = receiver else {
                self.receive_at_last(state, chain);
                return Some(nothing);
            };
            from += 1;
            match receiver {
                Receiver::Handler { value, call } => {
                    self.note_receiver(state, self.program.call_place(call), "and comes to this error handler");
                    let next = self.values.make(Value::Next { chain, from });
                    let request = self.values.symbol(Symbol::Exchange(Exchange::Request));
                    let response = self.values.symbol(Symbol::Exchange(Exchange::Response));
                    let arguments = vec![error, request, response, next];
                    state.activations.push(Activation::Receiver { chain, from });
                    state.activations.push(Activation::Adopt);
                    let this = self.values.undefined();
                    if self.dispatch(state, Calling { call, callee: value, this, arguments }) == Flow::Stop {
                        state.activations.clear();
                    }
                    return None;
                }
                Receiver::Package(package, call) => {
                    let place = self.program.call_place(call);
                    if package.tells && self.is_of_status(state, error, package.from_status) {
                        state.path.facts |= Facts::TOLD | Facts::CONTEXT;
                        self.note_receiver(
                            state,
                            place,
                            "and comes to a package's error handler, which tells somebody",
                        );
                    }
                    if package.answers {
                        state.path.exit = Some(place);
                        return Some(nothing);
                    }
                }
                Receiver::Unseen(call) => {
                    let place = self.program.call_place(call);
                    self.maybe_told(state, place, "an error handler".to_owned());
                    return Some(nothing);
                }
            }
        }
    }

    /// Whether an error's status is one that a receiver cares for. An error without one is the server's own fault.
    fn is_of_status(&mut self, state: &mut State, error: ValueId, from: Option<u16>) -> bool {
        let Some(from) = from else { return true };
        ["statusCode", "status"].into_iter().all(|name| {
            let Some(name) = self.program.find(name) else { return true };
            let status = self.member(state, error, name);
            !matches!(*self.values.get(status), Value::Number(status) if status < i32::from(from))
        })
    }

    fn note_receiver(&self, state: &mut State, place: Place, message: &'static str) {
        state.path.received = true;
        state.path.step(Role::Receiver, place, message);
    }

    /// No receiver is left.
    fn receive_at_last(&mut self, state: &mut State, chain: ChainId) {
        let Chain { terminal, .. } = *self.chain(chain);
        let place = state.path.handed_on.or(state.path.taken.map(|taken| taken.place)).or(state.path.checked);
        let Some(place) = place else { return };
        match terminal {
            Terminal::Printed => {
                state.path.facts |= Facts::TOLD | Facts::CONTEXT;
                state.path.step(Role::Receiver, place, "no error handler takes it: Express prints it to stderr");
            }
            Terminal::Answered => {
                state.path.received = true;
                state.path.step(Role::Receiver, place, "the framework sends it to the client, and nobody else is told");
            }
            Terminal::Unseen => {
                self.maybe_told(state, place, "the application that the router is mounted on".to_owned())
            }
        }
    }

    /// A receiver has come to its end: what it throws goes on to the next one.
    pub(super) fn received(
        &mut self,
        state: &mut State,
        chain: ChainId,
        from: u16,
        completion: Completion,
    ) -> Option<Completion> {
        match completion {
            Completion::Return(_) => Some(Completion::Return(self.values.undefined())),
            Completion::Throw(error) => self.receive_at(state, chain, from, error),
        }
    }

    /// What a handler under judgement throws, or rejects with.
    pub(super) fn receive_thrown(
        &mut self,
        state: &mut State,
        chain: ChainId,
        error: ValueId,
        rejected: bool,
    ) -> Option<Completion> {
        if rejected && !self.chain(chain).forwards {
            return self.unhandled(state, error);
        }
        self.receive_at(state, chain, 0, error)
    }
}
