//! Limiters: what refuses requests, or attempts, that come too often, and which options keep it from doing so.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages that limit, and nothing of what a limit protects.

use super::check::Argument;
use super::signal::{Literal, Mute};
use super::tables::Spot;
use super::text::{List, Text};

/// What limits how often something may be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limiter {
    pub how: LimiterHow,
    /// It delays what comes too often, and refuses nothing.
    pub slows_only: bool,
    /// What is known of its options; absent for nothing.
    pub options: Option<LimiterOptions>,
}

/// How a limiter is used, and how it refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimiterHow {
    /// It is a middleware: it ends the response with an error, or calls `next`.
    Middleware,
    /// It is called with what is counted, and says whether that was too often.
    Call {
        /// How it says so: the callback when there is one, else the others, of which there are several only when the result
        /// says it in several ways. Never empty.
        denies: List<Denies>,
    },
    /// A call of it registers a middleware by itself, when its options name a path and a method; what it gives is the
    /// middleware in any case.
    Installs {
        /// The argument of the call before it that holds the application.
        application: u8,
        /// The option that names the path.
        path: Text,
        /// The option that names the method of the application, in lower case.
        method: Text,
    },
}

/// How a call says that it was made too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denies {
    Throws,
    /// The promise that the call gives is rejected.
    Rejects,
    /// By what the call gives, or by what its promise is fulfilled with.
    Result(Refusal),
    /// By a parameter of its callback; only for a call that is given a function there.
    Callback {
        callback: Argument,
        parameter: u8,
        refusal: Refusal,
    },
}

/// A value that says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The member that says so; the value itself when absent.
    pub member: Option<Text>,
    /// The member is a method, whose result says so.
    pub called: bool,
    pub is: Literal,
}

/// What is known of the options that a limiter is made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimiterOptions {
    pub of: OptionsOf,
    /// The argument of that call that holds them.
    pub argument: u8,
    /// Any of these keeps it from limiting anything. An option that is a function is asked of each request: what it gives
    /// for some requests keeps those from being limited.
    pub inert: List<OptionIs>,
    /// Any of these keeps requests that end with an error, as refused tokens do, from being counted.
    pub skips_failed: List<OptionIs>,
    /// Any of these keeps requests that end well from being counted.
    pub skips_successful: List<OptionIs>,
    /// The options that hold a function which answers in the place of the limiter, when a request comes too often. One that
    /// hands the request on instead leaves nothing of the limit.
    pub handlers: List<Text>,
    /// The options that hold a function which runs along when a request comes too often, and answers nothing.
    pub hooks: List<Text>,
}

/// The call that is given a limiter's options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OptionsOf {
    /// The call that gives the limiter: `rateLimit({ … })`.
    Making,
    /// The call that gives the object whose member the limiter is: `new Limiter({ … }).consume`.
    Owner,
    /// The limiter's own call: `limit({ … })`.
    Itself,
}

/// An option and what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionIs {
    pub option: Text,
    pub value: OptionValue,
    /// Only in versions of the package before this one; in all when absent.
    pub before: Option<u16>,
    /// Not when this option is given: then a function of the program's own decides.
    pub unless: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OptionValue {
    Is(Literal),
    /// Anything else, or left out.
    IsNot(Literal),
    /// A function that gives this, or a promise of it.
    Gives(bool),
    /// What the package has at this place.
    Has(Spot),
    /// A list without anything that the package has at these places, or left out.
    Lacks {
        spots: List<Spot>,
        /// What the list should hold is made with this option; without it, it does not count.
        made_with: Option<Mute>,
    },
}
