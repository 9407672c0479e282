//! The text of a query as a tree of S-expressions whose every part keeps its bytes in the page.
//!
//! tree-sitter reads queries too, but gives no places for predicates and drops detached ones in silence; so the loader
//! reads them first. In: a page and the fence's range. Out: [`Item`]s. Knows the syntax of queries, no node kind and no
//! predicate.

use super::lexer::{Lexeme, Quantifier, SyntaxError, Token, lexemes};
use crate::text::Span;

/// What can stand in parentheses, in brackets, or at the top.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Expr(Expr),
    Predicate(Predicate),
    /// `.` between siblings.
    Anchor,
    /// `!field`, as written.
    Without(Span),
}

/// A pattern or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Expr {
    pub(super) form: Form,
    /// `name:` before it.
    pub(super) field: Option<Span>,
    /// Quantifiers and captures after it, in order.
    pub(super) suffixes: Vec<Suffix>,
    /// From the opening sign to the closing one; without field and suffixes.
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum Form {
    /// `(kind …)`; the kind may be `_` or `supertype/kind`.
    Node { kind: Span, items: Vec<Item> },
    /// `(… …)`: siblings.
    Group(Vec<Item>),
    /// `[… …]`.
    Alternation(Vec<Item>),
    /// `"text"`, or a bare `_`.
    Token,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    Quantifier(Quantifier),
    /// `@name`, with its sign.
    Capture(Span),
}

/// `(#name? arguments…)`.
#[derive(Debug, Clone)]
pub(super) struct Predicate {
    /// With its sign.
    pub(super) name: Span,
    pub(super) arguments: Vec<Argument>,
    pub(super) span: Span,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Argument {
    /// `@name`, with its sign.
    Capture(Span),
    /// With its quotation marks.
    String(Span),
    /// A word without quotation marks.
    Bare(Span),
}

/// Far more than any query needs; the parser calls itself for each level, and so does tree-sitter's.
const MAX_DEPTH: usize = 64;

/// Reads the query that stands in a range of the page.
pub(super) fn parse(page: &str, query: Span) -> Result<Vec<Item>, SyntaxError> {
    let end = query.range().end;
    let mut parser = Parser { lexemes: lexemes(page, query)?.into_iter().peekable(), end: Span::new(end, end) };
    let mut items = Vec::new();
    while let Some(lexeme) = parser.peek() {
        match lexeme.token {
            Token::Close | Token::CloseBracket => {
                return error(lexeme.span, "nothing is open here");
            }
            Token::Anchor | Token::NegatedField | Token::Field => {
                return error(lexeme.span, "this belongs inside a node's parentheses");
            }
            _ => items.push(parser.item(0)?),
        }
    }
    Ok(items)
}

fn error<T>(span: Span, message: impl Into<String>) -> Result<T, SyntaxError> {
    Err(SyntaxError { span, message: message.into() })
}

struct Parser {
    lexemes: std::iter::Peekable<std::vec::IntoIter<Lexeme>>,
    end: Span,
}

impl Parser {
    fn peek(&mut self) -> Option<Lexeme> {
        self.lexemes.peek().copied()
    }

    fn next(&mut self) -> Result<Lexeme, SyntaxError> {
        self.lexemes.next().ok_or_else(|| SyntaxError { span: self.end, message: "the query ends too early".into() })
    }

    fn item(&mut self, depth: usize) -> Result<Item, SyntaxError> {
        let first = self.next()?;
        match first.token {
            Token::Anchor => Ok(Item::Anchor),
            Token::NegatedField => Ok(Item::Without(first.span)),
            Token::Open if self.peek().is_some_and(|next| next.token == Token::Predicate) => {
                self.predicate(first.span).map(Item::Predicate)
            }
            Token::Field => {
                let value = self.next()?;
                let mut expr = self.expr(value, depth)?;
                expr.field = Some(first.span);
                Ok(Item::Expr(expr))
            }
            _ => self.expr(first, depth).map(Item::Expr),
        }
    }

