//! Tree-sitter queries without predicates: structure only.
//!
//! In: one query text for one dialect. Out: matches as nodes by capture number. Predicates are read by the rule loader,
//! which strips them: tree-sitter would drop some in silence.

use tree_sitter::StreamingIterator;

use super::tree::{Dialect, Node, Tree};

/// A compiled query, for one dialect.
pub struct Query {
    raw: tree_sitter::Query,
    dialect: Dialect,
}

/// Why a query does not compile, and where in its text (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub message: String,
    pub offset: usize,
}

/// One match: the pattern's number in the query's text, and the captured nodes by capture number.
pub struct QueryMatch<'t> {
    pub pattern: usize,
    pub captures: Vec<(u32, Node<'t>)>,
}

impl Query {
    pub fn compile(dialect: Dialect, source: &str) -> Result<Query, QueryError> {
        match tree_sitter::Query::new(&dialect.grammar().language, source) {
            Ok(raw) => Ok(Query { raw, dialect }),
            Err(error) => Err(QueryError { message: error.message, offset: error.offset }),
        }
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The captures' names, without `@`, by number.
    pub fn capture_names(&self) -> Vec<&str> {
        self.raw.capture_names().to_vec()
    }

    /// All matches in a tree of the query's dialect, down to a level.
    pub fn matches<'t>(&self, tree: &'t Tree, text: &str, depth: u32) -> Vec<QueryMatch<'t>> {
        debug_assert_eq!(self.dialect, tree.dialect());
        let mut cursor = tree_sitter::QueryCursor::new();
        cursor.set_max_start_depth(Some(depth));
        let mut matches = cursor.matches(&self.raw, tree.root().raw(), text.as_bytes());
        let mut found = Vec::new();
        while let Some(matched) = matches.next() {
            let captures = matched
                .captures()
                .iter()
                .map(|capture| (capture.index, Node::wrap(capture.node, self.dialect)))
                .collect();
            found.push(QueryMatch { pattern: matched.pattern_index, captures });
        }
        found
    }
}
