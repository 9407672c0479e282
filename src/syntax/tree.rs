//! The nodes of a parsed tree, and which parts of the text are in none.
//!
//! In: what the parser made of a text. Out: a [`Tree`] of [`Node`]s. Knows nothing of how it was parsed.

use std::path::Path;
use std::sync::LazyLock;

use super::kind::{Field, Kind};
use crate::text::Span;

/// A grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    JavaScript,
    TypeScript,
    Tsx,
}

impl Dialect {
    pub const ALL: [Dialect; 3] = [Dialect::JavaScript, Dialect::TypeScript, Dialect::Tsx];

    /// The dialect that a file's extension asks for; `None` for a file that is neither JavaScript nor TypeScript.
    pub fn of_path(path: &Path) -> Option<Dialect> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "js" | "mjs" | "cjs" | "jsx" => Some(Dialect::JavaScript),
            "ts" | "mts" | "cts" => Some(Dialect::TypeScript),
            "tsx" => Some(Dialect::Tsx),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Dialect::JavaScript => "JavaScript",
            Dialect::TypeScript => "TypeScript",
            Dialect::Tsx => "TSX",
        }
    }

    pub(super) fn grammar(self) -> &'static Grammar {
        static GRAMMARS: [LazyLock<Grammar>; 3] = [
            LazyLock::new(|| Grammar::new(tree_sitter_javascript::LANGUAGE.into())),
            LazyLock::new(|| Grammar::new(tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into())),
            LazyLock::new(|| Grammar::new(tree_sitter_typescript::LANGUAGE_TSX.into())),
        ];
        &GRAMMARS[self as usize]
    }
}

/// A grammar with its numbers translated once.
pub(super) struct Grammar {
    pub(super) language: tree_sitter::Language,
    kinds: Vec<Kind>,
    /// By [`Field`]; zero where the grammar has no such field.
    fields: Vec<u16>,
}

impl Grammar {
    fn new(language: tree_sitter::Language) -> Self {
        let kinds = (0..language.node_kind_count())
            .map(|id| {
                let id = u16::try_from(id).unwrap_or(u16::MAX);
                match language.node_kind_for_id(id) {
                    Some(name) if language.node_kind_is_named(id) => Kind::named(name),
                    _ => Kind::Token,
                }
            })
            .collect();
        let fields =
            Field::ALL.iter().map(|field| language.field_id_for_name(field.name()).map_or(0, u16::from)).collect();
        Self { language, kinds, fields }
    }
}

/// How many grammars have read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parses {
    Once,
    Twice,
}

/// How many children a node that could not be parsed may have: in such a node they all stand side by side, and each step of
/// a query's cursor passes over them.
const PIECES: usize = 5_000;

/// How deep in a tree a match may start. Nobody writes the hundredth part of this.
pub const MATCHED_DEPTH: u32 = 3_000;
/// How deep the nodes of a long text may lie on the average; minified code comes to half of that.
const MATCHED_DEPTH_ON_AVERAGE: u64 = 40;
/// What matching one file may cost besides, in levels of nodes.
const MATCHING: u64 = 4_000_000;

/// A parsed file. Owns the tree, not the text.
pub struct Tree {
    raw: tree_sitter::Tree,
    dialect: Dialect,
    unread: Vec<Span>,
    /// The most children that a node has which could not be parsed.
    widest_error: usize,
    parses: Parses,
}

impl Tree {
    pub(super) fn new(raw: tree_sitter::Tree, dialect: Dialect) -> Tree {
        let (unread, widest_error) = unread_ranges(&raw);
        Tree { raw, dialect, unread, widest_error, parses: Parses::Once }
    }

    /// Another grammar has read the file, too.
    pub(super) fn parsed_twice(self) -> Tree {
        Tree { parses: Parses::Twice, ..self }
    }

    /// The dialect of the tree that was kept.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The ranges that the grammar could not read; empty for a file that was parsed whole.
    pub fn unread(&self) -> &[Span] {
        &self.unread
    }

    /// How many grammars have read the file, whichever tree was kept.
    pub fn parses(&self) -> Parses {
        self.parses
    }

    /// Whether so little of the text could be parsed that matching its remains would take the square of its length.
    pub fn is_in_pieces(&self) -> bool {
        self.widest_error > PIECES
    }

    /// How many levels below the root rules are matched at: as many as there are, unless some node lies deeper than
    /// [`MATCHED_DEPTH`], or so much of the text lies so deep that matching it would cost more than its length. A step of a
    /// query's cursor may cost what its depth is.
    pub fn matched_depth(&self) -> Option<u32> {
        let mut cursor = self.raw.walk();
        // Counted here: the cursor would count its way back to the root each time.
        let mut depth = 0_usize;
        let mut nodes_at: Vec<u64> = vec![1];
        let mut note = |depth: usize| {
            if nodes_at.len() <= depth {
                nodes_at.resize(depth + 1, 0);
            }
            nodes_at[depth] += 1;
        };
        'walk: loop {
            while cursor.goto_first_child() {
                depth += 1;
                note(depth);
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'walk;
                }
                depth -= 1;
            }
            note(depth);
        }
        let affordable = MATCHING + nodes_at.iter().sum::<u64>() * MATCHED_DEPTH_ON_AVERAGE;
        let mut spent = 0;
        for (level, &nodes) in (0_u32..).zip(&nodes_at) {
            spent += nodes * u64::from(level);
            if level > MATCHED_DEPTH || spent > affordable {
                return Some(level - 1);
            }
        }
        None
    }

    pub fn root(&self) -> Node<'_> {
        Node { raw: self.raw.root_node(), grammar: self.dialect.grammar() }
    }
}