    fn expr(&mut self, first: Lexeme, depth: usize) -> Result<Expr, SyntaxError> {
        if depth > MAX_DEPTH {
            return error(first.span, format!("more than {MAX_DEPTH} levels of parentheses"));
        }
        let (form, end) = match first.token {
            Token::Open => match self.peek() {
                Some(kind) if matches!(kind.token, Token::Word | Token::Wildcard) => {
                    self.next()?;
                    let (items, end) = self.items(first.span, Token::Close, depth)?;
                    (Form::Node { kind: kind.span, items }, end)
                }
                _ => {
                    let (items, end) = self.items(first.span, Token::Close, depth)?;
                    (Form::Group(items), end)
                }
            },
            Token::OpenBracket => {
                let (items, end) = self.items(first.span, Token::CloseBracket, depth)?;
                (Form::Alternation(items), end)
            }
            Token::String | Token::Wildcard => (Form::Token, first.span),
            Token::Word => {
                return error(first.span, "a node's kind stands in parentheses, a keyword in quotation marks");
            }
            Token::Predicate => {
                return error(first.span, "a predicate stands in parentheses of its own");
            }
            Token::Capture => return error(first.span, "a capture follows the node that it names"),
            Token::Quantifier(_) => {
                return error(first.span, "a quantifier follows the node that it counts");
            }
            _ => {
                return error(first.span, "a node, a group or an alternation should stand here");
            }
        };
        let span = Span { start: first.span.start, end: end.end };
        Ok(Expr { form, field: None, suffixes: self.suffixes(), span })
    }

    fn items(&mut self, open: Span, close: Token, depth: usize) -> Result<(Vec<Item>, Span), SyntaxError> {
        let mut items = Vec::new();
        loop {
            match self.peek() {
                None => return error(open, "this is never closed"),
                Some(lexeme) if lexeme.token == close => {
                    self.next()?;
                    return Ok((items, lexeme.span));
                }
                Some(lexeme) if matches!(lexeme.token, Token::Close | Token::CloseBracket) => {
                    return error(lexeme.span, "this closes what was opened with another sign");
                }
                Some(_) => items.push(self.item(depth + 1)?),
            }
        }
    }

    fn suffixes(&mut self) -> Vec<Suffix> {
        let mut suffixes = Vec::new();
        while let Some(lexeme) = self.peek() {
            match lexeme.token {
                Token::Quantifier(quantifier) => suffixes.push(Suffix::Quantifier(quantifier)),
                Token::Capture => suffixes.push(Suffix::Capture(lexeme.span)),
                _ => break,
            }
            self.lexemes.next();
        }
        suffixes
    }

    fn predicate(&mut self, open: Span) -> Result<Predicate, SyntaxError> {
        let name = self.next()?.span;
        let mut arguments = Vec::new();
        loop {
            let lexeme = self.next()?;
            match lexeme.token {
                Token::Close => {
                    let span = Span { start: open.start, end: lexeme.span.end };
                    return Ok(Predicate { name, arguments, span });
                }
                Token::Capture => arguments.push(Argument::Capture(lexeme.span)),
                Token::String => arguments.push(Argument::String(lexeme.span)),
                Token::Word | Token::Wildcard => arguments.push(Argument::Bare(lexeme.span)),
                _ => {
                    return error(lexeme.span, "a predicate's arguments are captures and strings");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_all(text: &str) -> Result<Vec<Item>, SyntaxError> {
        parse(text, Span::new(0, text.len()))
    }

    #[test]
    fn reads_nodes_fields_suffixes_and_predicates_with_their_bytes() {
        let text = "; note\n((call_expression function: (identifier)? @f . \"if\" !name (#eq? @f \"a\\\"b\")) @c)";
        let items = parse_all(text).unwrap();
        let [Item::Expr(Expr { form: Form::Group(group), .. })] = items.as_slice() else { panic!("{items:?}") };
        let [Item::Expr(call)] = group.as_slice() else { panic!("{group:?}") };
        let Form::Node { kind, items } = &call.form else { panic!("{call:?}") };
        assert_eq!(&text[kind.range()], "call_expression");
        let [Item::Expr(function), Item::Anchor, Item::Expr(_), Item::Without(_), Item::Predicate(predicate)] =
            items.as_slice()
        else {
            panic!("{items:?}")
        };
        assert_eq!(&text[function.field.unwrap().range()], "function:");
        assert_eq!(function.suffixes.len(), 2);
        assert_eq!(&text[predicate.span.range()], "(#eq? @f \"a\\\"b\")");
        let [Argument::Capture(_), Argument::String(string)] = predicate.arguments.as_slice() else { panic!() };
        assert_eq!(&text[string.range()], "\"a\\\"b\"");
    }

    #[test]
    fn refuses_what_is_no_query_at_its_byte() {
        let deep = "(".repeat(100_000);
        for (text, offset) in [
            ("(call_expression", 0),
            ("(a (b)", 0),
            ("(a))", 3),
            ("(a]", 2),
            ("[(a))", 4),
            ("(a identifier)", 3),
            ("@x (a)", 0),
            ("(a #eq?)", 3),
            ("(a) (#eq? (b))", 10),
            ("(a \"b)", 3),
            ("(a $)", 3),
            ("(a) name: (b)", 4),
            ("(a b:)", 5),
            (deep.as_str(), 65),
        ] {
            let error = parse_all(text).unwrap_err();
            assert_eq!(error.span.start, offset, "{:.20}: {}", text, error.message);
        }
    }
}
