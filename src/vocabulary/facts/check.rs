//! Checks: which arguments they take, and how they fail.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages whose checks they are.

use super::error::ErrorClass;
use super::text::{List, Text};

/// How a token check fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verify {
    /// The argument that holds the token; absent when the check finds it itself, in a request.
    pub token: Option<u8>,
    /// The argument that holds the key.
    pub key: Option<u8>,
    /// When it holds, nothing is checked: the call only reads the token.
    pub unless: Option<Condition>,
    /// How the failure surfaces: the first whose condition holds.
    pub failures: List<Failure>,
    /// What the failure can be.
    pub errors: List<ErrorClass>,
}

impl Verify {
    /// How the check fails once a promisifier has taken its callback over; absent when it has none to take.
    pub fn promisified(&self) -> Option<FailureMode> {
        let calls_back = |failure: &Failure| matches!(failure.mode, FailureMode::Callback { .. });
        self.failures.iter().any(calls_back).then_some(FailureMode::Reject)
    }
}

/// One way in which a failure surfaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub when: Option<Condition>,
    pub mode: FailureMode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureMode {
    Throw,
    /// The promise that the call gives is rejected.
    Reject,
    /// A function among the arguments is called with the error.
    Callback {
        callback: Argument,
        /// The callback's parameter that is the error; null or undefined when the check succeeds.
        error: u8,
        /// The callback's parameter that is the result, and falsy when the check fails; the one after the error when
        /// absent.
        result: Option<u8>,
        /// The callback runs within the call, unless this argument is a function: then later.
        deferred_when_function: Option<u8>,
    },
    /// The call gives a falsy value (null, undefined or false) where it would give the result.
    Return,
    /// The promise that the call gives is fulfilled with a falsy value where it would give the result.
    Resolve,
    /// The argument is the framework's `next`: called with the error, or with nothing on success.
    Next {
        argument: u8,
    },
}

/// A place among a call's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    Index(u8),
    Last,
}

/// What must hold of a call's arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The argument is a function.
    Function(Argument),
    /// The call has an argument at this place.
    Given(u8),
    /// The argument, or the property `key` of it, is known to be truthy.
    Truthy { argument: u8, key: Option<Text> },
}
