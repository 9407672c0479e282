//! Syntax trees: the only place that names tree-sitter.
//!
//! In: the text of one file and the dialect that its name asks for. Out: a [`Tree`] of [`Node`]s whose kinds and fields
//! are closed enums, the same for all three grammars. Knows nothing of rules, bindings or verdicts.

mod kind;
mod parse;
mod query;
mod shape;
mod tree;

pub use kind::{EntityKind, Field, Kind};
pub use parse::{ParseFailure, WorkBudget, parse, with_tree};
pub use query::{Query, QueryError, QueryMatch};
pub use shape::{Leaf, NodeShape};
pub use tree::{Dialect, MATCHED_DEPTH, Node, Parses, Tree};
