//! The structure of a pattern: what is left of it without predicates, in one way of writing.
//!
//! Compiling costs time for each distinct structure and nothing for a repeated one, so all pages' equal structures are
//! merged; for that, spaces, comments, needless parentheses and the captures' names must not matter. In: a parsed pattern.
//! Out: its canonical text, its captures, and what a capture can stand for.

use super::lexer::{Quantifier, unquote};
use super::sexpr::{Expr, Form, Item, Suffix};
use crate::syntax::{Field, Kind, Leaf, NodeShape};
use crate::text::Span;

/// A capture of a pattern: its name without `@`, and where it first stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Capture {
    pub(super) name: String,
    pub(super) span: Span,
}

/// The captures of a pattern in the order of the text; a capture's number is its place in this list.
pub(super) fn captures(page: &str, pattern: &Expr) -> Vec<Capture> {
    let mut found: Vec<Capture> = Vec::new();
    each_capture(pattern, &mut |span, _| {
        let name = capture_name(page, span);
        if found.iter().all(|known| known.name != name) {
            found.push(Capture { name: name.to_owned(), span });
        }
    });
    found
}

/// The name of a capture, without its sign.
pub(super) fn capture_name(page: &str, capture: Span) -> &str {
    &page[capture.range()][1..]
}

/// Visits every capture with the expression it names, in the order of the text.
fn each_capture<'e>(expr: &'e Expr, visit: &mut impl FnMut(Span, &'e Expr)) {
    for item in expr.items() {
        if let Item::Expr(inner) = item {
            each_capture(inner, visit);
        }
    }
    for capture in expr.captures() {
        visit(capture, expr);
    }
}

impl Expr {
    /// What stands between its signs.
    pub(super) fn items(&self) -> &[Item] {
        match &self.form {
            Form::Node { items, .. } | Form::Group(items) | Form::Alternation(items) => items,
            Form::Token => &[],
        }
    }

    /// The captures that name it, with their signs.
    pub(super) fn captures(&self) -> impl Iterator<Item = Span> {
        self.suffixes.iter().filter_map(|suffix| match suffix {
            Suffix::Capture(span) => Some(*span),
            Suffix::Quantifier(_) => None,
        })
    }

    fn inner(&self) -> impl Iterator<Item = &Expr> {
        self.items().iter().filter_map(|item| match item {
            Item::Expr(expr) => Some(expr),
            _ => None,
        })
    }
}

/// The pattern without predicates, with its captures renamed `@c0`, `@c1` … by number.
pub(super) fn canonical(page: &str, pattern: &Expr, captures: &[Capture]) -> String {
    let mut text = String::new();
    write(page, pattern, captures, &mut text);
    text
}

fn write(page: &str, expr: &Expr, captures: &[Capture], out: &mut String) {
    if let Some(field) = expr.field {
        out.push_str(&page[field.range()]);
        out.push(' ');
    }
    match &expr.form {
        Form::Token => out.push_str(&page[expr.span.range()]),
        Form::Node { kind, items } => {
            out.push('(');
            out.push_str(&page[kind.range()]);
            write_items(page, items, captures, true, out);
            out.push(')');
        }
        // Parentheses around one node do nothing once the predicates are gone.
        Form::Group(items) => match lone(items) {
            Some(inner) if expr.suffixes.is_empty() && inner.field.is_none() => write(page, inner, captures, out),
            _ => {
                out.push('(');
                write_items(page, items, captures, false, out);
                out.push(')');
            }
        },
        Form::Alternation(items) => {
            out.push('[');
            write_items(page, items, captures, false, out);
            out.push(']');
        }
    }
    for suffix in &expr.suffixes {
        match suffix {
            Suffix::Quantifier(Quantifier::Optional) => out.push('?'),
            Suffix::Quantifier(Quantifier::Any) => out.push('*'),
            Suffix::Quantifier(Quantifier::Several) => out.push('+'),
            Suffix::Capture(span) => {
                let name = capture_name(page, *span);
                let number = captures.iter().position(|capture| capture.name == name).unwrap_or_default();
                out.push_str(&format!(" @c{number}"));
            }
        }
    }
}

