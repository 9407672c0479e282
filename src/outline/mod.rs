//! One file, understood by itself: parsed, matched against the rules' structures, lowered to flow form. Then the tree goes.
//!
//! In: a file's text and dialect. Out: an [`Outline`] that owns all it holds. Knows no other file and no package.

mod captures;
pub mod code;
mod comments;
mod lower;
mod names;
mod nesting;
mod print;
mod uses;

use std::cmp::Reverse;
use std::ops::Deref;
use std::slice;

use rustc_hash::FxHashMap;

use crate::syntax::{Dialect, Kind, MATCHED_DEPTH, Node, ParseFailure, Parses, Tree, WorkBudget, with_tree};
use crate::text::Span;
pub use captures::{Captures, own_bindings};
use code::{
    Access, AccessId, Binding, BindingId, Call, CallId, Catch, CatchId, Class, ClassId, Definition, Entity, Equality,
    EqualityId, FnId, Function, NameId, Ref, RefId, Scope, ScopeId, ShapeId,
};
pub use comments::{Comment, PREFIX};
pub use names::Names;
pub use uses::Uses;

/// What is kept of one file.
#[derive(Debug, Clone)]
pub struct Outline {
    pub dialect: Dialect,
    pub parses: Parses,
    pub names: Names,
    pub functions: Vec<Function>,
    pub calls: Vec<Call>,
    pub accesses: Vec<Access>,
    pub catches: Vec<Catch>,
    pub equalities: Vec<Equality>,
    pub classes: Vec<Class>,
    pub scopes: Vec<Scope>,
    pub bindings: Vec<Binding>,
    pub refs: Vec<Ref>,
    /// Keys of object literals; `None` for a spread or a computed key.
    pub shapes: Vec<Vec<Option<NameId>>>,
    /// What each branch decides on: an `if`'s header, else the condition.
    pub branches: Vec<Span>,
    /// Regular expressions as they are written, by where.
    pub patterns: Vec<(Span, NameId)>,
    pub exports: Vec<Export>,
    /// Every specifier that is imported or required by a literal.
    pub imports: Vec<NameId>,
    /// Ranges that could not be parsed.
    pub unread: Vec<Span>,
    /// Comments that are meant for tokentrail.
    pub comments: Vec<Comment>,
    /// It is nested so deep that rules look at its upper levels only, and at how many.
    pub cut_off: Option<u32>,
    /// The captured nodes of each structure that matched, as the outline knows them.
    pub matches: Vec<StructureMatch>,
}

/// What a module gives to others under a name.
#[derive(Debug, Clone)]
pub struct Export {
    pub name: ExportName,
    pub value: Exported,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportName {
    Default,
    Named(NameId),
    /// `export * from`.
    All,
    /// `module.exports = …`.
    Module,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exported {
    /// A name of the file.
    Local(RefId),
    /// The value that these instructions of a function leave on the stack.
    Value { function: FnId, code: (u32, u32) },
    /// Handed on from another module.
    From { specifier: NameId, imported: code::Imported },
}

/// One structure of the rules that matched: its number, and the captures by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureMatch {
    pub structure: usize,
    pub captures: Captured,
}

/// What a structure captures. Nearly all have one capture, and a file has a match for each of its calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Captured {
    One(Capture),
    Many(Box<[Capture]>),
}

impl Deref for Captured {
    type Target = [Capture];

    fn deref(&self) -> &[Capture] {
        match self {
            Captured::One(capture) => slice::from_ref(capture),
            Captured::Many(captures) => captures,
        }
    }
}

/// A captured node. Its text is for text predicates; its entity is for questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    pub number: u32,
    pub span: Span,
    pub entity: Option<Entity>,
}

