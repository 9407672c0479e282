//! Errors: what is known of a class of them, and of calls that make them.
//!
//! In: nothing. Out: plain values. Knows nothing of the packages that they come from.

use super::text::{List, Text};

/// A class of errors; an index into the tables. See [`ErrorFacts`] for what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorClass(pub(in super::super) u32);

/// What is known of the errors of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorFacts {
    /// Where the package exports the class, `errors.JWTExpired`.
    pub path: Text,
    /// What `error.name` is.
    pub name: Text,
    /// What `error.code` can be; empty for none.
    pub codes: List<Text>,
    pub messages: Messages,
    /// What `error.status` is.
    pub status: Option<u16>,
    /// The members that its errors can have beside `name`, `message` and `stack`, and `code` and `status` where those
    /// are stated. Absent: nothing is known of them.
    pub fields: Option<List<Text>>,
    /// It says that a genuine token's time is over.
    pub expired: bool,
    /// All classes of the package that it derives from, nearest first. `Error` goes without saying.
    pub supers: List<ErrorClass>,
}

/// What `error.message` can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Messages {
    /// One of these.
    Fixed(List<Text>),
    /// One of these, or a text that is put together at run time.
    Open(List<Text>),
}

/// A call that makes an error with an HTTP status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeError {
    /// Absent when the call does not show it.
    pub status: Option<StatusOf>,
    /// The argument that holds the message.
    pub message: Option<u8>,
    /// What the error is an instance of, where that does not depend on the arguments.
    pub class: Option<ErrorClass>,
    /// The error's members that hold the status.
    pub fields: List<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusOf {
    Fixed(u16),
    /// The argument that holds it.
    Argument(u8),
}