fn lone(items: &[Item]) -> Option<&Expr> {
    let mut structure = items.iter().filter(|item| !matches!(item, Item::Predicate(_)));
    match (structure.next(), structure.next()) {
        (Some(Item::Expr(expr)), None) => Some(expr),
        _ => None,
    }
}

fn write_items(page: &str, items: &[Item], captures: &[Capture], mut space: bool, out: &mut String) {
    for item in items {
        if matches!(item, Item::Predicate(_)) {
            continue;
        }
        if space {
            out.push(' ');
        }
        space = true;
        match item {
            Item::Expr(expr) => write(page, expr, captures, out),
            Item::Anchor => out.push('.'),
            Item::Without(field) => out.push_str(&page[field.range()]),
            Item::Predicate(_) => {}
        }
    }
}

/// The shapes of one of which a node is that the pattern matches, where it looks at that node and its fields only, and captures
/// nothing else.
pub(super) fn shapes(page: &str, pattern: &Expr) -> Option<Vec<NodeShape>> {
    let mut pattern = pattern;
    while let Form::Group(items) = &pattern.form
        && pattern.suffixes.is_empty()
    {
        pattern = lone(items)?;
    }
    let &[Suffix::Capture(_)] = &pattern.suffixes[..] else { return None };
    match &pattern.form {
        Form::Node { kind, items } => Some(vec![shape(page, *kind, items)?]),
        Form::Alternation(_) => pattern
            .inner()
            .map(|inner| match &inner.form {
                Form::Node { kind, items } if inner.suffixes.is_empty() => shape(page, *kind, items),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn shape(page: &str, kind: Span, items: &[Item]) -> Option<NodeShape> {
    let fields = items.iter().filter(|item| !matches!(item, Item::Predicate(_))).map(|item| match item {
        Item::Expr(expr) if expr.suffixes.is_empty() => {
            let field = Field::named(page[expr.field?.range()].trim_end_matches(':').trim_end())?;
            Some((field, leaves(page, expr)?))
        }
        _ => None,
    });
    Some(NodeShape { kind: plain_kind(page, kind)?, fields: fields.collect::<Option<_>>()? })
}

fn leaves(page: &str, expr: &Expr) -> Option<Vec<Leaf>> {
    match &expr.form {
        Form::Token if &page[expr.span.range()] != "_" => Some(vec![Leaf::Token(unquote(&page[expr.span.range()]))]),
        Form::Node { kind, items } if items.is_empty() => Some(vec![Leaf::Node(plain_kind(page, *kind)?)]),
        Form::Alternation(items) => {
            let each = items.iter().map(|item| match item {
                Item::Expr(inner) if inner.suffixes.is_empty() && inner.field.is_none() => leaves(page, inner),
                _ => None,
            });
            Some(each.collect::<Option<Vec<_>>>()?.concat())
        }
        _ => None,
    }
}

/// A kind that stands for itself, and not for others.
fn plain_kind(page: &str, kind: Span) -> Option<Kind> {
    Some(Kind::named(&page[kind.range()])).filter(|kind| !matches!(kind, Kind::Other | Kind::Error))
}

/// How many nodes of one match a capture can hold: at least and at most; two stands for many.
pub(super) fn occurrences(page: &str, expr: &Expr, name: &str) -> (u32, u32) {
    let of_inner = expr.inner().map(|inner| occurrences(page, inner, name));
    let (mut least, mut most) = match expr.form {
        Form::Alternation(_) => of_inner.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0, 0)),
        _ => of_inner.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)),
    };
    let own = expr.captures().filter(|span| capture_name(page, *span) == name).count();
    let own = u32::try_from(own).unwrap_or(u32::MAX);
    (least, most) = (least.saturating_add(own), most.saturating_add(own));
    for suffix in &expr.suffixes {
        match suffix {
            Suffix::Quantifier(Quantifier::Optional) => least = 0,
            Suffix::Quantifier(Quantifier::Any) => (least, most) = (0, most * 2),
            Suffix::Quantifier(Quantifier::Several) => most *= 2,
            Suffix::Capture(_) => {}
        }
    }
    (least.min(2), most.min(2))
}

/// A node that a capture names: the kind as the query writes it, and the capture beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Site<'p> {
    /// `None` for a wildcard, a keyword, or several nodes at once.
    pub(super) kind: Option<&'p str>,
    pub(super) capture: Span,
}