/// Finds the rules' structures in a tree. A seam: the outline need not know what rules are.
pub trait Matcher: Sync {
    /// The structures that a node has by itself; their only capture is the node.
    fn structures_of(&self, node: Node<'_>) -> Vec<usize>;

    /// Whether there are others.
    fn needs_query(&self) -> bool;

    /// For each match of the others, down to a level: the structure's number and the captured nodes by capture number.
    fn queried<'t>(&self, tree: &'t Tree, text: &str, depth: u32) -> Vec<(usize, Vec<(u32, Node<'t>)>)>;
}

/// Parses and lowers one file.
pub fn outline(text: &str, dialect: Dialect, matcher: &dyn Matcher) -> Result<Outline, ParseFailure> {
    with_tree(text, dialect, WorkBudget::for_bytes(text.len()), |tree| outline_of(tree, text, matcher))?
}

fn outline_of(tree: &Tree, text: &str, matcher: &dyn Matcher) -> Result<Outline, ParseFailure> {
    if tree.is_in_pieces() {
        return Err(ParseFailure::InPieces(tree.parses()));
    }
    let (mut outline, entities) = lower::lower(tree, text);
    outline.comments = comments::comments(tree, text);
    // A node without an entity has nothing that a rule could ask about.
    let (found, cut_off) = nesting::as_deep_as_it_pays(entities.values().copied());
    outline.cut_off = cut_off;
    for (node, entity) in found {
        let capture = Capture { number: 0, span: node.span(), entity: Some(entity) };
        let structures = matcher.structures_of(node).into_iter();
        let captures = Captured::One(capture);
        outline.matches.extend(structures.map(|structure| StructureMatch { structure, captures: captures.clone() }));
    }
    if matcher.needs_query() {
        // A level takes a byte at the least.
        let cut_off = (text.len() > MATCHED_DEPTH as usize).then(|| tree.matched_depth()).flatten();
        outline.cut_off = outline.cut_off.or(cut_off);
        let queried = matcher.queried(tree, text, cut_off.unwrap_or(MATCHED_DEPTH));
        outline.matches.extend(queried.into_iter().map(|(structure, captures)| {
            StructureMatch {
                structure,
                captures: Captured::Many(
                    captures
                        .into_iter()
                        .map(|(number, node)| Capture {
                            number,
                            span: node.span(),
                            entity: entities.get(&node.id()).map(|&(_, entity)| entity),
                        })
                        .collect(),
                ),
            }
        }));
        outline.matches.sort_unstable_by_key(StructureMatch::order);
    }
    outline.matches.shrink_to_fit();
    Ok(outline)
}

impl StructureMatch {
    /// By where the first capture begins, from the outside inwards.
    fn order(&self) -> (u32, Reverse<u32>, usize, Option<Entity>) {
        let first = self.captures.first();
        let span = first.map(|capture| capture.span).unwrap_or_default();
        (span.start, Reverse(span.end), self.structure, first.and_then(|capture| capture.entity))
    }
}

impl Outline {
    pub fn name(&self, id: NameId) -> &str {
        self.names.get(id)
    }

    pub fn function(&self, id: FnId) -> &Function {
        &self.functions[id.index()]
    }

    pub fn call(&self, id: CallId) -> &Call {
        &self.calls[id.index()]
    }

    /// The last name of what is called.
    pub fn callee_name(&self, site: &Call) -> Option<NameId> {
        let last = || match self.function(site.function).code.get(..site.callee_code.1 as usize)?.last()?.op {
            code::Op::Load(reference) => Some(self.reference(reference).name),
            code::Op::Member(name) => Some(name),
            _ => None,
        };
        site.member.or_else(last)
    }

    pub fn access(&self, id: AccessId) -> &Access {
        &self.accesses[id.index()]
    }

    pub fn equality(&self, id: EqualityId) -> &Equality {
        &self.equalities[id.index()]
    }

    pub fn catch(&self, id: CatchId) -> &Catch {
        &self.catches[id.index()]
    }

    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.index()]
    }

    pub fn reference(&self, id: RefId) -> &Ref {
        &self.refs[id.index()]
    }

    pub fn shape(&self, id: ShapeId) -> &[Option<NameId>] {
        &self.shapes[id.index()]
    }

    /// The regular expression that is written at a place.
    pub fn pattern(&self, at: Span) -> Option<&str> {
        self.patterns.iter().find(|(span, _)| *span == at).map(|&(_, written)| self.name(written))
    }

    /// The function whose code declares a binding.
    pub fn owner(&self, binding: BindingId) -> FnId {
        let scope: ScopeId = self.binding(binding).scope;
        self.scopes[scope.index()].function
    }

    /// Whether `inner` is `outer` or is written inside it.
    pub fn encloses(&self, outer: FnId, inner: FnId) -> bool {
        let mut at = Some(inner);
        while let Some(function) = at {
            if function == outer {
                return true;
            }
            at = self.function(function).parent;
        }
        false
    }

    /// For each function that is the one and only value of a binding (`const f = () => …`, `function f() {}`), that binding.
    pub fn bound_functions(&self) -> FxHashMap<FnId, BindingId> {
        (0..).map(BindingId).take(self.bindings.len()).filter_map(|id| Some((self.function_of(id)?, id))).collect()
    }

    /// The function that a binding was made for.
    pub fn function_of(&self, binding: BindingId) -> Option<FnId> {
        match &self.binding(binding).definition {
            Definition::Function(function) => Some(*function),
            Definition::Value { function, code, path } if path.is_empty() => self.makes_function(*function, *code),
            _ => None,
        }
    }

    /// The function that a piece of code is nothing but the creation of.
    fn makes_function(&self, owner: FnId, code: (u32, u32)) -> Option<FnId> {
        match self.function(owner).code.get(code.0 as usize..code.1 as usize)? {
            [code::Inst { op: code::Op::Function(function), .. }] => Some(*function),
            _ => None,
        }
    }
}

/// Whether a kind of node can be an expression whose value is worth looking at.
fn is_chain(kind: Kind) -> bool {
    matches!(kind, Kind::MemberExpression | Kind::SubscriptExpression | Kind::CallExpression | Kind::NonNullExpression)
}
