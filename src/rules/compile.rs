//! Whether a page's query compiles, for every dialect, and where it does not.
//!
//! In: a page, its `scm` fence, and the fence's items. Out: problems at the bytes that tree-sitter stumbles over. Knows no
//! predicate but its place.

use super::error::{PageErrorCode, Problems};
use super::markdown::Code;
use super::sexpr::{Expr, Form, Item};
use crate::syntax::{Dialect, Query};
use crate::text::Span;

/// Compiles the query for every dialect, with spaces for predicates so that all bytes keep their places.
pub(super) fn check_compiles(page: &str, fence: &Code, items: &[Item], problems: &mut Problems) -> bool {
    let mut predicates = Vec::new();
    items.iter().for_each(|item| predicate_spans(item, &mut predicates));
    let body = fence.body.range();
    let mut blanked = String::with_capacity(body.len());
    let mut at = body.start;
    for span in predicates {
        blanked.push_str(&page[at..span.range().start]);
        blanked.push_str(&" ".repeat(span.range().len()));
        at = span.range().end;
    }
    blanked.push_str(&page[at..body.end]);
    let mut failures: Vec<(usize, String)> = Vec::new();
    for dialect in Dialect::ALL {
        let Err(error) = Query::compile(dialect, &blanked) else {
            continue;
        };
        let offset = page.floor_char_boundary(body.start + error.offset.min(body.len()));
        match failures.iter_mut().find(|(known, _)| *known == offset) {
            Some((_, dialects)) => dialects.push_str(&format!(", {}", dialect.name())),
            None => failures.push((offset, dialect.name().to_owned())),
        }
    }
    for (offset, dialects) in &failures {
        let rest = &page[*offset..body.end];
        let word = rest.find(|sign: char| !sign.is_alphanumeric() && sign != '_').unwrap_or(rest.len());
        let sign = rest.chars().next().map_or(0, char::len_utf8);
        let span = Span::new(*offset, offset + word.max(sign));
        problems
            .report(
                PageErrorCode::QueryDoesNotCompile,
                span,
                format!("the query does not compile for {dialects}"),
                "the grammar has no such node or field, or it cannot stand here",
            )
            .help("a query must compile for JavaScript, TypeScript and TSX alike");
    }
    failures.is_empty()
}

fn predicate_spans(item: &Item, spans: &mut Vec<Span>) {
    match item {
        Item::Predicate(predicate) => spans.push(predicate.span),
        // Parentheses with nothing but predicates would be a mistake of their own.
        Item::Expr(Expr { form: Form::Group(items), span, .. })
            if !items.is_empty() && items.iter().all(|inner| matches!(inner, Item::Predicate(_))) =>
        {
            spans.push(*span);
        }
        Item::Expr(expr) => expr.items().iter().for_each(|inner| predicate_spans(inner, spans)),
        Item::Anchor | Item::Without(_) => {}
    }
}