impl Site<'_> {
    pub(super) fn kind(self) -> Kind {
        self.kind.map_or(Kind::Other, Kind::named)
    }
}

/// All nodes that a capture can name.
pub(super) fn sites<'p>(page: &'p str, pattern: &Expr, name: &str) -> Vec<Site<'p>> {
    let mut found = Vec::new();
    each_capture(pattern, &mut |capture, expr| {
        if capture_name(page, capture) == name {
            let mut kinds = Vec::new();
            node_kinds(page, expr, &mut kinds);
            found.extend(kinds.into_iter().map(|kind| Site { kind, capture }));
        }
    });
    found
}

fn node_kinds<'p>(page: &'p str, expr: &Expr, kinds: &mut Vec<Option<&'p str>>) {
    match &expr.form {
        Form::Node { kind, .. } => {
            let name = &page[kind.range()];
            let name = name.split_once('/').map_or(name, |(_, subtype)| subtype);
            kinds.push((name != "_").then_some(name));
        }
        Form::Alternation(_) => expr.inner().for_each(|inner| node_kinds(page, inner, kinds)),
        Form::Group(items) => match lone(items) {
            Some(inner) => node_kinds(page, inner, kinds),
            None => kinds.push(None),
        },
        Form::Token => kinds.push(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sexpr;
    use super::*;

    fn pattern(text: &str) -> Expr {
        match sexpr::parse(text, Span::new(0, text.len())).unwrap().remove(0) {
            Item::Expr(expr) => expr,
            other => panic!("{other:?}"),
        }
    }

    fn canonical_of(text: &str) -> String {
        let pattern = pattern(text);
        canonical(text, &pattern, &captures(text, &pattern))
    }

    #[test]
    fn names_spaces_comments_and_predicates_do_not_matter() {
        let expected = "(call_expression function: (identifier) @c0 !type_arguments . \"x\") @c1";
        for text in [
            "(call_expression function: (identifier) @f !type_arguments . \"x\") @call",
            "((call_expression\n ; why\n function:   (identifier) @name (#eq? @name \"a\") !type_arguments . \"x\")@c (#verifies-token? @c))",
            "(((call_expression function: ((identifier) @a) !type_arguments . \"x\" (#eq? @b \"x\")) @b))",
        ] {
            assert_eq!(canonical_of(text), expected);
        }
    }

    #[test]
    fn groups_that_mean_something_stay() {
        assert_eq!(canonical_of("((comment)* @a . (call_expression) @b)"), "((comment)* @c0 . (call_expression) @c1)");
        assert_eq!(canonical_of("((comment))+ @a"), "((comment))+ @c0");
        assert_eq!(canonical_of("[(a) @x (b) @y (c) @x]"), "[(a) @c0 (b) @c1 (c) @c0]");
    }

    #[test]
    fn counts_how_often_a_capture_can_occur() {
        for (text, expected) in [
            ("(a) @x", (1, 1)),
            ("[(a) (b)] @x", (1, 1)),
            ("[(a) @x (b) @x]", (1, 1)),
            ("[(a) @x (b)]", (0, 1)),
            ("(a (b)? @x)", (0, 1)),
            ("(a (b (c) @x)*)", (0, 2)),
            ("(a (b)+ @x)", (1, 2)),
            ("(a (b) @x (c) @x)", (2, 2)),
            ("(a) @y", (0, 0)),
        ] {
            assert_eq!(occurrences(text, &pattern(text), "x"), expected, "{text}");
        }
    }

    #[test]
    fn finds_the_kinds_that_a_capture_names() {
        let kinds = |text: &'static str| -> Vec<Option<&str>> {
            sites(text, &pattern(text), "x").into_iter().map(|site| site.kind).collect()
        };
        assert_eq!(
            kinds("([(call_expression) (new_expression)] @x)"),
            [Some("call_expression"), Some("new_expression")]
        );
        assert_eq!(kinds("((expression/call_expression) @x)"), [Some("call_expression")]);
        assert_eq!(kinds("(a (_) @x \"if\" @x _ @x)"), [None, None, None]);
        assert_eq!(kinds("((a) (b)) @x"), [None]);
        assert_eq!(kinds("((a (b) @x)) @x"), [Some("b"), Some("a")]);
    }
}
