//! Parsing, and the nodes of a parsed tree.
//!
//! In: text, dialect, a work budget. Out: a [`Tree`], or why there is none. A JavaScript file that the JavaScript grammar
//! cannot read whole is parsed again as TSX (Flow annotations, mostly) and the tree with fewer unread bytes is kept; never
//! the other way round, because TSX reads valid JavaScript such as `f(a < b, c > (d))` as a generic call without an error.

use std::ops::ControlFlow;
use std::panic;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;

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

/// Beyond this a tree takes more than a gigabyte of memory.
const MOST_STEPS: u64 = 200_000;

/// How much parsing one file may cost, over all its parses, in steps of the parser. Work, not time: the same input gives
/// the same answer on every machine.
#[derive(Debug, Clone, Copy)]
pub struct WorkBudget {
    steps: u64,
}

impl WorkBudget {
    /// Ten times what the densest file took of those measured (one step for a hundred bytes: babel's parser, bundled),
    /// and a bound on what garbage can cost. Each step makes the tree larger, so there is an end to it for any length.
    pub fn for_bytes(bytes: usize) -> Self {
        Self { steps: (5_000 + bytes as u64 / 10).min(MOST_STEPS) }
    }
}

/// Why a file has no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseFailure {
    /// The parser spent the file's whole [`WorkBudget`].
    TooMuchWork,
    /// Most of it is no JavaScript: see [`Tree::is_in_pieces`].
    InPieces(Parses),
    /// The system has no memory for the stack that parsing it may take.
    NoStack,
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

/// Texts up to this length are parsed on the stack of whoever asks.
const SHORT: usize = 32 << 10;
/// How much stack a byte of text may take: where a text can be read in two ways, the parser gives the ways back by recursion,
/// through all levels of nesting. Memory that is not touched costs nothing.
const STACK_PER_BYTE: usize = 128;
const LARGEST_STACK: usize = 1 << 30;

/// Parses one file.
pub fn parse(text: &str, dialect: Dialect, budget: WorkBudget) -> Result<Tree, ParseFailure> {
    if text.len() <= SHORT {
        return parse_here(text, dialect, budget);
    }
    let stack = (text.len() * STACK_PER_BYTE).min(LARGEST_STACK);
    let parsed = thread::scope(|scope| {
        let parser = thread::Builder::new().stack_size(stack).spawn_scoped(scope, || parse_here(text, dialect, budget));
        parser.map(thread::ScopedJoinHandle::join)
    });
    match parsed {
        Ok(Ok(tree)) => tree,
        Ok(Err(panic)) => panic::resume_unwind(panic),
        Err(_) => Err(ParseFailure::NoStack),
    }
}

fn parse_here(text: &str, dialect: Dialect, mut budget: WorkBudget) -> Result<Tree, ParseFailure> {
    let flow = dialect == Dialect::JavaScript && has_flow_pragma(text);
    let first = parse_as(text, if flow { Dialect::Tsx } else { dialect }, &mut budget)?;
    if first.unread.is_empty() || dialect != Dialect::JavaScript || flow {
        return Ok(first);
    }
    let unread_bytes = |tree: &Tree| tree.unread.iter().map(|span| span.range().len()).sum::<usize>();
    let kept = match parse_as(text, Dialect::Tsx, &mut budget) {
        Ok(second) if unread_bytes(&second) < unread_bytes(&first) => second,
        _ => first,
    };
    Ok(Tree { parses: Parses::Twice, ..kept })
}

fn parse_as(text: &str, dialect: Dialect, budget: &mut WorkBudget) -> Result<Tree, ParseFailure> {
    let grammar = dialect.grammar();
    let mut parser = tree_sitter::Parser::new();
    // Cannot fail: the grammars' versions are those that this tree-sitter was built for, which a test holds.
    if parser.set_language(&grammar.language).is_err() {
        return Err(ParseFailure::TooMuchWork);
    }
    let bytes = text.as_bytes();
    let mut read = |offset: usize, _| bytes.get(offset..).unwrap_or_default();
    let mut spend = |_: &tree_sitter::ParseState| {
        budget.steps = budget.steps.saturating_sub(1);
        if budget.steps == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut spend);
    let raw = parser.parse_with_options(&mut read, None, Some(options)).ok_or(ParseFailure::TooMuchWork)?;
    let (unread, widest_error) = unread_ranges(&raw);
    Ok(Tree { raw, dialect, unread, widest_error, parses: Parses::Once })
}

/// Flow's files say so in their first comment, and only TSX can read their annotations.
fn has_flow_pragma(text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(1024)];
    memchr::memmem::find(head, b"@flow").is_some()
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
        if self.raw.is_error() {
            return Kind::Error;
        }
        self.grammar.kinds.get(usize::from(self.raw.kind_id())).copied().unwrap_or(Kind::Other)
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

    /// All children, anonymous ones and comments included.
    pub fn children(self) -> Vec<Node<'t>> {
        self.raw.children(&mut self.raw.walk()).map(|raw| Node { raw, ..self }).collect()
    }

    /// The named children without comments.
    pub fn named_children(self) -> Vec<Node<'t>> {
        self.raw
            .named_children(&mut self.raw.walk())
            .filter(|raw| !raw.is_extra())
            .map(|raw| Node { raw, ..self })
            .collect()
    }

    pub fn first_named_child(self) -> Option<Node<'t>> {
        self.named_children().into_iter().next()
    }

    /// Whether an anonymous child with this text stands directly below (`async`, `await`, `static` …).
    pub fn has_token(self, token: &str) -> bool {
        self.raw.children(&mut self.raw.walk()).any(|child| !child.is_named() && child.kind() == token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grammar_is_of_a_version_that_the_parser_reads() {
        for dialect in Dialect::ALL {
            let mut parser = tree_sitter::Parser::new();
            assert!(parser.set_language(&dialect.grammar().language).is_ok(), "{}", dialect.name());
            let tree = parse("const a = 1;", dialect, WorkBudget::for_bytes(12)).unwrap();
            assert_eq!((tree.dialect(), tree.unread()), (dialect, &[][..]));
        }
    }

    #[test]
    fn javascript_that_only_tsx_reads_is_read_as_tsx() {
        let flow = "function f(a: string): number { return 1; }";
        let tree = parse(flow, Dialect::JavaScript, WorkBudget::for_bytes(flow.len())).unwrap();
        assert_eq!((tree.dialect(), tree.unread().len()), (Dialect::Tsx, 0));
        let generic = "x = a < b > (c);";
        let tree = parse(generic, Dialect::JavaScript, WorkBudget::for_bytes(generic.len())).unwrap();
        assert_eq!(tree.dialect(), Dialect::JavaScript);
    }
}
