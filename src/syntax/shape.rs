//! Structures that look at one node and its fields: what most of the rules' queries are.
//!
//! In: a kind, and what stands in some fields. Out: whether a node is so. A query's cursor goes through the whole tree for them;
//! who has the node already need not. Knows no query's text.

use super::kind::{Field, Kind};
use super::tree::Node;

/// A node of a kind, with one of some things in each of some fields: `(binary_expression operator: ["===" "=="])`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeShape {
    pub kind: Kind,
    pub fields: Vec<(Field, Vec<Leaf>)>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaf {
    /// A keyword or a sign, as it is written.
    Token(String),
    Node(Kind),
}

impl NodeShape {
    pub fn fits(&self, node: Node<'_>) -> bool {
        let holds_one = |(field, leaves): &(Field, Vec<Leaf>)| {
            node.all_in(*field).into_iter().any(|held| leaves.iter().any(|leaf| leaf.fits(held)))
        };
        node.kind() == self.kind && self.fields.iter().all(holds_one)
    }
}

impl Leaf {
    fn fits(&self, node: Node<'_>) -> bool {
        match self {
            Leaf::Token(token) => node.kind() == Kind::Token && node.kind_name() == token,
            Leaf::Node(kind) => node.kind() == *kind,
        }
    }
}