/// The outermost error nodes and missing tokens, in order.
fn unread_ranges(tree: &tree_sitter::Tree) -> (Vec<Span>, usize) {
    let mut unread = Vec::new();
    let mut widest = 0;
    if !tree.root_node().has_error() {
        return (unread, widest);
    }
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        let is_unread = node.is_error() || node.is_missing();
        if is_unread {
            widest = widest.max(usize::try_from(node.child_count()).unwrap_or(usize::MAX));
            // A missing token has no bytes; it counts as one, so that a file with only those is not "whole".
            unread.push(Span::new(node.start_byte(), node.end_byte().max(node.start_byte() + 1)));
        }
        if !is_unread && node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return (unread, widest);
            }
        }
    }
}

/// What all grammars number an error node with.
const ERROR: u16 = u16::MAX;
/// So many children are found by their numbers.
const FEW: u32 = 6;

/// A node of a [`Tree`].
#[derive(Clone, Copy)]
pub struct Node<'t> {
    raw: tree_sitter::Node<'t>,
    grammar: &'static Grammar,
}

impl<'t> Node<'t> {
    pub(super) fn wrap(raw: tree_sitter::Node<'t>, dialect: Dialect) -> Self {
        Self { raw, grammar: dialect.grammar() }
    }

    pub(super) fn raw(self) -> tree_sitter::Node<'t> {
        self.raw
    }

    /// A number that no other node of the same tree has.
    pub fn id(self) -> usize {
        self.raw.id()
    }

    pub fn kind(self) -> Kind {
        match self.raw.kind_id() {
            ERROR => Kind::Error,
            kind => self.grammar.kinds.get(usize::from(kind)).copied().unwrap_or(Kind::Other),
        }
    }

    /// The grammar's own name for the node; for an anonymous node, its text.
    pub fn kind_name(self) -> &'t str {
        self.raw.kind()
    }

    pub fn span(self) -> Span {
        Span::new(self.raw.start_byte(), self.raw.end_byte())
    }

    pub fn text(self, source: &str) -> &str {
        source.get(self.raw.byte_range()).unwrap_or_default()
    }

    pub fn field(self, field: Field) -> Option<Node<'t>> {
        let id = self.grammar.fields[field as usize];
        let raw = if id == 0 { None } else { self.raw.child_by_field_id(id) };
        raw.map(|raw| Node { raw, ..self })
    }

    /// All that stands in a field.
    pub fn all_in(self, field: Field) -> Vec<Node<'t>> {
        let Some(id) = std::num::NonZeroU16::new(self.grammar.fields[field as usize]) else { return Vec::new() };
        self.raw.children_by_field_id(id, &mut self.raw.walk()).map(|raw| Node { raw, ..self }).collect()
    }

    /// All children, anonymous ones and comments included.
    pub fn children(self) -> Vec<Node<'t>> {
        let mut found = Vec::new();
        self.each_child(|child| {
            found.push(child);
            true
        });
        found
    }

    /// The named children without comments.
    pub fn named_children(self) -> Vec<Node<'t>> {
        let mut found = Vec::new();
        self.each_child(|child| {
            found.extend(Some(child).filter(|child| child.is_named_content()));
            true
        });
        found
    }

    pub fn first_named_child(self) -> Option<Node<'t>> {
        let mut first = None;
        self.each_child(|child| {
            first = Some(child).filter(|child| child.is_named_content());
            first.is_none()
        });
        first
    }

    /// Whether some child is of a kind.
    pub fn has_child(self, kind: Kind) -> bool {
        let mut has = false;
        self.each_child(|child| {
            has = child.kind() == kind;
            !has
        });
        has
    }

    fn is_named_content(self) -> bool {
        self.raw.is_named() && !self.raw.is_extra()
    }

    /// Visits the children in order as long as they are wanted. A cursor has to be made for many; of few, each is found as
    /// fast by its number.
    fn each_child(self, mut wants_more: impl FnMut(Node<'t>) -> bool) {
        let count = self.raw.child_count();
        if count > FEW {
            let mut cursor = self.raw.walk();
            for raw in self.raw.children(&mut cursor) {
                if !wants_more(Node { raw, ..self }) {
                    return;
                }
            }
            return;
        }
        for raw in (0..count).filter_map(|index| self.raw.child(index)) {
            if !wants_more(Node { raw, ..self }) {
                return;
            }
        }
    }

    /// Whether an anonymous child with this text stands directly below (`async`, `await`, `static` …).
    pub fn has_token(self, token: &str) -> bool {
        self.raw.children(&mut self.raw.walk()).any(|child| !child.is_named() && child.kind() == token)
    }
}
