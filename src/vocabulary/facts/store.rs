//! Stores: calls that look up, add, change and remove keys, rows or documents.
//!
//! In: nothing. Out: plain values. Knows nothing of what a store is there for.

use serde::Deserialize;

use super::text::{List, Text};

/// What a call does to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StoreOperation {
    pub does: Does,
    /// How one sees in what the call gives, or its promise, or its callback's second parameter, that something was found.
    /// Always there for [`Does::Read`]; for what changes something, when the answer shows whether there was any.
    pub answer: Option<Answer>,
    /// The answer when the first argument is a function that picks among what is there, as for arrays.
    pub by_predicate: Option<Answer>,
    /// A function as its last argument is called back: with an error or nothing, then with the answer.
    pub calls_back: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    Read,
    /// Adds, or sets what was there before.
    Add,
    /// Changes what is there.
    Change,
    Remove,
    /// Runs SQL, which stands in its first argument, or in that of the call that gave its object, and says what is done. Without
    /// any, it carries out what the calls before it say.
    Sql,
    /// Narrows the operation that it is called on (`.where(…)`, `.lean()`), and means what that means. With an answer, it reads by
    /// itself where it is called on none.
    Refine,
    /// Runs the function that it is given, and gives what that gives.
    Transact,
}

/// What shows that something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// True or 1; false or 0 otherwise.
    Truth,
    /// The value; null or undefined otherwise.
    Row,
    /// An array of what was found; an empty one otherwise.
    List,
    /// How many there are; 0 otherwise.
    Count,
    /// Where it stands; -1 otherwise.
    Index,
    /// What a driver of SQL gives: an object with the array `rows`, or an array whose first item is the array of rows.
    Rows,
}

/// What registers functions that run along with operations on a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// The member of an argument that holds an object of such functions, by their names. Otherwise the method that registers one
    /// is called after what it runs along with, or its first argument names that.
    pub option: Option<Text>,
    /// An option of an operation on many rows that has what runs along with one on a single row run for each.
    pub each_row: Option<Text>,
    /// What is made of the owner, as a model of a schema, has the functions that were registered before.
    pub taken_over: bool,
    pub runs_with: List<RunsWith>,
}

/// By which methods the functions of a name are run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunsWith {
    pub name: Text,
    /// Methods of the store.
    pub of_store: List<Text>,
    /// Methods of its rows.
    pub of_row: List<Text>,
    /// Options of the registration that say along with which of these it runs.
    pub chosen: Option<Chosen>,
}

/// Two options. Where a registration has neither, it runs along with all; a row's method is sent as a store's, and runs what runs
/// along with that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub of_store: Text,
    pub of_row: Text,
}
