//! The vocabulary as a whole: an automaton over the ways into packages, and where its facts are from.
//!
//! In: nothing. Out: the types of the generated tables.

use serde::Deserialize;

use super::call::Action;
use super::error::{ErrorClass, ErrorFacts};
use super::signal::{Creation, Receiver};
use super::text::{List, Text};
use super::web::{Framework, Patch};

/// Where an entry's facts come from, and what to call its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub title: Text,
    pub version: Text,
    pub source: Text,
    pub confidence: SourceConfidence,
    /// What importing it does to another package.
    pub patches: Option<Patch>,
}

/// How an entry's facts were found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceConfidence {
    /// Common knowledge, not looked up.
    Knowledge,
    /// The package's documentation says so.
    Readme,
    /// The package's source or types were read.
    Read,
    /// The package was run.
    Measured,
}

/// A place of a package, among the facts about its calls; see [`Surface::spot`](super::super::Surface::spot).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot(pub(in super::super) u32);

/// All of the vocabulary: an automaton over the ways into packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Tables {
    pub(in super::super) packages: List<Package>,
    pub(in super::super) nodes: List<Node>,
    pub(in super::super) errors: List<ErrorFacts>,
    /// Sorted by name.
    pub(in super::super) modules: List<(Text, u32)>,
    /// Sorted by name.
    pub(in super::super) customary: List<(Text, u32)>,
    /// The node whose members are the global names.
    pub(in super::super) globals: u32,
}

/// A place in what a package hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Node {
    pub(in super::super) package: Option<u16>,
    /// For messages: `winston logger.warn`.
    pub(in super::super) label: Text,
    /// Sorted by name.
    pub(in super::super) members: List<(Text, u32)>,
    pub(in super::super) call: Option<u32>,
    /// What a call hands to its callback, by the callback's parameter.
    pub(in super::super) parameters: List<(u8, u32)>,
    /// The object whose members this one has too.
    pub(in super::super) like: Option<u32>,
    /// It is a module: its `default` is itself.
    pub(in super::super) module: bool,
    pub(in super::super) action: Option<Action>,
    pub(in super::super) receiver: Option<Receiver>,
    pub(in super::super) creation: Option<Creation>,
    pub(in super::super) error: Option<ErrorClass>,
    pub(in super::super) framework: Option<Framework>,
    pub(in super::super) constant: Option<i32>,
    /// A registrar that hands the rejections of its handlers to `next`, whatever the framework does by itself.
    pub(in super::super) forwards: bool,
}
