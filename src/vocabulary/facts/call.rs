//! What calling a surface means.
//!
//! In: nothing. Out: plain values. Knows nothing of where the calls stand.

use super::check::Verify;
use super::container::{Binding, Provides};
use super::error::{ErrorClass, MakeError};
use super::limit::Limiter;
use super::signal::{Mute, Signal};
use super::store::{Hook, StoreOperation};
use super::text::{List, Text};
use super::web::{Registrar, Strategy};

/// What calling a surface means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Accepts or refuses a token.
    Verify(Verify),
    /// Reads a token without asking whether it is genuine: no check.
    Decode,
    /// Makes a token.
    Sign,
    /// Tells an operator.
    Signal(Signal),
    /// Turns functions that call back into functions that give promises.
    Promisify(Promisify),
    /// Calls its last function argument at once, exactly once, and gives what that gives.
    Invoke,
    /// Makes an error that carries an HTTP status; with and without `new`.
    MakeError(MakeError),
    /// Says whether its first argument is an error of a class.
    IsError(ErrorClass),
    /// Takes handlers on, or requests, for an object with a [`Framework`](super::Framework).
    Register(Registrar),
    /// Called with a handler, it gives a handler whose throws and rejections go to `next`.
    ForwardRejections,
    /// Given a function that a runtime outside of the program calls, and whose result is the answer.
    TakeEntry,
    /// Makes a strategy.
    Strategy(Strategy),
    /// Registers a strategy: `use([name], strategy)`.
    UseStrategy,
    /// `authenticate(name, options?, callback?)` gives a middleware that asks the strategies of these names.
    Authenticate,
    /// Makes or sets up a log of requests; tells nobody of a refusal by itself.
    AccessLog {
        /// The argument that holds a function, or an object of functions, which reads from the request and the response
        /// what is printed with each request.
        reason: Option<u8>,
    },
    /// Gives an error-handling middleware; called with an application, it registers one there.
    ErrorHandler {
        /// It tells an operator.
        tells: bool,
        /// It ends the response; otherwise it hands the error on.
        answers: bool,
        /// It tells only of errors whose HTTP status is this or higher, and of those that have none.
        from_status: Option<u16>,
        /// Options in its first argument, any of which keeps it from telling anybody anything.
        muted_by: List<Mute>,
    },
    /// Refuses what comes too often.
    Limit(Limiter),
    /// Looks something up in a store, or changes what is there.
    Store(StoreOperation),
    /// Registers functions that run along with operations on a store.
    Hook(Hook),
    /// Puts something into a container of instances.
    Bind(Binding),
    /// Gives what the container holds under its first argument.
    Resolve,
    /// Describes how a container makes something of its first argument, giving it what it holds by the names of parameters.
    Provide(Provides),
    /// Makes something of its first argument, a class or a function, by the names of its parameters.
    Build,
    /// A member, by whose members a container gives what it holds.
    Cradle,
    /// Gives a decorator: what the container holds under its first argument is put where it stands.
    Inject,
    /// Tells nobody, whatever its name and arguments suggest.
    Neutral,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promisify {
    /// The first argument is a function; its promise-giving twin comes back.
    Function,
    /// The first argument is an object; it comes back with a twin of each method under a name that ends so.
    Members { suffix: Text },
}
